#include "tenrec/dashboards/legacy_filters.h"

#include <gtest/gtest.h>

namespace tenrec::dashboards {
namespace {

Result<Json> Convert(std::string_view filters) {
  return QueryFromFilters(ParseJson(filters)->get_object());
}

TEST(QueryFromFilters, KeepsTheMeaning) {
  const auto becomes = [](std::string_view filters, std::string_view source) {
    const auto query = Convert(filters);
    ASSERT_TRUE(query) << filters << ": " << query.error().message;
    EXPECT_EQ(*StringMember(*query, "kind"), "InsightVizNode");
    EXPECT_EQ(PrintJson(query->at("source")), PrintJson(*ParseJson(source))) << filters;
  };
  becomes(R"({"events":[{"id":"$pageview"}]})",
          R"({"kind":"TrendsQuery","trendsFilter":{},
              "series":[{"kind":"EventsNode","event":"$pageview"}]})");
  becomes(R"({"insight":"TRENDS","events":[{"id":"b","order":1},{"id":"a","math":"dau","order":0}],
              "interval":"week","date_from":"-30d","date_to":null,"display":"ActionsBar",
              "breakdown":"$browser","breakdown_type":"event","compare":true,
              "filter_test_accounts":true,
              "properties":[{"key":"k","value":"v","operator":"exact","type":"event"}]})",
          R"({"kind":"TrendsQuery","trendsFilter":{"display":"ActionsBar"},
              "breakdownFilter":{"breakdown":"$browser","breakdown_type":"event"},
              "compareFilter":{"compare":true},
              "series":[{"math":"dau","kind":"EventsNode","event":"a"},
                        {"kind":"EventsNode","event":"b"}],
              "dateRange":{"date_from":"-30d"},"interval":"week",
              "properties":[{"key":"k","value":"v","operator":"exact","type":"event"}],
              "filterTestAccounts":true})");
  becomes(R"({"insight":"FUNNELS","events":[{"id":"a"},{"id":"b"}],"funnel_window_interval":7})",
          R"({"kind":"FunnelsQuery","funnelsFilter":{"funnelWindowInterval":7},
              "series":[{"kind":"EventsNode","event":"a"},{"kind":"EventsNode","event":"b"}]})");
  becomes(R"({"insight":"RETENTION","interval":"day","target_entity":{"id":"a","type":"events"},
              "retention_type":"retention_first_time","total_intervals":9,"period":"Week"})",
          R"({"kind":"RetentionQuery","retentionFilter":{"retentionType":"retention_first_time",
              "totalIntervals":9,"targetEntity":{"id":"a","type":"events"},"period":"Week"}})");
  becomes(R"({"insight":"PATHS","include_event_types":["$pageview"],"step_limit":4,
              "properties":{"$browser":"Chrome","plan__icontains":"pro"}})",
          R"({"kind":"PathsQuery","pathsFilter":{"includeEventTypes":["$pageview"],"stepLimit":4},
              "properties":[
                {"type":"event","key":"$browser","operator":"exact","value":"Chrome"},
                {"type":"event","key":"plan","operator":"icontains","value":"pro"}]})");
}

TEST(QueryFromFilters, RefusesWhatWouldChangeItsMeaning) {
  for (std::string_view filters : {R"({})", R"({"events":[]})", R"({"events":[7]})",
                                   R"({"insight":"MAPS","events":[{"id":"a"}]})",
                                   R"({"events":[{"id":"a"}],"actions":[{"id":"first"}]})",
                                   R"({"events":[{"id":"a","math":"no such math"}]})"}) {
    const auto query = Convert(filters);
    ASSERT_FALSE(query) << filters;
    EXPECT_EQ(query.error().field, "filters") << filters;
    EXPECT_EQ(query.error().code, ErrorCode::kInvalidArgument) << filters;
  }
}

}  // namespace
}  // namespace tenrec::dashboards
