#include "tenrec/log/file_log.h"

#include <array>
#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "tenrec/io/memory_disk.h"
#include "tenrec/log/segment.h"

namespace tenrec::log {
namespace {

constexpr std::size_t kPlenty = std::size_t{1} << 30U;
constexpr const char* kDirectory = "/log";

/// As ManualClock, for use beside the log's own threads.
class TestClock final : public Clock {
 public:
  Timestamp Now() const override { return {now_.load()}; }
  void Advance(std::chrono::microseconds d) { now_ += d.count(); }

 private:
  std::atomic<std::int64_t> now_ = 1'763'800'000'000'000;
};

FileLogOptions Small() {
  return {.directory = kDirectory,
          .topic = "test",
          .segment_bytes = 64 << 10,
          .max_in_flight_bytes = 1 << 20,
          .min_free_bytes = 0,
          .disk_check_interval = std::chrono::milliseconds(0)};
}

NewRecord Numbered(int number, std::size_t extra = 0) {
  return {.key = "k" + std::to_string(number),
          .payload = "payload " + std::to_string(number) + std::string(extra, '.')};
}

Result<Offset> AppendAndWait(EventLog& log, std::vector<NewRecord> records) {
  std::promise<Result<Offset>> promise;
  log.Append(std::move(records), [&](Result<Offset> got) { promise.set_value(std::move(got)); });
  return promise.get_future().get();
}

/// Every payload from an offset on, read in pieces.
std::vector<std::string> ReadAll(EventLog& log, Offset from = 0, std::size_t max_records = 7) {
  std::vector<std::string> payloads;
  while (from < log.end(0)) {
    const auto batch = log.Read(0, from, max_records, 600);
    EXPECT_TRUE(batch) << batch.error().message;
    if (!batch) break;
    EXPECT_FALSE(batch->records.empty());
    for (const LogRecord& record : batch->records) {
      EXPECT_EQ(record.offset, from);
      ++from;
      payloads.emplace_back(record.payload);
    }
    EXPECT_EQ(batch->next, from);
  }
  return payloads;
}

std::vector<std::string> Payloads(int count, std::size_t extra = 0) {
  std::vector<std::string> payloads;
  for (int i = 0; i < count; ++i) payloads.push_back(Numbered(i, extra).payload);
  return payloads;
}

class FileLogTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<FileLog>> Open(io::Disk& disk, FileLogOptions options = Small()) {
    return FileLog::Open(std::move(options), disk, clock_, metrics_);
  }
  std::string OnlySegment() const { return std::string(kDirectory) + "/" + Segment::FileName(0); }

  TestClock clock_;
  Metrics metrics_;
  io::MemoryDisk disk_;
};

TEST_F(FileLogTest, GivesBackWhatWasAppendedInOrder) {
  const auto log = Open(disk_);
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ(*AppendAndWait(**log, {Numbered(0), Numbered(1)}), 0U);
  EXPECT_EQ(*AppendAndWait(**log, {Numbered(2)}), 2U);
  EXPECT_EQ((*log)->end(0), 3U);
  const auto batch = (*log)->Read(0, 0, 10, kPlenty);
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->records.size(), 3U);
  EXPECT_EQ(batch->records[1].key, "k1");
  EXPECT_EQ(batch->records[1].payload, "payload 1");
  EXPECT_EQ(batch->records[1].appended_at, clock_.Now());
  EXPECT_EQ(batch->next, 3U);
}

TEST_F(FileLogTest, ReadsWithinLimitsButAlwaysOneRecord) {
  const auto log = Open(disk_);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 300)}));
  EXPECT_EQ((*log)->Read(0, 5, 3, kPlenty)->records.size(), 3U);
  EXPECT_EQ((*log)->Read(0, 5, 100, 1)->records.size(), 1U);
  EXPECT_EQ((*log)->Read(0, 5, 100, 800)->records.size(), 2U);
  EXPECT_EQ((*log)->Read(0, 20, 100, 800)->records.size(), 0U);
  EXPECT_EQ((*log)->Read(0, 21, 100, 800).error().code, ErrorCode::kNotFound);
}

