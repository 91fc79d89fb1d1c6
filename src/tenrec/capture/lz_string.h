#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::capture {

/// Unpacks what lz-string's compressToBase64 made, as UTF-8.
/// Shape:  the standard base64 alphabet; a blank counts as '+', which forms turn into one. Lone
///         surrogates become U+FFFD.
/// Errors: kInvalidArgument when the code stream is malformed or cut short, kResourceExhausted
///         when the text passes `max_out` bytes.
/// Source: https://github.com/pieroxy/lz-string, version 1.4.4
Result<std::string> DecompressLzString(std::string_view base64, std::size_t max_out);

}  // namespace tenrec::capture
