#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/thread.h"

namespace tenrec::server {

/// Asks a part of the process again and again whether it works, on a thread of its own, so that
/// whoever wants to know never waits.
/// Threads: any.
class Probe {
 public:
  struct Pace {
    std::chrono::milliseconds interval{1000};
    /// A part that has not answered for this long does not work.
    std::chrono::milliseconds patience{10'000};
  };

  /// Asks for the first time here. A change of the answer is a line in the log.
  Probe(std::string name, std::function<Status()> ask, Pace pace);
  ~Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  /// Whether the last answer was good and is not too old.
  bool works() const;

 private:
  void Ask();
  void Loop() EXCLUDES(mutex_);

  const std::string name_;
  const std::function<Status()> ask_;
  const Pace pace_;
  std::atomic<bool> good_ = true;
  std::atomic<std::int64_t> answered_ms_ = 0;  // on the steady clock

  Mutex mutex_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  CondVar changed_;
  io::NamedThread thread_;
};

}  // namespace tenrec::server
