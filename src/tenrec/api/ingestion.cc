#include <algorithm>
#include <map>
#include <utility>

#include "tenrec/accounts/refused_keys.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"
#include "tenrec/http/forwarded.h"
#include "tenrec/ingest/batch_account.h"
#include "tenrec/ingest/dead_letters.h"
#include "tenrec/ingest/fates.h"
#include "tenrec/ingest/ledger.h"
#include "tenrec/query/saved_query.h"

/// The books of ingestion, the warnings it wrote, and the events it could not process.
namespace tenrec::api {
namespace {

constexpr std::chrono::hours kDay{24};
constexpr int kWarningDays = 30;
constexpr std::size_t kMaxWarnings = 10'000;
constexpr std::size_t kShownWarnings = 100;
constexpr std::int64_t kHour = 3'600'000'000;

Result<Timestamp> DateParameter(const Services& services, const Call& call, std::string_view name,
                                Timestamp fallback) {
  const std::string text = call.QueryText(name);
  if (text.empty()) return fallback;
  auto date = query::ReadListDate(text, call.team(), services.clock.Now());
  if (!date) return std::move(date).error().WithField(std::string(name));
  return *date;
}

struct Sums {
  std::uint64_t accepted = 0;
  std::uint64_t stored = 0;
  std::uint64_t in_flight = 0;
  std::map<std::string_view, std::uint64_t> dropped;
  std::map<std::string_view, std::uint64_t> dead_lettered;

