#include "tenrec/ingest/elements.h"

#include <algorithm>
#include <map>
#include <vector>

#include "tenrec/base/encoding.h"
#include "tenrec/ingest/json_members.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kMaxTextCharacters = 400;
constexpr std::size_t kMaxHrefCharacters = 2048;

/// A value as the chain shows it: strings without their quotes, null as nothing.
std::string TextOf(std::string_view value) {
  if (value == "null") return "";
  return IsJsonString(value) ? UnescapeJson(value) : std::string(value);
}

std::string Without(std::string_view text, char unwanted) {
  std::string out(text);
  std::erase(out, unwanted);
  return out;
}

std::string EscapeQuotes(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"') out += '\\';
    out += c;
  }
  return out;
}

void AddClasses(std::vector<std::string>& classes, std::string_view text) {
  while (true) {
    const std::size_t start = text.find_first_not_of(" \t\n\r\f");
    if (start == std::string_view::npos) return;
    const std::size_t end = text.find_first_of(" \t\n\r\f", start);
    const std::size_t size = end == std::string_view::npos ? text.size() - start : end - start;
    classes.push_back(Without(text.substr(start, size), '"'));
    text.remove_prefix(start + size);
  }
}

struct Element {
  std::string tag;
  std::vector<std::string> classes;
  std::map<std::string, std::string> values;  // sorted by byte, as they are printed
};

/// `attr__class` comes as an array or as text; gives it as text.
std::string ReadClasses(Element& element, std::string_view value) {
  std::string text;
  if (IsJsonArray(value)) {
    JsonElements list(value);
    for (std::string_view one; list.Next(one);) {
      if (!text.empty()) text += ' ';
      text += TextOf(one);
    }
  } else {
    text = TextOf(value);
  }
  AddClasses(element.classes, text);
  return text;
}

Element ReadElement(std::string_view object) {
  Element element;
  element.values["nth-child"] = "0";
  element.values["nth-of-type"] = "0";
  JsonMembers members(object);
  for (JsonMember member; members.Next(member);) {
    const std::string key = UnescapeJson(member.key);
    if (key == "tag_name") {
      element.tag = TextOf(member.value);
    } else if (key == "$el_text") {
      const std::string text = TextOf(member.value);
      if (!text.empty()) element.values["text"] = Utf8Prefix(text, kMaxTextCharacters);
    } else if (key == "nth_child" || key == "nth_of_type") {
      const char* const name = key == "nth_child" ? "nth-child" : "nth-of-type";
      if (member.value != "null") element.values[name] = TextOf(member.value);
    } else if (key.starts_with("attr__")) {
      std::string text =
          key == "attr__class" ? ReadClasses(element, member.value) : TextOf(member.value);
      if (key == "attr__href" && !text.empty()) {
        element.values["href"] = Utf8Prefix(text, kMaxHrefCharacters);
      }
      if (key == "attr__id" && !text.empty()) element.values["attr_id"] = text;
      element.values[key] = std::move(text);
    }
  }
  std::sort(element.classes.begin(), element.classes.end());
  return element;
}

void AppendElement(std::string& chain, const Element& element) {
  chain += element.tag;
  for (const std::string& name : element.classes) {
    chain += '.';
    chain += name;
  }
  chain += ':';
  for (const auto& [key, value] : element.values) {
    chain += EscapeQuotes(key);
    chain += "=\"";
    chain += EscapeQuotes(value);
    chain += '"';
  }
}

}  // namespace

std::string ElementsToChain(std::string_view elements_array) {
  std::string chain;
  JsonElements elements(elements_array);
  for (std::string_view one; elements.Next(one);) {
    if (!IsJsonObject(one)) continue;
    if (!chain.empty()) chain += ';';
    AppendElement(chain, ReadElement(one));
  }
  return chain;
}

}  // namespace tenrec::ingest
