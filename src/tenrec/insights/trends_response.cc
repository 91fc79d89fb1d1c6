#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <span>
#include <unordered_map>
#include <utility>

#include "tenrec/insights/sample_margin.h"
#include "tenrec/insights/trends.h"
#include "tenrec/insights/trends_row.h"

namespace tenrec::insights {
namespace {

/// Numbers of series that formulas may read at once.
constexpr std::size_t kMaxHeldNumbers = 4'000'000;

/// What a sample of the people stands for. Averages and the like are the same of a part as of all.
void ScaleUp(const SeriesMath& math, double sampling_factor, std::vector<double>& data) {
  const bool statistic = math.measure == Measure::kEventsPerActor ||
                         math.measure == Measure::kExpression ||
                         (math.measure == Measure::kProperty && math.aggregate != Aggregate::kSum);
  if (sampling_factor == 1 || statistic) return;
  for (double& value : data) value = std::nearbyint(value * (1 / sampling_factor));
}

/// The first and the last, or the only one.
template <typename T>
void KeepEnds(std::vector<T>& list) {
  if (list.size() > 2) list.erase(list.begin() + 1, list.end() - 1);
}

/// A row of the response before it is printed.
struct Row {
  std::size_t series = 0;
  bool previous = false;
  std::vector<std::string> breakdown;
  /// One number per bucket, or one number in all.
  std::vector<double> data;
  bool whole = true;
  /// Of a sample: how far each number may be off.
  std::vector<double> margins = {};
  /// When it is not what `data` says.
  std::optional<double> count = std::nullopt;
};

bool Is(const std::vector<std::string>& breakdown, std::string_view label) {
  return std::ranges::find(breakdown, label) != breakdown.end();
}

Json Number(double value, bool whole) {
  if (whole && std::abs(value) < 9e15) return static_cast<std::int64_t>(value);
  return value;
}

JsonArray Numbers(std::span<const double> values, bool whole) {
  JsonArray out;
  out.reserve(values.size());
  for (const double value : values) out.push_back(Number(value, whole));
  return out;
}

JsonArray Texts(std::span<const std::string> values) {
  JsonArray out;
  out.reserve(values.size());
  for (const std::string& value : values) out.emplace_back(value);
  return out;
}

Json OrNull(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json();
}

double SumOf(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// A trailing mean over at most `window` buckets, rounded down.
std::vector<double> Smooth(const std::vector<double>& data, std::size_t window) {
  std::vector<double> out;
  out.reserve(data.size());
  double sum = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    sum += data[i];
    if (i >= window) sum -= data[i - window];
    out.push_back(std::floor(sum / static_cast<double>(std::min(i + 1, window))));
  }
  return out;
}

class ResponseBuilder {
 public:
  ResponseBuilder(const TrendsPlan& plan, const ProjectTime& zone, const TrendsSink& on_row)
      : plan_(plan),
        query_(plan.query),
        zone_(zone),
        total_(plan.query.display == Display::kTotalValue),
        slope_(plan.query.display == Display::kSlope),
        on_row_(on_row) {
    AddPeriod(plan.range);
    if (plan.compare_range) AddPeriod(*plan.compare_range);
  }

  Status Add(const TrendsSelect& select, const TrendsRows& rows) {
    // Nothing is known of an action that is not there.
    if (query_.series[select.series].action_is_missing && query_.formulas.empty()) return Ok();
    if (!query_.breakdown.cohorts.empty()) return AddCohorts(select, rows);
    const bool has_breakdown = !query_.breakdown.breakdowns.empty();
    if (!has_breakdown) {
      static const TrendsGroup nothing;
      const TrendsGroup& group = rows.groups.empty() ? nothing : rows.groups.front();
      return Take(MakeRow(select, group, rows));
    }
    for (const TrendsGroup& group : rows.groups) {
      if (Is(group.values, kOtherLabel)) {
        has_more_ = true;
        if (query_.breakdown.hide_other) continue;
      }
      if (SaysNothing(group)) continue;
      TRY(Take(MakeRow(select, group, rows)));
    }
    return Ok();
  }

  /// A row for each cohort that was asked for, in that order, also when nobody in it did a thing.
  Status AddCohorts(const TrendsSelect& select, const TrendsRows& rows) {
    for (const std::string& cohort : query_.breakdown.cohorts) {
      TrendsGroup nothing{.values = {cohort}, .cells = {}};
      const auto found = std::ranges::find(rows.groups, nothing.values, &TrendsGroup::values);
      TRY(Take(MakeRow(select, found == rows.groups.end() ? nothing : *found, rows)));
    }
    return Ok();
  }

