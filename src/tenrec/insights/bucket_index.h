#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "tenrec/base/time.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/project_time.h"

namespace tenrec::insights {

/// The number of the bucket that holds `time`, from 0: the one that begins at `starts.front()`.
/// Buckets are those of the calendar, so days of 23 hours count as days. `time` must not be before
/// the first start; behind the last bucket the number is beyond the list, or -1 where the list is
/// searched.
hogql::ExprPtr BucketIndex(hogql::ExprPtr time, Interval interval,
                           std::span<const Timestamp> starts, const ProjectTime& zone);

/// How many different numbers BucketIndex gives for instants from the first start to `last`;
/// nothing where the list is searched.
std::optional<std::int64_t> CountBuckets(Interval interval, std::span<const Timestamp> starts,
                                         Timestamp last, const ProjectTime& zone);

/// An instant whose time zone decides the value of an expression. ClickHouse takes constants of one
/// instant for one, also where their zones differ: this one is a microsecond later than `t`, so
/// that no other constant is it.
hogql::ExprPtr ZonedInstant(Timestamp t);

}  // namespace tenrec::insights
