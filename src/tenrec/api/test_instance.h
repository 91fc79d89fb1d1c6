#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/accounts/accounts.h"
#include "tenrec/activity/activity.h"
#include "tenrec/api/api.h"
#include "tenrec/api/route.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/encoding.h"
#include "tenrec/blobs/directory_blobs.h"
#include "tenrec/catalog/actions.h"
#include "tenrec/catalog/catalog.h"
#include "tenrec/catalog/definitions.h"
#include "tenrec/cohorts/calculator.h"
#include "tenrec/cohorts/cohorts.h"
#include "tenrec/dashboards/annotations.h"
#include "tenrec/dashboards/dashboards.h"
#include "tenrec/dashboards/saved_insights.h"
#include "tenrec/dashboards/sharing.h"
#include "tenrec/dashboards/shortcuts.h"
#include "tenrec/exports/exporter.h"
#include "tenrec/exports/exports.h"
#include "tenrec/http/http.h"
#include "tenrec/io/disk.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/persons/person_directory.h"
#include "tenrec/persons/person_tasks.h"
#include "tenrec/shape/mismatch.h"

/// An instance without sockets for the tests of this room: real accounts and definitions in a fresh
/// folder, questions answered by the test.
namespace tenrec::api {

inline constexpr std::string_view kPassword = "correct horse battery";

struct Reply {
  int status = 0;
  Json json;
  http::Response response;

