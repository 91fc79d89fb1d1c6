#include "tenrec/insights/bucket_bits.h"

#include <algorithm>
#include <utility>

#include "tenrec/insights/bucket_index.h"

namespace tenrec::insights {

using hogql::Call;
using hogql::Constant;
using hogql::ExprPtr;

std::optional<BucketBits> BucketBits::Of(Interval interval, std::span<const Timestamp> starts,
                                         Timestamp last, const ProjectTime& zone) {
  const auto count = CountBuckets(interval, starts, last, zone);
  return count ? Numbered(*count) : std::nullopt;
}

std::optional<BucketBits> BucketBits::Numbered(std::int64_t count) {
  // A number that was shifted by a signed number has a sign itself.
  for (const std::int64_t width : {64, 128, 256}) {
    if (count < width) return BucketBits(width);
  }
  return std::nullopt;
}

ExprPtr BucketBits::Bit(ExprPtr bucket) const {
  return Call("bitShiftLeft", {Number(1), std::move(bucket)});
}

ExprPtr BucketBits::Lowest(std::int64_t count) const {
  ExprPtr all = Call("bitNot", {Number(0)});
  if (count >= width_) return all;
  return Call("bitShiftRight", {std::move(all), Constant(width_ - count)});
}

ExprPtr BucketBits::Spread(ExprPtr bits, std::int64_t length) {
  for (std::int64_t covered = 1; covered < length;) {
    const std::int64_t step = std::min(covered, length - covered);
    const ExprPtr later = Call("bitShiftLeft", {bits, Constant(step)});
    bits = Call("bitOr", {std::move(bits), later});
    covered += step;
  }
  return bits;
}

ExprPtr BucketBits::Number(std::int64_t value) const {
  const char* const convert = width_ == 64    ? "_toUInt64"
                              : width_ == 128 ? "_toUInt128"
                                              : "_toUInt256";
  return Call(convert, {Constant(value)});
}

}  // namespace tenrec::insights
