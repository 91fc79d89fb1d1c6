#pragma once

#include <functional>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/engine/column.h"

namespace tenrec::engine {

/// Reads the blocks of one chunk in ClickHouse's Native, each as it comes; an answer without rows
/// has no block at all.
/// Shape:  docs/formats/native.md; columns of numbers, instants, UUIDs and texts, NULL or not,
///         and LowCardinality of texts. An
///         instant has lost its zone.
/// Errors: kInvalidArgument for malformed bytes, kUnimplemented for other types; those of
///         `on_block`, which end it.
Status DecodeNative(std::string_view bytes, const std::function<Status(Block&&)>& on_block);

}  // namespace tenrec::engine
