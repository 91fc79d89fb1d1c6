#include "tenrec/query/flight.h"

#include <utility>

namespace tenrec::query {

bool Flight::Join() {
  MutexLock lock(mutex_);
  if (askers_ == 0) return false;
  ++askers_;
  joined_ = true;
  return true;
}

void Flight::Leave() {
  bool last = false;
  {
    MutexLock lock(mutex_);
    if (askers_ > 0) last = --askers_ == 0;
  }
  changed_.NotifyAll();
  if (last) token_->Cancel();
}

void Flight::Finish(const Outcome& outcome) {
  {
    MutexLock lock(mutex_);
    if (!joined_) return;
    outcome_ = outcome;
  }
  changed_.NotifyAll();
}

Outcome Flight::Wait(const CancelToken& left) {
  MutexLock lock(mutex_);
  while (!outcome_ && !left.cancelled()) changed_.Wait(mutex_);
  if (outcome_) return *outcome_;
  return {nullptr, ToFailure(Cancelled("the asker left"))};
}

}  // namespace tenrec::query