TEST_F(FileLogTest, GoesOnInNewSegmentsAndReadsAcrossThem) {
  {
    const auto log = Open(disk_);
    for (int i = 0; i < 400; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 500)}));
    EXPECT_EQ(ReadAll(**log), Payloads(400, 500));
  }
  EXPECT_GT(disk_.List(kDirectory)->size(), 3U);
  const auto again = Open(disk_);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->end(0), 400U);
  EXPECT_EQ(ReadAll(**again), Payloads(400, 500));
  for (const Offset from : {1U, 57U, 399U}) {
    EXPECT_EQ((*again)->Read(0, from, 1, 1)->records[0].payload,
              Numbered(static_cast<int>(from), 500).payload);
  }
  EXPECT_EQ(*AppendAndWait(**again, {Numbered(400, 500)}), 400U);
}

TEST_F(FileLogTest, GivesAnAppendThatNeedsItASegmentOfItsOwnSize) {
  const auto log = Open(disk_);
  const NewRecord large = Numbered(0, 300 << 10);
  ASSERT_TRUE(AppendAndWait(**log, {large}));
  ASSERT_TRUE(AppendAndWait(**log, {Numbered(1)}));
  EXPECT_EQ((*log)->Read(0, 0, 1, 1)->records[0].payload, large.payload);
  EXPECT_EQ((*log)->Read(0, 1, 1, 1)->records[0].payload, "payload 1");
}

