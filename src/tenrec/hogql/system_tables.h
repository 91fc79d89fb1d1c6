#pragma once

#include <span>

#include "tenrec/hogql/tables.h"

namespace tenrec::hogql {

/// What the product knows of itself: the project's dashboards, insights, cohorts, ….
/// Source: docs/spec/hogql.md, 9.1 (`system.*`)
std::span<const HogQLTable> SystemTables();

}  // namespace tenrec::hogql
