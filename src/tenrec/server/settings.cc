#include "tenrec/server/settings.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <system_error>

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

bool IsUnused(const SettingSpec& spec) {
  return std::holds_alternative<Unused>(spec.field);
}

std::string NameOf(const SettingSpec& spec) {
  return spec.flag.empty() ? std::string(spec.environment) : "--" + std::string(spec.flag);
}

/// Notes a variable that is set and cannot be used. Its value is never shown.
Status Note(Settings& settings, const SettingSpec& spec, const Unused& unused,
            std::string_view text) {
  bool is_set = !text.empty();
  if (unused.is_bool) {
    TRY_ASSIGN(is_set, ParseBool(text));
  }
  if (is_set) {
    (settings.*unused.heard_in)
        .push_back(std::string(spec.environment) + " is set, but " + std::string(spec.help));
  }
  return Ok();
}

Status Assign(Settings& settings, const SettingSpec& spec, std::string_view text) {
  if (const auto* field = std::get_if<std::string Settings::*>(&spec.field)) {
    settings.** field = std::string(text);
  } else if (const auto* number = std::get_if<std::int64_t Settings::*>(&spec.field)) {
    TRY_ASSIGN(settings.**number, ParseInt(text, spec));
  } else if (const auto* maybe = std::get_if<std::optional<bool> Settings::*>(&spec.field)) {
    settings.** maybe = std::nullopt;
    if (text.empty()) return Ok();
    TRY_ASSIGN(settings.**maybe, ParseBool(text));
  } else if (const auto* unused = std::get_if<Unused>(&spec.field)) {
    return Note(settings, spec, *unused, text);
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

/// Where browsers and SDKs find the product: nothing below it, because every path is an address of
/// its own.
Status CheckSiteUrl(const std::string& url) {
  constexpr std::string_view kShape = "write an address such as https://analytics.example.com";
  const auto refuse = [&](std::string_view why) {
    return InvalidArgument("SITE_URL is '" + url + "': " + std::string(why) + "; " +
                           std::string(kShape));
  };
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return refuse("it does not begin with http:// or https://");
  }
  if (rest.find_first_of("/?#@ \t\\") != std::string_view::npos) {
    return refuse("it has more than a host and a port");
  }
  std::string_view host = rest;
  const std::size_t colon = rest.rfind(':');
  if (colon != std::string_view::npos && rest.find(']', colon) == std::string_view::npos) {
    const std::string_view digits = rest.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (status != std::errc() || end != digits.data() + digits.size() || port == 0) {
      return refuse("its port is no number from 1 to 65535");
    }
    host = rest.substr(0, colon);
  }
  constexpr std::string_view kHostCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._[]:";
  if (host.empty() || host.find_first_not_of(kHostCharacters) != std::string_view::npos) {
    return refuse("it names no host");
  }
  return Ok();
}

Status CheckTexts(Settings& settings) {
  if (!settings.secret_key.empty() && settings.secret_key.size() < 16) {
    return InvalidArgument(
        "SECRET_KEY is shorter than 16 characters: make one with "
        "`openssl rand -hex 32`, or unset it to have one made");
  }
  if (settings.site_url.ends_with('/') && !settings.site_url.ends_with("//")) {
    settings.site_url.pop_back();
  }
  if (!settings.site_url.empty()) TRY(CheckSiteUrl(settings.site_url));
  constexpr std::string_view kLevels[] = {"debug", "info", "warning", "error"};
  if (std::find(std::begin(kLevels), std::end(kLevels), settings.log_level) == std::end(kLevels)) {
    return InvalidArgument("--log-level is '" + settings.log_level +
                           "': write debug, info, warning or error");
  }
  TRY(ParseRoles(settings.roles));
  return Ok();
}

}  // namespace

