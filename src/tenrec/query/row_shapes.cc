#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
const Shape& EventsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"EventsQuery"}).Required()},
             {"select", ListOf(Text()).Required().About("Columns in HogQL; * is the event.")},
             {"where", ListOf(Text()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"properties", ListOf(PropertyFilterShape()).Nullable()},
             {"fixedProperties", ListOf(Any()).Nullable()},
             {"event", Text().Nullable()},
             {"events", ListOf(Text()).Nullable()},
             {"personId", Text().Nullable()},
             {"filterTestAccounts", Bool().Nullable()},
             {"source", InsightActorsQueryShape().Nullable().About("Only events behind a number.")},
             {"before", Text().Nullable()},
             {"after", Text().Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()}})
          .With(MetaFields())
          .Named("EventsQuery");
  return shape;
}

const Shape& SessionsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"SessionsQuery"}).Required()},
             {"select", ListOf(Text()).Required().About("Columns in HogQL; * is the session.")},
             {"where", ListOf(Text()).Nullable()},
             {"properties", ListOf(Any()).Nullable()},
             {"fixedProperties", ListOf(Any()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"before", Text().Nullable()},
             {"after", Text().Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()}})
          .With(MetaFields())
          .Named("SessionsQuery");
  return shape;
}

const Shape& TimelineQueryShape() {
  static const Shape shape = Input({{"kind", Words({"SessionsTimelineQuery"}).Required()},
                                    {"personId", Text().Nullable()},
                                    {"after", Text().Nullable()},
                                    {"before", Text().Nullable()}})
                                 .With(MetaFields())
                                 .Named("SessionsTimelineQuery");
  return shape;
}

const Shape& TimelineResponseShape() {
  static const Shape event = Input({{"id", Text().Required()},
                                    {"distinct_id", Text().Required()},
                                    {"event", Text().Required()},
                                    {"timestamp", Text().Required()},
                                    {"properties", MapOf(Any()).Nullable()},
                                    {"elements_chain", Text().Nullable()},
                                    {"elements", ListOf(MapOf(Any())).Required()}})
                                 .Named("TimelineEvent");
  static const Shape entry =
      Input({{"sessionId", Text().Nullable().About("Null: of events without a session.")},
             {"events", ListOf(event).Required()},
             {"recording_duration_s", Number().Nullable()}})
          .Named("TimelineEntry");
  static const Shape shape = Input({{"results", ListOf(entry).Required()}})
                                 .With(EnvelopeFields())
                                 .Named("SessionsTimelineQueryResponse");
  return shape;
}

const Shape& GroupsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"GroupsQuery"}).Required()},
             {"group_type_index", Int().Min(0).Max(4).Required()},
             {"select", ListOf(Text()).Nullable().About("Columns in HogQL, behind name and key.")},
             {"search", Text().Nullable()},
             {"properties", ListOf(Any()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()}})
          .With(MetaFields())
          .Named("GroupsQuery");
  return shape;
}

const Shape& HogQLQueryShape() {
  static const Shape filters = Input({{"properties", ListOf(PropertyFilterShape()).Nullable()},
                                      {"dateRange", DateRangeShape().Nullable()},
                                      {"filterTestAccounts", Bool().Nullable()}})
                                   .Named("HogQLFilters");
  static const Shape variable = Input({{"code_name", Text().Required()},
                                       {"variableId", Text().Nullable()},
                                       {"value", Any()},
                                       {"isNull", Bool().Nullable()}})
                                    .Named("HogQLVariable");
  static const Shape shape =
      Input({{"kind", Words({"HogQLQuery"}).Required()},
             {"query", Text().Required()},
             {"name", Text().Nullable()},
             {"filters", filters.Nullable().About("What {filters} stands for.")},
             {"values", MapOf(Any()).Nullable().About("What placeholders stand for.")},
             {"variables", MapOf(variable).Nullable()},
             {"explain", Bool().Nullable()}})
          .With(MetaFields())
          .Named("HogQLQuery");
  return shape;
}

const Shape& EventsResponseShape() {
  static const Shape shape =
      Input(PageFields())
          .With({{"nextCursor", Text().Nullable().About(
                                    "Ask with `before` this, or `after`, for the next page.")}})
          .With(EnvelopeFields())
          .Named("EventsQueryResponse");
  return shape;
}

const Shape& HogQLResponseShape() {
  static const Shape shape = Input({{"results", ListOf(ListOf(Any())).Required()},
                                    {"columns", ListOf(Text()).Nullable()},
                                    {"types", ListOf(ListOf(Text())).Nullable()},
                                    {"query", Text().Nullable()},
                                    {"clickhouse", Text().Nullable()},
                                    {"explain", ListOf(Text()).Nullable()},
                                    {"metadata", Any()},
                                    {"limit", Int().Nullable()},
                                    {"offset", Int().Nullable()}})
                                 .With(EnvelopeFields())
                                 .Named("HogQLQueryResponse");
  return shape;
}

}  // namespace tenrec::query
