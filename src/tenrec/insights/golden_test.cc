/// Questions beside the statements they become: testdata/x.json → testdata/x.hogql.
/// TENREC_REBASELINE=1 rewrites the expectations; read the diff like code.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/check.h"
#include "tenrec/base/json.h"
#include "tenrec/hogql/print.h"
#include "tenrec/insights/events_query.h"
#include "tenrec/insights/funnels_plan.h"
#include "tenrec/insights/lifecycle.h"
#include "tenrec/insights/paths.h"
#include "tenrec/insights/retention.h"
#include "tenrec/insights/stickiness.h"
#include "tenrec/insights/trends.h"

namespace tenrec::insights {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

ProjectTime Utc() {
  auto zone = ProjectTime::Load("UTC", 1);
  TENREC_CHECK(zone);
  return *std::move(zone);
}

FilterContext Filters(const ProjectTime& zone) {
  const auto now = ParseRfc3339("2020-01-20T12:00:00Z");
  TENREC_CHECK(now);
  return {zone,
          *now,
          [](hogql::PropertyScope, std::string_view key, int) {
            return key == "price" ? hogql::PropertyType::kNumeric : hogql::PropertyType::kUnknown;
          },
          {}};
}

/// The statements of a plan, or the error. `lines` prints the statements of a plan.
template <typename Query, typename Plan>
std::string Planned(Result<Query> query, Result<Plan> (*plan)(Query, const TrendsContext&),
                    const ProjectTime& zone, std::string (*lines)(const Plan&)) {
  if (!query) return "error: " + query.error().message + "\n";
  const auto planned =
      plan(*std::move(query), {.filters = Filters(zone), .test_account_filters = {}});
  return planned ? lines(*planned) : "error: " + planned.error().message + "\n";
}

std::string Line(const hogql::ExprPtr& statement) {
  return hogql::PrintHogQL(*statement) + "\n";
}

std::string LinesOf(const LifecyclePlan& plan) {
  return Line(plan.counts);
}

std::string LinesOf(const RetentionPlan& plan) {
  return Line(plan.counts);
}

std::string LinesOf(const PathsPlan& plan) {
  return Line(plan.edges) + Line(plan.histories);
}

std::string LinesOf(const StickinessPlan& plan) {
  std::string out;
  for (const StickinessSelect& select : plan.selects) {
    out += "-- series " + std::to_string(select.series) + (select.previous ? ", previous" : "") +
           "\n" + Line(select.counts);
  }
  return out;
}

std::string Statements(const Json& query) {
  const ProjectTime zone = Utc();
  const auto kind = StringMember(query, "kind");
  if (kind == "LifecycleQuery") {
    return Planned<TrendsQuery, LifecyclePlan>(ParseLifecycleQuery(query), PlanLifecycle, zone,
                                               LinesOf);
  }
  if (kind == "StickinessQuery") {
    return Planned<StickinessQuery, StickinessPlan>(ParseStickinessQuery(query), PlanStickiness,
                                                    zone, LinesOf);
  }
  if (kind == "RetentionQuery") {
    return Planned<RetentionQuery, RetentionPlan>(ParseRetentionQuery(query), PlanRetention, zone,
                                                  LinesOf);
  }
  if (kind == "PathsQuery") {
    const auto plan = [](PathsQuery paths, const TrendsContext& context) {
      return PlanPaths(std::move(paths), context);
    };
    return Planned<PathsQuery, PathsPlan>(ParsePathsQuery(query), plan, zone, LinesOf);
  }
  if (StringMember(query, "kind") == "EventsQuery") {
    const auto parsed = ParseEventsQuery(query);
    if (!parsed) return "error: " + parsed.error().message + "\n";
    const auto plan = PlanEvents(*parsed, {Filters(zone), Json(), {"email", "name"}});
    if (!plan) return "error: " + plan.error().message + "\n";
    return hogql::PrintHogQL(*plan->query) + "\n";
  }
  if (StringMember(query, "kind") == "FunnelsQuery") {
    auto parsed = ParseFunnelsQuery(query);
    if (!parsed) return "error: " + parsed.error().message + "\n";
    const FunnelsContext context{Filters(zone), Json(), std::nullopt};
    const auto plan = PlanFunnels(*parsed, context);
    if (!plan) return "error: " + plan.error().message + "\n";
    // How actors are counted, and how when there are too many of them to hold.
    std::string out = Line(plan->select);
    for (const bool row_per_actor : {false, true}) {
      const auto counted =
          PlanFunnels(*parsed, context, {.counts_only = true, .row_per_actor = row_per_actor});
      out += Line(counted->select);
    }
    return out;
  }
  auto parsed = ParseTrendsQuery(query);
  if (!parsed) return "error: " + parsed.error().message + "\n";
  const auto plan =
      PlanTrends(*std::move(parsed), {.filters = Filters(zone), .test_account_filters = {}});
  if (!plan) return "error: " + plan.error().message + "\n";
  std::string out;
  for (const TrendsSelect& select : plan->selects) {
    out += "-- series " + std::to_string(select.series) + (select.previous ? ", previous" : "") +
           "\n" + hogql::PrintHogQL(*select.query) + "\n";
  }
  return out;
}

TEST(Golden, QuestionsBecomeTheirStatements) {
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(TENREC_TESTDATA)) {
    if (entry.path().extension() == ".json") cases.push_back(entry.path());
  }
  std::ranges::sort(cases);
  ASSERT_FALSE(cases.empty());
  for (const fs::path& path : cases) {
    const auto query = ParseJson(ReadFile(path));
    ASSERT_TRUE(query) << path << ": " << query.error().message;
    fs::path expected = path;
    expected.replace_extension(".hogql");
    const std::string got = Statements(*query);
    if (std::getenv("TENREC_REBASELINE") != nullptr) {
      std::ofstream(expected) << got;
    } else {
      EXPECT_EQ(got, ReadFile(expected)) << path;
    }
  }
}

}  // namespace
}  // namespace tenrec::insights
