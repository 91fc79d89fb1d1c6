#include "tenrec/capture/report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"
#include "tenrec/base/uuid.h"
#include "tenrec/capture/decode.h"
#include "tenrec/capture/door.h"
#include "tenrec/http/status.h"
#include "tenrec/log/event_record.h"

namespace tenrec::capture {
namespace {

constexpr std::size_t kMaxDistinctIdCharacters = 200;
constexpr std::chrono::milliseconds kMaxCrashAge = std::chrono::days(7);

/// A property of `$csp_violation` and where it stands in the two forms of a report.
struct CspField {
  std::string_view property;
  std::string_view reporting_api;
  std::string_view report_uri;
};

constexpr std::array<CspField, 11> kCspFields = {{
    {"$csp_referrer", "referrer", "referrer"},
    {"$csp_violated_directive", "effectiveDirective", "violated-directive"},
    {"$csp_effective_directive", "effectiveDirective", "effective-directive"},
    {"$csp_original_policy", "originalPolicy", "original-policy"},
    {"$csp_disposition", "disposition", "disposition"},
    {"$csp_blocked_url", "blockedURL", "blocked-uri"},
    {"$csp_line_number", "lineNumber", "line-number"},
    {"$csp_column_number", "columnNumber", "column-number"},
    {"$csp_source_file", "sourceFile", "source-file"},
    {"$csp_status_code", "statusCode", "status-code"},
    {"$csp_script_sample", "sample", "script-sample"},
}};

std::string EscapeHtml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#x27;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Json Copy(const Json& object, std::string_view key) {
  const Json* member = FindMember(object, key);
  return member == nullptr ? Json() : *member;
}

/// The query's words about the report.
struct ReportQuery {
  std::string distinct_id;
  std::string session_id;
  std::string version = "unknown";
  double sample_rate = 1;
};

ReportQuery ReadQuery(const http::Request& request) {
  ReportQuery query;
  query.distinct_id = request.Query("distinct_id").value_or("");
  query.session_id = request.Query("session_id").value_or("");
  query.version = request.Query("v").value_or("unknown");
  if (const auto rate = request.Query("sample_rate")) {
    double value = 1;
    const auto [rest, status] = std::from_chars(rate->data(), rate->data() + rate->size(), value);
    if (status == std::errc() && std::isfinite(value))
      query.sample_rate = std::clamp(value, 0., 1.);
  }
  const std::string new_id = Uuid::V7(request.received_at).ToString();
  if (query.distinct_id.empty()) query.distinct_id = new_id;
  if (query.session_id.empty()) query.session_id = Uuid::V7(request.received_at).ToString();
  query.distinct_id = Utf8Prefix(RepairUtf8(query.distinct_id), kMaxDistinctIdCharacters);
  return query;
}

struct ReportEvent {
  std::string_view name;
  JsonObject properties;
  Timestamp at;
};

/// Turns one entry of either form into an event.
class Reporter {
 public:
  Reporter(const http::Request& request, const ReportQuery& query)
      : request_(request), query_(query) {}

  std::optional<ReportEvent> FromReportUri(const Json& report) const {
    return Violation(report, "csp-violation", Copy(report, "document-uri"), report, false);
  }

  std::optional<ReportEvent> FromReportingApi(const Json& entry) const {
    const auto type = StringMember(entry, "type");
    const Json body = Copy(entry, "body");
    if (type == "csp-violation") {
      Json url = Copy(body, "documentURL");
      if (url.is_null()) url = Copy(entry, "url");
      return Violation(body, *type, url, entry, true);
    }
    if (type == "crash") return Crash(entry, body);
    return std::nullopt;
  }

 private:
  JsonObject Common(const Json& url) const {
    JsonObject properties;
    properties["$session_id"] = query_.session_id;
    properties["$csp_version"] = query_.version;
    properties["$current_url"] = url;
    properties["$process_person_profile"] = false;
    properties["$raw_user_agent"] = RepairUtf8(request_.HeaderText("User-Agent"));
    return properties;
  }

  std::optional<ReportEvent> Violation(const Json& fields, std::string_view type, const Json& url,
                                       const Json& raw, bool reporting_api) const {
    const std::string url_text = url.is_string() ? std::string(View(url.get_string())) : "";
    const std::string key = url_text + "-" + MinuteText();
    if (!IsSampledIn(key, query_.sample_rate)) return std::nullopt;
    JsonObject properties = Common(Json(url));
    properties["$csp_document_url"] = url;
    for (const CspField& field : kCspFields) {
      Json value = Copy(fields, reporting_api ? field.reporting_api : field.report_uri);
      if (field.property == "$csp_script_sample" && value.is_string()) {
        value = EscapeHtml(View(value.get_string()));
      }
      properties[field.property] = std::move(value);
    }
    if (reporting_api) properties["$csp_user_agent"] = Copy(raw, "user_agent");
    properties["$csp_report_type"] = type;
    properties["$csp_raw_report"] = raw;
    if (query_.sample_rate < 1) {
      properties["$csp_sampled"] = true;
      properties["$csp_sample_threshold"] = query_.sample_rate;
      properties["$csp_sampling_key"] = key;
    }
    return ReportEvent{"$csp_violation", std::move(properties), request_.received_at};
  }

