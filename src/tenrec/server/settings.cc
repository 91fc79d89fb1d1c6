#include "tenrec/server/settings.h"

#include <algorithm>
#include <charconv>

#include "tenrec/base/encoding.h"

namespace tenrec::server {
namespace {

constexpr std::int64_t kMegabyte = 1'000'000;

Result<bool> ParseBool(std::string_view text) {
  const std::string word = ToLowerAscii(text);
  if (word == "1" || word == "true" || word == "yes" || word == "on") return true;
  if (word == "0" || word == "false" || word == "no" || word == "off" || word.empty()) return false;
  return InvalidArgument("write true or false");
}

Result<std::int64_t> ParseInt(std::string_view text, const SettingSpec& spec) {
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc() || end != text.data() + text.size() || number < spec.min ||
      number > spec.max) {
    return InvalidArgument("write a whole number from " + std::to_string(spec.min) + " to " +
                           std::to_string(spec.max));
  }
  return number;
}

Status Assign(Settings& settings, const SettingSpec& spec, std::string_view text) {
  if (const auto* field = std::get_if<std::string Settings::*>(&spec.field)) {
    settings.** field = std::string(text);
  } else if (const auto* number = std::get_if<std::int64_t Settings::*>(&spec.field)) {
    TRY_ASSIGN(settings.**number, ParseInt(text, spec));
  } else {
    TRY_ASSIGN(settings.*std::get<bool Settings::*>(spec.field), ParseBool(text));
  }
  return Ok();
}

std::string_view TypeName(const SettingSpec& spec) {
  if (std::holds_alternative<std::string Settings::*>(spec.field)) return "text";
  if (std::holds_alternative<std::int64_t Settings::*>(spec.field)) return "number";
  return "true or false";
}

Error Refuse(std::string_view where, const SettingSpec& spec, std::string_view text,
             const Error& why) {
  std::string shown = spec.secret ? "(hidden)" : "'" + std::string(text) + "'";
  return InvalidArgument(std::string(where) + " is " + shown + ": " + why.message);
}

}  // namespace

