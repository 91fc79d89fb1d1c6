#include "tenrec/hogql/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "tenrec/hogql/token.h"

namespace tenrec::hogql {
namespace {

// Words that would not be read back as a name where an expression may begin.
bool NeedsQuotes(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  };
  if (name.empty() || !letter(name.front())) return true;
  if (!std::all_of(name.begin(), name.end(),
                   [&](char c) { return letter(c) || (c >= '0' && c <= '9'); })) {
    return true;
  }
  const Keyword keyword = FindKeyword(name);
  switch (keyword) {
    case Keyword::kNot:
    case Keyword::kCase:
    case Keyword::kInterval:
    case Keyword::kSelect:
    case Keyword::kWith:
    case Keyword::kDistinct:
    case Keyword::kFrom:
    case Keyword::kLambda:
    case Keyword::kOrder:
    case Keyword::kAnd:
    case Keyword::kOr:
      return true;
    default:
      return IsReserved(keyword);
  }
}

}  // namespace

std::string Quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (c == quote) out += quote;
        out += c;
    }
  }
  out += quote;
  return out;
}

std::string NameText(std::string_view name) {
  return NeedsQuotes(name) ? Quoted(name, '`') : std::string(name);
}

std::string FunctionText(std::string_view name) {
  switch (FindKeyword(name)) {
    case Keyword::kAnd:
    case Keyword::kOr:
    case Keyword::kNot:
      return std::string(name);
    default:
      return NameText(name);
  }
}

std::string PathText(const std::vector<std::string>& chain) {
  std::string out;
  for (const auto& part : chain) {
    if (!out.empty()) out += '.';
    out += part == "*" ? part : NameText(part);
  }
  if (chain.size() == 1 && (out.size() == 4 || out.size() == 5)) {
    std::string lower = out;
    for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    if (lower == "true" || lower == "false") return Quoted(chain[0], '`');
  }
  return out;
}

std::string NumberText(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  std::string text(buffer.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string InstantText(Timestamp time) {
  const CivilTime c = ToCivilUtc(time);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "toDateTime64('%04d-%02d-%02d %02d:%02d:%02d.%06d'",
                static_cast<int>(c.year), c.month, c.day, c.hour, c.minute, c.second, c.micros);
  return std::string(text.data()) + ", 6, 'UTC')";
}

}  // namespace tenrec::hogql
