#include "tenrec/insights/funnels_query.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/query_fields.h"

namespace tenrec::insights {
namespace {

using behavior::Attribution;
using behavior::StepOrder;

constexpr std::int64_t kMicros = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kMicros;
/// Longer windows than this many of any unit mean all time, and must not overflow.
constexpr std::int64_t kMaxWindow = 100'000;

constexpr const char* kTooFewSteps = "funnels_require_at_least_two_steps";
constexpr const char* kStepRange = "funnel_step_range_invalid";
constexpr const char* kExclusions = "funnel_exclusions_invalid";
constexpr const char* kOptionalSteps = "funnel_optional_steps_invalid";

struct NamedUnit {
  std::string_view word;
  std::int64_t micros;
};
constexpr std::array<NamedUnit, 6> kUnits{{{"second", kMicros},
                                           {"minute", 60 * kMicros},
                                           {"hour", 3'600 * kMicros},
                                           {"day", kDay},
                                           {"week", 7 * kDay},
                                           {"month", 31 * kDay}}};

template <typename T>
struct Word {
  std::string_view word;
  T value;
};
constexpr std::array<Word<FunnelGraph>, 4> kGraphs{
    {{"steps", FunnelGraph::kSteps},
     {"flow", FunnelGraph::kSteps},
     {"time_to_convert", FunnelGraph::kTimeToConvert},
     {"trends", FunnelGraph::kTrends}}};
constexpr std::array<Word<StepOrder>, 3> kOrders{{{"ordered", StepOrder::kOrdered},
                                                  {"strict", StepOrder::kStrict},
                                                  {"unordered", StepOrder::kUnordered}}};
constexpr std::array<Word<Attribution>, 4> kAttributions{{{"first_touch", Attribution::kFirstTouch},
                                                          {"last_touch", Attribution::kLastTouch},
                                                          {"all_events", Attribution::kAllEvents},
                                                          {"step", Attribution::kStep}}};
constexpr std::array<Word<StepMath>, 3> kMaths{
    {{"total", StepMath::kTotal},
     {"first_time_for_user", StepMath::kFirstTime},
     {"first_time_for_user_with_filters", StepMath::kFirstTimeWithFilters}}};

/// Reads one of some words; what is none of them is a fault of the field.
template <typename T, std::size_t N>
T ReadWord(FieldReader& in, std::string_view name, const std::array<Word<T>, N>& words,
           T fallback) {
  const auto text = in.Text(name);
  if (!text) return fallback;
  std::string known;
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i].word == *text) return words[i].value;
    known += (i == 0 ? "'" : i + 1 == N ? " or '" : ", '") + std::string(words[i].word) + "'";
  }
  in.Fail(name, "Input should be " + known);
  return fallback;
}

Status ReadSeries(FieldReader& in, FunnelsQuery& out) {
  const JsonArray* series = in.List("series");
  if (series == nullptr) {
    in.Fail("series", "Field required");
    return Ok();
  }
  if (series->size() > behavior::kMaxSteps) {
    in.Fail("series", "List should have at most 32 items");
    return Ok();
  }
  for (std::size_t i = 0; i < series->size(); ++i) {
    FieldReader item((*series)[i], "query.series." + std::to_string(i));
    TRY_ASSIGN(FunnelNode node, ReadFunnelNode(item));
    TRY(item.Finish());
    out.series.push_back(std::move(node));
  }
  return Ok();
}

