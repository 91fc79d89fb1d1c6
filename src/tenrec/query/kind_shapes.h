#pragma once

#include <vector>

#include "tenrec/query/shapes.h"
#include "tenrec/shape/shape.h"

/// The shapes of single kinds, and what several of them have in common; shapes.h puts them
/// together.
namespace tenrec::query {

// The words that shapes are written in; only the files of shapes include this one.
using shape::Any;
using shape::Bool;
using shape::Field;
using shape::Input;
using shape::Int;
using shape::ListOf;
using shape::MapOf;
using shape::Number;
using shape::OneOf;
using shape::Shape;
using shape::Text;
using shape::Words;

// What several kinds have in common.

const Shape& PropertyFilterShape();
const Shape& FiltersShape();
const Shape& DateRangeShape();
const Shape& IntervalShape();
const Shape& BreakdownFilterShape();
const Shape& CompareFilterShape();
const Shape& ResolvedRangeShape();
/// Fields of every query.
std::vector<Field> MetaFields();
/// Fields of an insight over series.
std::vector<Field> InsightFields();
/// Fields of every node of a series.
std::vector<Field> NodeFields();
/// A node that stands for the events of several.
std::vector<Field> GroupFields();
/// Fields of every answer.
std::vector<Field> EnvelopeFields();
/// Fields of an answer that is a page of rows under named columns.
std::vector<Field> PageFields();

// Trends, and the nodes of series.

const Shape& SeriesNodeShape();
const Shape& TrendsQueryShape();
const Shape& CalendarQueryShape();
const Shape& TrendsResponseShape();
const Shape& CalendarResponseShape();

// Funnels, and what sets apart those who come through.

const Shape& FunnelsQueryShape();
const Shape& FunnelsActorsQueryShape();
const Shape& CorrelationQueryShape();
const Shape& CorrelationActorsQueryShape();
const Shape& FunnelsResponseShape();
const Shape& CorrelationResponseShape();

// Lifecycle, stickiness, retention, paths.

const Shape& LifecycleStatusShape();
const Shape& LifecycleQueryShape();
const Shape& ComparisonShape();
const Shape& StickinessQueryShape();
const Shape& RetentionQueryShape();
const Shape& PathsQueryShape();
const Shape& LifecycleResponseShape();
const Shape& StickinessResponseShape();
const Shape& RetentionResponseShape();
const Shape& PathsResponseShape();

// Who is behind a number.

const Shape& InsightActorsQueryShape();
const Shape& StickinessActorsQueryShape();
const Shape& ActorsOptionsQueryShape();
const Shape& ActorsQueryShape();
const Shape& ActorsResponseShape();
const Shape& ActorsOptionsResponseShape();

// Rows of events, sessions, groups and HogQL.

const Shape& EventsQueryShape();
const Shape& SessionsQueryShape();
const Shape& GroupsQueryShape();
const Shape& HogQLQueryShape();
const Shape& EventsResponseShape();
const Shape& HogQLResponseShape();

// What editors and pickers ask.

const Shape& MetadataQueryShape();
const Shape& SchemaQueryShape();
const Shape& AutocompleteQueryShape();
const Shape& TeamTaxonomyQueryShape();
const Shape& EventTaxonomyQueryShape();
const Shape& ActorsTaxonomyQueryShape();
const Shape& SuggestedQuestionsQueryShape();
const Shape& TimelineQueryShape();
const Shape& TimelineResponseShape();
const Shape& MetadataResponseShape();
const Shape& SchemaResponseShape();
const Shape& TeamTaxonomyResponseShape();
const Shape& TaxonomyResponseShape();
const Shape& SuggestedQuestionsResponseShape();
const Shape& AutocompleteResponseShape();

}  // namespace tenrec::query
