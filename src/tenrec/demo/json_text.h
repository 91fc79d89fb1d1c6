#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tenrec::demo {

/// Writes the members of a JSON object one behind the other: `"key":value,`. Keys and values of the
/// made-up world hold nothing that JSON must escape but quotes, which Text escapes.
class JsonText {
 public:
  void Clear() { text_.clear(); }
  const std::string& text() const { return text_; }

  void Text(std::string_view key, std::string_view value);
  void Number(std::string_view key, std::int64_t value);
  /// Units: hundredths; 1250 prints as 12.50.
  void Cents(std::string_view key, std::int64_t hundredths);
  /// Units: milliseconds; 1500 prints as 1.500.
  void Seconds(std::string_view key, std::int64_t millis);
  void Bool(std::string_view key, bool value);
  /// A value that is JSON already.
  void Raw(std::string_view key, std::string_view json);
  /// Members that are printed already, with their last comma.
  void Members(std::string_view members) { text_ += members; }

  /// The members as an object, in `out`.
  void PutObject(std::string& out) const;

 private:
  void Key(std::string_view key);
  void Digits(std::int64_t value);
  void Fixed(std::string_view key, std::int64_t value, std::int64_t unit);

  std::string text_;
};

}  // namespace tenrec::demo
