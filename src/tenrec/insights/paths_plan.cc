#include <cctype>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "tenrec/hogql/parser.h"
#include "tenrec/insights/counted_series.h"
#include "tenrec/insights/paths.h"
#include "tenrec/insights/series_events.h"
#include "tenrec/insights/statement.h"

namespace tenrec::insights {
namespace {

using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Events of the same millisecond stand in the order of their items, so that an answer does not
/// change from one question to the next.
constexpr std::string_view kPaths = R"(
SELECT actor_id, {cut} AS path
FROM (
  SELECT actor_id, path_of_session AS whole, arrayMap(step -> step.2, whole) AS items
  FROM (
    SELECT actor_id, arrayFilter(
      (step, next) -> step.2 != next.2, session, arrayPushBack(arrayPopFront(session), {end})
    ) AS path_of_session
    FROM (
      SELECT actor_id, arrayJoin(arraySplit(
        (step, pause) -> pause >= {pause}, steps,
        arrayDifference(arrayMap(step -> step.1, steps)))) AS session
      FROM (
        SELECT actor_id, arraySort(groupArray({step})) AS steps
        FROM {steps} WHERE {kept} GROUP BY actor_id
      )
    )
  )
)
WHERE {hit})";

/// A step, what stands behind the last one, and what stands for those that were left out. With the
/// event that a step was made of, there is a third part.
constexpr std::string_view kStep = "(moment, item)";
constexpr std::string_view kEnd = "(0, '')";
constexpr std::string_view kDots = "(({between})[{half} + 1].1, '...')";
constexpr std::string_view kMatchedStep = "(moment, item, matched)";
constexpr std::string_view kMatchedEnd = "(0, '', session[1].3)";
constexpr std::string_view kMatchedDots =
    "(({between})[{half} + 1].1, '...', ({between})[{half} + 1].3)";

constexpr std::string_view kSteps = R"(
SELECT {actor} AS actor_id, toUnixTimestamp64Milli(timestamp) AS moment, {item} AS item
FROM events WHERE {where})";

constexpr std::string_view kMatchedSteps = R"(
SELECT {actor} AS actor_id, toUnixTimestamp64Milli(timestamp) AS moment, {item} AS item,
  {matched} AS matched
FROM events WHERE {where})";

constexpr std::string_view kStepsOfFunnel = R"(
SELECT way.actor_id AS actor_id, did.moment AS moment, did.item AS item
FROM (
  SELECT {actor} AS actor, timestamp, toUnixTimestamp64Milli(timestamp) AS moment, {item} AS item
  FROM events WHERE {where}
) AS did
INNER JOIN {stretches} AS way ON did.actor = way.actor_id
WHERE did.timestamp >= way.entered AND did.timestamp <= way.until)";

constexpr std::string_view kMatchedStepsOfFunnel = R"(
SELECT way.actor_id AS actor_id, did.moment AS moment, did.item AS item, did.matched AS matched
FROM (
  SELECT {actor} AS actor, timestamp, toUnixTimestamp64Milli(timestamp) AS moment, {item} AS item,
    {matched} AS matched
  FROM events WHERE {where}
) AS did
INNER JOIN {stretches} AS way ON did.actor = way.actor_id
WHERE did.timestamp >= way.entered AND did.timestamp <= way.until)";

/// PackedStep.
constexpr std::string_view kHistories = R"(
SELECT groupArray(bitOr(
  bitShiftLeft(_toUInt128(moment + {shift}), 64), _toUInt128(cityHash64(item)))) AS steps
FROM {steps} WHERE {kept} GROUP BY actor_id)";

/// The same of pages as they are: their texts are hashed where they lie, and not copied before.
constexpr std::string_view kHistoriesOfPages = R"(
SELECT groupArray(bitOr(
  bitShiftLeft(_toUInt128(toUnixTimestamp64Milli(timestamp) + {shift}), 64),
  _toUInt128(if(length({url}) > 1 and endsWith({url}, '/'),
    cityHash64(substring({url}, 1, length({url}) - 1)), cityHash64({url}))))) AS steps
