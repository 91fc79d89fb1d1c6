#include <gtest/gtest.h>

#include "tenrec/base/encoding.h"
#include "tenrec/io/compress.h"
#include "tenrec/sdk/flags_answer.h"
#include "tenrec/sdk/flags_request.h"
#include "tenrec/sdk/testing_sdk.h"

namespace tenrec::sdk {
namespace {

using http::Method;

const std::string kAsk = R"({"token":"phc_x","distinct_id":"u"})";

/// Knows three flags and remembers who asked.
class ThreeFlags final : public FlagEvaluator {
 public:
  bool HasFlags(const accounts::Team&) const override { return true; }
  FlagEvaluation Evaluate(const accounts::Team&, const FlagsRequest& request) const override {
    asked = request;
    EvaluatedFlag on;
    on.key = "on";
    on.enabled = true;
    on.variant = "test";
    on.reason_code = "condition_match";
    on.condition_index = 0;
    on.reason_description = "Matched condition set 1";
    on.id = 12;
    on.version = 3;
    on.payload = R"({"a":1})";
    EvaluatedFlag plain = on;
    plain.key = "plain";
    plain.variant.reset();
    plain.payload.reset();
    EvaluatedFlag off;
    off.key = "off";
    return {{on, plain, off}, false};
  }
  mutable FlagsRequest asked;
};

TEST(Flags, AnswersAProjectWithoutFlags) {
  TestSdk sdk;
  const auto response = sdk.Post("/flags/?v=2", kAsk, {{"Origin", "https://a.org"}});
  EXPECT_EQ(response.status, 200) << response.body_text();
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "https://a.org");
  const Json body = BodyOf(response);
  EXPECT_EQ(body.at("errorsWhileComputingFlags"), false);
  EXPECT_EQ(body.at("flags"), Json(JsonObject()));
  EXPECT_EQ(body.at("evaluatedAt"), Json(kTestNow.millis()));
  EXPECT_TRUE(Uuid::Parse(*StringMember(body, "requestId")));
  EXPECT_EQ(FindMember(body, "token"), nullptr);
  EXPECT_EQ(FindMember(body, "quotaLimited"), nullptr);
}

TEST(Flags, SpeaksEveryFormat) {
  const ThreeFlags flags;
  TestSdk sdk({}, &flags);
  const auto asks = [&](const std::string& target) { return BodyOf(sdk.Post(target, kAsk)); };
  const Json v2 = asks("/flags/?v=2");
  EXPECT_EQ(v2.at("flags").at("on"), *ParseJson(R"({"key":"on","enabled":true,"variant":"test",
     "reason":{"code":"condition_match","condition_index":0,"description":"Matched condition set 1"},
     "metadata":{"id":12,"version":3,"description":null,"payload":"{\"a\":1}"}})"));
  EXPECT_EQ(v2.at("flags").at("off").at("enabled"), false);
  const Json legacy_flags = *ParseJson(R"({"on":"test","plain":true,"off":false})");
  for (const char* target : {"/flags?v=1", "/decide?v=3"}) {
    const Json legacy = asks(target);
    EXPECT_EQ(legacy.at("featureFlags"), legacy_flags) << target;
    EXPECT_EQ(legacy.at("featureFlagPayloads"), *ParseJson(R"({"on":"{\"a\":1}"})"));
    EXPECT_EQ(FindMember(legacy, "flags"), nullptr);
  }
  EXPECT_EQ(asks("/decide/?v=2").at("featureFlags"), *ParseJson(R"({"on":"test","plain":true})"));
  EXPECT_EQ(asks("/decide/?v=1").at("featureFlags"), *ParseJson(R"(["on","plain"])"));
  EXPECT_EQ(asks("/decide/").at("featureFlags"), *ParseJson(R"(["on","plain"])"));
  EXPECT_EQ(asks("/decide/?v=4").at("flags").get_object().size(), 3U);
}

TEST(Flags, AddsConfigurationWhenAsked) {
  TestSdk sdk;
  const auto has_config = [&](const std::string& target) {
    const Json body = BodyOf(sdk.Post(target, kAsk));
    return FindMember(body, "supportedCompression") != nullptr &&
           FindMember(body, "autocapture_opt_out") != nullptr;
  };
  for (const char* with : {"/flags/?v=2&config=true", "/flags/?v=2&config=TRUE", "/flags?config=1",
                           "/flags?config", "/flags/", "/decide/?v=3", "/decide/"}) {
    EXPECT_TRUE(has_config(with)) << with;
  }
  for (const char* without : {"/flags/?v=2", "/flags?v=2&config=false", "/flags?v=1"}) {
    EXPECT_FALSE(has_config(without)) << without;
  }
}

TEST(Flags, AnswersOtherMethods) {
  TestSdk sdk;
  for (const char* path : {"/flags", "/decide/"}) {
    const auto get = sdk.Get(path);
    EXPECT_EQ(get.status, 200);
    EXPECT_EQ(BodyOf(get).at("flags"), Json(JsonObject()));
    EXPECT_EQ(BodyOf(get).at("supportedCompression"), (Json{"gzip", "gzip-js"}));
    const auto head = sdk.Send({.method = Method::kHead, .target = path});
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body_text(), "");
    const auto options = sdk.Send({.method = Method::kOptions, .target = path});
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(HeaderOf(options, "Allow"), "GET, POST, OPTIONS, HEAD");
    EXPECT_EQ(sdk.Send({.method = Method::kDelete, .target = path}).status, 405);
  }
}

TEST(Flags, ReadsEveryPacking) {
  const std::string base64 = Base64Encode(kAsk);
  struct Case {
    std::string target;
    std::string body;
    std::vector<http::Header> headers = {};
  };
  const std::vector<http::Header> form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const std::vector<Case> cases = {
      {"/flags?v=2", kAsk, {{"Content-Type", "text/plain"}}},
      {"/flags?v=2", base64},
      {"/flags?v=2&compression=base64", "data=" + PercentEncode(base64), form},
      {"/flags?v=2", "data=" + PercentEncode(kAsk), form},
      {"/flags?v=2&compression=gzip-js", io::GzipEncode(kAsk)},
      {"/flags?v=2", io::GzipEncode(kAsk), {{"Content-Encoding", "gzip"}}},
      {"/flags?v=2", io::GzipEncode(kAsk)},
      {"/flags?v=2",
       R"({"api_key":"phc_x","$distinct_id":7,"person_properties":{"a":NaN,"b":-Infinity,"c":"NaN\""}})"},
      {"/flags?v=2", R"({"$token":"phc_x","distinct_id":"","person_properties":{"a":"\ud800"}})"},
  };
  for (const Case& c : cases) {
    const ThreeFlags flags;
    TestSdk sdk({}, &flags);
    const auto response = sdk.Post(c.target, c.body, c.headers);
    EXPECT_EQ(response.status, 200) << c.target << " " << c.body << response.body_text();
  }
}

