#pragma once

#include <string>
#include <vector>

#include "tenrec/hogql/compile.h"
#include "tenrec/sql/tree.h"

namespace tenrec::hogql {

/// The stored tables that a statement reads.
struct TableReads {
  /// ClickHouse's names, sorted, each once.
  std::vector<std::string> tables;
  /// The guard lets every table be read by its key. A table in partitions (events) holds so much of
  /// one project that this is not enough: its times must be bounded too.
  IndexUse index_use = IndexUse::kUndecided;
};

/// What the finished tree of a query reads. Told from the tree alone, as the engine would: a bound
/// on the time counts in WHERE, PREWHERE and ON, through functions that keep the order of times,
/// and through queries in FROM that hand the time on.
TableReads ReadsOf(const sql::ExprPtr& query);

}  // namespace tenrec::hogql
