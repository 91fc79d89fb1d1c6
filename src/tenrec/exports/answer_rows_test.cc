#include "tenrec/exports/answer_rows.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::exports {
namespace {

/// The rows of an answer that comes in pieces of this size, as JSON.
std::vector<std::string> Rows(std::string_view answer, std::size_t piece) {
  std::vector<std::string> rows;
  AnswerRows reader([&](JsonObject&& row) {
    rows.push_back(PrintJson(row));
    return Ok();
  });
  for (std::size_t at = 0; at < answer.size(); at += piece) {
    const Status taken = reader.Take(answer.substr(at, piece));
    if (!taken) return {taken.error().message};
  }
  const Status finished = reader.Finish();
  if (!finished) rows.push_back(finished.error().message);
  return rows;
}

TEST(AnswerRows, AreThoseOfATableWhereverTheTextIsCut) {
  constexpr std::string_view kAnswer =
      R"({"hogql":"select \"a\", [1]","columns":["person","n","text"],"types":["String","UInt64",)"
      R"("String"],"results":[[{"id":"1","properties":{"a":[1,{"b":2}]}},1,"x]y\"],[\\"],)"
      R"([null,-2.5,"ü,{"]],"hasMore":false,"timings":[{"k":".","t":1}]})";
  const std::vector<std::string> wanted = {
      R"({"person":{"id":"1","properties":{"a":[1,{"b":2}]}},"n":1,"text":"x]y\"],[\\"})",
      R"({"person":null,"n":-2.5,"text":"ü,{"})"};
  for (std::size_t piece = 1; piece <= kAnswer.size(); ++piece) {
    EXPECT_EQ(Rows(kAnswer, piece), wanted) << piece;
  }
}

TEST(AnswerRows, AreNoneOfAnEmptyTable) {
  EXPECT_EQ(Rows(R"({"columns":["a"],"types":["String"],"results":[]})", 3).size(), 0U);
  EXPECT_EQ(Rows(R"({"results":[]})", 3).size(), 0U);
}

TEST(AnswerRows, CutLongListsOfIds) {
  std::string ids;
  for (int i = 0; i < 12; ++i) ids += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  const auto rows = Rows(
      R"({"columns":["person"],"types":["String"],"results":[[{"distinct_ids":[)" + ids + "]}]]}",
      1000);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0],
            R"({"distinct_ids.total":"Note: 12 distinct_ids in total","person":{"distinct_ids":)"
            R"(["0","1","2","3","4","5","6","7","8","9"]}})");
}

TEST(AnswerRows, AreThoseOfAnInsightOnceItIsWhole) {
  EXPECT_EQ(Rows(R"({"results":[{"source":"1_a","target":"2_b","value":3}],"hogql":"x"})", 5),
            (std::vector<std::string>{R"({"source":"1_a","target":"2_b","value":3})"}));
}

TEST(AnswerRows, AreThoseOfAnInsightThatNamesColumnsToo) {
  EXPECT_EQ(Rows(R"({"columns":["a"],"types":["String"],"results":{"bins":[[60,3]]}})", 4),
            (std::vector<std::string>{R"({"bin":60,"value":3})"}));
}

TEST(AnswerRows, RefuseWhatIsNoAnswer) {
  for (std::string_view text : {"", "{", "[]", "{\"columns\":[\"a\"],\"types\":[],\"results\":[[1]",
                                "{}{}", "{\"results\":[1}"}) {
    const auto rows = Rows(text, 2);
    ASSERT_FALSE(rows.empty()) << text;
  }
}

TEST(AnswerRows, RefuseAnInsightThatIsTooLarge) {
  AnswerRows reader([](JsonObject&&) { return Ok(); });
  ASSERT_TRUE(reader.Take(R"({"results":[")"));
  const std::string piece(1 << 20, 'x');
  Status taken = Ok();
  for (int i = 0; i < 20 && taken; ++i) taken = reader.Take(piece);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().tag, "too_many_bytes");
}

}  // namespace
}  // namespace tenrec::exports
