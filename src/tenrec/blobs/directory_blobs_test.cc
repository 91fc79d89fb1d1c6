#include "tenrec/blobs/directory_blobs.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "tenrec/io/memory_disk.h"

namespace tenrec::blobs {
namespace {

std::unique_ptr<DirectoryBlobs> OpenOn(io::Disk& disk, std::string directory = "/blobs") {
  auto blobs = DirectoryBlobs::Open(std::move(directory), disk);
  EXPECT_TRUE(blobs) << blobs.error().message;
  return std::move(*blobs);
}

TEST(DirectoryBlobs, KeepsBlocksAndReadsThemByRange) {
  std::string folder = testing::TempDir() + "/blobs_XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  io::RealDisk disk;
  const auto blobs = OpenOn(disk, folder);
  ASSERT_TRUE(blobs->Put("replay/7/b.bin", "0123456789"));
  ASSERT_TRUE(blobs->Put("replay/7/a.bin", ""));
  ASSERT_TRUE(blobs->Put("top", "x"));
  EXPECT_EQ(*blobs->Get("replay/7/b.bin"), "0123456789");
  EXPECT_EQ(*blobs->Get("replay/7/b.bin", {.offset = 3, .length = 4}), "3456");
  EXPECT_EQ(*blobs->Get("replay/7/b.bin", {.offset = 8, .length = 4}), "89");
  EXPECT_EQ(*blobs->Get("replay/7/b.bin", {.offset = 99}), "");
  EXPECT_EQ(*blobs->Get("replay/7/a.bin"), "");
  EXPECT_EQ(*blobs->List("replay/7"),
            (std::vector<std::string>{"replay/7/a.bin", "replay/7/b.bin"}));
  EXPECT_TRUE(blobs->List("replay/8")->empty());
}

TEST(DirectoryBlobs, NeverChangesABlock) {
  io::MemoryDisk disk;
  const auto blobs = OpenOn(disk);
  ASSERT_TRUE(blobs->Put("a/b", "first"));
  EXPECT_EQ(blobs->Put("a/b", "second").error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(*blobs->Get("a/b"), "first");
  EXPECT_TRUE(blobs->Delete("a/b"));
  EXPECT_TRUE(blobs->Delete("a/b"));
  EXPECT_EQ(blobs->Get("a/b").error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(blobs->Put("a/b", "second"));
}

TEST(DirectoryBlobs, RefusesKeysThatLeaveItsDirectory) {
  io::MemoryDisk disk;
  const auto blobs = OpenOn(disk);
  for (const std::string& key :
       {std::string(), std::string("../a"), std::string("a/../b"), std::string("/a"),
        std::string("a//b"), std::string("a/"), std::string(".incoming/a"), std::string("a\0b", 3),
        std::string("a b"), std::string(600, 'a')}) {
    EXPECT_EQ(blobs->Put(key, "x").error().code, ErrorCode::kInvalidArgument) << key;
    EXPECT_EQ(blobs->Get(key).error().code, ErrorCode::kInvalidArgument) << key;
  }
}

TEST(DirectoryBlobs, AfterPowerLossABlockIsWholeOrAbsent) {
  // Cut the power after every number of changes; what Put promised must be there.
  for (std::uint64_t passed = 0; passed < 12; ++passed) {
    io::MemoryDisk disk;
    const auto blobs = OpenOn(disk);
    ASSERT_TRUE(blobs->Put("a/old", "old"));
    disk.FailAfter(passed, Unavailable("power"));
    const bool promised = static_cast<bool>(blobs->Put("a/new", std::string(2000, 'n')));
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const auto found = disk.AfterPowerLoss(seed);
      const auto reopened = OpenOn(*found);
      EXPECT_EQ(*reopened->Get("a/old"), "old");
      const auto got = reopened->Get("a/new");
      EXPECT_TRUE(got || !promised) << passed;
      if (got) EXPECT_EQ(*got, std::string(2000, 'n')) << passed;
      EXPECT_TRUE(found->List("/blobs/.incoming")->empty());
    }
  }
}

TEST(DirectoryBlobs, RecoversWhenTheDiskHasRoomAgain) {
  io::MemoryDisk disk(1000);
  const auto blobs = OpenOn(disk);
  EXPECT_EQ(blobs->Put("a/b", std::string(5000, 'x')).error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(blobs->Get("a/b").error().code, ErrorCode::kNotFound);
  disk.SetCapacity(1 << 20);
  EXPECT_TRUE(blobs->Put("a/b", std::string(5000, 'x')));
}

}  // namespace
}  // namespace tenrec::blobs
