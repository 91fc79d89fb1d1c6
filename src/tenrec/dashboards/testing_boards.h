#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tenrec/activity/activity.h"
#include "tenrec/dashboards/dashboards.h"
#include "tenrec/dashboards/saved_insights.h"

/// A fresh database for the tests of this room, and two people who use it.
namespace tenrec::dashboards {

inline constexpr TeamId kOurs = 1;
inline constexpr TeamId kTheirs = 2;
inline const Editor kJane{.user = 10};
inline const Editor kJoe{.user = 11};
inline const Editor kAdmin{.user = 12, .is_admin = true};

inline Json Trend(std::string_view event = "$pageview") {
  return JsonObject{
      {"kind", "InsightVizNode"},
      {"source",
       JsonObject{{"kind", "TrendsQuery"},
                  {"series", JsonArray{JsonObject{{"kind", "EventsNode"}, {"event", event}}}}}}};
}

class BoardsTest : public testing::Test {
 protected:
  BoardsTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-boards-XXXXXX";
    folder_ = mkdtemp(name.data());
    database = std::move(*db::Database::Open({.path = folder_ / "metadata.db", .readers = 2}));
    EXPECT_TRUE(database->Migrate(activity::Migrations()));
    EXPECT_TRUE(database->Migrate(Migrations()));
    insights = std::make_unique<SavedInsights>(*database, clock);
    dashboards = std::make_unique<Dashboards>(*database, clock);
  }
  ~BoardsTest() override {
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  template <typename T>
  static T Must(Result<T> result) {
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return result ? *std::move(result) : T();
  }
  static void Must(const Status& status) {
    EXPECT_TRUE(status) << (status ? "" : status.error().message);
  }

  Dashboard MakeDashboard(std::string name, TeamId team = kOurs) {
    clock.Advance(std::chrono::seconds(1));
    DashboardChange change;
    change.name = std::optional(std::move(name));
    return Must(dashboards->Create(team, change, kJane));
  }
  SavedInsight MakeInsight(std::string name, std::vector<std::int64_t> on = {},
                           TeamId team = kOurs) {
    clock.Advance(std::chrono::seconds(1));
    InsightChange change{.query = Trend()};
    change.name = std::optional(std::move(name));
    if (!on.empty()) change.dashboards = std::move(on);
    return Must(insights->Create(team, change, kJane));
  }
  /// The insights on a dashboard by name, texts as "…", in reading order.
  std::string Shown(std::int64_t dashboard) {
    std::string shown;
    for (const Tile& tile : Must(dashboards->Tiles(kOurs, dashboard))) {
      if (!tile.insight_id) {
        shown += tile.text->body + " ";
        continue;
      }
      shown += Must(insights->FindMany(kOurs, {*tile.insight_id}))[0].name.value_or("?") + " ";
    }
    return shown;
  }
  /// What the activity log tells, newest first: "updated Insight by 10; …".
  std::string Told(std::size_t limit = 1) {
    const auto listed = Must(activity::ActivityLog(*database).List(kOurs, {}, limit, 0));
    std::string told;
    for (const auto& entry : listed.entries) {
      told += entry.activity + " " + entry.scope + " by " + std::to_string(*entry.actor.user);
      const Json* changes = entry.detail.if_contains("changes");
      for (const Json& change : changes->get_array()) {
        told += " " + std::string(*StringMember(change, "field"));
      }
      told += "; ";
    }
    return told;
  }

  ManualClock clock{Timestamp::FromSeconds(1'800'000'000)};
  std::unique_ptr<db::Database> database;
  std::unique_ptr<SavedInsights> insights;
  std::unique_ptr<Dashboards> dashboards;

 private:
  std::filesystem::path folder_;
};

}  // namespace tenrec::dashboards
