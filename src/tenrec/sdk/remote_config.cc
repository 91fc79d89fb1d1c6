#include "tenrec/sdk/remote_config.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/encoding.h"

namespace tenrec::sdk {
namespace {

constexpr int kDefaultCanvasFps = 3;
constexpr std::string_view kDefaultCanvasQuality = "0.4";

/// "app.example.com" of "https://app.example.com:8000/path"; also takes a bare host.
std::string HostOf(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  }
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t user = url.rfind('@'); user != std::string_view::npos) {
    url.remove_prefix(user + 1);
  }
  const std::size_t port = url.rfind(':');
  if (port != std::string_view::npos && url.find(']', port) == std::string_view::npos) {
    url = url.substr(0, port);
  }
  return ToLowerAscii(url);
}

/// Whether `text` matches a pattern in which `*` stands for any characters.
bool Matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Json OrNull(const Json& value, bool fits) {
  return fits ? value : Json();
}

JsonArray ListOf(const Json& value) {
  return value.is_array() ? value.get_array() : JsonArray();
}

/// The stored {id, key, variant} as the SDK reads it.
Json LinkedFlag(const Json& stored) {
  const auto key = StringMember(stored, "key");
  if (!key) return nullptr;
  const auto variant = StringMember(stored, "variant");
  if (!variant) return Json(*key);
  return JsonObject{{"flag", *key}, {"variant", *variant}};
}

/// Null for "record all", which old SDKs would take for a text to compare.
Json SampleRate(const Json& stored) {
  if (!stored.is_string() || View(stored.get_string()) == "1.00") return nullptr;
  return stored;
}

/// Groups whose events are plain names, as older settings have them, with objects instead.
JsonArray TriggerGroups(const Json& stored) {
  JsonArray groups;
  if (const Json* list = FindMember(stored, "groups")) groups = ListOf(*list);
  for (Json& group : groups) {
    Json* conditions = group.is_object() ? group.get_object().if_contains("conditions") : nullptr;
    if (conditions == nullptr || !conditions->is_object()) continue;
    Json* events = conditions->get_object().if_contains("events");
    if (events == nullptr || !events->is_array()) continue;
    for (Json& event : events->get_array()) {
      if (event.is_string()) event = JsonObject{{"name", event}};
    }
  }
  return groups;
}

JsonObject SessionRecording(const accounts::Team& team) {
  const Json& network = team.Setting("session_recording_network_payload_capture_config");
  const Json& masking = team.Setting("session_recording_masking_config");
  const Json& minimum = team.Setting("session_recording_minimum_duration_milliseconds");
  const Json& match = team.Setting("session_recording_trigger_match_type_config");
  const bool canvas =
      BoolMember(team.Setting("session_replay_config"), "record_canvas").value_or(false);
  const JsonArray groups = TriggerGroups(team.Setting("session_recording_trigger_groups"));
  JsonObject recording{
      {"endpoint", "/s/"},
      {"version", groups.empty() ? 1 : 2},
      {"recorderVersion", "v2"},
      {"scriptConfig", nullptr},
      {"consoleLogRecordingEnabled", team.IsOn("capture_console_log_opt_in")},
      {"networkPayloadCapture", OrNull(network, network.is_object())},
      {"masking", OrNull(masking, masking.is_object())},
      {"recordCanvas", canvas},
      {"canvasFps", canvas ? Json(kDefaultCanvasFps) : Json()},
      {"canvasQuality", canvas ? Json(kDefaultCanvasQuality) : Json()},
      {"sampleRate", SampleRate(team.Setting("session_recording_sample_rate"))},
      {"minimumDurationMilliseconds", OrNull(minimum, minimum.is_number())},
      {"linkedFlag", LinkedFlag(team.Setting("session_recording_linked_flag"))},
      {"urlTriggers", ListOf(team.Setting("session_recording_url_trigger_config"))},
      {"urlBlocklist", ListOf(team.Setting("session_recording_url_blocklist_config"))},
      {"eventTriggers", ListOf(team.Setting("session_recording_event_trigger_config"))},
      {"triggerMatchType", OrNull(match, match.is_string())},
  };
  if (!groups.empty()) recording["triggerGroups"] = groups;
  return recording;
}

Json CapturePerformance(const accounts::Team& team) {
  const bool network_timing = team.IsOn("capture_performance_opt_in");
  const bool web_vitals = team.IsOn("autocapture_web_vitals_opt_in");
  if (!network_timing && !web_vitals) return false;
  const Json& metrics = team.Setting("autocapture_web_vitals_allowed_metrics");
  return JsonObject{{"network_timing", network_timing},
                    {"web_vitals", web_vitals},
                    {"web_vitals_allowed_metrics", OrNull(metrics, metrics.is_array())}};
}

}  // namespace

bool MayRecord(const Json& permitted_domains, const PageOrigin& page) {
  if (!permitted_domains.is_array() || permitted_domains.get_array().empty()) return true;
  if (!page.origin && !page.referer) return true;
  for (const Json& domain : permitted_domains.get_array()) {
    if (!domain.is_string()) continue;
    const std::string pattern = HostOf(View(domain.get_string()));
    if (page.origin && Matches(pattern, HostOf(*page.origin))) return true;
    if (page.referer && Matches(pattern, HostOf(*page.referer))) return true;
  }
  return false;
}

JsonObject BuildRemoteConfig(const accounts::Team& team, bool has_flags, const PageOrigin& page) {
  const bool exceptions = team.IsOn("autocapture_exceptions_opt_in");
  const bool recording =
      team.IsOn("session_recording_opt_in") && MayRecord(team.Setting("recording_domains"), page);
  return JsonObject{
      {"token", team.api_token},
      {"supportedCompression", {"gzip", "gzip-js"}},
      {"hasFeatureFlags", has_flags},
      {"captureDeadClicks", team.IsOn("capture_dead_clicks")},
      {"capturePerformance", CapturePerformance(team)},
      {"autocapture_opt_out", team.IsOn("autocapture_opt_out")},
      {"autocaptureExceptions", exceptions},
      {"analytics", JsonObject{{"endpoint", "/i/v0/e/"}}},
      {"elementsChainAsString", true},
      {"errorTracking",
       JsonObject{{"autocaptureExceptions", exceptions}, {"suppressionRules", JsonArray()}}},
      {"logs", JsonObject{{"captureConsoleLogs", false}}},
      {"sessionRecording", recording ? Json(SessionRecording(team)) : Json(false)},
      {"heatmaps", team.IsOn("heatmaps_opt_in")},
      {"conversations", false},
      {"surveys", false},
      {"productTours", false},
      {"defaultIdentifiedOnly", true},
      {"siteApps", JsonArray()},
  };
}

std::string PrintScriptSafe(const Json& value) {
  const std::string json = PrintJson(value);
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = std::string_view(json).substr(i);
    if (json[i] == '<') {
      out += "\\u003c";
    } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
      out += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += json[i];
    }
  }
  return out;
}

std::string PrintConfigScript(std::string_view token, JsonObject config) {
  config.erase("siteApps");
  std::string script =
      "(function(){\n"
      "  window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};\n"
      "  window._POSTHOG_REMOTE_CONFIG[";
  script += PrintScriptSafe(Json(token));
  script += "] = {\n    config: ";
  script += PrintScriptSafe(std::move(config));
  script += ",\n    siteApps: []\n  };\n})();\n";
  return script;
}

}  // namespace tenrec::sdk
