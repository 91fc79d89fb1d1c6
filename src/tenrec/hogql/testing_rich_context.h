#pragma once

#include <string>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/parser.h"

namespace tenrec::hogql {

/// A project that has one of everything that a question can name. `mode`, 0 to 3, says which of its
/// persons events have.
inline CompileContext RichContext(std::size_t mode) {
  using Mode = PersonsOnEventsMode;
  constexpr Mode kModes[] = {Mode::kOverrideOnEvents, Mode::kDisabled, Mode::kOverrideJoined,
                             Mode::kNoOverrideOnEvents};
  const auto expr = [](std::string_view text) {
    auto parsed = ParseExpr(text);
    TENREC_CHECK(parsed) << text;
    return *std::move(parsed);
  };
  const auto select = [](std::string_view text) {
    auto parsed = ParseSelect(text);
    TENREC_CHECK(parsed) << text;
    return *std::move(parsed);
  };
  CompileContext context;
  context.team_id = 61;
  context.time_zone = mode % 2 == 0 ? "UTC" : "America/New_York";
  context.week_start_day = static_cast<int>(mode % 2);
  context.modifiers.persons_on_events = kModes[mode % 4];
  context.modifiers.left_join_persons = mode == 1;
  if (mode == 2) context.modifiers.channel_rules = {{"Own", expr("utm_source = 'x'")}};
  if (mode == 3) context.modifiers.bounce_pages = BouncePages::kUrls;
  context.group_types = {"company", "project"};
  context.property_type = [](PropertyScope, std::string_view key, int) {
    if (key == "price" || key == "age" || key == "seats") return PropertyType::kNumeric;
    if (key == "paid") return PropertyType::kBoolean;
    return key == "at" || key == "signed_up" ? PropertyType::kDateTime : PropertyType::kUnknown;
  };
  context.placeholders["name"] = Constant("value");
  context.filters = expr("properties.price > 1 and timestamp > '2024-01-01'");
  context.rows = [](std::string_view) {
    return Result<std::string>(std::string(R"([{"id":1,"name":"one"}])"));
  };
  const ExprPtr members =
      select("select person_id from raw_cohort_people where cohort_id = 3 and version = 1");
  context.named.cohort = [members](const Value&) {
    return Result<FoundCohort>(FoundCohort{.id = 3, .members = members});
  };
  context.named.action = [](const Value&) { return ParseExpr("event = 'buy'"); };
  context.named.tables["cohort_people"] =
      select("select person_id, cohort_id from raw_cohort_people where cohort_id = 3");
  return context;
}

}  // namespace tenrec::hogql
