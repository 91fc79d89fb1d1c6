#include "tenrec/query/status_board.h"

#include <algorithm>
#include <chrono>

namespace tenrec::query {
namespace {

/// Finished questions that are kept; each may hold a large answer.
constexpr std::size_t kMaxStatuses = 500;

Json IsoOrNull(const std::optional<Timestamp>& t) {
  return t ? Json(FormatIso(*t)) : Json();
}

/// Units: seconds of time, of processors' time.
Json ProgressJson(const QueryStatus& status, Timestamp now) {
  if (status.progress == nullptr) return nullptr;
  const engine::QueryProgress::Figures figures = status.progress->Read();
  const auto took = status.end_time.value_or(now) - status.pickup_time.value_or(now);
  return JsonObject{{"bytes_read", figures.bytes_read},
                    {"rows_read", figures.rows_read},
                    {"estimated_rows_total", std::max(figures.rows_total, figures.rows_read)},
                    {"time_elapsed", std::chrono::duration<double>(took).count()},
                    {"active_cpu_time", static_cast<double>(figures.cpu_micros) / 1e6}};
}

}  // namespace

void AppendStatus(const QueryStatus& status, Timestamp now, ShowProgress progress,
                  std::string& out) {
  const bool show_error = status.failure && status.failure->users_fault();
  const JsonObject head{
      {"id", status.id},
      {"team_id", status.team},
      {"query_async", true},
      {"insight_id", nullptr},
      {"dashboard_id", nullptr},
      {"complete", status.complete},
      {"error", status.failure.has_value()},
      {"error_message", show_error ? Json(status.failure->detail) : Json()},
      {"start_time", FormatIso(status.start_time)},
      {"pickup_time", IsoOrNull(status.pickup_time)},
      {"end_time", IsoOrNull(status.end_time)},
      {"expiration_time", IsoOrNull(status.expiration_time)},
      {"task_id", nullptr},
      {"labels", nullptr},
      {"query_progress", progress == ShowProgress::kYes ? ProgressJson(status, now) : Json()},
  };
  // The answer is JSON text already; reading it only to print it again would cost its size twice.
  out += PrintJson(head);
  out.back() = ',';
  out += "\"results\":";
  if (status.results != nullptr) out.reserve(out.size() + status.results->body.size() + 2);
  out += status.results == nullptr ? "null" : status.results->body;
  out += '}';
}

QueryStatus StatusBoard::Start(TeamId team, std::string id) {
  MutexLock lock(mutex_);
  DropOld();
  QueryStatus status{.id = id, .team = team, .start_time = clock_.Now()};
  statuses_[{team, std::move(id)}] = status;
  return status;
}

void StatusBoard::PickUp(TeamId team, const std::string& id) {
  MutexLock lock(mutex_);
  const auto found = statuses_.find({team, id});
  if (found != statuses_.end()) found->second.pickup_time = clock_.Now();
}

void StatusBoard::Watch(TeamId team, const std::string& id,
                        std::shared_ptr<const engine::QueryProgress> progress) {
  MutexLock lock(mutex_);
  const auto found = statuses_.find({team, id});
  if (found != statuses_.end()) found->second.progress = std::move(progress);
}

void StatusBoard::Finish(TeamId team, const std::string& id, std::shared_ptr<const Answer> results,
                         std::optional<Failure> failure) {
  MutexLock lock(mutex_);
  const auto found = statuses_.find({team, id});
  if (found == statuses_.end()) return;
  QueryStatus& status = found->second;
  status.complete = true;
  status.failure = std::move(failure);
  status.results = std::move(results);
  status.end_time = clock_.Now();
  status.expiration_time = *status.end_time + time_to_live_;
}

std::optional<QueryStatus> StatusBoard::Find(TeamId team, const std::string& id) {
  MutexLock lock(mutex_);
  DropOld();
  const auto found = statuses_.find({team, id});
  return found == statuses_.end() ? std::nullopt : std::optional(found->second);
}

void StatusBoard::DropOld() {
  const Timestamp now = clock_.Now();
  std::erase_if(statuses_, [&](const auto& entry) {
    const auto& expires = entry.second.expiration_time;
    return expires && *expires <= now;
  });
  while (statuses_.size() >= kMaxStatuses) {
    auto oldest = statuses_.end();
    for (auto at = statuses_.begin(); at != statuses_.end(); ++at) {
      if (!at->second.complete) continue;
      if (oldest == statuses_.end() || at->second.end_time < oldest->second.end_time) oldest = at;
    }
    if (oldest == statuses_.end()) return;
    statuses_.erase(oldest);
  }
}

bool StatusBoard::DropOldestAnswer() {
  std::shared_ptr<const Answer> dropped;  // goes when the lock is free again
  MutexLock lock(mutex_);
  auto oldest = statuses_.end();
  for (auto at = statuses_.begin(); at != statuses_.end(); ++at) {
    if (at->second.results == nullptr) continue;
    if (oldest == statuses_.end() || at->second.end_time < oldest->second.end_time) oldest = at;
  }
  if (oldest == statuses_.end()) return false;
  dropped = std::move(oldest->second.results);
  statuses_.erase(oldest);
  return true;
}

}  // namespace tenrec::query
