#include "tenrec/s3/bucket.h"

#include <algorithm>
#include <charconv>
#include <thread>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/random.h"
#include "tenrec/s3/refusal.h"

namespace tenrec::s3 {
namespace {

// Eight tries of a store that has answered before wait 13 to 25 s altogether.
constexpr int kMaxTries = 8;
constexpr int kMaxTriesOfStranger = 3;
constexpr std::chrono::milliseconds kFirstWait(200);
constexpr std::chrono::milliseconds kLongestWait(30'000);
constexpr int kPartialContent = 206;
constexpr int kNoSuchRange = 416;

std::string_view HostOf(std::string_view endpoint) {
  std::string_view host = endpoint.substr(endpoint.find("://") + 3);
  // As a client writes it: without the port that is meant anyway.
  const bool is_usual = (endpoint.starts_with("https://") && host.ends_with(":443")) ||
                        (endpoint.starts_with("http://") && host.ends_with(":80"));
  if (is_usual) host.remove_suffix(host.ends_with(":80") ? 3 : 4);
  return host;
}

/// Between half and all of it, so that many do not come back at the same time.
std::chrono::milliseconds WithJitter(std::chrono::milliseconds wait) {
  std::uint8_t byte = 0;
  RandomBytes(&byte, 1);
  return wait / 2 + wait * byte / 510;
}

std::chrono::milliseconds ReadSeconds(std::string_view text) {
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds(std::clamp(seconds, 0, 3600));
}

std::string EscapeXml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

Bucket::Bucket(Location location, BucketTools tools)
    : location_(std::move(location)), tools_(std::move(tools)) {
}

std::unique_ptr<Bucket> Bucket::Make(Location location) {
  static const SystemClock clock;
  auto transport = MakeCurlTransport(location.certificates);
  return std::make_unique<Bucket>(std::move(location),
                                  BucketTools{.transport = std::move(transport),
                                              .clock = &clock,
                                              .pause = [](std::chrono::milliseconds wait) {
                                                std::this_thread::sleep_for(wait);
                                              }});
}

std::string Bucket::NameOf(std::string_view key) const {
  return location_.ToString() + "/" + std::string(key);
}

HttpRequest Bucket::RequestOf(const Call& call, Timestamp now) const {
  const std::string_view endpoint = location_.endpoint;
  std::string host(HostOf(endpoint));
  std::string path = "/";
  if (location_.addressing == Addressing::kVirtual) {
    host = location_.bucket + "." + host;
  } else {
    path += location_.bucket;
    if (!call.key.empty()) path += "/";
  }
  path = EncodePath(path + call.key);
  const std::string query = EncodeQuery(call.parameters);
  HttpRequest request{.method = call.method, .body = call.body};
  request.url = std::string(endpoint.substr(0, endpoint.find("://") + 3)) + host + path;
  if (!query.empty()) request.url += "?" + query;
  SignedParts parts{.method = call.method,
                    .path = path,
                    .query = query,
                    .headers = call.headers,
                    .payload_hash = call.hash};
  parts.headers.push_back({"host", host});
  if (call.method == "PUT" || call.method == "POST") {
    parts.headers.push_back({"content-type", "application/octet-stream"});
  }
  request.headers = Sign(std::move(parts), location_.credentials, location_.region, now);
  return request;
}

bool Bucket::WaitForTry(int next, const Failed& failed) const {
  if (!failed.may_pass) return false;
  if (next > (is_reached_ ? kMaxTries : kMaxTriesOfStranger)) return false;
  const auto wait = WithJitter(kFirstWait * (1 << (next - 2)));
  tools_.pause(std::min(std::max(wait, failed.asked_wait), kLongestWait));
  return true;
}

Result<HttpAnswer> Bucket::SendOnce(const Call& call, const BodySink& sink, Failed& failed) {
  const Timestamp now = tools_.clock->Now();
  auto answer = tools_.transport->Send(RequestOf(call, now), sink);
  if (!answer) {
    const ErrorCode code = answer.error().code;
    failed.may_pass = code == ErrorCode::kUnavailable || code == ErrorCode::kDeadlineExceeded;
    if (failed.may_pass) return std::move(answer).error().WithContext(location_.endpoint);
    return answer;
  }
  is_reached_ = true;
  if (answer->status >= 200 && answer->status < 300) return answer;
  Failure failure = Judge(*answer, location_, now);
  failed = {.status = answer->status,
            .may_pass = failure.may_pass,
            .asked_wait = ReadSeconds(answer->header("retry-after"))};
  return std::move(failure.error);
}

Result<HttpAnswer> Bucket::Send(const Call& call) {
  for (int next = 2;; ++next) {
    Failed failed;
    auto answer = SendOnce(call, {}, failed);
    if (answer) return answer;
    if (WaitForTry(next, failed)) continue;
    return std::move(answer).error().WithContext(call.wanted);
  }
}

Result<std::vector<ListedObject>> Bucket::List(std::string_view beginning,
                                               std::optional<std::size_t> limit) {
  const std::string prefix = KeyOf(beginning);
  std::vector<ListedObject> objects;
  std::string next;
  do {
    Call call{.method = "GET",
              .parameters = {{"list-type", "2"}, {"prefix", prefix}},
              .wanted = "cannot list " + location_.ToString()};
    if (limit)
      call.parameters.emplace_back("max-keys", std::to_string(std::min<std::size_t>(*limit, 1000)));
    if (!next.empty()) call.parameters.emplace_back("continuation-token", next);
    TRY_ASSIGN(const HttpAnswer answer, Send(call));
    auto page = ReadListing(answer.body);
    if (!page) return std::move(page).error().WithContext(call.wanted);
    for (ListedObject& object : page->objects) {
      if (limit && objects.size() == *limit) return objects;
      if (!object.key.starts_with(prefix)) continue;
      object.key.erase(0, location_.prefix.size());
      objects.push_back(std::move(object));
    }
    if (page->next == next && !next.empty()) {
      return DataLoss(call.wanted + ": the store's list goes round in a circle");
    }
    next = std::move(page->next);
  } while (!next.empty() && !(limit && objects.size() >= *limit));
  return objects;
}

Result<std::string> Bucket::Get(std::string_view key, std::size_t max_bytes) {
  std::string bytes;
  TRY(Read(key, [&](std::uint64_t, std::string_view piece) -> Status {
    if (bytes.size() + piece.size() > max_bytes) {
      return ResourceExhausted(NameOf(key) + " is longer than " + std::to_string(max_bytes) +
                               " bytes");
    }
    bytes += piece;
    return Ok();
  }));
  return bytes;
}

Status Bucket::Read(std::string_view key,
                    const std::function<Status(std::uint64_t at, std::string_view piece)>& take) {
  std::uint64_t taken = 0;
  for (int next = 2;; ++next) {
    Call call{.method = "GET", .key = KeyOf(key), .wanted = "cannot read " + NameOf(key)};
    if (taken > 0) call.headers.push_back({"range", "bytes=" + std::to_string(taken) + "-"});
    const std::uint64_t before = taken;
    std::uint64_t at = 0;
    bool has_begun = false;
    Failed failed;
    const auto answer = SendOnce(
        call,
        [&](int status, std::string_view piece) -> Status {
          // Where ranges are not known, all comes again.
          if (!has_begun) at = status == kPartialContent ? taken : 0;
          has_begun = true;
          const std::uint64_t known = std::min<std::uint64_t>(taken - at, piece.size());
          at += piece.size();
          piece.remove_prefix(known);
          if (piece.empty()) return Ok();
          TRY(take(taken, piece));
          taken += piece.size();
          return Ok();
        },
        failed);
    // The connection broke after the last byte: there is nothing behind it.
    const bool is_at_end = failed.status == kNoSuchRange && taken > 0;
    if (answer || is_at_end) return Ok();
    if (taken > before) next = 2;  // it moves
    if (WaitForTry(next, failed)) continue;
    return Error(answer.error()).WithContext(call.wanted);
  }
}

Status Bucket::Put(std::string_view key, std::string_view bytes, const std::string& hash) {
  const auto answer = Send({.method = "PUT",
                            .key = KeyOf(key),
                            .body = bytes,
                            .hash = hash,
                            .wanted = "cannot write " + NameOf(key)});
  return answer ? Ok() : Status(answer.error());
}

Status Bucket::Remove(std::string_view key) {
  const auto answer =
      Send({.method = "DELETE", .key = KeyOf(key), .wanted = "cannot remove " + NameOf(key)});
  if (answer || answer.error().code == ErrorCode::kNotFound) return Ok();
  return answer.error();
}

Result<std::string> Bucket::BeginUpload(std::string_view key) {
  const Call call{.method = "POST",
                  .key = KeyOf(key),
                  .parameters = {{"uploads", ""}},
                  .wanted = "cannot begin to write " + NameOf(key)};
  TRY_ASSIGN(const HttpAnswer answer, Send(call));
  auto id = ReadUploadId(answer.body);
  if (!id) return std::move(id).error().WithContext(call.wanted);
  return id;
}

Result<std::string> Bucket::PutPart(std::string_view key, const std::string& upload,
                                    std::size_t number, std::string_view bytes,
                                    const std::string& hash) {
  const Call call{.method = "PUT",
                  .key = KeyOf(key),
                  .parameters = {{"partNumber", std::to_string(number)}, {"uploadId", upload}},
                  .body = bytes,
                  .hash = hash,
                  .wanted = "cannot write part " + std::to_string(number) + " of " + NameOf(key)};
  TRY_ASSIGN(const HttpAnswer answer, Send(call));
  std::string tag(answer.header("etag"));
  if (tag.empty()) return DataLoss(call.wanted + ": the store's answer has no ETag");
  return tag;
}

Status Bucket::CompleteUpload(std::string_view key, const std::string& upload,
                              const std::vector<std::string>& tags, std::uint64_t size) {
  std::string body = "<CompleteMultipartUpload>";
  for (std::size_t i = 0; i < tags.size(); ++i) {
    body.append("<Part><PartNumber>")
        .append(std::to_string(i + 1))
        .append("</PartNumber><ETag>")
        .append(EscapeXml(tags[i]))
        .append("</ETag></Part>");
  }
  body += "</CompleteMultipartUpload>";
  const Call call{.method = "POST",
                  .key = KeyOf(key),
                  .parameters = {{"uploadId", upload}},
                  .body = body,
                  .hash = HexEncode(Sha256(body)),
                  .wanted = "cannot finish writing " + NameOf(key)};
  for (int next = 2;; ++next) {
    Failed failed;
    auto answer = SendOnce(call, {}, failed);
    if (answer) {
      // Its head was sent before the store knew how it would end.
      const Refusal refusal = ReadRefusal(answer->body);
      if (refusal.code.empty()) return Ok();
      failed.may_pass = true;
      answer = Unavailable("the store answers " + refusal.code);
    } else if (answer.error().code == ErrorCode::kNotFound) {
      // Perhaps an earlier try did it, and its answer was lost.
      TRY_ASSIGN(const auto there, List(key, 1));
      if (!there.empty() && there.front() == ListedObject{std::string(key), size}) return Ok();
    }
    if (WaitForTry(next, failed)) continue;
    return std::move(answer).error().WithContext(call.wanted);
  }
}

Status Bucket::AbortUpload(std::string_view key, const std::string& upload) {
  const auto answer = Send({.method = "DELETE",
                            .key = KeyOf(key),
                            .parameters = {{"uploadId", upload}},
                            .wanted = "cannot give up writing " + NameOf(key)});
  if (answer || answer.error().code == ErrorCode::kNotFound) return Ok();
  return answer.error();
}

Result<std::vector<PendingUpload>> Bucket::PendingUploads() {
  const Call call{.method = "GET",
                  .parameters = {{"uploads", ""}, {"prefix", location_.prefix}},
                  .wanted = "cannot list unfinished uploads of " + location_.ToString()};
  TRY_ASSIGN(const HttpAnswer answer, Send(call));
  auto uploads = ReadPendingUploads(answer.body);
  if (!uploads) return std::move(uploads).error().WithContext(call.wanted);
  // Some stores tell of the whole bucket, whatever they are asked.
  std::erase_if(*uploads,
                [&](const PendingUpload& one) { return !one.key.starts_with(location_.prefix); });
  for (PendingUpload& one : *uploads) one.key.erase(0, location_.prefix.size());
  return uploads;
}

}  // namespace tenrec::s3
