#include "tenrec/engine/progress.h"

#include <algorithm>

namespace tenrec::engine {

void QueryProgress::Report(const Figures& now) {
  const MutexLock lock(mutex_);
  running_.rows_read = std::max(running_.rows_read, now.rows_read);
  running_.bytes_read = std::max(running_.bytes_read, now.bytes_read);
  running_.rows_total = std::max(running_.rows_total, now.rows_total);
  running_.cpu_micros = std::max(running_.cpu_micros, now.cpu_micros);
}

void QueryProgress::Settle(std::uint64_t rows_read, std::uint64_t bytes_read) {
  const MutexLock lock(mutex_);
  over_.rows_read += std::max(running_.rows_read, rows_read);
  over_.bytes_read += std::max(running_.bytes_read, bytes_read);
  over_.rows_total += std::max(running_.rows_total, rows_read);
  over_.cpu_micros += running_.cpu_micros;
  running_ = {};
}

QueryProgress::Figures QueryProgress::Read() const {
  const MutexLock lock(mutex_);
  return {over_.rows_read + running_.rows_read, over_.bytes_read + running_.bytes_read,
          over_.rows_total + running_.rows_total, over_.cpu_micros + running_.cpu_micros};
}

}  // namespace tenrec::engine
