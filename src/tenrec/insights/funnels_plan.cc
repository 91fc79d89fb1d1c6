#include "tenrec/insights/funnels_plan.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "tenrec/hogql/parser.h"
#include "tenrec/insights/entity.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/series_events.h"

namespace tenrec::insights {
namespace {

using hogql::Alias;
using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// The names that steps and exclusions are about; nothing when any event may be one.
std::optional<std::set<std::string>> EventNames(const FunnelsQuery& query,
                                                const FilterContext& context) {
  std::set<std::string> names;
  const auto add = [&](const Entity& entity) {
    auto of_entity = EntityEvents(entity, context);
    if (of_entity) names.merge(*of_entity);
    return of_entity.has_value();
  };
  const auto steps = static_cast<std::size_t>(query.walked_steps());
  for (std::size_t i = 0; i < steps; ++i) {
    if (!add(query.series[i])) return std::nullopt;
  }
  for (const FunnelExclusion& exclusion : query.exclusions) {
    if (!add(exclusion.node)) return std::nullopt;
  }
  return names;
}

class Planner {
 public:
  Planner(const FunnelsQuery& query, const DateRange& range, const FunnelsContext& context)
      : query_(query), range_(range), context_(context) {}

  /// How an event of a row of its own is a number: as many values as fit, and enough for most
  /// breakdowns.
  std::optional<MomentLayout> LayoutOfRows() const {
    if (!query_.breakdown) return Layout(0);
    for (std::int64_t values = 0xFFFF; values >= 0xFF; values /= 2) {
      if (auto layout = Layout(values)) return layout;
    }
    return std::nullopt;
  }

  std::optional<MomentLayout> Layout(std::int64_t values) const {
    const int steps = query_.walked_steps();
    return MomentLayout::For(range_.from, range_.to, steps, query_.exclusions.empty() ? 0 : steps,
                             values);
  }

  /// A row per event.
  Result<ExprPtr> Rows(const MomentLayout& layout) const {
    TRY_ASSIGN(const ExprPtr actor, Actor());
    TRY_ASSIGN(const ExprList steps, StepConditions());
    TRY_ASSIGN(const ExprList excludes, ExcludeConditions());
    hogql::SelectNode select;
    select.select = {Alias("actor_id", actor), Alias("moment", Moment(layout, steps, excludes))};
    if (query_.breakdown) {
      TRY_ASSIGN(ExprPtr value, Value());
      select.select.push_back(Alias("value", std::move(value)));
    }
    select.from = {hogql::Table("events")};
    TRY_ASSIGN(select.where, Where(actor, steps, excludes));
    return hogql::Make(std::move(select));
  }

  /// A row per actor.
  Result<ExprPtr> Select(const FunnelsAim& aim, const std::optional<MomentLayout>& layout) const {
    TRY_ASSIGN(const ExprPtr actor, Actor());
    TRY_ASSIGN(const ExprList steps, StepConditions());
    TRY_ASSIGN(const ExprList excludes, ExcludeConditions());
    hogql::SelectNode select;
    const auto gather = [&](const char* name, ExprPtr of_event) {
      select.select.push_back(Alias(name, Call("groupArray", {std::move(of_event)})));
    };
    if (!aim.counts_only) select.select.push_back(Alias("actor_id", actor));
    if (layout) {
      ExprPtr moments = Call("groupArray", {Moment(*layout, steps, excludes)});
      if (aim.counts_only && OnlyEntryMatters()) moments = Shortened(steps, std::move(moments));
      select.select.push_back(Alias("moments", std::move(moments)));
    } else {
      gather("times", Micros());
      gather("steps", Mask(steps, 1));
      if (!query_.exclusions.empty()) gather("excludes", Mask(excludes, 1));
    }
    if (query_.breakdown) {
      TRY_ASSIGN(ExprPtr value, Value());
      gather("values", std::move(value));
    }
    if (aim.with_events) {
      const auto text = [](const char* name) {
        return Call("ifNull", {Call("toString", {Field({name})}), Constant("")});
      };
      gather("uuids", Field({"uuid"}));
      gather("sessions", text("$session_id"));
      gather("windows", text("$window_id"));
    }
    select.from = {hogql::Table("events")};
    TRY_ASSIGN(select.where, Where(actor, steps, excludes));
    select.group_by = ExprList{actor};
    return hogql::Make(std::move(select));
  }

