#include "tenrec/insights/query_fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/property_operator.h"

namespace tenrec::insights {
namespace {

constexpr std::size_t kMaxBreakdowns = 3;
constexpr std::int64_t kMaxBreakdownLimit = 1'000;
constexpr int kMaxBins = 200;
constexpr int kDaysOfWeek = 7;

constexpr std::array<std::string_view, 6> kBreakdownTypes = {"event", "person", "event_metadata",
                                                             "hogql", "group",  "session"};

constexpr std::array<std::string_view, 3> kLaterTypes = {
    "data_warehouse", "data_warehouse_person_property", "revenue_analytics"};

Error NotYet(std::string_view what) {
  return Unimplemented(std::string(what) + " is not supported yet");
}

Status CheckType(const std::string& type, const std::string& field) {
  if (type == "cohort") return Ok();
  if (std::ranges::find(kBreakdownTypes, type) != kBreakdownTypes.end()) return Ok();
  if (std::ranges::find(kLaterTypes, type) != kLaterTypes.end()) {
    return NotYet("breakdown type '" + type + "'");
  }
  return InvalidArgument(field + ": Unsupported breakdown type: " + hogql::Shown(type))
      .WithTag("invalid_input");
}

/// One element of `breakdowns`, or the old single form.
Result<Breakdown> CheckBreakdown(Breakdown breakdown) {
  if (breakdown.type == "group" && !breakdown.group_type_index) {
    return InvalidArgument("breakdown by a group property needs breakdown_group_type_index");
  }
  return breakdown;
}

/// Ids of cohorts, as numbers or text, and "all".
Status ReadCohorts(const Json& json, BreakdownFilter& out) {
  JsonArray one = {json};
  for (const Json& value : json.is_array() ? json.get_array() : one) {
    const std::string text = ValueText(value);
    const bool is_id = !text.empty() && text.size() < 16 &&
                       std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_id && text != kAllUsers) {
      return InvalidArgument(
          "query.breakdownFilter.breakdown: Input should be ids of cohorts, or 'all'");
    }
    if (std::ranges::find(out.cohorts, text) == out.cohorts.end()) out.cohorts.push_back(text);
  }
  if (out.cohorts.empty()) return Ok();
  out.breakdowns.push_back({.type = "cohort", .property = "id"});
  return Ok();
}

bool NamesCohorts(const JsonArray& list) {
  return std::ranges::any_of(
      list, [](const Json& item) { return StringMember(item, "type") == "cohort"; });
}

/// Cohorts in a list of breakdowns, each {"type": "cohort", "property": its id}.
Status ReadCohortList(const JsonArray& list, BreakdownFilter& out) {
  JsonArray ids;
  for (std::size_t i = 0; i < list.size(); ++i) {
    FieldReader item(list[i], "query.breakdownFilter.breakdowns." + std::to_string(i));
    if (item.Text("type") != "cohort") {
      item.Fail("type", "Input should be 'cohort': cohorts do not go together with properties");
    }
    const Json* id = item.Any("property");
    if (id == nullptr) item.Fail("property", "Field required");
    item.Ignore({"group_type_index", "normalize_url", "histogram_bin_count"});
    TRY(item.Finish());
    ids.push_back(*id);
  }
  return ReadCohorts(ids, out);
}

Status ReadFilter(const Json& json, BreakdownFilter& out) {
  FieldReader in(json, "query.breakdownFilter");
  const Json* single = in.Any("breakdown");
  Breakdown first{.type = in.Text("breakdown_type").value_or("event"),
                  .group_type_index = ReadGroupIndex(in, "breakdown_group_type_index"),
                  .normalize_url = in.Bool("breakdown_normalize_url")};
  const auto limit = in.Int("breakdown_limit");
  if (limit && *limit < 0) {
    in.Fail("breakdown_limit", "Input should be greater than or equal to 0");
  }
  // 0 asks for the default, as if it were left out.
  if (limit && *limit > 0) out.limit = std::min(*limit, kMaxBreakdownLimit);
  out.hide_other = in.Bool("breakdown_hide_other_aggregation");
  first.bins = ReadBinCount(in, "breakdown_histogram_bin_count");
  const JsonArray* list = in.List("breakdowns");
  TRY(in.Finish());
  // A type without anything to break down by is what an editor left behind.
  const bool later = std::ranges::find(kLaterTypes, first.type) != kLaterTypes.end();
  if (single != nullptr || !later) TRY(CheckType(first.type, in.PathOf("breakdown_type")));

  if (list != nullptr && !list->empty()) {
    if (list->size() > kMaxBreakdowns && !NamesCohorts(*list)) {
      return InvalidArgument("query.breakdownFilter.breakdowns: List should have at most 3 items");
    }
    if (NamesCohorts(*list)) return ReadCohortList(*list, out);
    out.multiple = true;
    for (std::size_t i = 0; i < list->size(); ++i) {
      FieldReader item((*list)[i], "query.breakdownFilter.breakdowns." + std::to_string(i));
      Breakdown breakdown{.type = item.Text("type").value_or("event"),
                          .property = item.Text("property").value_or(""),
                          .group_type_index = ReadGroupIndex(item, "group_type_index"),
                          .normalize_url = item.Bool("normalize_url"),
                          .bins = ReadBinCount(item, "histogram_bin_count")};
      TRY(item.Finish());
      TRY(CheckType(breakdown.type, item.PathOf("type")));
      TRY_ASSIGN(Breakdown checked, CheckBreakdown(std::move(breakdown)));
      out.breakdowns.push_back(std::move(checked));
    }
    return Ok();
  }
  if (single == nullptr) return Ok();
  if (first.type == "cohort") return ReadCohorts(*single, out);
  // A list of one is how old clients wrote a single property.
  if (single->is_array() && single->get_array().size() == 1) single = &single->get_array()[0];
  if (!single->is_string()) {
    return InvalidArgument("query.breakdownFilter.breakdown: Input should be a valid string");
  }
  first.property = std::string(View(single->get_string()));
  TRY_ASSIGN(Breakdown checked, CheckBreakdown(std::move(first)));
  out.breakdowns.push_back(std::move(checked));
  return Ok();
}

void ReadDaysOfWeek(FieldReader& in, DateRangeRequest& out) {
  const JsonArray* days = in.List("daysOfWeek");
  if (days == nullptr) return;
  std::set<int> read;
  for (const Json& day : *days) {
    const double number = day.is_number() ? day.to_number<double>() : 0;
    if (number < 1 || number > kDaysOfWeek || number != std::floor(number)) {
      in.Fail("daysOfWeek", "Input should be days from 1 (Monday) to 7 (Sunday)");
      return;
    }
    read.insert(static_cast<int>(number));
  }
  if (read.size() < kDaysOfWeek) out.days_of_week.assign(read.begin(), read.end());
}

Status ReadRange(const Json& json, DateRangeRequest& out) {
  FieldReader in(json, "query.dateRange");
  out.date_from = in.Text("date_from");
  out.date_to = in.Text("date_to");
  out.explicit_date = in.Bool("explicitDate");
  out.exclude_incomplete = in.Bool("excludeIncompletePeriods");
  ReadDaysOfWeek(in, out);
  return in.Finish();
}

}  // namespace

