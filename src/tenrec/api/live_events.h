#pragma once

#include <list>
#include <memory>

#include "tenrec/api/api.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/http/response.h"
#include "tenrec/io/thread.h"

namespace tenrec::api {

/// The open streams of live events, and the thread that keeps them alive with `: ping` lines.
/// Counts:  api_live_streams, api_live_dropped_events_total
/// Threads: any.
class LiveEvents {
 public:
  LiveEvents(LivePort port, Metrics& metrics);
  /// Ends every stream.
  ~LiveEvents();
  LiveEvents(const LiveEvents&) = delete;
  LiveEvents& operator=(const LiveEvents&) = delete;

  /// A response that shows the project's events as they come, as server-sent events.
  /// Errors: kResourceExhausted when too many streams are open.
  Result<http::Response> Open(TeamId team_id) EXCLUDES(mutex_);

  /// Pings each stream and forgets those whose client has left; runs by itself every 15 s.
  void PingAll() EXCLUDES(mutex_);

 private:
  struct Stream {
    http::StreamWriter writer;
    std::shared_ptr<const void> subscription;
  };

  void Start(TeamId team_id, http::StreamWriter writer) EXCLUDES(mutex_);
  void PingUntilStopped() EXCLUDES(mutex_);

  const LivePort port_;
  Gauge& open_;
  Counter& dropped_;

  Mutex mutex_;
  CondVar stop_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::list<Stream> streams_ GUARDED_BY(mutex_);

  io::NamedThread pinger_;
};

}  // namespace tenrec::api
