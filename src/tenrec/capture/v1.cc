#include "tenrec/capture/v1.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <unordered_set>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json_text.h"
#include "tenrec/base/uuid.h"
#include "tenrec/capture/admit.h"
#include "tenrec/capture/envelope.h"
#include "tenrec/capture/event_time.h"
#include "tenrec/capture/json_reader.h"
#include "tenrec/log/event_record.h"

namespace tenrec::capture {
namespace {

constexpr int kMaxDepth = 256;
constexpr std::size_t kMaxNameCharacters = 200;
constexpr std::size_t kMaxDistinctIdBytes = 200;
constexpr std::string_view kErrorUri = "https://posthog.com/docs/api";
constexpr std::string_view kCookielessId = "$posthog_cookieless";
constexpr std::string_view kInternalAddress = "127.0.0.1";

/// One event as it stands in a v1 body.
struct RawV1Event {
  JsonSlice event;
  JsonSlice uuid;
  JsonSlice distinct_id;
  JsonSlice timestamp;
  JsonSlice session_id;
  JsonSlice window_id;
  JsonSlice options;
  JsonSlice cookieless_mode;
  JsonSlice disable_skew_correction;
  JsonSlice process_person_profile;
  JsonSlice product_tour_id;
  RawProperties properties;
};

struct RawV1Batch {
  JsonSlice created_at;
  bool historical = false;
  bool capture_internal = false;
  bool has_batch = false;
  bool has_stranger = false;
  std::vector<RawV1Event> events;
};

void ReadOptions(JsonReader& reader, RawV1Event& event) {
  if (reader.Peek() != JsonKind::kObject) return reader.Read(event.options);
  std::string_view key;
  event.options.kind = JsonKind::kObject;
  reader.EnterObject();
  while (reader.NextMember(key)) {
    if (key == "cookieless_mode") {
      reader.Read(event.cookieless_mode);
    } else if (key == "disable_skew_correction") {
      reader.Read(event.disable_skew_correction);
    } else if (key == "process_person_profile") {
      reader.Read(event.process_person_profile);
    } else if (key == "product_tour_id") {
      reader.Read(event.product_tour_id);
    } else {
      reader.Skip();
    }
  }
}

void ReadEvent(JsonReader& reader, RawV1Event& event) {
  std::string_view key;
  reader.EnterObject();
  while (reader.NextMember(key)) {
    if (key == "event") {
      reader.Read(event.event);
    } else if (key == "uuid") {
      reader.Read(event.uuid);
    } else if (key == "distinct_id") {
      reader.Read(event.distinct_id);
    } else if (key == "timestamp") {
      reader.Read(event.timestamp);
    } else if (key == "session_id") {
      reader.Read(event.session_id);
    } else if (key == "window_id") {
      reader.Read(event.window_id);
    } else if (key == "options") {
      ReadOptions(reader, event);
    } else if (key == "properties") {
      ReadProperties(reader, event.properties);
    } else {
      reader.Skip();
    }
  }
}

void ReadEvents(JsonReader& reader, RawV1Batch& batch) {
  if (reader.Peek() != JsonKind::kArray) return reader.Skip();
  batch.has_batch = true;
  batch.events.clear();
  reader.EnterArray();
  while (reader.NextElement()) {
    if (reader.Peek() == JsonKind::kObject && batch.events.size() < kMaxEventsPerRequest) {
      ReadEvent(reader, batch.events.emplace_back());
    } else {
      batch.has_stranger = true;
      reader.Skip();
    }
  }
}

void ReadBatch(JsonReader& reader, RawV1Batch& batch) {
  if (reader.Peek() != JsonKind::kObject) return reader.Skip();
  std::string_view key;
  JsonSlice flag;
  reader.EnterObject();
  while (reader.NextMember(key)) {
    if (key == "batch") {
      ReadEvents(reader, batch);
    } else if (key == "created_at") {
      reader.Read(batch.created_at);
    } else if (key == "historical_migration") {
      reader.Read(flag);
      batch.historical = flag.kind == JsonKind::kTrue;
    } else if (key == "capture_internal") {
      reader.Read(flag);
      batch.capture_internal = flag.kind == JsonKind::kTrue;
    } else {
      reader.Skip();
    }
  }
}

Error InvalidBatch(std::string_view reason) {
  return InvalidArgument(std::string(reason)).WithTag("invalid_batch");
}

/// Reads the batch out of `text`, which is repaired on the way when it must be.
Result<RawV1Batch> ReadWhole(std::string& text) {
  while (true) {
    RawV1Batch batch;
    JsonReader reader(text, kMaxDepth);
    ReadBatch(reader, batch);
    if (auto finished = reader.Finish(); !finished) {
      return std::move(finished).error().WithTag("request_parsing_error");
    }
    if (!reader.needs_repair()) return batch;
    text = reader.Repaired();
  }
}

Status CheckBatch(const RawV1Batch& batch) {
  std::string scratch;
  if (!batch.has_batch) return InvalidBatch("the body must be an object with an array `batch`");
  if (batch.has_stranger) {
    return InvalidBatch("`batch` must hold event objects, at most " +
                        std::to_string(kMaxEventsPerRequest));
  }
  if (batch.created_at.kind != JsonKind::kString ||
      !ParseRfc3339(StringText(batch.created_at, scratch))) {
    return InvalidBatch("`created_at` must be an RFC 3339 time");
  }
  if (batch.events.empty()) return InvalidArgument("`batch` is empty").WithTag("empty_batch");
  return Ok();
}

/// The uuids of all events, which must be there, good and different.
Result<std::vector<Uuid>> ReadUuids(const RawV1Batch& batch) {
  std::vector<Uuid> uuids;
  std::unordered_set<Uuid, UuidHash> seen;
  std::string scratch;
  for (const RawV1Event& event : batch.events) {
    if (!event.uuid.given()) {
      return InvalidArgument("every event needs a uuid").WithTag("missing_event_uuid");
    }
    const std::string_view text =
        event.uuid.kind == JsonKind::kString ? StringText(event.uuid, scratch) : event.uuid.text;
    const auto uuid = Uuid::Parse(text);
    if (!uuid) {
      return InvalidArgument("not a uuid: '" + std::string(text.substr(0, 64)) + "'")
          .WithTag("invalid_event_uuid");
    }
    if (!seen.insert(*uuid).second) {
      return InvalidArgument("two events have the uuid " + uuid->ToString())
          .WithTag("duplicate_event_uuid");
    }
    uuids.push_back(*uuid);
  }
  return uuids;
}

/// A flag of `options` after coercion.
enum class Flag { kUnset, kOff, kOn, kInvalid };

Flag ReadNumericFlag(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size()) return Flag::kInvalid;
  return value != 0 ? Flag::kOn : Flag::kOff;
}

Flag ReadFlag(const JsonSlice& slice) {
  static constexpr std::array<std::string_view, 5> kOnWords = {"true", "t", "yes", "y", "on"};
  static constexpr std::array<std::string_view, 5> kOffWords = {"false", "f", "no", "n", "off"};
  switch (slice.kind) {
    case JsonKind::kAbsent:
    case JsonKind::kNull:
      return Flag::kUnset;
    case JsonKind::kFalse:
      return Flag::kOff;
    case JsonKind::kTrue:
      return Flag::kOn;
    case JsonKind::kNumber:
      return ReadNumericFlag(std::string(slice.text));
    case JsonKind::kArray:
    case JsonKind::kObject:
      return Flag::kInvalid;
    case JsonKind::kString:
      break;
  }
  std::string scratch;
  const std::string word = ToLowerAscii(TrimAscii(StringText(slice, scratch)));
  if (word.empty()) return Flag::kUnset;
  if (std::find(kOnWords.begin(), kOnWords.end(), word) != kOnWords.end()) return Flag::kOn;
  if (std::find(kOffWords.begin(), kOffWords.end(), word) != kOffWords.end()) return Flag::kOff;
  return ReadNumericFlag(word);
}

bool IsIllegalDistinctId(std::string_view id) {
  static constexpr std::array<std::string_view, 20> kIllegal = {
      "0",
      "00000000-0000-0000-0000-000000000000",
      "[object object]",
      "anonymous",
      "anonymous-user",
      "backend",
      "distinct_id",
      "distinctid",
      "email",
      "false",
      "guest",
      "id",
      "nan",
      "none",
      "not_authenticated",
      "null",
      "system",
      "true",
      "undefined",
      "user"};
  return std::find(kIllegal.begin(), kIllegal.end(), ToLowerAscii(id)) != kIllegal.end();
}

/// The properties of an event with members set or added; everything else stays as it was written.
class PropertyPatch {
 public:
  explicit PropertyPatch(const RawProperties& properties)
      : text_(properties.text.kind == JsonKind::kObject ? properties.text.text : "{}") {}