  void Add(const ingest::LedgerHour& hour) {
    accepted += hour.account.accepted;
    stored += hour.account.stored;
    in_flight += hour.in_flight;
    for (std::size_t i = 0; i < ingest::kDropReasons; ++i) {
      if (hour.account.ended[i] == 0) continue;
      const auto reason = static_cast<ingest::DropReason>(i);
      (ingest::IsDeadLetter(reason) ? dead_lettered : dropped)[ingest::DropReasonName(reason)] +=
          hour.account.ended[i];
    }
  }
  bool balances() const {
    std::uint64_t out = stored + in_flight;
    for (const auto& [reason, count] : dropped) out += count;
    for (const auto& [reason, count] : dead_lettered) out += count;
    return out == accepted;
  }
  JsonObject Print() const {
    const auto by_reason = [](const auto& counts) {
      JsonObject object;
      for (const auto& [reason, count] : counts) object[reason] = count;
      return object;
    };
    return {{"accepted", accepted},          {"stored", stored},
            {"dropped", by_reason(dropped)}, {"dead_lettered", by_reason(dead_lettered)},
            {"in_flight", in_flight},        {"balanced", balances()}};
  }
};

std::string_view WordOf(SelfTestResult::State state) {
  switch (state) {
    case SelfTestResult::State::kOff:
      return "off";
    case SelfTestResult::State::kWaiting:
      return "waiting";
    case SelfTestResult::State::kPassed:
      return "passed";
    case SelfTestResult::State::kFailed:
      return "failed";
  }
  return "";
}

Result<http::Response> ShowLedger(const Services& services, const Call& call) {
  const Timestamp now = services.clock.Now();
  TRY_ASSIGN(Timestamp from, DateParameter(services, call, "date_from", now - kDay));
  TRY_ASSIGN(Timestamp to, DateParameter(services, call, "date_to", now));
  from = {from.micros - from.micros % kHour};
  to = {to.micros + 1};
  TRY_ASSIGN(const auto hours, services.ingestion.ledger(call.team().id, from, to));
  Sums total;
  JsonArray rows;
  for (const ingest::LedgerHour& hour : hours) {
    Sums one;
    one.Add(hour);
    total.Add(hour);
    JsonObject row = one.Print();
    row["hour"] = PrintTime(hour.account.hour);
    rows.push_back(std::move(row));
  }
  TRY_ASSIGN(const ingest::Books books, services.ingestion.books());
  TRY_ASSIGN(const auto waiting, services.ingestion.waiting_since());
  const SelfTestResult test = services.ingestion.self_test();
  JsonObject self_test{{"state", WordOf(test.state)},
                       {"sent_at", PrintTime(test.sent_at)},
                       {"seconds", test.seconds ? Json(*test.seconds) : Json()},
                       {"why", test.why}};
  JsonObject instance{{"entered", books.entered},
                      {"settled", books.settled},
                      {"in_flight", books.in_flight},
                      {"balanced", books.balances()},
                      {"waiting_since", PrintTime(waiting)},
                      {"self_test", std::move(self_test)}};
  return http::JsonResponse(200, JsonObject{{"results", std::move(rows)},
                                            {"total", total.Print()},
                                            {"instance", std::move(instance)}});
}

Result<http::Response> ShowFate(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid uuid, PathUuid(call, "uuid"));
  TRY_ASSIGN(const auto fate, services.ingestion.fate(call.team().id, uuid));
  if (!fate) return NotFound("Not found.");
  return http::JsonResponse(200, JsonObject{{"uuid", uuid.ToString()},
                                            {"state", ingest::FateName(fate->state)},
                                            {"event", fate->event},
                                            {"distinct_id", fate->distinct_id},
                                            {"received_at", PrintTime(fate->received_at)},
                                            {"stored_at", PrintTime(fate->stored_at)},
                                            {"reason", fate->reason},
                                            {"detail", fate->detail}});
}

// Source: rest-api.md 36.4
Result<http::Response> ListWarnings(const Services& services, const Call& call) {
  const Timestamp now = services.clock.Now();
  TRY_ASSIGN(const auto warnings,
             services.ingestion.warnings(call.team().id, now - kWarningDays * kDay, kMaxWarnings));
  const std::string search = call.QueryText("q");
  struct Summary {
    Timestamp last_seen;
    std::int64_t count = 0;
    std::vector<std::int64_t> days = std::vector<std::int64_t>(kWarningDays, 0);
    JsonArray shown;
  };
  std::map<std::string, Summary> by_type;
  for (const auto& warning : warnings) {
    if (!search.empty() && warning.details.find(search) == std::string::npos &&
        warning.type.find(search) == std::string::npos) {
      continue;
    }
    Summary& summary = by_type[warning.type];
    summary.last_seen = std::max(summary.last_seen, warning.timestamp);
    ++summary.count;
    const auto age = (now - warning.timestamp) / kDay;
    if (age >= 0 && age < kWarningDays) {
      ++summary.days[static_cast<std::size_t>(kWarningDays - 1 - age)];
    }
    if (summary.shown.size() >= kShownWarnings) continue;
    TRY_ASSIGN(Json details, ParseJson(warning.details));
    summary.shown.push_back(JsonObject{{"type", warning.type},
                                       {"timestamp", PrintTime(warning.timestamp)},
                                       {"details", std::move(details)}});
  }
  std::vector<std::pair<Timestamp, JsonObject>> sorted;
  for (auto& [type, summary] : by_type) {
    JsonArray sparkline;
    for (int day = 0; day < kWarningDays; ++day) {
      const Timestamp of_day = now - (kWarningDays - 1 - day) * kDay;
      sparkline.push_back(
          JsonArray{summary.days[static_cast<std::size_t>(day)], FormatIso(of_day).substr(0, 10)});
    }
    sorted.emplace_back(summary.last_seen, JsonObject{{"type", type},
                                                      {"lastSeen", PrintTime(summary.last_seen)},
                                                      {"count", summary.count},
                                                      {"sparkline", std::move(sparkline)},
                                                      {"warnings", std::move(summary.shown)}});
  }
  std::ranges::stable_sort(sorted, std::ranges::greater(), &decltype(sorted)::value_type::first);
  JsonArray list;
  for (auto& [time, summary] : sorted) list.push_back(std::move(summary));
  return http::JsonResponse(200, list);
}

JsonObject Print(const ingest::DeadLetter& letter) {
  return {{"id", letter.id},
          {"event_uuid", letter.uuid ? Json(letter.uuid->ToString()) : Json()},
          {"event", letter.event},
          {"distinct_id", letter.distinct_id},
          {"reason", letter.reason},
          {"detail", letter.detail},
          {"received_at", PrintTime(letter.received_at)},
          {"failed_at", PrintTime(letter.failed_at)},
          {"retried_at", PrintTime(letter.retried_at)}};
}

Result<http::Response> ListLetters(const Services& services, const Call& call) {
  const Page page = ReadPage(call);
  TRY_ASSIGN(const auto found,
             services.ingestion.letters(call.team().id, call.QueryText("reason"),
                                        call.QueryBool("include_retried").value_or(false),
                                        page.limit, page.offset));
  JsonArray results;
  for (const ingest::DeadLetter& letter : found.letters) results.push_back(Print(letter));
  return http::JsonResponse(200, PrintPage(call, page, found.total, std::move(results)));
}

Result<http::Response> RetryLetter(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY(services.ingestion.retry(call.team().id, id));
  http::Response response;
  response.status = 202;
  return response;
}

Result<http::Response> RetryAll(const Services& services, const Call& call) {
  constexpr std::size_t kAtOnce = 1000;
  TRY_ASSIGN(const auto found, services.ingestion.letters(call.team().id, call.QueryText("reason"),
                                                          false, kAtOnce, 0));
  // The oldest first, as they came.
  for (auto letter = found.letters.rbegin(); letter != found.letters.rend(); ++letter) {
    TRY(services.ingestion.retry(call.team().id, letter->id));
  }
  return http::JsonResponse(202, JsonObject{{"retried", found.letters.size()},
                                            {"left", found.total - found.letters.size()}});
}

Result<http::Response> DiscardLetter(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  TRY(services.ingestion.discard(call.team().id, id));
  http::Response response;
  response.status = 204;
  return response;
}

Result<http::Response> ShowEnrichment(const Services& services, const Call&) {
  const Enrichment enrichment = services.ingestion.enrichment();
  JsonArray steps;
  for (const Enrichment::Step& step : enrichment.steps) {
    steps.push_back(JsonObject{{"name", step.name}, {"seconds", step.seconds}});
  }
  const bool is_on = !enrichment.places_database.empty();
  JsonObject geoip{{"state", is_on ? "on" : "off"},
                   {"database", enrichment.places_database},
                   {"built_at", is_on ? Json(PrintTime(enrichment.places_built_at)) : Json()},
                   {"why", enrichment.places_off}};
  return http::JsonResponse(200, JsonObject{{"geoip", std::move(geoip)},
                                            {"steps", std::move(steps)},
                                            {"events", enrichment.events}});
}

std::string_view WordsOf(http::ClientReason reason) {
  switch (reason) {
    case http::ClientReason::kNoProxy:
      return "Nobody stands between the client and Tenrec: the connection's own address is taken.";
    case http::ClientReason::kUntrustedPeer:
      return "The connection comes from an address that is not trusted, so what it says of others "
             "is not believed. If it is your proxy, name it in TRUSTED_PROXIES.";
    case http::ClientReason::kNoHeaders:
      return "The connection comes from an address that may be a proxy, and it names no client. If "
             "it is one, let it send X-Forwarded-For.";
    case http::ClientReason::kUnreadable:
      return "The proxy names a client that is no address, so the connection's own is taken. Let "
             "it send the client's address in X-Forwarded-For.";
    case http::ClientReason::kFirstForwarded:
      return "A trusted proxy sent X-Forwarded-For: its first address is the client's. Name your "
             "proxies in TRUSTED_PROXIES so that clients cannot write it themselves.";
    case http::ClientReason::kLastUntrusted:
      return "Read from our side, this is the first address that is not one of TRUSTED_PROXIES.";
    case http::ClientReason::kRealIp:
      return "A trusted proxy sent X-Real-IP.";
  }
  return "";
}

Result<http::Response> ShowClientAddress(const Services& services, const Call& call) {
  static const http::TrustedProxies nobody;
  const http::TrustedProxies& proxies = services.proxies == nullptr ? nobody : *services.proxies;
  const http::Request& request = *call.request;
  const http::ClientDiagnosis diagnosis = proxies.Diagnose(request);
  JsonArray hops;
  for (const http::Hop& hop : diagnosis.hops) {
    hops.push_back(JsonObject{{"address", RepairUtf8(hop.address)},
                              {"source", hop.source},
                              {"readable", hop.is_readable},
                              {"trusted", hop.is_trusted},
                              {"client", hop.is_client}});
  }
  JsonArray headers;
  for (const std::string_view name : {"X-Forwarded-For", "X-Real-IP", "X-Forwarded-Proto",
                                      "X-Forwarded-Host", "Forwarded", "Host"}) {
    for (const http::Header& header : request.headers) {
      if (!EqualsIgnoreCase(header.name, name)) continue;
      headers.push_back(JsonObject{{"name", name}, {"value", RepairUtf8(header.value)}});
    }
  }
  return http::JsonResponse(200, JsonObject{{"client_ip", diagnosis.client_ip},
                                            {"reason", http::ClientReasonName(diagnosis.reason)},
                                            {"why", WordsOf(diagnosis.reason)},
                                            {"secure", request.secure},
                                            {"trusted", proxies.TrustedWords()},
                                            {"hops", std::move(hops)},
                                            {"headers", std::move(headers)}});
}

/// How a refused key looks from a project.
std::string_view KindOf(std::string_view key, const accounts::Team& team) {
  if (key.starts_with("phx_")) return "personal";
  if (key.starts_with("phs_")) return "secret";
  return accounts::Resembles(key, team.api_token) ? "similar" : "unknown";
}

// A key that no project has belongs to nobody, so who may see it is decided here: docs/decisions.md
Result<http::Response> ListRefusedKeys(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t organizations, services.accounts.organizations().Count());
  const bool runs_server = call.user().is_staff && !call.caller->by_key();
  const bool sees_all = organizations == 1 || runs_server;
  JsonArray results;
  for (const accounts::RefusedKey& refused : services.ingestion.refused_keys()) {
    const std::string_view kind = KindOf(refused.key, call.team());
    if (!sees_all && kind != "similar") continue;
    results.push_back(JsonObject{{"key", accounts::ShownKey(refused.key)},
                                 {"kind", kind},
                                 {"requests", refused.requests},
                                 {"first_seen", PrintTime(refused.first_seen)},
                                 {"last_seen", PrintTime(refused.last_seen)},
                                 {"sdk", refused.sdk},
                                 {"origin", refused.origin}});
  }
  return http::JsonResponse(
      200, JsonObject{{"results", std::move(results)}, {"whole_server", sees_all}});
}

