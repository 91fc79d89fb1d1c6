#include <algorithm>
#include <tuple>

#include "tenrec/dashboards/tile.h"

namespace tenrec::dashboards {
namespace {

constexpr std::int64_t kColumns = 2;
constexpr std::int64_t kWidth = 6;
constexpr std::int64_t kHeight = 5;

struct Place {
  bool missing = true;
  double y = 0;
  double x = 0;
};

double NumberMember(const Json& json, std::string_view key) {
  const Json* member = FindMember(json, key);
  if (member == nullptr || !member->is_number()) return 0;
  return member->to_number<double>();
}

Place PlaceOf(const Tile& tile, std::string_view breakpoint) {
  const Json* layout = tile.layouts.if_contains(breakpoint);
  if (layout == nullptr || !layout->is_object()) return {};
  return {false, NumberMember(*layout, "y"), NumberMember(*layout, "x")};
}

}  // namespace

void SortByLayout(std::vector<Tile>& tiles, std::string_view breakpoint) {
  std::sort(tiles.begin(), tiles.end(), [breakpoint](const Tile& a, const Tile& b) {
    const Place at = PlaceOf(a, breakpoint);
    const Place bt = PlaceOf(b, breakpoint);
    return std::tie(at.missing, at.y, at.x, a.id) < std::tie(bt.missing, bt.y, bt.x, b.id);
  });
}

JsonObject LayoutAt(std::size_t position) {
  const auto at = static_cast<std::int64_t>(position);
  return {{"sm", JsonObject{{"x", at % kColumns * kWidth},
                            {"y", at / kColumns * kHeight},
                            {"w", kWidth},
                            {"h", kHeight}}},
          {"xs", JsonObject{{"x", 0}, {"y", at * kHeight}, {"w", 1}, {"h", kHeight}}}};
}

}  // namespace tenrec::dashboards