  Result<JsonObject> Finish() {
    for (std::size_t i = 0; i < query_.formulas.size(); ++i) TRY(GiveFormulaRows(i));
    JsonObject out;
    out["hasMore"] = has_more_;
    out["resolved_date_range"] = insights::RangeJson(plan_.range, zone_);
    if (plan_.compare_range)
      out["resolved_compare_date_range"] = insights::RangeJson(*plan_.compare_range, zone_);
    return out;
  }

 private:
  /// A row of those without a value that counts nothing.
  bool SaysNothing(const TrendsGroup& group) const {
    const BreakdownFilter& breakdown = query_.breakdown;
    return !breakdown.multiple && !breakdown.breakdowns.front().bins &&
           Is(group.values, kNullLabel) &&
           std::ranges::all_of(group.cells, [](const TrendsCell& cell) { return cell.value == 0; });
  }

  /// Formulas need the rows of every series; without them each row goes out at once.
  Status Take(Row row) {
    if (query_.formulas.empty()) return on_row_(SeriesRow(row));
    held_numbers_ += row.data.size();
    if (held_numbers_ > kMaxHeldNumbers) {
      return InvalidArgument(
                 "The formula reads more than 4,000,000 numbers. Narrow the question: shorten the "
                 "date range, lengthen the interval, or lower the breakdown limit.")
          .WithTag("too_many_bytes");
    }
    rows_.push_back(std::move(row));
    return Ok();
  }

  struct Period {
    const DateRange* range;
    std::vector<std::string> labels;
    std::vector<std::string> days;
    std::vector<std::string> instants;
    std::unordered_map<std::int64_t, std::size_t> by_micros;
  };

  void AddPeriod(const DateRange& range) {
    Period period{&range,
                  BucketLabels(range, zone_),
                  BucketDays(range, zone_),
                  BucketInstants(range, zone_),
                  {}};
    if (slope_) {
      for (auto* list : {&period.labels, &period.days, &period.instants}) KeepEnds(*list);
    }
    for (std::size_t i = 0; i < range.buckets.size(); ++i) {
      period.by_micros.emplace(range.buckets[i].micros, i);
    }
    periods_.push_back(std::move(period));
  }

  const Period& PeriodOf(bool previous) const { return periods_[previous ? 1 : 0]; }

  Row MakeRow(const TrendsSelect& select, const TrendsGroup& group, const TrendsRows& rows) const {
    Row row{.series = select.series,
            .previous = select.previous,
            .breakdown = group.values,
            .data = {},
            .whole = rows.whole};
    if (total_) {
      const TrendsCell cell = group.cells.empty() ? TrendsCell() : group.cells.front();
      row.data = {cell.value};
      row.margins = MarginsOf(row, {cell.squared});
      ScaleUp(query_.series[select.series].math, query_.sampling_factor, row.data);
      return row;
    }
    const Period& period = PeriodOf(select.previous);
    row.data.assign(period.range->buckets.size(), 0);
    std::vector<double> squares(row.data.size(), 0);
    for (const TrendsCell& cell : group.cells) {
      const auto at = period.by_micros.find(BucketStart(rows.unit, cell.bucket, zone_).micros);
      if (at == period.by_micros.end()) continue;
      row.data[at->second] += cell.value;
      squares[at->second] += cell.squared;
    }
    if (query_.display == Display::kCumulative) {
      std::partial_sum(row.data.begin(), row.data.end(), row.data.begin());
    }
    if (query_.smoothing_intervals > 1) {
      row.data = Smooth(row.data, static_cast<std::size_t>(query_.smoothing_intervals));
    }
    row.margins = MarginsOf(row, squares);
    ScaleUp(query_.series[select.series].math, query_.sampling_factor, row.data);
    if (slope_) {
      row.count = SumOf(row.data);
      KeepEnds(row.data);
      KeepEnds(row.margins);
    }
    return row;
  }

  /// Of numbers as a sample has them; nothing where it does not tell how far off they may be.
  std::vector<double> MarginsOf(const Row& row, const std::vector<double>& squares) const {
    const TrendsSeries& series = query_.series[row.series];
    if (AddsUp(query_, series)) return MarginsOfSums(row, squares);
    const Measure measure = series.math.measure;
    const bool actors = measure == Measure::kActors || measure == Measure::kTrailingActors ||
                        series.counts_first_events();
    // Everything else mixes actors that may be the same ones.
    const bool plain = series.math_multiplier == 1 && query_.smoothing_intervals == 1 &&
                       query_.display != Display::kCumulative && !Is(row.breakdown, kOtherLabel);
    std::vector<double> margins;
    if (query_.sampling_factor >= 1 || !actors || !plain) return margins;
    for (const double count : row.data) {
      const auto found = static_cast<std::int64_t>(std::llround(count));
      margins.push_back(static_cast<double>(SampleMargin(found, query_.sampling_factor)));
    }
    return margins;
  }

