#include "tenrec/insights/funnels_actors.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/funnels_tally.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/property_operator.h"

namespace tenrec::insights {
namespace {

Status CheckStep(const FunnelPoint& point) {
  const auto count = static_cast<std::int64_t>(point.source.series.size());
  if (point.took_to && !point.took_from) {
    return InvalidArgument("funnelTimeToConvertTo: funnelTimeToConvertFrom is missing");
  }
  if (point.took_from) {
    if (point.step || !point.custom_steps.empty()) {
      return InvalidArgument("funnelTimeToConvertFrom: it takes the place of funnelStep");
    }
    if (point.source.graph != FunnelGraph::kTimeToConvert) {
      return InvalidArgument(
          "funnelTimeToConvertFrom: only a funnel with funnelVizType time_to_convert has bins");
    }
    return Ok();
  }
  if (!point.step) {
    if (!point.custom_steps.empty()) return Ok();
    return InvalidArgument("Missing both funnelStep and funnelCustomSteps");
  }
  if (*point.step == 0) {
    return InvalidArgument("Funnel steps are 1-indexed, so step 0 doesn't exist");
  }
  if (*point.step == -1) {
    return InvalidArgument(
        "The first valid drop-off argument for funnelStep is -2. -2 refers to persons who "
        "performed the first step but never made it to the second.");
  }
  if (*point.step > count || *point.step < -count) {
    return InvalidArgument("funnelStep: the funnel has " + std::to_string(count) +
                           " steps, so there is no step " + std::to_string(std::abs(*point.step)));
  }
  return Ok();
}

Status CheckTrendsPoint(FieldReader& in, FunnelPoint& point) {
  const bool has_drop_off = in.Any("funnelTrendsDropOff") != nullptr;
  point.drop_off = in.Bool("funnelTrendsDropOff");
  const auto entrance = in.Text("funnelTrendsEntrancePeriodStart");
  point.entrance = entrance.value_or("");
  if (point.source.graph != FunnelGraph::kTrends) return Ok();
  if (!has_drop_off) {
    return InvalidArgument(
        "Actors parameter `funnelTrendsDropOff` must be provided for funnel trends persons!");
  }
  if (!entrance) {
    return InvalidArgument(
        "Actors parameter `funnelTrendsEntrancePeriodStart` must be provided funnel trends "
        "persons!");
  }
  return Ok();
}

}  // namespace

bool FunnelPoint::is_other() const {
  return value == kFunnelOther && source.graph == FunnelGraph::kSteps;
}

Result<FunnelPoint> ParseFunnelPoint(const Json& json, const std::string& path) {
  FunnelPoint point;
  FieldReader in(json, path);
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  const Json* source = in.Object("source");
  if (source == nullptr) in.Fail("source", "Field required");
  point.step = in.Int("funnelStep");
  if (const JsonArray* steps = in.List("funnelCustomSteps")) {
    for (const Json& step : *steps) {
      if (step.is_int64()) {
        point.custom_steps.push_back(step.get_int64());
      } else {
        in.Fail("funnelCustomSteps", "Input should be a list of integers");
      }
    }
  }
  if (const Json* value = in.Any("funnelStepBreakdown")) {
    const auto* list = value->if_array();
    if (list == nullptr) {
      point.value = ValueText(*value);
    } else if (list->size() == 1) {
      point.value = ValueText(list->front());
    } else {
      in.Fail("funnelStepBreakdown", "A funnel has one breakdown");
    }
  }
  point.took_from = in.Int("funnelTimeToConvertFrom");
  point.took_to = in.Int("funnelTimeToConvertTo");
  point.include_recordings = in.Bool("includeRecordings");
  const std::string period = in.Text("compare").value_or("current");
  if (period != "current" && period != "previous") {
    in.Fail("compare", "Input should be 'current' or 'previous'");
  }
  point.previous = period == "previous";
  // What is wrong with the shape comes before what is wrong with the funnel.
  (void)in.Any("funnelTrendsDropOff");
  (void)in.Any("funnelTrendsEntrancePeriodStart");
  TRY(in.Finish());
  Json inner = *source;
  if (StringMember(inner, "kind") == "InsightVizNode") {
    if (const Json* wrapped = FindMember(*source, "source")) inner = *wrapped;
  }
  const std::string kind(StringMember(inner, "kind").value_or(""));
  if (kind != "FunnelsQuery") {
    return InvalidArgument(path + ".source.kind: Input should be 'FunnelsQuery', not '" +
                           hogql::Shown(kind) + "'");
  }
  TRY_ASSIGN(point.source, ParseFunnelsQuery(inner));
  if (!point.source.cohorts.empty() && point.value) point.value = CohortOfNumber(*point.value);
  if (point.previous && !point.source.compare) {
    return InvalidArgument(path + ".compare: the funnel is not compared with another period");
  }
  TRY(CheckTrendsPoint(in, point));
  TRY(in.Finish());
  if (point.source.graph != FunnelGraph::kTrends) TRY(CheckStep(point));
  return point;
}

Result<FunnelPointFilter> FunnelPointFilter::Make(const FunnelPoint& point, const FunnelsPlan& plan,
                                                  const ProjectTime& zone, Timestamp now,
                                                  std::vector<std::string> shown) {
  FunnelPointFilter filter;
  filter.point_ = &point;
  filter.shown_ = std::move(shown);
  if (plan.query.graph == FunnelGraph::kTrends) {
    const ParsedDate parsed = ParseDate(point.entrance, zone, now, false);
    const Timestamp start = zone.StartOf(plan.range.interval, parsed.instant);
    const auto at = std::ranges::find(plan.range.buckets, start);
    if (!parsed.absolute || at == plan.range.buckets.end()) {
      return InvalidArgument("funnelTrendsEntrancePeriodStart: '" + hogql::Shown(point.entrance) +
                             "' is none of the question's periods");
    }
    filter.period_ = static_cast<std::size_t>(at - plan.range.buckets.begin());
    return filter;
  }
  if (!point.step || point.took_from) return filter;
  const auto bit = [](std::int64_t step) { return 1U << (step - 1); };
  if (*point.step > 0) {
    filter.all_ = bit(*point.step);
    return filter;
  }
  std::int64_t before = -*point.step - 1;
  while (before > 1 && plan.query.series[static_cast<std::size_t>(before) - 1].is_optional) {
    --before;
  }
  filter.all_ = bit(before);
  filter.none_ = bit(-*point.step);
  return filter;
}

bool FunnelPointFilter::HasValue(std::string_view value) const {
  if (point_->is_other()) return std::ranges::find(shown_, value) == shown_.end();
  return !point_->value || *point_->value == value;
}

bool FunnelPointFilter::IsInBin(const behavior::FunnelOutcome& outcome) const {
  const FunnelsQuery& query = point_->source;
  if (outcome.reached < query.to_step) return false;
  constexpr std::int64_t kSecond = 1'000'000;
  const std::int64_t took = outcome.times[static_cast<std::size_t>(query.to_step)] -
                            outcome.times[static_cast<std::size_t>(query.from_step)];
  return took >= *point_->took_from * kSecond &&
         (!point_->took_to || took < *point_->took_to * kSecond);
}

bool FunnelPointFilter::Takes(const behavior::FunnelOutcome& outcome,
                              std::string_view value) const {
  if (!HasValue(value)) return false;
  if (point_->took_from) return IsInBin(outcome);
  if (!point_->step) {
    return std::ranges::find(point_->custom_steps, outcome.reached + 1) !=
           point_->custom_steps.end();
  }
  return (outcome.bits & all_) == all_ && (outcome.bits & none_) == 0;
}

std::uint32_t FunnelPointFilter::EventOf(const behavior::FunnelOutcome& outcome) const {
  if (point_->took_from) return outcome.ids[static_cast<std::size_t>(point_->source.to_step)];
  if (!point_->step) return outcome.ids.back();
  const auto step = static_cast<std::size_t>(std::abs(*point_->step));
  const std::size_t index = *point_->step > 0 ? step - 1 : step - 2;
  return outcome.ids[std::min(index, outcome.ids.size() - 1)];
}

bool FunnelPointFilter::Takes(const behavior::FunnelTrendOutcome& outcome,
                              std::string_view value) const {
  return HasValue(value) && outcome.period == period_ && outcome.converted != point_->drop_off;
}

}  // namespace tenrec::insights
