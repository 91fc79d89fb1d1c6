#pragma once

#include <cstddef>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/log.h"

namespace tenrec::server {

/// Appends records in order, each group after the one before is durable.
/// Threads: one at a time; Add and Flush wait for the disk.
class RecordAppender {
 public:
  static constexpr std::size_t kRecordsPerAppend = 500;

  explicit RecordAppender(log::EventLog& log) : log_(log) {}

  Status Add(const log::EventRecord& record);
  Status Flush();

 private:
  log::EventLog& log_;
  std::vector<log::NewRecord> pending_;
  Mutex mutex_;
  CondVar changed_;
};

}  // namespace tenrec::server
