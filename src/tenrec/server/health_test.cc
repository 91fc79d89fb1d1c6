#include "tenrec/server/health.h"

#include <gtest/gtest.h>

#include "tenrec/http/response.h"

namespace tenrec::server {
namespace {

http::Response Get(const http::Router& router, std::string target) {
  auto request = std::make_shared<http::Request>();
  const std::size_t mark = target.find('?');
  request->path = target.substr(0, mark);
  if (mark != std::string::npos) request->query_string = target.substr(mark + 1);
  request->target = std::move(target);
  http::Response got;
  router.Dispatch(request, [&](http::Response response) { got = std::move(response); });
  return got;
}

TEST(Health, SaysWhichPartDoesNotWork) {
  bool disk = true;
  bool lively = true;
  http::Router router;
  Metrics metrics;
  AddHealthRoutes(router,
                  {{"database", [] { return true; }},
                   {"log", [&] { return disk; }},
                   {"ingestion", [&] { return lively; }, false}},
                  &metrics);
  EXPECT_EQ(Get(router, "/_health").status, 200);
  EXPECT_EQ(Get(router, "/_health").body, "ok");
  EXPECT_EQ(Get(router, "/_readyz").status, 200);
  lively = false;
  EXPECT_EQ(Get(router, "/_health").status, 200) << "it heals by itself";
  EXPECT_EQ(Get(router, "/_readyz").status, 503);
  lively = true;
  disk = false;
  EXPECT_EQ(Get(router, "/_health").status, 503);
  EXPECT_EQ(Get(router, "/_health").body, "not working: log");
  EXPECT_EQ(Get(router, "/_readyz").status, 503);
  EXPECT_EQ(Get(router, "/_readyz?exclude=log").status, 200);
  EXPECT_EQ(Get(router, "/_readyz?role=cook").status, 400);
  EXPECT_EQ(Get(router, "/_livez").status, 200) << "the process serves all the same";
  EXPECT_EQ(Get(router, "/metrics").status, 200);
}

TEST(Health, ShowsAlarmsBesideItsOk) {
  bool balanced = true;
  http::Router router;
  AddHealthRoutes(router,
                  {{.name = "books",
                    .works = [&] { return balanced; },
                    .vital = false,
                    .alarm = "events are missing"}},
                  nullptr);
  EXPECT_EQ(Get(router, "/_health").body, "ok");
  balanced = false;
  EXPECT_EQ(Get(router, "/_health").status, 200) << "a restart would not help";
  EXPECT_EQ(Get(router, "/_health").body, "ok\nalarm: events are missing");
  EXPECT_EQ(Get(router, "/_readyz").status, 200);
  EXPECT_NE(Get(router, "/_readyz").body.find("\"books\":false"), std::string::npos);
}

TEST(Health, HidesTheCountersWhenToldTo) {
  http::Router router;
  AddHealthRoutes(router, {}, nullptr);
  EXPECT_EQ(Get(router, "/metrics").status, 404);
}

}  // namespace
}  // namespace tenrec::server
