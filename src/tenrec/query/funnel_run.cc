#include "tenrec/query/funnel_run.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using behavior::FunnelEvent;
using engine::Block;
using engine::Column;

/// Texts of a breakdown that may stand in a statement.
constexpr std::size_t kMostNumberedBytes = 64 << 10;

/// Reads the rows of a funnel's statement.
class HistoryReader {
 public:
  HistoryReader(const insights::FunnelsPlan& plan,
                const std::function<Status(FunnelHistory)>& on_actor)
      : plan_(plan), on_actor_(on_actor), texts_{std::string_view()} {
    texts_.insert(texts_.end(), plan.values.begin(), plan.values.end());
    if (!plan.values.empty() && plan.values.front().empty()) empty_ = 1;
  }

  Status Take(const Block& block) {
    const Column* moments = block.Find("moments");
    const Column* times = block.Find("times");
    const Column* steps = block.Find("steps");
    const Column* excludes = block.Find("excludes");
    const Column* values = block.Find("values");
    if (moments == nullptr && (times == nullptr || steps == nullptr)) {
      return Internal("a funnel's statement gave columns that were not asked for");
    }
    // Lists beside the moments are in their order.
    const bool alone = values == nullptr && block.Find("uuids") == nullptr;
    for (std::size_t row = 0; row < block.rows; ++row) {
      if (moments != nullptr) {
        ReadMoments(*moments, row, alone);
      } else {
        ReadLists(*times, *steps, excludes, row);
      }
      if (!plan_.values.empty() && std::ranges::any_of(events_, IsUnknown)) {
        return FailedPrecondition("events with another value came in")
            .WithTag(std::string(kNewValue));
      }
      if (values != nullptr) empty_ = NumberValues(values->child(0), values->Range(row).first);
      TRY(on_actor_({plan_, block, row, events_, texts_, empty_}));
    }
    return Ok();
  }

 private:
  static bool IsUnknown(const FunnelEvent& event) { return event.value == 0; }

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

Result<std::vector<std::string>> AskValues(Execution& execution,
                                           const insights::FunnelsPlan& plan) {
  std::vector<std::string> values;
  if (plan.ask_values == nullptr) return values;
  TRY_ASSIGN(const Asked asked, execution.Ask(plan.ask_values));
  execution.timings().Step("plan");
  const Column* value = asked.block.Find("value");
  if (value == nullptr || asked.block.rows > insights::kMostNumberedValues) return values;
  values.reserve(asked.block.rows);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < asked.block.rows; ++i) {
    bytes += value->Text(i).size();
    values.emplace_back(value->Text(i));
  }
  if (bytes > kMostNumberedBytes) values.clear();
  std::ranges::sort(values);
  return values;
}

Result<std::string> StreamHistories(Execution& execution, const insights::FunnelsPlan& plan,
                                    const std::function<Status(FunnelHistory)>& on_actor) {
  TRY_ASSIGN(const hogql::CompiledQuery compiled,
             execution.Compile(plan.select, execution.Context(hogql::LimitContext::kNone)));
  HistoryReader reader(plan, on_actor);
  TRY(execution.Stream(compiled, [&](Block&& block) { return reader.Take(block); }));
  return compiled.hogql;
}

}  // namespace tenrec::query
