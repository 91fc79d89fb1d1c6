#include "tenrec/api/fields.h"

#include <utility>

#include "tenrec/accounts/setting_rules.h"

namespace tenrec::api {
namespace {

constexpr std::int64_t kMaxId = 1LL << 53U;

Error MayNotBeNull() {
  return InvalidArgument("This field may not be null.").WithTag("null");
}

}  // namespace

template <typename T, typename Read>
std::optional<T> Fields::One(std::string_view name, const Read& read) {
  const Json* sent = body_.if_contains(name);
  if (sent == nullptr) return std::nullopt;
  if (sent->is_null()) {
    Fail(name, MayNotBeNull());
    return std::nullopt;
  }
  Result<T> value = read(*sent);
  if (!value) {
    Fail(name, std::move(value).error());
    return std::nullopt;
  }
  return std::move(*value);
}

template <typename T, typename Read>
std::optional<std::optional<T>> Fields::OneOrNull(std::string_view name, const Read& read) {
  const Json* sent = body_.if_contains(name);
  if (sent == nullptr) return std::nullopt;
  if (sent->is_null()) return std::optional<T>();
  std::optional<T> value = One<T>(name, read);
  if (!value) return std::nullopt;
  return value;
}

std::optional<bool> Fields::Bool(std::string_view name) {
  return One<bool>(name, accounts::ReadBool);
}

std::optional<std::optional<bool>> Fields::NullableBool(std::string_view name) {
  return OneOrNull<bool>(name, accounts::ReadBool);
}

std::optional<std::int64_t> Fields::Int(std::string_view name, std::int64_t min, std::int64_t max) {
  return One<std::int64_t>(name,
                           [&](const Json& sent) { return accounts::ReadInt(sent, min, max); });
}

std::optional<std::optional<std::int64_t>> Fields::NullableInt(std::string_view name,
                                                               std::int64_t min, std::int64_t max) {
  return OneOrNull<std::int64_t>(
      name, [&](const Json& sent) { return accounts::ReadInt(sent, min, max); });
}

std::optional<std::string> Fields::Text(std::string_view name, std::size_t max) {
  return One<std::string>(name, [&](const Json& sent) { return accounts::ReadText(sent, max); });
}

std::optional<std::optional<std::string>> Fields::NullableText(std::string_view name,
                                                               std::size_t max) {
  return OneOrNull<std::string>(name,
                                [&](const Json& sent) { return accounts::ReadText(sent, max); });
}

std::optional<std::vector<std::string>> Fields::Texts(std::string_view name, std::size_t max_each) {
  return One<std::vector<std::string>>(
      name, [&](const Json& sent) { return accounts::ReadTextList(sent, max_each); });
}

std::optional<std::vector<std::int64_t>> Fields::Ints(std::string_view name) {
  const auto read = [](const Json& sent) -> Result<std::vector<std::int64_t>> {
    if (!sent.is_array()) return InvalidArgument("Expected a list of items.").WithTag("not_a_list");
    std::vector<std::int64_t> numbers;
    for (const Json& item : sent.get_array()) {
      TRY_ASSIGN(const std::int64_t number, accounts::ReadInt(item, 0, kMaxId));
      numbers.push_back(number);
    }
    return numbers;
  };
  return One<std::vector<std::int64_t>>(name, read);
}

std::optional<JsonObject> Fields::Object(std::string_view name) {
  const auto read = [](const Json& sent) -> Result<JsonObject> {
    if (!sent.is_object()) return InvalidArgument("Must be a JSON object.").WithTag("invalid");
    TRY(accounts::CheckNoNul(sent));
    return sent.get_object();
  };
  const auto value = OneOrNull<JsonObject>(name, read);
  return value ? std::optional(value->value_or(JsonObject())) : std::nullopt;
}

std::optional<JsonArray> Fields::Array(std::string_view name) {
  const auto read = [](const Json& sent) -> Result<JsonArray> {
    if (!sent.is_array()) return InvalidArgument("Expected a list of items.").WithTag("not_a_list");
    TRY(accounts::CheckNoNul(sent));
    return sent.get_array();
  };
  const auto value = OneOrNull<JsonArray>(name, read);
  return value ? std::optional(value->value_or(JsonArray())) : std::nullopt;
}

std::optional<Json> Fields::Any(std::string_view name) {
  const Json* sent = body_.if_contains(name);
  if (sent == nullptr) return std::nullopt;
  Status plain = accounts::CheckNoNul(*sent);
  if (!plain) Fail(name, std::move(plain).error());
  return *sent;
}

void Fields::Fail(std::string_view name, Error error) {
  if (!status_) return;
  if (!error.field.empty()) error.field.insert(0, "__");
  error.field.insert(0, name);
  status_ = std::move(error);
}

void Fields::Require(std::string_view name) {
  if (body_.contains(name)) return;
  Fail(name, InvalidArgument("This field is required.").WithTag("required"));
}

Status Fields::Finish() {
  return std::move(status_);
}

}  // namespace tenrec::api