  /// What somebody adds in one bucket, somebody else may add in another.
  std::vector<double> MarginsOfSums(const Row& row, const std::vector<double>& squares) const {
    std::vector<double> margins;
    SampledSum all;
    for (std::size_t i = 0; i < row.data.size(); ++i) {
      all.sum += std::abs(row.data[i]);
      all.squares += squares[i];
    }
    // How much those add whom the sample missed is not known when it found nobody. Of the values
    // that are one row together, the same person may have several.
    if (all.squares <= 0 || Is(row.breakdown, kOtherLabel)) return margins;
    const double weight = all.Weight();
    margins.reserve(row.data.size());
    for (std::size_t i = 0; i < row.data.size(); ++i) {
      margins.push_back(static_cast<double>(SampleMargin(
          {.sum = row.data[i], .squares = squares[i]}, weight, query_.sampling_factor)));
    }
    return margins;
  }

  /// Whether the last bucket is still running.
  bool IsIncomplete(const DateRange& range) const {
    return !range.buckets.empty() && range.buckets.back() <= plan_.now &&
           plan_.now < zone_.Next(range.interval, range.buckets.back());
  }

  double CountOf(std::span<const double> data) const {
    if (query_.display != Display::kCumulative) return SumOf(data);
    return data.empty() ? 0 : data.back();
  }

  JsonObject FilterJson(const Period& period) const {
    return {{"insight", "TRENDS"},
            {"date_from", zone_.FormatIso(period.range->from)},
            {"date_to", zone_.FormatIso(period.range->to)},
            {"entity_type", "events"},
            {"interval", std::string(IntervalName(period.range->interval))},
            {"properties", query_.properties.is_null() ? Json(JsonArray()) : query_.properties},
            {"display", query_.display_word}};
  }

  JsonObject ActionJson(std::size_t index, const Period& period) const {
    JsonObject action = insights::ActionJson(query_.series[index], index);
    action["days"] = total_ ? JsonArray() : Texts(period.instants);
    return action;
  }

  /// What rows of series and rows of formulas have in common.
  void AddNumbers(JsonObject& out, const Row& row) const {
    const Period& period = PeriodOf(row.previous);
    if (total_) {
      out["data"] = JsonArray();
      out["days"] = JsonArray();
      out["count"] = 0;
      out["aggregated_value"] = row.data.empty() ? Json(0) : Number(row.data[0], row.whole);
    } else {
      out["data"] = Numbers(row.data, row.whole);
      out["labels"] = Texts(period.labels);
      out["days"] = Texts(period.days);
      out["count"] = row.count.value_or(CountOf(row.data));
    }
    if (slope_) out["incomplete_end"] = IsIncomplete(*period.range);
    if (!query_.breakdown.cohorts.empty()) {
      const std::string& cohort = row.breakdown.front();
      out["breakdown_value"] = cohort == kAllUsers
                                   ? Json(cohort)
                                   : Json(std::int64_t{std::strtoll(cohort.c_str(), nullptr, 10)});
    } else if (!row.breakdown.empty()) {
      out["breakdown_value"] =
          query_.breakdown.multiple ? Json(Texts(row.breakdown)) : Json(row.breakdown.front());
    }
    if (plan_.compare_range) {
      out["compare"] = true;
      out["compare_label"] = row.previous ? "previous" : "current";
    }
    out["filter"] = FilterJson(period);
  }

  JsonObject SeriesRow(const Row& row) const {
    JsonObject out;
    out["action"] = ActionJson(row.series, PeriodOf(row.previous));
    std::string label = query_.series[row.series].Label();
    if (!row.breakdown.empty()) {
      const auto name = plan_.cohort_names.find(row.breakdown.front());
      const std::string value =
          name == plan_.cohort_names.end() ? BreakdownLabel(row.breakdown) : name->second;
      label = query_.series.size() == 1 ? value : label + " - " + value;
    }
    out["label"] = label;
    out["order"] = row.series;
    AddNumbers(out, row);
    if (!row.margins.empty()) {
      out[total_ ? "aggregated_value_margin" : "data_margin"] =
          total_ ? Number(row.margins.front(), true) : Json(Numbers(row.margins, true));
    }
    return out;
  }

