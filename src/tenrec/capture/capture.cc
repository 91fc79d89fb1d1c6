#include "tenrec/capture/capture.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tenrec/accounts/refused_keys.h"
#include "tenrec/base/check.h"
#include "tenrec/base/uuid.h"
#include "tenrec/capture/admit.h"
#include "tenrec/capture/append.h"
#include "tenrec/capture/decode.h"
#include "tenrec/capture/door.h"
#include "tenrec/capture/envelope.h"
#include "tenrec/capture/event_time.h"
#include "tenrec/capture/recordings.h"
#include "tenrec/capture/report.h"
#include "tenrec/capture/sender.h"
#include "tenrec/capture/token.h"
#include "tenrec/capture/v1.h"

namespace tenrec::capture {
namespace {

constexpr std::string_view kOkBody = R"({"status":"Ok"})";
constexpr std::string_view kUnknownToken = "The provided API key is invalid or has expired.";

/// Snapshots hold the page's tree, which nests deeper than any event.
constexpr int kMaxEventDepth = 256;
constexpr int kMaxSnapshotDepth = JsonReader::kMaxDepth;

/// A path of the v0 protocol and in what it differs from the others.
struct V0Path {
  std::string_view path;
  /// Its oldest clients put base64 around what they had compressed.
  bool second_base64_pass = false;
  bool engage = false;
  bool recordings = false;
};

constexpr std::array<V0Path, 8> kV0Paths = {{
    {.path = "/e", .second_base64_pass = true},
    {.path = "/i/v0/e"},
    {.path = "/capture", .second_base64_pass = true},
    {.path = "/track", .second_base64_pass = true},
    {.path = "/engage", .second_base64_pass = true, .engage = true},
    {.path = "/batch"},
    {.path = "/i/v0/ai/batch"},
    {.path = "/s", .recordings = true},
}};

/// Paths of the same family that Tenrec does not serve yet. Exporters report a 404, which is better
/// than data that seems to be taken.
constexpr std::array<std::string_view, 5> kNotYet = {"/i/v0/ai", "/i/v0/ai/otel", "/i/v1/logs",
                                                     "/i/v1/metrics", "/i/v1/traces"};

constexpr CorsPolicy kV0Cors = {.methods = "GET, POST, OPTIONS", .exposed_headers = {}};
constexpr CorsPolicy kV1Cors = {.methods = "POST, OPTIONS",
                                .exposed_headers = "Retry-After, PostHog-Request-Id, Date"};

/// The query parameters that v0 knows.
struct V0Query {
  std::string data;
  std::string compression;
  std::string token;
  std::optional<Timestamp> sent_at;
  bool beacon = false;
};

V0Query ReadQuery(const http::Request& request) {
  V0Query query;
  if (request.query_string.empty()) return query;
  for (auto& [name, value] : http::ParseQuery(request.query_string)) {
    if (name == "data") {
      query.data = std::move(value);
    } else if (name == "compression") {
      query.compression = std::move(value);
    } else if (name == "token" || name == "api_key") {
      query.token = std::move(value);
    } else if (name == "_" || name == "sent_at") {
      query.sent_at = ParseQuerySentAt(value);
    } else if (name == "beacon") {
      query.beacon = value == "1";
    }
  }
  return query;
}

http::Response Accepted(bool beacon) {
  if (beacon) return {.status = 204};
  return http::JsonTextResponse(200, std::string(kOkBody));
}

std::string_view ClientAddress(const http::Request& request) {
  return request.client_ip.empty() ? request.peer_ip : request.client_ip;
}

/// Everything the handlers share. Lives as long as the router.
class Capture {
 public:
  explicit Capture(const CaptureDependencies& dependencies)
      : deps_(dependencies),
        stages_(*dependencies.metrics),
        discarded_(Dropped("performance_event")),
        too_big_(Dropped("event_too_big")),
        rejected_v1_(Dropped("rejected_v1")) {}

  void ServeV0(const V0Path& path, const std::shared_ptr<Call>& call) const;
  void ServeV1(const std::shared_ptr<Call>& call) const;
  void ServeReport(const std::shared_ptr<Call>& call) const;

 private:
  Counter& Dropped(std::string_view reason) const {
    return deps_.metrics->GetCounter("capture_dropped_events_total",
                                     {{"reason", std::string(reason)}});
  }