Json CopyOf(const Json* json) {
  return json == nullptr ? Json() : *json;
}

std::optional<int> ReadGroupIndex(FieldReader& in, std::string_view name) {
  const auto index = in.Int(name);
  if (!index) return std::nullopt;
  if (*index < 0 || *index > 4) in.Fail(name, "Input should be 0 to 4");
  return static_cast<int>(*index);
}

std::optional<int> ReadBinCount(FieldReader& in, std::string_view name) {
  const auto bins = in.Int(name);
  if (!bins) return std::nullopt;
  if (*bins < 1 || *bins > kMaxBins) in.Fail(name, "Input should be 1 to 200");
  return static_cast<int>(*bins);
}

Status ReadDateRange(FieldReader& in, DateRangeRequest& out) {
  if (const auto interval = in.Text("interval")) {
    if (const auto parsed = ParseInterval(*interval)) {
      out.interval = *parsed;
    } else {
      in.Fail("interval", "Input should be 'second', 'minute', 'hour', 'day', 'week' or 'month'");
    }
  }
  const Json* range = in.Object("dateRange");
  return range == nullptr ? Ok() : ReadRange(*range, out);
}

Status ReadCompareFilter(const Json& json, bool& compare, std::optional<std::string>& compare_to) {
  FieldReader in(json, "query.compareFilter");
  compare = in.Bool("compare");
  compare_to = in.Text("compare_to");
  return in.Finish();
}

Status ReadBreakdownFilter(FieldReader& in, BreakdownFilter& out) {
  const Json* filter = in.Object("breakdownFilter");
  return filter == nullptr ? Ok() : ReadFilter(*filter, out);
}

}  // namespace tenrec::insights
