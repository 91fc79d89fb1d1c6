#include "tenrec/server/process.h"

#include <chrono>
#include <utility>

#include "tenrec/accounts/refused_keys.h"
#include "tenrec/accounts/self_test_team.h"
#include "tenrec/activity/activity.h"
#include "tenrec/api/api.h"
#include "tenrec/app/app.h"
#include "tenrec/base/logging.h"
#include "tenrec/base/random.h"
#include "tenrec/base/reserved_ids.h"
#include "tenrec/cache/memory_cache.h"
#include "tenrec/capture/capture.h"
#include "tenrec/catalog/actions.h"
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
#include "tenrec/hogql/exchange_rates.h"
#include "tenrec/http/server.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/io/disk.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/persons/person_directory.h"
#include "tenrec/query/landed_events.h"
#include "tenrec/query/property_use.h"
#include "tenrec/query/query.h"
#include "tenrec/retention/keeper.h"
#include "tenrec/sdk/sdk.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/control.h"
#include "tenrec/server/deletion_job.h"
#include "tenrec/server/health.h"
#include "tenrec/server/ingestion.h"
#include "tenrec/server/ingestion_records.h"
#include "tenrec/server/own_events.h"
#include "tenrec/server/probe.h"
#include "tenrec/server/promotion_job.h"
#include "tenrec/server/property_lookup.h"
#include "tenrec/server/query_log_job.h"
#include "tenrec/server/sample_data.h"
#include "tenrec/server/self_check.h"
#include "tenrec/server/selftest.h"
#include "tenrec/server/snapshot.h"
#include "tenrec/server/squash_job.h"
#include "tenrec/server/system_rows.h"
#include "tenrec/store/store.h"

namespace tenrec::server {
namespace {

constexpr std::size_t kQueuedCalls = 1000;
constexpr std::size_t kQueuedQuestions = 200;
constexpr std::size_t kQueuedBodies = 200;
/// For ingestion to come to rest before merges are noted or forgotten.
constexpr std::chrono::seconds kSquashPatience{30};
constexpr std::size_t kControlToken = 64;
constexpr std::size_t kSelfTestToken = 32;
constexpr std::uint64_t kMegabyte = 1U << 20U;
// More than minutes behind at any rate one machine takes: questions are out of date.
constexpr std::uint64_t kMaxHealthyLag = 5'000'000;

/// The actions and cohorts of a project as questions name them.
Result<std::shared_ptr<const insights::NamedSets>> NamedSetsOf(catalog::Actions& actions,
                                                               cohorts::Cohorts& cohorts,
                                                               TeamId team_id) {
  auto sets = std::make_shared<insights::NamedSets>();
  TRY_ASSIGN(const auto listed, actions.List(team_id));
  for (const catalog::Action& action : listed) {
    sets->actions.push_back({action.id, action.name.value_or(""), action.steps});
    sets->stamp += std::to_string(action.id) + "@" + std::to_string(action.updated_at.micros) + ";";
  }
  TRY(cohorts.AddTo(team_id, *sets));
  return std::shared_ptr<const insights::NamedSets>(std::move(sets));
}

// The engine is asked rarely: it gives its free memory back when nothing runs for a while.
constexpr Probe::Pace kEnginePace{std::chrono::seconds(30), std::chrono::seconds(120)};
constexpr Probe::Pace kBooksPace{std::chrono::seconds(5), std::chrono::seconds(60)};
constexpr Probe::Pace kMetadataPace{std::chrono::seconds(1), std::chrono::seconds(10)};

Status AskEngine(engine::Engine& engine) {
  Status answer = store::CheckMigrated(engine);
  // One that has its hands full works.
  if (!answer && answer.error().code == ErrorCode::kUnavailable) return Ok();
  return answer;
}

/// The parts whose state only they themselves know, and that are asked in the background.
struct Probes {
  Probes(Installation& under, IngestionRecords& records)
      : database(
            "database",
            [&under]() -> Status {
              TRY(under.database().Query("SELECT id FROM installation"));
              return Ok();
            },
            kMetadataPace),
        migrations(
            "migrations", [&under] { return under.database().CheckMigrated(AllMigrations()); },
            kMetadataPace),
        analytics(
            "analytics", [&under] { return AskEngine(under.engine()); }, kEnginePace),
        books(
            "books", [&records] { return records.CheckBooks(); }, kBooksPace),
        freshness("freshness", [&records] { return records.CheckFreshness(); }, kBooksPace) {}

