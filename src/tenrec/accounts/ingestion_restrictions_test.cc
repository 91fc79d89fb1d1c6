#include "tenrec/accounts/ingestion_restrictions.h"

#include <gtest/gtest.h>

namespace tenrec::accounts {
namespace {

constexpr const char* kUuid = "0193b6a0-0000-7000-8000-000000000001";

Result<std::shared_ptr<const IngestionRestrictions>> Parse(std::string_view json) {
  return IngestionRestrictions::Parse(*ParseJson(json));
}

EventFacts Sample() {
  return {
      .name = "$pageview", .distinct_id = "u1", .session_id = "s1", .uuid = *Uuid::Parse(kUuid)};
}

bool Drops(std::string_view lists) {
  const auto parsed =
      Parse(R"([{"restriction_type":"drop_event_from_ingestion")" + std::string(lists) + "}]");
  EXPECT_TRUE(parsed) << lists << ": " << parsed.error().message;
  return parsed && (*parsed)->Applies(Restriction::kDrop, Sample());
}

TEST(IngestionRestrictions, AnEventMustBeInEveryListThatIsNotEmpty) {
  EXPECT_TRUE(Drops("")) << "all events";
  EXPECT_TRUE(Drops(R"(,"distinct_ids":[],"event_names":null)"));
  EXPECT_TRUE(Drops(R"(,"distinct_ids":["u0","u1"])"));
  EXPECT_FALSE(Drops(R"(,"distinct_ids":["u0"])"));
  EXPECT_TRUE(Drops(R"(,"session_ids":["s1"])"));
  EXPECT_FALSE(Drops(R"(,"session_ids":["s2"])"));
  EXPECT_TRUE(Drops(R"(,"event_names":["$pageview"])"));
  EXPECT_FALSE(Drops(R"(,"event_names":["$pageleave"])"));
  EXPECT_TRUE(Drops(R"(,"event_uuids":["0193B6A0-0000-7000-8000-000000000001"])"));
  EXPECT_FALSE(Drops(R"(,"event_uuids":["0193b6a0-0000-7000-8000-000000000002"])"));
  EXPECT_TRUE(Drops(R"(,"distinct_ids":["u1"],"event_names":["$pageview"])"));
  EXPECT_FALSE(Drops(R"(,"distinct_ids":["u1"],"event_names":["$pageleave"])"));
}

TEST(IngestionRestrictions, EachTypeIsItsOwnAndRecordingsAreNotAnalytics) {
  const auto both = Parse(
      R"([{"restriction_type":"skip_person_processing","distinct_ids":["u1"]},)"
      R"({"restriction_type":"redirect_to_dlq","event_names":["bad"]},)"
      R"({"restriction_type":"force_overflow_from_ingestion"},)"
      R"({"restriction_type":"drop_event_from_ingestion","pipelines":["session_recordings"]}])");
  ASSERT_TRUE(both) << both.error().message;
  EXPECT_TRUE((*both)->Applies(Restriction::kSkipPersons, Sample()));
  EXPECT_TRUE((*both)->Applies(Restriction::kOverflow, Sample()));
  EXPECT_FALSE((*both)->Applies(Restriction::kDeadLetter, Sample()));
  EXPECT_FALSE((*both)->Applies(Restriction::kDrop, Sample()));
}

TEST(IngestionRestrictions, RefusesWhatCannotBeMeant) {
  const auto refuses = [](std::string_view json, std::string_view field) {
    const auto parsed = Parse(json);
    ASSERT_FALSE(parsed) << json;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(parsed.error().field, field) << json;
  };
  const std::string drop = R"({"restriction_type":"drop_event_from_ingestion")";
  refuses("{}", "");
  refuses("[1]", "0");
  refuses("[{}]", "0__restriction_type");
  refuses(R"([{"restriction_type":"drop"}])", "0__restriction_type");
  refuses("[" + drop + R"(,"distinct_id":"u"}])", "0");
  refuses("[" + drop + R"(,"distinct_ids":"u"}])", "0__distinct_ids");
  refuses("[" + drop + R"(,"event_uuids":["u"]}])", "0__event_uuids");
  refuses("[" + drop + R"(,"pipelines":[]}])", "0__pipelines");
  refuses("[" + drop + R"(,"pipelines":["logs"]}])", "0__pipelines");
  refuses("[" + drop + "}," + drop + "}]", "1__restriction_type");
  refuses("[" + drop + R"(,"event_names":[")" + std::string(451, 'a') + R"("]}])",
          "0__event_names");
}

TEST(IngestionRestrictions, TheSettingIsShownWhole) {
  const auto kept = ReadRestrictionsSetting(
      *ParseJson(R"([{"restriction_type":"redirect_to_dlq","event_names":["a"]}])"), Json());
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(PrintJson(*kept),
            R"([{"restriction_type":"redirect_to_dlq","distinct_ids":[],"session_ids":[],)"
            R"("event_names":["a"],"event_uuids":[],"pipelines":["analytics"]}])");
  EXPECT_EQ(PrintJson(*ReadRestrictionsSetting(*kept, Json())), PrintJson(*kept));
}

TEST(TokenRestrictions, NameTokensAndDistinctIds) {
  TokenRestrictions restrictions;
  ASSERT_TRUE(
      restrictions.Add(Restriction::kDrop, "phc_all, phc_some:u1,phc_some:distinct_id:u2,,"));
  ASSERT_TRUE(restrictions.Add(Restriction::kSkipPersons, "phc_some"));
  EXPECT_EQ(restrictions.Find("phc_other"), nullptr);
  EventFacts event = Sample();
  EXPECT_TRUE(restrictions.Find("phc_all")->Applies(Restriction::kDrop, event));
  EXPECT_FALSE(restrictions.Find("phc_all")->Applies(Restriction::kSkipPersons, event));
  EXPECT_TRUE(restrictions.Find("phc_some")->Applies(Restriction::kDrop, event));
  EXPECT_TRUE(restrictions.Find("phc_some")->Applies(Restriction::kSkipPersons, event));
  event.distinct_id = "u2";
  EXPECT_TRUE(restrictions.Find("phc_some")->Applies(Restriction::kDrop, event));
  event.distinct_id = "u3";
  EXPECT_FALSE(restrictions.Find("phc_some")->Applies(Restriction::kDrop, event));
  EXPECT_FALSE(restrictions.Add(Restriction::kDrop, ":u1"));
}

}  // namespace
}  // namespace tenrec::accounts
