#include "tenrec/sdk/remote_config.h"

#include <gtest/gtest.h>

#include "tenrec/sdk/testing_sdk.h"

namespace tenrec::sdk {
namespace {

Json Parse(std::string_view text) {
  return *ParseJson(text);
}

TEST(RemoteConfig, OfAFreshProjectIsTheMinimum) {
  TestSdk sdk;
  const auto response = sdk.Get("/array/phc_x/config?_=1");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "public, max-age=300");
  EXPECT_EQ(HeaderOf(response, "Vary"), "Origin, Referer");
  const Json expected = Parse(
      R"({"token":"phc_x","supportedCompression":["gzip","gzip-js"],"hasFeatureFlags":false,
 "captureDeadClicks":false,"capturePerformance":{"network_timing":true,"web_vitals":false,"web_vitals_allowed_metrics":null},
 "autocapture_opt_out":false,"autocaptureExceptions":false,"analytics":{"endpoint":"/i/v0/e/"},
 "elementsChainAsString":true,"errorTracking":{"autocaptureExceptions":false,"suppressionRules":[]},
 "logs":{"captureConsoleLogs":false},"sessionRecording":false,"heatmaps":false,"conversations":false,
 "surveys":false,"productTours":false,"defaultIdentifiedOnly":true,"siteApps":[]})");
  const Json got = BodyOf(response);
  for (const auto& member : expected.get_object()) {
    if (member.key() == "capturePerformance") continue;  // follows the settings below
    const Json* value = FindMember(got, std::string(member.key()));
    ASSERT_NE(value, nullptr) << member.key();
    EXPECT_EQ(*value, member.value()) << member.key();
  }
}

TEST(RemoteConfig, FollowsTheProjectsSettings) {
  TestSdk sdk(Parse(R"({"autocapture_opt_out":true,"heatmaps_opt_in":true,
      "capture_dead_clicks":true,"autocapture_exceptions_opt_in":true,
      "capture_performance_opt_in":false,"autocapture_web_vitals_opt_in":true,
      "autocapture_web_vitals_allowed_metrics":["LCP"],"session_recording_opt_in":true,
      "capture_console_log_opt_in":true,"session_recording_sample_rate":"0.25",
      "session_recording_minimum_duration_milliseconds":5000,
      "session_recording_linked_flag":{"id":1,"key":"f","variant":"test"},
      "session_recording_masking_config":{"maskAllInputs":true},
      "session_recording_event_trigger_config":["buy"],
      "session_recording_url_blocklist_config":[{"url":"/x","matching":"regex"}],
      "session_recording_trigger_groups":{"groups":[{"id":"g1","conditions":{"events":["a",{"name":"b"}]}}]},
      "session_replay_config":{"record_canvas":true}})")
                  .get_object());
  const Json config = BodyOf(sdk.Get("/array/phc_x/config/"));
  EXPECT_EQ(config.at("autocapture_opt_out"), true);
  EXPECT_EQ(config.at("heatmaps"), true);
  EXPECT_EQ(config.at("captureDeadClicks"), true);
  EXPECT_EQ(config.at("autocaptureExceptions"), true);
  EXPECT_EQ(
      config.at("capturePerformance"),
      Parse(R"({"network_timing":false,"web_vitals":true,"web_vitals_allowed_metrics":["LCP"]})"));
  const Json& recording = config.at("sessionRecording");
  EXPECT_EQ(recording,
            Parse(R"({"endpoint":"/s/","version":2,"recorderVersion":"v2","scriptConfig":null,
      "consoleLogRecordingEnabled":true,"networkPayloadCapture":null,"masking":{"maskAllInputs":true},
      "recordCanvas":true,"canvasFps":3,"canvasQuality":"0.4","sampleRate":"0.25",
      "minimumDurationMilliseconds":5000,"linkedFlag":{"flag":"f","variant":"test"},
      "urlTriggers":[],"urlBlocklist":[{"url":"/x","matching":"regex"}],"eventTriggers":["buy"],
      "triggerMatchType":null,
      "triggerGroups":[{"id":"g1","conditions":{"events":[{"name":"a"},{"name":"b"}]}}]})"));
}

TEST(RemoteConfig, RecordsOnlyOnPermittedDomains) {
  const auto may = [](std::string_view domains, PageOrigin page) {
    return MayRecord(Parse(domains), page);
  };
  constexpr std::string_view kList = R"(["https://*.example.com","http://localhost:3000"])";
  EXPECT_TRUE(may("null", {"https://other.org", {}}));
  EXPECT_TRUE(may("[]", {"https://other.org", {}}));
  EXPECT_TRUE(may(kList, {}));
  EXPECT_TRUE(may(kList, {"https://app.example.com", {}}));
  EXPECT_TRUE(may(kList, {"https://A.B.example.com:8443", {}}));
  EXPECT_TRUE(may(kList, {{}, "https://app.example.com/page?x=1"}));
  EXPECT_TRUE(may(kList, {"http://localhost:3000", {}}));
  EXPECT_FALSE(may(kList, {"https://example.com.evil.org", {}}));
  EXPECT_FALSE(may(kList, {"https://example.com", {}}));
  EXPECT_FALSE(may(kList, {"https://other.org", "https://other.org/"}));

  TestSdk sdk(Parse(R"({"session_recording_opt_in":true,"recording_domains":["https://a.org"]})")
                  .get_object());
  EXPECT_EQ(
      BodyOf(sdk.Get("/array/phc_x/config", {{"Origin", "https://b.org"}})).at("sessionRecording"),
      false);
  EXPECT_TRUE(BodyOf(sdk.Get("/array/phc_x/config", {{"Origin", "https://a.org"}}))
                  .at("sessionRecording")
                  .is_object());
}

TEST(RemoteConfig, ComesAsAScriptToo) {
  TestSdk sdk;
  const auto response = sdk.Get("/array/phc_x/config.js", {{"Origin", "https://a.org"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(HeaderOf(response, "Content-Type").starts_with("application/javascript"));
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "https://a.org");
  const std::string body(response.body_text());
  EXPECT_NE(body.find(R"(window._POSTHOG_REMOTE_CONFIG["phc_x"] = {)"), std::string::npos);
  EXPECT_NE(body.find("siteApps: []"), std::string::npos);
  EXPECT_EQ(body.find("\"siteApps\""), std::string::npos);
}

TEST(RemoteConfig, ChecksTheToken) {
  TestSdk sdk;
  for (const char* file : {"config", "config.js", "array.js"}) {
    EXPECT_EQ(sdk.Get(std::string("/array/phc_unknown/") + file).status, 404);
    EXPECT_EQ(sdk.Get(std::string("/array/a%2Fb/") + file).status, 400);
    EXPECT_EQ(sdk.Get("/array/" + std::string(201, 'a') + "/" + file).status, 400);
  }
  EXPECT_EQ(sdk.Send({.method = http::Method::kOptions, .target = "/array/phc_x/config"}).status,
            200);
}

TEST(PrintScriptSafe, EscapesWhatEndsAScript) {
  EXPECT_EQ(PrintScriptSafe(JsonObject{{"a", "</script>\xE2\x80\xA8\xE2\x80\xA9"}}),
            R"({"a":"\u003c/script>\u2028\u2029"})");
}

}  // namespace
}  // namespace tenrec::sdk