  Probe database;
  Probe migrations;
  Probe analytics;
  Probe books;
  Probe freshness;
};

std::vector<HealthCheck> HealthChecks(Installation& under, const Probes& probes,
                                      Ingestion& ingestion, const Roles& roles,
                                      const SelfTest* self_test) {
  const Gauge& disk_full = under.metrics().GetGauge("log_disk_full", {{"topic", "events"}});
  std::vector<HealthCheck> checks;
  checks.push_back({"database", [&probes] { return probes.database.works(); }});
  checks.push_back({"migrations", [&probes] { return probes.migrations.works(); }, false});
  checks.push_back({"analytics", [&probes] { return probes.analytics.works(); }, false});
  checks.push_back({"storage", [&disk_full] { return disk_full.value() == 0; }, false});
  if (roles.ingest) {
    checks.push_back(
        {"ingestion", [&ingestion] { return ingestion.ingester.lag() < kMaxHealthyLag; }, false});
    checks.push_back({.name = "books",
                      .works = [&probes] { return probes.books.works(); },
                      .vital = false,
                      .alarm = "the books of ingestion do not balance"});
    checks.push_back({.name = "freshness",
                      .works = [&probes] { return probes.freshness.works(); },
                      .vital = false,
                      .alarm = "events wait for more than a minute"});
  }
  if (self_test != nullptr) {
    checks.push_back({.name = "self_test",
                      .works = [self_test] { return self_test->works(); },
                      .vital = false,
                      .alarm = "the self-test event did not arrive"});
  }
  return checks;
}

Result<accounts::TokenRestrictions> RestrictionsOf(const Settings& settings) {
  accounts::TokenRestrictions restrictions;
  const auto add = [&](const char* variable, accounts::Restriction restriction,
                       const std::string& entries) -> Status {
    Status added = restrictions.Add(restriction, entries);
    if (!added) return std::move(added).error().WithContext(variable);
    return Ok();
  };
  TRY(add("DROP_EVENTS_BY_TOKEN_DISTINCT_ID", accounts::Restriction::kDrop, settings.drop_events));
  TRY(add("SKIP_PERSONS_PROCESSING_BY_TOKEN_DISTINCT_ID", accounts::Restriction::kSkipPersons,
          settings.skip_persons));
  return restrictions;
}

}  // namespace

/// What the operator's file says of currencies; nullptr without a file.
Result<std::shared_ptr<const hogql::ExchangeRates>> RatesFrom(const std::string& path) {
  constexpr std::size_t kMaxBytes = 16U << 20U;
  if (path.empty()) return std::shared_ptr<const hogql::ExchangeRates>();
  const std::string where = "the rates of TENREC_CURRENCY_RATES, " + path;
  auto text = io::ReadWholeFile(path, kMaxBytes);
  if (!text) return std::move(text).error().WithContext(where);
  auto rates = hogql::ExchangeRates::Parse(*text);
  if (!rates) return std::move(rates).error().WithContext(where);
  return std::make_shared<const hogql::ExchangeRates>(*std::move(rates));
}

/// Everything above the installation, in the order in which it starts.
struct Process::Roads {
  Roads(Installation& under, const Settings& settings, std::unique_ptr<ingest::GeoDatabase> places,
        accounts::TokenRestrictions restrictions)
      : cache(static_cast<std::size_t>(under.budget().caches) / 2, under.clock(), under.metrics()),
        calls("api", static_cast<int>(settings.query_threads) + 4, kQueuedCalls, &under.metrics()),
        questions("query", static_cast<int>(settings.query_threads), kQueuedQuestions,
                  &under.metrics()),
        bodies("capture", 2, kQueuedBodies, &under.metrics()),
        definitions(under.database(), under.catalog(), under.clock()),
        actions(under.database(), under.clock()),
        cohorts(under.database(), under.clock()),
        calculator(cohorts, CalculatorPartsOf(under),
                   {.interval = std::chrono::seconds(settings.cohort_interval_seconds),
                    .max_age = std::chrono::seconds(settings.cohort_max_age_seconds),
                    .max_memory_bytes = static_cast<std::uint64_t>(under.budget().engine) / 2}),
        exports(under.database(), under.clock()),
        exporter({.exports = exports,
                  .blobs = under.blobs(),
                  .team = [&under](TeamId team) { return under.teams().ById(team); },
                  .ask =
                      [this](query::QueryRequest request, const query::TextSink& sink) {
                        return runner->Export(std::move(request), sink);
                      },
                  .metrics = under.metrics()},
                 {}),
        property_use(under.database(), under.clock()),
        promotion(property_use, under.store(),
                  {.interval = std::chrono::seconds(settings.promote_interval_seconds),
                   .questions = settings.promote_after_questions}),
        query_log(under.store().query_log(), under.metrics()),
        insights(under.database(), under.clock()),
        dashboards(under.database(), under.clock()),
        links(under.database(), under.clock()),
        annotations(under.database(), under.clock()),
        shortcuts(under.database(), under.clock()),
        activity(under.database()),
        ingestion(
            under,
            [this](TeamId team, const ingest::StoredEvents& events) {
              landed.Add(team, static_cast<std::int64_t>(events.count), events.earliest);
            },
            [this](TeamId team) { landed.Add(team, 1, query::LandedEvents::kAnyTime); },
            [this] { landed.AddToAll(); }, std::move(places), std::move(restrictions)),
        people(under.database()),
        deletion(
            ingestion.ingester.tasks(), under.engine(),
            [this] { return ingestion.ingester.landed(); },
            [this](TeamId team) { landed.Add(team, 1, query::LandedEvents::kAnyTime); }),
        squash(
            under.engine(), under.store().person_moves(),
            [this](const std::function<Status()>& body) {
              return ingestion.ingester.WhileAtRest(kSquashPatience, body);
            },
            std::chrono::seconds(settings.squash_interval_seconds)),
        samples(under, ingestion.ingester),
        policies(under.database(), under.clock()),
        survey([&under, reserved = settings.min_free_disk_mb] {
          return retention::SurveyDisk(
              under.engine(), under.clock(),
              {.data_directory = under.path(),
               .reserved_bytes = static_cast<std::uint64_t>(reserved) * kMegabyte});
        }),
        keeper({.policies = policies,
                .engine = under.engine(),
                .clock = under.clock(),
                .survey = survey,
                .removed =
                    [this](std::optional<TeamId> team) {
                      if (!team) return landed.AddToAll();
                      landed.Add(*team, 1, query::LandedEvents::kAnyTime);
                    }}),
        self_test({.router = *router,
                   .token = self_test_token,
                   .wait_until_landed =
                       [this, &under](std::chrono::milliseconds patience) {
                         return ingestion.ingester.WaitUntilLanded(under.events().end(0), patience);
                       },
                   .ask =
                       [this, &under](Timestamp sent_at, const auto& cancelled) {
                         return AskForTestEvent(*runner, under.teams().ById(kSelfTestTeam), sent_at,
                                                cancelled);
                       },
                   .clock = under.clock(),
                   .metrics = under.metrics()},
                  std::chrono::seconds(settings.self_test_seconds)),
        records(under, ingestion.ingester, ingestion.geo.get(), self_test, refused),
        snapshot(under, ingestion.ingester),
        probes(under, records) {}

