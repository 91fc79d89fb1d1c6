#include "tenrec/insights/funnel_correlation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "tenrec/hogql/parser.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/insights/elements_chain.h"
#include "tenrec/insights/entity.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/query_fields.h"
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

constexpr std::string_view kAll = "$all";
constexpr std::string_view kAutocapture = "$autocapture";
constexpr std::string_view kElements = "elements_chain";
/// Between the type of a click and the elements it hit.
constexpr std::string_view kDivider = "__~~__";
constexpr std::size_t kShownRows = 10;
/// What fewer have says nothing.
constexpr double kEnoughActors = 25;
constexpr double kEnoughPart = 0.02;
constexpr std::int64_t kEnoughOfProperties = 3;

ExprPtr Texts(const std::vector<std::string>& texts) {
  ExprList list;
  for (const std::string& text : texts) list.push_back(Constant(text));
  return hogql::Tuple(std::move(list));
}

Result<ExprPtr> ActorOf(const FunnelsQuery& query) {
  if (query.group_type_index) return Field({"$group_" + std::to_string(*query.group_type_index)});
  if (!query.aggregate_by) return Field({"person_id"});
  TRY_ASSIGN(ExprPtr expr, hogql::ParseExpr(*query.aggregate_by));
  return Call("ifNull", {Call("toString", {std::move(expr)}), Constant("")});
}

ExprPtr Number(std::int64_t number) {
  return Constant(hogql::Value(number));
}

ExprPtr CountIf(int converted) {
  return Call("countDistinctIf",
              {Field({"way", "actor_id"}),
               Compare(CompareOp::kEq, Field({"way", "converted"}), Constant(converted))});
}

/// FROM (rows with `actor`) AS did JOIN ways AS way ON they are of the same actor.
std::vector<hogql::JoinItem> WithWays(hogql::SelectNode rows,
                                      const std::vector<ListedActor>& actors, ActorKind kind) {
  hogql::JoinItem ways = hogql::Table(ActorWays(actors, kind), "way");
  ways.join_type = "INNER JOIN";
  ways.constraint = hogql::JoinConstraint{
      .expr = Compare(CompareOp::kEq, Field({"did", "actor"}), Field({"way", "actor_id"}))};
  return {hogql::Table(hogql::Make(std::move(rows)), "did"), std::move(ways)};
}

/// What happened on the way of the actor.
ExprPtr OnTheWay() {
  return And({Compare(CompareOp::kGt, Field({"did", "timestamp"}), Field({"way", "entered"})),
              Compare(CompareOp::kLt, Field({"did", "timestamp"}), Field({"way", "until"}))});
}

/// SELECT actor, timestamp, … FROM events in the range of the funnel, other than its steps.
Result<hogql::SelectNode> EventsBeside(const FunnelsPlan& plan, ExprList conditions) {
  hogql::SelectNode events;
  TRY_ASSIGN(ExprPtr actor, ActorOf(plan.query));
  events.select = {Alias("actor", std::move(actor)), Field({"timestamp"})};
  events.from = {hogql::Table("events")};
  conditions.insert(conditions.begin(), WithinTime(plan.range.from, plan.range.to));
  events.where = And(std::move(conditions));
  return events;
}

ExprPtr Joined(ExprList parts) {
  return Call("concat", std::move(parts));
}

/// Pairs of names and values, one row each.
ExprPtr Pairs(const ExprPtr& properties, const std::vector<std::string>& names) {
  if (std::ranges::find(names, kAll) != names.end()) {
    return Call("arrayJoin", {Call("JSONExtractKeysAndValues", {properties, Constant("String")})});
  }
  ExprList pairs;
  for (const std::string& name : names) {
    pairs.push_back(
        Call("tuple", {Constant(name), Call("JSONExtractString", {properties, Constant(name)})}));
  }
  return Call("arrayJoin", {hogql::Array(std::move(pairs))});
}

ExprPtr PairPart(int index) {
  return Call("tupleElement", {Field({"pair"}), Constant(index)});
}

/// Names, counts, and what is too rare left out.
ExprPtr Counted(ExprPtr name, std::vector<hogql::JoinItem> from, ExprPtr where,
                std::int64_t enough) {
  hogql::SelectNode select;
  select.select = {Alias("name", std::move(name)), Alias("success_count", CountIf(1)),
                   Alias("failure_count", CountIf(0))};
  select.from = std::move(from);
  select.where = std::move(where);
  select.group_by = ExprList{Field({"name"})};
  select.having = Compare(CompareOp::kGtEq,
                          hogql::Arithmetic(hogql::ArithmeticOp::kAdd, Field({"success_count"}),
                                            Field({"failure_count"})),
                          Number(enough));
  return hogql::Make(std::move(select));
}

