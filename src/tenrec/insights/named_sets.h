#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"

namespace tenrec::insights {

struct FilterContext;

/// An action as questions speak of it.
struct NamedAction {
  std::int64_t id = 0;
  std::string name;
  /// A list of objects: {"event", "selector", "tag_name", "text", "text_matching", …}.
  Json steps;
};

/// A cohort as questions speak of it.
struct NamedCohort {
  std::int64_t id = 0;
  std::string name;
  bool is_static = false;
  /// Which of its calculations counts; nullopt before the first has ended.
  std::optional<std::int64_t> version;
};

/// The actions and cohorts of a project at one moment.
struct NamedSets {
  std::vector<NamedAction> actions;
  std::vector<NamedCohort> cohorts;
  /// Differs whenever an answer may differ.
  std::string stamp;

  /// nullptr when there is none.
  const NamedAction* FindAction(std::int64_t id) const;
  const NamedCohort* FindCohort(std::int64_t id) const;
};

/// The condition on events that an action's steps make: one of them must fit. Without steps every
/// event does, and so it does for a step that asks nothing.
/// Errors: those of the steps' property filters.
/// Source: queries.md 3.6
Result<hogql::ExprPtr> StepsExpr(const Json& steps, const FilterContext& context);

/// The condition of the action; false for one that does not exist.
Result<hogql::ExprPtr> ActionExpr(std::int64_t id, const FilterContext& context);

/// What the cohorts of a breakdown are called, by id; everybody is "all users".
std::map<std::string, std::string> CohortNames(const std::vector<std::string>& ids,
                                               const FilterContext& context);

/// The cohort in answers about funnels and retention, where everybody has the number 0.
Json CohortNumber(const std::string& id);
/// The cohort that such a number, written as text, is about.
std::string CohortOfNumber(const std::string& number);

/// SELECT person_id of the members of a cohort, each as the person who is there today: somebody
/// who was merged away counts as whom they were merged into. Nobody before the first calculation.
/// Source: hogql.md 8.2
hogql::ExprPtr MembersSelect(const NamedCohort& cohort);

/// What matchesAction(), IN COHORT and the tables cohort_people and static_cohort_people mean.
/// `context` is copied; its zone must outlive what is given back.
hogql::NamedSets CompilerSets(const FilterContext& context);

}  // namespace tenrec::insights
