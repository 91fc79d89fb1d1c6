#include "tenrec/capture/envelope.h"

#include <gtest/gtest.h>

#include "tenrec/capture/token.h"

namespace tenrec::capture {
namespace {

constexpr int kDepth = 256;

TEST(ParseEnvelope, KnowsEveryShape) {
  const auto reads = [](std::string text, EnvelopeShape shape, std::size_t events) {
    Envelope envelope;
    const auto status = ParseEnvelope(text, kDepth, envelope);
    ASSERT_TRUE(status) << text << ": " << status.error().message;
    EXPECT_EQ(envelope.shape, shape) << text;
    EXPECT_EQ(envelope.events.size(), events) << text;
  };
  reads(R"([{"event":"a"},{"event":"b"}])", EnvelopeShape::kArray, 2);
  reads("[]", EnvelopeShape::kArray, 0);
  reads(R"([null,{"event":"a"},null])", EnvelopeShape::kArray, 1);
  reads(R"({"batch":[{"event":"a"}],"api_key":"x"})", EnvelopeShape::kBatch, 1);
  reads(R"({"batch":[null]})", EnvelopeShape::kBatch, 0);
  reads(R"({"event":"ignored","batch":[{"event":"a"},{"event":"b"}]})", EnvelopeShape::kBatch, 2);
  reads(R"({"data":[{"event":"a"}]})", EnvelopeShape::kArray, 1);
  reads(R"({"event":"a"})", EnvelopeShape::kSingle, 1);
  reads(R"({"event":"a","data":"something else"})", EnvelopeShape::kSingle, 1);
  reads("{}", EnvelopeShape::kSingle, 1);
}

TEST(ParseEnvelope, KeepsTheTextOfWhatItReads) {
  Envelope envelope;
  ASSERT_TRUE(ParseEnvelope(
      R"({"sent_at":"2026-11-22T10:00:00Z","historical_migration":true,"capture_internal":true,
          "batch":[{"properties":{"n":1.10,"$lib":"web","deep":{"token":"no"},"token":"phc_p"},
                    "event":"\u0061","timestamp":1795341600000,"$unset":["x"]}],"api_key":"phc_e"})",
      kDepth, envelope));
  EXPECT_TRUE(envelope.historical_migration);
  EXPECT_TRUE(envelope.capture_internal);
  EXPECT_EQ(envelope.api_key.text, R"("phc_e")");
  EXPECT_EQ(envelope.sent_at.text, R"("2026-11-22T10:00:00Z")");
  ASSERT_EQ(envelope.events.size(), 1U);
  const RawEvent& event = envelope.events[0];
  EXPECT_EQ(event.properties.text.text,
            R"({"n":1.10,"$lib":"web","deep":{"token":"no"},"token":"phc_p"})");
  EXPECT_EQ(event.properties.token.text, R"("phc_p")");
  EXPECT_EQ(event.properties.lib.text, R"("web")");
  EXPECT_EQ(event.timestamp.text, "1795341600000");
  EXPECT_EQ(event.unset.text, R"(["x"])");
  std::string scratch;
  EXPECT_EQ(StringText(event.event, scratch), "a");
}

TEST(ParseEnvelope, RepairsWhatClientsReallySend) {
  Envelope envelope;
  ASSERT_TRUE(ParseEnvelope(R"({"event":"a\ud800","properties":{"big":123456789012345678901234}})",
                            kDepth, envelope));
  EXPECT_EQ(envelope.events[0].event.text, R"("a\ufffd")");
  EXPECT_EQ(envelope.events[0].properties.text.text, R"({"big":"123456789012345678901234"})");
}

TEST(ParseEnvelope, SaysWhyNot) {
  const auto says = [](std::string text, std::string_view message) {
    Envelope envelope;
    const auto status = ParseEnvelope(text, kDepth, envelope);
    ASSERT_FALSE(status) << text;
    EXPECT_EQ(status.error().message, message) << text;
  };
  says("", "failed to parse request: unexpected end of data at byte 0");
  says("{", "failed to parse request: unexpected end of data at byte 1");
  says("{\"event\":}", "failed to parse request: expected a value at byte 9");
  says("[{\"event\":\"a\"}] x", "failed to parse request: trailing characters at byte 16");
  says("\"text\"", "failed to parse request: expected an object or an array");
  says("12", "failed to parse request: expected an object or an array");
  says("[1]", "failed to parse request: expected every element to be an event object");
  says("{\"batch\":{}}", "failed to parse request: expected batch to be an array");
  says("{\"batch\":[[]]}", "failed to parse request: expected every element to be an event object");
  says(std::string(10'000, '['), "failed to parse request: nesting deeper than 256 at byte 256");
  says(R"([{"event":"a","properties":)" + std::string(10'000, '['),
       "failed to parse request: nesting deeper than 256 at byte 281");
}

TEST(ParseEnvelope, BoundsTheNumberOfEvents) {
  std::string text = "[";
  for (std::size_t i = 0; i <= kMaxEventsPerRequest; ++i) text += i == 0 ? "{}" : ",{}";
  Envelope envelope;
  const auto status = ParseEnvelope(text + "]", kDepth, envelope);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kResourceExhausted);
}

TEST(FindToken, LooksWhereSdksPutIt) {
  const auto finds = [](std::string text, std::string_view token, std::string_view query = "") {
    Envelope envelope;
    ASSERT_TRUE(ParseEnvelope(text, kDepth, envelope)) << text;
    const auto got = FindToken(envelope, query);
    ASSERT_TRUE(got) << text << ": " << got.error().message;
    EXPECT_EQ(*got, token) << text;
  };
  finds(R"({"api_key":"a","batch":[{}]})", "a");
  finds(R"({"token":" a\n","batch":[{}]})", "a");
  finds(R"({"api_key":"a","batch":[{"token":"b"},{"token":"c"}]})", "a");
  finds(R"([{"api_key":"a"},{"token":"a"},{"$token":"a"},{"properties":{"token":"a"}}])", "a");
  finds(R"({"event":"e","properties":{"token":"a"}})", "a");
  finds(R"({"event":"e"})", "q", "q");
  finds(R"({"event":"e","token":"a"})", "a", "q");
}

TEST(FindToken, SaysWhyNot) {
  const auto says = [](std::string text, std::string_view message) {
    Envelope envelope;
    ASSERT_TRUE(ParseEnvelope(text, kDepth, envelope)) << text;
    const auto got = FindToken(envelope, "");
    ASSERT_FALSE(got) << text;
    EXPECT_EQ(got.error().message, message) << text;
    EXPECT_EQ(got.error().code, ErrorCode::kUnauthenticated);
  };
  says(R"({"event":"e"})", "event submitted without an api_key");
  says(R"({"event":"e","token":null})", "event submitted without an api_key");
  says(R"({"event":"e","token":""})", "API key is not valid: empty");
  says(R"({"event":"e","token":"  "})", "API key is not valid: empty");
  says(R"({"event":"e","token":")" + std::string(65, 'a') + R"("})",
       "API key is not valid: too_long");
  says(R"({"event":"e","token":"phc_ü"})", "API key is not valid: not_ascii");
  says(R"({"event":"e","token":"phx_secret"})", "API key is not valid: personal_api_key");
  says(R"({"event":"e","token":"a\u0000b"})", "API key is not valid: null_byte");
  says(R"([{"token":"a"},{"token":"b"}])", "batch submitted with inconsistent api_key values");
  says(R"([{"token":"a"},{}])", "batch submitted with inconsistent api_key values");
}

}  // namespace
}  // namespace tenrec::capture
