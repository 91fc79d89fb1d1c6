#include "tenrec/demo/demo.h"

#include <memory>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

#include "tenrec/demo/calendar.h"
#include "tenrec/demo/history.h"
#include "tenrec/demo/narrator.h"

namespace tenrec::demo {
namespace {

constexpr std::uint64_t kProgressStep = 4096;
constexpr int kMaxDays = 3650;

/// A session that is under way.
struct Running {
  Timestamp next;
  std::uint64_t order = 0;  // of the session, to settle equal times
  std::unique_ptr<Narrator> narrator;

  /// For a queue whose top is the earliest.
  friend bool operator<(const Running& a, const Running& b) {
    return std::tie(a.next, a.order) > std::tie(b.next, b.order);
  }
};

}  // namespace

Result<DemoSummary> Generate(const DemoOptions& options, const DemoSink& sink,
                             const DemoProgress& progress) {
  if (options.events == 0) return InvalidArgument("demo events: at least 1");
  if (options.days < 1 || options.days > kMaxDays) return InvalidArgument("demo days: 1 to 3650");
  const Calendar calendar(options.end, options.days);
  const History history = PlanHistory(calendar, options.seed, options.events);

  DemoSummary summary;
  summary.persons = history.persons;
  summary.users = history.users;
  summary.companies = history.companies.size();
  std::priority_queue<Running> running;
  std::vector<std::unique_ptr<Narrator>> resting;
  std::size_t next_session = 0;
  const auto& sessions = history.sessions;
  while (next_session < sessions.size() || !running.empty()) {
    if (next_session < sessions.size() &&
        (running.empty() || sessions[next_session].start <= running.top().next)) {
      if (resting.empty()) resting.push_back(std::make_unique<Narrator>(options));
      Running begun{{}, next_session, std::move(resting.back())};
      resting.pop_back();
      begun.narrator->Begin(sessions[next_session++], history);
      begun.next = begun.narrator->next_time();
      running.push(std::move(begun));
      continue;
    }
    // top() is const only because changing the key would break the queue; it is popped at once.
    Running current = std::move(const_cast<Running&>(running.top()));
    running.pop();
    TRY(sink(current.narrator->Tell()));
    if (++summary.events % kProgressStep == 0 && progress) progress(summary.events);
    if (current.narrator->done()) {
      resting.push_back(std::move(current.narrator));
      continue;
    }
    current.next = current.narrator->next_time();
    running.push(std::move(current));
  }
  if (progress) progress(summary.events);
  return summary;
}

}  // namespace tenrec::demo
