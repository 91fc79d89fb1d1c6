#pragma once

#include <vector>

#include "tenrec/query/shapes.h"
#include "tenrec/shape/shape.h"

/// The shapes of single kinds, and what several of them have in common; shapes.h puts them
/// together.
namespace tenrec::query {

// What several kinds have in common.

const shape::Shape& PropertyFilterShape();
const shape::Shape& FiltersShape();
const shape::Shape& DateRangeShape();
const shape::Shape& IntervalShape();
const shape::Shape& BreakdownFilterShape();
const shape::Shape& CompareFilterShape();
const shape::Shape& ResolvedRangeShape();
/// Fields of every query.
std::vector<shape::Field> MetaFields();
/// Fields of an insight over series.
std::vector<shape::Field> InsightFields();
/// Fields of every node of a series.
std::vector<shape::Field> NodeFields();
/// A node that stands for the events of several.
std::vector<shape::Field> GroupFields();
/// Fields of every answer.
std::vector<shape::Field> EnvelopeFields();

// Trends, and the nodes of series.

const shape::Shape& SeriesNodeShape();
const shape::Shape& TrendsQueryShape();
const shape::Shape& CalendarQueryShape();
const shape::Shape& TrendsResponseShape();
const shape::Shape& CalendarResponseShape();

// Funnels, and what sets apart those who come through.

const shape::Shape& FunnelsQueryShape();
const shape::Shape& FunnelsActorsQueryShape();
const shape::Shape& CorrelationQueryShape();
const shape::Shape& CorrelationActorsQueryShape();
const shape::Shape& FunnelsResponseShape();
const shape::Shape& CorrelationResponseShape();

// Lifecycle, stickiness, retention, paths.

const shape::Shape& LifecycleStatusShape();
const shape::Shape& LifecycleQueryShape();
const shape::Shape& ComparisonShape();
const shape::Shape& StickinessQueryShape();
const shape::Shape& RetentionQueryShape();
const shape::Shape& PathsQueryShape();
const shape::Shape& LifecycleResponseShape();
const shape::Shape& StickinessResponseShape();
const shape::Shape& RetentionResponseShape();
const shape::Shape& PathsResponseShape();

// Who is behind a number.

const shape::Shape& InsightActorsQueryShape();
const shape::Shape& StickinessActorsQueryShape();
const shape::Shape& ActorsOptionsQueryShape();
const shape::Shape& ActorsQueryShape();
const shape::Shape& ActorsResponseShape();
const shape::Shape& ActorsOptionsResponseShape();

// Rows of events, sessions, groups and HogQL.

const shape::Shape& EventsQueryShape();
const shape::Shape& SessionsQueryShape();
const shape::Shape& GroupsQueryShape();
const shape::Shape& HogQLQueryShape();
const shape::Shape& EventsResponseShape();
const shape::Shape& HogQLResponseShape();

// What editors and pickers ask.

const shape::Shape& MetadataQueryShape();
const shape::Shape& SchemaQueryShape();
const shape::Shape& AutocompleteQueryShape();
const shape::Shape& TeamTaxonomyQueryShape();
const shape::Shape& EventTaxonomyQueryShape();
const shape::Shape& ActorsTaxonomyQueryShape();
const shape::Shape& SuggestedQuestionsQueryShape();
const shape::Shape& MetadataResponseShape();
const shape::Shape& SchemaResponseShape();
const shape::Shape& TeamTaxonomyResponseShape();
const shape::Shape& TaxonomyResponseShape();
const shape::Shape& SuggestedQuestionsResponseShape();
const shape::Shape& AutocompleteResponseShape();

}  // namespace tenrec::query
