#include "tenrec/capture/sender.h"

#include <gtest/gtest.h>

#include "tenrec/capture/testing_capture.h"

namespace tenrec::capture {
namespace {

/// One event with this key, from this library if it is named.
std::string EventOf(std::string_view key, std::string_view library = {}) {
  std::string properties;
  if (!library.empty()) properties = R"(,"properties":{"$lib":")" + std::string(library) + "\"}";
  return R"({"api_key":")" + std::string(key) + R"(","event":"a","distinct_id":"u")" + properties +
         "}";
}

/// What is remembered of the one key that came: "key sdk origin".
std::string Remembered(const TestRequest& request) {
  TestCapture capture;
  EXPECT_EQ(capture.Send(request).status, 401) << request.body;
  const auto refused = capture.Refused();
  if (refused.size() != 1) return std::to_string(refused.size()) + " keys";
  EXPECT_EQ(refused[0].last_seen, kTestNow);
  return refused[0].key + " " + refused[0].sdk + " " + refused[0].origin;
}

TEST(Sender, IsRememberedWithAKeyThatNoProjectHas) {
  EXPECT_EQ(Remembered({.target = "/batch/", .body = EventOf("phc_no", "posthog-node")}),
            "phc_no posthog-node 192.0.2.9");
  EXPECT_EQ(Remembered({.target = "/i/v0/e/",
                        .body = EventOf("phc_no", "web"),
                        .headers = {{"Origin", "https://shop.example:8443"},
                                    {"User-Agent", "Mozilla/5.0 (X11)"}}}),
            "phc_no web shop.example:8443");
  // A program that names no library in its event does so in its request.
  EXPECT_EQ(Remembered({.target = "/capture/",
                        .body = EventOf("phc_no"),
                        .headers = {{"User-Agent", "curl/8.5.0"}}}),
            "phc_no curl 192.0.2.9");
  EXPECT_EQ(Remembered({.target = "/capture/",
                        .body = EventOf("phc_no"),
                        .headers = {{"Origin", "null"},
                                    {"Referer", "http://me:secret@shop.example/cart?id=1"},
                                    {"User-Agent", "Mozilla/5.0 (X11)"}}}),
            "phc_no  shop.example");
  EXPECT_EQ(Remembered({.target = "/report?token=phc_no",
                        .body = "{}",
                        .headers = {{"Content-Type", "application/csp-report"}}}),
            "phc_no  192.0.2.9");
}

TEST(Sender, IsRememberedByTheDoorV1) {
  EXPECT_EQ(Remembered({.target = "/i/v1/analytics/events",
                        .body = "{}",
                        .headers = {{"Authorization", "Bearer phc_no"},
                                    {"PostHog-Sdk-Info", "posthog-python/7.0.0"},
                                    {"PostHog-Attempt", "1"},
                                    {"PostHog-Request-Id", "0193b6a0-0000-7000-8000-000000000001"},
                                    {"PostHog-Request-Timestamp", "2026-11-22T10:00:00Z"},
                                    {"User-Agent", "python"},
                                    {"Content-Type", "application/json"}}}),
            "phc_no posthog-python 192.0.2.9");
}

TEST(Sender, KeepsNothingOfAPersonsKey) {
  EXPECT_EQ(Remembered({.target = "/batch/", .body = EventOf("phx_secret", "posthog-go")}),
            "phx_ posthog-go 192.0.2.9");
  EXPECT_EQ(Remembered({.target = "/i/v1/analytics/events",
                        .body = "{}",
                        .headers = {{"Authorization", "Bearer phx_secret"},
                                    {"User-Agent", "posthog-rs/0.4"}}}),
            "phx_ posthog-rs 192.0.2.9");
  EXPECT_EQ(Remembered({.target = "/report?token=phx_secret",
                        .body = "{}",
                        .headers = {{"Content-Type", "application/csp-report"}}}),
            "phx_  192.0.2.9");
}

TEST(Sender, IsForgottenWhenTheKeyIsKnownOrThereIsNone) {
  TestCapture capture;
  EXPECT_EQ(capture.Send({.target = "/batch/", .body = EventOf(TestCapture::kToken)}).status, 200);
  EXPECT_EQ(capture.Send({.target = "/batch/", .body = EventOf("")}).status, 401);
  EXPECT_EQ(capture.Send({.target = "/batch/", .body = R"({"event":"a"})"}).status, 401);
  EXPECT_TRUE(capture.Refused().empty());
}

}  // namespace
}  // namespace tenrec::capture
