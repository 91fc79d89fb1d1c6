#include "tenrec/capture/capture.h"

#include <gtest/gtest.h>

#include "tenrec/base/encoding.h"
#include "tenrec/capture/testing_capture.h"
#include "tenrec/io/compress.h"

namespace tenrec::capture {
namespace {

using http::Header;
using http::Method;

constexpr std::string_view kOkBody = R"({"status":"Ok"})";
const std::string kEvent = R"({"api_key":"phc_x","event":"a","distinct_id":"u"})";

std::string Batch(std::string_view events, std::string_view more = "") {
  return R"({"api_key":"phc_x","batch":[)" + std::string(events) + "]" + std::string(more) + "}";
}

TEST(Capture, TakesEventsOnEveryPathWithAndWithoutSlash) {
  for (const char* path :
       {"/e", "/i/v0/e", "/capture", "/track", "/engage", "/batch", "/i/v0/ai/batch"}) {
    for (const char* slash : {"", "/"}) {
      TestCapture capture;
      const auto response = capture.Send({.target = std::string(path) + slash, .body = kEvent});
      EXPECT_EQ(response.status, 200) << path << slash;
      EXPECT_EQ(response.body_text(), kOkBody);
      EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
      ASSERT_EQ(capture.Events().size(), 1U) << path << slash;
    }
  }
}

TEST(Capture, StoresWhatTheClientSaid) {
  TestCapture capture;
  const auto response = capture.Send(
      {.target = "/batch/",
       .body = Batch(R"({"event":"signed up","distinct_id":"u1",
           "uuid":"0193b6a0-0000-7000-8000-000000000001","timestamp":"2026-11-22T09:00:00Z",
           "properties":{"n":1.10,"s":"\ud83d\ude00"},
           "$set":{"plan":"pro"},"$set_once":{"first":1},"$unset":["old"]})",
                     R"(,"sent_at":"2026-11-22T10:00:00Z","historical_migration":true)")});
  ASSERT_EQ(response.status, 200) << response.body_text();
  const auto events = capture.Events();
  ASSERT_EQ(events.size(), 1U);
  const log::EventRecord& event = events[0];
  EXPECT_EQ(event.team_id, TestCapture::kTeam);
  EXPECT_EQ(event.token, "phc_x");
  EXPECT_EQ(event.event, "signed up");
  EXPECT_EQ(event.distinct_id, "u1");
  EXPECT_EQ(event.uuid.ToString(), "0193b6a0-0000-7000-8000-000000000001");
  EXPECT_EQ(FormatIsoMillis(event.timestamp), "2026-11-22T09:00:00.000Z");
  EXPECT_EQ(event.received_at, kTestNow);
  EXPECT_EQ(event.sent_at, kTestNow);
  EXPECT_EQ(event.properties, R"({"n":1.10,"s":"\ud83d\ude00"})");
  EXPECT_EQ(event.set, R"({"plan":"pro"})");
  EXPECT_EQ(event.set_once, R"({"first":1})");
  EXPECT_EQ(event.unset, R"(["old"])");
  EXPECT_EQ(event.ip, "192.0.2.9");
  EXPECT_TRUE(event.historical);
  EXPECT_FALSE(event.capture_internal);
  EXPECT_EQ(event.time_warning, log::TimeWarning::kNone);
}

