#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tenrec {

std::string HexEncode(std::span<const std::uint8_t> bytes);

/// Standard alphabet with padding.
std::string Base64Encode(std::string_view data);
/// Alphabet of URLs, no padding.
std::string Base64UrlEncode(std::string_view data);
/// Reads the standard or the URL alphabet, with or without padding; nothing else is skipped.
std::optional<std::string> Base64Decode(std::string_view text);

/// Decodes %XX, and '+' as a blank when `plus_is_space`. A malformed escape is kept as it is.
std::string PercentDecode(std::string_view text, bool plus_is_space);
/// Escapes everything but unreserved characters.
std::string PercentEncode(std::string_view text);

/// Whether the bytes are UTF-8 without surrogates or overlong forms.
bool IsValidUtf8(std::string_view text);
/// The text with every ill-formed sequence replaced by U+FFFD.
std::string RepairUtf8(std::string_view text);
/// The longest prefix of at most `max_characters` code points. Input must be valid UTF-8.
std::string_view Utf8Prefix(std::string_view text, std::size_t max_characters);
/// Appends a code point as UTF-8; a surrogate or a value past U+10FFFF becomes U+FFFD.
void AppendUtf8(std::string& out, std::uint32_t code_point);

/// ASCII only; other bytes are kept.
std::string ToLowerAscii(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
std::string_view TrimAscii(std::string_view text);

}  // namespace tenrec
