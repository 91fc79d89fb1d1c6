#include "tenrec/accounts/settings_table.h"

#include "tenrec/base/check.h"

namespace tenrec::accounts {

SettingsTable::SettingsTable(std::span<const Setting> settings) {
  for (const auto& setting : settings) {
    auto value = ParseJson(setting.default_json);
    TENREC_CHECK(value) << "bad default of " << setting.name;
    defaults_[setting.name] = std::move(*value);
    by_name_[setting.name] = setting;
    const shape::Shape shape = setting.rule.shape();
    fields_.push_back({std::string(setting.name), setting.nullable ? shape.Nullable() : shape});
  }
}

JsonObject SettingsTable::Complete(const JsonObject& stored) const {
  JsonObject settings = defaults_;
  for (auto& member : settings) {
    if (const Json* value = stored.if_contains(member.key())) member.value() = *value;
  }
  return settings;
}

Status SettingsTable::Apply(std::string_view name, const Json& sent, JsonObject& settings) const {
  const Setting& setting = by_name_.at(name);
  if (sent.is_null()) {
    if (!setting.nullable) {
      return InvalidArgument("This field may not be null.")
          .WithTag("null")
          .WithField(std::string(name));
    }
    settings[name] = nullptr;
    return Ok();
  }
  auto value = setting.rule.read(sent, settings[name]);
  if (!value) {
    Error error = std::move(value).error();
    error.field = error.field.empty() ? std::string(name) : std::string(name) + "__" + error.field;
    return error;
  }
  settings[name] = std::move(*value);
  return Ok();
}

Status SettingsTable::ApplyAll(const JsonObject& patch, JsonObject& settings) const {
  for (const auto& member : patch) {
    const std::string_view name(member.key().data(), member.key().size());
    if (Has(name)) TRY(Apply(name, member.value(), settings));
  }
  return Ok();
}

}  // namespace tenrec::accounts