TEST(Capture, FillsInWhatIsMissing) {
  TestCapture capture;
  capture.Send({.target = "/e/", .body = Batch(R"({"event":"a","distinct_id":123},
      {"event":"b","$distinct_id":"d","uuid":""},
      {"event":"c","properties":{"distinct_id":"p","capture_internal":true}},
      {"event":"d","properties":{"$distinct_id":"q"},"uuid":null},
      {"event":"e","distinct_id":{"a":1},"properties":[]},
      {"event":"f","distinct_id":"a\u0000b","properties":null})")});
  const auto events = capture.Events();
  ASSERT_EQ(events.size(), 6U);
  EXPECT_EQ(events[0].distinct_id, "123");
  EXPECT_EQ(events[0].properties, "{}");
  EXPECT_EQ(events[0].timestamp, kTestNow);
  EXPECT_EQ(events[0].uuid.bytes[6] >> 4, 7);  // the version of a UUIDv7
  EXPECT_NE(events[0].uuid, events[1].uuid);
  EXPECT_EQ(events[1].distinct_id, "d");
  EXPECT_EQ(events[2].distinct_id, "p");
  EXPECT_EQ(events[2].ip, "127.0.0.1");
  EXPECT_EQ(events[3].distinct_id, "q");
  EXPECT_EQ(events[4].distinct_id, R"({"a":1})");
  EXPECT_EQ(events[4].properties, "{}");
  EXPECT_EQ(events[5].distinct_id,
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Capture, CutsDistinctIdsAt200Characters) {
  TestCapture capture;
  std::string id;
  for (int i = 0; i < 250; ++i) id += "ü";
  capture.Send(
      {.target = "/e", .body = R"({"api_key":"phc_x","event":"a","distinct_id":")" + id + "\"}"});
  ASSERT_EQ(capture.Events().size(), 1U);
  EXPECT_EQ(capture.Events()[0].distinct_id, id.substr(0, 400));
}

TEST(Capture, KeepsNumbersAsWritten) {
  TestCapture capture;
  capture.Send({.target = "/e", .body = R"({"api_key":"phc_x","event":"a",
      "distinct_id":1234567890123456789012,"properties":{"a":0.10000000000000000001,"b":1e400}})"});
  ASSERT_EQ(capture.Events().size(), 1U);
  EXPECT_EQ(capture.Events()[0].distinct_id, "1234567890123456789012");
  EXPECT_EQ(capture.Events()[0].properties, R"({"a":0.10000000000000000001,"b":"1e400"})");
}

TEST(Capture, TurnsEngageIntoIdentify) {
  TestCapture capture;
  const auto response = capture.Send(
      {.target = "/engage/",
       .body = R"({"$token":"phc_x","$distinct_id":"u","$set":{"a":1},"$set_once":{"b":2}})"});
  EXPECT_EQ(response.status, 200) << response.body_text();
  ASSERT_EQ(capture.Events().size(), 1U);
  EXPECT_EQ(capture.Events()[0].event, "$identify");
  EXPECT_EQ(capture.Events()[0].set, R"({"a":1})");
  EXPECT_EQ(capture.Events()[0].set_once, R"({"b":2})");
}

TEST(Capture, AnswersWhatFailsWithItsStatusAndWords) {
  struct Case {
    std::string body;
    int status;
    std::string_view text;
    std::string target = "/e/";
    std::vector<Header> headers = {};
  };
  const std::string gzip = io::GzipEncode(kEvent);
  const std::vector<Case> cases = {
      {"", 400, "failed to decode request: request missing data payload"},
      {kEvent,
       400,
       "failed to decode request: expected form data in POST request payload",
       "/e/",
       {{"Content-Type", "application/x-www-form-urlencoded"}}},
      {kEvent,
       400,
       "failed to decode request: invalid GZIP data",
       "/e/",
       {{"Content-Encoding", "gzip"}}},
      {gzip.substr(0, 30), 400, "failed to decode request: invalid GZIP data"},
      {"{\"\xFF\":1}", 400, "failed to decode request: invalid UTF8 in request payload"},
      {"{\"event\":", 400, "failed to parse request: unexpected end of data at byte 9"},
      {std::string(10'000, '['), 400,
       "failed to parse request: nesting deeper than 256 at byte 256"},
      {R"({"api_key":"phc_x","distinct_id":"u"})", 400,
       "failed to hydrate events from request: non-engage request missing event name attribute"},
      {Batch(R"({"event":"a","distinct_id":"u"},{"distinct_id":"u"})"), 400,
       "failed to hydrate events from request: non-engage request missing event name attribute"},
      {Batch(""), 400, "request holds no event"},
      {Batch("null,null"), 400, "request holds no event"},
      {"[]", 400, "request holds no event"},
      {Batch(R"({"event":"","distinct_id":"u"})"), 400, "event submitted with an empty event name"},
      {Batch(R"({"event":7,"distinct_id":"u"})"), 400,
       "failed to parse request: event is not a string"},
      {Batch(R"({"event":"a"})"), 400, "event submitted without a distinct_id"},
      {Batch(R"({"event":"a","distinct_id":null})"), 400, "event submitted without a distinct_id"},
      {Batch(R"({"event":"a","distinct_id":" \t\u00a0\u2003"})"), 400,
       "event submitted without a distinct_id"},
      {Batch(R"({"event":"a","distinct_id":"u","uuid":"nope"})"), 400,
       "failed to parse request: uuid is not a UUID: 'nope'"},
      {Batch(R"({"event":"a","distinct_id":"u","uuid":5})"), 400,
       "failed to parse request: uuid is not a string"},
      {Batch(R"({"event":"a","distinct_id":"u","properties":"x"})"), 400,
       "failed to parse request: properties is not an object"},
      {Batch(R"({"event":"a","distinct_id":"u","$set":7})"), 400,
       "failed to parse request: $set is not an object"},
      {Batch(R"({"event":"a","distinct_id":"u","offset":"x"})"), 400,
       "failed to parse request: offset is not a number"},
      {Batch(R"({"event":"a","distinct_id":"u","properties":{"$cookieless_mode":"on"}})"), 400,
       "event submitted with invalid cookieless mode"},
      {R"({"event":"a","distinct_id":"u"})", 401, "event submitted without an api_key"},
      {R"({"api_key":"","event":"a","distinct_id":"u"})", 401, "API key is not valid: empty"},
      {R"({"api_key":"phx_k","event":"a","distinct_id":"u"})", 401,
       "API key is not valid: personal_api_key"},
      {R"([{"token":"phc_x","event":"a","distinct_id":"u"},{"token":"phc_y","event":"a"}])", 401,
       "batch submitted with inconsistent api_key values"},
      {R"({"api_key":"phc_unknown","event":"a","distinct_id":"u"})", 401,
       "The provided API key is invalid or has expired."},
  };
  for (const Case& c : cases) {
    TestCapture capture;
    const auto response = capture.Send({.target = c.target, .body = c.body, .headers = c.headers});
    EXPECT_EQ(response.status, c.status) << c.body.substr(0, 200);
    EXPECT_EQ(response.body_text(), c.text) << c.body.substr(0, 200);
    EXPECT_EQ(HeaderOf(response, "Content-Type"), "text/plain; charset=utf-8");
    EXPECT_TRUE(capture.Events().empty()) << c.body.substr(0, 200);
  }
}

TEST(Capture, StoresNothingOfABatchWithOneBadEvent) {
  TestCapture capture;
  std::string events;
  for (int i = 0; i < 9; ++i) events += R"({"event":"a","distinct_id":"u"},)";
  const auto response = capture.Send(
      {.target = "/batch/", .body = Batch(events + R"({"event":"a","distinct_id":" "})")});
  EXPECT_EQ(response.status, 400);
  EXPECT_TRUE(capture.Events().empty());
}

TEST(Capture, RefusesWhatIsTooLarge) {
  TestCapture capture;
  const auto on_the_wire =
      capture.Send({.target = "/e/", .body = std::string((20U << 20U) + 1, ' ')});
  EXPECT_EQ(on_the_wire.status, 413);
  EXPECT_EQ(on_the_wire.body_text(), "maximum event size exceeded: more than 20971520 bytes");

  const auto bomb = capture.Send(
      {.target = "/e/", .body = io::GzipEncode(std::string((100U << 20U) + 1, ' '), 1)});
  EXPECT_EQ(bomb.status, 413);
  EXPECT_EQ(bomb.body_text(), "maximum event size exceeded: more than 104857600 bytes");

  const std::string big(1U << 20U, 'x');
  const std::string big_event =
      R"({"event":"big","distinct_id":"u","properties":{"x":")" + big + R"("}})";
  EXPECT_EQ(capture.Send({.target = "/e/", .body = Batch(big_event)}).status, 413);
  EXPECT_TRUE(capture.Events().empty());

  // Among others it is dropped, and its owner told.
  const auto mixed = capture.Send(
      {.target = "/e/", .body = Batch(R"({"event":"a","distinct_id":"u"},)" + big_event)});
  EXPECT_EQ(mixed.status, 200);
  const auto events = capture.Events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].event, "a");
  EXPECT_EQ(events[1].event, "$$client_ingestion_warning");
  EXPECT_NE(events[1].properties.find("message_size_too_large"), std::string_view::npos);
  EXPECT_EQ(capture.metrics()
                .GetCounter("capture_dropped_events_total", {{"reason", "event_too_big"}})
                .value(),
            1U);
}

TEST(Capture, AnswersABeaconWithoutABody) {
  TestCapture capture;
  const auto response = capture.Send({.target = "/e/?beacon=1&ip=0", .body = kEvent});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.body_text(), "");
  EXPECT_EQ(capture.Events().size(), 1U);
}

TEST(Capture, DiscardsPerformanceEvents) {
  TestCapture capture;
  const auto response = capture.Send(
      {.target = "/e/", .body = Batch(R"({"event":"$performance_event","distinct_id":"u"})")});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body_text(), kOkBody);
  EXPECT_TRUE(capture.Events().empty());
}