  std::string Text() const { return std::string(response.body_text()); }
  std::string Header(std::string_view name) const {
    return std::string(http::FindHeader(response.headers, name).value_or(""));
  }
  /// A member of the body, nested ones joined with dots, as JSON text; empty when it is absent.
  std::string At(std::string_view path) const {
    const Json* place = &json;
    while (place != nullptr && !path.empty()) {
      const std::size_t dot = path.find('.');
      const std::string name(path.substr(0, dot));
      path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
      if (place->is_array()) {
        const std::size_t index = std::stoul(name);
        place = index < place->get_array().size() ? &place->get_array()[index] : nullptr;
      } else {
        place = FindMember(*place, name);
      }
    }
    return place == nullptr ? "" : PrintJson(*place);
  }
};

class Instance {
 public:
  explicit Instance(bool multi_org = true) {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-api-XXXXXX";
    folder_ = mkdtemp(name.data());
    database = std::move(*db::Database::Open({.path = folder_ / "metadata.db", .readers = 2}));
    EXPECT_TRUE(database->Migrate(accounts::Migrations()));
    EXPECT_TRUE(database->Migrate(catalog::Migrations()));
    EXPECT_TRUE(database->Migrate(activity::Migrations()));
    EXPECT_TRUE(database->Migrate(dashboards::Migrations()));
    EXPECT_TRUE(database->Migrate(persons::Migrations()));
    EXPECT_TRUE(database->Migrate(cohorts::Migrations()));
    EXPECT_TRUE(database->Migrate(exports::Migrations()));
    EXPECT_TRUE(database->Migrate(retention::Migrations()));
    catalog = std::make_unique<catalog::Catalog>(*database, clock, metrics);
    definitions = std::make_unique<catalog::Definitions>(*database, *catalog, clock);
    actions = std::make_unique<catalog::Actions>(*database, clock);
    cohorts = std::make_unique<cohorts::Cohorts>(*database, clock);
    calculator = std::make_unique<cohorts::Calculator>(
        *cohorts,
        cohorts::CalculatorParts{.engine = engine,
                                 .layout = layout,
                                 .property_types = {},
                                 .named_sets = [this](TeamId team) { return NamedSets(team); },
                                 .team = [this](TeamId team) { return directory.ById(team); },
                                 .ask = {},
                                 .landed_events = {},
                                 .clock = clock,
                                 .metrics = metrics},
        cohorts::CalculatorOptions{});
    blobs = std::move(*blobs::DirectoryBlobs::Open(folder_ / "blobs", disk));
    exports = std::make_unique<exports::Exports>(*database, clock);
    exporter = std::make_unique<exports::Exporter>(
        exports::ExporterParts{
            .exports = *exports,
            .blobs = *blobs,
            .team = [this](TeamId team) { return directory.ById(team); },
            .ask = [this](query::QueryRequest request,
                          const query::TextSink& sink) { return AnswerTo(request, sink); },
            .metrics = metrics},
        exports::ExporterOptions{});
    insights = std::make_unique<dashboards::SavedInsights>(*database, clock);
    dashboards = std::make_unique<dashboards::Dashboards>(*database, clock);
    annotations = std::make_unique<dashboards::Annotations>(*database, clock);
    links = std::make_unique<dashboards::SharedLinks>(*database, clock);
    shortcuts = std::make_unique<dashboards::Shortcuts>(*database, clock);
    activity = std::make_unique<activity::ActivityLog>(*database);
    policies = std::make_unique<retention::Policies>(*database, clock);
    persons = std::make_unique<persons::PersonDirectory>(*database);
    person_tasks = std::make_unique<persons::PersonTasks>(*database, clock, [] { return 0; });
    accounts = std::move(*accounts::Accounts::Open(
        *database, clock, directory,
        {.multi_org = multi_org, .password_cost = {.passes = 1, .memory_kib = 64}}));
    Register(
        router,
        {.accounts = *accounts,
         .definitions = *definitions,
         .actions = *actions,
         .cohorts = *cohorts,
         .calculator = *calculator,
         .exports = *exports,
         .exporter = *exporter,
         .insights = *insights,
         .dashboards = *dashboards,
         .links = *links,
         .annotations = *annotations,
         .shortcuts = *shortcuts,
         .activity = *activity,
         .persons = *persons,
         .person_tasks = *person_tasks,
         .write_events = [this](std::span<const OwnEvent> events) -> Status {
           written.insert(written.end(), events.begin(), events.end());
           return Ok();
         },
         .ingestion = ingestion,
         .policies = *policies,
         .disk = {.survey = [this] { return Result<retention::DiskReport>(report); },
                  .decided = [this] { ++decided; }},
         .query = Port(),
         .live = [this](TeamId team, OnEvent callback) { return Live(team, std::move(callback)); },
         .samples = {.fill = [this](TeamId team) -> Status {
                       filled.push_back(team);
                       return may_fill ? Ok() : Status(FailedPrecondition("no room"));
                     },
                     .progress = [this](TeamId team) -> std::optional<SampleProgress> {
                       if (filled.empty() || filled.back() != team) return std::nullopt;
                       return SampleProgress{.done = 10, .total = 100};
                     }},
         .check_server = [this] { return checks; },
         .pool = pool,
         .clock = clock,
         .metrics = metrics,
         .options = {.site_url = "http://tenrec.test", .version = "0.1.0", .patience = {}}});
  }
  ~Instance() {
    pool.Stop();
    exporter.reset();
    accounts.reset();
    definitions.reset();
    catalog.reset();
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  Reply Send(std::shared_ptr<http::Request> request) {
    auto promise = std::make_shared<std::promise<http::Response>>();
    router.Dispatch(
        request, [promise](http::Response response) { promise->set_value(std::move(response)); });
    Reply reply;
    reply.response = promise->get_future().get();
    reply.status = reply.response.status;
    if (auto json = ParseJson(reply.Text())) reply.json = std::move(*json);
    ExpectAsDeclared(*request, reply);
    return reply;
  }

  ManualClock clock{*ParseRfc3339("2026-11-22T09:30:00Z")};
  Metrics metrics;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<catalog::Catalog> catalog;
  std::unique_ptr<catalog::Definitions> definitions;
  std::unique_ptr<catalog::Actions> actions;
  /// Answers nothing that was asked, and remembers what was.
  class SilentEngine final : public engine::Engine {
   public:
    Result<engine::QueryStats> Stream(const engine::QueryText& text, const engine::QueryOptions&,
                                      const std::function<Status(engine::Block&&)>&) override {
      asked.push_back(text.sql);
      return Unavailable("no engine here");
    }
    Result<engine::FileAnswer> Parquet(const engine::QueryText& text,
                                       const engine::QueryOptions&) override {
      asked.push_back(text.sql);
      return Unavailable("no engine here");
    }
    Status Execute(const engine::QueryText& text, const engine::QueryOptions&) override {
      asked.push_back(text.sql);
      return Ok();
    }
    Status Insert(std::string_view, const std::vector<std::string>&, std::string_view,
                  const engine::InsertOptions&) override {
      return Ok();
    }
    std::vector<std::string> asked;
  };
  SilentEngine engine;
  schema::PropertyLayoutHolder layout{schema::InitialPropertyLayout()};
  std::unique_ptr<cohorts::Cohorts> cohorts;
  std::unique_ptr<cohorts::Calculator> calculator;
  io::RealDisk disk;
  std::unique_ptr<blobs::DirectoryBlobs> blobs;
  std::unique_ptr<exports::Exports> exports;
  std::unique_ptr<exports::Exporter> exporter;
  std::unique_ptr<dashboards::SavedInsights> insights;
  std::unique_ptr<dashboards::Dashboards> dashboards;
  std::unique_ptr<dashboards::SharedLinks> links;
  std::unique_ptr<dashboards::Annotations> annotations;
  std::unique_ptr<dashboards::Shortcuts> shortcuts;
  std::unique_ptr<activity::ActivityLog> activity;
  std::unique_ptr<retention::Policies> policies;
  /// What the server finds of itself.
  std::vector<ServerCheck> checks;
  /// What the survey of the disk says, and how often something was decided about it.
  retention::DiskReport report;
  int decided = 0;
  std::unique_ptr<persons::PersonDirectory> persons;
  std::unique_ptr<persons::PersonTasks> person_tasks;
  accounts::TeamDirectory directory;
  std::unique_ptr<accounts::Accounts> accounts;
  static constexpr int kPoolThreads = 2;
  io::WorkerPool pool{"api", kPoolThreads, 16};

  /// What was asked, and what to answer.
  std::vector<query::QueryRequest> questions;
  std::function<query::Answer(const query::QueryRequest&)> answer = [](const auto&) {
    return query::Answer{200, R"({"results":[]})"};
  };
  /// What ingestion says; the parts that a test needs are set before the first request.
  IngestionPort ingestion = {
      .ledger = [this](TeamId team, Timestamp from,
                       Timestamp to) { return answers.ledger(team, from, to); },
      .books = [this] { return answers.books(); },
      .waiting_since = [] { return Result<std::optional<Timestamp>>(std::optional<Timestamp>()); },
      .fate = [this](TeamId team, const Uuid& uuid) { return answers.fate(team, uuid); },
      .warnings = [this](TeamId team, Timestamp since,
                         std::size_t limit) { return answers.warnings(team, since, limit); },
      .letters =
          [this](TeamId team, std::string_view reason, bool all, std::size_t limit,
                 std::size_t offset) { return answers.letters(team, reason, all, limit, offset); },
      .retry = [this](TeamId team, std::int64_t id) { return answers.retry(team, id); },
      .discard = [this](TeamId team, std::int64_t id) { return answers.discard(team, id); },
      .enrichment = [this] { return answers.enrichment(); },
      .self_test = [this] { return answers.self_test(); },
      .refused_keys = [this] { return answers.refused_keys(); }};
  IngestionPort answers = {
      .ledger =
          [](TeamId, Timestamp, Timestamp) {
            return Result<std::vector<ingest::LedgerHour>>(std::vector<ingest::LedgerHour>());
          },
      .books = [] { return Result<ingest::Books>(ingest::Books()); },
      .waiting_since = {},
      .fate =
          [](TeamId, const Uuid&) {
            return Result<std::optional<ingest::Fate>>(std::optional<ingest::Fate>());
          },
      .warnings =
          [](TeamId, Timestamp, std::size_t) {
            return Result<std::vector<store::Store::PastWarning>>(
                std::vector<store::Store::PastWarning>());
          },
      .letters =
          [](TeamId, std::string_view, bool, std::size_t, std::size_t) {
            return Result<ingest::DeadLetters::Page>(ingest::DeadLetters::Page());
          },
      .retry = [](TeamId, std::int64_t) -> Status { return NotFound("Not found."); },
      .discard = [](TeamId, std::int64_t) -> Status { return NotFound("Not found."); },
      .enrichment = [] { return Enrichment(); },
      .self_test = [] { return SelfTestResult(); },
      .refused_keys = [] { return std::vector<accounts::RefusedKey>(); }};
  /// The events that routes wrote.
  std::vector<OwnEvent> written;
  /// The projects that sample data was asked for.
  std::vector<TeamId> filled;
  bool may_fill = true;
  /// Who listens to live events.
  using OnEvent = std::function<void(const std::shared_ptr<const std::string>&)>;
  std::map<TeamId, OnEvent> listeners;
  http::Router router;

 private:
  /// What is asked for files is answered as every question is, in pieces.
  query::Answer AnswerTo(const query::QueryRequest& request, const query::TextSink& sink) {
    questions.push_back(request);
    query::Answer given = answer(request);
    if (given.status != 200) return given;
    const std::string text = std::exchange(given.body, std::string());
    for (std::size_t at = 0; at < text.size(); at += 7) {
      if (!sink(std::string_view(text).substr(at, 7))) return {500, "{}"};
    }
    return given;
  }

  Result<std::shared_ptr<const tenrec::insights::NamedSets>> NamedSets(TeamId team) {
    auto sets = std::make_shared<tenrec::insights::NamedSets>();
    TRY(cohorts->AddTo(team, *sets));
    return std::shared_ptr<const tenrec::insights::NamedSets>(std::move(sets));
  }

  /// Every answer of every test is held against what its route declares.
  void ExpectAsDeclared(http::Request& request, const Reply& reply) {
    const http::Router::Match match = router.Find(request);
    if (match.route == nullptr || reply.Header("Content-Encoding") == "gzip") return;
    const http::Method method =
        request.method == http::Method::kPut ? http::Method::kPatch : request.method;
    for (const auto& [pattern, route] : AllRoutes()) {
      if (pattern != match.route->pattern || route->method != method) continue;
      const std::string place = std::string(http::MethodName(method)) + " " + pattern + " " +
                                std::to_string(reply.status) + "\n" + reply.Text();
      if (reply.status >= 400) {
        const auto wrong = shape::Mismatch(ErrorShape(), reply.json);
        EXPECT_EQ(wrong, std::nullopt) << place;
        return;
      }
      const auto declared = std::ranges::find(route->answers, reply.status, &Answer::status);
      if (declared == route->answers.end()) {
        ADD_FAILURE() << "the status is not declared: " << place;
      } else if (!declared->body) {
        EXPECT_EQ(reply.Text(), "") << place;
      } else if (declared->media_type == "application/json" &&
                 reply.Header("Content-Type").starts_with("application/json")) {
        const auto wrong = shape::Mismatch(*declared->body, reply.json);
        EXPECT_EQ(wrong, std::nullopt) << place;
      }
      return;
    }
  }

  QueryPort Port() {
    auto ask = [this](const query::QueryRequest& request) {
      questions.push_back(request);
      return answer(request);
    };
    return {.submit = [ask](const query::QueryRequest& request,
                            UniqueFunction<void(query::Answer)> done) { done(ask(request)); },
            .run = ask,
            .status =
                [](TeamId team, std::string_view id, bool) {
                  return query::Answer{
                      200,
                      PrintJson(JsonObject{
                          {"query_status",
                           JsonObject{{"id", id}, {"team_id", team}, {"query_async", true}}}})};
                },
            .cancel = [](TeamId, std::string_view) { return query::Answer{204, ""}; }};
  }
  std::shared_ptr<const void> Live(TeamId team, OnEvent callback) {
    listeners[team] = std::move(callback);
    return std::shared_ptr<const void>(this, [this, team](const void*) { listeners.erase(team); });
  }

  std::filesystem::path folder_;
};

/// Somebody who sends requests: a browser with cookies, a program with a key, or nobody.
class Client {
 public:
  explicit Client(Instance& instance) : instance_(instance) {}