FROM events WHERE {where} GROUP BY {actor})";

constexpr std::string_view kNumbers = R"(
SELECT cityHash64({origin}) AS origin, cityHash64({goal}) AS goal, cityHash64('...') AS dots)";

constexpr std::string_view kTexts = R"(
SELECT cityHash64(item) AS number, any(item) AS text
FROM (SELECT {item} AS item FROM events WHERE {where})
WHERE reinterpretAsInt64(cityHash64(item)) IN {numbers} GROUP BY number)";

/// Units: milliseconds.
constexpr std::int64_t kPause = 1'800'000;

constexpr std::string_view kFirstSteps = "arraySlice(whole, 1, {most})";
constexpr std::string_view kFromStart = "arraySlice(whole, indexOf(items, {origin}), {most})";
constexpr std::string_view kToEnd =
    "arraySlice(arraySlice(whole, 1, indexOf(items, {goal})), -1 * {most})";
constexpr std::string_view kBetween = R"(
arraySlice(whole, indexOf(items, {origin}),
  indexOf(arraySlice(items, indexOf(items, {origin})), {goal})))";
constexpr std::string_view kShortened = R"(
if(length({between}) > {most},
  arrayConcat(arraySlice({between}, 1, {half}), [{dots}],
    arraySlice({between}, -1 * {half})),
  {between}))";
constexpr std::string_view kOnlyDots = R"(
if(length({between}) > {most}, [{dots}], {between}))";

constexpr std::string_view kEdges = R"(
SELECT concat(toString(position), '_', before) AS source,
  concat(toString(position + 1), '_', after) AS target, value, average
FROM (
  SELECT edge.1 AS position, edge.2 AS before, edge.3 AS after, count() AS value,
    avg(edge.4) AS average
  FROM (
    SELECT arrayJoin(arrayMap(
      (from_step, to_step, position) -> (position, from_step.2, to_step.2, to_step.1 - from_step.1),
      arrayPopBack(path), arrayPopFront(path), arrayEnumerate(arrayPopBack(path)))) AS edge
    FROM {paths} WHERE length(path) > 1
  )
  GROUP BY position, before, after
)
WHERE {weight}
ORDER BY value DESC, source ASC, target ASC
LIMIT {most})";

constexpr std::string_view kActors = R"(
SELECT actor_id, count() AS event_count
FROM (
  SELECT actor_id, arrayJoin(arrayMap(
    (previous, step, position) -> (
      if(position = 1, '', concat(toString(position - 1), '_', previous.2)),
      concat(toString(position), '_', step.2), position = length(path)),
    arrayPopBack(arrayPushFront(path, (0, ''))), path, arrayEnumerate(path))) AS place
  FROM {paths}
)
WHERE {wanted} GROUP BY actor_id)";

constexpr std::string_view kMatchedActors = R"(
SELECT actor_id, count() AS event_count, {gathered} AS matching_events
FROM (
  SELECT actor_id, arrayJoin(arrayMap(
    (previous, step, position) -> (
      if(position = 1, '', concat(toString(position - 1), '_', previous.2)),
      concat(toString(position), '_', step.2), position = length(path), step.3),
    arrayPopBack(arrayPushFront(path, (0, '', path[1].3))), path, arrayEnumerate(path))) AS place
  FROM {paths}
)
WHERE {wanted} GROUP BY actor_id)";

/// A URL without the slash at its end.
constexpr std::string_view kPage =
    "if(length({url}) > 1 and endsWith({url}, '/'), substring({url}, 1, length({url}) - 1), {url})";

/// A regular expression of a wildcard: "/product/*" is "/product/.*".
std::string RegexOf(std::string_view wildcard) {
  std::string regex;
  for (const char c : wildcard) {
    if (c == '*') {
      regex += ".*";
      continue;
    }
    if (std::ispunct(static_cast<unsigned char>(c)) != 0 && c != '_') regex += '\\';
    regex += c;
  }
  return regex;
}

