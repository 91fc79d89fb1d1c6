#include "tenrec/ingest/heatmap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "tenrec/base/json.h"

namespace tenrec::ingest {
namespace {

constexpr double kScale = 16;
constexpr std::size_t kMaxPoints = 10'000;

const EventProperty* Find(const Event& event, std::string_view key) {
  const auto found = std::ranges::find_if(event.properties, [&](const EventProperty& property) {
    return property.key == key && !property.removed();
  });
  return found == event.properties.end() ? nullptr : &*found;
}

std::optional<double> Number(const Json& value) {
  if (value.is_double()) return value.get_double();
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  return std::nullopt;
}

std::optional<double> NumberOf(const Event& event, std::string_view key) {
  const EventProperty* property = Find(event, key);
  if (property == nullptr) return std::nullopt;
  const auto json = ParseJson(property->value);
  return json ? Number(*json) : std::nullopt;
}

std::string TextOf(const Event& event, std::string_view key) {
  const EventProperty* property = Find(event, key);
  if (property == nullptr) return {};
  const auto json = ParseJson(property->value);
  return json && json->is_string() ? std::string(View(json->get_string())) : std::string();
}

std::int16_t Scaled(double pixels) {
  constexpr double kMost = std::numeric_limits<std::int16_t>::max();
  return static_cast<std::int16_t>(std::clamp(std::round(pixels / kScale), -kMost, kMost));
}

/// The address with another path; empty when it is no address.
std::string WithPath(std::string_view url, std::string_view path) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::size_t host = scheme + 3;
  const std::size_t begin = std::min(url.find_first_of("/?#", host), url.size());
  const std::size_t end = std::min(url.find_first_of("?#", begin), url.size());
  return std::string(url.substr(0, begin)) + std::string(path) + std::string(url.substr(end));
}

/// The points of one page; false when one of them is none.
bool ReadItems(const JsonArray& items, const std::string& url, const HeatmapPoint& common,
               std::vector<HeatmapPoint>& points) {
  bool all_good = true;
  for (const Json& item : items) {
    const Json* x = FindMember(item, "x");
    const Json* y = FindMember(item, "y");
    const auto type = StringMember(item, "type");
    const auto fixed = BoolMember(item, "target_fixed");
    const auto left = x == nullptr ? std::nullopt : Number(*x);
    const auto top = y == nullptr ? std::nullopt : Number(*y);
    if (!left || !top || !type || type->empty() || !fixed || points.size() >= kMaxPoints) {
      all_good = false;
      continue;
    }
    HeatmapPoint& point = points.emplace_back(common);
    point.x = Scaled(*left);
    point.y = Scaled(*top);
    point.target_fixed = *fixed;
    point.url = url;
    point.type = std::string(*type);
  }
  return all_good;
}

}  // namespace

HeatmapFault ReadHeatmap(const Event& event, std::vector<HeatmapPoint>& points) {
  const EventProperty* data = event.Find(KnownKey::kHeatmapData);
  const EventProperty* previous = event.Find(KnownKey::kPreviousPath);
  if (data == nullptr && previous == nullptr) return HeatmapFault::kNone;
  const auto width = NumberOf(event, "$viewport_width");
  const auto height = NumberOf(event, "$viewport_height");
  if (!width || !height) return HeatmapFault::kNone;
  HeatmapPoint common{.team_id = event.record.team_id,
                      .session_id = TextOf(event, "$session_id"),
                      .distinct_id = std::string(event.distinct_id),
                      .timestamp = event.record.timestamp,
                      .viewport_width = Scaled(*width),
                      .viewport_height = Scaled(*height)};
  if (previous != nullptr) {
    const auto depth = NumberOf(event, "$prev_pageview_max_scroll");
    const std::string url =
        WithPath(TextOf(event, "$current_url"), TextOf(event, "$prev_pageview_pathname"));
    if (depth && !url.empty()) {
      HeatmapPoint& point = points.emplace_back(common);
      point.y = Scaled(*depth);
      point.url = url;
      point.type = "scrolldepth";
    }
  }
  if (data == nullptr) return HeatmapFault::kNone;
  const auto json = ParseJson(data->value);
  if (!json || !json->is_object()) return HeatmapFault::kData;
  HeatmapFault fault = HeatmapFault::kNone;
  for (const auto& page : json->get_object()) {
    const std::string url(page.key());
    if (url.find_first_not_of(" \t\n") == std::string::npos) {
      fault = HeatmapFault::kUrl;
    } else if (!page.value().is_array() ||
               !ReadItems(page.value().get_array(), url, common, points)) {
      fault = HeatmapFault::kItems;
    }
  }
  return fault;
}

}  // namespace tenrec::ingest
