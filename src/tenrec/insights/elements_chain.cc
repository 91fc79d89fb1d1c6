#include "tenrec/insights/elements_chain.h"

#include <charconv>
#include <string>

namespace tenrec::insights {
namespace {

/// The end of a quoted text that starts behind its opening quote; npos when it is not closed.
std::size_t ClosingQuote(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at;
    }
  }
  return std::string_view::npos;
}

/// The first of `stop` outside quotes, or the end.
std::size_t FindUnquoted(std::string_view text, char stop) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == stop) return i;
    if (text[i] != '"') continue;
    const std::size_t close = ClosingQuote(text, i + 1);
    if (close == std::string_view::npos) return text.size();
    i = close;
  }
  return text.size();
}

Json Number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? Json(number) : Json();
}

void SetAttribute(JsonObject& element, std::string_view key, std::string_view value) {
  const std::string text(value);
  if (key == "href" || key == "text" || key == "attr_id") {
    element[key] = text;
  } else if (key == "nth-child") {
    element["nth_child"] = Number(value);
  } else if (key == "nth-of-type") {
    element["nth_of_type"] = Number(value);
  } else if (!key.empty()) {
    element["attributes"].get_object()[key] = text;
  }
}

/// key="value"key="value"…
void ParseAttributes(std::string_view text, JsonObject& element) {
  while (!text.empty()) {
    const std::size_t open = text.find("=\"");
    if (open == std::string_view::npos) return;
    const std::size_t close = ClosingQuote(text, open + 2);
    if (close == std::string_view::npos) return;
    SetAttribute(element, text.substr(0, open), text.substr(open + 2, close - open - 2));
    text.remove_prefix(close + 1);
  }
}

void ParseTag(std::string_view text, JsonObject& element) {
  std::size_t dot = text.find('.');
  element["tag_name"] = std::string(text.substr(0, dot));
  JsonArray classes;
  while (dot != std::string_view::npos) {
    text.remove_prefix(dot + 1);
    dot = text.find('.');
    const std::string_view name = text.substr(0, dot);
    if (!name.empty()) classes.emplace_back(std::string(name));
  }
  if (!classes.empty()) element["attr_class"] = std::move(classes);
}

}  // namespace

JsonArray ParseElementsChain(std::string_view chain) {
  JsonArray elements;
  while (!chain.empty()) {
    const std::size_t end = FindUnquoted(chain, ';');
    const std::string_view part = chain.substr(0, end);
    chain.remove_prefix(end == chain.size() ? end : end + 1);
    if (part.empty()) continue;
    JsonObject element{
        {"text", nullptr},        {"tag_name", nullptr},        {"attr_class", nullptr},
        {"href", nullptr},        {"attr_id", nullptr},         {"nth_child", nullptr},
        {"nth_of_type", nullptr}, {"attributes", JsonObject()}, {"order", elements.size()}};
    const std::size_t colon = FindUnquoted(part, ':');
    ParseTag(part.substr(0, colon), element);
    if (colon < part.size()) ParseAttributes(part.substr(colon + 1), element);
    elements.push_back(std::move(element));
  }
  return elements;
}

}  // namespace tenrec::insights
