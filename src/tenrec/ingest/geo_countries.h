#pragma once

#include <string_view>

namespace tenrec::ingest {

/// What databases that know only a country's code leave out.
struct GeoCountry {
  std::string_view code;  // ISO 3166-1 alpha-2
  std::string_view name;  // in English, as MaxMind's databases write it
  std::string_view continent;
};

/// nullptr for a code that is no country's.
const GeoCountry* FindGeoCountry(std::string_view code);

/// "Europe" for "EU"; empty for what is no continent's code.
std::string_view ContinentName(std::string_view code);

}  // namespace tenrec::ingest
