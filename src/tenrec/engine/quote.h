#pragma once

#include <string>
#include <string_view>

namespace tenrec::engine {

/// A name between backticks: `$browser`.
std::string QuoteName(std::string_view name);

/// A text literal between single quotes.
std::string QuoteText(std::string_view text);

}  // namespace tenrec::engine
