#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace tenrec::demo {

// The made-up world that events are drawn from. Every table has weights, which need no common sum.

struct City {
  std::string_view name;
  std::string_view country_code;
  std::string_view country;
  std::string_view continent_code;
  std::string_view continent;
  std::string_view region_code;
  std::string_view region;
  std::string_view time_zone;
  std::string_view latitude;
  std::string_view longitude;
  std::string_view language;
  int utc_offset_minutes;
  std::uint32_t weight;
};

struct Device {
  std::string_view os;
  std::string_view os_version;
  std::string_view browser;
  int browser_version;
  std::string_view type;  // "Desktop", "Mobile", "Tablet"
  std::string_view user_agent;
  int screen_width;
  int screen_height;
  int chrome_height;  // what the browser's own bars take
  std::uint32_t weight;
};

/// Where a visitor comes from.
struct Channel {
  std::string_view referrer;          // "$direct" for none
  std::string_view referring_domain;  // "$direct" for none
  /// As query string, without '?'; empty for none.
  std::string_view campaign;
  std::string_view landing;
  /// Relative to the others, 100 is the average.
  std::uint32_t conversion;
  std::uint32_t weight;
};

struct Page {
  std::string_view path;
  std::string_view title;
};

enum class PageId : std::uint8_t {
  kHome,
  kFeatures,
  kPricing,
  kTemplates,
  kBlogMeetings,
  kBlogRemote,
  kDocs,
  kCustomers,
  kSignup,
  kWelcome,
  kApp,
  kNote,
  kSearch,
  kGallery,
  kTeam,
  kSettings,
  kIntegrations,
  kBilling,
};
const Page& PageOf(PageId id);

enum class Plan : std::uint8_t { kFree, kPro, kBusiness, kEnterprise };
std::string_view PlanName(Plan plan);
/// Units: cents per seat and month.
std::uint32_t SeatPrice(Plan plan);

std::span<const City> Cities();
std::span<const Device> Devices();
std::span<const Channel> Channels();
/// Share of a working day's visits in each local hour.
std::span<const std::uint32_t, 24> HourWeights();

std::span<const std::string_view> FirstNames();
std::span<const std::string_view> LastNames();
std::span<const std::string_view> CompanyFirstWords();
std::span<const std::string_view> CompanyLastWords();
std::span<const std::string_view> Industries();
std::span<const std::string_view> Roles();

}  // namespace tenrec::demo
