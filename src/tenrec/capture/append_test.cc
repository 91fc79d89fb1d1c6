#include "tenrec/capture/append.h"

#include <future>

#include <gtest/gtest.h>

#include "tenrec/io/memory_disk.h"
#include "tenrec/log/file_log.h"

namespace tenrec::capture {
namespace {

class AppendAllTest : public testing::Test {
 protected:
  AppendAllTest() {
    log::FileLogOptions options;
    options.directory = "/log";
    options.topic = "test";
    options.segment_bytes = 64U << 10U;
    options.max_in_flight_bytes = 64U << 10U;
    options.min_free_bytes = 0;
    log_ = std::move(*log::FileLog::Open(options, disk_, clock_, metrics_));
  }

  Status Append(std::size_t count, std::size_t bytes, std::size_t max_bytes) {
    std::vector<log::NewRecord> records;
    for (std::size_t i = 0; i < count; ++i) {
      records.push_back({"k", std::to_string(i) + std::string(bytes, '.')});
    }
    std::promise<Status> promise;
    AppendAll(
        *log_, std::move(records), [&](Status status) { promise.set_value(std::move(status)); },
        max_bytes);
    return promise.get_future().get();
  }

  io::MemoryDisk disk_;
  SystemClock clock_;
  Metrics metrics_;
  std::unique_ptr<log::FileLog> log_;
};

TEST_F(AppendAllTest, KeepsOrderAcrossPieces) {
  ASSERT_TRUE(Append(100, 1000, 10'000));
  ASSERT_EQ(log_->end(0), 100U);
  std::size_t seen = 0;
  while (seen < 100) {
    const auto batch = log_->Read(0, seen, 1000, std::size_t{1} << 20U);
    ASSERT_TRUE(batch);
    for (const log::LogRecord& record : batch->records) {
      EXPECT_TRUE(record.payload.starts_with(std::to_string(seen++) + "."));
    }
  }
}

TEST_F(AppendAllTest, FailsWhenAPieceDoes) {
  EXPECT_FALSE(Append(100, 1000, 1U << 20U));  // in one piece it passes what the log may hold
  EXPECT_EQ(log_->end(0), 0U);
  disk_.FailAfter(0, ResourceExhausted("no space left"));
  EXPECT_FALSE(Append(100, 1000, 10'000));
}

TEST_F(AppendAllTest, NeverSplitsARecord) {
  EXPECT_TRUE(Append(3, 5000, 10));
  EXPECT_EQ(log_->end(0), 3U);
}

}  // namespace
}  // namespace tenrec::capture
