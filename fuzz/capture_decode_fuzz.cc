// rooms: capture base
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/capture/decode.h"

/// The first byte picks the hints, the rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using tenrec::capture::BodyHints;
  static constexpr const char* kCompressions[] = {"",        "gzip-js", "lz64", "base64",
                                                  "deflate", "br",      "zstd", "what"};
  constexpr std::size_t kBudget = 1U << 20U;
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  BodyHints hints;
  hints.query_compression = kCompressions[data[0] & 7U];
  hints.content_type =
      (data[0] & 8U) != 0 ? "application/x-www-form-urlencoded" : "application/json";
  hints.second_base64_pass = (data[0] & 16U) != 0;
  if ((data[0] & 32U) != 0) hints.query_data = body;
  hints.max_decoded_bytes = kBudget;
  const auto text = tenrec::capture::DecodeBody(body, hints);
  if (!text) return 0;
  TENREC_CHECK(text->size() <= kBudget);
  TENREC_CHECK(tenrec::IsValidUtf8(*text));
  return 0;
}