TEST(Capture, TakesGetWithDataInTheQuery) {
  TestCapture capture;
  const auto response = capture.Send(
      {.method = Method::kGet, .target = "/e/?data=" + PercentEncode(Base64Encode(kEvent))});
  EXPECT_EQ(response.status, 200) << response.body_text();
  EXPECT_EQ(capture.Events().size(), 1U);
}

TEST(Capture, TakesTheArrayOfOldBrowserSdks) {
  TestCapture capture;
  const auto response = capture.Send(
      {.target = "/e/?compression=gzip-js&ip=0&_=1795345200000&ver=1.200.0",
       .body = io::GzipEncode(R"([{"event":"a","properties":{"token":"phc_x","distinct_id":"u"},)"
                              R"("timestamp":"2026-11-22T11:00:00.000Z"}])"),
       .headers = {{"Content-Type", "text/plain"}}});
  EXPECT_EQ(response.status, 200) << response.body_text();
  ASSERT_EQ(capture.Events().size(), 1U);
  EXPECT_EQ(capture.Events()[0].timestamp, kTestNow);  // the client's clock was an hour ahead
}

TEST(Capture, CorrectsTimesAndSaysWhatItOverruled) {
  const auto stores = [](std::string_view event, std::string_view more, Timestamp at,
                         log::TimeWarning warning = log::TimeWarning::kNone) {
    TestCapture capture;
    const auto response = capture.Send(
        {.target = "/batch/",
         .body = Batch(R"({"event":"a","distinct_id":"u",)" + std::string(event) + "}", more)});
    ASSERT_EQ(response.status, 200) << response.body_text();
    ASSERT_EQ(capture.Events().size(), 1U);
    EXPECT_EQ(capture.Events()[0].timestamp, at)
        << event << more << FormatIso(capture.Events()[0].timestamp);
    EXPECT_EQ(capture.Events()[0].time_warning, warning) << event << more;
    EXPECT_EQ(capture.Events()[0].refused_timestamp.has_value(),
              warning == log::TimeWarning::kFuture);
  };
  constexpr std::string_view kAhead = R"("timestamp":"2026-11-22T11:00:00Z")";
  constexpr std::string_view kSentAhead = R"(,"sent_at":"2026-11-22T11:00:00Z")";
  const Timestamp hour_later = kTestNow + std::chrono::hours(1);
  stores(kAhead, kSentAhead, kTestNow);
  stores(kAhead, R"(,"sentAt":"2026-11-22T11:00:00+00:00")", kTestNow);
  stores(kAhead, R"(,"sent_at":1795345200000)", kTestNow);
  stores(R"("timestamp":"2026-11-22T11:00:00Z","properties":{"$ignore_sent_at":true})", kSentAhead,
         hour_later);
  stores(R"("timestamp":"2026-11-22T11:00:00Z","sent_at":"2026-11-22T11:00:00Z")", "", kTestNow);
  stores(kAhead, R"(,"sent_at":"whenever")", hour_later, log::TimeWarning::kInvalidSentAt);
  stores(R"("timestamp":"2026-11-24T10:00:00Z")", "", kTestNow, log::TimeWarning::kFuture);
  stores(R"("timestamp":"2026-11-22")", "", kTestNow - std::chrono::hours(10));
  stores(R"("timestamp":"garbage")", "", kTestNow, log::TimeWarning::kInvalidTimestamp);
  stores(R"("timestamp":true)", "", kTestNow, log::TimeWarning::kInvalidTimestamp);
  stores(R"("timestamp":1795338000000)", "", kTestNow - std::chrono::hours(1));
  stores(R"("timestamp":"2026-11-22T13:00:00+03:00")", "", kTestNow);
  stores(R"("offset":1500)", "", kTestNow - std::chrono::milliseconds(1500));
  stores(R"("offset":1500,"timestamp":"2020-01-01")", kSentAhead,
         kTestNow - std::chrono::milliseconds(1500));
}