  /// SELECT min, max of the breakdown's number over the events that are steps.
  Result<ExprPtr> Spread() const {
    TRY_ASSIGN(const ExprPtr actor, Actor());
    TRY_ASSIGN(const ExprList steps, StepConditions());
    TRY_ASSIGN(ExprPtr value, BreakdownProperty(*query_.breakdown));
    TRY_ASSIGN(ExprPtr where, Where(actor, steps, {}));
    return SpreadOf(Call("toFloat", {std::move(value)}), And({std::move(where), hogql::Or(steps)}));
  }

 private:
  Result<ExprPtr> Actor() const {
    if (query_.group_type_index) {
      return Field({"$group_" + std::to_string(*query_.group_type_index)});
    }
    if (query_.aggregate_by) {
      TRY_ASSIGN(ExprPtr expr, hogql::ParseExpr(*query_.aggregate_by));
      return Call("ifNull", {Call("toString", {std::move(expr)}), Constant("")});
    }
    return Field({"person_id"});
  }

  /// A sum of `unit << i` for each i-th condition that holds.
  static ExprPtr Mask(const ExprList& conditions, std::int64_t unit) {
    ExprPtr sum;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      if (conditions[i] == nullptr) continue;
      ExprPtr bit = Call("if", {conditions[i], Constant(unit << i), Constant(0)});
      sum = sum == nullptr ? std::move(bit) : Sum(std::move(sum), std::move(bit));
    }
    return sum == nullptr ? Constant(0) : sum;
  }

  static ExprPtr Sum(ExprPtr a, ExprPtr b) {
    return hogql::Arithmetic(hogql::ArithmeticOp::kAdd, std::move(a), std::move(b));
  }

  static ExprPtr Micros() { return Call("_toUnixTimestamp64Micro", {Field({"timestamp"})}); }

  /// The event as `layout` has it, but for its value.
  static ExprPtr Moment(const MomentLayout& layout, const ExprList& steps,
                        const ExprList& excludes) {
    ExprPtr moment = hogql::Arithmetic(
        hogql::ArithmeticOp::kMultiply,
        hogql::Arithmetic(hogql::ArithmeticOp::kSubtract, Micros(), Constant(layout.begin)),
        Constant(layout.time_unit()));
    moment = Sum(std::move(moment), Mask(steps, layout.step_unit()));
    if (layout.exclude_bits == 0) return moment;
    return Sum(std::move(moment), Mask(excludes, layout.exclude_unit()));
  }

  /// Whether no other event can change what an actor counts for who only ever entered.
  bool OnlyEntryMatters() const {
    return query_.graph != FunnelGraph::kTrends && !query_.breakdown && query_.exclusions.empty();
  }

  /// One event of those actors, so that the many who looked and left do not leave the engine.
  static ExprPtr Shortened(const ExprList& steps, ExprPtr moments) {
    ExprPtr entered_only =
        Compare(CompareOp::kEq, Call("groupBitOr", {Mask(steps, 1)}), Constant(1));
    return Call("if", {std::move(entered_only), Call("array", {Constant(std::int64_t{1})}),
                       std::move(moments)});
  }

  Result<ExprPtr> Condition(const FunnelNode& node) const {
    ExprList conditions;
    TRY_ASSIGN(const ExprPtr match, EntityMatch(node, context_.filters));
    if (match != nullptr) conditions.push_back(match);
    TRY_ASSIGN(const ExprPtr filters, EntityFilters(node, context_.filters));
    if (!IsTrue(filters)) conditions.push_back(filters);
    if (node.math != StepMath::kTotal) conditions.push_back(IsFirst(node, match, filters));
    return And(std::move(conditions));
  }

