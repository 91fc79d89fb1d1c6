#include "tenrec/server/identity.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

const Uuid kOurs = *Uuid::Parse("11111111-1111-4111-8111-111111111111");
const Uuid kOthers = *Uuid::Parse("22222222-2222-4222-8222-222222222222");

constexpr StoreMark kAbsent{};
constexpr StoreMark kUnnamed{.present = true};
StoreMark Of(const Uuid& id) {
  return {.present = true, .id = id};
}

IdentitySurvey Survey(std::optional<Uuid> own, StoreMark metadata, StoreMark analytics,
                      StoreMark log, StoreMark blobs) {
  return {.directory = "/data", .own = own, .stores = {metadata, analytics, log, blobs}};
}

TEST(Identity, ADirectoryOfNothingIsANewInstallation) {
  const auto judged = JudgeIdentity(Survey({}, kAbsent, kAbsent, kAbsent, kAbsent));
  ASSERT_TRUE(judged) << judged.error().message;
  EXPECT_TRUE(judged->is_new);
  EXPECT_FALSE(judged->id.is_nil());
}

TEST(Identity, ADirectoryOfBeforeThereWereIdsGetsOne) {
  const auto judged = JudgeIdentity(Survey({}, kUnnamed, kUnnamed, kUnnamed, kAbsent));
  ASSERT_TRUE(judged) << judged.error().message;
  EXPECT_TRUE(judged->is_new);
  EXPECT_TRUE(JudgeStore("/data", StoreKind::kAnalytics, kUnnamed, *judged));
  EXPECT_FALSE(JudgeStore("/data", StoreKind::kAnalytics, Of(kOthers), *judged));
}

TEST(Identity, AWholeInstallationIsKnown) {
  const StoreMark ours = Of(kOurs);
  const auto whole = JudgeIdentity(Survey(kOurs, ours, kUnnamed, ours, ours));
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->id, kOurs);
  EXPECT_FALSE(whole->is_new);
  // The file of the directory itself is the one that a move by hand forgets.
  const auto moved = JudgeIdentity(Survey({}, ours, kUnnamed, ours, ours));
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(moved->id, kOurs);
}

TEST(Identity, WhatIsMissingOrForeignIsNamedWithTheWayOut) {
  const StoreMark ours = Of(kOurs);
  const StoreMark others = Of(kOthers);
  const auto refuses = [](const IdentitySurvey& survey, std::string_view what,
                          std::string_view way) {
    const auto judged = JudgeIdentity(survey);
    ASSERT_FALSE(judged) << what;
    EXPECT_EQ(judged.error().code, ErrorCode::kFailedPrecondition);
    EXPECT_TRUE(judged.error().message.starts_with(what)) << judged.error().message;
    EXPECT_NE(judged.error().message.find(way), std::string::npos) << judged.error().message;
  };
  for (const auto own : {std::optional<Uuid>(), std::optional<Uuid>(kOurs)}) {
    const StoreMark kept = own ? ours : kUnnamed;
    refuses(Survey(own, kAbsent, kUnnamed, kept, kAbsent), "/data/metadata.db is missing",
            "choose another --data");
    refuses(Survey(own, kept, kAbsent, kept, kept), "/data/analytics is missing",
            "--start-empty analytics");
    refuses(Survey(own, kept, kUnnamed, kAbsent, kept), "/data/log is missing",
            "--start-empty log");
  }
  refuses(Survey(kOurs, ours, kUnnamed, ours, kAbsent), "/data/blobs is missing",
          "--start-empty blobs");
  refuses(Survey({}, kAbsent, kAbsent, kAbsent, kUnnamed), "/data/metadata.db is missing",
          "choose another --data");
  refuses(Survey(kOurs, others, kUnnamed, ours, ours), "/data/metadata.db belongs to installation",
          "--adopt metadata");
  refuses(Survey(kOurs, ours, kUnnamed, others, ours), "/data/log belongs to installation",
          "--adopt log");
  refuses(Survey(kOurs, ours, kUnnamed, kUnnamed, ours), "/data/log has no installation id",
          "--adopt log");
  refuses(Survey({}, kUnnamed, kUnnamed, ours, ours), "/data/metadata.db has no installation id",
          "--adopt metadata");
}

