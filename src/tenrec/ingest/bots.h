#pragma once

#include <string_view>

namespace tenrec::ingest {

/// Whether a program that says what it is sent this user agent: a crawler, a monitor, a browser
/// without a window, an HTTP library. An empty one is no bot: servers send none.
/// The answer is that of HogQL's isLikelyBot; tests/e2e/enrichment.test.mjs compares them.
bool IsBotUserAgent(std::string_view user_agent);

}  // namespace tenrec::ingest
