#pragma once

#include <string>
#include <string_view>

namespace tenrec::sql {

/// A text literal between single quotes, as ClickHouse reads it.
std::string QuoteText(std::string_view text);

/// Text as the value of a {name:String} parameter: tab-separated escaping.
std::string EscapeParam(std::string_view text);

}  // namespace tenrec::sql
