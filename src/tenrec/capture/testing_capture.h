#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/accounts/refused_keys.h"
#include "tenrec/accounts/team_lookup.h"
#include "tenrec/base/json.h"
#include "tenrec/capture/capture.h"
#include "tenrec/http/router.h"
#include "tenrec/io/memory_disk.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/file_log.h"
#include "tenrec/log/recording_record.h"

namespace tenrec::capture {

inline constexpr Timestamp kTestNow =
    Timestamp::FromMillis(1'795'341'600'000);  // 2026-11-22T10:00Z

/// A request in a test: what differs from an empty POST.
struct TestRequest {
  http::Method method = http::Method::kPost;
  std::string target;
  std::string body;
  std::vector<http::Header> headers;
};

/// The doors in front of real logs on a disk in memory, called without a socket.
class TestCapture {
 public:
  static constexpr TeamId kTeam = 7;
  static constexpr std::string_view kToken = "phc_x";

  explicit TestCapture(CaptureLimits limits = {}) {
    accounts::Team team;
    team.id = kTeam;
    team.api_token = kToken;
    teams_.Put(std::move(team));
    events_ = Open("events");
    recordings_ = Open("recordings");
    CaptureDependencies dependencies;
    dependencies.events = events_.get();
    dependencies.recordings = recordings_.get();
    dependencies.teams = &teams_;
    dependencies.restrictions = &restrictions_;
    dependencies.refused = &refused_;
    dependencies.workers = &workers_;
    dependencies.metrics = &metrics_;
    dependencies.limits = limits;
    Register(router_, dependencies);
  }

  http::Response Send(const TestRequest& test) {
    auto request = std::make_shared<http::Request>();
    request->method = test.method;
    request->target = test.target;
    const std::size_t question = test.target.find('?');
    request->path = test.target.substr(0, question);
    if (question != std::string::npos) request->query_string = test.target.substr(question + 1);
    request->headers = test.headers;
    request->body = test.body;
    request->peer_ip = "192.0.2.9";
    request->client_ip = "192.0.2.9";
    request->received_at = kTestNow;
    std::mutex mutex;
    std::condition_variable answered;
    std::vector<http::Response> answers;
    router_.Dispatch(request, [&](http::Response response) {
      const std::lock_guard lock(mutex);
      answers.push_back(std::move(response));
      answered.notify_one();
    });
    std::unique_lock lock(mutex);
    answered.wait(lock, [&] { return !answers.empty(); });
    return std::move(answers.front());
  }

  /// The events in the log, decoded; they look into memory that this object keeps.
  std::vector<log::EventRecord> Events() {
    std::vector<log::EventRecord> out;
    for (const std::string_view payload : Payloads(*events_)) {
      const auto record = log::DecodeEventRecord(payload);
      if (record) out.push_back(*record);
    }
    return out;
  }
  std::vector<log::RecordingRecord> Recordings() {
    std::vector<log::RecordingRecord> out;
    for (const std::string_view payload : Payloads(*recordings_)) {
      const auto record = log::DecodeRecordingRecord(payload);
      if (record) out.push_back(*record);
    }
    return out;
  }

  io::MemoryDisk& disk() { return disk_; }
  accounts::TokenRestrictions& restrictions() { return restrictions_; }
  std::vector<accounts::RefusedKey> Refused() { return refused_.Recent(kTestNow); }
  /// The project's own restrictions from now on.
  void Restrict(std::string_view setting) {
    accounts::Team team;
    team.id = kTeam;
    team.api_token = kToken;
    team.restrictions = *accounts::IngestionRestrictions::Parse(*ParseJson(setting));
    teams_.Put(std::move(team));
  }
  Metrics& metrics() { return metrics_; }
  http::Router& router() { return router_; }

 private:
  std::unique_ptr<log::FileLog> Open(const std::string& topic) {
    log::FileLogOptions options;
    options.directory = "/log/" + topic;
    options.topic = topic;
    options.segment_bytes = std::size_t{1} << 20U;
    options.min_free_bytes = 0;
    options.disk_check_interval = std::chrono::milliseconds(0);
    return std::move(*log::FileLog::Open(options, disk_, clock_, metrics_));
  }

  std::vector<std::string_view> Payloads(log::EventLog& log) {
    std::vector<std::string_view> out;
    auto batch = log.Read(0, 0, 100'000, std::size_t{1} << 30U);
    if (!batch) return out;
    for (const log::LogRecord& record : batch->records) out.push_back(record.payload);
    kept_.push_back(std::move(*batch));
    return out;
  }

  SystemClock clock_;
  Metrics metrics_;
  io::MemoryDisk disk_;
  accounts::TeamDirectory teams_;
  accounts::TokenRestrictions restrictions_;
  accounts::RefusedKeys refused_;
  std::unique_ptr<log::FileLog> events_;
  std::unique_ptr<log::FileLog> recordings_;
  io::WorkerPool workers_{"decode", 1, 16};
  http::Router router_;
  std::vector<log::ReadBatch> kept_;
};

inline std::string HeaderOf(const http::Response& response, std::string_view name) {
  return std::string(http::FindHeader(response.headers, name).value_or(""));
}

}  // namespace tenrec::capture
