#include "tenrec/capture/v1.h"

#include <gtest/gtest.h>

#include "tenrec/base/json.h"
#include "tenrec/capture/testing_capture.h"

namespace tenrec::capture {
namespace {

using http::Header;

constexpr std::string_view kRequestId = "0193b6a0-0000-7000-8000-0000000000aa";

std::vector<Header> Headers() {
  return {{"Authorization", "Bearer phc_x"},
          {"PostHog-Sdk-Info", "posthog-node/5.1.0"},
          {"PostHog-Attempt", "1"},
          {"PostHog-Request-Id", std::string(kRequestId)},
          {"PostHog-Request-Timestamp", "2026-11-22T10:00:00.000Z"},
          {"Content-Type", "application/json"},
          {"User-Agent", "posthog-node/5.1.0"}};
}

std::vector<Header> Without(std::string_view name) {
  auto headers = Headers();
  std::erase_if(headers, [&](const Header& header) { return header.name == name; });
  return headers;
}

std::vector<Header> With(std::string_view name, std::string_view value) {
  auto headers = Without(name);
  headers.push_back({std::string(name), std::string(value)});
  return headers;
}

std::string IdOf(int number) {
  return "0193b6a0-0000-7000-8000-00000000000" + std::to_string(number);
}

std::string Event(int number, std::string_view more) {
  return R"({"uuid":")" + IdOf(number) + R"(","timestamp":"2026-11-22T09:00:00Z",)" +
         std::string(more) + "}";
}

std::string Body(std::string_view events, std::string_view more = "") {
  return R"({"created_at":"2026-11-22T10:00:00Z","batch":[)" + std::string(events) + "]" +
         std::string(more) + "}";
}

TestRequest Post(std::string body, std::vector<Header> headers = Headers()) {
  return {
      .target = "/i/v1/analytics/events", .body = std::move(body), .headers = std::move(headers)};
}

constexpr std::string_view kGood = R"("event":"a","distinct_id":"u")";

TEST(V1, StoresAndGivesAVerdictPerEvent) {
  TestCapture capture;
  const auto response = capture.Send(
      Post(Body(Event(1, R"("event":"a","distinct_id":" u ","session_id":"s","window_id":"w",
          "options":{"process_person_profile":"no","cookieless_mode":0,"other":[]},
          "properties":{"x":1.50,"$session_id":"old"})") +
                    "," + Event(2, R"("event":"b","distinct_id":"v","properties":{"$lib":"mine"})"),
                R"(,"historical_migration":true)")));
  ASSERT_EQ(response.status, 200) << response.body_text();
  EXPECT_EQ(response.body_text(), R"({"results":{")" + IdOf(1) + R"(":{"result":"ok"},")" +
                                      IdOf(2) + R"(":{"result":"ok"}}})");
  EXPECT_EQ(HeaderOf(response, "PostHog-Request-Id"), kRequestId);
  EXPECT_EQ(HeaderOf(response, "Retry-After"), "");
  const auto events = capture.Events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].uuid.ToString(), IdOf(1));
  EXPECT_EQ(events[0].distinct_id, "u");
  EXPECT_EQ(events[0].properties,
            R"({"x":1.50,"$session_id":"s","$cookieless_mode":false,)"
            R"("$process_person_profile":false,"$window_id":"w","$lib":"posthog-node",)"
            R"("$lib_version":"5.1.0"})");
  EXPECT_TRUE(events[0].historical);
  EXPECT_EQ(FormatIsoMillis(events[0].timestamp), "2026-11-22T09:00:00.000Z");
  EXPECT_EQ(events[1].properties, R"({"$lib":"mine","$lib_version":"5.1.0"})");
}

