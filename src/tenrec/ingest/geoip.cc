#include "tenrec/ingest/geoip.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <netinet/in.h>
#include <optional>
#include <unordered_map>
#include <utility>

#include <maxminddb.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json_text.h"
#include "tenrec/ingest/geo_countries.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kMaxPlaces = 100'000;
constexpr std::size_t kMaxPathParts = 4;

/// A path into a record, ended by nullptr: {"city", "names", "en", nullptr}.
using Path = std::array<const char*, kMaxPathParts + 1>;

/// A property and where databases keep it: as MaxMind does, and as flat ones do.
struct GeoField {
  std::string_view event_name;
  std::string_view initial_name;
  Path path;
  const char* flat_name;
};

#define GEO_NAMES(name) "$geoip_" name, "$initial_geoip_" name
// In byte order of the names.
constexpr GeoField kFields[] = {
    {GEO_NAMES("accuracy_radius"), {"location", "accuracy_radius"}, nullptr},
    {GEO_NAMES("city_confidence"), {"city", "confidence"}, nullptr},
    {GEO_NAMES("city_name"), {"city", "names", "en"}, "city"},
    {GEO_NAMES("continent_code"), {"continent", "code"}, nullptr},
    {GEO_NAMES("continent_name"), {"continent", "names", "en"}, nullptr},
    {GEO_NAMES("country_code"), {"country", "iso_code"}, "country_code"},
    {GEO_NAMES("country_confidence"), {"country", "confidence"}, nullptr},
    {GEO_NAMES("country_name"), {"country", "names", "en"}, nullptr},
    {GEO_NAMES("latitude"), {"location", "latitude"}, "latitude"},
    {GEO_NAMES("longitude"), {"location", "longitude"}, "longitude"},
    {GEO_NAMES("postal_code"), {"postal", "code"}, "postcode"},
    {GEO_NAMES("postal_code_confidence"), {"postal", "confidence"}, nullptr},
    {GEO_NAMES("subdivision_1_code"), {"subdivisions", "0", "iso_code"}, nullptr},
    {GEO_NAMES("subdivision_1_confidence"), {"subdivisions", "0", "confidence"}, nullptr},
    {GEO_NAMES("subdivision_1_name"), {"subdivisions", "0", "names", "en"}, "state1"},
    {GEO_NAMES("subdivision_2_code"), {"subdivisions", "1", "iso_code"}, nullptr},
    {GEO_NAMES("subdivision_2_confidence"), {"subdivisions", "1", "confidence"}, nullptr},
    {GEO_NAMES("subdivision_2_name"), {"subdivisions", "1", "names", "en"}, "state2"},
    {GEO_NAMES("time_zone"), {"location", "time_zone"}, "timezone"},
};
#undef GEO_NAMES
constexpr std::size_t kFieldCount = std::size(kFields);

/// Values of one record by the place of their field.
using Values = std::array<std::string, kFieldCount>;

std::size_t IndexOf(std::string_view event_name) {
  return static_cast<std::size_t>(std::ranges::find(kFields, event_name, &GeoField::event_name) -
                                  std::begin(kFields));
}

std::string PrintNumber(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

std::string Quote(std::string_view text) {
  std::string quoted;
  AppendJsonString(quoted, text);
  return quoted;
}

/// The value at a path as JSON; empty when it is absent or of another kind.
std::string ValueAt(MMDB_entry_s& entry, const Path& path) {
  MMDB_entry_data_s data;
  if (MMDB_aget_value(&entry, &data, path.data()) != MMDB_SUCCESS || !data.has_data) return {};
  switch (data.type) {
    case MMDB_DATA_TYPE_UTF8_STRING: {
      const std::string_view text(data.utf8_string, data.data_size);
      return text.empty() ? std::string() : Quote(RepairUtf8(text));
    }
    case MMDB_DATA_TYPE_DOUBLE:
      return PrintNumber(data.double_value);
    case MMDB_DATA_TYPE_FLOAT:
      return PrintNumber(static_cast<double>(data.float_value));
    case MMDB_DATA_TYPE_UINT16:
      return std::to_string(data.uint16);
    case MMDB_DATA_TYPE_UINT32:
      return std::to_string(data.uint32);
    case MMDB_DATA_TYPE_INT32:
      return std::to_string(data.int32);
    default:
      return {};
  }
}

/// Fills in what follows from the country's code.
void AddCountry(Values& values) {
  static const std::size_t code = IndexOf("$geoip_country_code");
  static const std::size_t name = IndexOf("$geoip_country_name");
  static const std::size_t continent = IndexOf("$geoip_continent_code");
  static const std::size_t continent_name = IndexOf("$geoip_continent_name");
  if (values[code].size() < 3) return;
  const GeoCountry* country =
      FindGeoCountry(std::string_view(values[code]).substr(1, values[code].size() - 2));
  if (country == nullptr) return;
  if (values[name].empty()) values[name] = Quote(country->name);
  if (values[continent].empty()) values[continent] = Quote(country->continent);
  if (values[continent_name].empty()) {
    values[continent_name] = Quote(ContinentName(country->continent));
  }
}

std::shared_ptr<const GeoPlace> ReadPlace(MMDB_entry_s entry) {
  Values values;
  bool is_known = false;
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    values[i] = ValueAt(entry, kFields[i].path);
    if (values[i].empty() && kFields[i].flat_name != nullptr) {
      values[i] = ValueAt(entry, Path{kFields[i].flat_name});
    }
    is_known = is_known || !values[i].empty();
  }
  if (!is_known) return nullptr;
  AddCountry(values);
  auto place = std::make_shared<GeoPlace>();
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (values[i].empty()) {
      place->missing.push_back(kFields[i].event_name);
    } else {
      place->facts.push_back(
          {kFields[i].event_name, kFields[i].initial_name, std::move(values[i])});
    }
  }
  return place;
}

