#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::io {

enum class Codec : std::uint8_t { kGzip, kDeflate, kBrotli, kZstd };

/// "GZIP", "DEFLATE", "BROTLI" or "ZSTD", as messages show it.
std::string_view CodecName(Codec codec);

/// Unpacks the whole input, every gzip member and zstd frame of it. Memory stays near
/// min(output, max_out), whatever the input claims.
/// Shape:   kDeflate takes the zlib form and, as some clients send it, the raw one.
/// Errors:  kInvalidArgument "invalid GZIP data" when malformed, cut short, or followed by other
///          bytes; kResourceExhausted as soon as the output passes `max_out` bytes.
/// Threads: any.
/// Source:  RFC 1950, 1951, 1952, 7932, 8878 (window limit of RFC 9659)
Result<std::string> Decompress(Codec codec, std::string_view in, std::size_t max_out);

/// One gzip member. Level 1 (fast) to 12 (small).
std::string GzipEncode(std::string_view data, int level = 6);

}  // namespace tenrec::io