TEST_F(FileLogTest, RefusesWhatNoSegmentMayHold) {
  const auto log = Open(disk_);
  EXPECT_EQ(AppendAndWait(**log, {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(AppendAndWait(**log, {{.key = std::string(70'000, 'k')}}).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(AppendAndWait(**log, {Numbered(0, 2 << 20)}).error().code, ErrorCode::kInvalidArgument);
}

TEST_F(FileLogTest, SaysFullAtOnceWhenTooMuchWaitsForTheDisk) {
  const auto log = Open(disk_);
  std::promise<void> entered;
  std::promise<void> release;
  // The committer is busy in a callback, so what follows has to wait.
  (*log)->Append({Numbered(0)}, [&](const Result<Offset>&) {
    entered.set_value();
    release.get_future().wait();
  });
  entered.get_future().wait();
  std::atomic<int> stored = 0;
  std::vector<Error> refusals;
  for (int i = 0; i < 3; ++i) {
    (*log)->Append({Numbered(1, 400 << 10)}, [&](const Result<Offset>& got) {
      if (got) {
        ++stored;
      } else {
        refusals.push_back(got.error());
      }
    });
  }
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(refusals[0].message, "log full");
  release.set_value();
  (*log)->Stop();
  EXPECT_EQ(stored, 2);
  EXPECT_EQ((*log)->end(0), 3U);
}

TEST_F(FileLogTest, CommitsManyProducersInOrderPerProducer) {
  const auto log = Open(disk_);
  constexpr int kThreads = 8;
  constexpr int kEach = 200;
  std::atomic<int> acknowledged = 0;
  {
    std::vector<std::jthread> producers;
    for (int t = 0; t < kThreads; ++t) {
      producers.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          (*log)->Append({{.key = std::to_string(t), .payload = std::to_string(i)}},
                         [&](const Result<Offset>& got) { acknowledged += got ? 1 : 0; });
        }
      });
    }
  }
  (*log)->Stop();
  ASSERT_EQ(acknowledged, kThreads * kEach);
  std::array<int, kThreads> next{};
  for (Offset from = 0; from < (*log)->end(0);) {
    const auto batch = (*log)->Read(0, from, kPlenty, kPlenty);
    ASSERT_TRUE(batch) << batch.error().message;
    for (const LogRecord& record : batch->records) {
      const auto producer = static_cast<std::size_t>(std::stoi(std::string(record.key)));
      EXPECT_EQ(std::stoi(std::string(record.payload)), next[producer]++);
    }
    from = batch->next;
  }
  EXPECT_EQ((*log)->end(0), static_cast<Offset>(kThreads * kEach));
}

TEST_F(FileLogTest, WakesAReaderThatWaits) {
  const auto log = Open(disk_);
  EXPECT_FALSE((*log)->WaitForData(0, 0, std::chrono::milliseconds(0)));
  auto waiter = std::async(std::launch::async,
                           [&] { return (*log)->WaitForData(0, 0, std::chrono::seconds(60)); });
  ASSERT_TRUE(AppendAndWait(**log, {Numbered(0)}));
  EXPECT_TRUE(waiter.get());
  auto stopped = std::async(std::launch::async,
                            [&] { return (*log)->WaitForData(0, 1, std::chrono::seconds(60)); });
  (*log)->Stop();
  EXPECT_FALSE(stopped.get());
  EXPECT_EQ(AppendAndWait(**log, {Numbered(1)}).error().code, ErrorCode::kUnavailable);
}

// After a crash.

TEST_F(FileLogTest, LosesOnlyTheLastRecordWhenCutAtAnyByteOfIt) {
  constexpr int kWhole = 5;
  {
    const auto log = Open(disk_);
    for (int i = 0; i <= kWhole; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 20)}));
  }
  const std::string content = disk_.Content(OnlySegment());
  const std::size_t end = content.find_last_not_of('\0') + 1;
  const std::size_t start = content.rfind("TRC1", end) - 4;
  ASSERT_LT(start, end);
  for (std::size_t cut = start; cut < end; ++cut) {
    std::string zeroed = content;
    std::fill(zeroed.begin() + static_cast<std::ptrdiff_t>(cut), zeroed.end(), '\0');
    for (const std::string& damaged : {content.substr(0, cut), zeroed}) {
      disk_.SetContent(OnlySegment(), damaged);
      {
        const auto log = Open(disk_);
        ASSERT_TRUE(log) << "cut at " << cut << ": " << log.error().message;
        ASSERT_EQ((*log)->end(0), static_cast<Offset>(kWhole)) << "cut at " << cut;
        ASSERT_EQ(ReadAll(**log), Payloads(kWhole, 20));
        ASSERT_EQ(*AppendAndWait(**log, {Numbered(kWhole, 20)}), static_cast<Offset>(kWhole));
      }
      const auto again = Open(disk_);
      ASSERT_TRUE(again) << again.error().message;
      ASSERT_EQ(ReadAll(**again), Payloads(kWhole + 1, 20));
    }
  }
}

TEST_F(FileLogTest, KeepsEveryAcknowledgedRecordThroughPowerLossAtAnyChange) {
  // 30 records over several segments; the power goes after each number of changes of the disk.
  for (std::uint64_t stop_after = 0;; ++stop_after) {
    io::MemoryDisk disk;
    disk.FailAfter(stop_after, Unavailable("power gone"));
    std::vector<std::string> acknowledged;
    bool survived = true;
    if (const auto log = Open(disk); log) {
      for (int i = 0; i < 30; ++i) {
        const auto got = AppendAndWait(**log, {Numbered(i, 900)});
        if (!got) {
          survived = false;
          break;
        }
        acknowledged.push_back(Numbered(i, 900).payload);
      }
    } else {
      survived = false;
    }
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      const auto after = disk.AfterPowerLoss(seed);
      const auto log = Open(*after);
      ASSERT_TRUE(log) << "after " << stop_after << " changes: " << log.error().message;
      std::vector<std::string> found = ReadAll(**log);
      ASSERT_GE(found.size(), acknowledged.size()) << "after " << stop_after << " changes";
      found.resize(acknowledged.size());
      ASSERT_EQ(found, acknowledged) << "after " << stop_after << " changes";
      ASSERT_TRUE(AppendAndWait(**log, {Numbered(99)}));
    }
    if (survived) break;
  }
}

TEST_F(FileLogTest, GroupsTornAtRandomLoseNothingThatWasAcknowledged) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    io::MemoryDisk disk;
    Offset acknowledged = 0;
    {
      const auto log = Open(disk);
      for (int i = 0; i < 5; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 100)}));
      acknowledged = (*log)->end(0);
      // The group is written, but its sync (and the wiping after it) fails.
      disk.FailAfter(1, Unavailable("power gone"));
      std::vector<NewRecord> group;
      for (int i = 5; i < 25; ++i) group.push_back(Numbered(i, 100));
      ASSERT_FALSE(AppendAndWait(**log, std::move(group)));
    }
    const auto after = disk.AfterPowerLoss(seed);
    const auto log = Open(*after);
    ASSERT_TRUE(log) << log.error().message;
    ASSERT_GE((*log)->end(0), acknowledged);
    const auto found = static_cast<int>((*log)->end(0));
    EXPECT_EQ(ReadAll(**log), Payloads(found, 100));
    ASSERT_TRUE(AppendAndWait(**log, {Numbered(found, 100)}));
    (*log)->Stop();
    const auto again = Open(*after);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(ReadAll(**again), Payloads(found + 1, 100));
  }
}