TEST(Capture, LetsEveryOriginInAndSaysSoOnErrorsToo) {
  const std::vector<Header> origin = {{"Origin", "https://app.example.com"}};
  TestCapture capture;
  const auto checked = [&](const TestRequest& request, int status) {
    const auto response = capture.Send(request);
    EXPECT_EQ(response.status, status) << request.target;
    EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "https://app.example.com")
        << request.target;
    EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Credentials"), "true");
    EXPECT_TRUE(HeaderOf(response, "Vary").starts_with("Origin"));
    return response;
  };
  checked({.target = "/e/", .body = kEvent, .headers = origin}, 200);
  checked({.target = "/e/", .body = "{", .headers = origin}, 400);
  checked({.target = "/s/", .body = "{", .headers = origin}, 400);
  checked({.method = Method::kPut, .target = "/e/", .headers = origin}, 405);
  checked({.method = Method::kHead, .target = "/e", .headers = origin}, 405);
  checked({.method = Method::kGet, .target = "/i/v1/analytics/events", .headers = origin}, 405);
  checked({.target = "/i/v0/ai", .headers = origin}, 404);
  checked({.target = "/i/v1/logs", .headers = origin}, 404);

  auto preflight = origin;
  preflight.push_back({"Access-Control-Request-Method", "POST"});
  preflight.push_back({"Access-Control-Request-Headers", "x-custom, traceparent"});
  for (const char* path : {"/e/", "/batch", "/s/", "/i/v1/analytics/events", "/report"}) {
    const auto response =
        checked({.method = Method::kOptions, .target = path, .headers = preflight}, 200);
    EXPECT_EQ(response.body_text(), "");
    EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Headers"), "x-custom, traceparent");
    EXPECT_NE(HeaderOf(response, "Access-Control-Allow-Methods").find("POST"), std::string::npos);
  }
  const auto plain = capture.Send({.method = Method::kOptions, .target = "/e/"});
  EXPECT_EQ(plain.body_text(), kOkBody);
  EXPECT_EQ(HeaderOf(plain, "Access-Control-Allow-Origin"), "");
}