/// SELECT FROM the table that describes actors, `id` as `actor`.
/// Errors: kInvalidArgument for actors that are texts and nothing else.
Result<hogql::SelectNode> DescribedActors(const FunnelsPlan& plan) {
  hogql::SelectNode select;
  switch (plan.actor) {
    case ActorKind::kPerson:
      select.select = {Alias("actor", Field({"id"}))};
      select.from = {hogql::Table("persons")};
      return select;
    case ActorKind::kGroup:
      select.select = {Alias("actor", Field({"key"}))};
      select.from = {hogql::Table("groups")};
      select.where = Compare(CompareOp::kEq, Field({"index"}),
                             Constant(plan.query.group_type_index.value_or(0)));
      return select;
    case ActorKind::kText:
      break;
  }
  return InvalidArgument(
      "What the funnel counts has no properties to compare. Count persons or groups, or compare "
      "events.");
}

/// One row per actor that is in the list, with `pair`.
Result<ExprPtr> PropertyPairs(const FunnelCorrelation& query, const FunnelsPlan& plan,
                              const std::vector<ListedActor>& actors, std::int64_t enough) {
  TRY_ASSIGN(hogql::SelectNode described, DescribedActors(plan));
  described.select.push_back(Alias("pair", Pairs(Field({"properties"}), query.names)));
  ExprPtr where;
  const ExprPtr key = Call("tupleElement", {Field({"did", "pair"}), Constant(1)});
  const ExprPtr value = Call("tupleElement", {Field({"did", "pair"}), Constant(2)});
  if (!query.exclude_names.empty()) {
    where = Compare(CompareOp::kNotIn, key, Texts(query.exclude_names));
  }
  return Counted(Joined({key, Constant("::"), value}),
                 WithWays(std::move(described), actors, plan.actor), std::move(where), enough);
}

/// Properties of actors as they are called inside the table that describes them.
ExprPtr InsideActors(const ExprPtr& expr) {
  if (const auto* field = hogql::As<hogql::FieldNode>(expr)) {
    const bool of_actor = field->chain.size() > 1 && (field->chain.front() == "person" ||
                                                      field->chain.front().starts_with("group_"));
    if (!of_actor) return expr;
    return Field({field->chain.begin() + 1, field->chain.end()});
  }
  return hogql::MapChildren(expr, InsideActors);
}

double OddsOf(const CorrelationRow& row, const CorrelationTotals& totals) {
  const auto number = [](std::int64_t count) { return static_cast<double>(count); };
  return number((row.success + 1) * (totals.failure - row.failure + 1)) /
         number((totals.success - row.success + 1) * (row.failure + 1));
}

/// The event that a row is about. Clicks show what was hit.
JsonObject EventOf(const FunnelCorrelation& query, const std::string& name) {
  JsonObject event{{"event", name}, {"properties", JsonObject()}, {"elements", JsonArray()}};
  const std::string prefix = std::string(kAutocapture) + "::" + std::string(kElements) + "::";
  if (!query.compares_elements() || !name.starts_with(prefix)) return event;
  const std::string_view rest = std::string_view(name).substr(prefix.size());
  const auto divider = rest.find(kDivider);
  if (divider == std::string_view::npos) return event;
  event["properties"] = JsonObject{{"$event_type", std::string(rest.substr(0, divider))}};
  event["elements"] = ParseElementsChain(rest.substr(divider + kDivider.size()));
  return event;
}

Result<CorrelationKind> ReadKind(FieldReader& in) {
  const auto word = in.Text("funnelCorrelationType");
  if (!word) {
    in.Fail("funnelCorrelationType", "Field required");
    return CorrelationKind::kEvents;
  }
  if (*word == "properties") return CorrelationKind::kProperties;
  if (*word == "event_with_properties") return CorrelationKind::kEventWithProperties;
  if (*word != "events") {
    in.Fail("funnelCorrelationType",
            "Input should be 'events', 'properties' or 'event_with_properties'");
  }
  return CorrelationKind::kEvents;
}

}  // namespace

bool FunnelCorrelation::compares_elements() const {
  return kind == CorrelationKind::kEventWithProperties &&
         std::ranges::find(event_names, kAutocapture) != event_names.end();
}