Status ReadExclusions(FieldReader& in, FunnelsQuery& out) {
  const JsonArray* list = in.List("exclusions");
  if (list == nullptr) return Ok();
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader item((*list)[i], "query.funnelsFilter.exclusions." + std::to_string(i));
    FunnelExclusion exclusion;
    TRY_ASSIGN(exclusion.node, ReadFunnelNode(item));
    const auto step = [&](const char* name) {
      const auto number = item.Int(name);
      if (!number) item.Fail(name, "Field required");
      return static_cast<int>(std::clamp<std::int64_t>(number.value_or(0), -1, 1'000));
    };
    exclusion.from_step = step("funnelFromStep");
    exclusion.to_step = step("funnelToStep");
    TRY(item.Finish());
    out.exclusions.push_back(std::move(exclusion));
  }
  return Ok();
}

/// What a FunnelsQuery says of steps, before it is known to fit the series.
struct StepChoice {
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
  std::optional<std::int64_t> attribution;
};

Status ReadFilter(const Json& json, FunnelsQuery& out, StepChoice& steps) {
  FieldReader in(json, "query.funnelsFilter");
  out.graph = ReadWord(in, "funnelVizType", kGraphs, FunnelGraph::kSteps);
  out.order = ReadWord(in, "funnelOrderType", kOrders, StepOrder::kOrdered);
  const auto window = in.Int("funnelWindowInterval").value_or(14);
  if (window < 1) in.Fail("funnelWindowInterval", "Input should be greater than 0");
  const std::string unit = in.Text("funnelWindowIntervalUnit").value_or("day");
  const auto named = std::ranges::find(kUnits, unit, &NamedUnit::word);
  if (named == kUnits.end()) {
    in.Fail("funnelWindowIntervalUnit",
            "Input should be 'second', 'minute', 'hour', 'day', 'week' or 'month'");
  } else {
    const std::int64_t most = named->micros < kDay ? kMaxWindow * 86'400 : kMaxWindow;
    out.window = std::min(window, most) * named->micros;
  }
  TRY(ReadExclusions(in, out));
  out.attribution =
      ReadWord(in, "breakdownAttributionType", kAttributions, Attribution::kFirstTouch);
  steps.attribution = in.Int("breakdownAttributionValue");
  steps.from = in.Int("funnelFromStep");
  steps.to = in.Int("funnelToStep");
  out.aggregate_by = in.Text("funnelAggregateByHogQL");
  if (out.aggregate_by == "person_id" || out.aggregate_by == "") out.aggregate_by.reset();
  out.bin_count = in.Int("binCount");
  in.Ignore({"funnelStepReference", "layout", "hiddenLegendBreakdowns", "resultCustomizations",
             "showValuesOnSeries", "goalLines", "showTrendLines", "useUdf", "showLegend",
             "customAggregationTarget", "resultCustomizationBy"});
  return in.Finish();
}

/// Whether both name the same events, whatever their filters.
bool SameEvents(const Entity& a, const Entity& b);

bool SameNode(const Entity& a, const Entity& b) {
  return SameEvents(a, b) && a.properties == b.properties &&
         a.fixed_properties == b.fixed_properties;
}

bool SameEvents(const Entity& a, const Entity& b) {
  return a.event == b.event && a.action_id == b.action_id &&
         std::ranges::equal(a.any_of, b.any_of, SameNode);
}

/// Whether the node matches every event that the other one does, as far as their filters tell.
bool Covers(const FunnelNode& node, const FunnelNode& other) {
  if (!SameEvents(node, other)) return false;
  const auto within = [](const Json& few, const Json& many) {
    const auto* list = few.if_array();
    if (list == nullptr) return few.is_null() || few == many;
    const auto* rest = many.if_array();
    return std::ranges::all_of(*list, [&](const Json& filter) {
      return rest != nullptr && std::ranges::find(*rest, filter) != rest->end();
    });
  };
  return within(node.properties, other.properties) &&
         within(node.fixed_properties, other.fixed_properties);
}

Error Refused(std::string message, const char* code) {
  return InvalidArgument(std::move(message)).WithTag(code);
}

Status CheckSteps(FunnelsQuery& query, const StepChoice& steps) {
  const auto count = static_cast<std::int64_t>(query.series.size());
  if (count < 2) return Refused("Funnels require at least two steps.", kTooFewSteps);
  const std::int64_t last = count - 1;
  // This graph has a sentence of its own for the last step.
  if (query.graph == FunnelGraph::kTimeToConvert && steps.to &&
      (*steps.to < 1 || *steps.to > last)) {
    std::string legal;
    for (std::int64_t i = 1; i <= last; ++i) legal += (i == 1 ? "" : ", ") + std::to_string(i);
    return Refused(
        "Filter parameter funnel_to_step can only be one of " + legal + " for time to convert!",
        kStepRange);
  }
  if (steps.from && (*steps.from < 0 || *steps.from > last - 1)) {
    return Refused("funnelFromStep is out of bounds. It must be between 0 and " +
                       std::to_string(last - 1) + ".",
                   kStepRange);
  }
  if (steps.to && (*steps.to < 1 || *steps.to > last)) {
    return Refused(
        "funnelToStep is out of bounds. It must be between 1 and " + std::to_string(last) + ".",
        kStepRange);
  }
  if (steps.from && steps.to && *steps.from >= *steps.to) {
    return Refused(
        "Funnel step range is invalid. funnelToStep should be greater than funnelFromStep.",
        kStepRange);
  }
  query.from_step = static_cast<int>(steps.from.value_or(0));
  query.to_step = static_cast<int>(steps.to.value_or(last));
  return Ok();
}

Status CheckExclusions(const FunnelsQuery& query) {
  const int last = static_cast<int>(query.series.size()) - 1;
  if (query.order == StepOrder::kUnordered) {
    for (const FunnelExclusion& exclusion : query.exclusions) {
      if (exclusion.from_step != 0 || exclusion.to_step != last) {
        return Refused("Partial Exclusions not allowed in unordered funnels", kExclusions);
      }
    }
  }
  const std::string invalid = "Exclusion event range is invalid. ";
  for (const FunnelExclusion& exclusion : query.exclusions) {
    if (exclusion.from_step >= exclusion.to_step) {
      return Refused(invalid + "End of range should be greater than start.", kExclusions);
    }
    if (exclusion.from_step >= last) {
      return Refused(invalid + "Start of range is greater than number of steps.", kExclusions);
    }
    if (exclusion.to_step > last) {
      return Refused(invalid + "End of range is greater than number of steps.", kExclusions);
    }
    for (int i = std::max(exclusion.from_step, 0); i <= exclusion.to_step; ++i) {
      if (Covers(query.series[static_cast<std::size_t>(i)], exclusion.node)) {
        return Refused("Exclusion steps cannot contain an event that's part of funnel steps.",
                       kExclusions);
      }
    }
  }
  return Ok();
}

Status CheckOptionalSteps(const FunnelsQuery& query) {
  if (std::ranges::none_of(query.series, &FunnelNode::is_optional)) return Ok();
  if (query.graph != FunnelGraph::kSteps || query.order == StepOrder::kUnordered) {
    return Refused(
        "Optional funnel steps are only supported in funnels with step order Sequential or Strict "
        "and the graph type \"Conversion Steps\".",
        kOptionalSteps);
  }
  if (query.series.front().is_optional) {
    return Refused("The first step of a funnel cannot be optional.", kOptionalSteps);
  }
  for (std::size_t i = 0; i + 1 < query.series.size(); ++i) {
    const FunnelNode& step = query.series[i];
    const FunnelNode& next = query.series[i + 1];
    if (step.is_optional && !next.is_optional && Covers(next, step)) {
      return Refused("An optional step cannot be the same as the following required step.",
                     kOptionalSteps);
    }
  }
  return Ok();
}

Status CheckAttribution(FunnelsQuery& query, const StepChoice& steps) {
  if (query.attribution != Attribution::kStep) return Ok();
  const std::int64_t step = steps.attribution.value_or(0);
  if (query.order == StepOrder::kUnordered && step != 0) {
    return InvalidArgument(
        "Only the first step can be used for breakdown attribution in unordered funnels");
  }
  if (step < 0 || step >= static_cast<std::int64_t>(query.series.size())) {
    return InvalidArgument("query.funnelsFilter.breakdownAttributionValue: there is no step " +
                           std::to_string(step));
  }
  query.attribution_step = static_cast<int>(step);
  return Ok();
}

Status CheckBreakdown(FunnelsQuery& query, BreakdownFilter filter, const StepChoice& steps) {
  query.breakdown_limit = filter.limit;
  if (filter.breakdowns.empty()) {
    query.attribution = Attribution::kNone;
    return Ok();
  }
  if (filter.breakdowns.size() > 1) {
    return InvalidArgument("query.breakdownFilter.breakdowns: a funnel has one breakdown");
  }
  query.breakdown = std::move(filter.breakdowns.front());
  query.cohorts = std::move(filter.cohorts);
  TRY(CheckAttribution(query, steps));
  // Somebody counts once in each of their cohorts, with everything they did.
  if (!query.cohorts.empty()) query.attribution = Attribution::kAllEvents;
  return Ok();
}

}  // namespace