TEST(Capture, AsksToRetryWhileTheDiskIsFullAndRecovers) {
  TestCapture capture;
  capture.disk().FailAfter(0, ResourceExhausted("no space left"));
  const auto full = capture.Send({.target = "/e/", .body = kEvent, .headers = {{"Origin", "x"}}});
  EXPECT_EQ(full.status, 503);
  EXPECT_NE(HeaderOf(full, "Retry-After"), "");
  EXPECT_EQ(HeaderOf(full, "Access-Control-Allow-Origin"), "x");
  EXPECT_EQ(capture
                .Send({.target = "/s/",
                       .body = R"([{"event":"$snapshot","distinct_id":"u","token":"phc_x",)"
                               R"("properties":{"$session_id":"s","$snapshot_data":[]}}])"})
                .status,
            503);
  capture.disk().Heal();
  EXPECT_EQ(capture.Send({.target = "/e/", .body = kEvent}).status, 200);
  EXPECT_EQ(capture.Events().size(), 1U);
}

TEST(Capture, DecodesLargeBodiesOnAWorker) {
  TestCapture capture;
  std::string events = R"({"event":"a","distinct_id":"u"})";
  for (int i = 0; i < 20'000; ++i) events += R"(,{"event":"a","distinct_id":"u"})";
  EXPECT_EQ(capture.Send({.target = "/batch/", .body = Batch(events)}).status, 200);
  EXPECT_EQ(capture.Events().size(), 20'001U);
}

TEST(Capture, CountsRequestsEventsAndStages) {
  TestCapture capture;
  capture.Send({.target = "/e/", .body = Batch(R"({"event":"a","distinct_id":"u"},
      {"event":"b","distinct_id":"u"})")});
  capture.Send({.target = "/e/", .body = "{"});
  const std::string printed = capture.metrics().Print();
  EXPECT_NE(printed.find(R"(capture_requests_total{endpoint="/e",result="200"} 1)"),
            std::string::npos);
  EXPECT_NE(printed.find(R"(capture_requests_total{endpoint="/e",result="400"} 1)"),
            std::string::npos);
  EXPECT_NE(printed.find(R"(capture_events_total{endpoint="/e"} 2)"), std::string::npos);
  EXPECT_NE(printed.find(R"(capture_stage_seconds_count{stage="append"} 1)"), std::string::npos);
}

TEST(Recordings, MergesTheSnapshotsOfEachSessionAndWindow) {
  TestCapture capture;
  const auto response = capture.Send({.target = "/s/",
                                      .body = R"([
  {"event":"$snapshot","uuid":"0193b6a0-0000-7000-8000-000000000001","sent_at":"2026-11-22T09:59:00Z",
   "properties":{"token":"phc_x","distinct_id":"u","$session_id":"s-1","$window_id":"w1",
                 "$snapshot_data":[{"type":2,"cv":"2024-10","data":"\u001f\u008b\u0000"},{"type":3}],"$lib":"web"}},
  {"event":"$snapshot","properties":{"token":"phc_x","distinct_id":"u","$session_id":"s-1",
                 "$window_id":"w2","$snapshot_data":[]}},
  {"event":"$snapshot","properties":{"token":"phc_x","distinct_id":"u","$session_id":"s-1",
                 "$window_id":"w1","$snapshot_data":{"type":4}}},
  {"event":"$snapshot","properties":{"token":"phc_x","distinct_id":"u","$session_id":"s2",
                 "$snapshot_source":"mobile","$snapshot_data":[ {"type":5} ]}}])",
                                      .headers = {{"User-Agent", "posthog-ios/3.1"}}});
  ASSERT_EQ(response.status, 200) << response.body_text();
  EXPECT_EQ(response.body_text(), kOkBody);
  const auto messages = capture.Recordings();
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].team_id, TestCapture::kTeam);
  EXPECT_EQ(messages[0].session_id, "s-1");
  EXPECT_EQ(messages[0].window_id, "w1");
  EXPECT_EQ(messages[0].uuid.ToString(), "0193b6a0-0000-7000-8000-000000000001");
  EXPECT_EQ(messages[0].distinct_id, "u");
  EXPECT_EQ(messages[0].snapshot_source, "web");
  EXPECT_EQ(messages[0].snapshot_library, "web");
  EXPECT_EQ(FormatIsoMillis(*messages[0].sent_at), "2026-11-22T09:59:00.000Z");
  EXPECT_EQ(messages[0].items,
            R"([{"type":2,"cv":"2024-10","data":"\u001f\u008b\u0000"},{"type":3},{"type":4}])");
  EXPECT_EQ(messages[1].window_id, "w2");
  EXPECT_EQ(messages[1].items, "[]");
  EXPECT_EQ(messages[1].snapshot_library, "posthog-ios");
  EXPECT_EQ(messages[2].session_id, "s2");
  EXPECT_EQ(messages[2].window_id, "s2");
  EXPECT_EQ(messages[2].snapshot_source, "mobile");
  EXPECT_EQ(messages[2].items, R"([{"type":5}])");
  EXPECT_TRUE(capture.Events().empty());
}

