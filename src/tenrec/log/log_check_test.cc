#include "tenrec/log/log_check.h"

#include <future>

#include <gtest/gtest.h>

#include "tenrec/io/memory_disk.h"
#include "tenrec/log/file_log.h"
#include "tenrec/log/segment.h"

namespace tenrec::log {
namespace {

constexpr const char* kDirectory = "/log";
constexpr int kRecords = 60;

std::string PayloadOf(int number) {
  return "payload " + std::to_string(number) + std::string(500, '.');
}

class LogCheckTest : public ::testing::Test {
 protected:
  LogCheckTest() {
    const auto log = Open();
    for (int i = 0; i < kRecords; ++i) {
      std::promise<Result<Offset>> done;
      log->Append({{.key = "k", .payload = PayloadOf(i)}},
                  [&](Result<Offset> got) { done.set_value(std::move(got)); });
      EXPECT_TRUE(done.get_future().get());
    }
    EXPECT_TRUE(log->CommittedOffset("ingest", 0));
    EXPECT_TRUE(log->CommitOffset("ingest", 0, 40));
  }

  std::unique_ptr<FileLog> Open() {
    auto log = FileLog::Open(
        {.directory = kDirectory, .topic = "test", .segment_bytes = 64 << 10, .min_free_bytes = 0},
        disk_, clock_, metrics_);
    EXPECT_TRUE(log) << log.error().message;
    return log ? *std::move(log) : nullptr;
  }

  LogSurvey Check() {
    auto survey = CheckLog(disk_, kDirectory);
    EXPECT_TRUE(survey) << survey.error().message;
    return *std::move(survey);
  }

  void RepairAll(Offset consumer_start = 0) {
    const Status done = RepairLog(disk_, kDirectory, Check(), consumer_start, clock_.Now());
    EXPECT_TRUE(done) << done.error().message;
    const LogSurvey after = Check();
    EXPECT_TRUE(after.damages.empty()) << Describe(after.damages[0]);
  }

  /// The numbers whose payload is as it was; every other record is there without one.
  std::vector<int> ReadBack() {
    const auto log = Open();
    std::vector<int> whole;
    if (log == nullptr) return whole;
    for (Offset at = log->begin(0); at < log->end(0);) {
      const auto batch = log->Read(0, at, 100, 1 << 20);
      EXPECT_TRUE(batch) << batch.error().message;
      if (!batch) return whole;
      for (const LogRecord& record : batch->records) {
        const int number = static_cast<int>(record.offset);
        if (record.payload == PayloadOf(number)) {
          whole.push_back(number);
        } else {
          EXPECT_EQ(record.payload.find_first_not_of('\0'), std::string_view::npos);
          EXPECT_EQ(record.key, "");
        }
      }
      at = batch->next;
    }
    end_ = log->end(0);
    return whole;
  }

  static std::vector<int> AllBut(int from, int to) {
    std::vector<int> numbers;
    for (int i = 0; i < kRecords; ++i) {
      if (i < from || i >= to) numbers.push_back(i);
    }
    return numbers;
  }

  static std::string Path(const std::string& name) { return std::string(kDirectory) + "/" + name; }
  std::vector<std::string> Segments() {
    std::vector<std::string> names;
    const auto files = disk_.List(kDirectory);
    for (const std::string& name : *files) {
      if (name.ends_with(".segment")) names.push_back(name);
    }
    return names;
  }

  /// Changes bytes of a file from the first place of a text on.
  void Damage(const std::string& name, std::string_view from, std::size_t bytes) {
    std::string content = disk_.Content(Path(name));
    const std::size_t at = content.find(from);
    ASSERT_NE(at, std::string::npos);
    for (std::size_t i = at; i < at + bytes; ++i) content[i] = static_cast<char>(content[i] ^ 0x55);
    disk_.SetContent(Path(name), content);
  }

