#include "tenrec/log/recording_record.h"

#include <gtest/gtest.h>

namespace tenrec::log {
namespace {

RecordingRecord Example() {
  RecordingRecord record;
  record.team_id = 7;
  record.token = "phc_x";
  record.uuid = Uuid::FromHalves(1, 2);
  record.distinct_id = "u";
  record.session_id = "s-1";
  record.window_id = "w";
  record.snapshot_source = "web";
  record.snapshot_library = "web";
  record.received_at = Timestamp::FromSeconds(3);
  record.sent_at = Timestamp::FromSeconds(2);
  record.items = R"([{"type":2},{"type":3}])";
  return record;
}

TEST(RecordingRecord, ComesBackAsItWas) {
  const RecordingRecord record = Example();
  const std::string bytes = EncodeRecordingRecord(record);
  const auto got = DecodeRecordingRecord(bytes);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->team_id, 7);
  EXPECT_EQ(got->token, record.token);
  EXPECT_EQ(got->uuid, record.uuid);
  EXPECT_EQ(got->distinct_id, record.distinct_id);
  EXPECT_EQ(got->session_id, record.session_id);
  EXPECT_EQ(got->window_id, record.window_id);
  EXPECT_EQ(got->snapshot_source, record.snapshot_source);
  EXPECT_EQ(got->snapshot_library, record.snapshot_library);
  EXPECT_EQ(got->received_at, record.received_at);
  EXPECT_EQ(got->sent_at, record.sent_at);
  EXPECT_EQ(got->items, record.items);
}

TEST(RecordingRecord, RefusesEveryCutAndEveryExtraByte) {
  const std::string bytes = EncodeRecordingRecord(Example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeRecordingRecord(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(DecodeRecordingRecord(bytes + "x"));
}

}  // namespace
}  // namespace tenrec::log
