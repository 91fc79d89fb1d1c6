#pragma once

#include <memory>
#include <optional>

#include "tenrec/base/cancel.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/engine/progress.h"
#include "tenrec/query/answer_cache.h"
#include "tenrec/query/failure.h"

namespace tenrec::query {

/// What came of a run: an answer or a failure.
struct Outcome {
  std::shared_ptr<CachedAnswer> answer;
  std::optional<Failure> failure;
};

/// A run that several askers wait for. It is cancelled when the last of them has left.
/// Threads: any.
class Flight {
 public:
  /// Counts the first asker.
  Flight()
      : token_(std::make_shared<CancelToken>()),
        progress_(std::make_shared<engine::QueryProgress>()) {}

  /// The token of the run itself.
  const std::shared_ptr<CancelToken>& token() const { return token_; }
  const std::shared_ptr<engine::QueryProgress>& progress() const { return progress_; }

  /// False when everybody left already; ask anew then.
  bool Join() EXCLUDES(mutex_);
  void Leave() EXCLUDES(mutex_);
  /// To be called when nobody can join any more. Keeps the outcome only if somebody waits for it.
  void Finish(const Outcome& outcome) EXCLUDES(mutex_);
  /// Waits until the run is over, or `left` is cancelled.
  Outcome Wait(const CancelToken& left) EXCLUDES(mutex_);

 private:
  const std::shared_ptr<CancelToken> token_;
  const std::shared_ptr<engine::QueryProgress> progress_;
  Mutex mutex_;
  CondVar changed_;
  int askers_ GUARDED_BY(mutex_) = 1;
  bool joined_ GUARDED_BY(mutex_) = false;
  std::optional<Outcome> outcome_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::query
