#include "tenrec/ingest/bots.h"

#include <algorithm>
#include <string>

#include "tenrec/base/encoding.h"

namespace tenrec::ingest {
namespace {

// Anywhere in the user agent.
constexpr std::string_view kWords[] = {"gptbot",
                                       "oai-searchbot",
                                       "chatgpt-user",
                                       "claudebot",
                                       "claude-web",
                                       "claude-user",
                                       "anthropic-ai",
                                       "perplexitybot",
                                       "perplexity-user",
                                       "googlebot",
                                       "google-extended",
                                       "adsbot-google",
                                       "mediapartners-google",
                                       "storebot-google",
                                       "bingbot",
                                       "msnbot",
                                       "adidxbot",
                                       "facebookexternalhit",
                                       "meta-externalagent",
                                       "facebookbot",
                                       "applebot",
                                       "amazonbot",
                                       "bytespider",
                                       "yandexbot",
                                       "yandeximages",
                                       "baiduspider",
                                       "duckduckbot",
                                       "ahrefsbot",
                                       "semrushbot",
                                       "slackbot",
                                       "twitterbot",
                                       "linkedinbot",
                                       "uptimerobot",
                                       "pingdom",
                                       "statuscake",
                                       "site24x7",
                                       "headlesschrome",
                                       "phantomjs",
                                       "selenium",
                                       "puppeteer",
                                       "playwright",
                                       "crawler",
                                       "spider",
                                       "scraper",
                                       "crawling"};
// Libraries, which put their name first.
constexpr std::string_view kBeginnings[] = {
    "curl",  "wget",       "python-requests", "python-urllib", "go-http-client", "java/", "okhttp",
    "axios", "node-fetch", "libwww-perl",     "scrapy",        "httpie",         "ruby"};

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// "SomeBot/1.0", and not "robotics".
bool HasWordEndingInBot(std::string_view text) {
  for (std::size_t at = text.find("bot"); at != std::string_view::npos;
       at = text.find("bot", at + 1)) {
    if (at + 3 == text.size() || !IsWordCharacter(text[at + 3])) return true;
  }
  return false;
}

}  // namespace

bool IsBotUserAgent(std::string_view user_agent) {
  if (user_agent.empty()) return false;
  const std::string text = ToLowerAscii(user_agent);
  const auto is_within = [&](std::string_view word) {
    return text.find(word) != std::string::npos;
  };
  const auto begins = [&](std::string_view word) { return text.starts_with(word); };
  return HasWordEndingInBot(text) || std::ranges::any_of(kWords, is_within) ||
         std::ranges::any_of(kBeginnings, begins);
}

}  // namespace tenrec::ingest
