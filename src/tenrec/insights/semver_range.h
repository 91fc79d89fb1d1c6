#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tenrec::insights {

/// Versions from one up to, but not including, another: "1.2.0" to "1.3.0".
struct SemverRange {
  std::string from;
  std::string below;
};

/// Whether the text is a full version: "1.2.3", "v1.2.3-rc.1".
bool IsSemver(std::string_view text);

/// "1.2.3" → 1.2.3 to 1.3.0; "1.2" → 1.2.0 to 1.3.0; "1" → 1.0.0 to 2.0.0. A leading ~ is skipped.
std::optional<SemverRange> TildeRange(std::string_view text);
/// Up to the next left-most part that is not zero: "1.2.3" → below 2.0.0, "0.2.3" → below 0.3.0,
/// "0.0.3" → below 0.0.4. A leading ^ is skipped.
std::optional<SemverRange> CaretRange(std::string_view text);
/// "1.*" → 1.0.0 to 2.0.0; "1.2.*" → 1.2.0 to 1.3.0.
std::optional<SemverRange> WildcardRange(std::string_view text);

}  // namespace tenrec::insights
