#include "tenrec/cohorts/definition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenrec::cohorts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Json Group(std::string_view leaf) {
  return *ParseJson(R"({"properties":{"type":"OR","values":[{"type":"AND","values":[)" +
                    std::string(leaf) + "]}]}}");
}

TEST(CheckFilters, TakesEveryKindOfLeaf) {
  for (std::string_view leaf :
       {R"({"type":"person","key":"plan","value":"pro"})",
        R"({"type":"person","key":"plan","operator":"is_not_set","negation":true})",
        R"({"type":"cohort","key":"id","value":3,"negation":true})",
        R"({"type":"cohort","key":"id","value":"3"})",
        R"({"type":"behavioral","value":"performed_event","key":"x","event_type":"events",)"
        R"("time_value":"30","time_interval":"day"})",
        R"({"type":"behavioral","value":"performed_event","key":7,"event_type":"actions",)"
        R"("explicit_datetime":"-30d"})",
        R"({"type":"behavioral","value":"performed_event_multiple","key":"x",)"
        R"("event_type":"events","time_value":1,"time_interval":"month","operator":"lte",)"
        R"("operator_value":5})",
        R"({"type":"behavioral","value":"performed_event_regularly","key":"x",)"
        R"("event_type":"events","time_value":1,"time_interval":"day","operator":"gte",)"
        R"("operator_value":1,"min_periods":3,"total_periods":5})",
        R"({"type":"behavioral","value":"performed_event_sequence","key":"x",)"
        R"("event_type":"events","time_value":1,"time_interval":"day","seq_event":"y",)"
        R"("seq_event_type":"events","seq_time_value":1,"seq_time_interval":"hour"})"}) {
    const Status checked = CheckFilters(Group(leaf));
    EXPECT_TRUE(checked) << leaf << (checked ? "" : checked.error().message);
  }
  EXPECT_TRUE(CheckFilters(*ParseJson(R"({"properties":{}})")));
}

TEST(CheckFilters, NamesWhatIsWrong) {
  const auto refuses = [](std::string_view filters, const char* why) {
    const Status checked = CheckFilters(*ParseJson(filters));
    ASSERT_FALSE(checked) << filters;
    EXPECT_EQ(checked.error().field, "filters");
    EXPECT_THAT(checked.error().message, HasSubstr(why));
  };
  refuses("[]", "'properties'");
  refuses("{}", "'properties'");
  refuses(R"({"properties":[]})", "'properties'");
  refuses(R"({"properties":{"type":"XOR","values":[]}})", "AND or OR");
  refuses(R"({"properties":{"type":"AND"}})", "list in values");
  const auto refuses_leaf = [&](std::string_view leaf, const char* why) {
    refuses(PrintJson(Group(leaf)), why);
  };
  refuses_leaf("3", "must be an object");
  refuses_leaf(R"({"type":"event","key":"x","value":1})", "not 'event'");
  refuses_leaf(R"({"type":"person","value":1})", "key");
  refuses_leaf(R"({"type":"person","key":"x"})", "needs a value");
  refuses_leaf(R"({"type":"cohort","value":"three"})", "id of a cohort");
  refuses_leaf(R"({"type":"behavioral","value":"danced"})", "Invalid behavioral");
  refuses_leaf(R"({"type":"behavioral","value":"performed_event","key":"x"})", "event_type");
  refuses_leaf(R"({"type":"behavioral","value":"performed_event","key":"x","event_type":"actions",)"
               R"("time_value":1,"time_interval":"day"})",
               "must be a number");
  refuses_leaf(R"({"type":"behavioral","value":"performed_event","key":"x","event_type":"events",)"
               R"("time_value":0,"time_interval":"day"})",
               "time_value");
  refuses_leaf(R"({"type":"behavioral","value":"performed_event","key":"x","event_type":"events",)"
               R"("time_value":1,"time_interval":"moon"})",
               "time_interval");
  refuses_leaf(R"({"type":"behavioral","value":"performed_event_regularly","key":"x",)"
               R"("event_type":"events","time_value":1,"time_interval":"day","operator_value":1,)"
               R"("min_periods":6,"total_periods":5})",
               "min_periods cannot be greater");
  std::string deep = R"({"type":"person","key":"x","value":1})";
  for (int i = 0; i < 30; ++i) deep = R"({"type":"AND","values":[)" + deep + "]}";
  refuses_leaf(deep, "too deep");
}

TEST(FiltersOfGroups, SaysTheSameInTheNewForm) {
  const auto groups = ParseJson(
      R"([{"properties":[{"key":"plan","value":"pro"}]},{"event_id":"x","days":"7","count":2,)"
      R"("count_operator":"eq"},{"action_id":5,"days":1},{"properties":{"age__gt":5}}])");
  const auto filters = FiltersOfGroups(groups->get_array());
  ASSERT_TRUE(filters);
  EXPECT_TRUE(CheckFilters(*filters));
  EXPECT_EQ(
      PrintJson(*filters),
      R"({"properties":{"type":"OR","values":[{"type":"AND","values":[{"key":"plan",)"
      R"("value":"pro","type":"person"}]},{"type":"AND","values":[{"type":"behavioral",)"
      R"("event_type":"events","key":"x","value":"performed_event_multiple","time_value":7,)"
      R"("time_interval":"day","operator":"eq","operator_value":2}]},{"type":"AND","values":[)"
      R"({"type":"behavioral","event_type":"actions","key":5,"value":"performed_event",)"
      R"("time_value":1,"time_interval":"day"}]},{"type":"AND","values":[{"type":"person",)"
      R"("value":5,"key":"age","operator":"gt"}]}]}})");
  EXPECT_FALSE(FiltersOfGroups(ParseJson("[{}]")->get_array()));
  EXPECT_FALSE(FiltersOfGroups(ParseJson("[3]")->get_array()));
}

TEST(ReferencedCohorts, FindsEachOnceHoweverDeep) {
  const Json filters = *ParseJson(
      R"({"properties":{"type":"AND","values":[{"type":"cohort","value":3},{"type":"OR","values":[)"
      R"({"type":"cohort","value":"4"},{"type":"static-cohort","value":3},)"
      R"({"type":"behavioral","event_type":"actions","key":"9","seq_event_type":"actions",)"
      R"("seq_event":8}]}]}})");
  EXPECT_THAT(ReferencedCohorts(filters), ElementsAre(3, 4));
  EXPECT_THAT(ReferencedActions(filters), ElementsAre(9, 8));
  EXPECT_TRUE(DependsOnTime(filters));
  EXPECT_FALSE(DependsOnTime(Group(R"({"type":"person","key":"x","value":1})")));
  EXPECT_TRUE(DependsOnTime(
      Group(R"({"type":"person","key":"x","value":"-7d","operator":"is_date_after"})")));
}

}  // namespace
}  // namespace tenrec::cohorts
