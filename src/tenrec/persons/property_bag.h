#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::persons {

/// One property: its name and its value as compact JSON text. A name is written as AppendJsonString
/// writes it between the quotes, which for nearly all names is the name itself.
struct KeyValue {
  std::string_view key;
  std::string_view json;
};

/// The properties of a person, kept as one JSON text with a table of its members: most are only
/// ever compared and printed, and printing is a copy.
/// Threads: a plain value.
class PropertyBag {
 public:
  /// Reads a JSON object; of a key that occurs twice the last counts.
  /// Errors: kInvalidArgument when the text is no JSON object.
  static Result<PropertyBag> Parse(std::string_view json);
  /// The members of both; of a key that both have, those of `winner`.
  static PropertyBag Union(const PropertyBag& winner, const PropertyBag& loser);

  /// The value's JSON text.
  std::optional<std::string_view> Find(std::string_view key) const;
  std::size_t size() const { return members_.size(); }
  /// In byte order of the keys.
  KeyValue at(std::size_t index) const {
    const Member& member = members_[index];
    return {{text_.data() + member.key, member.key_size},
            {text_.data() + member.json, member.json_size}};
  }
  /// What it takes in memory. Units: bytes.
  std::size_t bytes() const { return text_.capacity() + members_.capacity() * sizeof(Member); }

  /// The JSON object.
  const std::string& text() const { return text_; }
  /// The JSON object with some values replaced or added; `overlay` is sorted by key and names no
  /// key twice. The text lies in `scratch` or in this.
  std::string_view TextWith(const std::vector<KeyValue>& overlay, std::string& scratch) const;

  class Builder;

 private:
  struct Member {
    std::uint32_t key = 0;
    std::uint32_t key_size = 0;
    std::uint32_t json = 0;
    std::uint32_t json_size = 0;
  };

  std::string text_ = "{}";
  std::vector<Member> members_;
};

/// Makes a bag out of members that come in byte order of their keys.
class PropertyBag::Builder {
 public:
  explicit Builder(std::size_t bytes);
  void Add(KeyValue value);
  PropertyBag Take();

 private:
  PropertyBag bag_;
};

}  // namespace tenrec::persons
