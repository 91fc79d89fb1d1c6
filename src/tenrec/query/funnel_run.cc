#include "tenrec/query/funnel_run.h"

#include <algorithm>
#include <utility>

#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using behavior::FunnelEvent;
using engine::Block;
using engine::Column;

/// Reads the rows of a funnel's statement.
class HistoryReader {
 public:
  explicit HistoryReader(const std::function<Status(FunnelHistory)>& on_actor)
      : on_actor_(on_actor) {}

  Status Take(const Block& block) {
    const Column* moments = block.Find("moments");
    const Column* times = moments != nullptr ? moments : block.Find("times");
    const Column* steps = block.Find("steps");
    const Column* excludes = block.Find("excludes");
    const Column* values = block.Find("values");
    if (times == nullptr || (moments == nullptr && steps == nullptr)) {
      return Internal("a funnel's statement gave columns that were not asked for");
    }
    for (std::size_t row = 0; row < block.rows; ++row) {
      const auto [begin, end] = times->Range(row);
      events_.resize(end - begin);
      for (std::size_t i = 0; i < events_.size(); ++i) {
        const std::int64_t number = times->child(0).Int(begin + i);
        const auto id = static_cast<std::uint32_t>(i);
        if (moments != nullptr) {
          const insights::PackedMoment moment(number);
          events_[i] = {.time = moment.time, .steps = moment.steps, .id = id};
        } else {
          const auto mask = steps->child(0).UInt(steps->Range(row).first + i);
          events_[i] = {.time = number, .steps = static_cast<std::uint32_t>(mask), .id = id};
        }
      }
      if (excludes != nullptr) {
        const std::size_t first = excludes->Range(row).first;
        for (std::size_t i = 0; i < events_.size(); ++i) {
          events_[i].excludes = static_cast<std::uint32_t>(excludes->child(0).UInt(first + i));
        }
      }
      texts_ = {std::string_view()};
      std::optional<std::uint32_t> empty;
      if (values != nullptr) empty = NumberValues(values->child(0), values->Range(row).first);
      TRY(on_actor_({block, row, events_, texts_, empty}));
    }
    return Ok();
  }

 private:
  /// Numbers by the order of the texts, so that an answer does not depend on the order of rows.
  std::optional<std::uint32_t> NumberValues(const Column& column, std::size_t first) {
    texts_.clear();
    for (std::size_t i = 0; i < events_.size(); ++i) texts_.push_back(column.Text(first + i));
    std::ranges::sort(texts_);
    const auto rest = std::ranges::unique(texts_);
    texts_.erase(rest.begin(), rest.end());
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const auto at = std::ranges::lower_bound(texts_, column.Text(first + i));
      events_[i].value = static_cast<std::uint32_t>(at - texts_.begin());
    }
    if (!texts_.empty() && texts_.front().empty()) return 0;
    return std::nullopt;
  }

  const std::function<Status(FunnelHistory)>& on_actor_;
  std::vector<FunnelEvent> events_;
  std::vector<std::string_view> texts_;
};

}  // namespace

std::string FunnelHistory::ActorId() const {
  const Column& column = *block.Find("actor_id");
  return column.type->kind == engine::TypeKind::kUuid ? column.Id(row).ToString()
                                                      : std::string(column.Text(row));
}

insights::MatchingEvent FunnelHistory::EventOf(std::uint32_t id) const {
  const auto at = [&](const char* name) {
    const Column* column = block.Find(name);
    return std::pair(&column->child(0), column->Range(row).first + id);
  };
  const bool packed = block.Find("moments") != nullptr;
  const auto [times, time] = at(packed ? "moments" : "times");
  const std::int64_t number = times->Int(time);
  const auto [uuids, uuid] = at("uuids");
  const auto [sessions, session] = at("sessions");
  const auto [windows, window] = at("windows");
  return {Timestamp{packed ? insights::PackedMoment(number).time : number}, uuids->Id(uuid),
          std::string(sessions->Text(session)), std::string(windows->Text(window))};
}

Result<insights::FunnelsContext> PrepareFunnels(Execution& execution,
                                                const insights::FunnelsQuery& query) {
  const Occasion& occasion = execution.occasion();
  insights::FunnelsContext context{.filters = occasion.Filters(),
                                   .test_account_filters = occasion.TestAccountFilters(),
                                   .earliest = std::nullopt,
                                   .human_friendly_comparison = HumanFriendly(occasion)};
  if (query.date_range.date_from == "all") {
    TRY_ASSIGN(const hogql::ExprPtr select, insights::FunnelsEarliest(query, context.filters));
    TRY_ASSIGN(const Asked asked, execution.Ask(select));
    const Column* column = asked.block.Find("earliest");
    // The minimum of no rows is the epoch.
    if (column != nullptr && asked.block.rows > 0 && column->Instant(0).micros > 0) {
      context.earliest = column->Instant(0);
    }
    execution.timings().Step("plan");
  }
  TRY_ASSIGN(const hogql::ExprPtr numbers, insights::FunnelsSpread(query, context));
  if (numbers != nullptr) {
    TRY_ASSIGN(context.spread, AskSpread(execution, numbers));
  }
  return context;
}

Result<std::string> StreamHistories(Execution& execution, const insights::FunnelsPlan& plan,
                                    const std::function<Status(FunnelHistory)>& on_actor) {
  TRY_ASSIGN(const hogql::CompiledQuery compiled,
             execution.Compile(plan.select, execution.Context(hogql::LimitContext::kNone)));
  HistoryReader reader(on_actor);
  TRY(execution.Stream(compiled, [&](Block&& block) { return reader.Take(block); }));
  return compiled.hogql;
}

}  // namespace tenrec::query
