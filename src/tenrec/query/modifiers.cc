#include "tenrec/query/modifiers.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tenrec/insights/property_operator.h"

namespace tenrec::query {
namespace {

using hogql::BouncePages;
using Mode = hogql::PersonsOnEventsMode;

constexpr std::pair<std::string_view, Mode> kModes[] = {
    {"disabled", Mode::kDisabled},
    {"person_id_no_override_properties_on_events", Mode::kNoOverrideOnEvents},
    {"person_id_override_properties_on_events", Mode::kOverrideOnEvents},
    {"person_id_override_properties_joined", Mode::kOverrideJoined},
};

constexpr std::pair<std::string_view, BouncePages> kBouncePages[] = {
    {"uniq_page_screen_autocaptures", BouncePages::kPagesScreensAutocaptures},
    {"count_pageviews", BouncePages::kPageviews},
    {"uniq_urls", BouncePages::kUrls},
};

constexpr std::string_view kChannelKeys[] = {
    "utm_source", "utm_medium", "utm_campaign", "referring_domain", "url", "pathname", "hostname"};

std::optional<hogql::ExprPtr> ConditionOf(const Json& item,
                                          const insights::FilterContext& filters) {
  const auto key = StringMember(item, "key");
  const auto op = insights::ParseOperator(StringMember(item, "op").value_or(""));
  if (!key || std::ranges::find(kChannelKeys, *key) == std::end(kChannelKeys) || !op) {
    return std::nullopt;
  }
  const Json* value = FindMember(item, "value");
  auto test = insights::TestOperand(*op, {.expr = hogql::Field({std::string(*key)})},
                                    value == nullptr ? Json() : *value, filters);
  if (!test) return std::nullopt;
  return *std::move(test);
}

/// Nothing when it tests nothing.
std::optional<hogql::ChannelRule> RuleOf(const Json& json, const insights::FilterContext& filters) {
  const auto channel = StringMember(json, "channel_type");
  const Json* items = FindMember(json, "items");
  if (!channel || items == nullptr || !items->is_array()) return std::nullopt;
  hogql::ExprList conditions;
  conditions.reserve(items->get_array().size());
  for (const Json& item : items->get_array()) {
    auto condition = ConditionOf(item, filters);
    if (!condition) return std::nullopt;
    conditions.push_back(*std::move(condition));
  }
  if (conditions.empty()) return std::nullopt;
  const bool any = StringMember(json, "combiner") == "OR";
  return hogql::ChannelRule{std::string(*channel), any ? hogql::Or(std::move(conditions))
                                                       : hogql::And(std::move(conditions))};
}

}  // namespace

hogql::Modifiers ReadModifiers(const JsonObject& object, const insights::FilterContext& filters) {
  const Json json(object);
  hogql::Modifiers out;
  out.convert_to_project_timezone =
      BoolMember(json, "convertToProjectTimezone").value_or(out.convert_to_project_timezone);
  const auto mode = StringMember(json, "personsOnEventsMode");
  for (const auto& [name, value] : kModes) {
    if (mode == name) out.persons_on_events = value;
  }
  out.left_join_persons = StringMember(json, "personsJoinMode") == "left";
  const auto pages = StringMember(json, "bounceRatePageViewMode");
  for (const auto& [name, value] : kBouncePages) {
    if (pages == name) out.bounce_pages = value;
  }
  // Nobody stays for a year; the limit keeps the number one that a query can hold.
  constexpr double kMostSeconds = 31'536'000;
  const Json* seconds = FindMember(json, "bounceRateDurationSeconds");
  if (seconds != nullptr && seconds->is_number()) {
    out.bounce_seconds = std::clamp(seconds->to_number<double>(), 0.0, kMostSeconds);
  }
  const Json* rules = FindMember(json, "customChannelTypeRules");
  if (rules != nullptr && rules->is_array()) {
    for (const Json& rule : rules->get_array()) {
      if (auto read = RuleOf(rule, filters)) out.channel_rules.push_back(*std::move(read));
    }
  }
  return out;
}

}  // namespace tenrec::query
