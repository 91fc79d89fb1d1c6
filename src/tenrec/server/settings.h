#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::server {

/// Every setting of the process, as read from its flags and environment.
/// The meaning, unit and range of each field stand in the table of settings.cc and nowhere else.
struct Settings {
  std::string data;
  std::string host;
  std::int64_t port = 0;
  std::string roles;
  std::string site_url;
  std::string secret_key;
  std::int64_t memory_mb = 0;
  std::int64_t http_threads = 0;
  std::int64_t query_threads = 0;
  std::int64_t log_segment_mb = 0;
  std::int64_t log_retention_hours = 0;
  std::int64_t min_free_disk_mb = 0;
  std::int64_t promote_after_questions = 0;
  std::int64_t promote_interval_seconds = 0;
  std::int64_t cohort_interval_seconds = 0;
  std::int64_t cohort_max_age_seconds = 0;
  std::int64_t squash_interval_seconds = 0;
  std::int64_t self_test_seconds = 0;
  /// Unset trusts private networks, false trusts nobody.
  std::optional<bool> is_behind_proxy;
  bool trust_all_proxies = false;
  std::string trusted_proxies;
  std::string geoip_database;
  std::string currency_rates;
  std::string drop_events;
  std::string skip_persons;
  bool multi_org = false;
  bool metrics = false;
  std::string log_level;
  std::string web_dir;
  std::string sdk_dir;
  /// Variables of a larger installation that are set, each with why it cannot be used: "KAFKA_HOSTS
  /// is set, but …". The program does not start.
  std::vector<std::string> unavailable;
  /// Variables that are set and change nothing, each with what happens instead.
  std::vector<std::string> without_effect;
};

/// A variable that a PostHog deployment has and this version cannot use.
struct Unused {
  /// The list in Settings that hears of it when it is set; an engine's variable keeps the program
  /// from starting, rather than let it quietly keep data elsewhere.
  std::vector<std::string> Settings::* heard_in;
  /// Whether "false" is as good as unset.
  bool is_bool = false;
};

/// One line of the table from which flags, environment variables and docs/settings.md come.
struct SettingSpec {
  using Field = std::variant<std::string Settings::*, std::int64_t Settings::*, bool Settings::*,
                             std::optional<bool> Settings::*, Unused>;

  std::string_view flag;         // without dashes; empty when there is only the variable
  std::string_view environment;  // the name a PostHog deployment uses, where it has one
  Field field;
  std::string_view default_text;
  std::string_view unit;
  std::int64_t min = 0;
  std::int64_t max = 0;
  bool secret = false;
  std::string_view help;
  /// An older name of the variable; `environment` wins.
  std::string_view alias = {};
};

const std::vector<SettingSpec>& SettingTable();

/// Reads one variable of the environment; nullopt when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view)>;

/// Puts defaults, environment and flags together; a flag wins over the environment.
/// Shape:  `flags` maps names without dashes to their texts, {"port": "8000"}.
/// Errors: kInvalidArgument naming the flag or variable and the accepted values.
Result<Settings> ReadSettings(const std::map<std::string, std::string>& flags,
                              const Environment& environment);

/// What only the machine can say of the settings: whether the folders they name are there.
/// Errors: kInvalidArgument naming the setting and the fix; kFailedPrecondition for a variable that
///         this version cannot use.
Status CheckSettings(const Settings& settings);

/// What is set and does nothing, or less than its author may think; one line each.
std::vector<std::string> SettingWarnings(const Settings& settings);

/// The text of docs/settings.md.
std::string SettingsPage();

/// The parts of the process that --roles chooses.
struct Roles {
  bool capture = false;
  bool ingest = false;
  bool api = false;
  bool worker = false;
};

/// Shape:  a comma list of capture, ingest, api, worker.
/// Errors: kInvalidArgument for an unknown or missing role.
Result<Roles> ParseRoles(std::string_view text);

/// How the process divides its memory. Units: bytes.
struct MemoryBudget {
  std::int64_t total = 0;
  std::int64_t engine = 0;   // queries, merges and inserts of the analytics engine together
  std::int64_t log = 0;      // appended and not yet durable
  std::int64_t caches = 0;   // query results, persons, definitions
  std::int64_t bodies = 0;   // request bodies in flight, packed and unpacked
  std::int64_t answers = 0;  // answers to questions, being written and being sent
};

/// Divides `memory_mb`, or a quarter of the machine (at least 512 MB) when it is 0.
MemoryBudget DivideMemory(std::int64_t memory_mb, std::int64_t machine_bytes);

}  // namespace tenrec::server
