#include "tenrec/ingest/live_tail.h"

#include <gtest/gtest.h>

namespace tenrec::ingest {
namespace {

LiveEvent Numbered(TeamId team_id, const std::string& name) {
  return {.team_id = team_id,
          .uuid = Uuid::FromHalves(1, 2),
          .event = name,
          .distinct_id = "d\"1",
          .person_id = Uuid::FromHalves(3, 4),
          .timestamp = Timestamp::FromSeconds(0),
          .properties = R"({"a":1})"};
}

TEST(LiveTail, ShowsRecentAndNewEventsOfTheProjectOnly) {
  Metrics metrics;
  LiveTail tail(metrics);
  EXPECT_EQ(tail.Wanted(1), 50U);
  tail.Publish({Numbered(1, "before"), Numbered(2, "other")});
  std::vector<std::string> lines;
  auto subscription = tail.Subscribe(1, [&](const auto& line) { lines.push_back(*line); });
  EXPECT_GT(tail.Wanted(1), 1'000'000U);
  EXPECT_EQ(tail.Wanted(2), 50U);
  tail.Publish({Numbered(2, "other"), Numbered(1, "after")});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0],
            R"({"uuid":"00000000-0000-0001-0000-000000000002","event":"before",)"
            R"("timestamp":"1970-01-01T00:00:00.000000Z","distinct_id":"d\"1",)"
            R"("person_id":"00000000-0000-0003-0000-000000000004","properties":{"a":1}})");
  EXPECT_NE(lines[1].find("after"), std::string::npos);
  EXPECT_EQ(metrics.GetGauge("ingest_live_watchers").value(), 1);

  subscription.reset();
  tail.Publish({Numbered(1, "late")});
  EXPECT_EQ(lines.size(), 2U);
  EXPECT_EQ(metrics.GetGauge("ingest_live_watchers").value(), 0);
}

TEST(LiveTail, KeepsOnlyTheLastFew) {
  Metrics metrics;
  LiveTail tail(metrics);
  for (int i = 0; i < 200; ++i) tail.Publish({Numbered(1, "e" + std::to_string(i))});
  std::vector<std::string> lines;
  const auto subscription = tail.Subscribe(1, [&](const auto& line) { lines.push_back(*line); });
  ASSERT_EQ(lines.size(), 50U);
  EXPECT_NE(lines.back().find("\"e199\""), std::string::npos);
}

}  // namespace
}  // namespace tenrec::ingest
