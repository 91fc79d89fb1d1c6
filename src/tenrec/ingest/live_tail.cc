#include "tenrec/ingest/live_tail.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "tenrec/base/json_text.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kRecent = 50;
// A longer line is shown, but not kept for those who come later.
constexpr std::size_t kMaxRecentBytes = std::size_t{32} << 10U;

std::shared_ptr<const std::string> PrintLine(const LiveEvent& event) {
  auto line = std::make_shared<std::string>();
  line->reserve(event.properties.size() + 256);
  *line += R"({"uuid":")" + event.uuid.ToString() + R"(","event":)";
  AppendJsonString(*line, event.event);
  *line += R"(,"timestamp":")" + FormatIso(event.timestamp) + R"(","distinct_id":)";
  AppendJsonString(*line, event.distinct_id);
  *line += R"(,"person_id":")" + event.person_id.ToString() + R"(","properties":)";
  *line += event.properties;
  *line += '}';
  return line;
}

}  // namespace

LiveTail::LiveTail(Metrics& metrics)
    : watching_(metrics.GetGauge("ingest_live_watchers")),
      lines_(metrics.GetCounter("ingest_live_lines_total")) {
}

LiveTail::Subscription LiveTail::Subscribe(TeamId team_id, OnLine on_line) {
  Gauge& watching = watching_;
  watching.Add(1);
  const std::shared_ptr<const Watcher> watcher(new Watcher{team_id, std::move(on_line)},
                                               [&watching](const Watcher* gone) {
                                                 watching.Add(-1);
                                                 delete gone;
                                               });
  std::deque<std::shared_ptr<const std::string>> recent;
  {
    MutexLock lock(mutex_);
    Project& project = projects_[team_id];
    std::erase_if(project.watchers, [](const auto& known) { return known.expired(); });
    project.watchers.push_back(watcher);
    recent = project.recent;
  }
  for (const auto& line : recent) watcher->on_line(line);
  return watcher;
}

std::size_t LiveTail::Wanted(TeamId team_id) {
  MutexLock lock(mutex_);
  const auto project = projects_.find(team_id);
  if (project == projects_.end()) return kRecent;
  const auto& watchers = project->second.watchers;
  const bool watched = std::any_of(watchers.begin(), watchers.end(),
                                   [](const auto& watcher) { return !watcher.expired(); });
  return watched ? SIZE_MAX : kRecent;
}

void LiveTail::Publish(const std::vector<LiveEvent>& events) {
  std::map<TeamId, std::vector<const LiveEvent*>> by_team;
  for (const LiveEvent& event : events) by_team[event.team_id].push_back(&event);

  for (const auto& [team_id, list] : by_team) {
    std::vector<std::shared_ptr<const Watcher>> watchers;
    {
      MutexLock lock(mutex_);
      for (const auto& known : projects_[team_id].watchers) {
        if (auto watcher = known.lock()) watchers.push_back(std::move(watcher));
      }
    }
    std::vector<std::shared_ptr<const std::string>> printed;
    for (const LiveEvent* event : list) printed.push_back(PrintLine(*event));
    for (const auto& watcher : watchers) {
      for (const auto& line : printed) watcher->on_line(line);
    }
    lines_.Add(printed.size());
    MutexLock lock(mutex_);
    auto& recent = projects_[team_id].recent;
    std::copy_if(printed.begin(), printed.end(), std::back_inserter(recent),
                 [](const auto& line) { return line->size() <= kMaxRecentBytes; });
    while (recent.size() > kRecent) recent.pop_front();
  }
}

}  // namespace tenrec::ingest
