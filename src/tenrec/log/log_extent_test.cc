#include "tenrec/log/log_extent.h"

#include <future>

#include <gtest/gtest.h>

#include "tenrec/io/memory_disk.h"
#include "tenrec/log/file_log.h"

namespace tenrec::log {
namespace {

constexpr const char* kDirectory = "/log";
constexpr int kRecords = 60;
constexpr Timestamp kStart = Timestamp::FromSeconds(1'700'000'000);

/// Sixty records, ten seconds apart, in several files, of which a consumer has read forty.
class LogExtentTest : public ::testing::Test {
 protected:
  LogExtentTest() {
    const auto log = Open();
    for (int i = 0; i < kRecords; ++i) {
      std::promise<bool> done;
      log->Append({{.key = "k", .payload = std::string(2000, '.')}},
                  [&](const Result<Offset>& got) { done.set_value(!!got); });
      EXPECT_TRUE(done.get_future().get());
      clock_.Advance(std::chrono::seconds(10));
    }
    EXPECT_TRUE(log->CommittedOffset("ingest", 0));
    EXPECT_TRUE(log->CommitOffset("ingest", 0, 40));
  }

  std::unique_ptr<FileLog> Open() {
    auto log = FileLog::Open({.directory = kDirectory,
                              .topic = "test",
                              .segment_bytes = 64 << 10,
                              .min_free_bytes = 0,
                              .retention_age = std::chrono::hours(24 * 365 * 100)},
                             disk_, clock_, metrics_);
    EXPECT_TRUE(log) << log.error().message;
    return log ? *std::move(log) : nullptr;
  }
  LogExtent Extent() {
    auto extent = ReadLogExtent(disk_, kDirectory);
    EXPECT_TRUE(extent) << extent.error().message;
    return extent ? *std::move(extent) : LogExtent{};
  }

  io::MemoryDisk disk_;
  ManualClock clock_{kStart};
  Metrics metrics_;
};

TEST_F(LogExtentTest, SaysWhatIsKeptAndWhereConsumersStand) {
  const LogExtent extent = Extent();
  EXPECT_EQ(extent.begin, 0U);
  EXPECT_EQ(extent.end, 60U);
  EXPECT_EQ(extent.consumers, (std::map<std::string, Offset>{{"ingest", 40}}));
  ASSERT_GT(extent.files.size(), 2U);
  EXPECT_EQ(extent.files.front().first_at, kStart);
  Offset next = 0;
  for (const LogFile& file : extent.files) {
    EXPECT_EQ(file.from, next);
    next = file.to;
    if (file.to == file.from) continue;
    EXPECT_EQ(file.first_at, kStart + std::chrono::seconds(10 * file.from));
    EXPECT_EQ(file.last_at, kStart + std::chrono::seconds(10 * (file.to - 1)));
  }
  EXPECT_EQ(next, 60U);
}

TEST_F(LogExtentTest, FindsRecordsByTheirTime) {
  const LogExtent extent = Extent();
  const auto first_since = [&](std::chrono::seconds after) {
    const auto found = FirstSince(disk_, kDirectory, extent, kStart + after);
    EXPECT_TRUE(found);
    return found ? *found : 999;
  };
  EXPECT_EQ(first_since(std::chrono::seconds(-5)), 0U);
  EXPECT_EQ(first_since(std::chrono::seconds(0)), 0U);
  EXPECT_EQ(first_since(std::chrono::seconds(1)), 1U);
  for (int i = 0; i < kRecords; ++i) {
    EXPECT_EQ(first_since(std::chrono::seconds(10 * i)), static_cast<Offset>(i));
    EXPECT_EQ(*AppendedAt(disk_, kDirectory, extent, static_cast<Offset>(i)),
              kStart + std::chrono::seconds(10 * i));
  }
  EXPECT_EQ(first_since(std::chrono::seconds(591)), 60U);
  EXPECT_EQ(AppendedAt(disk_, kDirectory, extent, 60).error().code, ErrorCode::kNotFound);
}

TEST_F(LogExtentTest, MovesAConsumerForTheNextStart) {
  ASSERT_TRUE(MoveConsumer(disk_, kDirectory, "ingest", 7));
  EXPECT_EQ(Extent().consumers.at("ingest"), 7U);
  EXPECT_EQ(*Open()->CommittedOffset("ingest", 0), 7U);
  EXPECT_EQ(MoveConsumer(disk_, kDirectory, "nobody", 7).error().code, ErrorCode::kNotFound);
}

TEST_F(LogExtentTest, RefusesADamagedFile) {
  const std::string path = std::string(kDirectory) + "/" + Extent().files.front().name;
  auto file = disk_.Open(path, io::OpenMode::kReadWrite);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->WriteAt(2500, "damage"));
  EXPECT_EQ(ReadLogExtent(disk_, kDirectory).error().code, ErrorCode::kDataLoss);
}

}  // namespace
}  // namespace tenrec::log