const std::vector<SettingSpec>& SettingTable() {
  static const std::vector<SettingSpec> table = {
      {"data", "TENREC_DATA", &Settings::data, "tenrec-data", "directory", 0, 0, false,
       "Where everything is kept: events, metadata, recordings. One process at a time."},
      {"host", "TENREC_HOST", &Settings::host, "127.0.0.1", "address", 0, 0, false,
       "Address to listen on. 0.0.0.0 listens on every interface; put TLS in front of it."},
      {"port", "TENREC_PORT", &Settings::port, "8000", "", 0, 65'535, false,
       "Port to listen on; 0 takes a free one and prints it."},
      {"roles", "TENREC_ROLES", &Settings::roles, "capture,ingest,api,worker", "list", 0, 0, false,
       "The parts of the product that this process runs."},
      {"site-url", "SITE_URL", &Settings::site_url, "", "URL", 0, 0, false,
       "The address people and SDKs use. An https address makes session cookies Secure."},
      {"secret-key", "SECRET_KEY", &Settings::secret_key, "", "", 0, 0, true,
       "Signs sessions and tokens, at least 16 characters. When it is not given, one is made and "
       "kept in the data directory."},
      {"memory", "TENREC_MEMORY_MB", &Settings::memory_mb, "0", "MB", 0, 4'000'000, false,
       "Memory for the whole process; 0 is a quarter of the machine, at least 512 MB."},
      {"http-threads", "TENREC_HTTP_THREADS", &Settings::http_threads, "2", "threads", 1, 64, false,
       "Threads that read requests and write answers."},
      {"query-threads", "TENREC_QUERY_THREADS", &Settings::query_threads, "4", "threads", 1, 64,
       false, "Questions that are worked on at the same time."},
      {"log-segment", "TENREC_LOG_SEGMENT_MB", &Settings::log_segment_mb, "64", "MB", 1, 1024,
       false, "Size of one file of the event log."},
      {"log-retention", "TENREC_LOG_RETENTION_HOURS", &Settings::log_retention_hours, "24", "hours",
       0, 87'600, false,
       "How long the event log keeps what is already stored, so that it can be replayed."},
      {"min-free-disk", "TENREC_MIN_FREE_DISK_MB", &Settings::min_free_disk_mb, "64", "MB", 0,
       1'000'000, false,
       "Capture answers 503 when the disk has less than this left, so that the rest can work."},
      {"promote-after", "TENREC_PROMOTE_AFTER", &Settings::promote_after_questions, "100",
       "questions", 0, 1'000'000, false,
       "A property of events that so many questions of a week have read gets a column of its own, "
       "in the background; 0 never does that."},
      {"promote-interval", "TENREC_PROMOTE_INTERVAL_SECONDS", &Settings::promote_interval_seconds,
       "600", "seconds", 1, 86'400, false, "How often properties in heavy use are looked for."},
      {"behind-proxy", "IS_BEHIND_PROXY", &Settings::is_behind_proxy, "false", "", 0, 0, false,
       "Take the client's address from X-Forwarded-For of trusted proxies."},
      {"trust-all-proxies", "TRUST_ALL_PROXIES", &Settings::trust_all_proxies, "false", "", 0, 0,
       false, "Trust X-Forwarded-For from anyone. Only when nothing but a proxy can connect."},
      {"trusted-proxies", "TRUSTED_PROXIES", &Settings::trusted_proxies, "", "list", 0, 0, false,
       "Addresses or networks of proxies; private networks when empty."},
      {"multi-org", "MULTI_ORG_ENABLED", &Settings::multi_org, "false", "", 0, 0, false,
       "Let anyone sign up with an organization of their own after the first user."},
      {"metrics", "TENREC_METRICS", &Settings::metrics, "true", "", 0, 0, false,
       "Serve counters at /metrics in the Prometheus text format."},
      {"log-level", "TENREC_LOG_LEVEL", &Settings::log_level, "info", "debug, info, warning, error",
       0, 0, false, "Lines below this level are not written."},
      {"web-dir", "TENREC_WEB_DIR", &Settings::web_dir, "", "directory", 0, 0, false,
       "The built web app; the folder web beside the program when empty."},
      {"sdk-dir", "TENREC_SDK_DIR", &Settings::sdk_dir, "", "directory", 0, 0, false,
       "Scripts of posthog-js; the folder posthog-js beside the program when empty."},
      {"database-url", "DATABASE_URL", &Settings::database_url, "", "URL", 0, 0, true,
       "PostgreSQL for metadata; the embedded SQLite when empty."},
      {"redis-url", "REDIS_URL", &Settings::redis_url, "", "URL", 0, 0, true,
       "Redis for shared small values; in this process when empty."},
      {"kafka-hosts", "KAFKA_HOSTS", &Settings::kafka_hosts, "", "list", 0, 0, false,
       "Kafka for the event log; files in the data directory when empty."},
      {"clickhouse-host", "CLICKHOUSE_HOST", &Settings::clickhouse_host, "", "host", 0, 0, false,
       "ClickHouse server for analytics; the embedded engine when empty."},
      {"object-storage-endpoint", "OBJECT_STORAGE_ENDPOINT", &Settings::object_storage_endpoint, "",
       "URL", 0, 0, false, "S3 for recordings and exports; the data directory when empty."},
  };
  return table;
}

Result<Settings> ReadSettings(const std::map<std::string, std::string>& flags,
                              const Environment& environment) {
  Settings settings;
  for (const SettingSpec& spec : SettingTable()) {
    TRY(Assign(settings, spec, spec.default_text));
    if (const auto text = environment(spec.environment)) {
      const Status assigned = Assign(settings, spec, *text);
      if (!assigned) return Refuse(spec.environment, spec, *text, assigned.error());
    }
    if (const auto flag = flags.find(std::string(spec.flag)); flag != flags.end()) {
      const Status assigned = Assign(settings, spec, flag->second);
      if (!assigned) {
        return Refuse("--" + std::string(spec.flag), spec, flag->second, assigned.error());
      }
    }
  }
  if (!settings.secret_key.empty() && settings.secret_key.size() < 16) {
    return InvalidArgument(
        "SECRET_KEY is shorter than 16 characters: make one with "
        "`openssl rand -hex 32`, or unset it to have one made");
  }
  TRY(ParseRoles(settings.roles));
  return settings;
}

std::string SettingsPage() {
  std::string page =
      "# Settings\n\n"
      "Each setting is a flag of `tenrec serve` and an environment variable; the flag wins.\n"
      "This page is printed by `tenrec settings` and checked by the tests: change the table in\n"
      "`src/tenrec/server/settings.cc`, not this page.\n\n"
      "| flag | environment | type | default | what it does |\n"
      "|---|---|---|---|---|\n";
  for (const SettingSpec& spec : SettingTable()) {
    page += "| `--" + std::string(spec.flag) + "` | `" + std::string(spec.environment) + "` | ";
    page += TypeName(spec);
    if (!spec.unit.empty()) page += ", " + std::string(spec.unit);
    if (spec.max > 0) page += ", " + std::to_string(spec.min) + " to " + std::to_string(spec.max);
    page += " | ";
    page += spec.default_text.empty() ? "(empty)" : "`" + std::string(spec.default_text) + "`";
    page += " | " + std::string(spec.help) + " |\n";
  }
  page +=
      "\n`DATABASE_URL`, `REDIS_URL`, `KAFKA_HOSTS`, `CLICKHOUSE_HOST` and "
      "`OBJECT_STORAGE_ENDPOINT` name the\nengines of a larger installation. This version has the "
      "embedded ones only: when one of them is\nset, the program says so and does not start, "
      "rather than quietly keep data elsewhere.\n";
  return page;
}

Result<Roles> ParseRoles(std::string_view text) {
  Roles roles;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const std::string_view word = TrimAscii(text.substr(start, comma - start));
    if (word == "capture") {
      roles.capture = true;
    } else if (word == "ingest") {
      roles.ingest = true;
    } else if (word == "api") {
      roles.api = true;
    } else if (word == "worker") {
      roles.worker = true;
    } else {
      return InvalidArgument("unknown role '" + std::string(word) +
                             "' in --roles: write a comma list of capture, ingest, api, worker");
    }
    start = comma + 1;
  }
  return roles;
}

MemoryBudget DivideMemory(std::int64_t memory_mb, std::int64_t machine_bytes) {
  MemoryBudget budget;
  budget.total = memory_mb > 0 ? memory_mb * kMegabyte
                               : std::max<std::int64_t>(512 * kMegabyte, machine_bytes / 4);
  // Half for the engine: a query that needs more spills to disk. The rest is bounded by design, and
  // what remains is left for the code itself and the allocator's slack.
  budget.engine = budget.total / 2;
  budget.log = budget.total / 16;
  budget.caches = budget.total / 8;
  budget.bodies = budget.total / 8;
  budget.answers = budget.total / 8;
  return budget;
}

}  // namespace tenrec::server