  /// Sets a member, which stands at `present` if it is there already.
  void Set(std::string_view key, const JsonSlice& present, std::string_view json) {
    if (present.kind == JsonKind::kAbsent) return Append(key, json);
    changes_.push_back({present.text, std::string(json)});
  }
  void SetText(std::string_view key, const JsonSlice& present, std::string_view text) {
    std::string json;
    AppendJsonString(json, text);
    Set(key, present, json);
  }

  std::string Build() {
    std::sort(changes_.begin(), changes_.end(),
              [](const Change& a, const Change& b) { return a.old.data() < b.old.data(); });
    std::string out;
    out.reserve(text_.size() + added_.size() + 64);
    const char* copied = text_.data();
    for (const Change& change : changes_) {
      const char* const old = change.old.data();
      out.append(copied, old).append(change.json);
      copied = old + change.old.size();
    }
    out.append(copied, text_.data() + text_.size() - 1);  // up to the closing brace
    const bool was_empty = TrimAscii(std::string_view(out).substr(1)).empty();
    if (!added_.empty() && !was_empty) out += ',';
    return out.append(added_).append("}");
  }

 private:
  struct Change {
    std::string_view old;
    std::string json;
  };

  void Append(std::string_view key, std::string_view json) {
    if (!added_.empty()) added_ += ',';
    AppendJsonString(added_, key);
    added_.append(":").append(json);
  }

