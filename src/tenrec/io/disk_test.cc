#include "tenrec/io/disk.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "tenrec/io/directory_lock.h"
#include "tenrec/io/memory_disk.h"

namespace tenrec::io {
namespace {

class DiskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "tenrec_disk_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  RealDisk disk_;
  std::string directory_;
};

TEST_F(DiskTest, WritesAndReadsByPosition) {
  const auto file = disk_.Open(directory_ + "/f", OpenMode::kCreate);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->WriteAt(4, "word"));
  ASSERT_TRUE((*file)->Sync());
  EXPECT_EQ(*(*file)->Size(), 8U);
  std::string out(10, 'x');
  EXPECT_EQ(*(*file)->ReadAt(2, out), 6U);
  EXPECT_EQ(out, std::string("\0\0wordxxxx", 10));
}

TEST_F(DiskTest, SaysWhyAFileDoesNotOpen) {
  EXPECT_EQ(disk_.Open(directory_ + "/none", OpenMode::kRead).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(disk_.Open(directory_ + "/f", OpenMode::kCreate));
  EXPECT_EQ(disk_.Open(directory_ + "/f", OpenMode::kCreate).error().code,
            ErrorCode::kAlreadyExists);
}

TEST_F(DiskTest, ListsPlainFilesInOrder) {
  for (const char* name : {"b", "a", "c"}) {
    ASSERT_TRUE(disk_.Open(directory_ + "/" + name, OpenMode::kCreate));
  }
  ASSERT_TRUE(disk_.MakeDirectory(directory_ + "/sub/deep"));
  ASSERT_TRUE(disk_.Rename(directory_ + "/c", directory_ + "/0"));
  ASSERT_TRUE(disk_.Remove(directory_ + "/b"));
  ASSERT_TRUE(disk_.SyncDirectory(directory_));
  EXPECT_EQ(*disk_.List(directory_), (std::vector<std::string>{"0", "a"}));
  EXPECT_GT(*disk_.FreeBytes(directory_), 0U);
}

TEST_F(DiskTest, ReplacesAFileAsAWhole) {
  const std::string path = directory_ + "/secret";
  ASSERT_TRUE(ReplaceFile(path, "one"));
  ASSERT_TRUE(ReplaceFile(path, "two"));
  EXPECT_EQ(*ReadWholeFile(path), "two");
  EXPECT_EQ(ReadWholeFile(path, 2).error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(disk_.List(directory_)->size(), 1U);
}

TEST_F(DiskTest, LetsOneHolderIntoADirectory) {
  {
    const auto first = DirectoryLock::Take(directory_);
    ASSERT_TRUE(first);
    EXPECT_EQ(DirectoryLock::Take(directory_).error().code, ErrorCode::kFailedPrecondition);
  }
  EXPECT_TRUE(DirectoryLock::Take(directory_));
}

TEST(MemoryDisk, ForgetsWhatWasNotSyncedWhenThePowerGoes) {
  MemoryDisk disk;
  const auto file = *disk.Open("/d/f", OpenMode::kCreate);
  ASSERT_TRUE(file->WriteAt(0, std::string(2048, 'a')));
  ASSERT_TRUE(file->Sync());
  ASSERT_TRUE(disk.SyncDirectory("/d"));
  ASSERT_TRUE(file->WriteAt(0, std::string(2048, 'b')));
  ASSERT_TRUE(disk.Rename("/d/f", "/d/g"));
  bool saw_old_name = false;
  bool saw_torn = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto after = disk.AfterPowerLoss(seed);
    const std::string name = after->List("/d")->at(0);
    const std::string content = after->Content("/d/" + name);
    EXPECT_EQ(content.size(), 2048U);
    saw_old_name |= name == "f";
    saw_torn |= content.find('a') != std::string::npos && content.find('b') != std::string::npos;
  }
  EXPECT_TRUE(saw_old_name);
  EXPECT_TRUE(saw_torn);
}

TEST(MemoryDisk, IsFullAndFailsWhenTold) {
  MemoryDisk disk(10);
  const auto file = *disk.Open("/d/f", OpenMode::kCreate);
  ASSERT_TRUE(file->WriteAt(0, "12345678"));
  EXPECT_EQ(*disk.FreeBytes("/d"), 2U);
  EXPECT_EQ(file->WriteAt(8, "123").error().code, ErrorCode::kResourceExhausted);
  disk.FailAfter(1, DataLoss("broken"));
  EXPECT_TRUE(file->Sync());
  EXPECT_EQ(file->Sync().error().code, ErrorCode::kDataLoss);
  disk.Heal();
  EXPECT_TRUE(file->Sync());
}

}  // namespace
}  // namespace tenrec::io