  /// The project of a token; 0 when nobody can say. `sdk` is who sent it, as far as it is known.
  /// Errors: kUnauthenticated when there is no such project.
  Result<TeamId> FindTeam(std::string_view token, const http::Request& request,
                          std::string_view sdk) const {
    if (deps_.teams == nullptr) return TeamId{0};
    const auto team = deps_.teams->ByToken(token);
    if (team != nullptr) return team->id;
    Remember(token, request, sdk);
    return Unauthenticated(std::string(kUnknownToken));
  }
  /// Of what was refused for its token: a person's key is remembered as such, without the key.
  void RememberPersonal(const Error& refusal, const http::Request& request,
                        std::string_view sdk) const {
    if (IsPersonalKey(refusal)) Remember(kPersonalKeyPrefix, request, sdk);
  }
  void Remember(std::string_view key, const http::Request& request, std::string_view sdk) const {
    if (deps_.refused == nullptr) return;
    deps_.refused->Note({.key = key,
                         .sdk = SenderOf(request, sdk),
                         .origin = OriginOf(request, ClientAddress(request)),
                         .at = request.received_at});
  }

  std::function<bool(const accounts::EventFacts&)> DropsOf(std::string_view token) const;

  struct V0Records {
    std::vector<log::NewRecord> events;
    std::vector<log::NewRecord> recordings;
  };
  Result<V0Records> ReadV0(const V0Path& path, Call& call, const V0Query& query) const;
  void Store(V0Records records, bool beacon, const std::shared_ptr<Call>& call) const;
  Result<V1Batch> ReadV1(const V1Headers& headers, Call& call) const;

