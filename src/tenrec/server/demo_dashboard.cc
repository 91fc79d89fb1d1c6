#include "tenrec/server/demo_dashboard.h"

#include "tenrec/dashboards/dashboards.h"
#include "tenrec/dashboards/plan_tiles.h"

namespace tenrec::server {
namespace {

using dashboards::PlannedTrend;

constexpr std::string_view kWelcome =
    "**Acme Notes** is a made-up notebook for teams, with the visits, sign-ups and invoices of its "
    "last months. Click a number to see the people behind it, change a chart to make it yours, and "
    "add your own with **Add insight**.";

dashboards::DashboardPlan ProductOverview() {
  dashboards::DashboardPlan plan{
      .name = "Product overview",
      .description = "How many people come, what they do, and what it earns.",
      .tags = {"demo"}};
  plan.tiles.push_back(dashboards::TextTile(kWelcome, {0, 0, 12, 1}));
  for (const PlannedTrend& trend : {
           PlannedTrend{"People who visit",
                        "Each person once a day, beside the 30 days before.",
                        {{"$pageview", "dau", "", "Visitors"}},
                        {0, 1, 6, 5},
                        "ActionsLineGraph",
                        "",
                        "day",
                        true},
           PlannedTrend{
               "Sign-ups",
               "People who begin to sign up, and those who finish.",
               {{"signup started", "dau", "", "Started"}, {"signed up", "dau", "", "Signed up"}},
               {6, 1, 6, 5},
               "ActionsBar"},
           PlannedTrend{
               "Notes written and shared",
               "What the product is for.",
               {{"note created", "total", "", "Written"}, {"note shared", "total", "", "Shared"}},
               {0, 6, 6, 5},
               "ActionsAreaGraph",
               "",
               "week"},
           PlannedTrend{"Revenue by plan",
                        "Invoices paid, in US dollars.",
                        {{"invoice paid", "sum", "amount", "Revenue"}},
                        {6, 6, 6, 5},
                        "ActionsBarValue",
                        "plan"},
           PlannedTrend{"Where visitors come from",
                        "People by the site that sent them.",
                        {{"$pageview", "dau", "", "Visitors"}},
                        {0, 11, 6, 5},
                        "ActionsBarValue",
                        "$referring_domain"},
           PlannedTrend{"Visitors by country",
                        "",
                        {{"$pageview", "dau", "", "Visitors"}},
                        {6, 11, 6, 5},
                        "WorldMap",
                        "$geoip_country_code"},
       }) {
    plan.tiles.push_back(dashboards::TrendTile(trend));
  }
  return plan;
}

}  // namespace

Status AddDemoDashboard(Installation& installation, TeamId team_id) {
  dashboards::Dashboards boards(installation.database(), installation.clock());
  TRY_ASSIGN(const dashboards::Dashboard made,
             boards.CreateFromPlan(team_id, ProductOverview(), {.pinned = true},
                                   {.is_admin = true, .client = "demo"}));
  TRY(installation.accounts().projects().Update(team_id, {{"primary_dashboard", made.id}}));
  return Ok();
}

}  // namespace tenrec::server
