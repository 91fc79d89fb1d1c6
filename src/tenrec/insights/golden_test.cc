/// Questions beside the statements they become: testdata/x.json → testdata/x.hogql.
/// TENREC_REBASELINE=1 rewrites the expectations; read the diff like code.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/check.h"
#include "tenrec/base/json.h"
#include "tenrec/hogql/print.h"
#include "tenrec/insights/events_query.h"
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
          [](hogql::PropertyScope, std::string_view key) {
            return key == "price" ? hogql::PropertyType::kNumeric : hogql::PropertyType::kUnknown;
          },
          {}};
}

std::string Statements(const Json& query) {
  const ProjectTime zone = Utc();
  if (StringMember(query, "kind") == "EventsQuery") {
    const auto parsed = ParseEventsQuery(query);
    if (!parsed) return "error: " + parsed.error().message + "\n";
    const auto plan = PlanEvents(*parsed, {Filters(zone), Json(), {"email", "name"}});
    if (!plan) return "error: " + plan.error().message + "\n";
    return hogql::PrintHogQL(*plan->query) + "\n";
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