  const std::string_view text_;
  std::vector<Change> changes_;
  std::string added_;
};

/// Judges the events of one batch, one after the other.
class Judge {
 public:
  Judge(const RawV1Batch& batch, const V1Headers& headers, const V1Facts& facts)
      : batch_(batch), headers_(headers), facts_(facts) {}

  void Add(const RawV1Event& event, const Uuid& uuid, V1Batch& out) {
    std::string scratch;
    V1Verdict& verdict = out.verdicts.emplace_back();
    verdict.uuid = StringText(event.uuid, scratch);
    log::EventRecord record;
    record.uuid = uuid;
    verdict.details = Fill(event, record);
    if (!verdict.details.empty()) {
      verdict.outcome = V1Outcome::kDrop;
      return;
    }
    std::string payload = log::EncodeEventRecord(record);
    if (payload.size() > facts_.max_event_bytes) {
      verdict.outcome = V1Outcome::kDrop;
      verdict.details = "event_too_big";
      return;
    }
    if (record.skip_persons) {
      verdict.outcome = V1Outcome::kWarning;
      verdict.details = "person_processing_disabled";
    }
    if (IsDropped(event, record)) {
      verdict.outcome = V1Outcome::kDrop;
      verdict.details = "event_restriction_drop";
    }
    std::string key = std::to_string(facts_.team_id) + ':';
    key += record.distinct_id;
    out.records.push_back({std::move(key), std::move(payload)});
  }

