#pragma once

#include <cstddef>
#include <functional>
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

/// As DecodeRowBinary, in blocks of the rows that about `block_bytes` hold, so that a large chunk
/// is not copied whole. At least one block comes, maybe without rows. Errors of `on_block` end it.
Status DecodeRowBinary(std::string_view bytes, std::size_t block_bytes,
                       const std::function<Status(Block&&)>& on_block);

}  // namespace tenrec::engine
