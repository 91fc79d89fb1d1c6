#include "tenrec/engine/native_reader.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/uuid.h"
#include "tenrec/engine/native_writer.h"

namespace tenrec::engine {
namespace {

const Uuid kId = Uuid::FromHalves(0x932979B465C34424, 0x84670B66EC27BC22);

std::string TwoRows() {
  std::string bytes;
  AppendBlockHeader(bytes, 6, 2);
  AppendColumnHeader(bytes, "id", "UUID");
  AppendUuid(bytes, kId);
  AppendUuid(bytes, Uuid::FromHalves(0, 1));
  AppendColumnHeader(bytes, "number", "Int64");
  AppendFixed<std::int64_t>(bytes, -5);
  AppendFixed<std::int64_t>(bytes, std::int64_t{1} << 62);
  AppendColumnHeader(bytes, "text", "String");
  AppendText(bytes, "");
  AppendText(bytes, std::string(300, 'x'));
  AppendColumnHeader(bytes, "maybe", "Nullable(String)");
  NullableTextColumn maybe;
  maybe.Add("here");
  maybe.AddNull();
  maybe.Encode(bytes);
  AppendColumnHeader(bytes, "word", "LowCardinality(String)");
  DictionaryColumn word(false);
  word.Add("twice");
  word.Add("");
  word.Encode(bytes);
  AppendColumnHeader(bytes, "maybe word", "LowCardinality(Nullable(String))");
  DictionaryColumn maybe_word(true);
  maybe_word.AddNull();
  maybe_word.Add("");
  maybe_word.Encode(bytes);
  return bytes;
}

Result<std::vector<Block>> Read(std::string_view bytes) {
  std::vector<Block> blocks;
  const auto take = [&](Block&& block) -> Status {
    blocks.push_back(std::move(block));
    return Ok();
  };
  TRY(DecodeNative(bytes, take));
  return blocks;
}

TEST(NativeReader, GivesEachBlockAsItComes) {
  const auto blocks = Read(TwoRows() + TwoRows());
  ASSERT_TRUE(blocks) << blocks.error().message;
  ASSERT_EQ(blocks->size(), 2U);
  for (const Block& block : *blocks) {
    ASSERT_EQ(block.rows, 2U);
    EXPECT_EQ(block.Find("id")->Id(0), kId);
    EXPECT_EQ(block.Find("id")->Id(1), Uuid::FromHalves(0, 1));
    EXPECT_EQ(block.Find("number")->Int(0), -5);
    EXPECT_EQ(block.Find("number")->Int(1), std::int64_t{1} << 62);
    EXPECT_EQ(block.Find("text")->Text(0), "");
    EXPECT_EQ(block.Find("text")->Text(1), std::string(300, 'x'));
    EXPECT_EQ(block.Find("maybe")->Text(0), "here");
    EXPECT_FALSE(block.Find("maybe")->IsNull(0));
    EXPECT_TRUE(block.Find("maybe")->IsNull(1));
    EXPECT_EQ(block.Find("word")->Text(0), "twice");
    EXPECT_EQ(block.Find("word")->Text(1), "");
    EXPECT_TRUE(block.Find("maybe word")->IsNull(0));
    EXPECT_FALSE(block.Find("maybe word")->IsNull(1));
  }
}

TEST(NativeReader, NoRowsTakeNoBytes) {
  std::string bytes;
  AppendBlockHeader(bytes, 3, 0);
  AppendColumnHeader(bytes, "number", "Nullable(Int64)");
  AppendColumnHeader(bytes, "word", "LowCardinality(String)");
  AppendColumnHeader(bytes, "text", "String");
  const auto blocks = Read(bytes + TwoRows());
  ASSERT_TRUE(blocks) << blocks.error().message;
  ASSERT_EQ(blocks->size(), 2U);
  EXPECT_EQ(blocks->front().rows, 0U);
  EXPECT_EQ(blocks->front().Find("word")->rows(), 0U);
  EXPECT_EQ(blocks->back().rows, 2U);
}

TEST(NativeReader, NullIsZeroOrEmptyWhateverLiesThere) {
  std::string bytes;
  AppendBlockHeader(bytes, 2, 3);
  AppendColumnHeader(bytes, "number", "Nullable(Int32)");
  bytes += std::string("\1\0\1", 3);
  for (const std::int32_t number : {7, 8, 9}) AppendFixed(bytes, number);
  AppendColumnHeader(bytes, "text", "Nullable(String)");
  bytes += std::string("\1\0\1", 3);
  for (const std::string_view text : {"a", "bc", "d"}) AppendText(bytes, text);
  const auto blocks = Read(bytes);
  ASSERT_TRUE(blocks) << blocks.error().message;
  const Block& block = blocks->front();
  for (std::size_t row = 0; row < 3; ++row) {
    EXPECT_EQ(block.Find("number")->IsNull(row), row != 1);
    EXPECT_EQ(block.Find("number")->Int(row), row == 1 ? 8 : 0);
    EXPECT_EQ(block.Find("text")->IsNull(row), row != 1);
    EXPECT_EQ(block.Find("text")->Text(row), row == 1 ? "bc" : "");
  }
}

TEST(NativeReader, RefusesBytesThatAreCutOff) {
  const std::string whole = TwoRows();
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const auto blocks = Read(std::string_view(whole).substr(0, size));
    ASSERT_FALSE(blocks) << size;
    EXPECT_EQ(blocks.error().code, ErrorCode::kInvalidArgument) << size;
  }
  EXPECT_TRUE(Read("")->empty());
}

TEST(NativeReader, RefusesMoreRowsThanThereAreBytes) {
  std::string bytes;
  AppendBlockHeader(bytes, 1, std::size_t{1} << 61);
  AppendColumnHeader(bytes, "number", "Int64");
  bytes.append(64, '\0');
  const auto blocks = Read(bytes);
  ASSERT_FALSE(blocks);
  EXPECT_EQ(blocks.error().code, ErrorCode::kInvalidArgument);
}

TEST(NativeReader, RefusesKeysThatAreNotThere) {
  std::string bytes;
  AppendBlockHeader(bytes, 1, 1);
  AppendColumnHeader(bytes, "word", "LowCardinality(String)");
  DictionaryColumn word(false);
  word.Add("x");
  word.Encode(bytes);
  ASSERT_TRUE(Read(bytes));
  bytes.back() = 2;
  const auto blocks = Read(bytes);
  ASSERT_FALSE(blocks);
  EXPECT_EQ(blocks.error().code, ErrorCode::kInvalidArgument);
}

TEST(NativeReader, SaysWhichTypesItDoesNotRead) {
  for (const std::string_view type :
       {"Array(Int64)", "Tuple(Int64, String)", "Map(String, String)", "LowCardinality(UInt64)"}) {
    std::string bytes;
    AppendBlockHeader(bytes, 1, 1);
    AppendColumnHeader(bytes, "a", type);
    bytes.append(64, '\0');
    const auto blocks = Read(bytes);
    ASSERT_FALSE(blocks) << type;
    EXPECT_EQ(blocks.error().code, ErrorCode::kUnimplemented) << type;
  }
}

}  // namespace
}  // namespace tenrec::engine