  query::LandedEvents landed;
  cache::MemoryCache cache;
  io::WorkerPool calls;
  io::WorkerPool questions;
  io::WorkerPool bodies;
  catalog::Definitions definitions;
  catalog::Actions actions;
  cohorts::Cohorts cohorts;
  cohorts::Calculator calculator;
  exports::Exports exports;
  exports::Exporter exporter;
  query::PropertyUse property_use;
  PromotionJob promotion;
  QueryLogJob query_log;
  dashboards::SavedInsights insights;
  dashboards::Dashboards dashboards;
  dashboards::SharedLinks links;
  dashboards::Annotations annotations;
  dashboards::Shortcuts shortcuts;
  activity::ActivityLog activity;
  Ingestion ingestion;
  persons::PersonDirectory people;
  DeletionJob deletion;
  SquashJob squash;
  SampleData samples;
  retention::Policies policies;
  std::function<Result<retention::DiskReport>()> survey;
  retention::Keeper keeper;
  std::shared_ptr<http::Router> router = std::make_shared<http::Router>();
  const std::string self_test_token = "self_test_" + RandomAlphanumeric(kSelfTestToken);
  SelfTest self_test;
  bool tests_itself = false;
  accounts::RefusedKeys refused;
  IngestionRecords records;
  Snapshot snapshot;
  Probes probes;
  std::unique_ptr<query::Runner> runner;
  http::TrustedProxies proxies;
  std::unique_ptr<http::Server> server;