TEST(V1, CorrectsTheClockByTheRequestsTimestamp) {
  TestCapture capture;
  capture.Send(Post(Body(Event(1, kGood) + "," + Event(2, R"("event":"a","distinct_id":"u",
                             "options":{"disable_skew_correction":true})")),
                    With("PostHog-Request-Timestamp", "2026-11-22T11:00:00Z")));
  const auto events = capture.Events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(FormatIsoMillis(events[0].timestamp), "2026-11-22T08:00:00.000Z");
  EXPECT_EQ(FormatIsoMillis(events[1].timestamp), "2026-11-22T09:00:00.000Z");
  EXPECT_NE(events[1].properties.find(R"("$ignore_sent_at":true)"), std::string_view::npos);
}

TEST(V1, DropsOnlyTheEventThatIsWrong) {
  const auto drops = [](std::string_view event, std::string_view details) {
    TestCapture capture;
    const auto response =
        capture.Send(Post(Body(Event(1, kGood) + "," + Event(2, event) + "," + Event(3, kGood))));
    ASSERT_EQ(response.status, 200) << response.body_text();
    EXPECT_EQ(response.body_text(), R"({"results":{")" + IdOf(1) + R"(":{"result":"ok"},")" +
                                        IdOf(2) + R"(":{"result":"drop","details":")" +
                                        std::string(details) + R"("},")" + IdOf(3) +
                                        R"(":{"result":"ok"}}})");
    EXPECT_EQ(capture.Events().size(), 2U);
  };
  const std::string long_text(201, 'a');
  drops(R"("distinct_id":"u")", "missing_event_name");
  drops(R"("event":"","distinct_id":"u")", "missing_event_name");
  drops(R"("event":")" + long_text + R"(","distinct_id":"u")", "event_name_too_long");
  drops(R"("event":"a")", "missing_distinct_id");
  drops(R"("event":"a","distinct_id":"  ")", "missing_distinct_id");
  drops(R"("event":"a","distinct_id":")" + long_text + "\"", "distinct_id_too_large");
  drops(R"("event":"a","distinct_id":"u","timestamp":"whenever")", "invalid_event_timestamp");
  drops(R"("event":"a","distinct_id":"u","properties":"x")", "malformed_event_properties");
  drops(R"("event":"a","distinct_id":"u","options":[])", "invalid_options");
  drops(R"("event":"a","distinct_id":"u","options":{"cookieless_mode":{}})", "invalid_options");
  drops(R"("event":"a","distinct_id":"u","options":{"cookieless_mode":"maybe"})",
        "invalid_options");
  drops(R"("event":"a","distinct_id":"u","options":{"product_tour_id":7})", "invalid_options");
  drops(R"("event":"a","distinct_id":"$posthog_cookieless")", "cookieless_mode_required");
  drops(R"("event":"$performance_event","distinct_id":"u")", "dropped_performance_event");
  drops(R"("event":"$snapshot","distinct_id":"u")", "rejected");
  drops(R"("event":"a","distinct_id":"u","properties":{"x":")" + std::string(1U << 20U, 'x') +
            R"("})",
        "event_too_big");
}

TEST(V1, TellsTheClientWhatARestrictionDropsAndLeavesItToTheBooks) {
  const auto drops = [](TestCapture& capture, std::string_view event, bool expected) {
    const std::size_t before = capture.Events().size();
    const auto response = capture.Send(Post(Body(Event(2, event))));
    ASSERT_EQ(response.status, 200) << response.body_text();
    EXPECT_EQ(response.body_text(),
              R"({"results":{")" + IdOf(2) +
                  (expected ? R"(":{"result":"drop","details":"event_restriction_drop"}}})"
                            : R"(":{"result":"ok"}}})"))
        << event;
    EXPECT_EQ(capture.Events().size(), before + 1) << "ingest must know of it";
  };
  TestCapture capture;
  drops(capture, kGood, false);
  capture.Restrict(R"([{"restriction_type":"drop_event_from_ingestion","event_names":["a"],)"
                   R"("session_ids":["s"]}])");
  drops(capture, kGood, false);
  drops(capture, R"("event":"a","distinct_id":"u","session_id":"s")", true);
  drops(capture, R"("event":"a","distinct_id":"u","properties":{"$session_id":"s"})", true);
  drops(capture, R"("event":"b","distinct_id":"u","session_id":"s")", false);
  ASSERT_TRUE(capture.restrictions().Add(accounts::Restriction::kDrop, "phc_x:u"));
  drops(capture, kGood, true);
  drops(capture, R"("event":"a","distinct_id":"v")", false);
}

TEST(V1, KeepsEventsOfIllegalDistinctIdsWithoutPersons) {
  for (const char* id : {"0", "NaN", "[object Object]", "anonymous", " Undefined "}) {
    TestCapture capture;
    const auto response = capture.Send(
        Post(Body(Event(1, R"("event":"a","distinct_id":")" + std::string(id) + "\""))));
    EXPECT_NE(
        response.body_text().find(R"("result":"warning","details":"person_processing_disabled")"),
        std::string_view::npos)
        << id;
    ASSERT_EQ(capture.Events().size(), 1U);
    EXPECT_TRUE(capture.Events()[0].skip_persons);
  }
}

TEST(V1, AsksToRetryWhatIsNotStored) {
  TestCapture capture;
  capture.disk().FailAfter(0, ResourceExhausted("no space left"));
  const auto response =
      capture.Send(Post(Body(Event(1, kGood) + "," + Event(2, R"("event":"a")"))));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body_text(),
            R"({"results":{")" + IdOf(1) + R"(":{"result":"retry","details":"not_persisted"},")" +
                IdOf(2) + R"(":{"result":"drop","details":"missing_distinct_id"}}})");
  EXPECT_NE(HeaderOf(response, "Retry-After"), "");
  EXPECT_EQ(HeaderOf(response, "PostHog-Request-Id"), kRequestId);
}

