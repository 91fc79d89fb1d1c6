#include <memory>
#include <mutex>
#include <utility>

#include <curl/curl.h>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/s3/transport.h"

namespace tenrec::s3 {
namespace {

/// Answers that are kept are lists of at most 1,000 objects, and errors.
constexpr std::size_t kMaxBody = std::size_t{64} << 20U;
constexpr long kConnectSeconds = 10;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

/// What the callbacks of one request fill.
struct Exchange {
  CURL* handle;
  const BodySink* sink;
  HttpAnswer answer;
  Status sunk;
  bool is_too_long = false;
};

std::size_t TakeHeader(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::string_view line(data, size * count);
  // The head of an answer before the last one: of a proxy, or 100 Continue.
  if (line.starts_with("HTTP/")) exchange.answer.headers.clear();
  if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    exchange.answer.headers.push_back(
        {ToLowerAscii(line.substr(0, colon)), std::string(TrimAscii(line.substr(colon + 1)))});
  }
  return size * count;
}

std::size_t TakeBody(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::string_view piece(data, size * count);
  long status = 0;
  curl_easy_getinfo(exchange.handle, CURLINFO_RESPONSE_CODE, &status);
  if (*exchange.sink && status >= 200 && status < 300) {
    exchange.sunk = (*exchange.sink)(static_cast<int>(status), piece);
    return exchange.sunk ? piece.size() : CURL_WRITEFUNC_ERROR;
  }
  if (exchange.answer.body.size() + piece.size() > kMaxBody) {
    exchange.is_too_long = true;
    return CURL_WRITEFUNC_ERROR;
  }
  exchange.answer.body += piece;
  return piece.size();
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(std::string certificates, std::chrono::seconds patience)
      : certificates_(std::move(certificates)), patience_(patience) {}

  Result<HttpAnswer> Send(const HttpRequest& request, const BodySink& sink) override {
    Handle handle = Take();
    Exchange exchange{.handle = handle.get(), .sink = &sink};
    char reason[CURL_ERROR_SIZE] = {};
    const HeaderList headers = HeadersOf(request);
    Prepare(request, headers.get(), exchange, reason);
    const CURLcode done = curl_easy_perform(handle.get());
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    long verdict = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_SSL_VERIFYRESULT, &verdict);
    // Nothing in it may outlive what it points to.
    curl_easy_reset(handle.get());
    GiveBack(std::move(handle));

    if (!exchange.sunk) return std::move(exchange.sunk).error();
    if (exchange.is_too_long) return DataLoss("the store's answer is longer than any it has");
    if (done != CURLE_OK) return Failure(done, reason, verdict);
    exchange.answer.status = static_cast<int>(status);
    return std::move(exchange.answer);
  }

 private:
  /// A connection that is open stays with its handle.
  Handle Take() EXCLUDES(mutex_) {
    {
      const MutexLock lock(mutex_);
      if (!idle_.empty()) {
        Handle handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
      }
    }
    Handle handle(curl_easy_init(), &curl_easy_cleanup);
    TENREC_CHECK(handle != nullptr) << "curl_easy_init";
    return handle;
  }

  void GiveBack(Handle handle) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    idle_.push_back(std::move(handle));
  }

  static HeaderList HeadersOf(const HttpRequest& request) {
    HeaderList list(nullptr, &curl_slist_free_all);
    const auto add = [&](const std::string& line) {
      curl_slist* const shorter = list.release();
      list.reset(curl_slist_append(shorter, line.c_str()));
      TENREC_CHECK(list != nullptr) << "curl_slist_append";
    };
    for (const Header& header : request.headers) add(header.name + ": " + header.value);
    // Waiting to be told to go on costs a second where a server does not know the question.
    add("Expect:");
    return list;
  }

  void Prepare(const HttpRequest& request, curl_slist* headers, Exchange& exchange,
               char* reason) const {
    CURL* handle = exchange.handle;
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    if (request.method == "PUT" || request.method == "POST") {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
    }
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &TakeHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &TakeBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(patience_.count()));
    if (!certificates_.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, certificates_.c_str());
    }
  }

  Error Failure(CURLcode code, const char* reason, long verdict) const {
    const std::string why = *reason != 0 ? reason : curl_easy_strerror(code);
    switch (code) {
      case CURLE_OPERATION_TIMEDOUT:
        return DeadlineExceeded(why);
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_ISSUER_ERROR:
        return FailedPrecondition(why + AdviceOn(verdict));
      case CURLE_SSL_CACERT_BADFILE:
        return FailedPrecondition(NameOfBundle() + " is no file of certificates that can be read");
      case CURLE_OUT_OF_MEMORY:
        return ResourceExhausted(why);
      default:
        return Unavailable(why);
    }
  }

  /// What to do about a certificate, by OpenSSL's verdict on its chain.
  std::string AdviceOn(long verdict) const {
    // Not reached when the names differ, which is looked at first.
    constexpr long kNoVerdict = 1;
    // Self-signed, signed by one that is, by nobody who is known, and alone.
    constexpr long kFirstOfStrangers = 18;
    constexpr long kLastOfStrangers = 21;
    if (verdict <= kNoVerdict) return ": give the address under a name that its certificate has";
    if (verdict < kFirstOfStrangers || verdict > kLastOfStrangers) return {};
    if (!certificates_.empty()) {
      return ": " + NameOfBundle() + " has no certificate of who signed it";
    }
    return ": if an authority of your own signed it, name the file of its certificate in "
           "AWS_CA_BUNDLE";
  }

  std::string NameOfBundle() const {
    return certificates_ + " (AWS_CA_BUNDLE, or ca_bundle of a profile)";
  }

  const std::string certificates_;
  const std::chrono::seconds patience_;
  Mutex mutex_;
  std::vector<Handle> idle_ GUARDED_BY(mutex_);
};

}  // namespace

std::string_view HttpAnswer::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (EqualsIgnoreCase(header.name, name)) return header.value;
  }
  return {};
}

std::unique_ptr<Transport> MakeCurlTransport(std::string certificates,
                                             std::chrono::seconds patience) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return std::make_unique<CurlTransport>(std::move(certificates), patience);
}

}  // namespace tenrec::s3
