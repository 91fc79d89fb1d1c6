#include "tenrec/dashboards/dashboards.h"

#include "tenrec/dashboards/templates.h"
#include "tenrec/dashboards/testing_boards.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::dashboards {
namespace {

class DashboardsTest : public BoardsTest {
 protected:
  std::string Names(const DashboardFilter& filter) {
    std::string names;
    const auto listed = Must(dashboards->List(kOurs, filter, kJane.user));
    for (const Dashboard& dashboard : listed.dashboards) {
      names += dashboard.name.value_or("?") + " ";
    }
    return names + std::to_string(listed.total);
  }
  Dashboard Update(std::int64_t id, const DashboardChange& change) {
    return Must(dashboards->Update(kOurs, id, change, kJane));
  }
  std::int64_t AddText(std::int64_t dashboard, std::string body) {
    DashboardChange change;
    change.tiles.push_back({.text = std::move(body)});
    Update(dashboard, change);
    std::int64_t newest = 0;
    for (const Tile& tile : Must(dashboards->Tiles(kOurs, dashboard))) {
      newest = std::max(newest, tile.id);
    }
    return newest;
  }
  static JsonObject At(int x, int y) {
    return {{"sm", JsonObject{{"x", x}, {"y", y}, {"w", 6}, {"h", 5}}}};
  }
};

TEST_F(DashboardsTest, ListsPinnedFirstThenByName) {
  MakeDashboard("beta");
  const Dashboard alpha = MakeDashboard("Alpha");
  const Dashboard zoo = MakeDashboard("zoo");
  MakeDashboard("theirs", kTheirs);
  Update(zoo.id, {.pinned = true, .tags = std::vector<std::string>{"Animals"}});
  EXPECT_EQ(Names({}), "zoo Alpha beta 3");
  EXPECT_EQ(Names({.limit = 1, .offset = 1}), "Alpha 3");
  EXPECT_EQ(Names({.pinned = false}), "Alpha beta 2");
  EXPECT_EQ(Names({.search = "ALP"}), "Alpha 1");
  EXPECT_EQ(Names({.tags = {"animals", "x"}}), "zoo 1");
  EXPECT_EQ(Names({.created_by = {kJoe.user}}), "0");
  EXPECT_EQ(Names({.order = DashboardFilter::Order::kCreatedAt, .descending = true}),
            "zoo Alpha beta 3");
  Must(dashboards->MarkViewed(kOurs, alpha.id, kJane.user));
  EXPECT_EQ(Names({.order = DashboardFilter::Order::kLastViewedAt, .descending = true}),
            "Alpha zoo beta 3");
  EXPECT_FALSE(Must(dashboards->Find(kOurs, alpha.id, kJoe.user)).last_viewed_at)
      << "views are one's own";
  EXPECT_EQ(dashboards->MarkViewed(kTheirs, alpha.id, kJane.user).error().code,
            ErrorCode::kNotFound);
}

TEST_F(DashboardsTest, ChangesOnlyWhatIsNamed) {
  const Dashboard made = MakeDashboard("one");
  Update(made.id, {.description = "why", .filters = JsonObject{{"date_from", "-30d"}}});
  const Dashboard pinned = Update(made.id, {.pinned = true});
  EXPECT_EQ(pinned.name, "one");
  EXPECT_EQ(pinned.description, "why");
  EXPECT_EQ(PrintJson(pinned.filters), R"({"date_from":"-30d"})");
  EXPECT_EQ(Told(), "updated Dashboard by 10 pinned; ");
  EXPECT_TRUE(Update(made.id, {.filters = JsonObject()}).filters.empty()) << "{} clears";
  EXPECT_EQ(dashboards->Update(kTheirs, made.id, {.pinned = false}, kJane).error().code,
            ErrorCode::kNotFound);
  const auto refused = dashboards->Update(
      kOurs, made.id, {.filters = JsonObject{{"properties", 7}}, .breakdown_colors = {}}, kJane);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "filters");
}

TEST_F(DashboardsTest, KeepsAComparisonForAllTilesWhenATrendTakesIt) {
  const Dashboard made = MakeDashboard("one");
  const JsonObject comparison{{"compareFilter", JsonObject{{"compare", true}}}};
  EXPECT_EQ(Json(Update(made.id, {.filters = comparison}).filters), Json(comparison));
  const std::vector<Json> wrong{7, JsonArray(), JsonObject{{"compare", "often"}}};
  for (const Json& value : wrong) {
    const auto refused = dashboards->Update(
        kOurs, made.id, {.filters = JsonObject{{"compareFilter", value}}, .breakdown_colors = {}},
        kJane);
    ASSERT_FALSE(refused) << PrintJson(value);
    EXPECT_EQ(refused.error().field, "filters") << PrintJson(value);
  }
}

