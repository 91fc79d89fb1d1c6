#include "tenrec/query/paths_run.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "tenrec/behavior/paths.h"
#include "tenrec/insights/paths_tally.h"

namespace tenrec::query {
namespace {

using behavior::PathEvent;
using engine::Block;
using engine::Column;
using insights::NumberedEdge;
using insights::PathTexts;

/// Edges that may be counted, and events that may wait for their texts: some 200 MB each at most.
constexpr std::size_t kMostEdges = 2'000'000;
constexpr std::size_t kMostWaiting = 4'000'000;
/// Texts that one statement may be asked for.
constexpr std::size_t kMostTexts = 5'000;

/// Items whose texts are wanted, and a time at which each happened.
using Wanted = std::unordered_map<std::uint64_t, std::int64_t>;

/// Counts the paths of actors as they come. Those who did two things in one instant wait, for such
/// things stand in the order of their texts.
class Walk {
 public:
  Walk(const insights::PathsPlan& plan, const behavior::PathRules& rules)
      : cutter_(rules), tally_(plan.query) {}

  /// Gives false when there is too much to hold.
  Result<bool> Take(const Block& block) {
    const Column* steps = block.Find("steps");
    if (steps == nullptr) return Internal("a paths statement gave columns that were not asked for");
    for (std::size_t row = 0; row < block.rows; ++row) {
      const auto [begin, end] = steps->Range(row);
      Read(steps->child(0).Bytes(begin, end));
      if (Ties()) {
        waiting_.insert(waiting_.end(), events_.begin(), events_.end());
        waiting_ends_.push_back(waiting_.size());
      } else {
        Count(events_);
      }
    }
    return tally_.size() <= kMostEdges && waiting_.size() <= kMostWaiting;
  }

  /// What is held from block to block. An item that is tied takes a node and its place in a list.
  std::size_t bytes() const {
    return tally_.bytes() + waiting_.capacity() * sizeof(PathEvent) +
           waiting_ends_.capacity() * sizeof(std::size_t) +
           tied_.size() * (sizeof(Wanted::value_type) + 2 * sizeof(void*)) +
           tied_.bucket_count() * sizeof(void*);
  }

  const Wanted& tied() const { return tied_; }

  void CountWaiting(const PathTexts& texts) {
    std::size_t begin = 0;
    for (const std::size_t end : waiting_ends_) {
      const std::span<PathEvent> events(waiting_.data() + begin, end - begin);
      std::ranges::sort(events, [&](const PathEvent& a, const PathEvent& b) {
        if (a.time != b.time) return a.time < b.time;
        return a.item != b.item && texts.at(a.item) < texts.at(b.item);
      });
      Count(events);
      begin = end;
    }
  }

  std::vector<NumberedEdge> Heaviest() { return tally_.Heaviest(); }

 private:
  /// Steps of 16 bytes each.
  void Read(std::string_view bytes) {
    events_.resize(bytes.size() / sizeof(std::array<std::uint64_t, 2>));
    for (PathEvent& event : events_) {
      std::array<std::uint64_t, 2> halves;
      std::memcpy(halves.data(), bytes.data(), sizeof(halves));
      bytes.remove_prefix(sizeof(halves));
      const insights::PackedStep step(halves[1], halves[0]);
      event = {.time = step.time, .item = step.item};
    }
    std::ranges::sort(events_, [](const PathEvent& a, const PathEvent& b) {
      return a.time != b.time ? a.time < b.time : a.item < b.item;
    });
  }

  /// Whether different things happened in one instant; remembers them.
  bool Ties() {
    bool any = false;
    for (std::size_t i = 1; i < events_.size(); ++i) {
      const PathEvent& before = events_[i - 1];
      if (events_[i].time != before.time || events_[i].item == before.item) continue;
      tied_.emplace(before.item, before.time);
      tied_.emplace(events_[i].item, events_[i].time);
      any = true;
    }
    return any;
  }

  void Count(std::span<const PathEvent> events) {
    cutter_.Cut(events, [&](std::span<const PathEvent> path) { tally_.Add(path); });
  }

