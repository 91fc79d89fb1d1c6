#include <string_view>

#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
namespace {

/// What steps and exclusions of a funnel have in common, whatever they are about.
std::vector<Field> FunnelNodeFields() {
  static const Shape math =
      Words({"total", "first_time_for_user", "first_time_for_user_with_filters"})
          .Named("FunnelMathType");
  std::vector<Field> fields = NodeFields();
  fields.push_back({"math", math.Nullable()});
  return fields;
}

/// The node of an event, of an action, or of several; each with more fields.
Shape FunnelNodes(std::string_view events, std::string_view actions, std::string_view group,
                  const std::vector<Field>& more) {
  const Shape event = Input({{"kind", Words({"EventsNode"}).Required()},
                             {"event", Text().Nullable().About("Null: every event.")}});
  const Shape action =
      Input({{"kind", Words({"ActionsNode"}).Required()}, {"id", Int().Required()}});
  return OneOf({event.With(FunnelNodeFields()).With(more).Named(events),
                action.With(FunnelNodeFields()).With(more).Named(actions),
                Input(GroupFields()).With(FunnelNodeFields()).With(more).Named(group)});
}

const Shape& FunnelStepShape() {
  static const Shape shape = FunnelNodes(
      "FunnelsNode", "FunnelsActionsNode", "FunnelsGroupNode",
      {{"optionalInFunnel", Bool().Nullable().About("The funnel goes on without it.")}});
  return shape;
}

const Shape& FunnelsFilterShape() {
  static const Shape exclusion =
      FunnelNodes("FunnelExclusion", "FunnelExclusionActionsNode", "FunnelExclusionGroupNode",
                  {{"funnelFromStep", Int().Min(0).Required().About("Counted from 0.")},
                   {"funnelToStep", Int().Min(1).Required()}});
  static const Shape shape =
      Input(
          {{"funnelVizType", Words({"steps", "time_to_convert", "trends", "flow"})
                                 .Named("FunnelVizType")
                                 .Nullable()},
           {"funnelOrderType",
            Words({"ordered", "strict", "unordered"}).Named("StepOrderValue").Nullable()},
           {"funnelWindowInterval", Int().Min(1).Nullable()},
           {"funnelWindowIntervalUnit", Words({"second", "minute", "hour", "day", "week", "month"})
                                            .Named("FunnelConversionWindowTimeUnit")
                                            .Nullable()},
           {"exclusions", ListOf(exclusion).Nullable()},
           {"breakdownAttributionType", Words({"first_touch", "last_touch", "all_events", "step"})
                                            .Named("BreakdownAttributionType")
                                            .Nullable()},
           {"breakdownAttributionValue", Int().Min(0).Nullable()},
           {"funnelFromStep", Int().Min(0).Nullable()},
           {"funnelToStep", Int().Min(1).Nullable()},
           {"funnelAggregateByHogQL", Text().Nullable().About("Gives the actor.")},
           {"binCount", Int().Nullable()},
           {"funnelStepReference", Words({"total", "previous"}).Nullable()},
           {"layout", Words({"horizontal", "vertical"}).Nullable()},
           {"hiddenLegendBreakdowns", ListOf(Text()).Nullable()},
           {"resultCustomizations", Any()},
           {"showValuesOnSeries", Bool().Nullable()},
           {"goalLines", ListOf(Any()).Nullable()},
           {"showTrendLines", Bool().Nullable()},
           {"useUdf", Bool().Nullable()},
           {"showLegend", Bool().Nullable()}})
          .Named("FunnelsFilter");
  return shape;
}

}  // namespace

const Shape& FunnelsQueryShape() {
  static const Shape shape =
      Input({
                {"kind", Words({"FunnelsQuery"}).Required()},
                {"series", ListOf(FunnelStepShape()).Min(2).Max(32).Required()},
                {"funnelsFilter", FunnelsFilterShape().Nullable()},
                {"breakdownFilter", BreakdownFilterShape().Nullable()},
                {"compareFilter", CompareFilterShape().Nullable()},
            })
          .With(InsightFields())
          .Named("FunnelsQuery");
  return shape;
}

/// A number of a funnel, behind which there are actors.
const Shape& FunnelsActorsQueryShape() {
  static const Shape breakdown = OneOf({Text(), Number()});
  static const Shape shape =
      Input({{"kind", Words({"FunnelsActorsQuery"}).Required()},
             {"source", FunnelsQueryShape().Required()},
             {"funnelStep", Int().Nullable().About("Counted from 1; -3: lost before step 3.")},
             {"funnelCustomSteps", ListOf(Int()).Nullable()},
             {"funnelStepBreakdown", OneOf({breakdown, ListOf(breakdown)}).Nullable()},
             {"funnelTrendsDropOff", Bool().Nullable()},
             {"funnelTrendsEntrancePeriodStart", Text().Nullable()},
             {"funnelTimeToConvertFrom",
              Int().Nullable().About("Of a time to convert: the start of a bin, in seconds.")},
             {"funnelTimeToConvertTo", Int().Nullable().About("The start of the next bin.")},
             {"compare", Words({"current", "previous"}).Nullable()},
             {"includeRecordings", Bool().Nullable()}})
          .With(MetaFields())
          .Named("FunnelsActorsQuery");
  return shape;
}

