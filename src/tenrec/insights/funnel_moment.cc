#include "tenrec/insights/funnel_moment.h"

#include <bit>

namespace tenrec::insights {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr int kBits = 63;

int BitsOf(std::int64_t most) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(most)));
}

}  // namespace

std::optional<MomentLayout> MomentLayout::For(Timestamp from, Timestamp to, int steps, int excludes,
                                              std::int64_t values) {
  // A statement cuts both ends to their seconds.
  MomentLayout layout{.begin = from.micros - kSecond,
                      .step_bits = steps,
                      .exclude_bits = excludes,
                      .value_bits = BitsOf(values)};
  const int time_bits = BitsOf(to.micros + kSecond - layout.begin);
  if (time_bits + steps + excludes + layout.value_bits > kBits) return std::nullopt;
  return layout;
}

behavior::FunnelEvent MomentLayout::EventOf(std::int64_t moment) const {
  const auto cut = [&](int bits) {
    const std::int64_t low = moment & ((std::int64_t{1} << bits) - 1);
    moment >>= bits;
    return static_cast<std::uint32_t>(low);
  };
  behavior::FunnelEvent event;
  event.value = cut(value_bits);
  event.excludes = cut(exclude_bits);
  event.steps = cut(step_bits);
  event.time = begin + moment;
  return event;
}

}  // namespace tenrec::insights