std::vector<std::string> FunnelsQuery::EventNames() const {
  std::vector<std::string> names;
  for (const FunnelNode& node : series) {
    if (node.event) names.push_back(*node.event);
    for (const Entity& one : node.any_of) {
      if (one.event) names.push_back(*one.event);
    }
  }
  return names;
}

Result<FunnelNode> ReadFunnelNode(FieldReader& in) {
  FunnelNode node;
  if (in.Text("kind") == "DataWarehouseNode") {
    return InvalidArgument(
        "Data warehouse tables are not supported in funnels just yet. For now, please try this "
        "funnel without the data warehouse-based step.");
  }
  TRY_ASSIGN(static_cast<Entity&>(node), ReadEntity(in));
  node.math = ReadWord(in, "math", kMaths, StepMath::kTotal);
  node.is_optional = in.Bool("optionalInFunnel");
  in.Ignore({"name", "limit", "orderBy", "version", "response", "math_property",
             "math_property_type", "math_hogql", "math_group_type_index", "math_multiplier",
             "math_property_revenue_currency"});
  return node;
}

behavior::FunnelRules FunnelsQuery::Rules() const {
  behavior::FunnelRules rules{.steps = walked_steps(),
                              .window = window,
                              .order = order,
                              .attribution = attribution,
                              .attribution_step = attribution_step};
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (series[i].is_optional) rules.optional_steps |= 1U << i;
  }
  return rules;
}