constexpr std::string_view kRead = "project:read";
constexpr std::string_view kWrite = "project:write";

std::vector<shape::Field> CountFields() {
  return {{"accepted", Int()},
          {"stored", Int()},
          {"dropped", MapOf(Int()).About("By reason.")},
          {"dead_lettered", MapOf(Int()).About("By reason.")},
          {"in_flight", Int()},
          {"balanced", Bool()}};
}

const Shape& LedgerShape() {
  static const Shape self_test =
      Object({{"state", Words({"off", "waiting", "passed", "failed"})},
              {"sent_at", TimeText().Nullable()},
              {"seconds", Number().Nullable().About("From capture to a question that shows it.")},
              {"why", Text().About("Where it failed.")}})
          .Named("IngestionSelfTest");
  static const Shape shape =
      Object({{"results",
               ListOf(Object({{"hour", TimeText()}}).With(CountFields()).Named("IngestionHour"))},
              {"total", Object(CountFields()).Named("IngestionTotal")},
              {"instance", Object({{"entered", Int()},
                                   {"settled", Int()},
                                   {"in_flight", Int()},
                                   {"balanced", Bool()},
                                   {"waiting_since", TimeText().Nullable()},
                                   {"self_test", self_test}})
                               .Named("IngestionBooks")}})
          .Named("IngestionLedger");
  return shape;
}