TEST(Flags, UnderstandsWhoAsks) {
  const ThreeFlags flags;
  TestSdk sdk({}, &flags);
  sdk.Post("/flags?v=2&only_evaluate_survey_feature_flags=true",
           R"({"token":"phc_x","distinct_id":12345678901,"groups":{"company":5,"team":"x"},
       "$properties":{"$device_id":"d","plan":"pro"},"group_properties":{"company":{"a":1}},
       "$anon_distinct_id":"anon","flag_keys":["on"],"evaluation_environments":["web"],
       "evaluation_runtime":"server","geoip_disable":true})",
           {{"User-Agent", "posthog-node/5.0"}});
  const FlagsRequest& asked = flags.asked;
  EXPECT_EQ(asked.distinct_id, "12345678901");
  EXPECT_EQ(Json(asked.groups), *ParseJson(R"({"company":"5","team":"x"})"));
  EXPECT_EQ(Json(asked.group_properties), *ParseJson(R"({"company":{"a":1}})"));
  EXPECT_EQ(asked.device_id, "d");
  EXPECT_EQ(asked.anon_distinct_id, "anon");
  EXPECT_EQ(asked.flag_keys, std::vector<std::string>{"on"});
  EXPECT_EQ(asked.evaluation_contexts, std::vector<std::string>{"web"});
  EXPECT_EQ(asked.evaluation_runtime, "server");
  EXPECT_TRUE(asked.geoip_disable);
  EXPECT_TRUE(asked.only_survey_flags);
  EXPECT_FALSE(asked.from_browser);

  const auto disabled =
      sdk.Post("/flags?v=2", R"({"token":"phc_x","distinct_id":"u","disable_flags":true})");
  EXPECT_EQ(BodyOf(disabled).at("flags"), Json(JsonObject()));
}