TEST(Recordings, SaysWhyNot) {
  const auto says = [](std::string_view properties, std::string_view text) {
    TestCapture capture;
    const auto response = capture.Send(
        {.target = "/s",
         .body = R"({"api_key":"phc_x","batch":[{"event":"$snapshot","distinct_id":"u",)"
                 R"("properties":{)" +
                 std::string(properties) + "}}]}"});
    EXPECT_EQ(response.status, 400) << properties;
    EXPECT_EQ(response.body_text(), text) << properties;
    EXPECT_TRUE(capture.Recordings().empty());
  };
  says(R"("$session_id":"s")", "replay event submitted without snapshot data");
  says(R"("$session_id":"s","$snapshot_data":"x")", "replay event submitted without snapshot data");
  says(R"("$snapshot_data":[])", "replay event submitted without session id");
  says(R"("$snapshot_data":[],"$session_id":"a_b")", "replay event has invalid session id");
  says(R"("$snapshot_data":[],"$session_id":"")", "replay event has invalid session id");
  says(R"("$snapshot_data":[],"$session_id":7)", "replay event has invalid session id");
  says(R"("$snapshot_data":[],"$session_id":")" + std::string(71, 'a') + "\"",
       "replay event has invalid session id");
  says(R"("$snapshot_data":[],"$session_id":"s","$window_id":{})",
       "replay event submitted without window id");
}

TEST(Recordings, FindsSnapshotsAmongOrdinaryEvents) {
  TestCapture capture;
  const auto response = capture.Send({.target = "/e/", .body = Batch(R"(
      {"event":"a","distinct_id":"u"},
      {"event":"$snapshot","distinct_id":"u",
       "properties":{"$session_id":"s","$snapshot_data":[{"type":2}]}})")});
  EXPECT_EQ(response.status, 200) << response.body_text();
  EXPECT_EQ(capture.Events().size(), 1U);
  EXPECT_EQ(capture.Recordings().size(), 1U);
}

}  // namespace
}  // namespace tenrec::capture