TEST_F(DashboardsTest, TilesAreChangedOneByOne) {
  const Dashboard board = MakeDashboard("board");
  MakeInsight("one", {board.id});
  const std::int64_t text = AddText(board.id, "# Title");
  EXPECT_EQ(Shown(board.id), "one # Title ");
  DashboardChange change;
  change.tiles.push_back({.id = text, .layouts = At(0, 0), .text = "# Better"});
  Update(board.id, change);
  EXPECT_EQ(Shown(board.id), "# Better one ") << "a tile with a place comes first";
  change.tiles = {{.id = text,
                   .color = std::optional<std::string>("blue"),
                   .show_description = std::optional<bool>(false)}};
  Update(board.id, change);
  const Tile tile = Must(dashboards->Tiles(kOurs, board.id))[0];
  EXPECT_EQ(tile.color, "blue");
  EXPECT_EQ(tile.show_description, false);
  EXPECT_EQ(tile.layouts, At(0, 0)) << "and keeps it";
  change.tiles = {{.id = text, .deleted = true}};
  Update(board.id, change);
  EXPECT_EQ(Shown(board.id), "one ");
  EXPECT_EQ(Told(), "updated Dashboard by 10 tiles; ");
  change.tiles = {{.id = text, .deleted = false}};
  Update(board.id, change);
  EXPECT_EQ(Shown(board.id), "# Better one ") << "undone";
}