 private:
  bool IsDropped(const RawV1Event& event, const log::EventRecord& record) const {
    if (!facts_.is_dropped) return false;
    const JsonSlice& session =
        event.session_id.given() ? event.session_id : event.properties.session_id;
    std::string scratch;
    return facts_.is_dropped({.name = record.event,
                              .distinct_id = record.distinct_id,
                              .session_id = session.kind == JsonKind::kString
                                                ? StringText(session, scratch)
                                                : std::string_view(),
                              .uuid = record.uuid});
  }

  /// Gives the reason to drop the event; empty when there is none.
  std::string_view Fill(const RawV1Event& event, log::EventRecord& record) {
    if (event.event.kind != JsonKind::kString) return "missing_event_name";
    record.event = StringText(event.event, event_scratch_);
    if (record.event.empty()) return "missing_event_name";
    if (Utf8Prefix(record.event, kMaxNameCharacters).size() < record.event.size()) {
      return "event_name_too_long";
    }
    if (record.event == "$performance_event") return "dropped_performance_event";
    if (record.event == "$snapshot") return "rejected";  // recordings have a door of their own

    if (const auto reason = FillDistinctId(event, record); !reason.empty()) return reason;
    const JsonKind kind = event.properties.text.kind;
    if (kind != JsonKind::kObject && event.properties.text.given()) {
      return "malformed_event_properties";
    }
    if (const auto reason = FillProperties(event, record); !reason.empty()) return reason;
    record.team_id = facts_.team_id;
    record.token = headers_.token;
    record.historical = batch_.historical;
    record.capture_internal =
        batch_.capture_internal || event.properties.capture_internal.kind == JsonKind::kTrue;
    record.ip = record.capture_internal ? kInternalAddress : facts_.ip;
    return FillTime(event, record);
  }

  std::string_view FillDistinctId(const RawV1Event& event, log::EventRecord& record) {
    if (!event.distinct_id.given()) return "missing_distinct_id";
    const std::string_view id = event.distinct_id.kind == JsonKind::kString
                                    ? StringText(event.distinct_id, distinct_id_scratch_)
                                    : event.distinct_id.text;
    if (IsBlank(id)) return "missing_distinct_id";
    record.distinct_id = TrimAscii(id);
    if (record.distinct_id.size() > kMaxDistinctIdBytes) return "distinct_id_too_large";
    record.skip_persons = IsIllegalDistinctId(record.distinct_id);
    return {};
  }

  std::string_view FillProperties(const RawV1Event& event, log::EventRecord& record) {
    const RawProperties& p = event.properties;
    if (event.options.given() && event.options.kind != JsonKind::kObject) return "invalid_options";
    const Flag cookieless = ReadFlag(event.cookieless_mode);
    const Flag ignore_sent_at = ReadFlag(event.disable_skew_correction);
    const Flag person_profile = ReadFlag(event.process_person_profile);
    for (const Flag flag : {cookieless, ignore_sent_at, person_profile}) {
      if (flag == Flag::kInvalid) return "invalid_options";
    }
    if (event.product_tour_id.given() && event.product_tour_id.kind != JsonKind::kString) {
      return "invalid_options";
    }
    const bool is_cookieless =
        cookieless == Flag::kOn ||
        (cookieless == Flag::kUnset && p.cookieless_mode.kind == JsonKind::kTrue);
    if (record.distinct_id == kCookielessId && !is_cookieless) return "cookieless_mode_required";
    ignore_sent_at_ = ignore_sent_at == Flag::kOn ||
                      (ignore_sent_at == Flag::kUnset && p.ignore_sent_at.kind == JsonKind::kTrue);

    PropertyPatch patch(p);
    const auto set_flag = [&](std::string_view key, const JsonSlice& present, Flag flag) {
      if (flag != Flag::kUnset) patch.Set(key, present, flag == Flag::kOn ? "true" : "false");
    };
    set_flag("$cookieless_mode", p.cookieless_mode, cookieless);
    set_flag("$ignore_sent_at", p.ignore_sent_at, ignore_sent_at);
    set_flag("$process_person_profile", p.process_person_profile, person_profile);
    const auto set_given = [&](std::string_view key, const JsonSlice& present,
                               const JsonSlice& value) {
      if (value.given()) patch.Set(key, present, value.text);
    };
    set_given("$product_tour_id", p.product_tour_id, event.product_tour_id);
    set_given("$session_id", p.session_id, event.session_id);
    set_given("$window_id", p.window_id, event.window_id);
    if (!p.lib.given()) patch.SetText("$lib", p.lib, headers_.sdk_name);
    if (!p.lib_version.given()) {
      patch.SetText("$lib_version", p.lib_version, headers_.sdk_version);
    }
    properties_ = patch.Build();
    record.properties = properties_;
    return {};
  }

