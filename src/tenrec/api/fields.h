#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::api {

/// Reads the members of a posted object, each nullopt when it was not sent, and keeps the first
/// thing that is wrong with one of them for Finish. What nobody asks for is ignored.
///
///   Fields in(call.body);
///   change.name = in.NullableText("name", 400);
///   TRY(in.Finish());
class Fields {
 public:
  explicit Fields(const JsonObject& body) : body_(body) {}

  std::optional<bool> Bool(std::string_view name);
  std::optional<std::optional<bool>> NullableBool(std::string_view name);
  std::optional<std::int64_t> Int(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<std::optional<std::int64_t>> NullableInt(std::string_view name, std::int64_t min,
                                                         std::int64_t max);
  /// Units: `max` in characters.
  std::optional<std::string> Text(std::string_view name, std::size_t max);
  std::optional<std::optional<std::string>> NullableText(std::string_view name, std::size_t max);
  std::optional<std::vector<std::string>> Texts(std::string_view name, std::size_t max_each);
  std::optional<std::vector<std::int64_t>> Ints(std::string_view name);
  /// Null counts as {}.
  std::optional<JsonObject> Object(std::string_view name);
  /// Null counts as [].
  std::optional<JsonArray> Array(std::string_view name);
  /// Of any type, also null.
  std::optional<Json> Any(std::string_view name);

  void Fail(std::string_view name, Error error);
  /// As Fail with "This field is required." when the member was not sent.
  void Require(std::string_view name);
  /// Errors: kInvalidArgument with tag and field.
  Status Finish();

 private:
  template <typename T, typename Read>
  std::optional<T> One(std::string_view name, const Read& read);
  template <typename T, typename Read>
  std::optional<std::optional<T>> OneOrNull(std::string_view name, const Read& read);

  const JsonObject& body_;
  Status status_;
};

}  // namespace tenrec::api
