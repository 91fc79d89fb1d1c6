#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/thread.h"
#include "tenrec/store/override_squash.h"

namespace tenrec::server {

/// When a round may begin after another: the interval after its beginning, and so long after the
/// events were rewritten that this takes a small share of the time, whatever a store holds. Waiting
/// for questions from before takes nothing.
std::chrono::steady_clock::time_point NextRound(std::chrono::steady_clock::time_point began,
                                                std::chrono::steady_clock::time_point rewritten,
                                                std::chrono::seconds interval);

/// Writes merges of persons into stored events now and then, behind everybody's back, and goes on
/// with what a crash left.
class SquashJob {
 public:
  /// Runs what it is given while ingestion is at rest and nobody copies the tables.
  using AtRest = std::function<Status(const std::function<Status()>&)>;

  /// `interval` lies between the beginnings of rounds, at least; 0 never begins one.
  SquashJob(engine::Engine& engine, store::PersonMoveBook& moves, AtRest at_rest,
            std::chrono::seconds interval);
  /// As Stop.
  ~SquashJob();
  SquashJob(const SquashJob&) = delete;
  SquashJob& operator=(const SquashJob&) = delete;

  void Start();
  /// What is being rewritten goes on at the next start.
  void Stop();

 private:
  using Moment = std::chrono::steady_clock::time_point;

  void Loop() EXCLUDES(mutex_);
  Status RunOnce();
  Status BeginRoundIfDue();
  Status BeginRound();

  store::OverrideSquash squash_;
  const AtRest at_rest_;
  const std::chrono::seconds interval_;
  // Of the thread.
  Moment next_round_;
  Moment began_;              // the round that is under way
  bool is_under_way_ = true;  // until the tables say that nothing was left
  bool is_begun_ = false;
  std::optional<Moment> rewritten_at_;

  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  io::NamedThread thread_;
};

}  // namespace tenrec::server
