#include "tenrec/dashboards/templates.h"

#include <utility>

#include "tenrec/base/check.h"
#include "tenrec/dashboards/plan_tiles.h"

namespace tenrec::dashboards {
namespace {

constexpr std::string_view kDefaultApp = "DEFAULT_APP";
// The name under which ids of templates are made, so that they stay the same for ever.
constexpr std::string_view kNamespace = "6f2c3d0e-5a51-4a0c-9d5e-7c1b0a64a9d2";

DashboardTemplate Make(std::string_view name, std::string_view description,
                       std::vector<std::string> tags, std::vector<std::string> contexts,
                       const std::vector<PlannedTrend>& trends) {
  const auto name_space = Uuid::Parse(kNamespace);
  TENREC_CHECK(name_space) << kNamespace;
  DashboardTemplate made{.id = Uuid::V5(*name_space, name),
                         .plan = {.name = std::string(name),
                                  .description = std::string(description),
                                  .filters = {{"date_from", "-30d"}},
                                  .tags = std::move(tags)},
                         .contexts = std::move(contexts)};
  for (const PlannedTrend& trend : trends) made.plan.tiles.push_back(TrendTile(trend));
  return made;
}

DashboardTemplate ProductAnalytics() {
  return Make("Product analytics", "Who comes, how often, and what they do.", {"product"},
              {"product"},
              {{"Daily active users",
                "People who did anything on a day.",
                {{"$pageview", "dau"}},
                {0, 0, 6, 5},
                "ActionsLineGraph",
                "",
                "day",
                true},
               {"Weekly active users",
                "People who came within a week.",
                {{"$pageview", "dau"}},
                {6, 0, 6, 5},
                "ActionsLineGraph",
                "",
                "week"},
               {"Sessions",
                "Visits, however many pages they had.",
                {{"$pageview", "unique_session"}},
                {0, 5, 6, 5},
                "ActionsBar"},
               {"Views per person",
                "How deep an average person goes on a day.",
                {{"$pageview", "avg_count_per_actor"}},
                {6, 5, 6, 5}},
               {"Most seen pages",
                "Views by path.",
                {{"$pageview"}},
                {0, 10, 6, 5},
                "ActionsBarValue",
                "$pathname"},
               {"Where people come from",
                "People by the site that sent them.",
                {{"$pageview", "dau"}},
                {6, 10, 6, 5},
                "ActionsBarValue",
                "$referring_domain"}});
}

DashboardTemplate WebTraffic() {
  return Make(
      "Website traffic", "Visitors, their sources, devices and countries.", {"web"}, {"web"},
      {{"Visitors",
        "People who saw a page.",
        {{"$pageview", "dau"}},
        {0, 0, 4, 4},
        "BoldNumber",
        "",
        "day",
        true},
       {"Page views", "", {{"$pageview"}}, {4, 0, 4, 4}, "BoldNumber", "", "day", true},
       {"Sessions",
        "",
        {{"$pageview", "unique_session"}},
        {8, 0, 4, 4},
        "BoldNumber",
        "",
        "day",
        true},
       {"Visitors and views by day",
        "",
        {{"$pageview", "dau", "", "Visitors"}, {"$pageview", "total", "", "Views"}},
        {0, 4, 12, 6}},
       {"Sources",
        "Visitors by the site that sent them.",
        {{"$pageview", "dau"}},
        {0, 10, 6, 5},
        "ActionsBarValue",
        "$referring_domain"},
       {"Pages",
        "Visitors by path.",
        {{"$pageview", "dau"}},
        {6, 10, 6, 5},
        "ActionsBarValue",
        "$pathname"},
       {"Countries", "", {{"$pageview", "dau"}}, {0, 15, 6, 5}, "WorldMap", "$geoip_country_code"},
       {"Devices", "", {{"$pageview", "dau"}}, {6, 15, 3, 5}, "ActionsPie", "$device_type"},
       {"Browsers", "", {{"$pageview", "dau"}}, {9, 15, 3, 5}, "ActionsPie", "$browser"},
       {"Campaigns",
        "Visitors by utm_campaign.",
        {{"$pageview", "dau"}},
        {0, 20, 12, 5},
        "ActionsTable",
        "utm_campaign"}});
}

DashboardTemplate Engagement() {
  return Make("Engagement", "Clicks, frustration and pages that people leave.", {"product"},
              {"web"},
              {{"Clicks", "What autocapture saw.", {{"$autocapture"}}, {0, 0, 6, 5}},
               {"People who click", "", {{"$autocapture", "dau"}}, {6, 0, 6, 5}},
               {"Rage clicks by page",
                "Many clicks on one place within a second.",
                {{"$rageclick"}},
                {0, 5, 6, 5},
                "ActionsBarValue",
                "$pathname"},
               {"Pages people leave from",
                "",
                {{"$pageleave"}},
                {6, 5, 6, 5},
                "ActionsBarValue",
                "$pathname"},
               {"New identities",
                "People who signed in for the first time on a device.",
                {{"$identify", "dau"}},
                {0, 10, 12, 5},
                "ActionsBar"}});
}

DashboardTemplate MobileApp() {
  return Make(
      "Mobile app", "Installs, opens, screens and versions.", {"mobile"}, {"mobile"},
      {{"Daily active users",
        "",
        {{"Application Opened", "dau"}},
        {0, 0, 6, 5},
        "ActionsLineGraph",
        "",
        "day",
        true},
       {"Installs and updates",
        "",
        {{"Application Installed", "dau"}, {"Application Updated", "dau"}},
        {6, 0, 6, 5},
        "ActionsBar"},
       {"Screens",
        "People by screen.",
        {{"$screen", "dau"}},
        {0, 5, 6, 5},
        "ActionsBarValue",
        "$screen_name"},
       {"App versions",
        "",
        {{"Application Opened", "dau"}},
        {6, 5, 6, 5},
        "ActionsAreaGraph",
        "$app_version"},
       {"Systems", "", {{"Application Opened", "dau"}}, {0, 10, 6, 5}, "ActionsPie", "$os_version"},
       {"Devices",
        "",
        {{"Application Opened", "dau"}},
        {6, 10, 6, 5},
        "ActionsBarValue",
        "$device_model"}});
}

DashboardTemplate AiApps() {
  return Make(
      "AI costs and latency", "What generations cost, how long they take, and how often they fail.",
      {"ai"}, {"ai"},
      {{"Cost",
        "In US dollars.",
        {{"$ai_generation", "sum", "$ai_total_cost_usd"}},
        {0, 0, 4, 4},
        "BoldNumber",
        "",
        "day",
        true},
       {"Generations", "", {{"$ai_generation"}}, {4, 0, 4, 4}, "BoldNumber", "", "day", true},
       {"People", "", {{"$ai_generation", "dau"}}, {8, 0, 4, 4}, "BoldNumber", "", "day", true},
       {"Cost by model",
        "",
        {{"$ai_generation", "sum", "$ai_total_cost_usd"}},
        {0, 4, 6, 5},
        "ActionsAreaGraph",
        "$ai_model"},
       {"Latency",
        "Median and 95th percentile, in seconds.",
        {{"$ai_generation", "median", "$ai_latency", "Median"},
         {"$ai_generation", "p95", "$ai_latency", "95th percentile"}},
        {6, 4, 6, 5}},
       {"Status codes",
        "",
        {{"$ai_generation"}},
        {0, 9, 6, 5},
        "ActionsBarValue",
        "$ai_http_status"},
       {"Tokens",
        "",
        {{"$ai_generation", "sum", "$ai_input_tokens", "Input"},
         {"$ai_generation", "sum", "$ai_output_tokens", "Output"}},
        {6, 9, 6, 5},
        "ActionsBar"}});
}

JsonObject Pageviews() {
  return {{"kind", "EventsNode"}, {"event", "$pageview"}, {"name", "$pageview"}};
}

JsonObject LastDays(std::string_view from) {
  return {{"date_from", from}};
}

JsonObject WeeklyRetention() {
  const JsonObject seen{{"id", "$pageview"}, {"name", "$pageview"}, {"type", "events"}};
  return {{"kind", "RetentionQuery"},
          {"dateRange", LastDays("-7w")},
          {"retentionFilter", JsonObject{{"period", "Week"},
                                         {"totalIntervals", 8},
                                         {"retentionType", "retention_first_time"},
                                         {"targetEntity", seen},
                                         {"returningEntity", seen}}}};
}

JsonObject Growth() {
  return {{"kind", "LifecycleQuery"},
          {"series", JsonArray{Pageviews()}},
          {"interval", "week"},
          {"dateRange", LastDays("-30d")}};
}

// One, two and three pages within a visit.
JsonObject Deeper() {
  JsonArray steps;
  for (const char* name : {"First page view", "Second page view", "Third page view"}) {
    JsonObject step = Pageviews();
    step["custom_name"] = name;
    steps.push_back(std::move(step));
  }
  return {{"kind", "FunnelsQuery"},
          {"series", std::move(steps)},
          {"dateRange", LastDays("-7d")},
          {"breakdownFilter", JsonObject{{"breakdown", "$browser"}, {"breakdown_type", "event"}}},
          {"funnelsFilter", JsonObject{{"funnelOrderType", "ordered"},
                                       {"funnelVizType", "steps"},
                                       {"layout", "horizontal"}}}};
}

// The insights that PostHog begins a project with, under the same names.
DashboardTemplate MakeFirst() {
  DashboardTemplate made =
      Make("My App Dashboard", "Who comes, who stays, and where they come from.", {}, {"product"},
           {{"Daily active users (DAUs)",
             "People who saw a page on a day.",
             {{"$pageview", "dau"}},
             {0, 0, 6, 5}},
            {"Weekly active users (WAUs)",
             "People who saw a page within a week.",
             {{"$pageview", "dau"}},
             {6, 0, 6, 5},
             "ActionsLineGraph",
             "",
             "week"},
            {"Referring domain",
             "People by the site that sent them.",
             {{"$pageview", "dau"}},
             {0, 10, 6, 5},
             "ActionsBarValue",
             "$referring_domain"}});
  // Each tile keeps its own dates.
  made.plan.filters = {};
  JsonArray& tiles = made.plan.tiles;
  tiles.push_back(QuestionTile("Retention", "How many come back in the weeks after their first.",
                               WeeklyRetention(), {6, 5, 6, 5}));
  tiles.push_back(QuestionTile("Growth accounting",
                               "New, returning, resurrected and dormant people of each week.",
                               Growth(), {0, 5, 6, 5}));
  tiles.push_back(QuestionTile("Pageview funnel, by browser",
                               "How many see a second page, and a third.", Deeper(),
                               {6, 10, 6, 5}));
  return made;
}

const DashboardTemplate& First() {
  static const DashboardTemplate first = MakeFirst();
  return first;
}

std::vector<DashboardTemplate> MakeAll() {
  std::vector<DashboardTemplate> all{ProductAnalytics(), WebTraffic(), Engagement(), MobileApp(),
                                     AiApps()};
  all[0].is_featured = all[1].is_featured = true;
  return all;
}

}  // namespace

const std::vector<DashboardTemplate>& BuiltInTemplates() {
  static const std::vector<DashboardTemplate> all = MakeAll();
  return all;
}

const DashboardPlan& FirstDashboard() {
  return First().plan;
}

const DashboardTemplate* FindTemplate(std::string_view name) {
  if (name == kDefaultApp) return &First();
  for (const DashboardTemplate& made : BuiltInTemplates()) {
    if (made.plan.name == name) return &made;
  }
  return nullptr;
}

}  // namespace tenrec::dashboards