const std::vector<SettingSpec>& SettingTable() {
  constexpr Unused kEngine{&Settings::unavailable};
  constexpr Unused kEngineSwitch{&Settings::unavailable, true};
  constexpr Unused kHarmless{&Settings::without_effect};
  constexpr Unused kHarmlessSwitch{&Settings::without_effect, true};
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
      {"cohort-interval", "TENREC_COHORT_INTERVAL_SECONDS", &Settings::cohort_interval_seconds,
       "30", "seconds", 1, 86'400, false,
       "How often cohorts are looked for whose members are too old."},
      {"cohort-max-age", "TENREC_COHORT_MAX_AGE_SECONDS", &Settings::cohort_max_age_seconds, "900",
       "seconds", 1, 604'800, false,
       "Members of dynamic cohorts older than this are found anew, in the background."},
      {"squash-interval", "TENREC_SQUASH_INTERVAL_SECONDS", &Settings::squash_interval_seconds,
       "60", "seconds", 0, 2'592'000, false,
       "How often, at most, stored events of persons who were merged are rewritten as those of the "
       "person they are by now, which questions look up until then; less often where that takes "
       "more than a thirtieth of the time. 0 never does that."},
      {"self-test", "TENREC_SELF_TEST_SECONDS", &Settings::self_test_seconds, "60", "seconds", 0,
       3600, false,
       "How often an event of the program's own goes from capture to a question, outside of every "
       "project; one that takes longer than this, or than a minute, raises an alarm. 0 never does "
       "that."},
      {"behind-proxy", "IS_BEHIND_PROXY", &Settings::is_behind_proxy, "", "", 0, 0, false,
       "Take the client's address from X-Forwarded-For: true from trusted proxies, false from "
       "nobody; when not set, from proxies in private networks."},
      {"trust-all-proxies", "TRUST_ALL_PROXIES", &Settings::trust_all_proxies, "false", "", 0, 0,
       false, "Trust X-Forwarded-For from anyone. Only when nothing but a proxy can connect."},
      {"trusted-proxies", "TRUSTED_PROXIES", &Settings::trusted_proxies, "", "list", 0, 0, false,
       "Addresses or networks of proxies; private networks when empty."},
      {"geoip-database", "GEOIP_DATABASE", &Settings::geoip_database, "", "file", 0, 0, false,
       "Where addresses are, in MaxMind's format (GeoLite2-City.mmdb); when empty the database of "
       "countries in the folder geoip beside the program; off adds no places to events."},
      {"currency-rates", "TENREC_CURRENCY_RATES", &Settings::currency_rates, "", "file", 0, 0,
       false,
       "What currencies are worth, for convertCurrency() in questions: a CSV file with the columns "
       "date, currency and rate, read at the start. When empty, the function is refused."},
      {"drop-events", "DROP_EVENTS_BY_TOKEN_DISTINCT_ID", &Settings::drop_events, "", "list", 0, 0,
       false,
       "Tokens of projects, or token:distinct_id, whose events are dropped, whatever the projects "
       "say."},
      {"skip-persons", "SKIP_PERSONS_PROCESSING_BY_TOKEN_DISTINCT_ID", &Settings::skip_persons, "",
       "list", 0, 0, false,
       "Tokens of projects, or token:distinct_id, whose events are stored without a person."},
      {"multi-org", "MULTI_ORG_ENABLED", &Settings::multi_org, "false", "", 0, 0, false,
       "Let anyone sign up with an organization of their own after the first user.",
       "MULTI_TENANCY"},
      {"metrics", "TENREC_METRICS", &Settings::metrics, "true", "", 0, 0, false,
       "Serve counters at /metrics in the Prometheus text format."},
      {"log-level", "TENREC_LOG_LEVEL", &Settings::log_level, "info", "debug, info, warning, error",
       0, 0, false, "Lines below this level are not written."},
      {"web-dir", "TENREC_WEB_DIR", &Settings::web_dir, "", "directory", 0, 0, false,
       "The built web app; the folder web beside the program when empty."},
      {"sdk-dir", "TENREC_SDK_DIR", &Settings::sdk_dir, "", "directory", 0, 0, false,
       "Scripts of posthog-js; the folder posthog-js beside the program when empty."},
      {"", "DATABASE_URL", kEngine, "", "", 0, 0, true,
       "this version keeps metadata in the data directory only: unset it"},
      {"", "REDIS_URL", kEngine, "", "", 0, 0, true,
       "this version keeps the cache in its own memory only: unset it"},
      {"", "KAFKA_HOSTS", kEngine, "", "", 0, 0, false,
       "this version keeps the event log in the data directory only: unset it"},
      {"", "CLICKHOUSE_HOST", kEngine, "", "", 0, 0, false,
       "this version keeps analytics in the data directory only: unset it"},
      {"", "CLICKHOUSE_DATABASE", kEngine, "", "", 0, 0, false,
       "this version keeps analytics in the data directory only: unset it"},
      {"", "CLICKHOUSE_USER", kEngine, "", "", 0, 0, false,
       "this version keeps analytics in the data directory only: unset it"},
      {"", "CLICKHOUSE_PASSWORD", kEngine, "", "", 0, 0, true,
       "this version keeps analytics in the data directory only: unset it"},
      {"", "CLICKHOUSE_SECURE", kEngineSwitch, "", "", 0, 0, false,
       "this version keeps analytics in the data directory only: unset it"},
      {"", "OBJECT_STORAGE_ENABLED", kEngineSwitch, "", "", 0, 0, false,
       "this version keeps blobs in the data directory only: unset it"},
      {"", "OBJECT_STORAGE_ENDPOINT", kEngine, "", "", 0, 0, false,
       "this version keeps blobs in the data directory only: unset it"},
      {"", "OBJECT_STORAGE_BUCKET", kEngine, "", "", 0, 0, false,
       "this version keeps blobs in the data directory only: unset it"},
      {"", "OBJECT_STORAGE_REGION", kEngine, "", "", 0, 0, false,
       "this version keeps blobs in the data directory only: unset it"},
      {"", "OBJECT_STORAGE_ACCESS_KEY_ID", kEngine, "", "", 0, 0, true,
       "this version keeps blobs in the data directory only: unset it"},
      {"", "OBJECT_STORAGE_SECRET_ACCESS_KEY", kEngine, "", "", 0, 0, true,
       "this version keeps blobs in the data directory only: unset it"},
      {"", "EMAIL_ENABLED", kHarmlessSwitch, "", "", 0, 0, false, "this version sends no mail"},
      {"", "EMAIL_HOST", kHarmless, "", "", 0, 0, false, "this version sends no mail"},
      {"", "EMAIL_PORT", kHarmless, "", "", 0, 0, false, "this version sends no mail"},
      {"", "EMAIL_HOST_USER", kHarmless, "", "", 0, 0, false, "this version sends no mail"},
      {"", "EMAIL_HOST_PASSWORD", kHarmless, "", "", 0, 0, true, "this version sends no mail"},
      {"", "EMAIL_USE_TLS", kHarmlessSwitch, "", "", 0, 0, false, "this version sends no mail"},
      {"", "EMAIL_USE_SSL", kHarmlessSwitch, "", "", 0, 0, false, "this version sends no mail"},
      {"", "EMAIL_DEFAULT_FROM", kHarmless, "", "", 0, 0, false, "this version sends no mail"},
      {"", "EMAIL_REPLY_TO", kHarmless, "", "", 0, 0, false, "this version sends no mail"},
      {"", "DEFAULT_FROM_EMAIL", kHarmless, "", "", 0, 0, false, "this version sends no mail"},
      {"", "INGESTION_FORCE_OVERFLOW_BY_TOKEN_DISTINCT_ID", kHarmless, "", "", 0, 0, false,
       "there is one lane for all events: none has to give way to others"},
      {"", "DISABLE_SECURE_SSL_REDIRECT", kHarmlessSwitch, "", "", 0, 0, false,
       "nothing here redirects to https: the proxy that holds the certificate may"},
      {"", "SELF_CAPTURE", kHarmlessSwitch, "", "", 0, 0, false,
       "this version records nothing of its own use"},
      {"", "STATSD_HOST", kHarmless, "", "", 0, 0, false,
       "counters are served at /metrics and not sent anywhere"},
  };
  return table;
}

