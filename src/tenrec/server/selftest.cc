#include "tenrec/server/selftest.h"

#include <algorithm>
#include <future>
#include <utility>

#include "tenrec/base/json.h"
#include "tenrec/base/logging.h"
#include "tenrec/base/uuid.h"
#include "tenrec/http/request.h"
#include "tenrec/http/response.h"

namespace tenrec::server {
namespace {

constexpr std::chrono::milliseconds kMaxPatience = std::chrono::minutes(1);
/// How long a wait may keep Stop waiting.
constexpr std::chrono::milliseconds kPoll{100};
constexpr std::chrono::milliseconds kMaxPause{2000};
constexpr std::string_view kEvent = "$tenrec_self_test";
constexpr std::size_t kShownOfAnswer = 200;

/// An event without a person. The uuid is that of its day: in the tables a newer test takes the
/// place of an older one, so that they do not grow by one a minute.
std::string EventText(const std::string& token, Timestamp sent_at) {
  const std::string time = FormatIsoMillis(sent_at);
  const Json event = JsonObject{
      {"api_key", token},
      {"event", kEvent},
      {"distinct_id", "self-test"},
      {"uuid", Uuid::V5(Uuid(), std::string(kEvent) + " " + time.substr(0, 10)).ToString()},
      {"timestamp", time},
      {"properties", JsonObject{{"$process_person_profile", false}}}};
  return PrintJson(event);
}

}  // namespace

Result<bool> AskForTestEvent(query::Runner& runner, std::shared_ptr<const accounts::Team> team,
                             Timestamp sent_at, std::shared_ptr<CancelToken> cancelled) {
  query::QueryRequest request;
  request.team = std::move(team);
  request.body = JsonObject{
      {"query",
       JsonObject{{"kind", "HogQLQuery"},
                  {"query",
                   "SELECT count() FROM events WHERE event = {event} AND timestamp >= "
                   "fromUnixTimestamp64Milli({sent_at})"},
                  {"values", JsonObject{{"event", kEvent}, {"sent_at", sent_at.millis()}}}}},
      {"refresh", "force_blocking"}};
  request.cancelled = std::move(cancelled);
  const query::Answer answer = runner.Run(request);
  if (answer.status != 200) return Unavailable(answer.body.substr(0, kShownOfAnswer));
  TRY_ASSIGN(const Json body, ParseJson(answer.body));
  const Json* rows = body.is_object() ? body.get_object().if_contains("results") : nullptr;
  if (rows == nullptr || !rows->is_array() || rows->get_array().size() != 1) {
    return Internal("the answer has no row");
  }
  const Json& row = rows->get_array()[0];
  if (!row.is_array() || row.get_array().empty()) return Internal("the answer has no number");
  return row.get_array()[0] != Json(0);
}

SelfTest::SelfTest(SelfTestParts parts, std::chrono::milliseconds interval)
    : parts_(std::move(parts)),
      interval_(interval),
      patience_(std::min(interval, kMaxPatience)),
      passed_(parts_.metrics.GetCounter("server_self_test_total", {{"result", "passed"}})),
      failed_(parts_.metrics.GetCounter("server_self_test_total", {{"result", "failed"}})),
      seconds_(parts_.metrics.GetHistogram("server_self_test_seconds")),
      alarm_(parts_.metrics.GetGauge("server_self_test_alarm")) {
}

SelfTest::~SelfTest() {
  Stop();
}

void SelfTest::Start() {
  {
    const MutexLock lock(mutex_);
    last_.state = api::SelfTestResult::State::kWaiting;
  }
  thread_ = io::NamedThread("self-test", [this] { Loop(); });
}

void SelfTest::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  cancelled_->Cancel();
  if (thread_.joinable()) thread_.Join();
}

bool SelfTest::works() const {
  const MutexLock lock(mutex_);
  if (last_.state == api::SelfTestResult::State::kFailed) return false;
  return !under_way_since_ || SteadyClock::now() - *under_way_since_ <= patience_;
}

api::SelfTestResult SelfTest::Report() const {
  const MutexLock lock(mutex_);
  return last_;
}

