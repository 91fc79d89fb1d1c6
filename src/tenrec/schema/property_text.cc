#include "tenrec/schema/property_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <simdjson.h>

namespace tenrec::schema {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// Which bytes of a string may need an escape: control characters, the quote, the backslash, and
/// the first byte of U+2028 and U+2029, which ClickHouse escapes for the sake of JavaScript.
constexpr std::array<bool, 256> kEscaped = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = true;
  table['"'] = true;
  table['\\'] = true;
  table[0xE2] = true;
  return table;
}();

bool NeedsEscape(std::string_view text) {
  for (const char c : text) {
    if (kEscaped[static_cast<std::uint8_t>(c)]) return true;
  }
  return false;
}

void AppendEscaped(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!kEscaped[static_cast<std::uint8_t>(c)]) {
      out += c;
      continue;
    }
    if (c == '\xE2') {
      const std::string_view character = text.substr(i, 3);
      if (character == "\u2028" || character == "\u2029") {
        out += character == "\u2028" ? "\\u2028" : "\\u2029";
        i += 2;
      } else {
        out += c;
      }
      continue;
    }
    out += '\\';
    switch (c) {
      case '"':
      case '\\':
        out += c;
        break;
      case '\b':
        out += 'b';
        break;
      case '\f':
        out += 'f';
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out += "u00";
        out += kHex[static_cast<std::uint8_t>(c) >> 4];
        out += kHex[static_cast<std::uint8_t>(c) & 15];
    }
  }
}

/// The shortest digits that read back as the number, placed as ECMAScript places them: plain from
/// 1e-6 to 1e21, with an exponent outside.
void AppendDouble(std::string& out, double number) {
  char text[32];
  const auto printed =
      std::to_chars(text, text + sizeof(text), std::abs(number), std::chars_format::scientific);
  const std::string_view all(text, static_cast<std::size_t>(printed.ptr - text));
  const std::size_t e = all.find('e');
  int exponent = 0;
  const char* exponent_text = all.data() + e + 1;
  if (*exponent_text == '+') ++exponent_text;
  std::from_chars(exponent_text, printed.ptr, exponent);
  std::string digits;
  for (const char c : all.substr(0, e)) {
    if (c != '.') digits += c;
  }

  if (std::signbit(number)) out += '-';
  const int count = static_cast<int>(digits.size());
  if (exponent >= 21 || exponent < -6) {
    out += digits[0];
    if (count > 1) {
      out += '.';
      out.append(digits, 1);
    }
    out += 'e' + std::to_string(exponent);
  } else if (exponent < 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-exponent) - 1, '0');
    out += digits;
  } else if (exponent >= count - 1) {
    out += digits;
    out.append(static_cast<std::size_t>(exponent) + 1 - digits.size(), '0');
  } else {
    out.append(digits, 0, static_cast<std::size_t>(exponent) + 1);
    out += '.';
    out.append(digits, static_cast<std::size_t>(exponent) + 1);
  }
}

template <typename T>
void AppendInteger(std::string& out, T number) {
  char text[24];
  const auto printed = std::to_chars(text, text + sizeof(text), number);
  out.append(text, printed.ptr);
}

/// The element as compact JSON. The parser bounds the depth.
void AppendJson(std::string& out, const element& value) {
  switch (value.type()) {
    case element_type::NULL_VALUE:
      out += "null";
      return;
    case element_type::BOOL:
      out += value.get_bool().value_unsafe() ? "true" : "false";
      return;
    case element_type::INT64:
      AppendInteger(out, value.get_int64().value_unsafe());
      return;
    case element_type::UINT64:
      AppendInteger(out, value.get_uint64().value_unsafe());
      return;
    case element_type::DOUBLE:
      AppendDouble(out, value.get_double().value_unsafe());
      return;
    case element_type::STRING:
      out += '"';
      AppendEscaped(out, value.get_string().value_unsafe());
      out += '"';
      return;
    case element_type::ARRAY: {
      char separator = '[';
      for (const element item : value.get_array().value_unsafe()) {
        out += separator;
        AppendJson(out, item);
        separator = ',';
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    case element_type::OBJECT: {
      char separator = '{';
      for (const auto [key, item] : value.get_object().value_unsafe()) {
        out += separator;
        out += '"';
        AppendEscaped(out, key);
        out += "\":";
        AppendJson(out, item);
        separator = ',';
      }
      out += separator == '{' ? "{}" : "}";
      return;
    }
  }
}

/// The untyped text; it lies in `buffer` or in the element. Not for null.
std::string_view TextOf(const element& value, std::string& buffer) {
  buffer.clear();
  if (value.type() != element_type::STRING) {
    AppendJson(buffer, value);
    return buffer;
  }
  const std::string_view text = value.get_string().value_unsafe();
  if (!NeedsEscape(text)) return text;
  AppendEscaped(buffer, text);
  return buffer;
}

/// simdjson reads past the end of its input, so the text is copied to where that is allowed.
class PaddedParser {
 public:
  simdjson::simdjson_result<element> Parse(std::string_view json) {
    buffer_.resize(json.size() + simdjson::SIMDJSON_PADDING);
    std::memcpy(buffer_.data(), json.data(), json.size());
    return parser_.parse(buffer_.data(), json.size(), false);
  }

 private:
  std::string buffer_;
  simdjson::dom::parser parser_;
};

}  // namespace

struct PropertySplitter::State {
  PaddedParser parser;
  simdjson::dom::object object;
  std::string text;
};

PropertySplitter::PropertySplitter() : state_(std::make_unique<State>()) {
}
PropertySplitter::~PropertySplitter() = default;
PropertySplitter::PropertySplitter(PropertySplitter&&) noexcept = default;
PropertySplitter& PropertySplitter::operator=(PropertySplitter&&) noexcept = default;

Status PropertySplitter::Parse(std::string_view json) {
  const auto fail = [](simdjson::error_code code) {
    return InvalidArgument(std::string("properties are no JSON object that the engine reads: ") +
                           simdjson::error_message(code));
  };
  element root;
  if (const auto code = state_->parser.Parse(json).get(root)) return fail(code);
  if (const auto code = root.get_object().get(state_->object)) return fail(code);
  return Ok();
}

void PropertySplitter::ForEach(const Visit& visit) {
  for (const auto [key, value] : state_->object) {
    if (value.is_null()) {
      visit(key, std::nullopt);
    } else {
      visit(key, TextOf(value, state_->text));
    }
  }
}

std::optional<std::string> PropertyText(std::string_view json_value) {
  PaddedParser parser;
  element value;
  if (parser.Parse(json_value).get(value) || value.is_null()) return std::nullopt;
  std::string buffer;
  return std::string(TextOf(value, buffer));
}

}  // namespace tenrec::schema
