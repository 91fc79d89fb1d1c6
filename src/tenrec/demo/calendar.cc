#include "tenrec/demo/calendar.h"

#include <algorithm>
#include <array>

#include "tenrec/demo/world.h"

namespace tenrec::demo {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
// Share of a Monday; 1970-01-01 was a Thursday, and the table begins there.
constexpr std::array<std::uint32_t, 7> kWeekdays = {98, 84, 34, 38, 100, 104, 103};

int WeekdayFromThursday(Timestamp t) {
  return static_cast<int>(t.seconds() / kDaySeconds % 7);
}

}  // namespace

Calendar::Calendar(Timestamp end, int days) : end_(end) {
  const std::int64_t last_midnight = end.seconds() / kDaySeconds * kDaySeconds;
  start_ = Timestamp::FromSeconds(last_midnight - (days - 1) * kDaySeconds);
  // Growth of 0.9 % a day, in thousandths, without floating point. A long history stops growing
  // before the numbers do.
  std::uint64_t growth = 100'000;
  std::uint32_t sum = 0;
  for (int day = 0; day < days; ++day) {
    const Timestamp midnight = start_ + std::chrono::hours(24 * day);
    std::uint64_t weight =
        growth / 1000 * kWeekdays[static_cast<std::size_t>(WeekdayFromThursday(midnight))] / 10;
    if (day == days - 1) {
      const auto passed = static_cast<std::uint64_t>(end.seconds() - last_midnight);
      weight = weight * passed / kDaySeconds;
    }
    sum += static_cast<std::uint32_t>(weight) + 1;
    arrivals_.push_back(sum);
    if (growth < 2'000'000) growth += growth * 9 / 1000;
  }
}

int Calendar::DrawArrivalDay(Random& random) const {
  const std::uint32_t at = random.Below(arrivals_.back());
  return static_cast<int>(std::upper_bound(arrivals_.begin(), arrivals_.end(), at) -
                          arrivals_.begin());
}

Timestamp Calendar::DrawMoment(Random& random, int day, int utc_offset_minutes) const {
  const auto hours = HourWeights();
  std::uint32_t total = 0;
  for (const std::uint32_t weight : hours) total += weight;
  for (int attempt = 0; attempt < 8; ++attempt) {
    std::uint32_t at = random.Below(total);
    std::int64_t hour = 0;
    while (at >= hours[static_cast<std::size_t>(hour)]) {
      at -= hours[static_cast<std::size_t>(hour)];
      ++hour;
    }
    const std::int64_t local_ms =
        hour * 3'600'000 + static_cast<std::int64_t>(random.Below(3'600'000));
    const std::int64_t day_ms = kDaySeconds * 1000;
    const std::int64_t utc_ms =
        ((local_ms - utc_offset_minutes * 60'000LL) % day_ms + day_ms) % day_ms;
    const Timestamp moment = Timestamp::FromMillis(start_.millis() + day * day_ms + utc_ms);
    if (moment < end_) return moment;
  }
  // The last day is not over yet: some moment of what there is of it.
  const Timestamp midnight = start_ + std::chrono::hours(24 * day);
  const std::int64_t passed = std::max<std::int64_t>(end_.millis() - midnight.millis(), 1);
  return Timestamp::FromMillis(midnight.millis() +
                               random.Below(static_cast<std::uint32_t>(passed)));
}

bool Calendar::IsWeekend(int day) const {
  const int weekday = WeekdayFromThursday(start_ + std::chrono::hours(24 * day));
  return weekday == 2 || weekday == 3;
}

int Calendar::DayOf(Timestamp t) const {
  return static_cast<int>((t.seconds() - start_.seconds()) / kDaySeconds);
}

}  // namespace tenrec::demo
