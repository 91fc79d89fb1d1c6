#include "tenrec/log/event_record.h"

#include <gtest/gtest.h>

namespace tenrec::log {
namespace {

EventRecord Full() {
  return {.team_id = 42,
          .token = "phc_abc",
          .uuid = *Uuid::Parse("0193a5b0-7b1e-7000-8000-00000000002a"),
          .event = "$pageview",
          .distinct_id = "user-1",
          .ip = "10.1.2.3",
          .timestamp = {1'763'800'000'123'456},
          .received_at = {1'763'800'001'000'000},
          .sent_at = Timestamp{1'763'800'000'900'000},
          .properties = R"({"$browser":"Chrome"})",
          .set = R"({"plan":"pro"})",
          .set_once = R"({"first":1})",
          .unset = R"(["old"])",
          .historical = true,
          .capture_internal = true,
          .skip_persons = true,
          .time_warning = TimeWarning::kFuture};
}

void ExpectSame(const EventRecord& a, const EventRecord& b) {
  EXPECT_EQ(a.team_id, b.team_id);
  EXPECT_EQ(a.uuid, b.uuid);
  for (const auto text :
       {&EventRecord::token, &EventRecord::event, &EventRecord::distinct_id, &EventRecord::ip,
        &EventRecord::properties, &EventRecord::set, &EventRecord::set_once, &EventRecord::unset}) {
    EXPECT_EQ(a.*text, b.*text);
  }
  EXPECT_EQ(a.timestamp, b.timestamp);
  EXPECT_EQ(a.received_at, b.received_at);
  EXPECT_EQ(a.sent_at, b.sent_at);
  EXPECT_EQ(a.historical, b.historical);
  EXPECT_EQ(a.capture_internal, b.capture_internal);
  EXPECT_EQ(a.skip_persons, b.skip_persons);
  EXPECT_EQ(a.time_warning, b.time_warning);
  EXPECT_EQ(a.refused_timestamp, b.refused_timestamp);
}

TEST(EventRecord, ComesBackAsItWasEncoded) {
  for (const EventRecord& record : {EventRecord{}, Full()}) {
    const std::string bytes = EncodeEventRecord(record);
    const auto got = DecodeEventRecord(bytes);
    ASSERT_TRUE(got) << got.error().message;
    ExpectSame(record, *got);
  }
}

TEST(EventRecord, ATimeOfTheFutureIsKeptBesideTheOneThatWasTaken) {
  EventRecord record = Full();
  record.timestamp = record.received_at;
  record.refused_timestamp = record.received_at + std::chrono::hours(48);
  ExpectSame(record, *DecodeEventRecord(EncodeEventRecord(record)));
  // Records of before did not keep it.
  record.refused_timestamp.reset();
  ExpectSame(record, *DecodeEventRecord(EncodeEventRecord(record)));
}

TEST(EventRecord, RefusesBytesCutAnywhereAndBytesAdded) {
  const std::string bytes = EncodeEventRecord(Full());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeEventRecord(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(DecodeEventRecord(bytes + "x"));
}

TEST(EventRecord, RefusesWhatItDoesNotKnow) {
  const auto changed = [](std::size_t at, char value) {
    std::string bytes = EncodeEventRecord(Full());
    bytes[at] = value;
    return bytes;
  };
  EXPECT_FALSE(DecodeEventRecord(changed(0, 2)));   // version
  EXPECT_FALSE(DecodeEventRecord(changed(1, 16)));  // flag
  EXPECT_FALSE(DecodeEventRecord(changed(1, 0)));   // a sending time without its flag
  EXPECT_FALSE(DecodeEventRecord(changed(2, 9)));   // warning
  EXPECT_FALSE(DecodeEventRecord(changed(3, 1)));   // the byte that is zero
}

TEST(EventRecord, HasTheBytesOfTheFormatPage) {
  // docs/formats/event_record.md, "Example".
  const std::string bytes = EncodeEventRecord(
      {.team_id = 1, .token = "t", .event = "e", .distinct_id = "d", .properties = "{}"});
  ASSERT_EQ(bytes.size(), 89U);
  EXPECT_EQ(bytes.substr(0, 12), std::string("\1\0\0\0\1\0\0\0\0\0\0\0", 12));
  EXPECT_EQ(bytes.substr(52, 20), std::string("\1\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0", 20));
  EXPECT_EQ(bytes.substr(84), "ted{}");
}

}  // namespace
}  // namespace tenrec::log