  Status GiveFormulaRows(std::size_t index) const {
    const FormulaNode& node = query_.formulas[index];
    // Groups keep the order in which they were first seen.
    std::map<std::pair<bool, std::vector<std::string>>, std::size_t> by_group;
    std::vector<std::vector<const Row*>> groups;
    for (const Row& row : rows_) {
      const auto [at, added] = by_group.try_emplace({row.previous, row.breakdown}, groups.size());
      if (added) groups.emplace_back(query_.series.size(), nullptr);
      groups[at->second][row.series] = &row;
    }
    std::vector<Row> rows;
    for (const auto& group : groups) {
      const Row* sample = *std::ranges::find_if(group, [](const Row* r) { return r != nullptr; });
      Row row{.series = index,
              .previous = sample->previous,
              .breakdown = sample->breakdown,
              .data = std::vector<double>(sample->data.size()),
              .whole = false};
      std::vector<double> values(group.size());
      for (std::size_t bucket = 0; bucket < row.data.size(); ++bucket) {
        for (std::size_t i = 0; i < group.size(); ++i) {
          values[i] = group[i] == nullptr ? 0 : group[i]->data[bucket];
        }
        row.data[bucket] = node.formula.Evaluate(values);
      }
      rows.push_back(std::move(row));
    }
    const auto rank = [](const Row& row) {
      return Is(row.breakdown, kOtherLabel) ? 2 : Is(row.breakdown, kNullLabel) ? 1 : 0;
    };
    std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) {
      if (a.previous != b.previous) return b.previous;
      if (rank(a) != rank(b)) return rank(a) < rank(b);
      return SumOf(a.data) > SumOf(b.data);
    });
    for (const Row& row : rows) {
      JsonObject out;
      out["action"] = nullptr;
      out["label"] = node.custom_name.value_or("Formula (" + node.text + ")");
      out["order"] = index;
      AddNumbers(out, row);
      if (total_) {
        out["data"] = nullptr;
      } else {
        out["count"] = SumOf(row.data);
      }
      TRY(on_row_(out));
    }
    return Ok();
  }

  const TrendsPlan& plan_;
  const TrendsQuery& query_;
  const ProjectTime& zone_;
  const bool total_;
  const bool slope_;
  const TrendsSink& on_row_;
  std::vector<Period> periods_;
  std::vector<Row> rows_;  // of series, for formulas
  std::size_t held_numbers_ = 0;
  bool has_more_ = false;
};

}  // namespace

JsonObject ActionJson(const TrendsSeries& series, std::size_t order) {
  JsonObject action;
  action["days"] = JsonArray();
  action["id"] = series.Id();
  action["type"] = series.Type();
  action["order"] = order;
  action["name"] = series.Label();
  action["custom_name"] = OrNull(series.custom_name);
  action["math"] = series.math.word;
  action["math_property"] = OrNull(series.math_property);
  action["math_hogql"] = OrNull(series.math_hogql);
  action["math_group_type_index"] =
      series.math_group_type_index ? Json(*series.math_group_type_index) : Json();
  action["properties"] = JsonObject();
  return action;
}

JsonObject RangeJson(const DateRange& range, const ProjectTime& zone) {
  return {{"date_from", zone.FormatIso(range.from)}, {"date_to", zone.FormatIso(range.to)}};
}

Timestamp BucketStart(BucketUnit unit, std::int64_t number, const ProjectTime& zone) {
  const Timestamp base = zone.FromCivil(kBucketBase);
  switch (unit) {
    case BucketUnit::kMicros:
      return {number};
    case BucketUnit::kDates:
      return zone.FromDayNumber(number);
    case BucketUnit::kDays:
      return zone.FromDayNumber(zone.DayNumber(base) + number);
    case BucketUnit::kHours:
      return base + std::chrono::hours(number);
    case BucketUnit::kMinutes:
      return base + std::chrono::minutes(number);
  }
  return {number};
}

std::string BreakdownLabel(std::span<const std::string> values) {
  std::string out;
  for (const std::string& value : values) {
    if (!out.empty()) out += "::";
    if (value == kNullLabel) {
      out += "None (i.e. no value)";
    } else if (value == kOtherLabel) {
      out += "Other (i.e. all remaining values)";
    } else {
      out += value;
    }
  }
  return out;
}

Result<JsonObject> TrendsResponse(const TrendsPlan& plan, const std::vector<TrendsRows>& rows,
                                  const ProjectTime& zone, const TrendsSink& on_row) {
  ResponseBuilder builder(plan, zone, on_row);
  for (std::size_t i = 0; i < plan.selects.size() && i < rows.size(); ++i) {
    TRY(builder.Add(plan.selects[i], rows[i]));
  }
  return builder.Finish();
}

}  // namespace tenrec::insights