  ReportEvent Crash(const Json& entry, const Json& body) const {
    const std::string url = RedactUrl(StringMember(entry, "url").value_or(""));
    JsonObject properties = Common(Json(url));
    properties["$browser_crash_reason"] = StringMember(body, "reason").value_or("unknown");
    properties["$browser_crash_id"] = Copy(body, "crashId");
    properties["$browser_crash_is_top_level"] = Copy(body, "is_top_level");
    properties["$browser_crash_visibility_state"] = Copy(body, "visibility_state");
    properties["$browser_crash_age_ms"] = Copy(entry, "age");
    properties["$browser_crash_document_url"] = url;
    properties["$browser_crash_user_agent"] = Copy(entry, "user_agent");
    const std::chrono::milliseconds age(IntMember(entry, "age").value_or(0));
    const bool plausible = age.count() >= 0 && age <= kMaxCrashAge;
    return {"$browser_crash_report", std::move(properties),
            plausible ? request_.received_at - age : request_.received_at};
  }

  /// "2026-11-22T10:00:00"
  std::string MinuteText() const {
    const std::string now = FormatIso(request_.received_at);
    return now.substr(0, now.find_last_of(':')) + ":00";
  }

  const http::Request& request_;
  const ReportQuery& query_;
};

Result<std::vector<ReportEvent>> ReadEvents(const http::Request& request,
                                            const ReportQuery& query) {
  const std::string type = MediaType(request.HeaderText("Content-Type"));
  const bool is_api = type == "application/reports+json";
  if (!is_api && type != "application/csp-report") {
    return InvalidArgument(
        "Content-Type must be application/csp-report or application/reports+json");
  }
  TRY_ASSIGN(const Json body, ParseJson(request.body));
  const Reporter reporter(request, query);
  std::vector<ReportEvent> events;
  const auto add = [&](std::optional<ReportEvent> event) {
    if (event) events.push_back(std::move(*event));
  };
  if (is_api) {
    if (const auto* list = body.if_array()) {
      for (const Json& entry : *list) add(reporter.FromReportingApi(entry));
    } else if (body.is_object()) {
      add(reporter.FromReportingApi(body));
    } else {
      return InvalidArgument("expected a report or an array of reports");
    }
    return events;
  }
  if (const Json* report = FindMember(body, "csp-report");
      report != nullptr && report->is_object()) {
    add(reporter.FromReportUri(*report));
  } else if (StringMember(body, "type") == "csp-violation") {
    add(reporter.FromReportingApi(body));
  } else {
    return InvalidArgument("expected an object with csp-report");
  }
  return events;
}

}  // namespace

bool IsSampledIn(std::string_view key, double rate) {
  if (rate >= 1) return true;
  std::uint32_t hash = 0;
  for (const char c : key) hash = hash * 31 + static_cast<unsigned char>(c);
  const std::int64_t value = std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(hash)));
  return static_cast<double>(value % 100) < rate * 100;
}

std::string RedactUrl(std::string_view url) {
  constexpr std::size_t kMinSecretLength = 16;
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  if (path == std::string_view::npos) return std::string(url);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_url_safe = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  std::string out(url.substr(0, path));
  std::string_view rest = url.substr(path);
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the slash
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    const bool secret = segment.size() >= kMinSecretLength &&
                        std::all_of(segment.begin(), segment.end(), is_url_safe) &&
                        std::any_of(segment.begin(), segment.end(), is_digit);
    out.append("/").append(secret ? "<redacted>" : segment);
  }
  return out;
}

Result<std::vector<log::NewRecord>> ReadReport(const http::Request& request, std::string_view token,
                                               TeamId team_id, std::string_view ip) {
  const ReportQuery query = ReadQuery(request);
  TRY_ASSIGN(const std::vector<ReportEvent> events, ReadEvents(request, query));
  std::vector<log::NewRecord> records;
  for (const ReportEvent& event : events) {
    const std::string properties = PrintJson(event.properties);
    log::EventRecord record;
    record.team_id = team_id;
    record.token = token;
    record.uuid = Uuid::V7(request.received_at);
    record.event = event.name;
    record.distinct_id = query.distinct_id;
    record.ip = ip;
    record.timestamp = event.at;
    record.received_at = request.received_at;
    record.properties = properties;
    records.push_back(
        {std::to_string(team_id) + ':' + query.distinct_id, log::EncodeEventRecord(record)});
  }
  return records;
}

http::Response ReportError(const Error& error) {
  return http::JsonResponse(http::StatusOf(error.code), JsonObject{{"type", "validation_error"},
                                                                   {"code", "invalid_csp_payload"},
                                                                   {"detail", error.message},
                                                                   {"attr", nullptr}});
}

http::Response ReportRefusal(http::Refusal refusal, std::size_t max_body_bytes) {
  if (refusal != http::Refusal::kBodyTooLarge) return V0Refusal(refusal, max_body_bytes);
  return http::JsonResponse(http::StatusOf(refusal),
                            JsonObject{{"type", "validation_error"},
                                       {"code", "csp_report_too_large"},
                                       {"detail", BodyTooLarge(max_body_bytes).message},
                                       {"attr", nullptr}});
}

}  // namespace tenrec::capture
