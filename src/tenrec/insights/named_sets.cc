#include "tenrec/insights/named_sets.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/property_filter.h"
#include "tenrec/insights/selector.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {
namespace {

using hogql::Alias;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

constexpr std::string_view kAutocapture = "$autocapture";

ExprPtr Nothing() {
  return Compare(CompareOp::kEq, Constant(1), Constant(2));
}

/// The test of a text: equal, a part of it in any case, or a pattern.
ExprPtr TextTest(ExprPtr value, const std::string& wanted, std::string_view matching) {
  if (matching == "regex") return Compare(CompareOp::kRegex, std::move(value), Constant(wanted));
  if (matching == "contains") {
    return Compare(CompareOp::kILike, std::move(value), Constant("%" + wanted + "%"));
  }
  return Compare(CompareOp::kEq, std::move(value), Constant(wanted));
}

/// A text that asks something of an event; an empty one asks nothing.
std::optional<std::string> Asked(const Json& step, std::string_view name) {
  const auto text = StringMember(step, name);
  if (!text || text->empty()) return std::nullopt;
  return std::string(*text);
}

std::string_view Matching(const Json& step, std::string_view name) {
  return StringMember(step, name).value_or("");
}

void AddElementTests(const Json& step, ExprList& tests) {
  if (const auto selector = Asked(step, "selector")) tests.push_back(SelectorExpr(*selector));
  if (const auto tag = Asked(step, "tag_name")) tests.push_back(TagExpr(*tag));
  if (const auto href = Asked(step, "href")) {
    tests.push_back(
        TextTest(Field({"elements_chain_href"}), *href, Matching(step, "href_matching")));
  }
  if (const auto text = Asked(step, "text")) {
    tests.push_back(
        Call("arrayExists",
             {hogql::Lambda({"x"}, TextTest(Field({"x"}), *text, Matching(step, "text_matching"))),
              Field({"elements_chain_texts"})}));
  }
}

ExprPtr UrlTest(const std::string& url, std::string_view matching) {
  ExprPtr field = Field({"properties", "$current_url"});
  if (matching == "exact") return Compare(CompareOp::kEq, std::move(field), Constant(url));
  if (matching == "regex") return Compare(CompareOp::kRegex, std::move(field), Constant(url));
  return Compare(CompareOp::kLike, std::move(field), Constant("%" + url + "%"));
}

Result<ExprPtr> StepExpr(const Json& step, const FilterContext& context) {
  ExprList tests;
  const auto event = Asked(step, "event");
  if (event) tests.push_back(Compare(CompareOp::kEq, Field({"event"}), Constant(*event)));
  if (event && *event == kAutocapture) AddElementTests(step, tests);
  if (const auto url = Asked(step, "url")) {
    tests.push_back(UrlTest(*url, Matching(step, "url_matching")));
  }
  if (const Json* properties = FindMember(step, "properties")) {
    TRY_ASSIGN(ExprPtr filter, FilterExpr(*properties, context));
    if (!IsTrue(filter)) tests.push_back(std::move(filter));
  }
  return hogql::And(std::move(tests));
}

std::string NameOf(const hogql::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return "";
}

/// The one thing with this id or name.
template <typename Thing>
Result<const Thing*> FindNamed(const std::vector<Thing>& things, const hogql::Value& value,
                               const std::string& what, const std::string& what_with_article) {
  if (const auto* id = std::get_if<std::int64_t>(&value)) {
    for (const Thing& thing : things) {
      if (thing.id == *id) return &thing;
    }
    return InvalidArgument("Could not find " + what + " with " +
                           (what == "action" ? "ID " : "id ") + std::to_string(*id));
  }
  const std::string name = NameOf(value);
  const Thing* found = nullptr;
  for (const Thing& thing : things) {
    if (thing.name != name) continue;
    if (found != nullptr) {
      return InvalidArgument("Found multiple " + what + "s with name '" + hogql::Shown(name) + "'");
    }
    found = &thing;
  }
  if (found == nullptr) {
    return InvalidArgument("Could not find " + what_with_article + " with the name '" +
                           hogql::Shown(name) + "'");
  }
  return found;
}

/// FROM the stored members, beside whom their distinct id belongs to today.
std::vector<hogql::JoinItem> FromMembers() {
  hogql::JoinItem overrides = hogql::Table("person_distinct_id_overrides", "moved");
  overrides.join_type = "LEFT JOIN";
  overrides.constraint =
      hogql::JoinConstraint{.expr = Compare(CompareOp::kEq, Field({"member", "distinct_id"}),
                                            Field({"moved", "distinct_id"}))};
  return {hogql::Table("raw_cohort_people", "member"), std::move(overrides)};
}

ExprPtr PersonToday() {
  return Call("if", {Compare(CompareOp::kEq, Field({"moved", "distinct_id"}),
                             Field({"member", "distinct_id"})),
                     Field({"moved", "person_id"}), Field({"member", "person_id"})});
}

/// Like `cohort_people`: every member of every cohort of a kind.
ExprPtr PeopleTable(const std::vector<NamedCohort>& cohorts, bool is_static) {
  ExprList current;
  for (const NamedCohort& cohort : cohorts) {
    if (cohort.is_static != is_static || !cohort.version) continue;
    current.push_back(hogql::Tuple({Constant(cohort.id), Constant(*cohort.version)}));
  }
  hogql::SelectNode select;
  select.distinct = true;
  select.select = {Alias("person_id", PersonToday()), Field({"member", "cohort_id"}),
                   Field({"member", "team_id"})};
  select.from = FromMembers();
  select.where =
      current.empty()
          ? Nothing()
          : Compare(CompareOp::kIn,
                    hogql::Tuple({Field({"member", "cohort_id"}), Field({"member", "version"})}),
                    hogql::Tuple(std::move(current)));
  return Make(std::move(select));
}

}  // namespace