  Reply Send(http::Method method, std::string_view target, std::string_view body = {},
             std::vector<http::Header> headers = {}) {
    auto request = std::make_shared<http::Request>();
    request->method = method;
    request->target = target;
    const std::size_t mark = target.find('?');
    request->path = target.substr(0, mark);
    if (mark != std::string_view::npos) request->query_string = target.substr(mark + 1);
    request->body = body;
    request->peer_ip = request->client_ip = "192.0.2.1";
    request->headers = std::move(headers);
    request->headers.push_back({"Host", "tenrec.test"});
    if (!key.empty()) request->headers.push_back({"Authorization", "Bearer " + key});
    std::string cookie;
    for (const auto& [name, value] : cookies)
      cookie.append(name).append("=").append(value).append("; ");
    if (!cookie.empty()) request->headers.push_back({"Cookie", cookie});
    const bool unsafe = method != http::Method::kGet && method != http::Method::kHead;
    if (unsafe && send_csrf && cookies.contains("posthog_csrftoken")) {
      request->headers.push_back({"X-CSRFToken", cookies["posthog_csrftoken"]});
    }
    Reply reply = instance_.Send(std::move(request));
    for (const auto& header : reply.response.headers) {
      if (header.name == "Set-Cookie") Keep(header.value);
    }
    return reply;
  }
  Reply Get(std::string_view target) { return Send(http::Method::kGet, target); }
  Reply Post(std::string_view target, std::string_view body = {}) {
    return Send(http::Method::kPost, target, body);
  }
  Reply Patch(std::string_view target, std::string_view body) {
    return Send(http::Method::kPatch, target, body);
  }
  Reply Delete(std::string_view target) { return Send(http::Method::kDelete, target); }

