#include "tenrec/query/point.h"

#include "tenrec/hogql/names.h"

namespace tenrec::query {

std::string SourceKind(const Json& json) {
  const Json* source = FindMember(json, "source");
  if (source == nullptr) return {};
  if (StringMember(*source, "kind") == "InsightVizNode") {
    const Json* wrapped = FindMember(*source, "source");
    if (wrapped != nullptr) source = wrapped;
  }
  return std::string(StringMember(*source, "kind").value_or(""));
}

Result<hogql::ExprPtr> Point::EventsBehind(Execution&) const {
  return InvalidArgument("this number has no events of its own");
}

Status Point::AddOptions(Execution&, AnswerText&) const {
  return Ok();
}

JsonObject Choice(const Json& label, const Json& value) {
  return {{"label", label}, {"value", value}};
}

JsonArray Choices(const std::vector<std::string>& labels, const std::vector<std::string>& values) {
  JsonArray out;
  for (std::size_t i = 0; i < labels.size() && i < values.size(); ++i) {
    out.push_back(Choice(Json(labels[i]), Json(values[i])));
  }
  return out;
}

Result<PointPtr> ParsePoint(const Json& json, const std::string& path) {
  const std::string kind(StringMember(json, "kind").value_or(""));
  const std::string source = SourceKind(json);
  if (kind == "InsightActorsQuery") {
    if (source == "LifecycleQuery") return ParseLifecycleActors(json, path);
    if (source == "StickinessQuery") return ParseStickinessActors(json, path);
    if (source == "RetentionQuery") return ParseRetentionActors(json, path);
    if (source == "PathsQuery") return ParsePathsActors(json, path);
    return ParseTrendsActors(json, path);
  }
  if (kind == "StickinessActorsQuery") {
    if (source == "StickinessQuery") return ParseStickinessActors(json, path);
    return InvalidArgument(path + ".source: Input should be a StickinessQuery");
  }
  if (kind == "FunnelsActorsQuery") return ParseFunnelActors(json, path);
  if (kind == "FunnelCorrelationActorsQuery") return ParseCorrelationActors(json, path);
  return InvalidArgument(path + ": a source of kind '" + hogql::Shown(kind) +
                         "' is not supported yet");
}

}  // namespace tenrec::query
