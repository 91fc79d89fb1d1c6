#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tenrec/accounts/team.h"
#include "tenrec/api/ingestion_port.h"
#include "tenrec/base/cancel.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/http/router.h"
#include "tenrec/io/thread.h"
#include "tenrec/query/query.h"

namespace tenrec::server {

/// The stations of an event on its way; all of them outlive the test.
struct SelfTestParts {
  /// Where capture takes events, as SDKs send them.
  const http::Router& router;
  /// The token of accounts::SelfTestTeam.
  std::string token;
  /// Waits until everything that is acknowledged by now has landed; false when the time ran out.
  std::function<bool(std::chrono::milliseconds)> wait_until_landed;
  /// Whether a question finds the test event of this moment or a newer one. May take a while, and
  /// ends when the token is cancelled.
  std::function<Result<bool>(Timestamp sent_at, const std::shared_ptr<CancelToken>&)> ask;
  const Clock& clock;
  Metrics& metrics;
};

/// Sends an event through capture again and again and waits until a question shows it, so that what
/// no part notices by itself is noticed: a door that takes events which never arrive.
/// Counts:  server_self_test_total{result}, server_self_test_seconds, server_self_test_alarm
/// Threads: any.
class SelfTest {
 public:
  /// Units: `interval` from one test to the next; at most a minute of it is what one may take.
  SelfTest(SelfTestParts parts, std::chrono::milliseconds interval);
  /// As Stop.
  ~SelfTest();
  SelfTest(const SelfTest&) = delete;
  SelfTest& operator=(const SelfTest&) = delete;

  /// The first test begins at once.
  void Start();
  /// Gives up the test under way.
  void Stop() EXCLUDES(mutex_);

  /// False after a test that failed, and while one takes too long. Never blocks.
  bool works() const EXCLUDES(mutex_);
  api::SelfTestResult Report() const EXCLUDES(mutex_);

 private:
  using SteadyClock = std::chrono::steady_clock;

  void Loop() EXCLUDES(mutex_);
  Status Send(Timestamp sent_at, SteadyClock::time_point until) EXCLUDES(mutex_);
  Status Arrive(Timestamp sent_at, SteadyClock::time_point until) EXCLUDES(mutex_);
  void Note(Timestamp sent_at, SteadyClock::duration took, const Status& outcome) EXCLUDES(mutex_);
  bool IsStopping() const EXCLUDES(mutex_);
  void Rest(SteadyClock::time_point until) EXCLUDES(mutex_);

  const SelfTestParts parts_;
  const std::chrono::milliseconds interval_;
  const std::chrono::milliseconds patience_;
  Counter& passed_;
  Counter& failed_;
  Histogram& seconds_;
  Gauge& alarm_;
  /// Of the question under way.
  const std::shared_ptr<CancelToken> cancelled_ = std::make_shared<CancelToken>();

  mutable Mutex mutex_;
  CondVar changed_;
  api::SelfTestResult last_ GUARDED_BY(mutex_);
  std::optional<SteadyClock::time_point> under_way_since_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  io::NamedThread thread_;
};

/// Asks the way people do whether the test event of this moment, or a newer one, is there.
Result<bool> AskForTestEvent(query::Runner& runner, std::shared_ptr<const accounts::Team> team,
                             Timestamp sent_at, std::shared_ptr<CancelToken> cancelled);

}  // namespace tenrec::server
