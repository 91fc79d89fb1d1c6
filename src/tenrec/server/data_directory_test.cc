#include "tenrec/server/data_directory.h"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "tenrec/base/uuid.h"

namespace tenrec::server {
namespace {

class DataDirectoryTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(path_); }
  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("tenrec-" + Uuid::V4().ToString())).string();
};

TEST_F(DataDirectoryTest, BelongsToOneOwnerAtATime) {
  {
    const auto first = DataDirectory::Open(path_);
    ASSERT_TRUE(first) << first.error().message;
    const auto second = DataDirectory::Open(path_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kFailedPrecondition);
    EXPECT_NE(second.error().message.find("choose another --data"), std::string::npos);
  }
  EXPECT_TRUE(DataDirectory::Open(path_));
}

TEST_F(DataDirectoryTest, MakesItsSecretOnceAndKeepsItPrivate) {
  const auto directory = DataDirectory::Open(path_);
  ASSERT_TRUE(directory);
  const auto made = directory->SecretKey();
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_GE(made->size(), 64U);
  EXPECT_EQ(*directory->SecretKey(), *made);
  struct stat status{};
  ASSERT_EQ(::stat((path_ + "/secret_key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(DataDirectoryTest, ADamagedSecretIsNotReplacedInSilence) {
  const auto directory = DataDirectory::Open(path_);
  ASSERT_TRUE(directory);
  std::ofstream(path_ + "/secret_key") << "short";
  const auto got = directory->SecretKey();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::kDataLoss);
}

}  // namespace
}  // namespace tenrec::server