  /// The event is the first one of its person, of all time.
  static ExprPtr IsFirst(const FunnelNode& node, const ExprPtr& match, const ExprPtr& filters) {
    ExprList conditions;
    if (match != nullptr) conditions.push_back(match);
    if (node.math == StepMath::kFirstTimeWithFilters && !IsTrue(filters)) {
      conditions.push_back(filters);
    }
    hogql::SelectNode firsts;
    firsts.select = {
        Call("argMin", {Field({"uuid"}), Call("tuple", {Field({"timestamp"}), Field({"uuid"})})})};
    firsts.from = {hogql::Table("events")};
    if (!conditions.empty()) firsts.where = And(std::move(conditions));
    firsts.group_by = ExprList{Field({"person_id"})};
    return Compare(CompareOp::kIn, Field({"uuid"}), hogql::Make(std::move(firsts)));
  }

  Result<ExprList> StepConditions() const {
    ExprList out;
    for (int i = 0; i < query_.walked_steps(); ++i) {
      TRY_ASSIGN(ExprPtr condition, Condition(query_.series[static_cast<std::size_t>(i)]));
      out.push_back(std::move(condition));
    }
    return out;
  }

  /// By the step before which an event is excluded; nullptr where none is.
  Result<ExprList> ExcludeConditions() const {
    std::vector<ExprList> before(query_.series.size());
    for (const FunnelExclusion& exclusion : query_.exclusions) {
      TRY_ASSIGN(const ExprPtr condition, Condition(exclusion.node));
      for (int i = std::max(exclusion.from_step, -1) + 1; i <= exclusion.to_step; ++i) {
        before[static_cast<std::size_t>(i)].push_back(condition);
      }
    }
    ExprList out;
    for (int i = 0; i < query_.walked_steps(); ++i) {
      ExprList& conditions = before[static_cast<std::size_t>(i)];
      out.push_back(conditions.empty() ? nullptr : hogql::Or(std::move(conditions)));
    }
    return out;
  }

  Result<ExprPtr> Value() const {
    if (!query_.cohorts.empty()) return CohortsOf(query_.cohorts);
    TRY_ASSIGN(ExprPtr value, BreakdownProperty(*query_.breakdown));
    if (query_.breakdown->bins) {
      return BinOf(Call("toFloat", {std::move(value)}), *query_.breakdown->bins,
                   context_.spread ? &*context_.spread : nullptr, "");
    }
    value = Call("ifNull", {Call("toString", {std::move(value)}), Constant("")});
    if (!query_.breakdown->normalize_url) return value;
    const ExprPtr cut =
        Call("replaceRegexpOne", {std::move(value), Constant("[/?#]*$"), Constant("")});
    return Call("if", {Call("empty", {cut}), Constant("/"), cut});
  }

  Result<ExprPtr> Where(const ExprPtr& actor, const ExprList& steps,
                        const ExprList& excludes) const {
    ExprList conditions = {WithinTime(range_.from, range_.to)};
    const auto add = [&](const Json& filters) -> Status {
      TRY_ASSIGN(ExprPtr condition, FilterExpr(filters, context_.filters));
      if (!IsTrue(condition)) conditions.push_back(std::move(condition));
      return Ok();
    };
    // What people come through in one go is cut by the range, and not by days inside it.
    if (query_.graph == FunnelGraph::kTrends) {
      if (ExprPtr on_days = OnDays(range_, Field({"timestamp"}))) {
        conditions.push_back(std::move(on_days));
      }
    }
    TRY(add(query_.properties));
    if (query_.filter_test_accounts) TRY(add(context_.test_account_filters));
    if (ExprPtr sample = InSample(query_.sampling_factor)) conditions.push_back(std::move(sample));
    if (query_.group_type_index || query_.aggregate_by) {
      conditions.push_back(Compare(CompareOp::kNotEq, actor, Constant("")));
    }
    // What happens in between counts as well when nothing may.
    if (query_.order == behavior::StepOrder::kStrict) return And(std::move(conditions));
    if (const auto names = EventNames(query_, context_.filters)) {
      conditions.push_back(IsOneOf(*names));
      if (!HasFilters()) return And(std::move(conditions));
    }
    ExprList any = steps;
    for (const ExprPtr& condition : excludes) {
      if (condition != nullptr) any.push_back(condition);
    }
    conditions.push_back(hogql::Or(std::move(any)));
    return And(std::move(conditions));
  }