TEST_F(DashboardsTest, TilesOfOthersAreOutOfReach) {
  const Dashboard a = MakeDashboard("a");
  const Dashboard b = MakeDashboard("b");
  const std::int64_t text = AddText(a.id, "mine");
  DashboardChange change;
  change.tiles = {{.id = text, .text = "stolen"}};
  const auto refused = dashboards->Update(kOurs, b.id, change, kJane);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "tiles");
  EXPECT_EQ(dashboards->ReorderTiles(kOurs, b.id, {text}, kJane).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(dashboards->MoveTile(kOurs, b.id, text, a.id, kJane).error().code,
            ErrorCode::kNotFound);
  const Dashboard foreign = MakeDashboard("foreign", kTheirs);
  EXPECT_EQ(dashboards->MoveTile(kOurs, a.id, text, foreign.id, kJane).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(dashboards->CopyTile(kTheirs, a.id, text, foreign.id, kJane).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(Shown(a.id), "mine ");
}

TEST_F(DashboardsTest, TilesMoveAreCopiedAndPutInOrder) {
  const Dashboard a = MakeDashboard("a");
  const Dashboard b = MakeDashboard("b");
  const SavedInsight one = MakeInsight("one", {a.id});
  const SavedInsight two = MakeInsight("two", {a.id});
  const std::int64_t text = AddText(a.id, "text");
  const std::int64_t tile = one.places[0].tile_id;
  Must(dashboards->CopyTile(kOurs, a.id, tile, b.id, kJane));
  Must(dashboards->CopyTile(kOurs, a.id, text, b.id, kJane));
  EXPECT_EQ(Shown(b.id), "one text ");
  for (const Status& again : {dashboards->CopyTile(kOurs, a.id, tile, b.id, kJane),
                              dashboards->MoveTile(kOurs, a.id, tile, b.id, kJane)}) {
    ASSERT_FALSE(again) << "an insight is on a dashboard once";
    EXPECT_EQ(again.error().code, ErrorCode::kInvalidArgument);
  }
  Must(dashboards->MoveTile(kOurs, a.id, two.places[0].tile_id, b.id, kJane));
  EXPECT_EQ(Shown(a.id), "one text ");
  EXPECT_EQ(Shown(b.id), "two one text ");
  Must(dashboards->ReorderTiles(kOurs, b.id, {Must(dashboards->Tiles(kOurs, b.id))[2].id}, kJane));
  EXPECT_EQ(Shown(b.id), "text two one ");
  const auto tiles = Must(dashboards->Tiles(kOurs, b.id));
  EXPECT_EQ(PrintJson(tiles[2].layouts),
            R"({"sm":{"x":0,"y":5,"w":6,"h":5},"xs":{"x":0,"y":10,"w":1,"h":5}})");
  EXPECT_EQ(dashboards->ReorderTiles(kOurs, b.id, {1, 1}, kJane).error().field, "tile_order");
  // A tile that was taken away does not hold the place of its insight.
  InsightChange only_b{.dashboards = std::vector<std::int64_t>{b.id}};
  Must(insights->Update(kOurs, one.short_id, only_b, kJane));
  EXPECT_EQ(Shown(a.id), "text ");
  Must(dashboards->MoveTile(kOurs, b.id, tiles[2].id, a.id, kJane));
  EXPECT_EQ(Shown(a.id), "one text ") << "the place on b came along";
}

TEST_F(DashboardsTest, ADoubleSharesInsightsOrCopiesThem) {
  const Dashboard board = MakeDashboard("board");
  MakeInsight("one", {board.id});
  AddText(board.id, "text");
  Update(board.id, {.filters = JsonObject{{"date_from", "-7d"}}});
  using Depth = Dashboards::CopyDepth;
  DashboardChange change;
  change.name = std::optional<std::string>("board (copy)");
  const Dashboard shared =
      Must(dashboards->Duplicate(kOurs, board.id, Depth::kShareInsights, change, kJoe));
  EXPECT_EQ(shared.name, "board (copy)");
  EXPECT_EQ(shared.creation_mode, "duplicate");
  EXPECT_EQ(PrintJson(shared.filters), R"({"date_from":"-7d"})");
  EXPECT_EQ(Shown(shared.id), "one text ");
  EXPECT_EQ(Must(insights->List(kOurs, {})).total, 1U);
  const Dashboard copied =
      Must(dashboards->Duplicate(kOurs, board.id, Depth::kCopyInsights, {}, kJoe));
  EXPECT_EQ(Shown(copied.id), "one (Copy) text ");
  const std::int64_t tile = Must(dashboards->Tiles(kOurs, copied.id))[0].id;
  change = {};
  change.duplicate_tiles = {{.id = tile, .layouts = At(6, 0)}};
  Update(copied.id, change);
  EXPECT_EQ(Shown(copied.id), "one (Copy) (Copy) one (Copy) text ");
  EXPECT_EQ(dashboards->Duplicate(kTheirs, board.id, Depth::kShareInsights, {}, kJoe).error().field,
            "use_dashboard");
}

TEST_F(DashboardsTest, TakesItsInsightsAlongWhenAsked) {
  const Dashboard board = MakeDashboard("board");
  const Dashboard other = MakeDashboard("other");
  const SavedInsight only_here = MakeInsight("only here", {board.id});
  const SavedInsight both = MakeInsight("both", {board.id, other.id});
  Update(board.id, {.deleted = true, .delete_insights = true});
  EXPECT_EQ(Told(), "deleted Dashboard by 10 deleted; ");
  EXPECT_FALSE(dashboards->Find(kOurs, board.id, kJane.user));
  EXPECT_FALSE(insights->Find(kOurs, only_here.short_id));
  EXPECT_EQ(Must(insights->Find(kOurs, both.short_id)).places.size(), 1U);
  EXPECT_EQ(Names({}), "other 1");
  EXPECT_EQ(Names({.deleted = true}), "board 1");
  Update(board.id, {.deleted = false});
  EXPECT_EQ(Shown(board.id), "only here both ");
  // An insight in the trash keeps its tile, too.
  Must(insights->Update(kOurs, both.short_id, {.deleted = true}, kJane));
  EXPECT_EQ(Shown(board.id), "only here ");
  Must(insights->Update(kOurs, both.short_id, {.deleted = false}, kJane));
  EXPECT_EQ(Shown(board.id), "only here both ");
}

TEST_F(DashboardsTest, OfFewAreChangedByFew) {
  const Dashboard board = MakeDashboard("board");
  const SavedInsight insight = MakeInsight("one", {board.id});
  Update(board.id, {.restriction = RestrictionLevel::kFew});
  const auto refuses = [&](const Status& status) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::kPermissionDenied);
  };
  const auto status_of = [](const auto& result) { return result ? Ok() : Status(result.error()); };
  refuses(status_of(dashboards->Update(kOurs, board.id, {.pinned = true}, kJoe)));
  refuses(dashboards->ReorderTiles(kOurs, board.id, {}, kJoe));
  refuses(status_of(insights->Update(kOurs, insight.short_id, {.favorited = true}, kJoe)));
  refuses(status_of(
      insights->Create(kOurs, {.dashboards = std::vector<std::int64_t>{board.id}}, kJoe)));
  EXPECT_TRUE(dashboards->Update(kOurs, board.id, {.pinned = true}, kAdmin));
  Must(dashboards->Update(kOurs, board.id, {.restriction = RestrictionLevel::kEveryone}, kAdmin));
  refuses(status_of(
      dashboards->Update(kOurs, board.id, {.restriction = RestrictionLevel::kFew}, kJoe)));
  EXPECT_TRUE(dashboards->Update(kOurs, board.id, {.pinned = false}, kJoe));
}

