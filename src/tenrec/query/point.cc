#include "tenrec/query/point.h"

#include "tenrec/hogql/names.h"

namespace tenrec::query {

Result<PointPtr> ParsePoint(const Json& json, const std::string& path) {
  const std::string kind(StringMember(json, "kind").value_or(""));
  if (kind == "InsightActorsQuery") return ParseTrendsActors(json, path);
  return InvalidArgument(path + ": a source of kind '" + hogql::Shown(kind) +
                         "' is not supported yet");
}

}  // namespace tenrec::query