TEST_F(FileLogTest, NeverSkipsADamagedRecordThatWasAcknowledged) {
  {
    const auto log = Open(disk_);
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i)}));
  }
  const std::string content = disk_.Content(OnlySegment());
  for (int damaged = 0; damaged < 7; ++damaged) {
    std::string bytes = content;
    bytes[bytes.find(Numbered(damaged).payload)] ^= 1;
    disk_.SetContent(OnlySegment(), bytes);
    const auto log = Open(disk_);
    ASSERT_FALSE(log) << damaged;
    EXPECT_EQ(log.error().code, ErrorCode::kDataLoss);
    EXPECT_EQ(log.error().message,
              "record " + std::to_string(damaged) + " in " + OnlySegment() + " is damaged");
  }
}

TEST_F(FileLogTest, ReportsDamageInAnOlderSegmentWhenItIsRead) {
  const auto log = Open(disk_);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 500)}));
  (*log)->Stop();
  std::string bytes = disk_.Content(OnlySegment());
  bytes[bytes.find("payload 3") + 8] ^= 1;
  disk_.SetContent(OnlySegment(), bytes);
  const auto again = Open(disk_);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->Read(0, 0, 100, kPlenty)->next, 3U);
  EXPECT_EQ((*again)->Read(0, 3, 100, kPlenty).error().code, ErrorCode::kDataLoss);
  EXPECT_TRUE((*again)->Read(0, 4, 100, kPlenty));
}

TEST_F(FileLogTest, APayloadThatLooksLikeARecordProvesNothing) {
  // What an attacker may send: a stored record of another salt, claiming to be of a later group.
  std::string fake;
  AppendStoredRecord(fake, 0x12345678, {.offset = 9, .payload = "fake"}, 0);
  {
    const auto log = Open(disk_);
    ASSERT_TRUE(AppendAndWait(**log, {Numbered(0)}));
    ASSERT_TRUE(AppendAndWait(**log, {{.key = "1234567", .payload = " " + fake}}));
  }
  std::string bytes = disk_.Content(OnlySegment());
  bytes[bytes.find("1234567")] ^= 1;
  disk_.SetContent(OnlySegment(), bytes);
  const auto log = Open(disk_);
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ((*log)->end(0), 1U);
}

// When the disk says no.

TEST_F(FileLogTest, GoesOnAfterAnyChangeOfTheDiskFails) {
  for (std::uint64_t fail_after = 0; fail_after < 120; ++fail_after) {
    io::MemoryDisk disk;
    std::vector<std::string> acknowledged;
    const auto log = Open(disk);
    ASSERT_TRUE(log);
    disk.FailAfter(fail_after, DataLoss("cannot write: Input/output error"));
    int failed = 0;
    for (int i = 0; failed < 2 && i < 60; ++i) {
      const auto got = AppendAndWait(**log, {Numbered(i, 700)});
      if (got) {
        EXPECT_EQ(*got, acknowledged.size());
        acknowledged.push_back(Numbered(i, 700).payload);
      } else {
        EXPECT_EQ(got.error().code, ErrorCode::kUnavailable);
        ++failed;
      }
    }
    disk.Heal();
    for (int i = 100; i < 130; ++i) {
      const auto got = AppendAndWait(**log, {Numbered(i, 700)});
      ASSERT_TRUE(got) << fail_after << ": " << got.error().message;
      acknowledged.push_back(Numbered(i, 700).payload);
    }
    EXPECT_EQ(ReadAll(**log), acknowledged) << fail_after;
    (*log)->Stop();
    const auto again = Open(disk);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(ReadAll(**again), acknowledged) << fail_after;
  }
}

