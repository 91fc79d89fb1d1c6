#pragma once

#include <string>
#include <string_view>

namespace tenrec::sql {

/// A text literal between single quotes, as ClickHouse reads it.
std::string QuoteText(std::string_view text);

/// Appends a character as it stands inside quotes or a tab-separated field: a backslash, a NUL, a
/// newline, a return and a tab are escaped.
void AppendEscaped(std::string& out, char c);

/// Text as the value of a {name:String} parameter: tab-separated escaping.
std::string EscapeParam(std::string_view text);

}  // namespace tenrec::sql
