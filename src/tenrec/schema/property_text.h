#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::schema {

/// Splits a JSON object into the untyped texts that HogQL reads: what
/// replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(json, key), ''), 'null'), '^"|"$', '') gives.
/// Shape:   {"a":"x\u00e9\n","b":1.50,"c":null,"d":{"e" : []}} → a: xé\n (escapes stay escapes),
///          b: 1.5, d: {"e":[]}; JSON null has no text; "" stays the empty text. Keys are decoded.
///          Of a key that occurs twice the engine reads the first.
/// Threads: one caller at a time; keeps its buffers between calls.
/// Source:  hogql.md, section 10
class PropertySplitter {
 public:
  PropertySplitter();
  ~PropertySplitter();
  PropertySplitter(PropertySplitter&&) noexcept;
  PropertySplitter& operator=(PropertySplitter&&) noexcept;

  /// Takes the object, and copies it.
  /// Errors: kInvalidArgument when the text is no JSON object, or one that the engine cannot read
  ///         (a number past its range, a lone surrogate): JSONExtractRaw gives nothing for any key
  ///         of such a text.
  Status Parse(std::string_view json);

  using Visit = std::function<void(std::string_view key, std::optional<std::string_view> text)>;
  /// Visits the members of the object that Parse took, in their order; null has no text. The views
  /// live until `visit` returns.
  void ForEach(const Visit& visit);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The untyped text of one JSON value; nullopt for null and for malformed text.
std::optional<std::string> PropertyText(std::string_view json_value);

}  // namespace tenrec::schema
