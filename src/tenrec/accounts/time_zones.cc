#include "tenrec/accounts/time_zones.h"

#include <algorithm>
#include <fstream>

#include <cctz/time_zone.h>

namespace tenrec::accounts {
namespace {

constexpr std::string_view kZoneInfo = "/usr/share/zoneinfo/tzdata.zi";

}  // namespace

bool IsTimeZone(std::string_view name) {
  // The library reads files by name, so nothing that could leave its directory gets through.
  const bool plain = !name.empty() && name.size() <= 64 && name.front() != '/' &&
                     std::all_of(name.begin(), name.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' ||
                              c == '+';
                     });
  if (!plain) return false;
  cctz::time_zone zone;
  return cctz::load_time_zone(std::string(name), &zone);
}

std::vector<TimeZoneOffset> TimeZones(Timestamp at) {
  // Lines "Z <name> …" are zones and "L <target> <name>" are links to one.
  std::vector<TimeZoneOffset> zones;
  std::ifstream file{std::string(kZoneInfo)};
  const auto instant = cctz::time_point<cctz::seconds>(cctz::seconds(at.seconds()));
  const auto add = [&](const std::string& name) {
    cctz::time_zone zone;
    if (!cctz::load_time_zone(name, &zone)) return;
    zones.push_back({name, zone.lookup(instant).offset / 3600.0});
  };
  for (std::string line; std::getline(file, line);) {
    const auto words_from = [&](std::size_t at_word) {
      const std::size_t end = line.find(' ', at_word);
      return line.substr(at_word, end == std::string::npos ? end : end - at_word);
    };
    if (line.starts_with("Z ")) add(words_from(2));
    if (line.starts_with("L ")) add(words_from(3 + words_from(2).size()));
  }
  if (zones.empty()) add("UTC");
  std::sort(zones.begin(), zones.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return zones;
}

}  // namespace tenrec::accounts
