#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::ingest {

/// An event as those who watch see it.
struct LiveEvent {
  TeamId team_id = 0;
  Uuid uuid;
  std::string_view event;
  std::string_view distinct_id;
  Uuid person_id;
  Timestamp timestamp;
  std::string_view properties = "{}";
};

/// Lets people watch events come in: the last few of each project, and from then on every one.
/// Nothing is kept on disk and nobody is waited for.
/// Shape:   a line is {"uuid":…,"event":…,"timestamp":…,"distinct_id":…,"person_id":…,
///          "properties":{…}} without a line break.
/// Threads: any.
class LiveTail {
 public:
  /// Called with each line on the thread of ingestion: it must be quick and must not call back.
  using OnLine = std::function<void(const std::shared_ptr<const std::string>& line)>;

  explicit LiveTail(Metrics& metrics);
  LiveTail(const LiveTail&) = delete;
  LiveTail& operator=(const LiveTail&) = delete;

  /// Ends with its last copy; a call that runs at that moment may still come through.
  using Subscription = std::shared_ptr<const void>;

  /// Calls `on_line` with the recent events at once, oldest first, on this thread, and then with
  /// every new one.
  [[nodiscard]] Subscription Subscribe(TeamId team_id, OnLine on_line) EXCLUDES(mutex_);

  /// How many of a batch's events of a project are worth publishing, the last ones: every one
  /// while somebody watches.
  std::size_t Wanted(TeamId team_id) EXCLUDES(mutex_);
  /// Shows events to those who watch their projects.
  void Publish(const std::vector<LiveEvent>& events) EXCLUDES(mutex_);

 private:
  struct Watcher {
    TeamId team_id = 0;
    OnLine on_line;
  };
  struct Project {
    std::deque<std::shared_ptr<const std::string>> recent;
    std::vector<std::weak_ptr<const Watcher>> watchers;
  };

  Gauge& watching_;
  Counter& lines_;

  Mutex mutex_;
  std::map<TeamId, Project> projects_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::ingest
