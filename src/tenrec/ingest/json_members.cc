#include "tenrec/ingest/json_members.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "tenrec/base/encoding.h"

namespace tenrec::ingest {
namespace {

bool IsBlank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// The end of the string whose opening quote stands at `at`: behind the closing quote.
const char* EndOfString(const char* at, const char* end) {
  const char* from = at + 1;
  while (from < end) {
    const auto* quote =
        static_cast<const char*>(std::memchr(from, '"', static_cast<std::size_t>(end - from)));
    if (quote == nullptr) return end;
    const char* slash = quote;
    while (slash > from && slash[-1] == '\\') --slash;
    if ((quote - slash) % 2 == 0) return quote + 1;
    from = quote + 1;
  }
  return end;
}

const char* EndOfNested(const char* at, const char* end) {
  std::size_t depth = 0;
  while (at < end) {
    switch (*at) {
      case '"':
        at = EndOfString(at, end);
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) return at + 1;
        break;
      default:
        break;
    }
    ++at;
  }
  return end;
}

const char* EndOfValue(const char* at, const char* end) {
  if (at == end) return end;
  if (*at == '"') return EndOfString(at, end);
  if (*at == '{' || *at == '[') return EndOfNested(at, end);
  while (at < end && *at != ',' && *at != '}' && *at != ']' && !IsBlank(*at)) ++at;
  return at;
}

const char* SkipBlanksFrom(const char* at, const char* end) {
  while (at < end && IsBlank(*at)) ++at;
  return at;
}

std::string_view Between(const char* from, const char* to) {
  return {from, static_cast<std::size_t>(to - from)};
}

/// Reads four hex digits; -1 when they are none.
int ReadHex4(std::string_view text) {
  if (text.size() < 4) return -1;
  int value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const char c = text[i];
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/// Decodes the escape whose backslash was just passed; gives how many characters it took.
std::size_t AppendEscape(std::string& out, std::string_view rest) {
  constexpr std::array<std::pair<char, char>, 5> kShort = {
      {{'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'b', '\b'}, {'f', '\f'}}};
  for (const auto& [letter, meaning] : kShort) {
    if (rest[0] == letter) {
      out += meaning;
      return 1;
    }
  }
  if (rest[0] != 'u') {
    out += rest[0];
    return 1;
  }
  const int unit = ReadHex4(rest.substr(1));
  if (unit < 0) return 1;
  const bool is_high = unit >= 0xD800 && unit < 0xDC00;
  if (is_high && rest.size() >= 11 && rest[5] == '\\' && rest[6] == 'u') {
    const int low = ReadHex4(rest.substr(7));
    if (low >= 0xDC00 && low < 0xE000) {
      AppendUtf8(out,
                 static_cast<std::uint32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)));
      return 11;
    }
  }
  AppendUtf8(out, static_cast<std::uint32_t>(unit));
  return 5;
}

}  // namespace

JsonMembers::JsonMembers(std::string_view object)
    : at_(object.data()), end_(object.data() + object.size()) {
  SkipBlanks();
  if (at_ < end_ && *at_ == '{') {
    ++at_;
  } else {
    at_ = end_;
  }
}

void JsonMembers::SkipBlanks() {
  at_ = SkipBlanksFrom(at_, end_);
}

std::string_view JsonMembers::TakeString() {
  const char* const start = at_ + 1;
  at_ = EndOfString(at_, end_);
  return at_ - start >= 1 ? Between(start, at_ - 1) : std::string_view();
}

std::string_view JsonMembers::TakeValue() {
  const char* const start = at_;
  at_ = EndOfValue(at_, end_);
  return Between(start, at_);
}

bool JsonMembers::Next(JsonMember& member) {
  while (at_ < end_ && (IsBlank(*at_) || *at_ == ',')) ++at_;
  if (at_ == end_ || *at_ != '"') return false;
  member.key = TakeString();
  SkipBlanks();
  if (at_ == end_ || *at_ != ':') return false;
  ++at_;
  SkipBlanks();
  member.value = TakeValue();
  return !member.value.empty();
}

JsonElements::JsonElements(std::string_view array) : text_(array) {
  at_ = static_cast<std::size_t>(SkipBlanksFrom(text_.data(), text_.data() + text_.size()) -
                                 text_.data());
  at_ = at_ < text_.size() && text_[at_] == '[' ? at_ + 1 : text_.size();
}

bool JsonElements::Next(std::string_view& value) {
  const char* const end = text_.data() + text_.size();
  const char* at = text_.data() + at_;
  while (at < end && (IsBlank(*at) || *at == ',')) ++at;
  if (at == end || *at == ']') return false;
  const char* const start = at;
  at = EndOfValue(at, end);
  at_ = static_cast<std::size_t>(at - text_.data());
  value = Between(start, at);
  return !value.empty();
}

std::string UnescapeJson(std::string_view text) {
  if (IsJsonString(text)) text = text.substr(1, text.size() - 2);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t slash = text.find('\\');
    out += text.substr(0, slash);
    if (slash == std::string_view::npos || slash + 1 == text.size()) break;
    text.remove_prefix(slash + 1);
    text.remove_prefix(std::min(AppendEscape(out, text), text.size()));
  }
  return out;
}

std::string_view CompactJson(std::string_view value, std::string& scratch) {
  // Only objects and arrays can hold blanks that mean nothing, and SDKs send none.
  if (!IsJsonObject(value) && !IsJsonArray(value)) return value;
  if (value.find_first_of(" \n\t\r") == std::string_view::npos) return value;
  scratch.clear();
  const char* at = value.data();
  const char* const end = at + value.size();
  while (at < end) {
    const char* const next = *at == '"' ? EndOfString(at, end) : at + 1;
    if (!IsBlank(*at)) scratch += Between(at, next);
    at = next;
  }
  return scratch;
}

}  // namespace tenrec::ingest
