#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/time.h"

namespace tenrec::accounts {

/// Whether the name is in the machine's IANA database: "Europe/Berlin".
bool IsTimeZone(std::string_view name);

struct TimeZoneOffset {
  std::string name;
  double hours = 0;
};
/// Every zone with its distance from UTC at that moment, by name.
std::vector<TimeZoneOffset> TimeZones(Timestamp at);

}  // namespace tenrec::accounts