/// An address as the library takes it; IPv4 written as IPv6 counts as IPv4.
std::optional<sockaddr_storage> ReadAddress(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> copy{};
  if (text.empty() || text.size() >= copy.size()) return std::nullopt;
  std::memcpy(copy.data(), text.data(), text.size());
  sockaddr_storage address{};
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address);
  if (inet_pton(AF_INET, copy.data(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    return address;
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, copy.data(), &v6) != 1) return std::nullopt;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    v4->sin_family = AF_INET;
    std::memcpy(&v4->sin_addr, v6.s6_addr + 12, 4);
  } else {
    auto* wide = reinterpret_cast<sockaddr_in6*>(&address);
    wide->sin6_family = AF_INET6;
    wide->sin6_addr = v6;
  }
  return address;
}

}  // namespace

struct GeoDatabase::State {
  explicit State(std::string path_in) : path(std::move(path_in)) {}
  ~State() {
    if (is_open) MMDB_close(&database);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  const std::string path;
  MMDB_s database{};
  bool is_open = false;
  std::string type;
  Timestamp built_at;
  /// By the place of their record in the file: many networks share one.
  std::unordered_map<std::uint32_t, std::shared_ptr<const GeoPlace>> places;
};

GeoDatabase::GeoDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {
}
GeoDatabase::~GeoDatabase() = default;

Result<std::unique_ptr<GeoDatabase>> GeoDatabase::Open(const std::string& path) {
  auto state = std::make_unique<State>(path);
  const int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &state->database);
  if (status != MMDB_SUCCESS) {
    return InvalidArgument("GEOIP_DATABASE: cannot read '" + path + "': " + MMDB_strerror(status) +
                           "; name a file in MaxMind's format (.mmdb), or off");
  }
  state->is_open = true;
  state->type = state->database.metadata.database_type;
  state->built_at =
      Timestamp::FromSeconds(static_cast<std::int64_t>(state->database.metadata.build_epoch));
  return std::unique_ptr<GeoDatabase>(new GeoDatabase(std::move(state)));
}

std::shared_ptr<const GeoPlace> GeoDatabase::Find(std::string_view ip) {
  State& s = *state_;
  const auto address = ReadAddress(ip);
  if (!address) return nullptr;
  int error = MMDB_SUCCESS;
  const MMDB_lookup_result_s found =
      MMDB_lookup_sockaddr(&s.database, reinterpret_cast<const sockaddr*>(&*address), &error);
  if (error != MMDB_SUCCESS || !found.found_entry) return nullptr;
  if (s.places.size() >= kMaxPlaces) s.places.clear();
  const auto [place, is_new] = s.places.try_emplace(found.entry.offset);
  if (is_new) place->second = ReadPlace(found.entry);
  return place->second;
}

const std::string& GeoDatabase::path() const {
  return state_->path;
}
const std::string& GeoDatabase::type() const {
  return state_->type;
}
Timestamp GeoDatabase::built_at() const {
  return state_->built_at;
}

std::string GeoDatabasePath(const std::string& setting) {
  if (setting == "off") return {};
  if (!setting.empty()) return setting;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return {};
  const auto beside = program.parent_path() / "geoip" / "geo-whois-asn-country.mmdb";
  return std::filesystem::exists(beside, error) ? beside.string() : std::string();
}

}  // namespace tenrec::ingest
