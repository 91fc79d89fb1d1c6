// rooms: sdk http base
#include <cstddef>
#include <cstdint>
#include <string>

#include "tenrec/sdk/flags_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr const char* kQueries[] = {"", "compression=gzip-js", "compression=base64",
                                             "v=2&config"};
  if (size == 0) return 0;
  tenrec::http::Request request;
  request.query_string = kQueries[data[0] & 3U];
  if ((data[0] & 4U) != 0) {
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  }
  request.body.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto body = tenrec::sdk::DecodeFlagsBody(request);
  if (body) (void)tenrec::sdk::ReadFlagsRequest(*body, request);
  return 0;
}