TEST(Identity, AnUnfinishedStartGoesOnFromAnyPoint) {
  IdentitySurvey survey = Survey({}, kAbsent, kAbsent, kAbsent, kAbsent);
  survey.pending = PendingIdentity{.id = kOurs};
  survey.pending->consents.fill(Consent::kNew);
  const StoreMark marks[] = {kAbsent, kUnnamed, Of(kOurs)};
  for (const StoreMark& metadata : marks) {
    for (const StoreMark& analytics : marks) {
      for (const StoreMark& log : marks) {
        for (const auto own : {std::optional<Uuid>(), std::optional<Uuid>(kOurs)}) {
          survey.own = own;
          survey.stores = {metadata, analytics, log, kAbsent};
          const auto judged = JudgeIdentity(survey);
          ASSERT_TRUE(judged) << judged.error().message;
          EXPECT_EQ(judged->id, kOurs);
        }
      }
    }
  }
  survey.stores[2] = Of(kOthers);
  EXPECT_FALSE(JudgeIdentity(survey)) << "a log of somebody else is no leftover";
}

TEST(Identity, ConsentIsForOneStoreOnly) {
  IdentitySurvey survey = Survey(kOurs, Of(kOurs), kAbsent, Of(kOurs), Of(kOurs));
  survey.pending = PendingIdentity{.id = kOurs};
  survey.pending->consents[static_cast<std::size_t>(StoreKind::kAnalytics)] = Consent::kNew;
  EXPECT_TRUE(JudgeIdentity(survey));
  survey.stores[static_cast<std::size_t>(StoreKind::kLog)] = kAbsent;
  EXPECT_FALSE(JudgeIdentity(survey));
}

class IdentityFilesTest : public testing::Test {
 protected:
  IdentityFilesTest() { std::filesystem::create_directories(path_); }
  ~IdentityFilesTest() override { std::filesystem::remove_all(path_); }
  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("tenrec-" + Uuid::V4().ToString())).string();
};

TEST_F(IdentityFilesTest, WhatIsWrittenIsReadBack) {
  PendingIdentity pending{.id = kOurs};
  pending.consents = {Consent::kNone, Consent::kUnmarked, Consent::kNew, Consent::kAny};
  ASSERT_TRUE(WritePendingIdentity(path_, pending));
  auto survey = SurveyIdentity(path_);
  ASSERT_TRUE(survey) << survey.error().message;
  ASSERT_TRUE(survey->pending);
  EXPECT_EQ(survey->pending->id, kOurs);
  EXPECT_EQ(survey->pending->consents, pending.consents);
  EXPECT_EQ(survey->own, std::nullopt);

  ASSERT_TRUE(MarkDirectories(path_, kOurs));
  ASSERT_TRUE(FinishIdentity(path_, kOurs));
  survey = SurveyIdentity(path_);
  ASSERT_TRUE(survey) << survey.error().message;
  EXPECT_FALSE(survey->pending);
  EXPECT_EQ(survey->own, kOurs);
  EXPECT_EQ(survey->stores[2].id, kOurs);
  EXPECT_FALSE(survey->stores[2].present) << "an id alone is no log";
  EXPECT_EQ(survey->stores[3].id, kOurs);
  EXPECT_TRUE(survey->stores[3].present);
}

TEST_F(IdentityFilesTest, ADamagedFileIsSaidAndNotReplaced) {
  for (const char* name : {"installation_id", "installation_pending"}) {
    const std::string file = path_ + "/" + name;
    std::ofstream(file) << "no id\n";
    const auto survey = SurveyIdentity(path_);
    ASSERT_FALSE(survey) << name;
    EXPECT_EQ(survey.error().code, ErrorCode::kDataLoss);
    EXPECT_NE(survey.error().message.find(file), std::string::npos);
    std::filesystem::remove(file);
  }
}

}  // namespace
}  // namespace tenrec::server