  const CaptureDependencies deps_;
  const Stages stages_;
  Counter& discarded_;
  Counter& too_big_;
  Counter& rejected_v1_;
};

Result<Capture::V0Records> Capture::ReadV0(const V0Path& path, Call& call,
                                           const V0Query& query) const {
  http::Request& request = *call.request;
  const CaptureLimits& limits = deps_.limits;
  BodyHints hints;
  hints.query_data = query.data;
  hints.query_compression = query.compression;
  hints.content_type = request.HeaderText("Content-Type");
  hints.content_encoding = request.HeaderText("Content-Encoding");
  hints.second_base64_pass = path.second_base64_pass;
  hints.max_decoded_bytes = path.recordings ? limits.decoded_recording : limits.decoded_body;
  if (request.body.size() > call.door->max_body_bytes()) {
    return BodyTooLarge(call.door->max_body_bytes());
  }
  TRY_ASSIGN(std::string text, DecodeBody(std::move(request.body), hints));
  call.timer.Finish(stages_.decode);

  Envelope envelope;
  TRY(ParseEnvelope(std::move(text), path.recordings ? kMaxSnapshotDepth : kMaxEventDepth,
                    envelope));
  if (envelope.events.empty()) return InvalidArgument("request holds no event");
  for (const RawEvent& event : envelope.events) TRY(CheckEventName(event, path.engage));
  std::string scratch;
  const std::string_view sdk = LibraryOf(envelope.events.front(), scratch);
  auto found = FindToken(envelope, query.token);
  if (!found) {
    RememberPersonal(found.error(), request, sdk);
    return std::move(found).error();
  }
  const std::string token = *std::move(found);
  RequestFacts facts;
  TRY_ASSIGN(facts.team_id, FindTeam(token, request, sdk));
  facts.now = request.received_at;
  facts.query_sent_at = query.sent_at;
  facts.token = token;
  facts.ip = ClientAddress(request);
  facts.user_agent = request.HeaderText("User-Agent");
  facts.engage = path.engage;
  facts.max_event_bytes = limits.event;

  V0Records records;
  std::vector<const RawEvent*> snapshots;
  if (path.recordings) {
    for (const RawEvent& event : envelope.events) snapshots.push_back(&event);
  } else {
    TRY_ASSIGN(Admitted admitted, AdmitEvents(envelope, facts));
    discarded_.Add(admitted.discarded);
    too_big_.Add(admitted.too_big);
    records.events = std::move(admitted.records);
    snapshots = std::move(admitted.snapshots);
  }
  if (!snapshots.empty()) {
    TRY_ASSIGN(records.recordings, MergeSnapshots(envelope, snapshots, facts));
  }
  call.timer.Finish(stages_.judge);
  return records;
}

void Capture::Store(V0Records records, bool beacon, const std::shared_ptr<Call>& call) const {
  if (records.events.empty() && records.recordings.empty()) return call->Answer(Accepted(beacon));
  const std::size_t count = records.events.size() + records.recordings.size();
  auto finish = [this, call, beacon, count](const Status& stored) {
    call->timer.Finish(stages_.append);
    if (!stored) return call->Answer(V0NotStored(stored.error()));
    call->door->CountEvents(count);
    call->Answer(Accepted(beacon));
  };
  if (records.recordings.empty()) {
    return AppendAll(*deps_.events, std::move(records.events), std::move(finish));
  }
  if (records.events.empty()) {
    return AppendAll(*deps_.recordings, std::move(records.recordings), std::move(finish));
  }
  // Both logs: when the second refuses, the client sends all again with the same uuids.
  AppendAll(*deps_.events, std::move(records.events),
            [this, finish = std::move(finish),
             recordings = std::move(records.recordings)](const Status& stored) mutable {
              if (!stored) return finish(stored);
              AppendAll(*deps_.recordings, std::move(recordings), std::move(finish));
            });
}

void Capture::ServeV0(const V0Path& path, const std::shared_ptr<Call>& call) const {
  if (call->request->method == http::Method::kOptions) {
    return call->Answer(AnswerOptions(*call->request, kOkBody));
  }
  const V0Query query = ReadQuery(*call->request);
  auto records = ReadV0(path, *call, query);
  if (!records) return call->Answer(V0Error(records.error()));
  Store(std::move(*records), query.beacon, call);
}

/// Tells which events of the token a restriction drops; empty when none is about it.
std::function<bool(const accounts::EventFacts&)> Capture::DropsOf(std::string_view token) const {
  const auto team = deps_.teams == nullptr ? nullptr : deps_.teams->ByToken(token);
  const accounts::IngestionRestrictions* const of_token =
      deps_.restrictions == nullptr ? nullptr : deps_.restrictions->Find(token);
  if (of_token == nullptr && (team == nullptr || team->restrictions == nullptr)) return {};
  return [team, of_token](const accounts::EventFacts& event) {
    const auto drops = [&](const accounts::IngestionRestrictions* restrictions) {
      return restrictions != nullptr && restrictions->Applies(accounts::Restriction::kDrop, event);
    };
    return drops(of_token) || (team != nullptr && drops(team->restrictions.get()));
  };
}

Result<V1Batch> Capture::ReadV1(const V1Headers& headers, Call& call) const {
  http::Request& request = *call.request;
  if (request.body.size() > call.door->max_body_bytes()) {
    return BodyTooLarge(call.door->max_body_bytes()).WithTag("payload_too_large");
  }
  V1Facts facts;
  auto team = FindTeam(headers.token, request, headers.sdk_name);
  if (!team) return std::move(team).error().WithTag("invalid_api_token");
  facts.team_id = *team;
  facts.now = request.received_at;
  facts.ip = ClientAddress(request);
  facts.max_event_bytes = deps_.limits.event;
  facts.is_dropped = DropsOf(headers.token);
  TRY_ASSIGN(std::string text,
             DecodeV1Body(std::move(request.body), headers.codec, deps_.limits.v1_decoded_body));
  call.timer.Finish(stages_.decode);
  auto batch = ParseV1Batch(std::move(text), headers, facts);
  call.timer.Finish(stages_.judge);
  return batch;
}

void Capture::ServeV1(const std::shared_ptr<Call>& call) const {
  if (call->request->method == http::Method::kOptions) {
    return call->Answer(AnswerOptions(*call->request, "{}"));
  }
  // The id comes back on every answer that can name it, refusals included.
  std::string request_id(call->request->HeaderText("PostHog-Request-Id"));
  const auto answer = [request_id](Call& to, http::Response response) {
    if (!request_id.empty()) response.SetHeader("PostHog-Request-Id", request_id);
    to.Answer(std::move(response));
  };
  auto headers = ReadV1Headers(*call->request);
  if (!headers) {
    RememberPersonal(headers.error(), *call->request, {});
    return answer(*call, V1Error(headers.error()));
  }
  auto batch = ReadV1(*headers, *call);
  if (!batch) return answer(*call, V1Error(batch.error()));

  const std::size_t count = batch->records.size();
  rejected_v1_.Add(batch->verdicts.size() - count);
  if (count == 0)
    return answer(*call, http::JsonTextResponse(200, PrintV1Results(batch->verdicts)));
  auto finish = [this, call, answer, count,
                 verdicts = std::move(batch->verdicts)](const Status& stored) mutable {
    call->timer.Finish(stages_.append);
    if (stored) call->door->CountEvents(count);
    for (V1Verdict& verdict : verdicts) {
      if (stored || verdict.outcome == V1Outcome::kDrop) continue;
      verdict.outcome = V1Outcome::kRetry;
      verdict.details = "not_persisted";
    }
    http::Response response = http::JsonTextResponse(200, PrintV1Results(verdicts));
    if (!stored) response.SetHeader("Retry-After", RetryAfter(stored.error()));
    answer(*call, std::move(response));
  };
  AppendAll(*deps_.events, std::move(batch->records), std::move(finish));
}

void Capture::ServeReport(const std::shared_ptr<Call>& call) const {
  http::Request& request = *call->request;
  if (request.method == http::Method::kOptions) {
    return call->Answer(AnswerOptions(request, kOkBody));
  }
  const V0Query query = ReadQuery(request);
  if (query.token.empty()) {
    return call->Answer(V0Error(Unauthenticated("event submitted without an api_key")));
  }
  const auto token = CheckToken(query.token);
  if (!token) {
    RememberPersonal(token.error(), request, {});
    return call->Answer(V0Error(token.error()));
  }
  auto team = FindTeam(*token, request, {});
  if (!team) return call->Answer(V0Error(team.error()));
  auto records = ReadReport(request, *token, *team, ClientAddress(request));
  if (!records) return call->Answer(ReportError(records.error()));
  if (records->empty()) return call->Answer({.status = 204});
  const std::size_t count = records->size();
  AppendAll(*deps_.events, std::move(*records), [this, call, count](const Status& stored) {
    call->timer.Finish(stages_.append);
    if (!stored) return call->Answer(V0NotStored(stored.error()));
    call->door->CountEvents(count);
    call->Answer({.status = 204});
  });
}

http::Response NotYetRefusal(http::Refusal refusal, std::size_t max_body_bytes) {
  return V1Refusal(refusal, max_body_bytes);
}

}  // namespace

void Register(http::Router& router, const CaptureDependencies& dependencies) {
  using enum http::Method;
  TENREC_CHECK(dependencies.events != nullptr && dependencies.recordings != nullptr &&
               dependencies.metrics != nullptr);
  Metrics& metrics = *dependencies.metrics;
  const CaptureLimits& limits = dependencies.limits;
  const auto capture = std::make_shared<const Capture>(dependencies);

  const auto add = [&](std::initializer_list<http::Method> methods, std::string_view path,
                       CorsPolicy cors, Door::Wording wording, std::size_t max_body_bytes,
                       Serve serve) {
    const auto door = std::make_shared<const Door>(path, cors, wording, max_body_bytes, metrics);
    http::RouteOptions options;
    options.max_body_bytes = max_body_bytes;
    options.on_error = door->ErrorPage(door);
    // A method that the path does not take has no route; its refusal has the door's manners too.
    router.SetErrorPage(std::string(path) + "/", door->ErrorPage(door));
    router.Add(methods, path, ServeWith(door, dependencies.workers, std::move(serve)), options);
  };

  for (const V0Path& path : kV0Paths) {
    add({kGet, kPost, kOptions}, path.path, kV0Cors, V0Refusal,
        path.recordings ? limits.recording_body : limits.body,
        [capture, &path](const std::shared_ptr<Call>& call) { capture->ServeV0(path, call); });
  }
  for (const std::string_view path : {"/i/v1/analytics/events", "/i/v1/ai/events"}) {
    add({kPost, kOptions}, path, kV1Cors, V1Refusal, limits.v1_body,
        [capture](const std::shared_ptr<Call>& call) { capture->ServeV1(call); });
  }
  add({kPost, kOptions}, "/report", kV0Cors, ReportRefusal, kMaxReportBytes,
      [capture](const std::shared_ptr<Call>& call) { capture->ServeReport(call); });
  for (const std::string_view path : kNotYet) {
    add({kPost, kOptions}, path, kV1Cors, NotYetRefusal, limits.v1_body,
        [path](const std::shared_ptr<Call>& call) {
          if (call->request->method == kOptions) {
            return call->Answer(AnswerOptions(*call->request, "{}"));
          }
          call->Answer(http::JsonTextResponse(
              404, PrintV1Error("not_implemented",
                                std::string(path) + " is not served by this version")));
        });
  }
}

}  // namespace tenrec::capture