Result<FunnelsQuery> ParseFunnelsQuery(const Json& json) {
  FunnelsQuery query;
  query.window = 14 * kDay;
  query.attribution = Attribution::kFirstTouch;
  FieldReader in(json, "query");
  in.Ignore({"kind", "version", "tags", "response", "modifiers", "dataColorTheme"});
  TRY(ReadSeries(in, query));
  TRY(ReadDateRange(in, query.date_range));
  query.properties = CopyOf(in.Any("properties"));
  query.filter_test_accounts = in.Bool("filterTestAccounts");
  if (const auto factor = in.Number("samplingFactor")) {
    if (!(*factor > 0 && *factor <= 1)) {
      in.Fail("samplingFactor", "Input should be greater than 0 and at most 1");
    }
    query.sampling_factor = *factor;
  }
  query.group_type_index = ReadGroupIndex(in, "aggregation_group_type_index");
  StepChoice steps;
  if (const Json* filter = in.Object("funnelsFilter")) TRY(ReadFilter(*filter, query, steps));
  BreakdownFilter breakdown;
  TRY(ReadBreakdownFilter(in, breakdown));
  const Json* compare = in.Object("compareFilter");
  if (compare != nullptr) TRY(ReadCompareFilter(*compare, query.compare, query.compare_to));
  TRY(in.Finish());
  const Json* filter = FindMember(json, "funnelsFilter");
  const bool flows = filter != nullptr && StringMember(*filter, "funnelVizType") == "flow";
  if (flows || query.date_range.date_from == "all") query.compare = false;

  TRY(CheckSteps(query, steps));
  TRY(CheckExclusions(query));
  TRY(CheckOptionalSteps(query));
  TRY(CheckBreakdown(query, std::move(breakdown), steps));
  return query;
}

}  // namespace tenrec::insights