const Shape& CorrelationQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"FunnelCorrelationQuery"}).Required()},
             {"source", FunnelsActorsQueryShape().Required()},
             {"funnelCorrelationType", Words({"events", "properties", "event_with_properties"})
                                           .Named("FunnelCorrelationResultsType")
                                           .Required()},
             {"funnelCorrelationExcludeEventNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationExcludeNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationEventNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationEventExcludePropertyNames", ListOf(Text()).Nullable()}})
          .With(MetaFields())
          .Named("FunnelCorrelationQuery");
  return shape;
}

const Shape& CorrelationActorsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"FunnelCorrelationActorsQuery"}).Required()},
             {"source", CorrelationQueryShape().Required()},
             {"funnelCorrelationPersonEntity", FunnelStepShape().Nullable()},
             {"funnelCorrelationPersonConverted", Bool().Nullable()},
             {"funnelCorrelationPropertyValues", ListOf(PropertyFilterShape()).Nullable()},
             {"includeRecordings", Bool().Nullable()}})
          .With(MetaFields())
          .Named("FunnelCorrelationActorsQuery");
  return shape;
}

const Shape& FunnelsResponseShape() {
  static const Shape breakdown = OneOf({Text(), Number(), ListOf(Text())});
  static const Shape period = Words({"current", "previous"});
  static const Shape step = Input({{"action_id", OneOf({Text(), Int()}).Nullable().Required()},
                                   {"name", Text().Required()},
                                   {"custom_name", Text().Nullable().Required()},
                                   {"order", Int().Required()},
                                   {"people", ListOf(Any()).Required()},
                                   {"count", Int().Required()},
                                   {"count_margin", Int().About("Of a sample.")},
                                   {"type", Text().Required()},
                                   {"average_conversion_time", Number().Nullable().Required()},
                                   {"median_conversion_time", Number().Nullable().Required()},
                                   {"breakdown", breakdown},
                                   {"breakdown_value", breakdown},
                                   {"compare_label", period}})
                                .Named("FunnelStep");
  static const Shape line = Input({{"count", Int().Required()},
                                   {"data", ListOf(Number()).Required()},
                                   {"days", ListOf(Text()).Required()},
                                   {"labels", ListOf(Text()).Required()},
                                   {"breakdown_value", breakdown},
                                   {"compare_label", period}})
                                .Named("FunnelTrendsLine");
  static const Shape times = Input({{"bins", ListOf(ListOf(Int())).Required()},
                                    {"average_conversion_time", Number().Nullable().Required()},
                                    {"compare_label", period}})
                                 .Named("FunnelTimeToConvertResults");
  static const Shape shape =
      Input({{"results",
              OneOf({ListOf(step), ListOf(ListOf(step)), ListOf(line), times, ListOf(times)})
                  .Required()},
             {"total_median_conversion_time", Number().Nullable()},
             {"isUdf", Bool()},
             {"resolved_date_range", ResolvedRangeShape().Nullable()},
             {"resolved_compare_date_range", ResolvedRangeShape().Nullable()}})
          .With(EnvelopeFields())
          .Named("FunnelsQueryResponse");
  return shape;
}

const Shape& CorrelationResponseShape() {
  static const Shape event = Input({{"event", Text().Required()},
                                    {"properties", MapOf(Any()).Required()},
                                    {"elements", ListOf(Any()).Required()}})
                                 .Named("FunnelCorrelationEvent");
  static const Shape row = Input({{"success_count", Int().Required()},
                                  {"failure_count", Int().Required()},
                                  {"odds_ratio", Number().Required()},
                                  {"correlation_type", Words({"success", "failure"}).Required()},
                                  {"event", event.Required()}})
                               .Named("EventOddsRatio");
  static const Shape results =
      Input({{"events", ListOf(row).Required()}, {"skewed", Bool().Required()}})
          .Named("FunnelCorrelationResult");
  static const Shape shape = Input({{"results", results.Required()},
                                    {"columns", ListOf(Text()).Required()},
                                    {"types", ListOf(Text()).Required()},
                                    {"limit", Int()},
                                    {"offset", Int()}})
                                 .With(EnvelopeFields())
                                 .Named("FunnelCorrelationResponse");
  return shape;
}

}  // namespace tenrec::query
