#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
/// A number of an insight, behind which there are actors.
const Shape& InsightActorsQueryShape() {
  static const Shape breakdown = OneOf({Text(), Number()});
  static const Shape shape =
      Input({{"kind", Words({"InsightActorsQuery"}).Required()},
             {"source", OneOf({TrendsQueryShape(), LifecycleQueryShape(), StickinessQueryShape(),
                               RetentionQueryShape(), PathsQueryShape()})
                            .Required()},
             {"day", OneOf({Text(), Int()})
                         .Nullable()
                         .About("The start of a period, or a number of active periods.")},
             {"status", LifecycleStatusShape().Nullable().About("Of a lifecycle.")},
             {"interval", Int().Min(0).Nullable().About("Of retention: the row, counted from 0.")},
             {"series", Int().Min(0).Nullable()},
             {"breakdown", OneOf({breakdown, ListOf(breakdown)}).Nullable()},
             {"dayOfWeek",
              Int().Min(1).Max(7).Nullable().About("Of a calendar heatmap: Monday is 1.")},
             {"hour", Int().Min(0).Max(23).Nullable().About("Of a calendar heatmap.")},
             {"compare", Words({"current", "previous"}).Nullable()},
             {"includeRecordings", Bool().Nullable()}})
          .With(MetaFields())
          .Named("InsightActorsQuery");
  return shape;
}

const Shape& StickinessActorsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"StickinessActorsQuery"}).Required()},
             {"source", StickinessQueryShape().Required()},
             {"day", Int().Min(1).Nullable().About("In how many periods somebody was active.")},
             {"operator", ComparisonShape().Nullable()},
             {"series", Int().Min(0).Nullable()},
             {"compare", Words({"current", "previous"}).Nullable()},
             {"includeRecordings", Bool().Nullable()}})
          .With(MetaFields())
          .Named("StickinessActorsQuery");
  return shape;
}

const Shape& ActorsOptionsQueryShape() {
  static const Shape shape = Input({{"kind", Words({"InsightActorsQueryOptions"}).Required()},
                                    {"source", InsightActorsQueryShape().Required()}})
                                 .With(MetaFields())
                                 .Named("InsightActorsQueryOptions");
  return shape;
}

const Shape& ActorsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"ActorsQuery"}).Required()},
             {"source", OneOf({InsightActorsQueryShape(), StickinessActorsQueryShape(),
                               FunnelsActorsQueryShape(), CorrelationActorsQueryShape()})
                            .Nullable()
                            .About("None: every person.")},
             {"select", ListOf(Text()).Nullable().About("Columns in HogQL; person is the person.")},
             {"search", Text().Nullable()},
             {"properties", ListOf(Any()).Nullable()},
             {"fixedProperties", ListOf(Any()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()}})
          .With(MetaFields())
          .Named("ActorsQuery");
  return shape;
}

const Shape& ActorsResponseShape() {
  static const Shape shape =
      Input(PageFields())
          .With({{"missing_actors_count", Int().Required()}, {"kind", Text()}})
          .With(EnvelopeFields())
          .Named("ActorsQueryResponse");
  return shape;
}

const Shape& ActorsOptionsResponseShape() {
  static const Shape choice =
      Input({{"label", Text().Required()}, {"value", OneOf({Text(), Int()}).Required()}})
          .Named("InsightActorsOption");
  static const Shape values =
      Input({{"values", ListOf(choice).Required()}}).Named("InsightActorsOptions");
  static const Shape shape = Input({{"day", ListOf(choice)},
                                    {"status", ListOf(choice)},
                                    {"interval", ListOf(choice)},
                                    {"series", ListOf(choice)},
                                    {"breakdown", ListOf(choice)},
                                    {"breakdowns", ListOf(values)},
                                    {"compare", ListOf(choice)}})
                                 .With(EnvelopeFields())
                                 .Named("InsightActorsQueryOptionsResponse");
  return shape;
}

}  // namespace tenrec::query