  /// Whether a step or an exclusion asks for more than a name.
  bool HasFilters() const {
    const auto has = [](const FunnelNode& node) {
      const auto some = [](const Json& filters) {
        return !filters.is_null() && !(filters.is_array() && filters.get_array().empty());
      };
      return !node.event || some(node.properties) || some(node.fixed_properties) ||
             node.math != StepMath::kTotal;
    };
    return std::ranges::any_of(query_.series, has) ||
           std::ranges::any_of(query_.exclusions, has, &FunnelExclusion::node);
  }

  const FunnelsQuery& query_;
  const DateRange& range_;
  const FunnelsContext& context_;
};

}  // namespace

Result<ExprPtr> FunnelsEarliest(const FunnelsQuery& query, const FilterContext& context) {
  std::vector<const Entity*> steps;
  steps.reserve(query.series.size());
  for (const FunnelNode& node : query.series) steps.push_back(&node);
  return EarliestOf(steps, context);
}

namespace {

/// Fills in what the action is called.
/// Errors: kInvalidArgument for one that is not there: nobody can pass a step without events.
Status NameStep(FunnelNode& node, const std::string& field, const FilterContext& context) {
  NameActions(node, context);
  const auto missing = [](const Entity& entity) { return entity.action_is_missing; };
  if (!missing(node) && std::ranges::none_of(node.any_of, missing)) return Ok();
  return InvalidArgument(field + ": there is no such action. Choose another event or action.");
}

/// Fills in what is known of actions and cohorts only here.
Status NameSets(FunnelsPlan& plan, const FilterContext& context) {
  FunnelsQuery& query = plan.query;
  std::set<std::string> events;
  for (std::size_t i = 0; i < query.series.size(); ++i) {
    TRY(NameStep(query.series[i], "query.series." + std::to_string(i), context));
    if (auto names = EntityEvents(query.series[i], context)) events.merge(*names);
  }
  for (std::size_t i = 0; i < query.exclusions.size(); ++i) {
    const std::string field = "query.funnelsFilter.exclusions." + std::to_string(i);
    TRY(NameStep(query.exclusions[i].node, field, context));
  }
  plan.step_events.assign(events.begin(), events.end());
  plan.cohort_names = CohortNames(query.cohorts, context);
  return Ok();
}

}  // namespace

Result<ExprPtr> FunnelsSpread(const FunnelsQuery& query, const FunnelsContext& context) {
  if (!query.breakdown || !query.breakdown->bins) return ExprPtr();
  DateRangeRequest request = query.date_range;
  request.earliest = context.earliest;
  TRY_ASSIGN(const DateRange range,
             ResolveDateRange(request, context.filters.zone, context.filters.now));
  return Planner(query, range, context).Spread();
}

Result<FunnelsPlan> PlanFunnels(FunnelsQuery query, const FunnelsContext& context, FunnelsAim aim) {
  FunnelsPlan plan;
  query.date_range.earliest = context.earliest;
  TRY_ASSIGN(plan.range,
             ResolveDateRange(query.date_range, context.filters.zone, context.filters.now));
  if (plan.range.backwards) {
    return InvalidArgument("dateRange: date_from is after date_to");
  }
  if (aim.previous) {
    query.date_range.human_friendly_comparison = context.human_friendly_comparison;
    TRY_ASSIGN(plan.range, ResolveCompareRange(query.date_range, plan.range, query.compare_to,
                                               context.filters.zone, context.filters.now));
    if (plan.range.backwards) return InvalidArgument("dateRange: nothing to compare with");
  }
  if (query.graph == FunnelGraph::kTrends) DropUncountedDays(plan.range, context.filters.zone);
  plan.query = std::move(query);
  TRY(NameSets(plan, context.filters));
  const Planner planner(plan.query, plan.range, context);
  if (aim.counts_only && !aim.row_per_actor) plan.moments = planner.LayoutOfRows();
  plan.row_per_event = plan.moments.has_value();
  if (plan.row_per_event) {
    TRY_ASSIGN(plan.select, planner.Rows(*plan.moments));
  } else {
    plan.moments = planner.Layout(0);
    TRY_ASSIGN(plan.select, planner.Select(aim, plan.moments));
  }
  plan.actor = plan.query.group_type_index ? ActorKind::kGroup
               : plan.query.aggregate_by   ? ActorKind::kText
                                           : ActorKind::kPerson;
  return plan;
}

}  // namespace tenrec::insights
