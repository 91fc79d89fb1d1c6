#pragma once

#include <span>
#include <string_view>

#include "tenrec/hogql/scope.h"

namespace tenrec::hogql {

/// Whether a call may fail on a text, with an error that quotes it.
///
/// The engine runs a function on every text of a LowCardinality column's dictionary, also on those
/// that only rows of other projects have, and an error would show one of them. So a query with such
/// a call reads those columns as plain texts (Lowering::reads_plain_texts).
bool MayQuoteTexts(std::string_view clickhouse_function, std::span<const Lowered> args);

}  // namespace tenrec::hogql