/// Whether an item is made of this kind of event.
bool Reads(const PathsQuery& query, bool chosen, std::string_view event) {
  if (!query.any_type()) return chosen;
  for (const std::string& excluded : query.excluded) {
    if (excluded == event) return false;
  }
  return true;
}

ExprPtr Url() {
  return Call("toString", {Field({"properties", "$current_url"})});
}

bool OnlyPages(const PathsQuery& query) {
  return query.pageviews && !query.screens && !query.custom_events && !query.expressions;
}

/// What an event is called.
Result<ExprPtr> ItemOf(const PathsQuery& query) {
  ExprPtr item = Field({"event"});
  if (Reads(query, query.expressions, "hogql") && !query.expression.empty()) {
    TRY_ASSIGN(item, hogql::ParseExpr(query.expression));
    item = Call("toString", {std::move(item)});
  }
  const auto is = [](const char* event) {
    return Compare(CompareOp::kEq, Field({"event"}), Constant(event));
  };
  if (Reads(query, query.pageviews, "$pageview")) {
    StatementParts parts{{"url", Url()}};
    TRY_ASSIGN(ExprPtr page, Expression(kPage, parts));
    item = OnlyPages(query) ? std::move(page)
                            : Call("if", {is("$pageview"), std::move(page), std::move(item)});
  }
  if (Reads(query, query.screens, "$screen")) {
    item = Call("if", {is("$screen"), Call("toString", {Field({"properties", "$screen_name"})}),
                       std::move(item)});
  }
  return Call("ifNull", {std::move(item), Constant("")});
}

ExprPtr Cleaned(ExprPtr item, const PathsQuery& query, const TrendsContext& context) {
  const auto replace = [&](const PathCleaningRule& rule) {
    item = Call("replaceRegexpAll", {std::move(item), Constant(rule.regex), Constant(rule.alias)});
  };
  for (const PathCleaningRule& rule : query.rules) replace(rule);
  if (query.cleans_by_project) {
    for (const PathCleaningRule& rule : context.filters.path_cleaning) replace(rule);
  }
  if (query.groupings.empty()) return item;
  ExprList branches;
  for (const std::string& grouping : query.groupings) {
    branches.push_back(Call("match", {item, Constant(RegexOf(grouping))}));
    branches.push_back(Constant(grouping));
  }
  branches.push_back(item);
  return Call("multiIf", std::move(branches));
}

/// Which events have an item at all.
ExprPtr OfTypes(const PathsQuery& query) {
  ExprList any;
  const ExprPtr event = Field({"event"});
  if (query.pageviews) any.push_back(Compare(CompareOp::kEq, event, Constant("$pageview")));
  if (query.screens) any.push_back(Compare(CompareOp::kEq, event, Constant("$screen")));
  if (query.custom_events) {
    any.push_back(hogql::Not(Call("startsWith", {event, Constant("$")})));
  }
  return any.empty() ? Constant(true) : hogql::Or(std::move(any));
}

ExprPtr Kept(const PathsQuery& query) {
  ExprList conditions = {Compare(CompareOp::kNotEq, Field({"item"}), Constant(""))};
  if (!query.excluded.empty()) {
    ExprList items;
    for (const std::string& item : query.excluded) items.push_back(Constant(item));
    conditions.push_back(
        Compare(CompareOp::kNotIn, Field({"item"}), hogql::Tuple(std::move(items))));
  }
  return And(std::move(conditions));
}