const Shape& FateShape() {
  static const Shape shape =
      Object({{"uuid", UuidText()},
              {"state", Words({"stored", "dropped", "dead_lettered", "in_flight"})},
              {"event", Text()},
              {"distinct_id", Text()},
              {"received_at", TimeText()},
              {"stored_at", TimeText().Nullable()},
              {"reason", Text()},
              {"detail", Text()}})
          .Named("EventFate");
  return shape;
}

const Shape& WarningShape() {
  static const Shape one = Object({{"type", Text()}, {"timestamp", TimeText()}, {"details", Any()}})
                               .Named("IngestionWarning");
  static const Shape shape = Object({{"type", Text()},
                                     {"lastSeen", TimeText()},
                                     {"count", Int()},
                                     {"sparkline", ListOf(ListOf(Any()))},
                                     {"warnings", ListOf(one)}})
                                 .Named("IngestionWarningSummary");
  return shape;
}

const Shape& RefusedKeysShape() {
  static const Shape one =
      Object({{"key", Text().About("Its first characters.")},
              {"kind", Words({"unknown", "similar", "personal", "secret"})
                           .About("Similar: almost this project's; personal and secret: a key for "
                                  "the API.")},
              {"requests", Int()},
              {"first_seen", TimeText()},
              {"last_seen", TimeText()},
              {"sdk", Text().About("How the sender calls itself; may be empty.")},
              {"origin", Text().About("The host of the page, or the address of the program.")}})
          .Named("RefusedKey");
  static const Shape shape =
      Object({{"results", ListOf(one)},
              {"whole_server",
               Bool().About("False: only keys that are almost this project's are listed.")}})
          .Named("RefusedKeys");
  return shape;
}

