#include "tenrec/query/shapes.h"

#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
namespace {

// A node that says how the answer of its source is drawn.
Shape WrapperShape(const char* kind) {
  return Input({{"kind", Words({kind}).Required()},
                {"source", OneOf({TrendsQueryShape(), FunnelsQueryShape(), RetentionQueryShape(),
                                  PathsQueryShape(), StickinessQueryShape(), LifecycleQueryShape(),
                                  CalendarQueryShape(), EventsQueryShape(), ActorsQueryShape(),
                                  HogQLQueryShape()})
                               .Required()}})
      .Named(kind);
}

Shape SavedInsightShape() {
  return Input({{"kind", Words({"SavedInsightNode"}).Required()},
                {"shortId", Text().Required().About("Of the insight whose query is asked.")}})
      .Named("SavedInsightNode");
}

}  // namespace

const Shape& QueryShape() {
  static const Shape shape = OneOf({TrendsQueryShape(),
                                    FunnelsQueryShape(),
                                    FunnelsActorsQueryShape(),
                                    CorrelationQueryShape(),
                                    CorrelationActorsQueryShape(),
                                    RetentionQueryShape(),
                                    PathsQueryShape(),
                                    StickinessQueryShape(),
                                    LifecycleQueryShape(),
                                    CalendarQueryShape(),
                                    EventsQueryShape(),
                                    HogQLQueryShape(),
                                    ActorsQueryShape(),
                                    InsightActorsQueryShape(),
                                    StickinessActorsQueryShape(),
                                    ActorsOptionsQueryShape(),
                                    MetadataQueryShape(),
                                    SchemaQueryShape(),
                                    TeamTaxonomyQueryShape(),
                                    EventTaxonomyQueryShape(),
                                    ActorsTaxonomyQueryShape(),
                                    SuggestedQuestionsQueryShape(),
                                    AutocompleteQueryShape(),
                                    GroupsQueryShape(),
                                    SessionsQueryShape(),
                                    TimelineQueryShape(),
                                    SavedInsightShape(),
                                    WrapperShape("InsightVizNode"),
                                    WrapperShape("DataTableNode"),
                                    WrapperShape("DataVisualizationNode")})
                                 .Named("QuerySchema");
  return shape;
}

const Shape& ResponseShape() {
  static const Shape shape =
      OneOf({TrendsResponseShape(), FunnelsResponseShape(), RetentionResponseShape(),
             PathsResponseShape(), StickinessResponseShape(), LifecycleResponseShape(),
             CorrelationResponseShape(), EventsResponseShape(), HogQLResponseShape(),
             ActorsResponseShape(), ActorsOptionsResponseShape(), MetadataResponseShape(),
             SchemaResponseShape(), CalendarResponseShape(), TeamTaxonomyResponseShape(),
             TaxonomyResponseShape(), SuggestedQuestionsResponseShape(),
             AutocompleteResponseShape(), TimelineResponseShape()})
          .Named("QueryResponse");
  return shape;
}

const Shape& StatusShape() {
  static const Shape shape = Input({{"id", Text().Required()},
                                    {"team_id", Int().Required()},
                                    {"query_async", Bool().Required()},
                                    {"complete", Bool()},
                                    {"error", Bool()},
                                    {"error_message", Text().Nullable()},
                                    {"insight_id", Int().Nullable()},
                                    {"dashboard_id", Int().Nullable()},
                                    {"start_time", Text().Nullable()},
                                    {"pickup_time", Text().Nullable()},
                                    {"end_time", Text().Nullable()},
                                    {"expiration_time", Text().Nullable()},
                                    {"task_id", Text().Nullable()},
                                    {"labels", ListOf(Text()).Nullable()},
                                    {"query_progress", MapOf(Any()).Nullable()},
                                    {"results", Any()}})
                                 .Named("QueryStatus");
  return shape;
}

}  // namespace tenrec::query
