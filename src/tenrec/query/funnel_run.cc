#include "tenrec/query/funnel_run.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "tenrec/query/actor_rows.h"
#include "tenrec/query/text_numbers.h"
#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using behavior::FunnelEvent;
using engine::Block;
using engine::Column;

Error Unexpected() {
  return Internal("a funnel's statement gave columns that were not asked for");
}

Error TooManyRows() {
  return ResourceExhausted("too many events to hold").WithTag(std::string(kTooManyRows));
}

/// Reads the rows of a funnel's statement.
class HistoryReader {
 public:
  HistoryReader(const insights::FunnelsPlan& plan,
                const std::function<Status(FunnelHistory)>& on_actor)
      : plan_(plan), on_actor_(on_actor), texts_{std::string_view()} {}

  Status Take(const Block& block) {
    const Column* moments = block.Find("moments");
    const Column* times = block.Find("times");
    const Column* steps = block.Find("steps");
    const Column* excludes = block.Find("excludes");
    const Column* values = block.Find("values");
    if (moments == nullptr && (times == nullptr || steps == nullptr)) {
      return Unexpected();
    }
    // Lists beside the moments are in their order.
    const bool alone = values == nullptr && block.Find("uuids") == nullptr;
    for (std::size_t row = 0; row < block.rows; ++row) {
      if (moments != nullptr) {
        ReadMoments(*moments, row, alone);
      } else {
        ReadLists(*times, *steps, excludes, row);
      }
      if (values != nullptr) empty_ = NumberValues(values->child(0), values->Range(row).first);
      TRY(on_actor_({plan_, &block, row, events_, texts_, empty_}));
    }
    return Ok();
  }

 private:
  /// In the order of the walk, unless others must find the events by their place.
  void ReadMoments(const Column& column, std::size_t row, bool sort) {
    const auto [begin, end] = column.Range(row);
    const std::string_view bytes = column.child(0).Bytes(begin, end);
    numbers_.resize(end - begin);
    if (!bytes.empty()) std::memcpy(numbers_.data(), bytes.data(), bytes.size());
    if (sort) std::ranges::sort(numbers_);
    events_.resize(numbers_.size());
    for (std::size_t i = 0; i < events_.size(); ++i) {
      events_[i] = plan_.moments->EventOf(numbers_[i]);
      events_[i].id = static_cast<std::uint32_t>(i);
    }
  }

  void ReadLists(const Column& times, const Column& steps, const Column* excludes,
                 std::size_t row) {
    const auto [begin, end] = times.Range(row);
    const auto mask = [&](const Column& column, std::size_t i) {
      return static_cast<std::uint32_t>(column.child(0).UInt(column.Range(row).first + i));
    };
    events_.resize(end - begin);
    for (std::size_t i = 0; i < events_.size(); ++i) {
      events_[i] = {.time = times.child(0).Int(begin + i),
                    .steps = mask(steps, i),
                    .excludes = excludes == nullptr ? 0 : mask(*excludes, i),
                    .id = static_cast<std::uint32_t>(i)};
    }
  }

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

  const insights::FunnelsPlan& plan_;
  const std::function<Status(FunnelHistory)>& on_actor_;
  std::vector<std::int64_t> numbers_;
  std::vector<FunnelEvent> events_;
  std::vector<std::string_view> texts_;
  std::optional<std::uint32_t> empty_;
};

/// Gathers the rows of a statement with one per event, and hands over actor by actor.
class EventGatherer {
 public:
  EventGatherer(Execution& execution, const insights::FunnelsPlan& plan,
                const std::function<Status(FunnelHistory)>& on_actor)
      : execution_(execution),
        plan_(plan),
        layout_(*plan.moments),
        on_actor_(on_actor),
        first_step_(layout_.step_unit()),
        steps_(((std::int64_t{1} << layout_.step_bits) - 1) * layout_.step_unit()),
        values_((std::int64_t{1} << layout_.value_bits) - 1) {
    const insights::FunnelsQuery& query = plan.query;
    in_order_ = query.graph != insights::FunnelGraph::kTrends &&
                query.order != behavior::StepOrder::kUnordered;
    one_entry_tells_ = in_order_ && !query.breakdown && query.exclusions.empty();
  }

  Status Take(const Block& block) {
    const Column* actors = block.Find("actor_id");
    const Column* moments = block.Find("moment");
    const Column* values = block.Find("value");
    if (actors == nullptr || moments == nullptr ||
        (values != nullptr) != plan_.query.breakdown.has_value()) {
      return Unexpected();
    }
    const std::string_view bytes = moments->Bytes(0, block.rows);
    numbers_.resize(block.rows);
    if (bytes.size() != block.rows * sizeof(std::int64_t)) return Unexpected();
    if (!bytes.empty()) std::memcpy(numbers_.data(), bytes.data(), bytes.size());
    if (values != nullptr) {
      texts_.Number(*values, value_numbers_);
      if (texts_.size() > static_cast<std::size_t>(values_) + 1) return TooManyRows();
      for (std::size_t i = 0; i < block.rows; ++i) numbers_[i] += value_numbers_[i];
    }
    rows_.Add(*actors, numbers_);
    while (!execution_.TryHold(rows_.bytes() + texts_.bytes())) {
      if (!rows_.LeaveHalf()) return TooManyRows();
    }
    return Ok();
  }