  behavior::PathCutter cutter_;
  insights::PathsTally tally_;
  std::vector<PathEvent> events_;
  std::vector<PathEvent> waiting_;
  std::vector<std::size_t> waiting_ends_;
  Wanted tied_;
};

Result<behavior::PathRules> RulesOf(Execution& execution, const insights::PathsPlan& plan) {
  const insights::PathsQuery& query = plan.query;
  behavior::PathRules rules{.pause = plan.pause,
                            .most = static_cast<std::size_t>(query.step_limit),
                            .start = std::nullopt,
                            .end = std::nullopt};
  if (query.start_point.empty() && query.end_point.empty()) return rules;
  TRY_ASSIGN(const hogql::ExprPtr select, insights::PathsNumbers(query));
  TRY_ASSIGN(const Asked asked, execution.Ask(select));
  const auto number = [&](const char* name) {
    const Column* column = asked.block.Find(name);
    return column == nullptr || asked.block.rows == 0 ? 0 : column->UInt(0);
  };
  if (!query.start_point.empty()) rules.start = number("origin");
  if (!query.end_point.empty()) rules.end = number("goal");
  rules.dots = number("dots");
  return rules;
}

/// Adds the texts of these items.
Status AddTexts(Execution& execution, const insights::PathsPlan& plan, const Wanted& wanted,
                PathTexts& texts) {
  std::vector<std::uint64_t> numbers;
  std::int64_t from = std::numeric_limits<std::int64_t>::max();
  std::int64_t to = std::numeric_limits<std::int64_t>::min();
  for (const auto& [number, time] : wanted) {
    if (texts.contains(number)) continue;
    numbers.push_back(number);
    from = std::min(from, time);
    to = std::max(to, time);
  }
  if (numbers.empty()) return Ok();
  std::ranges::sort(numbers);
  TRY_ASSIGN(const hogql::ExprPtr select,
             insights::PathsTexts(plan, numbers, Timestamp{from * 1'000},
                                  Timestamp{(to + 1'000) * 1'000}));
  TRY_ASSIGN(const Asked asked, execution.Ask(select));
  const Column* number = asked.block.Find("number");
  const Column* text = asked.block.Find("text");
  if (number == nullptr || text == nullptr) {
    return Internal("a paths statement gave columns that were not asked for");
  }
  for (std::size_t i = 0; i < asked.block.rows; ++i) {
    texts.emplace(number->UInt(i), std::string(text->Text(i)));
  }
  return Ok();
}

/// Whether all of them are there: rows may go between two statements, when events are deleted.
bool HasAll(const PathTexts& texts, const Wanted& wanted) {
  return std::ranges::all_of(wanted, [&](const auto& one) { return texts.contains(one.first); });
}

/// As CountPaths, while `out` pays.
Result<std::optional<std::vector<insights::PathEdge>>> WalkPaths(Execution& execution,
                                                                 const insights::PathsPlan& plan,
                                                                 AnswerText& out) {
  using Edges = std::optional<std::vector<insights::PathEdge>>;
  if (plan.histories == nullptr) return Edges();
  TRY_ASSIGN(const behavior::PathRules rules, RulesOf(execution, plan));
  TRY_ASSIGN(const hogql::CompiledQuery compiled,
             execution.Compile(plan.histories, execution.Context(hogql::LimitContext::kNone)));
  Walk walk(plan, rules);
  bool fits = true;
  const Status walked = execution.Stream(compiled, [&](Block&& block) -> Status {
    TRY_ASSIGN(fits, walk.Take(block));
    fits = fits && out.TryHold(walk.bytes());
    return fits ? Ok() : Status(ResourceExhausted("too many different steps to hold"));
  });
  if (!fits || walk.tied().size() > kMostTexts) return Edges();
  TRY(walked);

  PathTexts texts;
  TRY(AddTexts(execution, plan, walk.tied(), texts));
  if (!HasAll(texts, walk.tied())) return Edges();
  walk.CountWaiting(texts);

  const std::vector<NumberedEdge> edges = walk.Heaviest();
  if (rules.start && rules.end) texts.emplace(rules.dots, "...");
  Wanted wanted;
  for (const NumberedEdge& edge : edges) {
    wanted.emplace(edge.before, edge.left_at);
    wanted.emplace(edge.after, edge.reached_at);
  }
  if (wanted.size() > kMostTexts) return Edges();
  TRY(AddTexts(execution, plan, wanted, texts));
  if (!HasAll(texts, wanted)) return Edges();
  return Edges(insights::NamedEdges(edges, texts, plan.query.edge_limit));
}

}  // namespace

Result<std::optional<std::vector<insights::PathEdge>>> CountPaths(Execution& execution,
                                                                  const insights::PathsPlan& plan,
                                                                  AnswerText& out) {
  auto edges = WalkPaths(execution, plan, out);
  out.LetGo();
  return edges;
}

}  // namespace tenrec::query
