#pragma once

#include <cstdint>

#include "tenrec/base/thread_annotations.h"

namespace tenrec::engine {

/// How far the statements of a question are, and what they took so far.
/// Threads: any.
class QueryProgress {
 public:
  struct Figures {
    std::uint64_t rows_read = 0;
    std::uint64_t bytes_read = 0;
    /// What the statement that runs is expected to read in all, as the engine guesses.
    std::uint64_t rows_total = 0;
    /// Of all threads. Units: microseconds.
    std::uint64_t cpu_micros = 0;
  };

  /// What the statement that runs now has taken; figures never fall.
  void Report(const Figures& now) EXCLUDES(mutex_);
  /// The statement is over; this is what it read in all.
  void Settle(std::uint64_t rows_read, std::uint64_t bytes_read) EXCLUDES(mutex_);
  /// Of the statements that are over and the one that runs.
  Figures Read() const EXCLUDES(mutex_);

 private:
  mutable Mutex mutex_;
  Figures over_ GUARDED_BY(mutex_);
  Figures running_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::engine