  cohorts::CalculatorParts CalculatorPartsOf(Installation& under);
  Status AddSdkRoutes(Installation& under, const Settings& settings);
  Status AddApiRoutes(Installation& under, const Settings& settings, const Roles& roles);
  Status Listen(Installation& under, const Settings& settings);
};

Process::Process(std::unique_ptr<Installation> installation, std::unique_ptr<Roads> roads)
    : installation_(std::move(installation)), roads_(std::move(roads)) {
}

Process::~Process() {
  Stop();
}

int Process::port() const {
  return roads_->server->port();
}

cohorts::CalculatorParts Process::Roads::CalculatorPartsOf(Installation& under) {
  return {.engine = under.engine(),
          .layout = under.store().layout(),
          .property_types = [&under](TeamId team) { return TypesFor(under.catalog(), team); },
          .group_types = [this](TeamId team) { return GroupTypesFor(people, team); },
          .named_sets = [this](TeamId team) { return NamedSetsOf(actions, cohorts, team); },
          .team = [&under](TeamId team) { return under.teams().ById(team); },
          .ask =
              [this](const query::QueryRequest& request) {
                return runner == nullptr ? query::Answer{503, R"({"detail":"no API here"})"}
                                         : runner->Run(request);
              },
          .landed_events = [this](TeamId team) { return landed.Of(team); },
          .clock = under.clock(),
          .metrics = under.metrics()};
}

Status Process::Roads::AddSdkRoutes(Installation& under, const Settings& settings) {
  capture::Register(*router, {.events = &under.events(),
                              .recordings = &under.recordings(),
                              .teams = &under.teams(),
                              .restrictions = &ingestion.restrictions,
                              .refused = &refused,
                              .workers = &bodies,
                              .metrics = &under.metrics()});
  return sdk::Register(*router, {.teams = &under.teams(),
                                 .workers = &bodies,
                                 .metrics = &under.metrics(),
                                 .scripts_directory = sdk::ScriptsDirectory(settings.sdk_dir)});
}

Status Process::Roads::AddApiRoutes(Installation& under, const Settings& settings,
                                    const Roles& roles) {
  TRY_ASSIGN(auto exchange_rates, RatesFrom(settings.currency_rates));
  runner = std::make_unique<query::Runner>(
      query::RunnerParts{
          .engine = under.engine(),
          .layout = under.store().layout(),
          .property_types = [&under](TeamId team) { return TypesFor(under.catalog(), team); },
          .group_types = [this](TeamId team) { return GroupTypesFor(people, team); },
          .property_names = [this](TeamId team) { return NamesFor(definitions, team); },
          .seen_names = [this](TeamId team) { return SeenNamesFor(definitions, team); },
          .cache = cache,
          .landed_events = [this](TeamId team) { return landed.Of(team); },
          .earliest_landed =
              [this](TeamId team, std::int64_t since) { return landed.EarliestSince(team, since); },
          // The data directory is locked: nobody else writes overrides.
          .person_moves = [&under](TeamId team) { return under.store().person_moves().Of(team); },
          .person_changes =
              [&under](TeamId team) { return under.store().person_moves().ChangesOf(team); },
          .property_use = &property_use,
          .named_sets = [this](TeamId team) { return NamedSetsOf(actions, cohorts, team); },
          .system_rows =
              [this, &under](TeamId team, std::string_view table) {
                return SystemRows({.teams = under.teams(),
                                   .actions = actions,
                                   .cohorts = cohorts,
                                   .insights = insights,
                                   .dashboards = dashboards,
                                   .annotations = annotations,
                                   .people = people},
                                  team, table);
              },
          .exchange_rates = std::move(exchange_rates),
          .saved_query = [this](TeamId team, std::string_view short_id) -> Result<Json> {
            TRY_ASSIGN(dashboards::SavedInsight insight, insights.Find(team, short_id));
            if (!insight.query.is_object()) return InvalidArgument("the insight has no query");
            return std::move(insight.query);
          },
          .record =
              [this](query::QueryRecord record) {
                if (record.team != kSelfTestTeam) query_log.Add(std::move(record));
              },
          .clock = under.clock(),
          .pool = questions,
          .metrics = under.metrics()},
      query::RunnerOptions{
          .max_memory_bytes = static_cast<std::uint64_t>(under.budget().engine) / 2,
          .answer_memory_bytes = static_cast<std::uint64_t>(under.budget().answers),
          // The cache takes nothing larger than an eighth of itself.
          .max_cached_bytes = static_cast<std::size_t>(under.budget().caches) / 2 / 8});
  TRY_ASSIGN(auto framed_page, app::AddRoutes(*router, app::AppDirectory(settings.web_dir)));
  api::Register(
      *router,
      {.accounts = under.accounts(),
       .definitions = definitions,
       .actions = actions,
       .cohorts = cohorts,
       .calculator = calculator,
       .exports = exports,
       .exporter = exporter,
       .insights = insights,
       .dashboards = dashboards,
       .links = links,
       .annotations = annotations,
       .shortcuts = shortcuts,
       .activity = activity,
       .persons = people,
       .person_tasks = ingestion.ingester.tasks(),
       .write_events =
           [this, &under](std::span<const api::OwnEvent> events) {
             return WriteEvents(under, ingestion.ingester, events);
           },
       .ingestion = records.Port(),
       .policies = policies,
       .disk = {.survey = survey, .decided = [this] { keeper.Wake(); }},
       .query = api::PortOf(*runner),
       .live = [this](TeamId team,
                      auto on_line) { return ingestion.live.Subscribe(team, std::move(on_line)); },
       .samples = {.fill = [this](TeamId team) { return samples.Fill(team); },
                   .progress = [this](TeamId team) { return samples.ProgressOf(team); }},
       .page = std::move(framed_page),
       .check_server = [parts = HealthChecks(under, probes, ingestion, roles,
                                             tests_itself ? &self_test : nullptr),
                        settings] { return CheckServer(parts, settings); },
       .pool = calls,
       .clock = under.clock(),
       .metrics = under.metrics(),
       .options = {.site_url = settings.site_url, .version = kVersion},
       .proxies = &proxies});
  return Ok();
}

Status Process::Roads::Listen(Installation& under, const Settings& settings) {
  TRY_ASSIGN(server, http::Server::Start(
                         {.host = settings.host,
                          .port = static_cast<int>(settings.port),
                          .threads = static_cast<int>(settings.http_threads),
                          .max_bodies_bytes = static_cast<std::size_t>(under.budget().bodies),
                          .trusted_proxies = proxies},
                         router, under.clock(), under.metrics()));
  return Ok();
}

Result<std::unique_ptr<Process>> Process::Start(const Settings& settings) {
  TRY_ASSIGN(const Roles roles, ParseRoles(settings.roles));
  std::unique_ptr<ingest::GeoDatabase> places;
  const std::string places_file = ingest::GeoDatabasePath(settings.geoip_database);
  if (roles.ingest && !places_file.empty()) {
    TRY_ASSIGN(places, ingest::GeoDatabase::Open(places_file));
  }
  TRY_ASSIGN(auto restrictions, RestrictionsOf(settings));
  TRY_ASSIGN(auto installation, Installation::Open(settings));
  Installation& under = *installation;
  std::unique_ptr<Process> process(new Process(
      std::move(installation),
      std::make_unique<Roads>(under, settings, std::move(places), std::move(restrictions))));
  Roads& roads = *process->roads_;
  TRY_ASSIGN(roads.proxies,
             http::TrustedProxies::Parse({.is_behind_proxy = settings.is_behind_proxy,
                                          .trust_all = settings.trust_all_proxies,
                                          .trusted = settings.trusted_proxies}));
  // It goes the whole way, so the whole way must be in this process.
  roads.tests_itself = settings.self_test_seconds > 0 && roles.capture && roles.ingest && roles.api;
  // Known whether or not it tests: events of an earlier run may still be in the log.
  under.teams().Put(accounts::SelfTestTeam(roads.self_test_token));
  if (roles.ingest) roads.ingestion.ingester.Start();
  if (roles.ingest) roads.samples.Start();
  if (roles.worker) roads.promotion.Start();
  if (roles.worker) roads.deletion.Start();
  // It holds this process's ingestion still.
  if (roles.worker && roles.ingest) roads.squash.Start();
  if (roles.worker) roads.keeper.Start();
  if (roles.capture) {
    TRY(roads.AddSdkRoutes(under, settings));
  }
  if (roles.api) {
    roads.query_log.Start();
    TRY(roads.AddApiRoutes(under, settings, roles));
    roads.exporter.Start();
  }
  AddHealthRoutes(*roads.router,
                  HealthChecks(under, roads.probes, roads.ingestion, roles,
                               roads.tests_itself ? &roads.self_test : nullptr),
                  settings.metrics ? &under.metrics() : nullptr);
  // What a backup left that did not come to its end.
  TRY(roads.snapshot.Drop());
  const std::string token = RandomAlphanumeric(kControlToken);
  AddControlRoutes(*roads.router, token, roads.snapshot, roads.calls);
  // It asks the runner, which is there by now.
  if (roles.worker) roads.calculator.Start();
  TRY(roads.Listen(under, settings));
  TRY(WriteControl(under.path(), {.host = settings.host, .port = process->port(), .token = token}));
  if (roads.tests_itself) roads.self_test.Start();
  return process;
}

void Process::Stop() {
  if (roads_ == nullptr) return;
  roads_->self_test.Stop();
  if (roads_->server != nullptr) roads_->server->Stop();
  RemoveControl(installation_->path());
  roads_->calls.Stop();
  roads_->bodies.Stop();
  roads_->calculator.Stop();
  roads_->exporter.Stop();
  roads_->runner.reset();
  roads_->questions.Stop();
  roads_->query_log.Stop();
  roads_->promotion.Stop();
  roads_->samples.Stop();
  roads_->deletion.Stop();
  roads_->keeper.Stop();
  // What was acknowledged is in the log; what ingestion has read lands before the engine closes.
  roads_->ingestion.ingester.Stop();
  // It may have waited for ingestion to rest, and does not any more.
  roads_->squash.Stop();
  roads_.reset();
  installation_.reset();
}

}  // namespace tenrec::server
