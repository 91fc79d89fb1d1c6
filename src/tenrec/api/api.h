#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/api/disk_port.h"
#include "tenrec/api/ingestion_port.h"
#include "tenrec/api/server_check.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/unique_function.h"
#include "tenrec/query/query.h"

namespace tenrec::accounts {
class Accounts;
}
namespace tenrec::activity {
class ActivityLog;
}
namespace tenrec::catalog {
class Actions;
class Definitions;
}  // namespace tenrec::catalog
namespace tenrec::cohorts {
class Calculator;
class Cohorts;
}  // namespace tenrec::cohorts
namespace tenrec::dashboards {
class Annotations;
class Dashboards;
class SavedInsights;
class SharedLinks;
class Shortcuts;
}  // namespace tenrec::dashboards
namespace tenrec::exports {
class Exporter;
class Exports;
}  // namespace tenrec::exports
namespace tenrec::http {
struct Request;
struct Response;
class Router;
class TrustedProxies;
}  // namespace tenrec::http
namespace tenrec::io {
class WorkerPool;
}

namespace tenrec::persons {
class PersonDirectory;
class PersonTasks;
}  // namespace tenrec::persons

namespace tenrec::api {

struct ApiOptions {
  /// The address people use, as in SITE_URL; an https address makes cookies Secure. May be empty.
  std::string site_url;
  /// What X-Tenrec-Version says.
  std::string version;
  /// How long a change of persons or groups waits for ingestion to carry it out before it is
  /// answered; it is carried out in any case.
  std::chrono::milliseconds patience{3000};
};

/// How questions are asked; PortOf makes it of a Runner.
struct QueryPort {
  std::function<void(query::QueryRequest, UniqueFunction<void(query::Answer)>)> submit;
  std::function<query::Answer(const query::QueryRequest&)> run;
  std::function<query::Answer(TeamId, std::string_view id, bool show_progress)> status;
  std::function<query::Answer(TeamId, std::string_view id)> cancel;
};
QueryPort PortOf(query::Runner& runner);

/// Calls back with the recent events of a project and with each one that comes, as the text of a
/// JSON object, until the handle is dropped; ingest::LiveTail::Subscribe. The callback does not
/// block and may come from any thread.
using LivePort = std::function<std::shared_ptr<const void>(
    TeamId, std::function<void(const std::shared_ptr<const std::string>& event)>)>;

/// An event that a route writes on behalf of its caller.
struct OwnEvent {
  TeamId team_id = 0;
  std::string event;
  std::string distinct_id;
  /// A JSON object.
  std::string properties;
};
/// Appends the events to the log and gives ingestion a moment to land them.
using EventPort = std::function<Status(std::span<const OwnEvent>)>;

/// How far a project is filled.
struct SampleProgress {
  std::int64_t done = 0;
  std::int64_t total = 0;
};
/// Projects full of sample data.
struct SamplePort {
  /// Starts to fill the project, and gives it a dashboard.
  std::function<Status(TeamId)> fill;
  /// nullopt: it is not being filled.
  std::function<std::optional<SampleProgress>(TeamId)> progress;
};

/// The web app's page as other sites may frame it.
using PagePort = std::function<http::Response(const http::Request&)>;

/// What the handlers work with; everything outlives the router.
struct ApiDependencies {
  accounts::Accounts& accounts;
  catalog::Definitions& definitions;
  catalog::Actions& actions;
  cohorts::Cohorts& cohorts;
  cohorts::Calculator& calculator;
  exports::Exports& exports;
  exports::Exporter& exporter;
  dashboards::SavedInsights& insights;
  dashboards::Dashboards& dashboards;
  dashboards::SharedLinks& links;
  dashboards::Annotations& annotations;
  dashboards::Shortcuts& shortcuts;
  activity::ActivityLog& activity;
  persons::PersonDirectory& persons;
  persons::PersonTasks& person_tasks;
  EventPort write_events;
  IngestionPort ingestion;
  retention::Policies& policies;
  DiskPort disk;
  QueryPort query;
  LivePort live;
  SamplePort samples;
  /// Empty: there is no web app here.
  PagePort page;
  ServerCheckPort check_server;
  /// Where handlers run. When its queue is full the answer is 503.
  io::WorkerPool& pool;
  const Clock& clock;
  Metrics& metrics;
  ApiOptions options;
  /// Whose word about addresses counts; nullptr: nobody's.
  const http::TrustedProxies* proxies = nullptr;
};

/// Adds every route of the management API, and the pages of its errors, to the router.
/// Source: rest-api.md
void Register(http::Router& router, ApiDependencies dependencies);

/// "GET /api/users/@me/ user user:read": method, path, who may call, scope; sorted. The golden file
/// testdata/routes.txt holds the same lines.
std::vector<std::string> RouteList();

/// The OpenAPI document of every route as JSON text, as /api/schema/ answers it.
std::string ApiDocumentText();

}  // namespace tenrec::api