Result<Settings> ReadSettings(const std::map<std::string, std::string>& flags,
                              const Environment& environment) {
  Settings settings;
  for (const SettingSpec& spec : SettingTable()) {
    if (!IsUnused(spec)) TRY(Assign(settings, spec, spec.default_text));
    for (const std::string_view name : {spec.alias, spec.environment}) {
      const auto text = name.empty() ? std::nullopt : environment(name);
      if (!text) continue;
      const Status assigned = Assign(settings, spec, *text);
      if (!assigned) return Refuse(name, spec, *text, assigned.error());
    }
    if (const auto flag = flags.find(std::string(spec.flag)); flag != flags.end()) {
      const Status assigned = Assign(settings, spec, flag->second);
      if (!assigned) return Refuse(NameOf(spec), spec, flag->second, assigned.error());
    }
  }
  TRY(CheckTexts(settings));
  return settings;
}

Status CheckSettings(const Settings& settings) {
  if (!settings.unavailable.empty()) return FailedPrecondition(settings.unavailable.front());
  struct Place {
    std::string_view name;
    const std::string& directory;
    const char* file;
    std::string_view what;
  };
  for (const Place& place : {Place{"--web-dir", settings.web_dir, "index.html", "built web app"},
                             Place{"--sdk-dir", settings.sdk_dir, "array.js", "posthog-js"}}) {
    if (place.directory.empty()) continue;
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::path(place.directory) / place.file, error)) {
      continue;
    }
    return InvalidArgument(std::string(place.name) + " is '" + place.directory + "': no " +
                           std::string(place.what) + " there (it has no " + place.file + ")");
  }
  return Ok();
}

