#include "tenrec/query/trends_run.h"

#include <cmath>
#include <unordered_map>
#include <utility>

namespace tenrec::query {
namespace {

using engine::Block;
using engine::Column;
using engine::TypeKind;
using insights::BucketUnit;
using insights::TrendsGroup;
using insights::TrendsRows;
using insights::TrendsSelect;

bool IsWhole(const Column& column) {
  const TypeKind kind = column.type->kind;
  return kind == TypeKind::kInt || kind == TypeKind::kUInt || kind == TypeKind::kBool;
}

double NumberAt(const Column& column, std::size_t row) {
  const double number = column.IsNull(row) ? 0 : column.Number(row);
  return std::isfinite(number) ? number : 0;
}

/// How the buckets of a column read; whole numbers read as the plan says.
BucketUnit UnitOf(const Column& column, const TrendsSelect& select) {
  switch (column.type->kind) {
    case TypeKind::kDate:
    case TypeKind::kDate32:
      return BucketUnit::kDates;
    case TypeKind::kDateTime:
    case TypeKind::kDateTime64:
      return BucketUnit::kMicros;
    default:
      return select.number_unit;
  }
}

/// Instants as microseconds; dates and whole numbers as they are.
std::int64_t BucketAt(const Column& column, std::size_t row) {
  const TypeKind kind = column.type->kind;
  if (kind == TypeKind::kDateTime || kind == TypeKind::kDateTime64) {
    return column.Instant(row).micros;
  }
  return column.Int(row);
}

std::vector<std::string> LabelAt(const Column& column, std::size_t row) {
  if (column.type->kind != TypeKind::kArray) return {std::string(column.Text(row))};
  std::vector<std::string> out;
  const auto [begin, end] = column.Range(row);
  for (std::size_t i = begin; i < end; ++i) out.emplace_back(column.child(0).Text(i));
  return out;
}

/// The pair of lists of a breakdown's time series: calls back with each bucket and its number.
template <typename Take>
void ReadPairs(const Column& column, std::size_t row, const Take& take) {
  const Column& buckets = column.child(0);
  const Column& values = column.child(1);
  const auto [begin, end] = buckets.Range(row);
  const std::size_t first_value = values.Range(row).first;
  for (std::size_t i = begin; i < end; ++i) {
    take(BucketAt(buckets.child(0), i), NumberAt(values.child(0), first_value + (i - begin)));
  }
}

/// `squared` may be nullptr. A list lacks the buckets in which it has nothing.
void ReadCells(const Column& column, const Column* squared, std::size_t row, TrendsGroup& group) {
  ReadPairs(column, row,
            [&](std::int64_t bucket, double value) { group.cells.push_back({bucket, value}); });
  if (squared == nullptr) return;
  std::unordered_map<std::int64_t, double> squares;
  ReadPairs(*squared, row, [&](std::int64_t bucket, double value) { squares[bucket] = value; });
  for (insights::TrendsCell& cell : group.cells) {
    const auto found = squares.find(cell.bucket);
    if (found != squares.end()) cell.squared = found->second;
    squares.erase(cell.bucket);
  }
  // Amounts that add up to nothing.
  for (const auto& [bucket, value] : squares) group.cells.push_back({bucket, 0, value});
}

Error Misshapen() {
  return Internal("a trends statement gave columns that were not asked for");
}

Result<std::optional<Timestamp>> Earliest(Execution& execution, const insights::TrendsQuery& query,
                                          const insights::FilterContext& filters) {
  TRY_ASSIGN(const hogql::ExprPtr select, insights::EarliestSelect(query, filters));
  TRY_ASSIGN(const Asked asked, execution.Ask(select));
  const Column* column = asked.block.Find("earliest");
  if (column == nullptr || asked.block.rows == 0 || column->IsNull(0)) {
    return std::optional<Timestamp>();
  }
  // The minimum of no rows is the epoch.
  const Timestamp earliest = column->Instant(0);
  if (earliest.micros <= 0) return std::optional<Timestamp>();
  return std::optional(earliest);
}

/// The code of the project's currency.
std::string BaseCurrency(const Occasion& occasion) {
  const Json& code = occasion.team->Setting("base_currency");
  return code.is_string() ? std::string(View(code.get_string())) : "USD";
}

}  // namespace

Result<TrendsRows> ReadTrendsRows(const Block& block, const TrendsSelect& select) {
  TrendsRows rows;
  const Column* label = block.Find("label");
  const Column* value = block.Find("value");
  const Column* bucket = block.Find("bucket");
  const Column* cells = block.Find("cells");
  const Column* squared = block.Find(cells == nullptr ? "squared" : "squared_cells");
  if (label == nullptr) {
    if (value == nullptr) return Misshapen();
    rows.whole = IsWhole(*value);
    if (bucket != nullptr) rows.unit = UnitOf(*bucket, select);
    TrendsGroup group;
    for (std::size_t i = 0; i < block.rows; ++i) {
      group.cells.push_back({bucket == nullptr ? 0 : BucketAt(*bucket, i), NumberAt(*value, i),
                             squared == nullptr ? 0 : NumberAt(*squared, i)});
    }
    rows.groups.push_back(std::move(group));
    return rows;
  }
  if (cells != nullptr) {
    if (cells->type->kind != TypeKind::kTuple) return Misshapen();
    if (squared != nullptr && squared->type->kind != TypeKind::kTuple) return Misshapen();
    rows.whole = IsWhole(cells->child(1).child(0));
    rows.unit = UnitOf(cells->child(0).child(0), select);
  } else if (value != nullptr) {
    rows.whole = IsWhole(*value);
  } else {
    return Misshapen();
  }
  for (std::size_t i = 0; i < block.rows; ++i) {
    TrendsGroup group{.values = LabelAt(*label, i), .cells = {}};
    if (cells != nullptr) {
      ReadCells(*cells, squared, i, group);
    } else {
      group.cells.push_back(
          {0, NumberAt(*value, i), squared == nullptr ? 0 : NumberAt(*squared, i)});
    }
    rows.groups.push_back(std::move(group));
  }
  return rows;
}

Result<std::vector<insights::Spreading>> ReadBoxPlotRows(const Block& block,
                                                         const insights::ProjectTime& zone) {
  const Column* bucket = block.Find("bucket");
  std::vector<const Column*> numbers;
  for (const char* name : {"low", "q1", "median", "q3", "high", "mean"}) {
    numbers.push_back(block.Find(name));
    if (numbers.back() == nullptr) return Misshapen();
  }
  if (bucket == nullptr) return Misshapen();
  std::vector<insights::Spreading> rows;
  for (std::size_t i = 0; i < block.rows; ++i) {
    const auto number = [&](std::size_t k) { return NumberAt(*numbers[k], i); };
    rows.push_back(
        {.bucket = insights::BucketStart(UnitOf(*bucket, {}), BucketAt(*bucket, i), zone),
         .min = number(0),
         .q1 = number(1),
         .median = number(2),
         .q3 = number(3),
         .max = number(4),
         .mean = number(5)});
  }
  return rows;
}

Result<std::vector<insights::CalendarCell>> ReadCalendarCells(const Block& block) {
  const Column* day = block.Find("day");
  const Column* hour = block.Find("hour");
  const Column* value = block.Find("value");
  if (day == nullptr || hour == nullptr || value == nullptr) return Misshapen();
  std::vector<insights::CalendarCell> cells;
  cells.reserve(block.rows);
  for (std::size_t i = 0; i < block.rows; ++i) {
    cells.push_back({.day = static_cast<int>(day->Int(i)),
                     .hour = static_cast<int>(hour->Int(i)),
                     .value = NumberAt(*value, i)});
  }
  return cells;
}

namespace {

bool CountsDistinctIds(const Occasion& occasion) {
  const Json& setting = occasion.team->Setting("aggregate_users_by_distinct_id");
  return setting.is_bool() && setting.get_bool();
}

}  // namespace

Result<insights::TrendsContext> PrepareTrends(Execution& execution,
                                              const insights::TrendsQuery& query) {
  const Occasion& occasion = execution.occasion();
  insights::TrendsContext context{.filters = occasion.Filters(),
                                  .test_account_filters = occasion.TestAccountFilters(),
                                  .aggregate_by_distinct_id = CountsDistinctIds(occasion),
                                  .human_friendly_comparison = HumanFriendly(occasion),
                                  .earliest = std::nullopt,
                                  .base_currency = BaseCurrency(occasion)};
  if (query.date_range.date_from == "all") {
    TRY_ASSIGN(context.earliest, Earliest(execution, query, context.filters));
    execution.timings().Step("plan");
  }
  TRY_ASSIGN(const auto spreads, insights::SpreadSelects(query, context));
  for (const insights::SpreadSelect& spread : spreads) {
    TRY_ASSIGN(const auto found, AskSpread(execution, spread.query));
    if (found) context.spreads[{spread.series, spread.breakdown}] = *found;
  }
  return context;
}

Result<std::optional<insights::Spread>> AskSpread(Execution& execution,
                                                  const hogql::ExprPtr& select) {
  std::optional<insights::Spread> spread;
  TRY_ASSIGN(const Asked asked, execution.Ask(select));
  execution.timings().Step("plan");
  const Column* low = asked.block.Find("low");
  const Column* high = asked.block.Find("high");
  if (low == nullptr || high == nullptr || asked.block.rows == 0) return spread;
  if (low->IsNull(0) || high->IsNull(0)) return spread;
  const insights::Spread read{low->Number(0), high->Number(0)};
  if (std::isfinite(read.low) && std::isfinite(read.high)) spread = read;
  return spread;
}

bool HumanFriendly(const Occasion& occasion) {
  const Json& setting = occasion.team->Setting("human_friendly_comparison_periods");
  return setting.is_bool() && setting.get_bool();
}

std::vector<std::string> EventsOf(const insights::TrendsQuery& query) {
  std::vector<std::string> events;
  for (const auto& series : query.series) {
    if (series.event) events.push_back(*series.event);
    for (const insights::Entity& node : series.any_of) {
      if (node.event) events.push_back(*node.event);
    }
  }
  return events;
}

}  // namespace tenrec::query