Result<FunnelCorrelation> ParseFunnelCorrelation(const Json& json, const std::string& path) {
  FunnelCorrelation query;
  FieldReader in(json, path);
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  const Json* source = in.Object("source");
  if (source == nullptr) in.Fail("source", "Field required");
  TRY_ASSIGN(query.kind, ReadKind(in));
  query.exclude_events = in.TextList("funnelCorrelationExcludeEventNames");
  query.names = in.TextList("funnelCorrelationNames");
  query.exclude_names = in.TextList("funnelCorrelationExcludeNames");
  query.event_names = in.TextList("funnelCorrelationEventNames");
  query.event_exclude_names = in.TextList("funnelCorrelationEventExcludePropertyNames");
  TRY(in.Finish());
  Json point = *source;
  const bool has_step = FindMember(point, "funnelStep") != nullptr ||
                        FindMember(point, "funnelCustomSteps") != nullptr;
  if (!has_step) point.as_object()["funnelStep"] = 1;
  TRY_ASSIGN(query.source, ParseFunnelPoint(point, path + ".source"));
  if (query.source.source.graph != FunnelGraph::kSteps) {
    return InvalidArgument(path + ".source.source: a correlation needs a funnel of steps");
  }
  if (query.kind == CorrelationKind::kProperties && query.names.empty()) {
    return InvalidArgument(
        "Property Correlation expects atleast one Property to run correlation on");
  }
  if (query.kind == CorrelationKind::kEventWithProperties && query.event_names.empty()) {
    return InvalidArgument(
        "Event Property Correlation expects atleast one event name to run correlation on");
  }
  return query;
}

Result<ExprPtr> CorrelationSelect(const FunnelCorrelation& query, const FunnelsPlan& plan,
                                  const std::vector<ListedActor>& actors,
                                  const CorrelationTotals& totals) {
  const double part = kEnoughPart * static_cast<double>(totals.success + totals.failure);
  const auto enough = static_cast<std::int64_t>(std::ceil(std::min(kEnoughActors, part)));
  if (query.kind == CorrelationKind::kProperties) {
    return PropertyPairs(query, plan, actors, enough);
  }
  ExprList conditions;
  std::vector<std::string> steps = plan.step_events;
  if (query.kind == CorrelationKind::kEventWithProperties) {
    conditions.push_back(Compare(CompareOp::kIn, Field({"event"}), Texts(query.event_names)));
  } else {
    steps.insert(steps.end(), query.exclude_events.begin(), query.exclude_events.end());
  }
  if (!steps.empty()) {
    conditions.push_back(Compare(CompareOp::kNotIn, Field({"event"}), Texts(steps)));
  }
  TRY_ASSIGN(hogql::SelectNode events, EventsBeside(plan, std::move(conditions)));
  if (query.kind == CorrelationKind::kEvents) {
    events.select.push_back(Field({"event"}));
    return Counted(Field({"did", "event"}), WithWays(std::move(events), actors, plan.actor),
                   OnTheWay(), enough);
  }
  ExprPtr pair = Pairs(Field({"properties"}), {std::string(kAll)});
  if (query.compares_elements()) {
    pair =
        Call("tuple", {Constant(kElements),
                       Joined({Call("ifNull", {Field({"properties", "$event_type"}), Constant("")}),
                               Constant(kDivider), Field({"elements_chain"})})});
  }
  events.select.push_back(Field({"event"}));
  events.select.push_back(Alias("pair", std::move(pair)));
  hogql::SelectNode named;
  named.select = {Field({"actor"}), Field({"timestamp"}), Alias("key", PairPart(1)),
                  Alias("label", Joined({Field({"event"}), Constant("::"), PairPart(1),
                                         Constant("::"), PairPart(2)}))};
  named.from = {hogql::Table(hogql::Make(std::move(events)), "seen")};
  ExprList where = {OnTheWay()};
  if (!query.event_exclude_names.empty()) {
    where.push_back(
        Compare(CompareOp::kNotIn, Field({"did", "key"}), Texts(query.event_exclude_names)));
  }
  return Counted(Field({"did", "label"}), WithWays(std::move(named), actors, plan.actor),
                 And(std::move(where)), std::max(enough, kEnoughOfProperties));
}

