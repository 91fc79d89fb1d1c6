#include "tenrec/server/record_appender.h"

#include <string>
#include <utility>

namespace tenrec::server {

Status RecordAppender::Add(const log::EventRecord& record) {
  pending_.push_back({std::to_string(record.team_id) + ":" + std::string(record.distinct_id),
                      log::EncodeEventRecord(record)});
  return pending_.size() < kRecordsPerAppend ? Ok() : Flush();
}

Status RecordAppender::Flush() {
  if (pending_.empty()) return Ok();
  bool done = false;
  Status outcome;
  log_.Append(std::exchange(pending_, {}), [&](Result<log::Offset> appended) {
    const MutexLock lock(mutex_);
    if (!appended) outcome = std::move(appended).error();
    done = true;
    changed_.NotifyAll();
  });
  const MutexLock lock(mutex_);
  while (!done) changed_.Wait(mutex_);
  return outcome;
}

}  // namespace tenrec::server