void SelfTest::Loop() {
  while (!IsStopping()) {
    const auto begun = SteadyClock::now();
    {
      const MutexLock lock(mutex_);
      under_way_since_ = begun;
    }
    const Timestamp sent_at = parts_.clock.Now();
    Status outcome = Send(sent_at, begun + patience_);
    if (outcome) outcome = Arrive(sent_at, begun + patience_);
    if (IsStopping()) return;
    Note(sent_at, SteadyClock::now() - begun, outcome);
    Rest(begun + interval_);
  }
}

/// Gives the event to capture and waits for its answer.
Status SelfTest::Send(Timestamp sent_at, SteadyClock::time_point until) {
  auto request = std::make_shared<http::Request>();
  request->method = http::Method::kPost;
  request->target = request->path = "/i/v0/e/";
  request->headers = {{"Content-Type", "application/json"}};
  request->body = EventText(parts_.token, sent_at);
  request->peer_ip = request->client_ip = "127.0.0.1";
  request->received_at = sent_at;
  request->cancelled = std::make_shared<CancelToken>();
  const auto answered = std::make_shared<std::promise<http::Response>>();
  auto answer = answered->get_future();
  parts_.router.Dispatch(std::move(request), [answered](http::Response response) {
    answered->set_value(std::move(response));
  });
  while (answer.wait_for(kPoll) != std::future_status::ready) {
    if (IsStopping()) return Unavailable("stopping");
    if (SteadyClock::now() > until) return DeadlineExceeded("capture does not answer");
  }
  const http::Response response = answer.get();
  if (response.status == 200) return Ok();
  return Unavailable("capture answers " + std::to_string(response.status) + ": " +
                     std::string(response.body_text().substr(0, kShownOfAnswer)));
}

/// Waits until ingestion is past the event and a question finds it.
Status SelfTest::Arrive(Timestamp sent_at, SteadyClock::time_point until) {
  while (!parts_.wait_until_landed(kPoll)) {
    if (IsStopping()) return Unavailable("stopping");
    if (SteadyClock::now() > until) return DeadlineExceeded("ingestion does not land it");
  }
  auto pause = kPoll;
  for (;;) {
    const auto found = parts_.ask(sent_at, cancelled_);
    if (found && *found) return Ok();
    if (IsStopping()) return Unavailable("stopping");
    if (SteadyClock::now() > until) {
      return found ? Status(DataLoss("it has landed and no question finds it"))
                   : Status(Unavailable("the question fails: " + found.error().message));
    }
    Rest(SteadyClock::now() + pause);
    pause = std::min(pause * 2, kMaxPause);
  }
}

void SelfTest::Note(Timestamp sent_at, SteadyClock::duration took, const Status& outcome) {
  const std::chrono::duration<double> seconds = took;
  alarm_.Set(outcome ? 0 : 1);
  (outcome ? passed_ : failed_).Add();
  if (outcome) seconds_.Observe(seconds.count());
  bool has_changed = false;
  {
    const MutexLock lock(mutex_);
    const bool was_failing = last_.state == api::SelfTestResult::State::kFailed;
    has_changed = outcome ? was_failing : last_.why != outcome.error().message;
    last_ = {.state = outcome ? api::SelfTestResult::State::kPassed
                              : api::SelfTestResult::State::kFailed,
             .sent_at = sent_at,
             .seconds = outcome ? std::optional(seconds.count()) : std::nullopt,
             .why = outcome ? std::string() : outcome.error().message};
    under_way_since_.reset();
  }
  if (!has_changed) return;
  if (outcome) {
    LogLine(LogLevel::kInfo, "server", "the self-test event arrives again");
  } else {
    LogLine(LogLevel::kError, "server", "the self-test event did not arrive",
            {{"why", outcome.error().message}});
  }
}

bool SelfTest::IsStopping() const {
  const MutexLock lock(mutex_);
  return stopping_;
}

void SelfTest::Rest(SteadyClock::time_point until) {
  MutexLock lock(mutex_);
  while (!stopping_ && SteadyClock::now() < until) changed_.WaitUntil(mutex_, until);
}

}  // namespace tenrec::server