  /// Hands over the actors of this round. False when there are no more.
  Result<bool> HandOver() {
    SortValues();
    TRY(rows_.ForEach([this](std::span<std::int64_t> moments) { return HandOver(moments); }));
    return rows_.NextRound();
  }

 private:
  /// Values get other numbers, in the order of their texts: an answer does not depend on the order
  /// of rows.
  void SortValues() {
    sorted_.clear();
    places_.clear();
    if (!plan_.query.breakdown) {
      sorted_.emplace_back();
      return;
    }
    sorted_.reserve(texts_.size());
    for (std::uint32_t i = 0; i < texts_.size(); ++i) sorted_.push_back(texts_.TextOf(i));
    std::ranges::sort(sorted_);
    places_.reserve(texts_.size());
    for (std::uint32_t i = 0; i < texts_.size(); ++i) {
      places_.push_back(std::ranges::lower_bound(sorted_, texts_.TextOf(i)) - sorted_.begin());
    }
    if (!sorted_.empty() && sorted_.front().empty()) empty_ = 0;
  }

  Status HandOver(std::span<std::int64_t> moments) {
    TRY(execution_.CheckCancelled());
    std::int64_t any = 0;
    for (const std::int64_t moment : moments) any |= moment;
    any &= steps_;
    // Nobody gets anywhere without an entry, and without anything else nobody gets further.
    if (in_order_ && (any & first_step_) == 0) return Ok();
    if (one_entry_tells_ && any == first_step_) {
      // In strict order there are events of no step among them, which are no entries.
      const auto enters = [&](std::int64_t moment) { return (moment & first_step_) != 0; };
      moments.front() = *std::ranges::find_if(moments, enters);
      moments = moments.first(1);
    }
    if (plan_.query.breakdown) {
      for (std::int64_t& moment : moments) {
        moment = (moment & ~values_) | places_[static_cast<std::size_t>(moment & values_)];
      }
    }
    std::ranges::sort(moments);
    events_.resize(moments.size());
    for (std::size_t i = 0; i < events_.size(); ++i) {
      events_[i] = layout_.EventOf(moments[i]);
      events_[i].id = static_cast<std::uint32_t>(i);
    }
    return on_actor_({plan_, nullptr, 0, events_, sorted_, empty_});
  }

  Execution& execution_;
  const insights::FunnelsPlan& plan_;
  const insights::MomentLayout& layout_;
  const std::function<Status(FunnelHistory)>& on_actor_;
  /// Of a moment: the bit of the first step, those of all, and those of the value.
  const std::int64_t first_step_;
  const std::int64_t steps_;
  const std::int64_t values_;
  bool in_order_ = false;
  bool one_entry_tells_ = false;
  ActorRows rows_;
  TextNumbers texts_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::uint32_t> value_numbers_;
  std::vector<std::string_view> sorted_;
  std::vector<std::int64_t> places_;
  std::vector<FunnelEvent> events_;
  std::optional<std::uint32_t> empty_;
};

Status GatherEvents(Execution& execution, const hogql::CompiledQuery& compiled,
                    const insights::FunnelsPlan& plan,
                    const std::function<Status(FunnelHistory)>& on_actor) {
  EventGatherer events(execution, plan, on_actor);
  for (bool more = true; more;) {
    TRY(execution.Stream(
        compiled, [&](Block&& block) { return events.Take(block); },
        Execution::RowWidth::kNarrowAndMany));
    TRY_ASSIGN(more, events.HandOver());
  }
  return Ok();
}

}  // namespace

std::string FunnelHistory::ActorId() const {
  const Column& column = *block->Find("actor_id");
  return column.type->kind == engine::TypeKind::kUuid ? column.Id(row).ToString()
                                                      : std::string(column.Text(row));
}

insights::MatchingEvent FunnelHistory::EventOf(std::uint32_t id) const {
  const auto at = [&](const char* name) {
    const Column* column = block->Find(name);
    return std::pair(&column->child(0), column->Range(row).first + id);
  };
  const auto [times, time] = at(plan.moments ? "moments" : "times");
  const std::int64_t number = times->Int(time);
  const auto [uuids, uuid] = at("uuids");
  const auto [sessions, session] = at("sessions");
  const auto [windows, window] = at("windows");
  return {Timestamp{plan.moments ? plan.moments->EventOf(number).time : number}, uuids->Id(uuid),
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
  if (plan.row_per_event) {
    const Status gathered = GatherEvents(execution, compiled, plan, on_actor);
    execution.LetGo();
    TRY(gathered);
    return compiled.hogql;
  }
  HistoryReader reader(plan, on_actor);
  TRY(execution.Stream(compiled, [&](Block&& block) { return reader.Take(block); }));
  return compiled.hogql;
}

}  // namespace tenrec::query
