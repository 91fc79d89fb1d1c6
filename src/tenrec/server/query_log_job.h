#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/thread.h"
#include "tenrec/query/query.h"
#include "tenrec/store/query_log_writer.h"

namespace tenrec::server {

/// Writes down what questions took, many at a time: a second after the first of them.
/// Counts:  server_query_log_rows_total{result}; those that do not fit or do not land are dropped,
///          since no question may wait for its own record.
/// Threads: any.
class QueryLogJob {
 public:
  QueryLogJob(store::QueryLogWriter& writer, Metrics& metrics);
  /// As Stop.
  ~QueryLogJob();
  QueryLogJob(const QueryLogJob&) = delete;
  QueryLogJob& operator=(const QueryLogJob&) = delete;

  void Start();
  void Add(query::QueryRecord record) EXCLUDES(mutex_);
  /// Writes what is there, and ends.
  void Stop() EXCLUDES(mutex_);

 private:
  void Loop() EXCLUDES(mutex_);
  void Write(std::vector<store::QueryLogRow> rows);

  store::QueryLogWriter& writer_;
  Metrics& metrics_;
  /// Apart from those of every other run of the program.
  const std::string run_;
  std::uint64_t batches_ = 0;  // of the thread
  Mutex mutex_;
  CondVar changed_;
  std::vector<store::QueryLogRow> rows_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  io::NamedThread thread_;
};

}  // namespace tenrec::server
