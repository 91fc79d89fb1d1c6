#pragma once

#include "tenrec/api/route.h"
#include "tenrec/catalog/definitions.h"
#include "tenrec/shape/shape.h"

/// How much a definition is used, counted when somebody asks.
namespace tenrec::api {

/// {"query_usage_30_day", "volume_30_day"}: questions of the last 30 days that name the event, and
/// its events in them.
/// Errors: those of a question.
/// Source: rest-api.md 19.4
Result<JsonObject> MeasureEvent(const Services& services, const Call& call,
                                const catalog::EventDefinition& event);

/// The same of a property; its volume is the events that have it, null when it is no property of
/// events.
Result<JsonObject> MeasureProperty(const Services& services, const Call& call,
                                   const catalog::PropertyDefinition& property);

const shape::Shape& MetricsShape();

}  // namespace tenrec::api
