#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/counted_series.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/paths.h"

namespace tenrec::insights {
namespace {

constexpr std::int64_t kMaxSteps = 100;
constexpr std::int64_t kMaxEdges = 10'000;
constexpr std::size_t kMaxRules = 200;

std::int64_t ReadLimit(FieldReader& in, std::string_view name, std::int64_t fallback,
                       std::int64_t most) {
  const auto value = in.Int(name);
  if (!value || *value == 0) return fallback;
  if (*value < 1 || *value > most) {
    in.Fail(name, "Input should be 1 to " + std::to_string(most));
  }
  return *value;
}

std::optional<std::int64_t> ReadWeight(FieldReader& in, std::string_view name) {
  const auto value = in.Int(name);
  if (value && *value < 0) in.Fail(name, "Input should be greater than or equal to 0");
  return value && *value > 0 ? value : std::nullopt;
}

void ReadTypes(FieldReader& in, PathsQuery& query) {
  for (const std::string& type : in.TextList("includeEventTypes")) {
    if (type == "$pageview") {
      query.pageviews = true;
    } else if (type == "$screen") {
      query.screens = true;
    } else if (type == "custom_event") {
      query.custom_events = true;
    } else if (type == "hogql") {
      query.expressions = true;
    } else {
      in.Fail("includeEventTypes",
              "Input should be '$pageview', '$screen', 'custom_event' or 'hogql'");
    }
  }
}

Status ReadRules(FieldReader& in, PathsQuery& query) {
  const JsonArray* rules = in.List("localPathCleaningFilters");
  if (rules == nullptr) return Ok();
  if (rules->size() > kMaxRules) {
    in.Fail("localPathCleaningFilters", "List should have at most 200 items");
    return Ok();
  }
  for (std::size_t i = 0; i < rules->size(); ++i) {
    FieldReader rule((*rules)[i],
                     "query.pathsFilter.localPathCleaningFilters." + std::to_string(i));
    const auto regex = rule.Text("regex");
    const auto alias = rule.Text("alias");
    rule.Ignore({"order"});
    TRY(rule.Finish());
    if (regex && !regex->empty()) query.rules.push_back({*regex, alias.value_or("")});
  }
  return Ok();
}

/// The end of a URL does not tell two items apart.
std::string WithoutSlash(std::string text) {
  if (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

Status ReadFilter(const Json& json, PathsQuery& query) {
  FieldReader in(json, "query.pathsFilter");
  ReadTypes(in, query);
  query.expression = in.Text("pathsHogQLExpression").value_or("");
  query.excluded = in.TextList("excludeEvents");
  query.start_point = WithoutSlash(in.Text("startPoint").value_or(""));
  query.end_point = WithoutSlash(in.Text("endPoint").value_or(""));
  query.step_limit = ReadLimit(in, "stepLimit", 5, kMaxSteps);
  query.edge_limit = ReadLimit(in, "edgeLimit", 50, kMaxEdges);
  query.min_weight = ReadWeight(in, "minEdgeWeight");
  query.max_weight = ReadWeight(in, "maxEdgeWeight");
  query.groupings = in.TextList("pathGroupings");
  if (query.groupings.size() > kMaxRules) {
    in.Fail("pathGroupings", "List should have at most 200 items");
  }
  query.cleans_by_project = in.Bool("pathReplacements");
  TRY(ReadRules(in, query));
  query.start_key = in.Text("pathStartKey").value_or("");
  query.end_key = in.Text("pathEndKey").value_or("");
  query.dropoff_key = in.Text("pathDropoffKey").value_or("");
  in.Ignore({"showFullUrls"});
  return in.Finish();
}

/// Paths and funnel must be of the same actors, or no path would be left.
Status CheckActors(const PathsQuery& query) {
  const FunnelsQuery& funnel = query.funnel->point.source;
  if (!funnel.aggregate_by && funnel.group_type_index == query.counted.group_type_index)
    return Ok();
  return InvalidArgument(
      "query.funnelPathsFilter.funnelSource: the funnel must count the same actors as the paths: "
      "persons, or groups of the same type");
}

}  // namespace

Result<PathsQuery> ParsePathsQuery(const Json& json) {
  PathsQuery query;
  FieldReader in(json, "query");
  const JsonArray every_event{JsonObject{{"kind", "EventsNode"}}};
  TRY_ASSIGN(query.counted, ReadCountedSeries(in, {.series = &every_event}));
  // A way goes on from day to day.
  query.counted.date_range.days_of_week.clear();
  if (const Json* filter = in.Object("pathsFilter")) {
    TRY(ReadFilter(*filter, query));
  } else {
    in.Fail("pathsFilter", "Field required");
  }
  const Json* funnel = in.Object("funnelPathsFilter");
  TRY(in.Finish());
  if (funnel != nullptr) {
    TRY_ASSIGN(query.funnel, ParseFunnelPaths(*funnel, "query.funnelPathsFilter"));
    TRY(CheckActors(query));
  }
  return query;
}

}  // namespace tenrec::insights