const NamedAction* NamedSets::FindAction(std::int64_t id) const {
  const auto found = std::ranges::find(actions, id, &NamedAction::id);
  return found == actions.end() ? nullptr : &*found;
}

const NamedCohort* NamedSets::FindCohort(std::int64_t id) const {
  const auto found = std::ranges::find(cohorts, id, &NamedCohort::id);
  return found == cohorts.end() ? nullptr : &*found;
}

Result<ExprPtr> StepsExpr(const Json& steps, const FilterContext& context) {
  const auto* list = steps.if_array();
  if (list == nullptr || list->empty()) return Constant(true);
  ExprList any;
  for (const Json& step : *list) {
    TRY_ASSIGN(ExprPtr test, StepExpr(step, context));
    if (IsTrue(test)) return Constant(true);
    any.push_back(std::move(test));
  }
  return hogql::Or(std::move(any));
}

Result<ExprPtr> ActionExpr(std::int64_t id, const FilterContext& context) {
  const NamedAction* action =
      context.named_sets == nullptr ? nullptr : context.named_sets->FindAction(id);
  if (action == nullptr) return Nothing();
  return StepsExpr(action->steps, context);
}

std::map<std::string, std::string> CohortNames(const std::vector<std::string>& ids,
                                               const FilterContext& context) {
  std::map<std::string, std::string> names;
  for (const std::string& id : ids) {
    const NamedCohort* cohort =
        context.named_sets == nullptr || id == kAllUsers
            ? nullptr
            : context.named_sets->FindCohort(std::strtoll(id.c_str(), nullptr, 10));
    names[id] = id == kAllUsers ? "all users" : cohort == nullptr ? id : cohort->name;
  }
  return names;
}

Json CohortNumber(const std::string& id) {
  return id == kAllUsers ? std::int64_t{0} : std::int64_t{std::strtoll(id.c_str(), nullptr, 10)};
}

std::string CohortOfNumber(const std::string& number) {
  return number == "0" ? std::string(kAllUsers) : number;
}

ExprPtr MembersSelect(const NamedCohort& cohort) {
  hogql::SelectNode select;
  select.select = {Alias("person_id", PersonToday())};
  select.from = FromMembers();
  select.where =
      cohort.version
          ? hogql::And(
                {Compare(CompareOp::kEq, Field({"member", "cohort_id"}), Constant(cohort.id)),
                 Compare(CompareOp::kEq, Field({"member", "version"}), Constant(*cohort.version))})
          : Nothing();
  return Make(std::move(select));
}

hogql::NamedSets CompilerSets(const FilterContext& context) {
  hogql::NamedSets out;
  const auto sets = context.named_sets;
  if (sets == nullptr) return out;
  out.action = [sets, context](const hogql::Value& value) -> Result<ExprPtr> {
    TRY_ASSIGN(const NamedAction* action, FindNamed(sets->actions, value, "action", "an action"));
    return StepsExpr(action->steps, context);
  };
  out.cohort = [sets](const hogql::Value& value) -> Result<hogql::FoundCohort> {
    TRY_ASSIGN(const NamedCohort* cohort, FindNamed(sets->cohorts, value, "cohort", "a cohort"));
    return hogql::FoundCohort{cohort->id, MembersSelect(*cohort)};
  };
  out.tables["cohort_people"] = PeopleTable(sets->cohorts, false);
  out.tables["static_cohort_people"] = PeopleTable(sets->cohorts, true);
  return out;
}

}  // namespace tenrec::insights
