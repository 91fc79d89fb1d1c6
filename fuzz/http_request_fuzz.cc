// rooms: http base
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tenrec/http/forwarded.h"
#include "tenrec/http/request_parser.h"
#include "tenrec/http/router.h"

namespace http = tenrec::http;

namespace {

constexpr std::size_t kMaxBody = 1000;

/// Reads all requests in the bytes, presented in pieces; gives what was read as text.
std::string ReadAll(std::string_view bytes, std::size_t step) {
  using State = http::RequestParser::State;
  http::RequestParser parser(4096);
  std::string seen;
  std::string waiting;
  while (!bytes.empty()) {
    const std::size_t count = std::min(step, bytes.size());
    waiting += bytes.substr(0, count);
    bytes.remove_prefix(count);
    for (;;) {
      const State before = parser.state();
      const std::size_t used = parser.Feed(waiting);
      if (used > waiting.size()) std::abort();
      waiting.erase(0, used);
      if (parser.state() == before) break;
      if (parser.state() == State::kBody) {
        parser.LimitBody(kMaxBody);
      } else if (parser.state() == State::kDone) {
        http::Request& request = parser.request();
        if (request.body.size() > kMaxBody) std::abort();
        request.peer_ip = "127.0.0.1";
        http::TrustedProxies::Parse({})->Apply(request);
        seen += request.path + "?" + request.query_string + "|" + request.client_ip + "|" +
                request.body + "\n";
        for (const auto& [name, value] : http::ParseQuery(request.query_string)) {
          seen += name + "=" + value;
        }
        parser.Reset();
      } else {
        return seen;
      }
    }
  }
  return seen;
}

}  // namespace

/// However the bytes are cut, the same requests come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = ReadAll(bytes, bytes.size() + 1);
  const std::string pieces = ReadAll(bytes, data[0] % 32 + 1);
  if (whole != pieces) std::abort();
  return 0;
}