  Reply SignUp(std::string_view email, std::string_view organization = "Acme") {
    return Post("/api/signup/", PrintJson(JsonObject{{"email", email},
                                                     {"password", kPassword},
                                                     {"first_name", "Jane"},
                                                     {"organization_name", organization}}));
  }
  Reply LogIn(std::string_view email, std::string_view password = kPassword) {
    return Post("/api/login/", PrintJson(JsonObject{{"email", email}, {"password", password}}));
  }
  /// A key of this browser's user, from fields such as R"("scopes":["*"])".
  std::string MakeKey(std::string_view fields) {
    const Reply made =
        Post("/api/personal_api_keys/", "{\"label\":\"test\"," + std::string(fields) + "}");
    EXPECT_EQ(made.status, 201) << made.Text();
    return std::string(StringMember(made.json, "value").value_or(""));
  }

  std::string key;
  std::map<std::string, std::string> cookies;
  bool send_csrf = true;

 private:
  void Keep(std::string_view set_cookie) {
    const std::size_t equals = set_cookie.find('=');
    const std::string name(set_cookie.substr(0, equals));
    const std::string value(set_cookie.substr(equals + 1, set_cookie.find(';') - equals - 1));
    if (value.empty()) {
      cookies.erase(name);
    } else {
      cookies[name] = value;
    }
  }

  Instance& instance_;
};

/// A line of a scenario: what is asked, and what must come back.
struct Scenario {
  http::Method method;
  std::string target;
  std::string body;
  int status;
  /// Must be in the body: a code, a part of the detail, a value.
  std::string says;
};

inline void Expect(Client& who, const std::vector<Scenario>& scenarios) {
  for (const auto& [method, target, body, status, says] : scenarios) {
    const Reply reply = who.Send(method, target, body);
    EXPECT_EQ(reply.status, status)
        << http::MethodName(method) << " " << target << " " << body << "\n"
        << reply.Text();
    EXPECT_NE(reply.Text().find(says), std::string::npos)
        << http::MethodName(method) << " " << target << " " << body << "\n"
        << reply.Text();
    if (status >= 400) {
      for (const char* member : {"type", "code", "detail", "attr"}) {
        EXPECT_NE(reply.At(member), "") << target << " lacks " << member;
      }
      EXPECT_EQ(reply.Header("X-Tenrec-Version"), "0.1.0") << target;
      EXPECT_TRUE(reply.Header("Content-Type").starts_with("application/json")) << target;
    }
  }
}

}  // namespace tenrec::api