TEST(V1, TakesEveryCoding) {
  const std::string body = Body(Event(1, kGood));
  TestCapture capture;
  EXPECT_EQ(capture.Send(Post(io::GzipEncode(body), With("Content-Encoding", "gzip"))).status, 200);
  EXPECT_EQ(capture.Send(Post(body, With("Content-Encoding", "identity"))).status, 200);
  // One stored (uncompressed) block each, which needs no compressor.
  const auto size = static_cast<unsigned>(body.size());
  const std::string deflate = std::string("\x01") + static_cast<char>(size & 255U) +
                              static_cast<char>(size >> 8U) + static_cast<char>(~size & 255U) +
                              static_cast<char>(~size >> 8U & 255U) + body;
  EXPECT_EQ(capture.Send(Post(deflate, With("Content-Encoding", "deflate"))).status, 200);
  const unsigned block = size << 3U | 1U;  // last block, raw
  const std::string zstd =
      std::string("\x28\xB5\x2F\xFD\x60", 5) + static_cast<char>((size - 256) & 255U) +
      static_cast<char>((size - 256) >> 8U) + static_cast<char>(block & 255U) +
      static_cast<char>(block >> 8U & 255U) + static_cast<char>(block >> 16U) + body;
  if (size >= 256) {
    EXPECT_EQ(capture.Send(Post(zstd, With("Content-Encoding", "zstd"))).status, 200);
  }
}

TEST(V1, RefusesWholeRequestsWithATag) {
  struct Case {
    TestRequest request;
    int status;
    std::string_view tag;
  };
  const std::string good = Body(Event(1, kGood));
  const std::vector<Case> cases = {
      {Post(good, Without("Authorization")), 401, "missing_authorization"},
      {Post(good, With("Authorization", "Basic phc_x")), 401, "missing_authorization"},
      {Post(good, With("Authorization", "Bearer phc_unknown")), 401, "invalid_api_token"},
      {Post(good, With("Authorization", "bearer phx_personal")), 401, "invalid_api_token"},
      {Post(good, Without("PostHog-Sdk-Info")), 400, "missing_required_headers"},
      {Post(good, With("PostHog-Sdk-Info", "node")), 400, "missing_required_headers"},
      {Post(good, Without("PostHog-Attempt")), 400, "missing_required_headers"},
      {Post(good, With("PostHog-Attempt", "0")), 400, "missing_required_headers"},
      {Post(good, With("PostHog-Attempt", "one")), 400, "missing_required_headers"},
      {Post(good, Without("PostHog-Request-Id")), 400, "missing_required_headers"},
      {Post(good, With("PostHog-Request-Id", "7")), 400, "missing_required_headers"},
      {Post(good, Without("PostHog-Request-Timestamp")), 400, "missing_required_headers"},
      {Post(good, With("PostHog-Request-Timestamp", "now")), 400, "missing_required_headers"},
      {Post(good, Without("User-Agent")), 400, "missing_required_headers"},
      {Post(good, Without("Content-Type")), 400, "missing_required_headers"},
      {Post(good, With("Content-Type", "text/plain")), 415, "unsupported_content_type"},
      {Post(good, With("Content-Encoding", "foo")), 415, "unsupported_content_encoding"},
      {Post(good, With("Content-Encoding", "gzip")), 400, "request_decoding_error"},
      {Post("\xFF"), 400, "request_decoding_error"},
      {Post(""), 400, "empty_body"},
      {Post("{"), 400, "request_parsing_error"},
      {Post(std::string(10'000, '[')), 400, "request_parsing_error"},
      {Post("[]"), 400, "invalid_batch"},
      {Post(R"({"created_at":"2026-11-22T10:00:00Z"})"), 400, "invalid_batch"},
      {Post(R"({"batch":[]})"), 400, "invalid_batch"},
      {Post(R"({"created_at":"now","batch":[{}]})"), 400, "invalid_batch"},
      {Post(Body("7")), 400, "invalid_batch"},
      {Post(Body("")), 400, "empty_batch"},
      {Post(Body(R"({"event":"a"})")), 400, "missing_event_uuid"},
      {Post(Body(R"({"uuid":"x"})")), 400, "invalid_event_uuid"},
      {Post(Body(R"({"uuid":12})")), 400, "invalid_event_uuid"},
      {Post(Body(Event(1, kGood) + "," + Event(1, kGood))), 400, "duplicate_event_uuid"},
      {Post(std::string((10U << 20U) + 1, ' ')), 413, "payload_too_large"},
      {Post(io::GzipEncode(std::string((50U << 20U) + 1, ' '), 1),
            With("Content-Encoding", "gzip")),
       413, "payload_too_large"},
  };
  for (const Case& c : cases) {
    TestCapture capture;
    const auto response = capture.Send(c.request);
    EXPECT_EQ(response.status, c.status) << c.tag;
    const auto body = ParseJson(response.body_text());
    ASSERT_TRUE(body) << response.body_text();
    EXPECT_EQ(StringMember(*body, "error"), c.tag);
    EXPECT_TRUE(StringMember(*body, "error_description"));
    EXPECT_TRUE(StringMember(*body, "error_uri"));
    EXPECT_EQ(HeaderOf(response, "Retry-After"), "") << c.tag;
    if (c.status == 415) {
      EXPECT_EQ(HeaderOf(response, "Accept"), "application/json");
      EXPECT_EQ(HeaderOf(response, "Accept-Encoding"), "gzip, deflate, br, zstd");
    }
    EXPECT_TRUE(capture.Events().empty());
  }
}

}  // namespace
}  // namespace tenrec::capture
