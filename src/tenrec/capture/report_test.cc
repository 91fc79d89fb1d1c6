#include "tenrec/capture/report.h"

#include <gtest/gtest.h>

#include "tenrec/base/json.h"
#include "tenrec/capture/testing_capture.h"

namespace tenrec::capture {
namespace {

TEST(Report, StoresAViolationOfTheOldForm) {
  TestCapture capture;
  const auto response = capture.Send(
      {.target = "/report/?token=phc_x&distinct_id=u&session_id=s&v=3",
       .body = R"({"csp-report":{"document-uri":"https://e.com/p","violated-directive":"img-src",
                   "blocked-uri":"https://x.com","line-number":7,"script-sample":"<b>"}})",
       .headers = {{"Content-Type", "application/csp-report"}, {"User-Agent", "Mozilla/5.0"}}});
  EXPECT_EQ(response.status, 204) << response.body_text();
  const auto events = capture.Events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event, "$csp_violation");
  EXPECT_EQ(events[0].distinct_id, "u");
  const auto properties = ParseJson(events[0].properties);
  ASSERT_TRUE(properties);
  EXPECT_EQ(StringMember(*properties, "$session_id"), "s");
  EXPECT_EQ(StringMember(*properties, "$csp_version"), "3");
  EXPECT_EQ(StringMember(*properties, "$current_url"), "https://e.com/p");
  EXPECT_EQ(StringMember(*properties, "$csp_violated_directive"), "img-src");
  EXPECT_EQ(StringMember(*properties, "$csp_blocked_url"), "https://x.com");
  EXPECT_EQ(IntMember(*properties, "$csp_line_number"), 7);
  EXPECT_EQ(StringMember(*properties, "$csp_script_sample"), "&lt;b&gt;");
  EXPECT_EQ(StringMember(*properties, "$raw_user_agent"), "Mozilla/5.0");
  EXPECT_EQ(BoolMember(*properties, "$process_person_profile"), false);
}

TEST(Report, StoresViolationsAndCrashesOfTheReportingApi) {
  TestCapture capture;
  const auto response =
      capture.Send({.target = "/report?token=phc_x",
                    .body = R"([{"type":"csp-violation","url":"https://e.com/a","user_agent":"UA",
                    "body":{"effectiveDirective":"script-src","statusCode":200}},
                   {"type":"crash","age":5000,"url":"https://e.com/reset/abcdef0123456789xyz?t=1",
                    "user_agent":"UA","body":{"crashId":"c1","is_top_level":true}},
                   {"type":"deprecation","body":{}}])",
                    .headers = {{"Content-Type", "application/reports+json"}}});
  EXPECT_EQ(response.status, 204) << response.body_text();
  const auto events = capture.Events();
  ASSERT_EQ(events.size(), 2U);
  const auto violation = ParseJson(events[0].properties);
  EXPECT_EQ(StringMember(*violation, "$csp_document_url"), "https://e.com/a");
  EXPECT_EQ(StringMember(*violation, "$csp_report_type"), "csp-violation");
  EXPECT_EQ(events[1].event, "$browser_crash_report");
  EXPECT_EQ(events[1].timestamp, kTestNow - std::chrono::seconds(5));
  const auto crash = ParseJson(events[1].properties);
  EXPECT_EQ(StringMember(*crash, "$browser_crash_reason"), "unknown");
  EXPECT_EQ(StringMember(*crash, "$browser_crash_id"), "c1");
  EXPECT_EQ(StringMember(*crash, "$browser_crash_document_url"), "https://e.com/reset/<redacted>");
}

TEST(Report, SaysWhyNot) {
  TestCapture capture;
  const std::vector<http::Header> csp = {{"Content-Type", "application/csp-report"}};
  EXPECT_EQ(capture.Send({.target = "/report", .body = "{}", .headers = csp}).status, 401);
  EXPECT_EQ(
      capture.Send({.target = "/report?token=phc_unknown", .body = "{}", .headers = csp}).status,
      401);
  for (const char* body : {"", "{", "{}", "[]", "7"}) {
    const auto response =
        capture.Send({.target = "/report?token=phc_x", .body = body, .headers = csp});
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(StringMember(*ParseJson(response.body_text()), "code"), "invalid_csp_payload");
  }
  EXPECT_EQ(capture.Send({.target = "/report?token=phc_x", .body = "{}"}).status, 400);
  const auto large = capture.Send({.target = "/report?token=phc_x",
                                   .body = std::string(kMaxReportBytes + 1, ' '),
                                   .headers = csp});
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(StringMember(*ParseJson(large.body_text()), "code"), "csp_report_too_large");
}

TEST(IsSampledIn, FollowsTheHash) {
  EXPECT_TRUE(IsSampledIn("anything", 1));
  EXPECT_FALSE(IsSampledIn("anything", 0));
  // "a" hashes to 97, "ab" to 97 * 31 + 98 = 3105.
  EXPECT_TRUE(IsSampledIn("a", 0.98));
  EXPECT_FALSE(IsSampledIn("a", 0.97));
  EXPECT_TRUE(IsSampledIn("ab", 0.06));
  EXPECT_FALSE(IsSampledIn("ab", 0.05));
}

TEST(RedactUrl, HidesWhatLooksLikeASecret) {
  EXPECT_EQ(RedactUrl("https://e.com/a/b?x=1#y"), "https://e.com/a/b");
  EXPECT_EQ(RedactUrl("https://e.com/abcdefghijklmnop1/x"), "https://e.com/<redacted>/x");
  EXPECT_EQ(RedactUrl("https://e.com/abcdefghijklmnopq"), "https://e.com/abcdefghijklmnopq");
  EXPECT_EQ(RedactUrl("https://e.com"), "https://e.com");
}

}  // namespace
}  // namespace tenrec::capture
