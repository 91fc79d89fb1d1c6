#include "tenrec/insights/semver_range.h"

#include <charconv>
#include <cstdint>
#include <vector>

#include "tenrec/base/encoding.h"

namespace tenrec::insights {
namespace {

using Parts = std::vector<std::int64_t>;

/// One to three numbers with dots between them; what follows - or + is not looked at.
std::optional<Parts> ParseParts(std::string_view text) {
  text = TrimAscii(text);
  if (text.starts_with('v')) text.remove_prefix(1);
  text = text.substr(0, text.find_first_of("-+"));
  Parts parts;
  while (true) {
    const auto dot = text.find('.');
    const std::string_view digits = text.substr(0, dot);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number < 0 ||
        number >= INT64_MAX || (digits.size() > 1 && digits[0] == '0')) {
      return std::nullopt;
    }
    parts.push_back(number);
    if (parts.size() > 3) return std::nullopt;
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

std::string Print(const Parts& parts) {
  std::string out;
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0) out += '.';
    out += std::to_string(i < parts.size() ? parts[i] : 0);
  }
  return out;
}

/// From `parts` to the version whose part at `index` is one higher and has zeros behind.
SemverRange UpToNext(const Parts& parts, std::size_t index) {
  Parts below(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(index) + 1);
  ++below.back();
  return {Print(parts), Print(below)};
}

}  // namespace

bool IsSemver(std::string_view text) {
  const auto parts = ParseParts(text);
  return parts && parts->size() == 3;
}

std::optional<SemverRange> TildeRange(std::string_view text) {
  if (text.starts_with('~')) text.remove_prefix(1);
  const auto parts = ParseParts(text);
  if (!parts) return std::nullopt;
  return UpToNext(*parts, parts->size() == 1 ? 0 : 1);
}

std::optional<SemverRange> CaretRange(std::string_view text) {
  if (text.starts_with('^')) text.remove_prefix(1);
  const auto parts = ParseParts(text);
  if (!parts) return std::nullopt;
  std::size_t index = 0;
  while (index + 1 < parts->size() && (*parts)[index] == 0) ++index;
  return UpToNext(*parts, index);
}

std::optional<SemverRange> WildcardRange(std::string_view text) {
  text = TrimAscii(text);
  if (!text.ends_with(".*")) return std::nullopt;
  text.remove_suffix(2);
  const auto parts = ParseParts(text);
  if (!parts || parts->size() > 2) return std::nullopt;
  return UpToNext(*parts, parts->size() - 1);
}

}  // namespace tenrec::insights