TEST_F(DashboardsTest, TagsAreChangedInPassing) {
  const Dashboard board = MakeDashboard("board");
  const auto tags = [&](TagAction action, std::vector<std::string> sent) {
    std::string text;
    for (const auto& tag :
         Must(dashboards->UpdateTags(kOurs, board.id, action, sent, kJane)).tags) {
      text += tag + " ";
    }
    return text;
  };
  EXPECT_EQ(tags(TagAction::kAdd, {"B", "a"}), "a b ");
  EXPECT_EQ(tags(TagAction::kAdd, {"c", "a"}), "a b c ");
  EXPECT_EQ(tags(TagAction::kRemove, {"B"}), "a c ");
  EXPECT_EQ(tags(TagAction::kSet, {"x"}), "x ");
  const SavedInsight insight = MakeInsight("one");
  Must(insights->UpdateTags(kOurs, insight.id, TagAction::kSet, {"on insight"}, kJane));
  EXPECT_EQ(Must(dashboards->TagsInUse(kOurs)), (std::vector<std::string>{"on insight", "x"}));
  Must(insights->Update(kOurs, insight.short_id, {.deleted = true}, kJane));
  EXPECT_EQ(Must(dashboards->TagsInUse(kOurs)), (std::vector<std::string>{"x"}));
  EXPECT_TRUE(Must(dashboards->TagsInUse(kTheirs)).empty());
}

TEST_F(DashboardsTest, EveryTemplateMakesADashboard) {
  for (const DashboardTemplate& made : BuiltInTemplates()) {
    const Dashboard board = Must(dashboards->CreateFromPlan(kOurs, made.plan, {}, kJane));
    EXPECT_EQ(board.name, made.plan.name);
    EXPECT_EQ(board.creation_mode, "template");
    const auto tiles = Must(dashboards->Tiles(kOurs, board.id));
    EXPECT_EQ(tiles.size(), made.plan.tiles.size());
    for (const Tile& tile : tiles) {
      const SavedInsight insight = Must(insights->FindMany(kOurs, {*tile.insight_id}))[0];
      EXPECT_TRUE(query::CheckQuery(insight.query)) << *insight.name;
      EXPECT_TRUE(insight.saved);
    }
  }
  EXPECT_EQ(&FindTemplate("DEFAULT_APP")->plan, &FirstDashboard());
  EXPECT_EQ(FindTemplate("no such"), nullptr);
}

TEST_F(DashboardsTest, AProjectBeginsWithTheInsightsThatPostHogHasThere) {
  const std::int64_t id = Must(database->Transact([&](db::Transaction& transaction) {
    return InsertFirstDashboard(transaction, kOurs, clock.Now());
  }));
  const Dashboard first = Must(dashboards->Find(kOurs, id, kJane.user));
  EXPECT_EQ(first.name, "My App Dashboard");
  EXPECT_TRUE(first.pinned);
  EXPECT_EQ(first.created_by, std::nullopt);
  std::string names;
  for (const Tile& tile : Must(dashboards->Tiles(kOurs, id))) {
    const SavedInsight insight = Must(insights->FindMany(kOurs, {*tile.insight_id}))[0];
    EXPECT_TRUE(query::CheckQuery(insight.query)) << *insight.name;
    names += *insight.name + "; ";
  }
  EXPECT_EQ(names,
            "Daily active users (DAUs); Weekly active users (WAUs); Growth accounting; Retention; "
            "Referring domain; Pageview funnel, by browser; ");
}

TEST_F(DashboardsTest, APlanWithABadTileLeavesNothing) {
  const auto refuses = [&](Json tile, std::string_view says) {
    DashboardPlan plan{.name = "bad"};
    plan.tiles = {JsonObject{{"type", "TEXT"}, {"body", "good"}}, std::move(tile)};
    const auto made = dashboards->CreateFromPlan(kOurs, plan, {}, kJane);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().field, "tiles");
    EXPECT_NE(made.error().message.find(says), std::string::npos) << made.error().message;
  };
  refuses(JsonObject{{"type", "INSIGHT"}}, "query");
  refuses(JsonObject{{"type", "BUTTON"}}, "BUTTON");
  refuses(JsonObject{{"type", "INSIGHT"}, {"query", JsonObject{{"kind", "Nonsense"}}}}, "Nonsense");
  refuses(nullptr, "INSIGHT or TEXT");
  EXPECT_EQ(Names({}), "0");
}

}  // namespace
}  // namespace tenrec::dashboards
