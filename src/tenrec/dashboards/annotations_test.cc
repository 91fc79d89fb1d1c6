#include "tenrec/dashboards/annotations.h"

#include "tenrec/dashboards/shortcuts.h"
#include "tenrec/dashboards/testing_boards.h"

namespace tenrec::dashboards {
namespace {

class AnnotationsTest : public BoardsTest {
 protected:
  Annotation Note(std::string content, AnnotationScope scope = AnnotationScope::kProject) {
    clock.Advance(std::chrono::seconds(1));
    AnnotationChange change{.scope = scope};
    change.content = std::optional(std::move(content));
    change.date_marker = std::optional(clock.Now());
    return Must(annotations.Create(ours, change, kJane));
  }
  std::string Contents(const AnnotationPlace& place, const AnnotationFilter& filter = {}) {
    std::string contents;
    const auto listed = Must(annotations.List(place, filter));
    for (const Annotation& note : listed.annotations) contents += note.content.value_or("?") + " ";
    return contents + std::to_string(listed.total);
  }

  Annotations annotations{*database, clock};
  const AnnotationPlace ours{kOurs, *Uuid::Parse("0199a000-0000-7000-8000-000000000001")};
  const AnnotationPlace sister{kTheirs, ours.organization_id};
  const AnnotationPlace foreign{3, *Uuid::Parse("0199a000-0000-7000-8000-000000000002")};
};

TEST_F(AnnotationsTest, ListsTheNewestMomentFirst) {
  const Annotation price = Note("New price");
  Note("Launch");
  Note("Board only", AnnotationScope::kDashboard);
  EXPECT_EQ(Contents(ours), "Board only Launch New price 3");
  EXPECT_EQ(Contents(ours, {.limit = 1, .offset = 1}), "Launch 3");
  EXPECT_EQ(Contents(ours, {.search = "PRICE"}), "New price 1");
  EXPECT_EQ(Contents(ours, {.scope = AnnotationScope::kDashboard}), "Board only 1");
  EXPECT_EQ(Contents(ours, {.to = price.date_marker}), "New price 1");
  EXPECT_EQ(Contents(sister), "0");
}

TEST_F(AnnotationsTest, OfAnOrganizationShowInEachOfItsProjects) {
  const Annotation note = Note("Holiday", AnnotationScope::kOrganization);
  EXPECT_EQ(Contents(sister), "Holiday 1");
  EXPECT_EQ(Contents(foreign), "0");
  EXPECT_TRUE(annotations.Find(sister, note.id));
  AnnotationChange change;
  change.content = std::optional<std::string>("Holidays");
  EXPECT_EQ(annotations.Update(foreign, note.id, change, kJane).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Must(annotations.Update(sister, note.id, change, kJoe)).content, "Holidays");
}

TEST_F(AnnotationsTest, ChangesOnlyWhatIsNamedAndComesBackFromTheTrash) {
  const Dashboard board = MakeDashboard("Board");
  const SavedInsight insight = MakeInsight("One", {board.id});
  const Annotation note = Note("Launch");
  AnnotationChange change{.scope = AnnotationScope::kInsight};
  change.insight_id = std::optional(insight.id);
  change.dashboard_id = std::optional(board.id);
  const Annotation changed = Must(annotations.Update(ours, note.id, change, kJoe));
  EXPECT_EQ(changed.content, "Launch");
  EXPECT_EQ(changed.insight_short_id, insight.short_id);
  EXPECT_EQ(changed.insight_name, "One");
  EXPECT_EQ(changed.dashboard_name, "Board");
  EXPECT_EQ(changed.created_by, kJane.user);
  EXPECT_EQ(Told(), "updated Annotation by 11 scope dashboard_item dashboard_id; ");
  Must(annotations.Update(ours, note.id, {.deleted = true}, kJane));
  EXPECT_EQ(Contents(ours), "0");
  EXPECT_TRUE(Must(annotations.Find(ours, note.id)).deleted) << "the way back";
  Must(annotations.Update(ours, note.id, {.deleted = false}, kJane));
  EXPECT_EQ(Contents(ours), "Launch 1");
}

TEST_F(AnnotationsTest, AreAboutThingsOfTheirProject) {
  const Dashboard board = MakeDashboard("theirs", kTheirs);
  const SavedInsight insight = MakeInsight("theirs", {}, kTheirs);
  AnnotationChange change;
  change.dashboard_id = std::optional(board.id);
  EXPECT_EQ(annotations.Create(ours, change, kJane).error().field, "dashboard_id");
  change = {};
  change.insight_id = std::optional(insight.id);
  EXPECT_EQ(annotations.Create(ours, change, kJane).error().field, "dashboard_item");
  EXPECT_EQ(Contents(ours), "0");
}

class ShortcutsTest : public BoardsTest {
 protected:
  Uuid Pin(std::string path, std::string ref, UserId user = 10) {
    ShortcutChange change{.path = std::move(path), .type = "dashboard"};
    change.ref = std::optional(std::move(ref));
    clock.Advance(std::chrono::seconds(1));
    return Must(shortcuts.Add(kOurs, user, change)).id;
  }
  std::string Paths(UserId user = 10, TeamId team = kOurs) {
    std::string paths;
    for (const Shortcut& shortcut : Must(shortcuts.List(team, user))) paths += shortcut.path + " ";
    return paths;
  }

  Shortcuts shortcuts{*database, clock};
};

TEST_F(ShortcutsTest, KeepEachPersonsOrder) {
  const Uuid a = Pin("a", "1");
  const Uuid b = Pin("b", "2");
  const Uuid c = Pin("c", "3");
  Pin("joes", "1", 11);
  EXPECT_EQ(Paths(), "a b c ");
  EXPECT_EQ(Pin("again", "1"), a) << "a thing is pinned once";
  Must(shortcuts.Reorder(kOurs, 10, {c, a}));
  EXPECT_EQ(Paths(), "c a b ");
  Must(shortcuts.Update(kOurs, 10, b, {.path = "B"}));
  Must(shortcuts.Remove(kOurs, 10, a));
  EXPECT_EQ(Paths(), "c B ");
  EXPECT_EQ(Paths(11), "joes ");
  EXPECT_EQ(Paths(10, kTheirs), "");
}

TEST_F(ShortcutsTest, OfOthersAreOutOfReach) {
  const Uuid mine = Pin("mine", "1");
  EXPECT_EQ(shortcuts.Update(kOurs, 11, mine, {.path = "x"}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(shortcuts.Remove(kOurs, 11, mine).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(shortcuts.Remove(kTheirs, 10, mine).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(shortcuts.Reorder(kOurs, 11, {mine}).error().field, "ordered_ids");
  EXPECT_EQ(Paths(), "mine ");
}

}  // namespace
}  // namespace tenrec::dashboards
