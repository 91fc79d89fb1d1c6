#include "tenrec/api/openapi.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using testing::HasSubstr;

std::string PlaceOf(const PlacedRoute& placed) {
  return std::string(http::MethodName(placed.route->method)) + " " + placed.pattern;
}

TEST(Declarations, EveryRouteSaysWhatItTakesAndGives) {
  for (const auto& placed : AllRoutes()) {
    const Route& route = *placed.route;
    EXPECT_FALSE(route.answers.empty()) << PlaceOf(placed) << " says no answer";
    EXPECT_TRUE(route.body || route.takes_nothing)
        << PlaceOf(placed) << " says neither Takes nor TakesNothing";
    if (route.checks_body) {
      EXPECT_TRUE(route.body->kind() == shape::Kind::kObject ||
                  route.body->kind() == shape::Kind::kList)
          << PlaceOf(placed);
    }
    for (const auto& gap : route.gaps) {
      EXPECT_THAT(placed.pattern, HasSubstr("{" + gap.name + "}"));
    }
    if (route.level) {
      const bool in_place = placed.pattern.find("{project_id}") != std::string::npos ||
                            placed.pattern.find("{organization_id}") != std::string::npos;
      EXPECT_TRUE(in_place) << PlaceOf(placed) << " needs a level of no organization";
    }
  }
}

TEST(Declarations, EveryOperationHasANameOfItsOwn) {
  std::map<std::string, std::string> places;
  for (const auto& placed : AllRoutes()) {
    const std::string id = OperationId(*placed.route, placed.pattern);
    const auto [found, is_new] = places.try_emplace(id, PlaceOf(placed));
    EXPECT_TRUE(is_new) << id << " is " << PlaceOf(placed) << " and " << found->second;
  }
  EXPECT_EQ(places["event_definitions_list"], "GET /api/projects/{project_id}/event_definitions/");
  EXPECT_EQ(places["environments_event_definitions_retrieve"],
            "GET /api/environments/{project_id}/event_definitions/{id}/");
  EXPECT_EQ(places["organizations_partial_update"], "PATCH /api/organizations/{organization_id}/");
  EXPECT_EQ(places["users_me_retrieve"], "GET /api/users/@me/");
  EXPECT_EQ(places["projects_reset_token_partial_update"],
            "PATCH /api/projects/{project_id}/reset_token/");
}

// Every reference leads to a component.
void CheckReferences(const Json& value, const JsonObject& components) {
  if (const auto* object = value.if_object()) {
    if (const auto reference = StringMember(value, "$ref")) {
      const std::string prefix = "#/components/";
      ASSERT_TRUE(reference->starts_with(prefix)) << *reference;
      const std::string rest(reference->substr(prefix.size()));
      const std::size_t slash = rest.find('/');
      const Json* kind = components.if_contains(rest.substr(0, slash));
      ASSERT_NE(kind, nullptr) << rest;
      EXPECT_NE(FindMember(*kind, rest.substr(slash + 1)), nullptr) << rest;
    }
    for (const auto& member : *object) CheckReferences(member.value(), components);
  }
  if (const auto* list = value.if_array()) {
    for (const Json& item : *list) CheckReferences(item, components);
  }
}

TEST(ApiDocument, ListsEveryRouteWithItsScope) {
  const Json document(ApiDocument());
  for (const auto& placed : AllRoutes()) {
    const Json* path = FindMember(document.at("paths"), placed.pattern);
    ASSERT_NE(path, nullptr) << placed.pattern;
    std::string method(http::MethodName(placed.route->method));
    const Json* operation = FindMember(*path, ToLowerAscii(method));
    ASSERT_NE(operation, nullptr) << PlaceOf(placed);
    if (placed.route->auth == Auth::kUser && !placed.route->scope.empty()) {
      EXPECT_EQ(PrintJson(operation->at("security").at(0)),
                "{\"PersonalAPIKeyAuth\":[\"" + std::string(placed.route->scope) + "\"]}");
    }
  }
  CheckReferences(document, document.at("components").as_object());
}

TEST(ApiDocument, ShowsAnOperationAsClientsReadIt) {
  const Json& operation = ApiDocument()
                              .at("paths")
                              .at("/api/projects/{project_id}/event_definitions/{id}/")
                              .at("patch");
  EXPECT_EQ(
      PrintJson(operation.at("parameters")),
      R"([{"in":"path","name":"project_id","required":true,"schema":{"type":"string"}},)"
      R"({"in":"path","name":"id","required":true,"schema":{"type":"string","format":"uuid"}}])");
  EXPECT_EQ(PrintJson(operation.at("requestBody")),
            R"({"required":false,"content":{"application/json":{"schema":)"
            R"({"$ref":"#/components/schemas/PatchedEventDefinitionRequest"}}}})");
  EXPECT_EQ(PrintJson(operation.at("responses").at("200")),
            R"({"description":"OK","content":{"application/json":{"schema":)"
            R"({"$ref":"#/components/schemas/EventDefinition"}}}})");
  EXPECT_EQ(PrintJson(operation.at("responses").at("404")),
            R"({"$ref":"#/components/responses/NotFound"})");
  EXPECT_EQ(PrintJson(operation.at("tags")), R"(["event_definitions"])");
}

TEST(ApiDocument, IsServedToEverybodyAsJsonAndYaml) {
  Instance instance;
  Client nobody(instance);
  const Reply json = nobody.Get("/api/schema/");
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.At("openapi"), "\"3.0.3\"");
  EXPECT_NE(json.At("components.schemas.TrendsQuery.properties.series"), "");
  const Reply yaml = nobody.Get("/api/schema/?format=yaml");
  EXPECT_EQ(yaml.status, 200);
  EXPECT_TRUE(yaml.Header("Content-Type").starts_with("application/yaml"));
  EXPECT_TRUE(yaml.Text().starts_with("openapi: \"3.0.3\"\ninfo:\n  title: \"Tenrec API\"\n"));
  const Reply asked = nobody.Send(http::Method::kGet, "/api/schema/", "",
                                  {{"Accept", "application/vnd.oai.openapi+yaml"}});
  EXPECT_EQ(asked.Text(), yaml.Text());
}

TEST(Yaml, QuotesWhatItWouldReadAsSomethingElse) {
  const Json value = *ParseJson(
      R"({"a":[1,{"b":"no"},[],{}],"200":{"c":null},"x-y":"a b","d":["/p/{id}",["e"]],"":true})");
  EXPECT_EQ(PrintYaml(value),
            "a:\n  - 1\n  -\n    b: \"no\"\n  - []\n  - {}\n"
            "\"200\":\n  c: null\n"
            "x-y: \"a b\"\n"
            "d:\n  - \"/p/{id}\"\n  -\n    - e\n"
            "\"\": true\n");
}

}  // namespace
}  // namespace tenrec::api
