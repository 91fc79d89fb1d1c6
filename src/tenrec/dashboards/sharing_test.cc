#include "tenrec/dashboards/sharing.h"

#include <gtest/gtest.h>

#include "tenrec/dashboards/testing_boards.h"

namespace tenrec::dashboards {
namespace {

class SharingTest : public BoardsTest {
 protected:
  SharedItem Board() { return {SharedKind::kDashboard, MakeDashboard("Board").id}; }

  SharedLinks links{*database, clock};
};

TEST_F(SharingTest, NothingIsSharedUntilSomebodySaysSo) {
  const SharedItem board = Board();
  const Sharing before = Must(links.Find(kOurs, board));
  EXPECT_FALSE(before.enabled);
  EXPECT_EQ(before.access_token, "");
  EXPECT_FALSE(links.Open(""));

  const Sharing on = Must(links.Change(kOurs, board, {.enabled = true}, kJane));
  EXPECT_GE(on.access_token.size(), 22U);
  EXPECT_EQ(Must(links.Open(on.access_token)).item.id, board.id);
  EXPECT_TRUE(Must(dashboards->Find(kOurs, board.id, kJane.user)).is_shared);

  Must(links.Change(kOurs, board, {.settings = Json(JsonObject{{"whitelabel", true}})}, kJane));
  const Sharing off = Must(links.Change(kOurs, board, {.enabled = false}, kJane));
  EXPECT_EQ(off.access_token, on.access_token) << "the same link when it is shared again";
  EXPECT_EQ(PrintJson(off.settings), R"({"whitelabel":true})");
  EXPECT_EQ(links.Open(on.access_token).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(Must(dashboards->Find(kOurs, board.id, kJane.user)).is_shared);
}

TEST_F(SharingTest, ANewLinkLeavesTheOldOneFiveMinutes) {
  const SharedItem item{SharedKind::kInsight, MakeInsight("one").id};
  const std::string old = Must(links.Change(kOurs, item, {.enabled = true}, kJane)).access_token;
  const std::string made = Must(links.Refresh(kOurs, item, kJane)).access_token;
  EXPECT_NE(made, old);
  clock.Advance(std::chrono::minutes(5) - std::chrono::seconds(1));
  EXPECT_TRUE(links.Open(old));
  const std::string newest = Must(links.Refresh(kOurs, item, kJane)).access_token;
  clock.Advance(std::chrono::seconds(2));
  EXPECT_FALSE(links.Open(old));
  EXPECT_TRUE(links.Open(made));
  EXPECT_TRUE(links.Open(newest));
  EXPECT_EQ(Must(links.Find(kOurs, item)).access_token, newest);
}

TEST_F(SharingTest, OnlyWhoMayChangeItMayShareIt) {
  const SharedItem board = Board();
  EXPECT_EQ(links.Change(kTheirs, board, {.enabled = true}, kJane).error().code,
            ErrorCode::kNotFound);
  Must(dashboards->Update(kOurs, board.id, {.restriction = RestrictionLevel::kFew}, kJane));
  EXPECT_EQ(links.Change(kOurs, board, {.enabled = true}, kJoe).error().code,
            ErrorCode::kPermissionDenied);
  EXPECT_EQ(links.Refresh(kOurs, board, kJoe).error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(links.AddPassword(kOurs, board, "hash", "", kJoe).error().code,
            ErrorCode::kPermissionDenied);
  Must(links.Change(kOurs, board, {.enabled = true}, kAdmin));
}

TEST_F(SharingTest, PasswordsComeAndGo) {
  const SharedItem board = Board();
  const SharePassword made = Must(links.AddPassword(kOurs, board, "hash", "for Bob", kJane));
  const Sharing sharing = Must(links.Find(kOurs, board));
  ASSERT_EQ(sharing.passwords.size(), 1U);
  EXPECT_EQ(sharing.passwords[0].note, "for Bob");
  EXPECT_EQ(sharing.passwords[0].hash, "hash");
  EXPECT_FALSE(links.RemovePassword(kOurs, Board(), made.id, kJane)) << "of another dashboard";
  Must(links.RemovePassword(kOurs, board, made.id, kJane));
  EXPECT_TRUE(Must(links.Find(kOurs, board)).passwords.empty());
}

TEST_F(SharingTest, TheLogSaysWhenItWasSharedAndHoldsNoSecret) {
  const SharedItem board = Board();
  const std::string old = Must(links.Change(kOurs, board, {.enabled = true}, kJane)).access_token;
  clock.Advance(std::chrono::seconds(1));
  const std::string made = Must(links.Refresh(kOurs, board, kJane)).access_token;
  clock.Advance(std::chrono::seconds(1));
  Must(links.Change(kOurs, board, {.enabled = false}, kJane));
  activity::ActivityLog log(*database);
  const auto listed =
      Must(log.List(kOurs, {.scopes = {"Dashboard"}, .item_id = std::to_string(board.id)}, 10, 0));
  std::string said;
  for (const auto& entry : listed.entries) {
    said += entry.activity + "; ";
    const std::string detail = PrintJson(entry.detail);
    EXPECT_EQ(detail.find(old), std::string::npos);
    EXPECT_EQ(detail.find(made), std::string::npos);
  }
  EXPECT_EQ(said, "sharing disabled; access token refreshed; sharing enabled; created; ");
}

}  // namespace
}  // namespace tenrec::dashboards
