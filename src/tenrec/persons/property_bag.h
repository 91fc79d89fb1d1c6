#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::persons {

/// One property: its name and its value as compact JSON text.
struct KeyValue {
  std::string_view key;
  std::string_view json;
};

/// The properties of a person, kept as texts, since most are only ever compared and printed.
/// Threads: a plain value.
class PropertyBag {
 public:
  /// Reads a JSON object; of a key that occurs twice the last counts.
  /// Errors: kInvalidArgument when the text is no JSON object.
  static Result<PropertyBag> Parse(std::string_view json);

  /// The value's JSON text, or nullptr.
  const std::string* Find(std::string_view key) const;
  /// True when this changed anything. Values are equal when their compact texts are.
  bool Set(std::string_view key, std::string_view json);
  bool Erase(std::string_view key);

  std::size_t size() const { return entries_.size(); }
  /// What the texts take. Units: bytes.
  std::size_t bytes() const { return bytes_; }

  /// A JSON object, keys in byte order.
  std::string Print() const;
  /// As Print, with some values replaced or added; `overlay` need not be sorted, its first mention
  /// of a key counts.
  std::string PrintWith(const std::vector<KeyValue>& overlay) const;

 private:
  using Entry = std::pair<std::string, std::string>;
  std::vector<Entry>::iterator Lower(std::string_view key);
  std::vector<Entry>::const_iterator Lower(std::string_view key) const;

  std::vector<Entry> entries_;  // sorted by key
  std::size_t bytes_ = 0;
};

}  // namespace tenrec::persons
