#include <chrono>
#include <cmath>
#include <utility>

#include "tenrec/insights/trends.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

using engine::Block;
using engine::Column;
using engine::TypeKind;
using insights::BucketUnit;
using insights::Interval;
using insights::TrendsGroup;
using insights::TrendsPlan;
using insights::TrendsRows;
using insights::TrendsSelect;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

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

/// The pair of lists of a breakdown's time series.
void ReadCells(const Column& column, std::size_t row, TrendsGroup& group) {
  const Column& buckets = column.child(0);
  const Column& values = column.child(1);
  const auto [begin, end] = buckets.Range(row);
  const std::size_t first_value = values.Range(row).first;
  for (std::size_t i = begin; i < end; ++i) {
    group.cells.push_back(
        {BucketAt(buckets.child(0), i), NumberAt(values.child(0), first_value + (i - begin))});
  }
}

Error Misshapen() {
  return Internal("a trends statement gave columns that were not asked for");
}

Result<TrendsRows> ReadRows(const Block& block, const TrendsSelect& select) {
  TrendsRows rows;
  const Column* label = block.Find("label");
  const Column* value = block.Find("value");
  const Column* bucket = block.Find("bucket");
  const Column* cells = block.Find("cells");
  if (label == nullptr) {
    if (value == nullptr) return Misshapen();
    rows.whole = IsWhole(*value);
    if (bucket != nullptr) rows.unit = UnitOf(*bucket, select);
    TrendsGroup group;
    for (std::size_t i = 0; i < block.rows; ++i) {
      group.cells.push_back({bucket == nullptr ? 0 : BucketAt(*bucket, i), NumberAt(*value, i)});
    }
    rows.groups.push_back(std::move(group));
    return rows;
  }
  if (cells != nullptr) {
    if (cells->type->kind != TypeKind::kTuple) return Misshapen();
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
      ReadCells(*cells, i, group);
    } else {
      group.cells.push_back({0, NumberAt(*value, i)});
    }
    rows.groups.push_back(std::move(group));
  }
  return rows;
}

void AddSpread(const Block& block, const insights::SpreadSelect& select,
               insights::TrendsContext& context) {
  const Column* low = block.Find("low");
  const Column* high = block.Find("high");
  if (low == nullptr || high == nullptr || block.rows == 0) return;
  if (low->IsNull(0) || high->IsNull(0)) return;
  const insights::Spread spread{low->Number(0), high->Number(0)};
  if (!std::isfinite(spread.low) || !std::isfinite(spread.high)) return;
  context.spreads[{select.series, select.breakdown}] = spread;
}

class TrendsQuestion final : public Question {
 public:
  TrendsQuestion(insights::TrendsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    Shelf shelf{hours(6), hours(12), minutes(15), std::nullopt, true};
    const Interval interval = query_.date_range.interval;
    switch (interval) {
      case Interval::kSecond:
      case Interval::kMinute:
        shelf = {minutes(5), minutes(15), seconds(30), std::nullopt, true};
        break;
      case Interval::kHour:
        shelf = {hours(1), hours(2), minutes(3), std::nullopt, true};
        break;
      case Interval::kDay:
        break;
      case Interval::kWeek:
      case Interval::kMonth:
        shelf.max_age = shelf.lazy_max_age = hours(24);
        break;
    }
    const auto range = insights::ResolveDateRange(query_.date_range, occasion.zone, occasion.now);
    if (range) {
      shelf.range_end = range->to;
      const bool short_range = range->to - range->from <= hours(24 * 7);
      if (short_range && interval > Interval::kHour) shelf.client_refresh = minutes(3);
    }
    return shelf;
  }

  std::vector<std::string> Events() const override {
    std::vector<std::string> events;
    for (const auto& series : query_.series) {
      if (series.event) events.push_back(*series.event);
    }
    return events;
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    const Occasion& occasion = execution.occasion();
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    insights::TrendsContext context{.filters = occasion.Filters(),
                                    .test_account_filters = occasion.TestAccountFilters(),
                                    .aggregate_by_distinct_id = false,
                                    .earliest = std::nullopt};
    if (query_.date_range.date_from == "all") {
      TRY_ASSIGN(context.earliest, Earliest(execution, context.filters));
      execution.timings().Step("plan");
    }
    TRY_ASSIGN(const auto spreads, insights::SpreadSelects(query_, context));
    for (const insights::SpreadSelect& spread : spreads) {
      TRY_ASSIGN(const Asked asked, execution.Ask(spread.query));
      AddSpread(asked.block, spread, context);
      execution.timings().Step("plan");
    }
    TRY_ASSIGN(const TrendsPlan plan, insights::PlanTrends(query_, context));

    std::vector<TrendsRows> rows;
    std::string hogql;
    for (const TrendsSelect& select : plan.selects) {
      TRY_ASSIGN(const Asked asked, execution.Ask(select.query));
      TRY_ASSIGN(TrendsRows read, ReadRows(asked.block, select));
      rows.push_back(std::move(read));
      if (!hogql.empty()) hogql += "\n\n";
      hogql += asked.compiled.hogql;
    }
    std::string& results = out.Begin("results");
    results += '[';
    bool first = true;
    const auto write = [&](const JsonObject& row) -> Status {
      if (!first) results += ',';
      first = false;
      results += PrintJson(row);
      return out.Check();
    };
    TRY_ASSIGN(const JsonObject rest, insights::TrendsResponse(plan, rows, occasion.zone, write));
    results += ']';
    for (const auto& member : rest) out.Add(member.key(), member.value());
    out.Add("hogql", Json(hogql));
    out.Add("error", "");
    return Ok();
  }

 private:
  Result<std::optional<Timestamp>> Earliest(Execution& execution,
                                            const insights::FilterContext& filters) const {
    TRY_ASSIGN(const hogql::ExprPtr select, insights::EarliestSelect(query_, filters));
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

  const insights::TrendsQuery query_;
  const Json modifiers_;
};

}  // namespace

Result<QuestionPtr> ParseTrendsQuestion(const Json& query) {
  TRY_ASSIGN(insights::TrendsQuery parsed, insights::ParseTrendsQuery(query));
  const Json* modifiers = FindMember(query, "modifiers");
  return QuestionPtr(std::make_unique<TrendsQuestion>(std::move(parsed),
                                                      modifiers == nullptr ? Json() : *modifiers));
}

}  // namespace tenrec::query
