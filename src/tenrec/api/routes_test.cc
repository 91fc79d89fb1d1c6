#include <fstream>

#include <gtest/gtest.h>

#include "tenrec/api/route.h"
#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

constexpr const char* kGolden = TENREC_TESTDATA "/routes.txt";

// TENREC_REBASELINE=1 rewrites the file; its difference is read like code.
TEST(Routes, AreThoseOfTheGoldenFile) {
  std::string now;
  for (const auto& line : RouteList()) now += line + "\n";
  if (std::getenv("TENREC_REBASELINE") != nullptr) std::ofstream(kGolden) << now;
  std::ifstream file(kGolden);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(now, golden);
}

// Each place of the table with something that looks like an id in each gap.
std::string Target(std::string pattern) {
  const std::pair<std::string, std::string> gaps[] = {
      {"{project_id}", "@current"},
      {"{parent_project_id}", "@current"},
      {"{organization_id}", "@current"},
      {"{uuid}", "@me"},
      {"{id}", "0199a000-0000-7000-8000-000000000000"},
      {"{query_id}", "q"},
      {"{kind}", "HogQLQuery"}};
  for (const auto& [gap, value] : gaps) {
    const std::size_t at = pattern.find(gap);
    if (at != std::string::npos) pattern.replace(at, gap.size(), value);
  }
  return pattern;
}

TEST(Routes, RefuseWhoBringsNothingOrABadKey) {
  Instance instance;
  for (const auto& [pattern, route] : AllRoutes()) {
    if (IsForAnyone(route->auth)) continue;
    Client nobody(instance);
    const Reply without = nobody.Send(route->method, Target(pattern));
    EXPECT_EQ(without.status, 401) << pattern;
    EXPECT_EQ(without.At("code"), "\"not_authenticated\"") << pattern;
    EXPECT_EQ(without.Header("WWW-Authenticate"), "Bearer") << pattern;
    nobody.key = "phx_bad";
    const Reply bad = nobody.Send(route->method, Target(pattern));
    EXPECT_EQ(bad.status, 401) << pattern;
    EXPECT_EQ(bad.At("code"), "\"authentication_failed\"") << pattern;
    EXPECT_EQ(bad.At("type"), "\"authentication_error\"") << pattern;
  }
}

TEST(Routes, RefuseKeysWithoutTheirScope) {
  Instance instance;
  Client jane(instance);
  jane.SignUp("jane@example.com");
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["survey:write"])");
  for (const auto& [pattern, route] : AllRoutes()) {
    if (IsForAnyone(route->auth) || (route->auth == Auth::kUser && route->scope.empty())) continue;
    const Reply reply = program.Send(route->method, Target(pattern), "{}");
    EXPECT_EQ(reply.status, 403) << pattern << reply.Text();
    const std::string detail =
        route->auth == Auth::kUser
            ? "API key missing required scope '" + std::string(route->scope) + "'"
            : "This action does not support Personal API Key access";
    EXPECT_EQ(reply.At("detail"), PrintJson(Json(detail))) << pattern;
  }
}

TEST(Routes, AnswerWithAndWithoutASlashAndUnderBothPrefixes) {
  Instance instance;
  Client jane(instance);
  jane.SignUp("jane@example.com");
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["*"])");
  for (const auto& [pattern, route] : AllRoutes()) {
    if (route->method != http::Method::kGet || pattern.find("live_events") != std::string::npos) {
      continue;
    }
    std::string target = Target(pattern);
    const Reply with = program.Get(target);
    EXPECT_LT(with.status, 500) << target;
    target.pop_back();
    EXPECT_EQ(program.Get(target).status, with.status) << target;
    if (target.starts_with("/api/projects/@current/")) {
      target.replace(0, std::string("/api/projects/").size(), "/api/environments/");
      if (target.find("environments", 18) == std::string::npos) {
        EXPECT_EQ(program.Get(target).Text(), with.Text()) << target;
      }
    }
  }
}

}  // namespace
}  // namespace tenrec::api
