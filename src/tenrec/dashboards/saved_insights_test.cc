#include "tenrec/dashboards/saved_insights.h"

#include <thread>

#include "tenrec/dashboards/testing_boards.h"

namespace tenrec::dashboards {
namespace {

class SavedInsightsTest : public BoardsTest {
 protected:
  std::string Names(const InsightFilter& filter) {
    std::string names;
    const auto listed = Must(insights->List(kOurs, filter));
    for (const SavedInsight& insight : listed.insights) names += insight.name.value_or("?") + " ";
    return names + std::to_string(listed.total);
  }
};

TEST_F(SavedInsightsTest, KeepsAQuestionAsItWasSent) {
  const Json query = Trend("paid");
  InsightChange change{.query = query, .tags = std::vector<std::string>{" Money", "money", "a"}};
  change.name = std::optional<std::string>("Revenue");
  const SavedInsight made = Must(insights->Create(kOurs, change, kJane));
  EXPECT_EQ(made.short_id.size(), 8U);
  EXPECT_TRUE(made.saved) << "it has a name";
  for (const std::string& id : {made.short_id, std::to_string(made.id)}) {
    const SavedInsight found = Must(insights->Find(kOurs, id));
    EXPECT_EQ(found.query, query);
    EXPECT_EQ(found.tags, (std::vector<std::string>{"a", "money"}));
    EXPECT_EQ(found.created_by, kJane.user);
  }
  EXPECT_EQ(insights->Find(kTheirs, made.short_id).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(Must(insights->Create(kOurs, {.query = query}, kJane)).saved);
}

TEST_F(SavedInsightsTest, RefusesWhatIsNoQuestion) {
  const auto refuses = [&](const Json& query, std::string_view field) {
    const auto made = insights->Create(kOurs, {.query = query}, kJane);
    ASSERT_FALSE(made) << query;
    EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument) << query;
    EXPECT_EQ(made.error().field, field) << query;
  };
  refuses(JsonObject{}, "query");
  refuses(JsonObject{{"kind", "NoSuchQuery"}}, "query");
  refuses(JsonObject{{"kind", "InsightVizNode"}}, "query");
  refuses(JsonObject{{"kind", "TrendsQuery"}, {"series", "x"}}, "query");
  EXPECT_TRUE(
      insights->Create(kOurs, {.query = Json(JsonObject{{"kind", "WebOverviewQuery"}})}, kJane))
      << "what is not answered yet may be kept";
  EXPECT_TRUE(insights->Create(kOurs, {}, kJane)) << "also none";
}

TEST_F(SavedInsightsTest, ChangesOnlyWhatIsNamed) {
  const SavedInsight made = MakeInsight("one");
  clock.Advance(std::chrono::minutes(1));
  InsightChange change;
  change.favorited = true;
  const SavedInsight starred = Must(insights->Update(kOurs, made.short_id, change, kJoe));
  EXPECT_EQ(starred.name, "one");
  EXPECT_EQ(starred.query, made.query);
  EXPECT_EQ(starred.last_modified_by, kJane.user) << "a star does not make it another chart";
  EXPECT_GT(starred.updated_at, made.updated_at);
  EXPECT_EQ(Told(), "updated Insight by 11 favorited; ");
  change = {};
  change.name = std::optional<std::string>("two");
  const SavedInsight renamed = Must(insights->Update(kOurs, made.short_id, change, kJoe));
  EXPECT_TRUE(renamed.favorited);
  EXPECT_EQ(renamed.last_modified_by, kJoe.user);
  clock.Advance(std::chrono::minutes(1));
  EXPECT_EQ(Must(insights->Update(kOurs, made.short_id, change, kJane)).updated_at,
            renamed.updated_at)
      << "the same again changes nothing";
  EXPECT_EQ(insights->Update(kTheirs, made.short_id, change, kJane).error().code,
            ErrorCode::kNotFound);
}

TEST_F(SavedInsightsTest, TwoTabsDoNotUndoEachOther) {
  const SavedInsight made = MakeInsight("one");
  const auto write = [&](bool first) {
    for (int i = 0; i < 20; ++i) {
      InsightChange change;
      const std::string text = std::to_string(i);
      (first ? change.name : change.description) = std::optional(text);
      EXPECT_TRUE(insights->Update(kOurs, made.short_id, change, first ? kJane : kJoe));
    }
  };
  std::thread other([&] { write(false); });
  write(true);
  other.join();
  const SavedInsight found = Must(insights->Find(kOurs, made.short_id));
  EXPECT_EQ(found.name, "19");
  EXPECT_EQ(found.description, "19");
}

TEST_F(SavedInsightsTest, GoesToTheTrashAndComesBack) {
  const SavedInsight made = MakeInsight("one");
  InsightChange change;
  change.deleted = true;
  EXPECT_TRUE(Must(insights->Update(kOurs, made.short_id, change, kJane)).deleted);
  EXPECT_EQ(Told(), "deleted Insight by 10 deleted; ");
  EXPECT_FALSE(insights->Find(kOurs, made.short_id));
  EXPECT_EQ(Names({}), "0");
  EXPECT_EQ(Names({.deleted = true}), "one 1");
  change.deleted = std::nullopt;
  change.favorited = true;
  EXPECT_FALSE(insights->Update(kOurs, made.short_id, change, kJane)) << "not while it is there";
  change.deleted = false;
  EXPECT_TRUE(Must(insights->Update(kOurs, made.short_id, change, kJane)).favorited);
  EXPECT_EQ(Names({}), "one 1");
}

TEST_F(SavedInsightsTest, ShowsOnTheDashboardsItIsGiven) {
  const Dashboard a = MakeDashboard("a");
  const Dashboard b = MakeDashboard("b");
  const Dashboard foreign = MakeDashboard("foreign", kTheirs);
  const SavedInsight made = MakeInsight("one", {a.id});
  EXPECT_EQ(Shown(a.id), "one ");
  InsightChange change{.dashboards = std::vector<std::int64_t>{b.id}};
  const SavedInsight moved = Must(insights->Update(kOurs, made.short_id, change, kJane));
  ASSERT_EQ(moved.places.size(), 1U);
  EXPECT_EQ(moved.places[0].dashboard_id, b.id);
  EXPECT_EQ(Shown(a.id), "");
  change.dashboards->push_back(a.id);
  const SavedInsight both = Must(insights->Update(kOurs, made.short_id, change, kJane));
  EXPECT_EQ(both.places.size(), 2U);
  EXPECT_EQ(both.places[0].tile_id, made.places[0].tile_id) << "the tile from before comes back";
  for (const std::int64_t bad : {foreign.id, std::int64_t{99}}) {
    change.dashboards = {a.id, bad};
    change.name = std::optional<std::string>("lost");
    const auto refused = insights->Update(kOurs, made.short_id, change, kJane);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "dashboards");
  }
  EXPECT_EQ(Must(insights->Find(kOurs, made.short_id)).name, "one") << "nothing by halves";
  EXPECT_EQ(Shown(b.id), "one ");
}

TEST_F(SavedInsightsTest, ListsByWhatPeopleLookFor) {
  const Dashboard board = MakeDashboard("board");
  MakeInsight("Alpha");
  const SavedInsight beta = MakeInsight("beta 100%", {board.id});
  MakeInsight("theirs", {}, kTheirs);
  clock.Advance(std::chrono::seconds(1));
  InsightChange change{.query = Json(JsonObject{
                           {"kind", "DataVisualizationNode"},
                           {"source", JsonObject{{"kind", "HogQLQuery"}, {"query", "select 1"}}}}),
                       .favorited = true,
                       .tags = std::vector<std::string>{"sql"}};
  change.derived_name = std::optional<std::string>("Counting");
  const SavedInsight sql = Must(insights->Create(kOurs, change, kJoe));
  Must(insights->MarkViewed(kOurs, {beta.id, 999}, kJane.user));

  using Order = InsightFilter::Order;
  EXPECT_EQ(Names({}), "? beta 100% Alpha 3");
  EXPECT_EQ(Names({.order = Order::kName}), "Alpha beta 100% ? 3") << "by what is shown";
  EXPECT_EQ(Names({.order = Order::kCreatedAt}), "Alpha beta 100% ? 3");
  EXPECT_EQ(Names({.order = Order::kLastViewedAt, .descending = true}), "beta 100% ? Alpha 3");
  EXPECT_EQ(Names({.order = Order::kId, .limit = 1, .offset = 1}), "beta 100% 3");
  EXPECT_EQ(Names({.search = "ALPHA"}), "Alpha 1");
  EXPECT_EQ(Names({.search = "0%"}), "beta 100% 1") << "a per cent sign is one";
  EXPECT_EQ(Names({.search = "a_p"}), "0");
  EXPECT_EQ(Names({.search = "sql"}), "? 1") << "tags count";
  EXPECT_EQ(Names({.search = "count"}), "? 1") << "so do derived names";
  EXPECT_EQ(Names({.created_by = {kJoe.user}}), "? 1");
  EXPECT_EQ(Names({.favorited = true}), "? 1");
  EXPECT_EQ(Names({.saved = false}), "? 1");
  EXPECT_EQ(Names({.saved = true}), "beta 100% Alpha 2");
  EXPECT_EQ(Names({.kind = "SQL"}), "? 1");
  EXPECT_EQ(Names({.kind = "TRENDS"}), "beta 100% Alpha 2");
  EXPECT_EQ(Names({.dashboards = {board.id}}), "beta 100% 1");
  EXPECT_EQ(Names({.dashboards = {board.id, 77}}), "0") << "on each of them";
  EXPECT_EQ(Names({.tags = {"x", "SQL"}}), "? 1");
  EXPECT_EQ(Names({.short_id = sql.short_id}), "? 1");
  EXPECT_EQ(Names({.created_from = beta.created_at}), "? 1");
  EXPECT_EQ(Names({.modified_to = beta.last_modified_at}), "Alpha 1");
  EXPECT_EQ(Names({.viewed_from = Timestamp{0}}), "beta 100% 1");
}

TEST_F(SavedInsightsTest, RemembersWhoLooked) {
  const SavedInsight a = MakeInsight("a");
  const SavedInsight b = MakeInsight("b");
  Must(insights->MarkViewed(kOurs, {a.id}, kJane.user));
  clock.Advance(std::chrono::minutes(1));
  Must(insights->MarkViewed(kOurs, {b.id}, kJane.user));
  Must(insights->MarkViewed(kOurs, {b.id}, kJoe.user));
  Must(insights->MarkViewed(kTheirs, {a.id}, kJoe.user));
  const auto seen = Must(insights->LastViewed(kOurs, kJane.user, 5));
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].name, "b");
  EXPECT_EQ(seen[0].last_viewed_at, clock.Now());
  EXPECT_TRUE(Must(insights->LastViewed(kTheirs, kJoe.user, 5)).empty());
  const auto trending = Must(insights->Trending(kOurs, Timestamp{0}, 10));
  ASSERT_EQ(trending.size(), 2U);
  EXPECT_EQ(trending[0].insight.name, "b");
  EXPECT_EQ(trending[0].views, 2);
  EXPECT_EQ(trending[0].viewers.size(), 2U);
  EXPECT_TRUE(Must(insights->Trending(kOurs, clock.Now() + std::chrono::seconds(1), 10)).empty());
}

TEST(InsightKind, IsTheWordThatListsFilterBy) {
  const auto is = [](std::string_view json, std::string_view kind) {
    EXPECT_EQ(InsightKind(*ParseJson(json)), kind) << json;
  };
  is("null", "");
  is(R"({"kind":"TrendsQuery"})", "TRENDS");
  is(R"({"kind":"InsightVizNode","source":{"kind":"FunnelsQuery"}})", "FUNNELS");
  is(R"({"kind":"DataVisualizationNode","source":{"kind":"HogQLQuery"}})", "SQL");
  is(R"({"kind":"DataTableNode","source":{"kind":"HogQLQuery"}})", "SQL");
  is(R"({"kind":"DataTableNode","source":{"kind":"EventsQuery"}})", "JSON");
}

}  // namespace
}  // namespace tenrec::dashboards