/// The part of a session's path that is shown, and whether it has its targets.
Status AddCut(const PathsQuery& query, bool matched, StatementParts& parts) {
  const bool starts = !query.start_point.empty();
  const bool ends = !query.end_point.empty();
  parts["origin"] = Constant(query.start_point);
  parts["goal"] = Constant(query.end_point);
  parts["most"] = Constant(query.step_limit);
  parts["half"] = Constant(query.step_limit / 2);
  const auto has = [](const ExprPtr& target) { return Call("has", {Field({"items"}), target}); };
  if (starts && ends) {
    TRY_ASSIGN(parts["between"], Expression(kBetween, parts));
    TRY_ASSIGN(parts["dots"], Expression(matched ? kMatchedDots : kDots, parts));
    TRY_ASSIGN(parts["cut"], Expression(query.step_limit > 1 ? kShortened : kOnlyDots, parts));
    TRY_ASSIGN(
        parts["hit"],
        Expression("has(items, {origin}) and has(arraySlice(items, indexOf(items, {origin})), "
                   "{goal})",
                   parts));
    return Ok();
  }
  const std::string_view cut = starts ? kFromStart : ends ? kToEnd : kFirstSteps;
  TRY_ASSIGN(parts["cut"], Expression(cut, parts));
  parts["hit"] = starts ? has(parts["origin"]) : ends ? has(parts["goal"]) : Constant(true);
  return Ok();
}

Result<ExprPtr> Histories(const PathsPlan& plan, const TrendsContext& context,
                          StatementParts parts) {
  const PathsQuery& query = plan.query;
  const bool cleans = !query.rules.empty() || !query.groupings.empty() ||
                      (query.cleans_by_project && !context.filters.path_cleaning.empty());
  if (!OnlyPages(query) || cleans || !query.excluded.empty()) return Statement(kHistories, parts);
  parts["where"] = And({plan.where, Call("notEmpty", {Url()})});
  parts["url"] = Call("assumeNotNull", {Url()});
  return Statement(kHistoriesOfPages, parts);
}

}  // namespace

