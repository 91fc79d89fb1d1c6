#include "tenrec/server/query_log_job.h"

#include <chrono>
#include <utility>

#include "tenrec/base/logging.h"
#include "tenrec/base/uuid.h"

namespace tenrec::server {
namespace {

/// With texts of some kilobytes each, tens of megabytes.
constexpr std::size_t kMostWaiting = 5'000;
constexpr std::chrono::seconds kGather(1);

store::QueryLogRow RowOf(query::QueryRecord record) {
  store::QueryLogRow row;
  row.team_id = record.team;
  row.started_at = record.started_at;
  row.ended_at = record.started_at + record.took;
  row.duration_ms = static_cast<double>(record.took.count()) / 1000.0;
  row.query_id = std::move(record.id);
  row.endpoint = std::move(record.endpoint);
  row.query = std::move(record.text);
  row.kind = std::move(record.kind);
  row.name = std::move(record.name);
  row.created_by = record.asked_by;
  row.rows_read = record.rows_read;
  row.bytes_read = record.bytes_read;
  row.result_rows = record.result_rows;
  row.result_bytes = record.result_bytes;
  row.status = record.failure_status == 0 ? "QueryFinish" : "ExceptionWhileProcessing";
  row.exception_code = record.failure_status;
  row.exception_name = std::move(record.failure_code);
  row.by_api_key = record.by_api_key;
  row.api_key_label = std::move(record.api_key_label);
  row.api_key_mask = std::move(record.api_key_mask);
  return row;
}

}  // namespace

QueryLogJob::QueryLogJob(store::QueryLogWriter& writer, Metrics& metrics)
    : writer_(writer), metrics_(metrics), run_(Uuid::V4().ToString()) {
  // Shown from the start, and not only after the first question.
  for (const char* result : {"ok", "dropped"}) {
    metrics_.GetCounter("server_query_log_rows_total", {{"result", result}});
  }
}

QueryLogJob::~QueryLogJob() {
  Stop();
}

void QueryLogJob::Start() {
  thread_ = io::NamedThread("query-log", [this] { Loop(); });
}

void QueryLogJob::Add(query::QueryRecord record) {
  bool is_first = false;
  {
    const MutexLock lock(mutex_);
    if (!stopping_ && rows_.size() < kMostWaiting) {
      is_first = rows_.empty();
      rows_.push_back(RowOf(std::move(record)));
    } else {
      metrics_.GetCounter("server_query_log_rows_total", {{"result", "dropped"}}).Add();
    }
  }
  if (is_first) changed_.NotifyAll();
}

void QueryLogJob::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.Join();
}

void QueryLogJob::Loop() {
  while (true) {
    std::vector<store::QueryLogRow> rows;
    bool last = false;
    {
      const MutexLock lock(mutex_);
      while (!stopping_ && rows_.empty()) changed_.Wait(mutex_);
      const auto until = std::chrono::steady_clock::now() + kGather;
      while (!stopping_ && changed_.WaitUntil(mutex_, until)) {
      }
      last = stopping_;
      rows.swap(rows_);
    }
    if (!rows.empty()) Write(std::move(rows));
    if (last) return;
  }
}

void QueryLogJob::Write(std::vector<store::QueryLogRow> rows) {
  const Status landed = writer_.Insert(rows, run_ + "-" + std::to_string(++batches_));
  metrics_.GetCounter("server_query_log_rows_total", {{"result", landed ? "ok" : "dropped"}})
      .Add(rows.size());
  if (!landed) {
    LogLine(LogLevel::kWarning, "server", "questions not written down",
            {{"rows", std::to_string(rows.size())}, {"error", landed.error().message}});
  }
}

}  // namespace tenrec::server
