#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
namespace {

using shape::Later;

Shape PropertyGroupShape() {
  static const Shape shape =
      Input({{"type", Words({"AND", "OR"}).Required()},
             {"values", ListOf(OneOf({PropertyFilterShape(),
                                      Later("PropertyGroupFilter", PropertyGroupShape)}))
                            .Required()}})
          .Named("PropertyGroupFilter");
  return shape;
}

}  // namespace

const Shape& PropertyFilterShape() {
  static const Shape scalar = OneOf({Text(), Number(), Bool()});
  static const Shape shape =
      Input({{"type",
              Words({"event", "person", "group", "session", "element", "event_metadata", "feature",
                     "cohort", "static-cohort", "precalculated-cohort", "hogql", "empty", "flag"})},
             {"key", OneOf({Text(), Int()})},
             {"operator", Words({"exact",
                                 "is_not",
                                 "icontains",
                                 "not_icontains",
                                 "icontains_multi",
                                 "not_icontains_multi",
                                 "regex",
                                 "not_regex",
                                 "gt",
                                 "gte",
                                 "lt",
                                 "lte",
                                 "min",
                                 "max",
                                 "between",
                                 "not_between",
                                 "is_set",
                                 "is_not_set",
                                 "is_date_exact",
                                 "is_date_before",
                                 "is_date_after",
                                 "in",
                                 "not_in",
                                 "is_cleaned_path_exact",
                                 "semver_eq",
                                 "semver_neq",
                                 "semver_gt",
                                 "semver_gte",
                                 "semver_lt",
                                 "semver_lte",
                                 "semver_tilde",
                                 "semver_caret",
                                 "semver_wildcard"})
                              .Named("PropertyOperator")
                              .Nullable()},
             {"value", OneOf({scalar, ListOf(scalar)}).Nullable()},
             {"group_type_index", Int().Min(0).Max(4).Nullable()},
             {"label", Text().Nullable()}})
          .Named("AnyPropertyFilter");
  return shape;
}

const Shape& FiltersShape() {
  static const Shape shape = OneOf({ListOf(PropertyFilterShape()), PropertyGroupShape()});
  return shape;
}

const Shape& DateRangeShape() {
  static const Shape shape =
      Input({{"date_from", Text().Nullable().About("A date, or a distance such as -7d.")},
             {"date_to", Text().Nullable()},
             {"explicitDate", Bool().Nullable().About("The dates hold to the second.")},
             {"daysOfWeek", ListOf(Int().Min(1).Max(7))
                                .Nullable()
                                .About("Days whose events count: 1 is Monday, 7 Sunday. Not of "
                                       "paths, retention and funnels but those over time.")},
             {"excludeIncompletePeriods",
              Bool().Nullable().About("Leaves out the bucket that is still running.")}})
          .Named("DateRange");
  return shape;
}

const Shape& IntervalShape() {
  static const Shape shape =
      Words({"second", "minute", "hour", "day", "week", "month"}).Named("IntervalType");
  return shape;
}

const Shape& BreakdownFilterShape() {
  static const Shape type =
      Words({"event", "person", "group", "session", "event_metadata", "hogql", "cohort"})
          .Named("BreakdownType");
  static const Shape breakdown =
      Input({{"type", type.Nullable()},
             {"property", OneOf({Text(), Int()}).Required().About("Of a cohort: its id.")},
             {"group_type_index", Int().Min(0).Max(4).Nullable()},
             {"normalize_url", Bool().Nullable()},
             {"histogram_bin_count", Int().Min(1).Max(200).Nullable()}})
          .Named("Breakdown");
  static const Shape shape =
      Input({{"breakdown", OneOf({Text(), Int(), ListOf(OneOf({Text(), Int()}))})
                               .Nullable()
                               .About("Of cohorts: their ids, and 'all'.")},
             {"breakdown_type", type.Nullable()},
             {"breakdown_limit", Int().Nullable()},
             {"breakdown_group_type_index", Int().Min(0).Max(4).Nullable()},
             {"breakdown_normalize_url", Bool().Nullable()},
             {"breakdown_hide_other_aggregation", Bool().Nullable()},
             {"breakdown_histogram_bin_count", Int().Min(1).Max(200).Nullable()},
             {"breakdowns",
              ListOf(breakdown).Nullable().About("At most 3, or any number of cohorts.")}})
          .Named("BreakdownFilter");
  return shape;
}

