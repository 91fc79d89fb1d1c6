#include <algorithm>
#include <array>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/counted_series.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/point_fields.h"
#include "tenrec/insights/query_fields.h"
#include "tenrec/insights/retention.h"

namespace tenrec::insights {
namespace {

/// By schema, and when the field is an explicit null.
constexpr std::int64_t kDefaultIntervals = 8;
constexpr std::int64_t kNullIntervals = 7;
constexpr std::int64_t kMaxIntervals = 400;
constexpr std::size_t kMaxBrackets = 100;
constexpr std::int64_t kMaxOccurrences = 1'000'000;

/// An entity of the retention filter as the node of a series.
Result<Json> NodeOf(const Json* entity, const std::string& path) {
  if (entity == nullptr) return Json(JsonObject{{"kind", "EventsNode"}, {"event", "$pageview"}});
  FieldReader in(*entity, path);
  const std::string type = in.Text("type").value_or("events");
  const Json* id = in.Any("id");
  in.Ignore({"name", "order", "uuid", "kind", "table_name", "id_field", "timestamp_field",
             "distinct_id_field", "aggregation_target_field"});
  JsonObject node;
  if (const Json* properties = in.Any("properties")) node["properties"] = *properties;
  if (const auto name = in.Text("custom_name")) node["custom_name"] = *name;
  if (type == "events") {
    node["kind"] = "EventsNode";
    if (id != nullptr && id->is_string()) node["event"] = *id;
    if (id != nullptr && !id->is_string()) in.Fail("id", "Input should be a valid string");
  } else if (type == "actions") {
    node["kind"] = "ActionsNode";
    if (id == nullptr) {
      in.Fail("id", "Field required");
    } else if (id->is_string()) {
      // Old clients write the number as a text.
      const std::string_view text = View(id->get_string());
      std::int64_t number = 0;
      for (const char digit : text) {
        if (digit < '0' || digit > '9' || number > 1'000'000'000'000) {
          in.Fail("id", "Input should be a valid integer");
          break;
        }
        number = number * 10 + (digit - '0');
      }
      node["id"] = number;
    } else {
      node["id"] = *id;
    }
  } else if (type == "data_warehouse") {
    return Unimplemented(path + " of type 'data_warehouse' is not supported yet");
  } else {
    in.Fail("type", "Input should be 'actions', 'events' or 'data_warehouse'");
  }
  TRY(in.Finish());
  return Json(std::move(node));
}

/// Whether both name the same event, whatever their filters.
bool SameEvent(const Json& a, const Json& b) {
  const auto member = [](const Json& node, const char* name) {
    const Json* value = FindMember(node, name);
    return value == nullptr ? Json() : *value;
  };
  return member(a, "kind") == member(b, "kind") && member(a, "event") == member(b, "event") &&
         member(a, "id") == member(b, "id");
}

Status ReadAggregate(FieldReader& in, RetentionQuery& query) {
  const std::string type = in.Text("aggregationType").value_or("count");
  if (type != "count" && type != "sum" && type != "avg") {
    in.Fail("aggregationType", "Input should be 'count', 'sum' or 'avg'");
  }
  query.aggregate_property = in.Text("aggregationProperty").value_or("");
  const std::string of = in.Text("aggregationPropertyType").value_or("event");
  if (of != "event" && of != "person") {
    in.Fail("aggregationPropertyType", "Input should be 'event' or 'person'");
  }
  query.aggregate_person = of == "person";
  if (query.aggregate_property.empty()) return Ok();
  if (type == "sum") query.aggregate = RetentionAggregate::kSum;
  if (type == "avg") query.aggregate = RetentionAggregate::kAverage;
  return Ok();
}

void ReadBrackets(FieldReader& in, RetentionQuery& query) {
  const JsonArray* list = in.List("retentionCustomBrackets");
  if (list == nullptr) return;
  if (list->size() > kMaxBrackets) {
    in.Fail("retentionCustomBrackets", "List should have at most 100 items");
    return;
  }
  for (const Json& item : *list) {
    const bool whole = item.is_int64() || item.is_double();
    const auto size = whole ? static_cast<std::int64_t>(item.to_number<double>()) : 0;
    if (size < 1 || size > kMaxIntervals) {
      in.Fail("retentionCustomBrackets", "Input should be a list of numbers from 1 to 400");
      return;
    }
    query.brackets.push_back(size);
  }
}

Status ReadPeriod(FieldReader& in, TrendsQuery& counted) {
  const std::string period = in.Text("period").value_or("Day");
  constexpr std::array<std::pair<std::string_view, Interval>, 4> kPeriods{
      {{"Hour", Interval::kHour},
       {"Day", Interval::kDay},
       {"Week", Interval::kWeek},
       {"Month", Interval::kMonth}}};
  const auto* at = std::ranges::find(kPeriods, period, [](const auto& p) { return p.first; });
  if (at == kPeriods.end()) {
    in.Fail("period", "Input should be 'Hour', 'Day', 'Week' or 'Month'");
    return Ok();
  }
  counted.date_range.interval = at->second;
  return Ok();
}

void ReadType(FieldReader& in, RetentionQuery& query) {
  const std::string type = in.Text("retentionType").value_or("retention_recurring");
  if (type == "retention_first_time") {
    query.type = RetentionType::kFirstTime;
  } else if (type == "retention_first_ever_occurrence") {
    query.type = RetentionType::kFirstEver;
  } else if (type != "retention_recurring") {
    in.Fail("retentionType",
            "Input should be 'retention_recurring', 'retention_first_time' or "
            "'retention_first_ever_occurrence'");
  }
  const std::string window = in.Text("timeWindowMode").value_or("strict_calendar_dates");
  if (window != "strict_calendar_dates" && window != "24_hour_windows") {
    in.Fail("timeWindowMode", "Input should be 'strict_calendar_dates' or '24_hour_windows'");
  }
  query.rolling = window == "24_hour_windows";
}

void ReadCounts(const Json& json, FieldReader& in, RetentionQuery& query) {
  const Json* total = json.is_object() ? json.get_object().if_contains("totalIntervals") : nullptr;
  const auto intervals = in.Int("totalIntervals");
  if (intervals && (*intervals < 1 || *intervals > kMaxIntervals)) {
    in.Fail("totalIntervals", "Input should be 1 to 400");
  }
  query.total_intervals = intervals.value_or(total == nullptr ? kDefaultIntervals : kNullIntervals);
  const auto occurrences = in.Int("minimumOccurrences");
  if (occurrences && (*occurrences < 1 || *occurrences > kMaxOccurrences)) {
    in.Fail("minimumOccurrences", "Input should be greater than or equal to 1");
  }
  query.minimum_occurrences = occurrences.value_or(1);
}

Status ReadFilter(const Json& json, RetentionQuery& query, JsonArray& series) {
  const std::string path = "query.retentionFilter";
  FieldReader in(json, path);
  const Json* target = in.Object("targetEntity");
  const Json* returning = in.Object("returningEntity");
  ReadType(in, query);
  ReadCounts(json, in, query);
  ReadBrackets(in, query);
  query.cumulative = in.Bool("cumulative");
  TRY(ReadPeriod(in, query.counted));
  TRY(ReadAggregate(in, query));
  in.Ignore({"retentionReference", "meanRetentionCalculation", "display", "dashboardDisplay",
             "showTrendLines", "selectedInterval", "goalLines"});
  TRY(in.Finish());
  TRY_ASSIGN(Json start, NodeOf(target, path + ".targetEntity"));
  TRY_ASSIGN(Json back, NodeOf(returning, path + ".returningEntity"));
  query.events_differ = !SameEvent(start, back);
  series = {std::move(start), std::move(back)};
  return Ok();
}

/// What does not go together.
Status Check(const RetentionQuery& query) {
  if (query.rolling && query.cumulative) {
    return InvalidArgument("Cumulative retention is not supported for 24 hour windows.");
  }
  if (query.aggregate != RetentionAggregate::kNone && (query.rolling || query.cumulative)) {
    return InvalidArgument(
        "Aggregating a property is not supported for 24 hour windows and cumulative retention. "
        "Choose strict calendar dates, or count people.");
  }
  return Ok();
}

}  // namespace

Result<RetentionQuery> ParseRetentionQuery(const Json& json) {
  RetentionQuery query;
  FieldReader in(json, "query");
  JsonArray series;
  if (const Json* filter = in.Object("retentionFilter")) {
    TRY(ReadFilter(*filter, query, series));
  } else {
    in.Fail("retentionFilter", "Field required");
    return in.Finish().error();
  }
  const Interval interval = query.counted.date_range.interval;
  TRY_ASSIGN(query.counted, ReadCountedSeries(in, {.series = &series}));
  query.counted.date_range.interval = interval;
  // Cohorts are of whole ranges: intervals to come stay empty.
  query.counted.date_range.days_of_week.clear();
  query.counted.date_range.exclude_incomplete = false;
  TRY(ReadBreakdownFilter(in, query.counted.breakdown));
  TRY(in.Finish());
  TRY(Check(query));
  return query;
}

Result<RetentionPoint> ParseRetentionPoint(const Json& json, const std::string& path) {
  RetentionPoint point;
  TRY_ASSIGN(const PointFields fields, ReadPointFields(json, path));
  TRY_ASSIGN(point.source, ParseRetentionQuery(fields.source));
  if (fields.interval && *fields.interval < 0) {
    return InvalidArgument(path + ".interval: Input should be greater than or equal to 0");
  }
  point.interval = fields.interval;
  if (!fields.breakdown) return point;
  if (point.source.counted.breakdown.breakdowns.empty()) {
    return InvalidArgument(path + ".breakdown: the question has no breakdown");
  }
  const bool by_cohort = !point.source.counted.breakdown.cohorts.empty();
  if (by_cohort && fields.breakdown->size() == 1) {
    point.breakdown = CohortOfNumber(fields.breakdown->front());
    return point;
  }
  point.breakdown.emplace();
  for (const std::string& value : *fields.breakdown) {
    if (&value != fields.breakdown->data()) *point.breakdown += "::";
    *point.breakdown += value;
  }
  return point;
}

}  // namespace tenrec::insights
