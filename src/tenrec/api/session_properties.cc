#include "tenrec/api/session_properties.h"

#include <algorithm>
#include <sstream>
#include <string>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/sessions.h"

namespace tenrec::api {
namespace {

using catalog::PropertyType;

// Columns of the table that are no properties: keys, lists, and names of before.
bool IsProperty(const hogql::TableField& field) {
  constexpr std::string_view kOthers[] = {"$urls", "$num_uniq_urls", "$exit_current_url",
                                          "$exit_pathname", "$page_screen_autocapture_count_up_to"};
  return field.name.starts_with('$') &&
         std::find(std::begin(kOthers), std::end(kOthers), field.name) == std::end(kOthers);
}

PropertyType TypeOf(const hogql::TableField& field) {
  if (field.name == "$session_duration") return PropertyType::kDuration;
  switch (field.type.kind) {
    case hogql::TypeKind::kInteger:
      return PropertyType::kNumeric;
    case hogql::TypeKind::kBoolean:
      return PropertyType::kBoolean;
    case hogql::TypeKind::kDateTime:
      return PropertyType::kDateTime;
    default:
      return PropertyType::kString;
  }
}

bool IsIn(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool HoldsWords(std::string_view name, const std::string& search) {
  std::istringstream words(ToLowerAscii(search));
  const std::string text = ToLowerAscii(name);
  for (std::string word; words >> word;) {
    if (text.find(word) == std::string::npos) return false;
  }
  return true;
}

}  // namespace

const hogql::TableField* FindSessionProperty(std::string_view name) {
  for (const auto& field : hogql::SessionFields()) {
    if (field.name == name && IsProperty(field)) return &field;
  }
  return nullptr;
}

std::vector<catalog::PropertyDefinition> SessionProperties(
    const catalog::PropertyDefinitionFilter& filter) {
  std::vector<catalog::PropertyDefinition> found;
  if (filter.verified.value_or(false) || filter.feature_flags.value_or(false)) return found;
  for (const auto& field : hogql::SessionFields()) {
    if (!IsProperty(field) || !HoldsWords(field.name, filter.search)) continue;
    if (!filter.names.empty() && !IsIn(filter.names, field.name)) continue;
    if (IsIn(filter.excluded_names, field.name)) continue;
    const bool is_number = field.type.kind == hogql::TypeKind::kInteger;
    if (filter.numerical && *filter.numerical != is_number) continue;
    found.push_back({.name = std::string(field.name),
                     .scope = catalog::PropertyScope::kSession,
                     .type = TypeOf(field)});
  }
  return found;
}

}  // namespace tenrec::api