TEST(Flags, SaysWhyNot) {
  struct Case {
    std::string body;
    int status;
    std::string_view code;
  };
  const std::vector<Case> cases = {
      {"", 400, "invalid_request"},
      {"{", 400, "invalid_request"},
      {"[]", 400, "invalid_request"},
      {"\xFF", 400, "invalid_request"},
      {"\x1F\x8B\x08rest", 400, "invalid_request"},
      {std::string(10'000, '['), 400, "invalid_request"},
      {R"({"token":"phc_x"})", 400, "invalid_request"},
      {R"({"token":"phc_x","distinct_id":null})", 400, "invalid_request"},
      {R"({"distinct_id":"u"})", 401, "not_authenticated"},
      {R"({"token":"phc_unknown","distinct_id":"u"})", 401, "invalid_api_key"},
  };
  for (const Case& c : cases) {
    TestSdk sdk;
    const auto response = sdk.Post("/flags/?v=2", c.body);
    EXPECT_EQ(response.status, c.status) << c.body.substr(0, 100);
    EXPECT_EQ(StringMember(BodyOf(response), "code"), c.code) << c.body.substr(0, 100);
  }
  TestSdk sdk;
  EXPECT_EQ(sdk.Post("/flags/?v=2", std::string(kMaxFlagsBody + 1, ' ')).status, 413);
  EXPECT_EQ(sdk.Post("/flags/?v=2", io::GzipEncode(std::string(11U << 20U, ' '))).status, 413);
}

TEST(PublicLists, CheckTheTokenAndAreEmpty) {
  TestSdk sdk;
  const std::vector<std::pair<std::string, std::string>> lists = {
      {"/api/surveys/", R"({"surveys":[],"survey_config":null})"},
      {"/api/early_access_features/", R"({"earlyAccessFeatures":[]})"},
      {"/api/web_experiments/", R"({"experiments":[]})"},
      {"/api/product_tours", R"({"product_tours":[]})"},
  };
  for (const auto& [path, body] : lists) {
    const auto good = sdk.Get(path + "?token=phc_x&_=1", {{"Origin", "https://a.org"}});
    EXPECT_EQ(good.status, 200);
    EXPECT_EQ(BodyOf(good), *ParseJson(body)) << path;
    EXPECT_EQ(HeaderOf(good, "Access-Control-Allow-Origin"), "https://a.org");
    const auto missing = sdk.Get(path);
    EXPECT_EQ(missing.status, 401);
    EXPECT_EQ(StringMember(BodyOf(missing), "code"), "missing_api_key");
    EXPECT_EQ(StringMember(BodyOf(missing), "type"), "authentication_error");
    const auto wrong = sdk.Get(path + "?token=phc_unknown");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(StringMember(BodyOf(wrong), "code"), "invalid_api_key");
    EXPECT_EQ(sdk.Send({.method = Method::kOptions, .target = path}).status, 200);
  }
}

}  // namespace
}  // namespace tenrec::sdk
