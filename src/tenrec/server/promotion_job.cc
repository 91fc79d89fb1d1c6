#include "tenrec/server/promotion_job.h"

#include <algorithm>

#include "tenrec/base/logging.h"

namespace tenrec::server {

PromotionJob::PromotionJob(query::PropertyUse& use, store::Store& store, Options options)
    : use_(use), store_(store), options_(options) {
}

PromotionJob::~PromotionJob() {
  Stop();
}

void PromotionJob::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  stopped_.NotifyAll();
  if (thread_.joinable()) thread_.Join();
}

void PromotionJob::Start() {
  thread_ = io::NamedThread("promotion", [this] { Loop(); });
}

void PromotionJob::Loop() {
  while (true) {
    {
      const auto until = std::chrono::steady_clock::now() + options_.interval;
      const MutexLock lock(mutex_);
      while (!stopping_ && stopped_.WaitUntil(mutex_, until)) {
      }
      if (stopping_) break;
    }
    const Status done = RunOnce();
    if (!done) {
      LogLine(LogLevel::kWarning, "server", "no property promoted",
              {{"error", done.error().message}});
    }
  }
  // What was counted since the last round is worth keeping.
  (void)use_.Save();
}

Status PromotionJob::RunOnce() {
  TRY(use_.Save());
  if (options_.questions == 0) return Ok();
  TRY_ASSIGN(const auto heavy, use_.InHeavyUse(options_.questions));
  const auto layout = store_.layout().Current();
  for (const query::UsedProperty& property : heavy) {
    if (layout->FindHot(property.scope, property.key) >= 0) continue;
    TRY_ASSIGN(const int unfinished, store_.promoter().Unfinished());
    if (unfinished > 0) return Ok();
    const Status promoted = store_.promoter().Promote(property.scope, property.key);
    // A key that no column can have must not stand in the way of the next.
    if (!promoted && promoted.error().code == ErrorCode::kInvalidArgument) continue;
    return promoted;
  }
  return Ok();
}

}  // namespace tenrec::server