TEST_F(FileLogTest, AFullDiskRefusesAppendsUntilThereIsSpaceAgain) {
  disk_.SetCapacity(100 << 10);
  auto options = Small();
  options.min_free_bytes = 20 << 10;
  const auto log = Open(disk_, options);
  ASSERT_TRUE(log) << log.error().message;
  std::vector<std::string> acknowledged;
  Result<Offset> got = Offset{0};
  for (int i = 0; got && i < 1000; ++i) {
    got = AppendAndWait(**log, {Numbered(i, 1000)});
    if (got) acknowledged.push_back(Numbered(i, 1000).payload);
  }
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::kUnavailable);
  EXPECT_GE(*disk_.FreeBytes(kDirectory), 20U << 10U);
  EXPECT_EQ(metrics_.GetGauge("log_disk_full", {{"topic", "test"}}).value(), 1);
  EXPECT_EQ(ReadAll(**log), acknowledged);

  disk_.SetCapacity(400 << 10);
  const auto after = AppendAndWait(**log, {Numbered(0, 1000)});
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(*after, acknowledged.size());
  EXPECT_EQ(metrics_.GetGauge("log_disk_full", {{"topic", "test"}}).value(), 0);
}

TEST_F(FileLogTest, RefusesEarlyWhenOthersFillTheDisk) {
  auto options = Small();
  options.min_free_bytes = 20 << 10;
  const auto log = Open(disk_, options);
  ASSERT_TRUE(AppendAndWait(**log, {Numbered(0)}));
  disk_.SetCapacity(25 << 10);  // the segment has room, the disk has not
  EXPECT_EQ(AppendAndWait(**log, {Numbered(1)}).error().code, ErrorCode::kUnavailable);
  disk_.SetCapacity(UINT64_MAX);
  EXPECT_TRUE(AppendAndWait(**log, {Numbered(1)}));
}

// Consumers and retention.

TEST_F(FileLogTest, ConsumersGoOnWhereTheyCommitted) {
  {
    const auto log = Open(disk_);
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i)}));
    EXPECT_EQ(*(*log)->CommittedOffset("ingest", 0), 0U);
    for (Offset next = 1; next <= 7; ++next) ASSERT_TRUE((*log)->CommitOffset("ingest", 0, next));
    EXPECT_EQ((*log)->CommitOffset("ingest", 0, 11).error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ((*log)->CommitOffset("nobody", 0, 1).error().code, ErrorCode::kNotFound);
    EXPECT_EQ((*log)->CommittedOffset("../up", 0).error().code, ErrorCode::kInvalidArgument);
  }
  const auto again = Open(disk_);
  EXPECT_EQ(*(*again)->CommittedOffset("ingest", 0), 7U);
  EXPECT_EQ(*(*again)->CommittedOffset("other", 0), 0U);
}

TEST_F(FileLogTest, AnOffsetSurvivesTheDamageOfOneCopy) {
  const std::string path = std::string(kDirectory) + "/consumers/ingest.offset";
  {
    const auto log = Open(disk_);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i)}));
    ASSERT_TRUE((*log)->CommittedOffset("ingest", 0));
    for (const Offset next : {1U, 2U}) ASSERT_TRUE((*log)->CommitOffset("ingest", 0, next));
  }
  const std::string content = disk_.Content(path);
  std::string newest_damaged = content;
  newest_damaged[512 + 8] ^= 1;
  disk_.SetContent(path, newest_damaged);
  EXPECT_EQ(*(*Open(disk_))->CommittedOffset("ingest", 0), 1U);
  disk_.SetContent(path, std::string(content.size(), 'x'));
  EXPECT_EQ(Open(disk_).error().code, ErrorCode::kDataLoss);
}

