#include "tenrec/insights/aggregates.h"

#include <algorithm>
#include <array>
#include <string>

#include "tenrec/base/encoding.h"

namespace tenrec::insights {
namespace {

constexpr std::array<std::string_view, 9> kPlain = {
    "count", "countdistinct", "min", "max", "sum", "avg", "any", "every", "corr",
};
/// Families that share a beginning which no scalar function has.
constexpr std::array<std::string_view, 27> kFamilies = {
    "quantile", "median",   "uniq",     "grouparray",   "groupuniqarray", "groupbit",  "topk",
    "argmin",   "argmax",   "anyheavy", "anylast",      "stddev",         "varpop",    "varsamp",
    "skew",     "kurt",     "covar",    "cramersv",     "theilsu",        "summap",    "minmap",
    "maxmap",   "deltasum", "sumwith",  "windowfunnel", "avgweighted",    "array_agg",
};
constexpr std::array<std::string_view, 11> kCombinators = {
    "if",        "array",  "map",    "state",  "merge",   "foreach",
    "ordefault", "ornull", "argmin", "argmax", "distinct"};

}  // namespace

bool IsAggregation(std::string_view function) {
  const std::string lower = ToLowerAscii(function);
  std::string_view name = lower;
  for (const std::string_view family : kFamilies) {
    if (name.starts_with(family)) return true;
  }
  if (name == "json_agg" || name == "string_agg" || name == "maxintersections" ||
      name == "contingency" || name == "simplelinearregression") {
    return true;
  }
  for (bool stripped = true; stripped;) {
    if (std::ranges::find(kPlain, name) != kPlain.end()) return true;
    stripped = false;
    for (const std::string_view suffix : kCombinators) {
      if (name.size() <= suffix.size() || !name.ends_with(suffix)) continue;
      name.remove_suffix(suffix.size());
      stripped = true;
      break;
    }
  }
  return false;
}

}  // namespace tenrec::insights
