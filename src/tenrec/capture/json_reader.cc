#include "tenrec/capture/json_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/json_text.h"

namespace tenrec::capture {
namespace {

/// Every double is written with three.
constexpr std::ptrdiff_t kMaxExponentDigits = 8;
/// Shorter numbers without exponent fit every double.
constexpr std::size_t kLongNumber = 300;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The code unit of four hex digits, or -1. Stops at the NUL behind the text.
int ReadUnit(const char* at) {
  int unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = HexDigit(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool IsHighSurrogate(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool IsLowSurrogate(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// Whether no 64-bit integer holds the digits.
bool IntegerOverflows(std::string_view number) {
  if (number.size() < 19) return false;
  const auto fails = [number](auto value) {
    const char* const begin = number.data();
    return std::from_chars(begin, begin + number.size(), value).ec != std::errc();
  };
  return number.front() == '-' ? fails(std::int64_t{0}) : fails(std::uint64_t{0});
}

/// Whether the number is past every finite double. Few are long enough to be asked.
bool DoubleOverflows(std::string_view number) {
  const std::string text(number);
  return std::isinf(std::strtod(text.c_str(), nullptr));
}

}  // namespace

std::string_view StringText(const JsonSlice& slice, std::string& scratch) {
  const std::string_view inner = slice.text.substr(1, slice.text.size() - 2);
  if (!slice.escaped) return inner;
  scratch.clear();
  scratch.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\') {
      scratch += inner[i];
      continue;
    }
    switch (inner[++i]) {
      case 'b':
        scratch += '\b';
        break;
      case 'f':
        scratch += '\f';
        break;
      case 'n':
        scratch += '\n';
        break;
      case 'r':
        scratch += '\r';
        break;
      case 't':
        scratch += '\t';
        break;
      case 'u': {
        int unit = ReadUnit(inner.data() + i + 1);
        i += 4;
        if (IsHighSurrogate(unit) && i + 6 < inner.size() && inner[i + 1] == '\\' &&
            inner[i + 2] == 'u') {
          const int low = ReadUnit(inner.data() + i + 3);
          if (IsLowSurrogate(low)) {
            unit = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
            i += 6;
          }
        }
        AppendUtf8(scratch, static_cast<std::uint32_t>(unit));
        break;
      }
      default:
        scratch += inner[i];  // '"', '\\', '/'
    }
  }
  return scratch;
}

JsonReader::JsonReader(const char* begin, const char* end, int max_depth)
    : begin_(begin), end_(end), at_(begin), max_depth_(max_depth) {
  TENREC_CHECK(max_depth <= kMaxDepth) << max_depth;
}

void JsonReader::Fail(std::string_view reason) {
  if (failed_) return;
  failed_ = true;
  error_ = InvalidArgument(std::string(at_ >= end_ ? "unexpected end of data" : reason) +
                           " at byte " + std::to_string(at_ - begin_));
  at_ = end_;  // where every further step stops
}

JsonKind JsonReader::Peek() {
  SkipSpace();
  switch (*at_) {
    case '{':
      return JsonKind::kObject;
    case '[':
      return JsonKind::kArray;
    case '"':
      return JsonKind::kString;
    case 'n':
      return JsonKind::kNull;
    case 't':
      return JsonKind::kTrue;
    case 'f':
      return JsonKind::kFalse;
    default:
      return *at_ == '-' || IsDigit(*at_) ? JsonKind::kNumber : JsonKind::kAbsent;
  }
}

bool JsonReader::Push(bool is_object) {
  if (depth_ >= max_depth_) {
    Fail("nesting deeper than " + std::to_string(max_depth_));
    return false;
  }
  ++at_;
  ++depth_;
  nesting_[static_cast<std::size_t>(depth_)] = is_object ? 1 : 0;
  return true;
}

void JsonReader::EnterObject() {
  if (Peek() != JsonKind::kObject) return Fail("expected an object");
  first_ = Push(true);
}

void JsonReader::EnterArray() {
  if (Peek() != JsonKind::kArray) return Fail("expected an array");
  first_ = Push(false);
}

bool JsonReader::NextMember(std::string_view& key) {
  if (failed_) return false;
  SkipSpace();
  const bool was_first = std::exchange(first_, false);
  if (*at_ == '}') {
    ++at_;
    --depth_;
    return false;
  }
  if (!was_first) {
    if (*at_ != ',') {
      Fail("expected ',' or '}'");
      return false;
    }
    ++at_;
    SkipSpace();
  }
  const char* start = at_;
  if (!SkipKeyAndColon()) return false;
  // The slice ends at the closing quote, before spaces and the colon.
  JsonSlice slice{JsonKind::kString, string_escaped_, {}};
  const char* stop = at_ - 1;
  while (*stop != '"') --stop;
  slice.text = {start, static_cast<std::size_t>(stop - start) + 1};
  key = StringText(slice, key_scratch_);
  return true;
}

bool JsonReader::NextElement() {
  if (failed_) return false;
  SkipSpace();
  const bool was_first = std::exchange(first_, false);
  if (*at_ == ']') {
    ++at_;
    --depth_;
    return false;
  }
  if (was_first) return true;
  if (*at_ != ',') {
    Fail("expected ',' or ']'");
    return false;
  }
  ++at_;
  return true;
}

void JsonReader::Read(JsonSlice& slice) {
  slice.kind = Peek();
  const char* start = at_;
  SkipValue();
  if (failed_) {
    slice = {};
    return;
  }
  slice.escaped = slice.kind == JsonKind::kString && string_escaped_;
  slice.text = {start, static_cast<std::size_t>(at_ - start)};
}

void JsonReader::Skip() {
  SkipValue();
}

void JsonReader::SkipValue() {
  first_ = false;
  const int outer = depth_;
  while (true) {
    SkipSpace();
    if (*at_ == '{' || *at_ == '[') {
      const bool is_object = *at_ == '{';
      if (!Push(is_object)) return;
      SkipSpace();
      if (*at_ != (is_object ? '}' : ']')) {
        if (is_object && !SkipKeyAndColon()) return;
        continue;
      }
      ++at_;
      --depth_;
    } else if (!SkipScalar()) {
      return;
    }
    // A value has ended: close what ends with it, or go on after the comma.
    while (true) {
      if (depth_ == outer) return;
      SkipSpace();
      const bool object = in_object();
      if (*at_ == ',') {
        ++at_;
        SkipSpace();
        if (object && !SkipKeyAndColon()) return;
        break;
      }
      if (*at_ != (object ? '}' : ']'))
        return Fail(object ? "expected ',' or '}'" : "expected ',' or ']'");
      ++at_;
      --depth_;
    }
  }
}

bool JsonReader::SkipScalar() {
  switch (*at_) {
    case '"':
      return SkipString();
    case 'n':
      return SkipLiteral("null");
    case 't':
      return SkipLiteral("true");
    case 'f':
      return SkipLiteral("false");
    default:
      return SkipNumber();
  }
}

bool JsonReader::SkipLiteral(std::string_view word) {
  if (static_cast<std::size_t>(end_ - at_) < word.size() ||
      std::memcmp(at_, word.data(), word.size()) != 0) {
    Fail("expected a value");
    return false;
  }
  at_ += word.size();
  return true;
}

bool JsonReader::SkipKeyAndColon() {
  if (*at_ != '"') {
    Fail("expected a key");
    return false;
  }
  if (!SkipString()) return false;
  SkipSpace();
  if (*at_ != ':') {
    Fail("expected ':'");
    return false;
  }
  ++at_;
  return true;
}

bool JsonReader::SkipString() {
  ++at_;
  string_escaped_ = false;
  while (true) {
    at_ = FindJsonSpecial(at_, end_);
    if (*at_ == '"') {
      ++at_;
      return true;
    }
    if (*at_ != '\\') {
      Fail("control character in a string");
      return false;
    }
    string_escaped_ = true;
    if (!SkipEscape()) return false;
  }
}

bool JsonReader::SkipEscape() {
  const char* start = at_;
  switch (at_[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      at_ += 2;
      return true;
    case 'u':
      break;
    default:
      ++at_;
      Fail("invalid escape");
      return false;
  }
  const int unit = ReadUnit(at_ + 2);
  if (unit < 0) {
    Fail("invalid escape");
    return false;
  }
  at_ += 6;
  if (IsHighSurrogate(unit) && at_[0] == '\\' && at_[1] == 'u' &&
      IsLowSurrogate(ReadUnit(at_ + 2))) {
    at_ += 6;
  } else if (IsHighSurrogate(unit) || IsLowSurrogate(unit)) {
    Replace(start, "\\ufffd", {});
  }
  return true;
}

bool JsonReader::SkipNumber() {
  const char* start = at_;
  const char* at = at_;
  if (*at == '-') ++at;
  if (*at == '0') {
    ++at;
  } else if (IsDigit(*at)) {
    while (IsDigit(*at)) ++at;
  } else {
    Fail("expected a value");
    return false;
  }
  bool is_integer = true;
  std::ptrdiff_t exponent_digits = 0;
  if (*at == '.') {
    is_integer = false;
    ++at;
    if (!IsDigit(*at)) {
      at_ = at;
      Fail("expected a digit");
      return false;
    }
    while (IsDigit(*at)) ++at;
  }
  if (*at == 'e' || *at == 'E') {
    is_integer = false;
    ++at;
    if (*at == '+' || *at == '-') ++at;
    const char* exponent = at;
    while (IsDigit(*at)) ++at;
    exponent_digits = at - exponent;
    if (exponent_digits == 0) {
      at_ = at;
      Fail("expected a digit");
      return false;
    }
  }
  at_ = at;
  const std::string_view number(start, static_cast<std::size_t>(at - start));
  // Parsers disagree about exponents that do not fit an integer, even of a zero.
  const bool overflows = is_integer ? IntegerOverflows(number)
                                    : exponent_digits > kMaxExponentDigits ||
                                          ((exponent_digits > 0 || number.size() > kLongNumber) &&
                                           DoubleOverflows(number));
  if (overflows) Replace(start, "\"", "\"");
  return true;
}

Status JsonReader::Finish() {
  if (!failed_) {
    SkipSpace();
    if (at_ != end_) Fail("trailing characters");
  }
  if (failed_) return error_;
  return Ok();
}

void JsonReader::Replace(const char* start, std::string_view before, std::string_view after) {
  needs_repair_ = true;
  if (repaired_ == nullptr) return;
  repaired_->append(copied_, start).append(before);
  // A number stays between its new quotes, a surrogate goes.
  if (!after.empty()) repaired_->append(start, at_).append(after);
  copied_ = at_;
}

std::string JsonReader::Repaired() const {
  std::string out;
  out.reserve(static_cast<std::size_t>(end_ - begin_) + 64);
  JsonReader again(begin_, end_, max_depth_);
  again.repaired_ = &out;
  again.copied_ = begin_;
  again.Skip();
  return out.append(again.copied_, end_);
}

}  // namespace tenrec::capture