  /// Where the log that was read back ends.
  Offset end_ = 0;
  SystemClock clock_;
  Metrics metrics_;
  io::MemoryDisk disk_;
};

TEST_F(LogCheckTest, AWholeLogHasNoDamageAndIsNotChanged) {
  const std::uint64_t changes = disk_.changes();
  const LogSurvey survey = Check();
  EXPECT_EQ(disk_.changes(), changes);
  EXPECT_TRUE(survey.damages.empty());
  EXPECT_EQ(survey.begin, 0U);
  EXPECT_EQ(survey.end, static_cast<Offset>(kRecords));
  EXPECT_EQ(survey.consumed, 40U);
  EXPECT_GT(survey.segments, 2U);
}

TEST_F(LogCheckTest, ALostStretchIsNamedAndReadPast) {
  const std::string before = disk_.Content(Path(Segments()[0]));
  Damage(Segments()[0], "payload 3.", 700);  // the end of 3, the header of 4 and half of it
  const LogSurvey survey = Check();
  ASSERT_EQ(survey.damages.size(), 1U);
  EXPECT_EQ(survey.damages[0].fault, LogFault::kRecords);
  EXPECT_EQ(survey.damages[0].from, 3U);
  EXPECT_EQ(survey.damages[0].to, 5U);
  EXPECT_EQ(Describe(survey.damages[0]).find("records 3 to 4 in 00000000000000000000.segment: "),
            0U);
  const std::string damaged = disk_.Content(Path(Segments()[0]));
  RepairAll();
  EXPECT_EQ(ReadBack(), AllBut(3, 5));
  EXPECT_EQ(end_, static_cast<Offset>(kRecords));
  const std::string aside =
      disk_.Content(Path(Segments()[0] + ".damaged-" + std::to_string(survey.damages[0].position)));
  EXPECT_EQ(aside, damaged.substr(survey.damages[0].position, survey.damages[0].bytes));
}

TEST_F(LogCheckTest, AnyDamagedPageCostsOnlyItsRecords) {
  const std::vector<std::string> segments = Segments();
  for (const std::string& name : segments) {
    const std::string whole = disk_.Content(Path(name));
    for (std::size_t page = 0; page < whole.size(); page += 1000) {
      std::string content = whole;
      std::fill(content.begin() + static_cast<std::ptrdiff_t>(page),
                content.begin() + static_cast<std::ptrdiff_t>(std::min(page + 512, whole.size())),
                '\xEE');
      disk_.SetContent(Path(name), content);
      RepairAll();
      const std::vector<int> left = ReadBack();
      // In the last file it may be the end that nobody was promised.
      if (name != segments.back()) EXPECT_EQ(end_, static_cast<Offset>(kRecords));
      // Two records take a page; a damaged salt takes the checksums of its whole file with it.
      const std::size_t least = page == 0 ? 20U : kRecords - 3U;
      EXPECT_GE(left.size(), least) << name << " " << page;
      const auto files = disk_.List(kDirectory);
      for (const std::string& file : *files) {
        if (file.find(".damaged") != std::string::npos) EXPECT_TRUE(disk_.Remove(Path(file)));
      }
      disk_.SetContent(Path(name), whole);
    }
  }
}

TEST_F(LogCheckTest, ADamagedHeaderWithItsSaltCostsNothing) {
  std::string content = disk_.Content(Path(Segments()[1]));
  content[2] = 'x';
  content[30] = 'x';
  disk_.SetContent(Path(Segments()[1]), content);
  ASSERT_EQ(Check().damages.size(), 1U);
  EXPECT_EQ(Check().damages[0].fault, LogFault::kSegmentHeader);
  RepairAll();
  EXPECT_EQ(ReadBack(), AllBut(0, 0));
}

TEST_F(LogCheckTest, AFileThatIsGoneOrCutIsFilledUp) {
  const std::vector<std::string> segments = Segments();
  const int first = std::stoi(segments[1]);
  const int next = std::stoi(segments[2]);
  ASSERT_TRUE(disk_.Remove(Path(segments[1])));
  LogSurvey survey = Check();
  ASSERT_EQ(survey.damages.size(), 1U);
  EXPECT_EQ(survey.damages[0].fault, LogFault::kMissingRecords);
  RepairAll();
  EXPECT_EQ(ReadBack(), AllBut(first, next));

  std::string content = disk_.Content(Path(segments[0]));
  content.resize(content.find("payload 2."));
  disk_.SetContent(Path(segments[0]), content);
  RepairAll();
  EXPECT_EQ(ReadBack(), AllBut(2, next));
}

TEST_F(LogCheckTest, OffsetsThatAConsumerHasSeenAreNotGivenOutAgain) {
  {
    const auto log = Open();
    ASSERT_TRUE(log->CommitOffset("ingest", 0, kRecords));
  }
  for (std::size_t i = 1; i < Segments().size();) ASSERT_TRUE(disk_.Remove(Path(Segments()[i])));
  const LogSurvey survey = Check();
  ASSERT_EQ(survey.damages.size(), 1U);
  EXPECT_EQ(survey.damages[0].fault, LogFault::kConsumerTooFar);
  EXPECT_EQ(survey.damages[0].to, static_cast<Offset>(kRecords));
  RepairAll();
  EXPECT_EQ(ReadBack(), AllBut(static_cast<int>(survey.end), kRecords));
  EXPECT_EQ(end_, static_cast<Offset>(kRecords));
}

TEST_F(LogCheckTest, AConsumerWhoseRecordsAreGoneGoesOnAtTheFirstThatIsKept) {
  ASSERT_TRUE(disk_.Remove(Path(Segments()[0])));
  {
    auto offsets = Open();
    ASSERT_TRUE(offsets->CommitOffset("ingest", 0, 1));
  }
  const LogSurvey survey = Check();
  ASSERT_EQ(survey.damages.size(), 1U);
  EXPECT_EQ(survey.damages[0].fault, LogFault::kConsumerTooEarly);
  RepairAll();
  EXPECT_EQ(*Open()->CommittedOffset("ingest", 0), survey.begin);
}

TEST_F(LogCheckTest, ADamagedPlaceIsReplacedByTheOneThatIsGiven) {
  const std::string path = Path("consumers/ingest.offset");
  const std::string damaged(disk_.Content(path).size(), 'x');
  disk_.SetContent(path, damaged);
  ASSERT_EQ(Check().damages.size(), 1U);
  EXPECT_EQ(Check().damages[0].fault, LogFault::kConsumerOffset);
  RepairAll(38);
  EXPECT_EQ(*Open()->CommittedOffset("ingest", 0), 38U);
  EXPECT_EQ(disk_.Content(path + ".damaged"), damaged);
}

TEST_F(LogCheckTest, WhatNobodyWasPromisedIsNoDamage) {
  const std::string last = Segments().back();
  Damage(last, "payload " + std::to_string(kRecords - 1), 20);
  EXPECT_TRUE(Check().damages.empty()) << "a crash in the last write looks the same";
  EXPECT_EQ(Check().end, static_cast<Offset>(kRecords - 1));
}

}  // namespace
}  // namespace tenrec::log
