#include "tenrec/insights/point_fields.h"

#include <algorithm>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/property_operator.h"

namespace tenrec::insights {

Result<PointFields> ReadPointFields(const Json& json, const std::string& path) {
  PointFields fields;
  FieldReader in(json, path);
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  const Json* source = in.Object("source");
  if (const Json* day = in.Any("day")) {
    if (day->is_string() || day->is_number()) {
      fields.day = ValueText(*day);
    } else {
      in.Fail("day", "Input should be the start of a period, such as '2024-01-31', or a number");
    }
  }
  fields.status = in.Text("status");
  fields.interval = in.Int("interval");
  fields.series = in.Int("series").value_or(0);
  if (const Json* value = in.Any("breakdown")) {
    fields.breakdown.emplace();
    if (const auto* list = value->if_array()) {
      for (const Json& item : *list) fields.breakdown->push_back(ValueText(item));
    } else {
      fields.breakdown->push_back(ValueText(*value));
    }
  }
  const std::string compare = in.Text("compare").value_or("current");
  if (compare != "current" && compare != "previous") {
    in.Fail("compare", "Input should be 'current' or 'previous'");
  }
  fields.previous = compare == "previous";
  fields.include_recordings = in.Bool("includeRecordings");
  fields.comparison = in.Text("operator");
  if (source == nullptr) in.Fail("source", "Field required");
  TRY(in.Finish());
  fields.source = *source;
  if (StringMember(*source, "kind") == "InsightVizNode") {
    if (const Json* wrapped = FindMember(*source, "source")) {
      Json inner = *wrapped;
      fields.source = std::move(inner);
    }
  }
  return fields;
}

Result<std::size_t> FindBucket(const DateRange& range, const std::string& day,
                               const FilterContext& context) {
  const ParsedDate parsed = ParseDate(day, context.zone, context.now, false);
  if (parsed.absolute) {
    const Timestamp start = context.zone.StartOf(range.interval, parsed.instant);
    const auto at = std::ranges::find(range.buckets, start);
    if (at != range.buckets.end()) return static_cast<std::size_t>(at - range.buckets.begin());
  }
  return InvalidArgument("query.source.day: '" + hogql::Shown(day) +
                         "' is none of the question's periods");
}

}  // namespace tenrec::insights