Result<PathsPlan> PlanPaths(PathsQuery query, const TrendsContext& context,
                            const ExprPtr& stretches, bool with_events) {
  PathsPlan plan;
  plan.with_events = with_events;
  query.counted.date_range.earliest = context.earliest;
  TRY_ASSIGN(plan.range,
             ResolveDateRange(query.counted.date_range, context.filters.zone, context.filters.now));
  if (plan.range.backwards) {
    return InvalidArgument("dateRange: date_from is after date_to");
  }
  plan.query = std::move(query);
  plan.group_index = plan.query.counted.group_type_index;
  const SeriesEvents events(plan.query.counted, 0, plan.range, context);
  TRY_ASSIGN(ExprPtr where, events.Where(plan.range.lower_bound, true));
  TRY_ASSIGN(ExprPtr item, ItemOf(plan.query));
  const ExprPtr types = OfTypes(plan.query);
  if (!IsTrue(types)) where = And({std::move(where), types});
  StatementParts parts{{"actor", events.Actor()},
                       {"item", Cleaned(std::move(item), plan.query, context)},
                       {"where", std::move(where)},
                       {"kept", Kept(plan.query)},
                       {"pause", Constant(kPause)}};
  if (plan.query.funnel) {
    // Whoever may still convert is still on the way.
    parts["pause"] = Constant(plan.query.funnel->point.source.window / 1'000);
    parts["stretches"] = stretches;
  }
  if (with_events) {
    TRY_ASSIGN(parts["matched"], MatchedEvent());
  }
  const std::string_view steps = with_events ? kMatchedSteps : kSteps;
  const std::string_view of_funnel = with_events ? kMatchedStepsOfFunnel : kStepsOfFunnel;
  TRY_ASSIGN(parts["steps"], Statement(plan.query.funnel ? of_funnel : steps, parts));
  plan.item = parts["item"];
  plan.where = parts["where"];
  if (!plan.query.funnel && !with_events) {
    plan.pause = kPause;
    parts["shift"] = Constant(PackedStep::kShift);
    TRY_ASSIGN(plan.histories, Histories(plan, context, parts));
  }
  TRY_ASSIGN(parts["step"], Expression(with_events ? kMatchedStep : kStep, parts));
  TRY_ASSIGN(parts["end"], Expression(with_events ? kMatchedEnd : kEnd, parts));
  TRY(AddCut(plan.query, with_events, parts));
  TRY_ASSIGN(plan.paths, Statement(kPaths, parts));

  ExprList weights;
  if (plan.query.min_weight) {
    weights.push_back(
        Compare(CompareOp::kGtEq, Field({"value"}), Constant(*plan.query.min_weight)));
  }
  if (plan.query.max_weight) {
    weights.push_back(
        Compare(CompareOp::kLtEq, Field({"value"}), Constant(*plan.query.max_weight)));
  }
  TRY_ASSIGN(plan.edges, Statement(kEdges, {{"paths", plan.paths},
                                            {"weight", And(std::move(weights))},
                                            {"most", Constant(plan.query.edge_limit)}}));
  return plan;
}

Result<ExprPtr> PathsNumbers(const PathsQuery& query) {
  return Statement(kNumbers,
                   {{"origin", Constant(query.start_point)}, {"goal", Constant(query.end_point)}});
}

Result<ExprPtr> PathsTexts(const PathsPlan& plan, const std::vector<std::uint64_t>& numbers,
                           Timestamp from, Timestamp to) {
  ExprList wanted;
  wanted.reserve(numbers.size());
  for (const std::uint64_t number : numbers) {
    wanted.push_back(Constant(static_cast<std::int64_t>(number)));
  }
  return Statement(kTexts, {{"item", plan.item},
                            {"where", And({plan.where, WithinTime(from, to)})},
                            {"numbers", hogql::Tuple(std::move(wanted))}});
}

JsonObject PathsResponse(const PathsPlan& plan, const std::vector<PathEdge>& edges) {
  std::multimap<std::string, std::string> targets;
  std::vector<std::string> waiting;
  for (const PathEdge& edge : edges) {
    targets.emplace(edge.source, edge.target);
    if (edge.source.starts_with("1_")) waiting.push_back(edge.source);
  }
  std::set<std::string> reached;
  while (!waiting.empty()) {
    const std::string key = std::move(waiting.back());
    waiting.pop_back();
    if (!reached.insert(key).second) continue;
    const auto [begin, end] = targets.equal_range(key);
    for (auto at = begin; at != end; ++at) waiting.push_back(at->second);
  }
  JsonArray results;
  for (const PathEdge& edge : edges) {
    if (!reached.contains(edge.source)) continue;
    results.push_back(JsonObject{{"source", edge.source},
                                 {"target", edge.target},
                                 {"value", ScaledUp(edge.value, plan.query.counted)},
                                 {"average_conversion_time", edge.average}});
  }
  return {{"results", std::move(results)}};
}

Result<ActorsSource> PathsActors(const PathsPlan& plan) {
  const auto is = [](std::int64_t part, const std::string& key) {
    return Compare(CompareOp::kEq, hogql::TupleAccess(Field({"place"}), part), Constant(key));
  };
  ExprList wanted;
  const PathsQuery& query = plan.query;
  if (!query.dropoff_key.empty()) {
    wanted.push_back(is(2, query.dropoff_key));
    wanted.push_back(Compare(CompareOp::kEq, hogql::TupleAccess(Field({"place"}), 3), Constant(1)));
  } else {
    if (!query.start_key.empty()) wanted.push_back(is(1, query.start_key));
    if (!query.end_key.empty()) wanted.push_back(is(2, query.end_key));
  }
  ActorsSource source{
      .select = nullptr, .group_index = plan.group_index, .has_recordings = plan.with_events};
  TRY_ASSIGN(source.select,
             Statement(plan.with_events ? kMatchedActors : kActors,
                       {{"paths", plan.paths},
                        {"gathered", Gathered(hogql::TupleAccess(Field({"place"}), 4))},
                        {"wanted", And(std::move(wanted))}}));
  return source;
}

}  // namespace tenrec::insights
