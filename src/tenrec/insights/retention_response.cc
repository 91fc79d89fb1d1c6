#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "tenrec/insights/counted_series.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/retention.h"
#include "tenrec/insights/sample_margin.h"

namespace tenrec::insights {
namespace {

/// The numbers of one breakdown value: cohort after cohort, each with all its columns.
struct Table {
  std::vector<std::int64_t> actors;
  /// Those of the sample.
  std::vector<std::int64_t> found;
  std::vector<double> totals;
};

std::string UnitTitle(const RetentionQuery& query) {
  std::string unit(IntervalName(query.counted.date_range.interval));
  unit.front() = static_cast<char>(unit.front() - 'a' + 'A');
  return unit;
}

class ResponseBuilder {
 public:
  ResponseBuilder(const RetentionPlan& plan, const ProjectTime& zone)
      : plan_(plan),
        zone_(zone),
        columns_(plan.query.columns()),
        labels_(RetentionLabels(plan.query)),
        has_breakdown_(!plan.query.counted.breakdown.breakdowns.empty()) {}

  JsonArray Build(const std::vector<RetentionCell>& cells) {
    if (!has_breakdown_) {
      Fill(cells, nullptr);
      AddRows("");
      return std::move(rows_);
    }
    const std::vector<std::string> shown = ShownValues(plan_, cells);
    const std::set<std::string> known(shown.begin(), shown.end());
    Fill(cells, &known);
    for (const std::string& value : shown) AddRows(value);
    const bool hides = plan_.query.counted.breakdown.hide_other;
    if (tables_.contains(std::string(kOtherLabel)) && !hides) AddRows(std::string(kOtherLabel));
    return std::move(rows_);
  }

 private:
  Table& TableOf(const std::string& value) {
    Table& table = tables_[value];
    if (table.actors.empty()) {
      table.actors.assign(plan_.starts.size() * columns_, 0);
      table.found.assign(table.actors.size(), 0);
      table.totals.assign(table.actors.size(), 0);
    }
    return table;
  }

  /// Values that are not known go into the Other table.
  void Fill(const std::vector<RetentionCell>& cells, const std::set<std::string>* known) {
    for (const RetentionCell& cell : cells) {
      const auto cohort = static_cast<std::size_t>(cell.cohort);
      const auto offset = static_cast<std::size_t>(cell.offset);
      if (cell.cohort < 0 || cohort >= plan_.starts.size()) continue;
      if (cell.offset < 0 || offset >= columns_) continue;
      const bool other = known != nullptr && !known->contains(cell.breakdown);
      Table& table = TableOf(other ? std::string(kOtherLabel) : cell.breakdown);
      table.actors[cohort * columns_ + offset] += ScaledUp(cell.actors, plan_.query.counted);
      table.found[cohort * columns_ + offset] += cell.actors;
      table.totals[cohort * columns_ + offset] += cell.total / plan_.query.counted.sampling_factor;
    }
    if (!plan_.query.cumulative) return;
    for (auto& [value, table] : tables_) {
      for (std::size_t cohort = 0; cohort < plan_.starts.size(); ++cohort) {
        for (auto* counts : {&table.actors, &table.found}) {
          const auto begin = counts->begin() + static_cast<std::ptrdiff_t>(cohort * columns_);
          const auto end = begin + static_cast<std::ptrdiff_t>(columns_);
          std::partial_sum(std::reverse_iterator(end), std::reverse_iterator(begin),
                           std::reverse_iterator(end));
        }
      }
    }
  }

  void AddRows(const std::string& value) {
    const Table& table = TableOf(value);
    const std::string unit = UnitTitle(plan_.query);
    for (std::size_t cohort = 0; cohort < plan_.starts.size(); ++cohort) {
      JsonArray values;
      values.reserve(columns_);
      for (std::size_t column = 0; column < columns_; ++column) {
        const std::size_t at = cohort * columns_ + column;
        JsonObject one{{"count", table.actors[at]}, {"label", labels_[column]}};
        const double factor = plan_.query.counted.sampling_factor;
        if (factor < 1) one["count_margin"] = SampleMargin(table.found[at], factor);
        AddAggregate(table.actors[at], table.totals[at], one);
        values.push_back(std::move(one));
      }
      JsonObject row;
      row["values"] = std::move(values);
      row["label"] = unit + " " + std::to_string(cohort);
      row["date"] = zone_.FormatIso(plan_.starts[cohort]);
      row["breakdown_value"] = has_breakdown_ ? Shown(value) : Json();
      rows_.push_back(std::move(row));
    }
  }

  Json Shown(const std::string& value) const {
    return plan_.query.counted.breakdown.cohorts.empty() ? Json(value) : CohortNumber(value);
  }

  void AddAggregate(std::int64_t actors, double total, JsonObject& value) const {
    switch (plan_.query.aggregate) {
      case RetentionAggregate::kNone:
        return;
      case RetentionAggregate::kSum:
        value["aggregation_value"] = total;
        return;
      case RetentionAggregate::kAverage:
        value["aggregation_value"] = actors == 0 ? 0.0 : total / static_cast<double>(actors);
        return;
    }
  }

  const RetentionPlan& plan_;
  const ProjectTime& zone_;
  const std::size_t columns_;
  const std::vector<std::string> labels_;
  const bool has_breakdown_;
  std::map<std::string, Table> tables_;
  JsonArray rows_;
};

}  // namespace

std::vector<std::string> RetentionLabels(const RetentionQuery& query) {
  const std::string unit = UnitTitle(query);
  std::vector<std::string> labels = {unit + " 0"};
  if (query.brackets.empty()) {
    for (std::size_t i = 1; i < query.columns(); ++i) {
      labels.push_back(unit + " " + std::to_string(i));
    }
    return labels;
  }
  std::int64_t first = 1;
  for (const std::int64_t size : query.brackets) {
    const std::int64_t last = first + size - 1;
    labels.push_back(unit + " " + std::to_string(first) +
                     (last == first ? "" : "-" + std::to_string(last)));
    first = last + 1;
  }
  return labels;
}

std::vector<std::string> ShownValues(const RetentionPlan& plan,
                                     const std::vector<RetentionCell>& cells) {
  // A row for each cohort that was asked for, in that order, whoever is in it.
  const BreakdownFilter& breakdown = plan.query.counted.breakdown;
  if (!breakdown.cohorts.empty()) return breakdown.cohorts;
  std::map<std::string, std::int64_t> sizes;
  for (const RetentionCell& cell : cells) {
    // Rolling cohorts may lie behind the range; who has none in it has no row either.
    if (cell.cohort < 0 || static_cast<std::size_t>(cell.cohort) >= plan.starts.size()) continue;
    // A cumulative question counts an actor at its last offset only, but each is in the first.
    if (cell.offset == 0 || plan.query.cumulative) sizes[cell.breakdown] += cell.actors;
  }
  std::vector<std::pair<std::string, std::int64_t>> ranked(sizes.begin(), sizes.end());
  std::ranges::stable_sort(ranked,
                           [](const auto& a, const auto& b) { return a.second > b.second; });
  const auto limit = static_cast<std::size_t>(breakdown.limit);
  if (ranked.size() > limit) ranked.resize(limit);
  std::vector<std::string> shown;
  shown.reserve(ranked.size());
  for (auto& [value, size] : ranked) shown.push_back(value);
  return shown;
}

JsonObject RetentionResponse(const RetentionPlan& plan, const std::vector<RetentionCell>& cells,
                             const ProjectTime& zone) {
  return {{"results", ResponseBuilder(plan, zone).Build(cells)}};
}

}  // namespace tenrec::insights
