#include "tenrec/io/disk.h"

#include <filesystem>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace tenrec::io
