#include "tenrec/insights/funnel_paths.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/field_reader.h"

namespace tenrec::insights {
namespace {

/// Far outside any history, and still what the engine's DateTime64 holds.
constexpr Timestamp kAlwaysBefore = Timestamp::FromSeconds(0);
constexpr Timestamp kAlwaysAfter = Timestamp::FromSeconds(7'258'118'400);  // the year 2200

/// The funnel as steps: whoever reached them is asked for, however they are drawn.
Result<Json> StepsOf(const Json& source, const std::string& path) {
  Json funnel = source;
  if (StringMember(funnel, "kind") == "InsightVizNode") {
    if (const Json* wrapped = FindMember(source, "source")) funnel = *wrapped;
  }
  const std::string kind(StringMember(funnel, "kind").value_or(""));
  if (kind != "FunnelsQuery") {
    return InvalidArgument(path + ".kind: Input should be 'FunnelsQuery', not '" +
                           hogql::Shown(kind) + "'");
  }
  JsonObject& query = funnel.get_object();
  query.erase("breakdownFilter");
  if (auto* filter = query["funnelsFilter"].if_object()) {
    (*filter)["funnelVizType"] = "steps";
    filter->erase("breakdownAttributionType");
  }
  return funnel;
}

}  // namespace

Result<FunnelPaths> ParseFunnelPaths(const Json& json, const std::string& path) {
  FunnelPaths paths;
  FieldReader in(json, path);
  const auto type = in.Text("funnelPathType");
  if (type == "funnel_path_before_step") {
    paths.part = FunnelPathPart::kBefore;
  } else if (type == "funnel_path_between_steps") {
    paths.part = FunnelPathPart::kBetween;
  } else if (type != "funnel_path_after_step") {
    in.Fail("funnelPathType", type ? "Input should be 'funnel_path_before_step', "
                                     "'funnel_path_between_steps' or 'funnel_path_after_step'"
                                   : "Field required");
  }
  const Json* source = in.Object("funnelSource");
  if (source == nullptr) in.Fail("funnelSource", "Field required");
  const auto step = in.Int("funnelStep");
  if (!step) in.Fail("funnelStep", "Field required");
  TRY(in.Finish());
  TRY_ASSIGN(Json funnel, StepsOf(*source, path + ".funnelSource"));
  TRY_ASSIGN(paths.point, ParseFunnelPoint(JsonObject{{"kind", "FunnelsActorsQuery"},
                                                      {"source", std::move(funnel)},
                                                      {"funnelStep", *step}},
                                           path));
  const bool has_before = *step >= 2 || *step <= -3;
  if (paths.part == FunnelPathPart::kBetween && !has_before) {
    return InvalidArgument(path + ".funnelStep: there is no step before this one");
  }
  return paths;
}

ListedActor FunnelPaths::Stretch(std::string actor, const behavior::FunnelOutcome& outcome) const {
  // The last step that the actors reached, counted from 1, and how many required ones lie up to it.
  const std::int64_t step = *point.step > 0 ? *point.step : -*point.step - 1;
  std::size_t reached = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(step); ++i) {
    if (!point.source.series[i].is_optional) ++reached;
  }
  const std::size_t at = std::min(reached, outcome.times.size()) - 1;
  const Timestamp time{outcome.times[at]};
  ListedActor listed{.id = std::move(actor)};
  switch (part) {
    case FunnelPathPart::kBefore:
      listed.entered = kAlwaysBefore;
      listed.until = time;
      break;
    case FunnelPathPart::kBetween:
      listed.entered = Timestamp{outcome.times[at > 0 ? at - 1 : 0]};
      listed.until = time;
      break;
    case FunnelPathPart::kAfter:
      listed.entered = *point.step < 0 ? Timestamp{time.micros + point.source.window} : time;
      listed.until = kAlwaysAfter;
      break;
  }
  return listed;
}

}  // namespace tenrec::insights
