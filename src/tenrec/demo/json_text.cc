#include "tenrec/demo/json_text.h"

#include <array>
#include <charconv>

namespace tenrec::demo {

void JsonText::Key(std::string_view key) {
  text_ += '"';
  text_ += key;
  text_ += "\":";
}

void JsonText::Digits(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  text_.append(digits.data(), end);
}

void JsonText::Text(std::string_view key, std::string_view value) {
  Key(key);
  text_ += '"';
  for (std::size_t quote = 0; (quote = value.find('"')) != std::string_view::npos;) {
    text_ += value.substr(0, quote);
    text_ += "\\\"";
    value.remove_prefix(quote + 1);
  }
  text_ += value;
  text_ += "\",";
}

void JsonText::Number(std::string_view key, std::int64_t value) {
  Key(key);
  Digits(value);
  text_ += ',';
}

void JsonText::Fixed(std::string_view key, std::int64_t value, std::int64_t unit) {
  Key(key);
  Digits(value / unit);
  text_ += '.';
  for (std::int64_t rest = value % unit, place = unit / 10; place > 0; place /= 10) {
    text_ += static_cast<char>('0' + rest / place % 10);
  }
  text_ += ',';
}

void JsonText::Cents(std::string_view key, std::int64_t hundredths) {
  Fixed(key, hundredths, 100);
}

void JsonText::Seconds(std::string_view key, std::int64_t millis) {
  Fixed(key, millis, 1000);
}

void JsonText::Bool(std::string_view key, bool value) {
  Key(key);
  text_ += value ? "true," : "false,";
}

void JsonText::Raw(std::string_view key, std::string_view json) {
  Key(key);
  text_ += json;
  text_ += ',';
}

void JsonText::PutObject(std::string& out) const {
  out = '{';
  out.append(text_, 0, text_.empty() ? 0 : text_.size() - 1);
  out += '}';
}

}  // namespace tenrec::demo