JsonObject CorrelationResults(const FunnelCorrelation& query, const CorrelationTotals& totals,
                              const std::vector<CorrelationRow>& rows) {
  if (totals.success == 0 || totals.failure == 0) {
    return {{"events", JsonArray()}, {"skewed", true}};
  }
  struct Odds {
    double odds;
    const CorrelationRow* row;
  };
  std::vector<Odds> success;
  std::vector<Odds> failure;
  for (const CorrelationRow& row : rows) {
    const double odds = OddsOf(row, totals);
    (odds > 1 ? success : failure).push_back({odds, &row});
  }
  std::ranges::sort(success, [](const Odds& a, const Odds& b) {
    return a.odds != b.odds ? a.odds > b.odds : a.row->name < b.row->name;
  });
  std::ranges::sort(failure, [](const Odds& a, const Odds& b) {
    return a.odds != b.odds ? a.odds < b.odds : a.row->name < b.row->name;
  });
  JsonArray events;
  const auto show = [&](const std::vector<Odds>& list, const char* type) {
    for (std::size_t i = 0; i < std::min(kShownRows, list.size()); ++i) {
      events.push_back(JsonObject{{"success_count", list[i].row->success},
                                  {"failure_count", list[i].row->failure},
                                  {"odds_ratio", list[i].odds},
                                  {"correlation_type", type},
                                  {"event", EventOf(query, list[i].row->name)}});
    }
  };
  show(success, "success");
  show(failure, "failure");
  const auto ratio = static_cast<double>(totals.success) / static_cast<double>(totals.failure);
  return {{"events", std::move(events)}, {"skewed", ratio > 10 || 1 / ratio > 10}};
}

Result<CorrelationPoint> ParseCorrelationPoint(const Json& json, const std::string& path) {
  CorrelationPoint point;
  FieldReader in(json, path);
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  point.include_recordings = in.Bool("includeRecordings");
  const Json* source = in.Object("source");
  if (source == nullptr) in.Fail("source", "Field required");
  const Json* entity = in.Object("funnelCorrelationPersonEntity");
  if (in.Any("funnelCorrelationPersonConverted") != nullptr) {
    point.converted = in.Bool("funnelCorrelationPersonConverted");
  }
  point.properties = CopyOf(in.List("funnelCorrelationPropertyValues") == nullptr
                                ? nullptr
                                : in.Any("funnelCorrelationPropertyValues"));
  TRY(in.Finish());
  // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): without a source Finish() has failed
  TRY_ASSIGN(point.source, ParseFunnelCorrelation(*source, path + ".source"));
  if (entity != nullptr) {
    FieldReader node(*entity, path + ".funnelCorrelationPersonEntity");
    TRY_ASSIGN(point.entity, ReadFunnelNode(node));
    TRY(node.Finish());
  }
  if (!point.entity && point.properties.is_null()) {
    return InvalidArgument("No entity for persons specified");
  }
  // The list of the funnel has them then.
  point.source.source.include_recordings = point.include_recordings && !point.entity;
  return point;
}

Result<ExprPtr> CorrelationActors(const CorrelationPoint& point, const FunnelsPlan& plan,
                                  std::vector<ListedActor> actors, const FilterContext& context) {
  std::vector<ListedActor> chosen;
  for (ListedActor& actor : actors) {
    if (!point.converted || actor.converted == *point.converted) chosen.push_back(std::move(actor));
  }
  if (!point.entity) {
    TRY_ASSIGN(const ExprPtr filter, FilterExpr(point.properties, context));
    TRY_ASSIGN(hogql::SelectNode described, DescribedActors(plan));
    ExprList wanted = {InsideActors(filter)};
    if (described.where != nullptr) wanted.push_back(described.where);
    described.where = And(std::move(wanted));
    hogql::SelectNode select;
    select.select = {Field({"actor_id"})};
    if (point.include_recordings) select.select.push_back(Field({"matching_events"}));
    ActorRows rows(point.include_recordings);
    for (const ListedActor& actor : chosen) rows.Add(actor);
    select.from = {hogql::Table(std::move(rows).Select(plan.actor), "listed")};
    select.where = Compare(CompareOp::kIn, Field({"actor_id"}), hogql::Make(std::move(described)));
    return hogql::Make(std::move(select));
  }
  ExprList conditions;
  TRY_ASSIGN(ExprPtr match, EntityMatch(*point.entity, context));
  if (match != nullptr) conditions.push_back(std::move(match));
  TRY_ASSIGN(ExprPtr filters, EntityFilters(*point.entity, context));
  if (!IsTrue(filters)) conditions.push_back(std::move(filters));
  TRY_ASSIGN(hogql::SelectNode events, EventsBeside(plan, std::move(conditions)));
  hogql::SelectNode select;
  select.select = {Alias("actor_id", Field({"did", "actor"}))};
  if (point.include_recordings) {
    TRY_ASSIGN(ExprPtr matched, MatchedEvent());
    events.select.push_back(Alias("matched", std::move(matched)));
    select.select.push_back(Alias("matching_events", Gathered(Field({"did", "matched"}))));
  }
  select.from = WithWays(std::move(events), chosen, plan.actor);
  select.where = OnTheWay();
  select.group_by = ExprList{Field({"actor_id"})};
  return hogql::Make(std::move(select));
}

}  // namespace tenrec::insights