TEST_F(FileLogTest, DoesNotOpenWhenRecordsThatAConsumerHasSeenAreGone) {
  {
    const auto log = Open(disk_);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i)}));
    ASSERT_TRUE((*log)->CommittedOffset("ingest", 0));
    ASSERT_TRUE((*log)->CommitOffset("ingest", 0, 3));
  }
  ASSERT_TRUE(disk_.Remove(OnlySegment()));
  EXPECT_EQ(Open(disk_).error().code, ErrorCode::kDataLoss);
}

TEST_F(FileLogTest, RemovesOldSegmentsThatEveryConsumerHasPassed) {
  auto options = Small();
  options.retention_age = std::chrono::hours(1);
  options.retention_bytes = kPlenty;
  const auto log = Open(disk_, options);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 500)}));
  clock_.Advance(std::chrono::hours(2));
  EXPECT_EQ(*(*log)->Trim(), 0) << "nobody has read anything";
  ASSERT_TRUE((*log)->CommittedOffset("a", 0));
  ASSERT_TRUE((*log)->CommittedOffset("b", 0));
  ASSERT_TRUE((*log)->CommitOffset("a", 0, 100));
  EXPECT_EQ(*(*log)->Trim(), 0) << "b has not";
  ASSERT_TRUE((*log)->CommitOffset("b", 0, 60));
  EXPECT_GT(*(*log)->Trim(), 0);
  const Offset begin = (*log)->begin(0);
  EXPECT_GT(begin, 0U);
  EXPECT_LE(begin, 60U);
  EXPECT_EQ((*log)->Read(0, begin - 1, 1, 1).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ReadAll(**log, begin).size(), 100 - begin);
  (*log)->Stop();
  const auto again = Open(disk_, options);
  EXPECT_EQ((*again)->begin(0), begin);
}

TEST_F(FileLogTest, RemovesYoungSegmentsOnlyOverTheByteLimit) {
  auto options = Small();
  options.retention_bytes = kPlenty;
  {
    const auto log = Open(disk_, options);
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 500)}));
    ASSERT_TRUE((*log)->CommittedOffset("a", 0));
    ASSERT_TRUE((*log)->CommitOffset("a", 0, 300));
    EXPECT_EQ(*(*log)->Trim(), 0);
  }
  options.retention_bytes = 100 << 10;
  const auto log = Open(disk_, options);
  ASSERT_TRUE((*log)->Trim());
  EXPECT_GT((*log)->begin(0), 0U);
  EXPECT_EQ((*log)->end(0), 300U);
}

TEST_F(FileLogTest, ItsFilesUpToWhatIsUsedAreTheWholeLog) {
  const auto log = Open(disk_);
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 500)}));
    if (i % 20 != 0) continue;
    io::MemoryDisk copy;
    ASSERT_TRUE(copy.MakeDirectory(kDirectory));
    for (const FileLog::SegmentFile& file : (*log)->Files()) {
      std::string content = *ReadFile(disk_, file.path);
      ASSERT_EQ(content.size(), file.bytes);
      content.resize(file.used_bytes);
      content.resize(file.bytes, '\0');
      copy.SetContent(file.path, content);
    }
    const auto copied = Open(copy);
    ASSERT_TRUE(copied) << copied.error().message;
    EXPECT_EQ(ReadAll(**copied), Payloads(i + 1, 500));
  }
}

TEST_F(FileLogTest, WorksOnARealDirectory) {
  std::string pattern = testing::TempDir() + "tenrec_log_XXXXXX";
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  io::RealDisk disk;
  auto options = Small();
  options.directory = pattern + "/deep/events";
  {
    const auto log = Open(disk, options);
    ASSERT_TRUE(log) << log.error().message;
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(AppendAndWait(**log, {Numbered(i, 500)}));
    ASSERT_TRUE((*log)->CommittedOffset("ingest", 0));
    ASSERT_TRUE((*log)->CommitOffset("ingest", 0, 50));
  }
  {
    const auto log = Open(disk, options);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(ReadAll(**log), Payloads(100, 500));
    EXPECT_EQ(*(*log)->CommittedOffset("ingest", 0), 50U);
  }
  std::filesystem::remove_all(pattern);
}

}  // namespace
}  // namespace tenrec::log