const Shape& LetterShape() {
  static const Shape shape = Object({{"id", Int()},
                                     {"event_uuid", UuidText().Nullable()},
                                     {"event", Text()},
                                     {"distinct_id", Text()},
                                     {"reason", Text()},
                                     {"detail", Text()},
                                     {"received_at", TimeText()},
                                     {"failed_at", TimeText()},
                                     {"retried_at", TimeText().Nullable()}})
                                 .Named("DeadLetter");
  return shape;
}

const Shape& EnrichmentShape() {
  static const Shape geoip = Object({{"state", Words({"on", "off"})},
                                     {"database", Text()},
                                     {"built_at", TimeText().Nullable()},
                                     {"why", Text()}})
                                 .Named("GeoipState");
  static const Shape step =
      Object({{"name", Text()}, {"seconds", Number()}}).Named("IngestionStep");
  static const Shape shape =
      Object({{"geoip", geoip}, {"steps", ListOf(step)}, {"events", Int()}}).Named("Enrichment");
  return shape;
}

const Shape& ClientAddressShape() {
  static const Shape hop =
      Object({{"address", Text()},
              {"source", Words({"X-Forwarded-For", "X-Real-IP", "connection"})},
              {"readable", Bool()},
              {"trusted", Bool()},
              {"client", Bool()}})
          .Named("ProxyHop");
  static const Shape header = Object({{"name", Text()}, {"value", Text()}}).Named("ProxyHeader");
  static const Shape shape =
      Object({{"client_ip", Text()},
              {"reason", Words({"no_proxy", "untrusted_peer", "no_headers", "unreadable",
                                "first_forwarded", "last_untrusted", "real_ip"})},
              {"why", Text()},
              {"secure", Bool()},
              {"trusted", Text()},
              {"hops", ListOf(hop)},
              {"headers", ListOf(header)}})
          .Named("ClientAddress");
  return shape;
}

}  // namespace

std::span<const Route> IngestionRoutes() {
  static const Route routes[] = {
      Route::Get("P/ingestion/ledger/", ShowLedger)
          .Needs(kRead)
          .About("What became of the events of each hour: accepted = stored + dropped + "
                 "dead-lettered + in flight.")
          .Filters({{"date_from", Text()}, {"date_to", Text()}})
          .Gives(LedgerShape()),
      Route::Get("P/ingestion/events/{uuid}/", ShowFate)
          .Needs(kRead)
          .About("What became of one event.")
          .Where("uuid", UuidText())
          .Gives(FateShape()),
      Route::Get("P/ingestion/enrichment/", ShowEnrichment)
          .Needs(kRead)
          .About("The steps of ingestion in their order, what each has cost, and whether places "
                 "are known.")
          .Gives(EnrichmentShape()),
      Route::Get("P/ingestion/client_address/", ShowClientAddress)
          .Needs(kRead)
          .About("Which address this very request is said to come from, and why.")
          .Gives(ClientAddressShape()),
      Route::Get("P/ingestion/refused_keys/", ListRefusedKeys)
          .Needs(kRead)
          .About("Keys that events came with in the last hour and that no project has, the latest "
                 "first. They are kept in memory, at most 32.")
          .Gives(RefusedKeysShape()),
      Route::Get("P/ingestion/dead_letters/", ListLetters)
          .Needs(kRead)
          .Filters({{"reason", Text()}, {"include_retried", Bool()}})
          .GivesPage(LetterShape()),
      Route::Post("P/ingestion/dead_letters/retry/", RetryAll)
          .Needs(kWrite)
          .Called("retry_all")
          .About("Gives up to a thousand back to ingestion, the oldest first.")
          .Filters({{"reason", Text()}})
          .TakesNothing()
          .Gives(Object({{"retried", Int()}, {"left", Int()}}), 202),
      Route::Post("P/ingestion/dead_letters/{id}/retry/", RetryLetter)
          .Needs(kWrite)
          .TakesNothing()
          .GivesNothing(202),
      Route::Delete("P/ingestion/dead_letters/{id}/", DiscardLetter).Needs(kWrite).GivesNothing(),
      Route::Get("P/ingestion_warnings/", ListWarnings)
          .Needs(kRead)
          .About("The warnings of the last thirty days by type, the latest type first.")
          .Filters({{"q", Text()}})
          .Gives(ListOf(WarningShape())),
  };
  return routes;
}

}  // namespace tenrec::api
