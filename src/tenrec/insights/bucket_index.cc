#include "tenrec/insights/bucket_index.h"

#include <chrono>
#include <cstdint>
#include <utility>

namespace tenrec::insights {
namespace {

using hogql::Arithmetic;
using hogql::ArithmeticOp;
using hogql::Call;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;

constexpr CivilTime kBase{.year = 2000};

ExprPtr Minus(ExprPtr number, std::int64_t other) {
  return Arithmetic(ArithmeticOp::kSubtract, std::move(number), Constant(other));
}

/// Days from the first start, by the calendar.
ExprPtr Days(ExprPtr time, Timestamp first, const ProjectTime& zone) {
  const Timestamp base = zone.FromCivil(kBase);
  return Minus(Call("dateDiff", {Constant("day"), ZonedInstant(base), std::move(time)}),
               zone.DayNumber(first) - zone.DayNumber(base));
}

ExprPtr Months(ExprPtr time, Timestamp first, const ProjectTime& zone) {
  const CivilTime civil = zone.ToCivil(first);
  return Minus(
      Call("dateDiff", {Constant("month"), ZonedInstant(zone.FromCivil(kBase)), std::move(time)}),
      (civil.year - kBase.year) * 12 + civil.month - kBase.month);
}

std::int64_t SecondsOf(Interval interval) {
  switch (interval) {
    case Interval::kSecond:
      return 1;
    case Interval::kMinute:
      return 60;
    default:
      return 3'600;
  }
}

/// Below a day buckets are equally long, unless a clock moved by half an hour.
bool AreEven(std::span<const Timestamp> starts, std::int64_t length) {
  for (std::size_t i = 1; i < starts.size(); ++i) {
    if (starts[i].seconds() - starts[i - 1].seconds() != length) return false;
  }
  return true;
}

ExprPtr ShortIndex(ExprPtr time, Interval interval, std::span<const Timestamp> starts) {
  const std::int64_t length = SecondsOf(interval);
  if (AreEven(starts, length)) {
    const ExprPtr since = Arithmetic(ArithmeticOp::kSubtract, Call("toUnixTimestamp", {time}),
                                     Constant(starts.front().seconds()));
    return Call("intDiv", {since, Constant(length)});
  }
  ExprList list;
  list.reserve(starts.size());
  for (const Timestamp start : starts) list.push_back(Constant(start.seconds()));
  const ExprPtr start = Call("toUnixTimestamp", {Call("toStartOfHour", {std::move(time)})});
  return Arithmetic(ArithmeticOp::kSubtract,
                    Call("_toInt64", {Call("indexOf", {hogql::Array(std::move(list)), start})}),
                    Constant(1));
}

}  // namespace

ExprPtr BucketIndex(ExprPtr time, Interval interval, std::span<const Timestamp> starts,
                    const ProjectTime& zone) {
  switch (interval) {
    case Interval::kDay:
      return Days(std::move(time), starts.front(), zone);
    case Interval::kWeek:
      return Call("intDiv", {Days(std::move(time), starts.front(), zone), Constant(7)});
    case Interval::kMonth:
      return Months(std::move(time), starts.front(), zone);
    case Interval::kSecond:
    case Interval::kMinute:
    case Interval::kHour:
      return ShortIndex(std::move(time), interval, starts);
  }
  return time;
}

std::optional<std::int64_t> CountBuckets(Interval interval, std::span<const Timestamp> starts,
                                         Timestamp last, const ProjectTime& zone) {
  const Timestamp first = starts.front();
  switch (interval) {
    case Interval::kDay:
      return zone.DayNumber(last) - zone.DayNumber(first) + 1;
    case Interval::kWeek:
      return (zone.DayNumber(last) - zone.DayNumber(first)) / 7 + 1;
    case Interval::kMonth: {
      const CivilTime a = zone.ToCivil(first);
      const CivilTime b = zone.ToCivil(last);
      return std::int64_t{b.year - a.year} * 12 + b.month - a.month + 1;
    }
    case Interval::kSecond:
    case Interval::kMinute:
    case Interval::kHour: {
      const std::int64_t length = SecondsOf(interval);
      if (!AreEven(starts, length)) return std::nullopt;
      return (last.seconds() - first.seconds()) / length + 1;
    }
  }
  return std::nullopt;
}

ExprPtr ZonedInstant(Timestamp t) {
  return Constant(t + std::chrono::microseconds(1));
}

}  // namespace tenrec::insights