  std::string_view FillTime(const RawV1Event& event, log::EventRecord& record) {
    TimeClaims claims;
    claims.now = facts_.now;
    claims.sent_at = headers_.sent_at;
    claims.ignore_sent_at = ignore_sent_at_;
    claims.has_timestamp = event.timestamp.given();
    std::string scratch;
    if (event.timestamp.kind == JsonKind::kString) {
      claims.timestamp = ParseEventTimestamp(StringText(event.timestamp, scratch));
    }
    if (claims.has_timestamp && !claims.timestamp) return "invalid_event_timestamp";
    const EventTime time = ResolveEventTime(claims);
    record.timestamp = time.at;
    if (time.verdict == TimeVerdict::kFuture) record.time_warning = log::TimeWarning::kFuture;
    record.refused_timestamp = time.refused;
    record.received_at = facts_.now;
    record.sent_at = headers_.sent_at;
    return {};
  }

  const RawV1Batch& batch_;
  const V1Headers& headers_;
  const V1Facts& facts_;
  bool ignore_sent_at_ = false;
  std::string event_scratch_;
  std::string distinct_id_scratch_;
  std::string properties_;
};

std::string_view OutcomeName(V1Outcome outcome) {
  switch (outcome) {
    case V1Outcome::kOk:
      return "ok";
    case V1Outcome::kWarning:
      return "warning";
    case V1Outcome::kDrop:
      return "drop";
    case V1Outcome::kRetry:
      return "retry";
  }
  return "ok";
}

}  // namespace

Result<V1Batch> ParseV1Batch(std::string text, const V1Headers& headers, const V1Facts& facts) {
  TRY_ASSIGN(const RawV1Batch batch, ReadWhole(text));
  TRY(CheckBatch(batch));
  TRY_ASSIGN(const std::vector<Uuid> uuids, ReadUuids(batch));
  V1Batch out;
  out.verdicts.reserve(uuids.size());
  out.records.reserve(uuids.size());
  Judge judge(batch, headers, facts);
  for (std::size_t i = 0; i < uuids.size(); ++i) judge.Add(batch.events[i], uuids[i], out);
  return out;
}

std::string PrintV1Results(const std::vector<V1Verdict>& verdicts) {
  std::string out = R"({"results":{)";
  for (const V1Verdict& verdict : verdicts) {
    if (&verdict != &verdicts.front()) out += ',';
    AppendJsonString(out, verdict.uuid);
    out.append(R"(:{"result":")").append(OutcomeName(verdict.outcome)).append("\"");
    if (!verdict.details.empty())
      out.append(R"(,"details":")").append(verdict.details).append("\"");
    out += '}';
  }
  return out.append("}}");
}

std::string PrintV1Error(std::string_view tag, std::string_view description) {
  std::string out = R"({"error":)";
  AppendJsonString(out, tag);
  out += R"(,"error_description":)";
  AppendJsonString(out, description);
  out += R"(,"error_uri":)";
  AppendJsonString(out, kErrorUri);
  return out.append("}");
}

}  // namespace tenrec::capture
