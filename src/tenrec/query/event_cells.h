#pragma once

#include "tenrec/engine/column.h"
#include "tenrec/insights/events_query.h"
#include "tenrec/query/result_table.h"

namespace tenrec::query {

/// The writer of a column that EventsQuery shows as an object; nullptr for a plain one, and when
/// the type is not the tuple that the plan asks for. Source: queries.md 12.1
CellWriter EventsCellWriter(insights::EventsColumn shape, const engine::Type& type);

}  // namespace tenrec::query
