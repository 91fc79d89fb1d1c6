#include "tenrec/api/live_events.h"

#include <algorithm>

namespace tenrec::api {
namespace {

constexpr std::chrono::seconds kPingEvery(15);
constexpr std::size_t kMaxStreams = 500;

std::string Frame(std::string_view event) {
  std::string frame = "data: " + std::string(event);
  // A line break inside would end the frame; in JSON it can only stand between tokens.
  std::replace_if(frame.begin(), frame.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return frame + "\n\n";
}

}  // namespace

LiveEvents::LiveEvents(LivePort port, Metrics& metrics)
    : port_(std::move(port)),
      open_(metrics.GetGauge("api_live_streams")),
      dropped_(metrics.GetCounter("api_live_dropped_events_total")),
      pinger_("live-events", [this] { PingUntilStopped(); }) {
}

LiveEvents::~LiveEvents() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  stop_.NotifyAll();
  pinger_.Join();
  std::list<Stream> streams;
  {
    MutexLock lock(mutex_);
    streams.swap(streams_);
  }
  for (Stream& stream : streams) stream.writer.Close();
}

Result<http::Response> LiveEvents::Open(TeamId team_id) {
  {
    MutexLock lock(mutex_);
    if (streams_.size() >= kMaxStreams) {
      return ResourceExhausted("Too many live streams are open. Close some and try again.");
    }
  }
  http::Response response;
  response.SetHeader("Content-Type", "text/event-stream");
  response.SetHeader("Cache-Control", "no-cache");
  response.SetHeader("X-Accel-Buffering", "no");
  response.stream = [this, team_id](http::StreamWriter writer) {
    Start(team_id, std::move(writer));
  };
  return response;
}

void LiveEvents::Start(TeamId team_id, http::StreamWriter writer) {
  if (!writer.Write(": connected\n\n")) return;
  auto subscription =
      port_(team_id,
            [writer, &dropped = dropped_](const std::shared_ptr<const std::string>& event) mutable {
              if (!writer.Write(Frame(*event)) && !writer.closed()) dropped.Add();
            });
  MutexLock lock(mutex_);
  streams_.push_back({std::move(writer), std::move(subscription)});
  open_.Set(static_cast<std::int64_t>(streams_.size()));
}

void LiveEvents::PingAll() {
  std::list<Stream> gone;
  {
    MutexLock lock(mutex_);
    for (auto it = streams_.begin(); it != streams_.end();) {
      const auto next = std::next(it);
      const bool alive = it->writer.Write(": ping\n\n") || !it->writer.closed();
      if (!alive) gone.splice(gone.end(), streams_, it);
      it = next;
    }
    open_.Set(static_cast<std::int64_t>(streams_.size()));
  }
  // Subscriptions end here, outside the lock.
}

void LiveEvents::PingUntilStopped() {
  while (true) {
    {
      MutexLock lock(mutex_);
      const auto deadline = std::chrono::steady_clock::now() + kPingEvery;
      while (!stopping_ && stop_.WaitUntil(mutex_, deadline)) {
      }
      if (stopping_) return;
    }
    PingAll();
  }
}

}  // namespace tenrec::api
