#include "tenrec/exports/xlsx_file.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::exports {
namespace {

/// A folder for temporary files of this test alone.
class XlsxFileTest : public testing::Test {
 protected:
  XlsxFileTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-test-XXXXXX";
    folder_ = mkdtemp(name.data());
    setenv("TMPDIR", folder_.c_str(), 1);
  }
  ~XlsxFileTest() override {
    unsetenv("TMPDIR");
    std::filesystem::remove_all(folder_);
  }

  std::filesystem::path folder_;
};

TEST_F(XlsxFileTest, IsHandedOverWholeAndLeavesNothing) {
  const std::string long_text(100'000, 'x');
  std::string book;
  {
    auto file = XlsxFile::Create();
    ASSERT_TRUE(file) << file.error().message;
    const std::vector<std::string_view> heads = {"a", "b"};
    ASSERT_TRUE(file->AddHeads(heads));
    const Json text(long_text);
    const Json number(17);
    const std::vector<const Json*> row = {&text, &number};
    for (int i = 0; i < 1'000; ++i) ASSERT_TRUE(file->AddRow(row));
    EXPECT_FALSE(std::filesystem::is_empty(folder_));
    ASSERT_TRUE(file->Finish([&](std::string_view piece) {
      book += piece;
      return Ok();
    }));
  }
  EXPECT_EQ(book.substr(0, 4), "PK\x03\x04");
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(XlsxFileTest, LeavesNothingWhenItIsGivenUp) {
  {
    auto file = XlsxFile::Create();
    ASSERT_TRUE(file);
    const std::vector<std::string_view> heads = {"a"};
    ASSERT_TRUE(file->AddHeads(heads));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  auto file = XlsxFile::Create();
  ASSERT_TRUE(file);
  const Status refused = file->Finish([](std::string_view) -> Status { return Internal("no"); });
  EXPECT_EQ(refused.error().message, "no");
}

TEST_F(XlsxFileTest, RefusesMoreThanASheetHolds) {
  auto file = XlsxFile::Create();
  ASSERT_TRUE(file);
  const std::vector<std::string_view> heads(XlsxFile::kMaxColumns + 1, "a");
  EXPECT_EQ(file->AddHeads(heads).error().code, ErrorCode::kInvalidArgument);
}

TEST_F(XlsxFileTest, SaysThatThereIsNoFolder) {
  setenv("TMPDIR", (folder_ / "gone").c_str(), 1);
  const auto file = XlsxFile::Create();
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace tenrec::exports