const Shape& CompareFilterShape() {
  static const Shape shape =
      Input({{"compare", Bool().Nullable()},
             {"compare_to", Text().Nullable().About("A distance such as -7d.")}})
          .Named("CompareFilter");
  return shape;
}

const Shape& ResolvedRangeShape() {
  static const Shape shape =
      Input({{"date_from", Text().Required()}, {"date_to", Text().Required()}})
          .Named("ResolvedDateRange");
  return shape;
}

std::vector<Field> MetaFields() {
  return {{"modifiers", MapOf(Any()).Nullable()},
          {"tags", MapOf(Any()).Nullable()},
          {"version", Number().Nullable()}};
}

std::vector<Field> InsightFields() {
  std::vector<Field> fields = {
      {"interval", IntervalShape().Nullable()},
      {"dateRange", DateRangeShape().Nullable()},
      {"properties", FiltersShape().Nullable()},
      {"filterTestAccounts", Bool().Nullable()},
      {"samplingFactor", Number().Nullable().About("Over 0, at most 1: the part looked at.")},
      {"aggregation_group_type_index", Int().Min(0).Max(4).Nullable()},
      {"dataColorTheme", Number().Nullable()}};
  for (Field& field : MetaFields()) fields.push_back(std::move(field));
  return fields;
}

std::vector<Field> NodeFields() {
  return {{"name", Text().Nullable()},
          {"custom_name", Text().Nullable()},
          {"properties", ListOf(PropertyFilterShape()).Nullable()},
          {"fixedProperties", ListOf(PropertyFilterShape()).Nullable()}};
}

std::vector<Field> GroupFields() {
  static const Shape event = Input({{"kind", Words({"EventsNode"}).Required()},
                                    {"event", Text().Nullable().About("Null: every event.")}})
                                 .With(NodeFields())
                                 .Named("GroupedEventsNode");
  static const Shape action =
      Input({{"kind", Words({"ActionsNode"}).Required()}, {"id", Int().Required()}})
          .With(NodeFields())
          .Named("GroupedActionsNode");
  return {{"kind", Words({"GroupNode"}).Required()},
          {"operator", Words({"OR"}).Nullable()},
          {"nodes", ListOf(OneOf({event, action})).Min(1).Max(100).Required()}};
}

std::vector<Field> PageFields() {
  return {{"results", ListOf(ListOf(Any())).Required()},
          {"columns", ListOf(Text()).Required()},
          {"types", ListOf(Text()).Required()},
          {"limit", Int()},
          {"offset", Int()}};
}

// What the answers of all kinds have.
std::vector<Field> EnvelopeFields() {
  static const Shape timing =
      Input({{"k", Text().Required()}, {"t", Number().Required()}}).Named("QueryTiming");
  static const Shape metadata =
      Input({{"events", ListOf(Text())}, {"rows_read", Int()}, {"bytes_read", Int()}})
          .Named("QueryMetadata");
  return {{"hasMore", Bool().Nullable()},
          {"hogql", Text().Nullable()},
          {"error", Text().Nullable()},
          {"timings", ListOf(timing).Nullable()},
          {"modifiers", MapOf(Any()).Nullable()},
          {"is_cached", Bool()},
          {"cache_key", Text().Nullable()},
          {"last_refresh", Text().Nullable()},
          {"next_allowed_client_refresh", Text().Nullable()},
          {"cache_target_age", Text().Nullable()},
          {"timezone", Text().Nullable()},
          {"calculation_trigger", Text().Nullable()},
          {"query_metadata", metadata.Nullable()},
          {"query_status", StatusShape().Nullable()}};
}

}  // namespace tenrec::query
