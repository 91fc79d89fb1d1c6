#pragma once

#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/shape/shape.h"

namespace tenrec::accounts {

/// How a value that was sent is checked, and what the API's document says about it.
struct Rule {
  /// Gives the value to store. `current` is the value before, for fields that are merged.
  /// Errors: kInvalidArgument; the field's name is added by the table.
  Result<Json> (*read)(const Json& sent, const Json& current) = nullptr;
  shape::Shape (*shape)() = nullptr;
};

/// One field that people may set, as one line of a table: its name in the API, whether null is
/// allowed, what it is until somebody sets it, and the rule for its values.
struct Setting {
  std::string_view name;
  bool nullable = false;
  /// JSON text.
  std::string_view default_json = "null";
  Rule rule;
};

/// A table of settings. Threads: any, immutable.
class SettingsTable {
 public:
  explicit SettingsTable(std::span<const Setting> settings);

  bool Has(std::string_view name) const { return by_name_.contains(name); }
  const JsonObject& defaults() const { return defaults_; }
  /// What the API's document says about each, in the order of the table.
  const std::vector<shape::Field>& fields() const { return fields_; }
  /// The stored values, completed by the defaults; what the table does not name is dropped.
  JsonObject Complete(const JsonObject& stored) const;
  /// Checks one value and puts it into `settings`, which is complete.
  /// Errors: kInvalidArgument with tag and field.
  Status Apply(std::string_view name, const Json& sent, JsonObject& settings) const;
  /// Applies every member of `patch` that the table names; the others are left to the caller.
  Status ApplyAll(const JsonObject& patch, JsonObject& settings) const;

 private:
  std::map<std::string_view, Setting> by_name_;
  JsonObject defaults_;
  std::vector<shape::Field> fields_;
};

/// What can be set on a project. Source: rest-api.md 13.4
const SettingsTable& TeamSettings();
/// What can be set on an organization. Source: rest-api.md 11
const SettingsTable& OrganizationSettings();
/// What users set for themselves. Source: rest-api.md 10
const SettingsTable& UserPreferences();

}  // namespace tenrec::accounts
