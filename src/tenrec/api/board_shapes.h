#pragma once

#include "tenrec/api/shapes.h"

/// How insights, dashboards and their history look.
namespace tenrec::api {

/// Source: rest-api.md 14.4
const Shape& InsightShape();
const Shape& InsightBasicShape();
/// Source: rest-api.md 15.2
const Shape& DashboardShape();
/// Source: rest-api.md 15.3
const Shape& TileShape();
/// Source: rest-api.md 8.4
const Shape& BulkTagsShape();
const Shape& BulkTagsAnswerShape();
/// Source: rest-api.md 8.5
const Shape& ActivityPageShape();
/// Source: rest-api.md 8.8
const Shape& RefreshShape();

}  // namespace tenrec::api
