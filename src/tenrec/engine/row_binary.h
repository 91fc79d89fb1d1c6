#pragma once

#include <cstddef>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/engine/column.h"

namespace tenrec::engine {

/// Reads one chunk in ClickHouse's RowBinaryWithNamesAndTypes.
/// Answers travel in this format and not in Native because Native forgets the zone of a DateTime
/// and says nothing at all when there are no rows.
/// Shape:  varint number of columns, their names, their types (strings with a varint length), then
///         row after row, value after value.
/// Errors: kInvalidArgument for malformed bytes, kUnimplemented for types that ParseType refuses.
/// Source: https://clickhouse.com/docs/interfaces/formats/RowBinaryWithNamesAndTypes
Result<Block> DecodeRowBinary(std::string_view bytes);

}  // namespace tenrec::engine