std::vector<std::string> SettingWarnings(const Settings& settings) {
  std::vector<std::string> warnings = settings.without_effect;
  const auto roles = ParseRoles(settings.roles);
  if (roles && roles->capture && !roles->ingest) {
    warnings.emplace_back(
        "--roles has capture without ingest: events wait in the log until a process with ingest "
        "opens this data directory");
  }
  return warnings;
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
    if (IsUnused(spec)) continue;
    page += "| `--" + std::string(spec.flag) + "` | `" + std::string(spec.environment) + "`";
    if (!spec.alias.empty()) page += " or `" + std::string(spec.alias) + "`";
    page += " | ";
    page += TypeName(spec);
    if (!spec.unit.empty()) page += ", " + std::string(spec.unit);
    if (spec.max > 0) page += ", " + std::to_string(spec.min) + " to " + std::to_string(spec.max);
    page += " | ";
    page += spec.default_text.empty() ? "(empty)" : "`" + std::string(spec.default_text) + "`";
    page += " | " + std::string(spec.help) + " |\n";
  }
  const auto list = [&](std::vector<std::string> Settings::* heard_in) {
    page += "\n| environment | when it is set |\n|---|---|\n";
    for (const SettingSpec& spec : SettingTable()) {
      const auto* unused = std::get_if<Unused>(&spec.field);
      if (unused == nullptr || unused->heard_in != heard_in) continue;
      page += "| `" + std::string(spec.environment) + "` | " + std::string(spec.help) + " |\n";
    }
  };
  page +=
      "\n## Engines of a larger installation\n\n"
      "This version has the embedded ones only. When one of these is set, the program says so and\n"
      "does not start, rather than quietly keep data elsewhere.\n";
  list(&Settings::unavailable);
  page +=
      "\n## Without effect\n\n"
      "A PostHog deployment may have these. The program starts, with a line that says that "
      "nothing\n"
      "comes of them.\n";
  list(&Settings::without_effect);
  return page;
}

Result<Roles> ParseRoles(std::string_view text) {
  constexpr std::string_view kWords = "write a comma list of capture, ingest, api, worker";
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
                             "' in --roles: " + std::string(kWords));
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
