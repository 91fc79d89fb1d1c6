#pragma once

#include <chrono>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/thread.h"
#include "tenrec/query/property_use.h"
#include "tenrec/store/store.h"

namespace tenrec::server {

/// Gives properties that many questions read a column of their own, while questions run.
/// A round saves what was counted and promotes at most one property; the next waits until the
/// engine has filled its column.
class PromotionJob {
 public:
  struct Options {
    std::chrono::seconds interval{600};
    /// Questions of a week that make a property worth a column; 0 promotes nothing.
    std::int64_t questions = 100;
  };

  PromotionJob(query::PropertyUse& use, store::Store& store, Options options);
  /// As Stop.
  ~PromotionJob();
  PromotionJob(const PromotionJob&) = delete;
  PromotionJob& operator=(const PromotionJob&) = delete;

  /// One round. Threads: one caller at a time; the job's own thread calls it too once it started.
  Status RunOnce();
  void Start();
  /// Waits for the round that runs, and saves what was counted since. What it used may go then.
  void Stop();

 private:
  void Loop() EXCLUDES(mutex_);

  query::PropertyUse& use_;
  store::Store& store_;
  const Options options_;
  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  io::NamedThread thread_;
};

}  // namespace tenrec::server
