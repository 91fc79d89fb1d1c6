#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "tenrec/base/time.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/project_time.h"

namespace tenrec::insights {

/// The buckets that an actor was active in as one number, a bit for each: `groupBitOr` gathers them
/// in half the time that a set of their numbers takes.
class BucketBits {
 public:
  /// Bits for buckets as BucketIndex numbers them, up to the one that holds `last`. Nothing when
  /// they are more than a number has bits, or when a bucket's number may be -1.
  static std::optional<BucketBits> Of(Interval interval, std::span<const Timestamp> starts,
                                      Timestamp last, const ProjectTime& zone);
  /// Bits from 0 to `count` - 1. Nothing when a number has not so many.
  static std::optional<BucketBits> Numbered(std::int64_t count);

  /// The bit of a bucket; its number must be of one of them.
  hogql::ExprPtr Bit(hogql::ExprPtr bucket) const;
  /// The lowest `count` bits, or all of them.
  hogql::ExprPtr Lowest(std::int64_t count) const;
  /// Every bit also stands for the `length` - 1 buckets after it.
  static hogql::ExprPtr Spread(hogql::ExprPtr bits, std::int64_t length);

 private:
  explicit BucketBits(std::int64_t width) : width_(width) {}
  hogql::ExprPtr Number(std::int64_t value) const;

  std::int64_t width_;
};

}  // namespace tenrec::insights
