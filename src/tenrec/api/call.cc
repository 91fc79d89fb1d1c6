#include "tenrec/api/call.h"

#include <algorithm>
#include <charconv>

#include "tenrec/base/encoding.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kDefaultLimit = 100;

// What cannot be read as a positive number counts as absent.
std::size_t ReadNumber(const Call& call, std::string_view name, std::size_t fallback) {
  const std::string text = call.QueryText(name);
  std::size_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = status == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole && number > 0 ? number : fallback;
}

std::string PageUrl(const Call& call, Page page) {
  std::string url = OriginOf(*call.request) + call.request->path;
  if (!url.ends_with('/')) url += '/';
  char separator = '?';
  for (const auto& [name, value] : http::ParseQuery(call.request->query_string)) {
    if (name == "limit" || name == "offset" || name == "personal_api_key") continue;
    url += separator + PercentEncode(name) + "=" + PercentEncode(value);
    separator = '&';
  }
  url += separator + ("limit=" + std::to_string(page.limit));
  if (page.offset > 0) url += "&offset=" + std::to_string(page.offset);
  return url;
}

}  // namespace

std::optional<bool> Call::QueryBool(std::string_view name) const {
  const std::string text = ToLowerAscii(QueryText(name));
  for (std::string_view word : {"true", "1", "yes", "t"}) {
    if (text == word) return true;
  }
  for (std::string_view word : {"false", "0", "no", "f"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

std::vector<std::string> Call::QueryList(std::string_view name) const {
  std::vector<std::string> texts;
  for (const std::string& value : request->QueryAll(name)) {
    if (const auto json = ParseJson(value); json && json->is_array()) {
      for (const Json& item : json->get_array()) {
        if (item.is_string()) texts.emplace_back(View(item.get_string()));
      }
      continue;
    }
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t comma = rest.find(',');
      const std::string_view text = TrimAscii(rest.substr(0, comma));
      if (!text.empty()) texts.emplace_back(text);
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
  }
  return texts;
}

Page ReadPage(const Call& call, std::size_t max_limit) {
  return {.limit = std::min(ReadNumber(call, "limit", kDefaultLimit), max_limit),
          .offset = ReadNumber(call, "offset", 0)};
}

JsonObject PrintPage(const Call& call, Page page, std::size_t count, JsonArray results) {
  JsonObject object{{"count", count}, {"next", nullptr}, {"previous", nullptr}};
  if (page.offset < count && count - page.offset > page.limit) {
    object["next"] = PageUrl(call, {page.limit, page.offset + page.limit});
  }
  if (page.offset > 0) {
    const std::size_t before = page.offset > page.limit ? page.offset - page.limit : 0;
    object["previous"] = PageUrl(call, {page.limit, before});
  }
  object["results"] = std::move(results);
  return object;
}

std::string OriginOf(const http::Request& request) {
  return (request.secure ? "https://" : "http://") + std::string(request.HeaderText("host"));
}

Result<Uuid> PathUuid(const Call& call, std::string_view name) {
  const auto uuid = Uuid::Parse(call.request->PathParam(name));
  if (!uuid) return NotFound("Not found.");
  return *uuid;
}

Result<std::int64_t> PathNumber(const Call& call, std::string_view name) {
  const std::string_view text = call.request->PathParam(name);
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc() || end != text.data() + text.size()) return NotFound("Not found.");
  return number;
}

}  // namespace tenrec::api
