#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"

namespace tenrec::ingest {

/// One thing that is known of a place.
struct GeoFact {
  std::string_view event_name;    // "$geoip_city_name"; in static memory
  std::string_view initial_name;  // "$initial_geoip_city_name"
  std::string json;               // "\"Linköping\"", "58.4167"
};

struct GeoPlace {
  /// In byte order of their names.
  std::vector<GeoFact> facts;
  /// The names that other places have and this one lacks, in byte order: they must not stay on a
  /// person who has moved here.
  std::vector<std::string_view> missing;
};

/// Where addresses are: a database in MaxMind's format, of cities (GeoLite2, DB-IP) or flat
/// (country_code, city, …). A country's name and continent are known without the database.
/// Source:  ingestion.md 11; https://maxmind.github.io/MaxMind-DB/
/// Threads: one caller at a time for Find, any for the rest.
class GeoDatabase {
 public:
  /// Errors: kInvalidArgument naming the file and what is wrong with it.
  static Result<std::unique_ptr<GeoDatabase>> Open(const std::string& path);
  ~GeoDatabase();
  GeoDatabase(const GeoDatabase&) = delete;
  GeoDatabase& operator=(const GeoDatabase&) = delete;

  /// nullptr for what is no address, or in no place that the database knows.
  std::shared_ptr<const GeoPlace> Find(std::string_view ip);

  const std::string& path() const;
  /// What the file calls itself: "GeoLite2-City".
  const std::string& type() const;
  Timestamp built_at() const;

 private:
  struct State;
  explicit GeoDatabase(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The file that a setting names: a path; "off" for none; when empty the one in the folder geoip
/// beside the program. Empty when there is none.
std::string GeoDatabasePath(const std::string& setting);

}  // namespace tenrec::ingest
