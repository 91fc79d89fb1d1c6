#include "tenrec/hogql/parser.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tenrec/base/json.h"
#include "tenrec/hogql/ast_json.h"
#include "tenrec/hogql/print.h"

namespace tenrec::hogql {
namespace {

// testdata/ast_cases.txt: a line "expr" or "select" with the text in JSON, then the tree that
// @posthog/hogql-parser 1.3.87 prints for it, or "! tag" when it refuses the text.
TEST(Parser, MakesTheTreesOfTheReferenceParser) {
  std::ifstream file(std::string(TENREC_TESTDATA) + "/ast_cases.txt");
  std::string input;
  std::string expected;
  int cases = 0;
  while (std::getline(file, input) && std::getline(file, expected)) {
    ++cases;
    const bool is_select = input.starts_with("select ");
    const auto json = ParseJson(input.substr(input.find(' ') + 1));
    ASSERT_TRUE(json) << input;
    const std::string_view text = View(json->as_string());
    const auto got = is_select ? ParseSelect(text) : ParseExpr(text);
    EXPECT_EQ(got ? PrintAstJson(**got) : "! " + got.error().tag, expected) << input;
  }
  EXPECT_GT(cases, 300);
}

// Positions apart, a tree and its text say the same.
TEST(Printer, PrintsTextThatReadsBackTheSame) {
  std::ifstream file(std::string(TENREC_TESTDATA) + "/ast_cases.txt");
  std::string input;
  std::string expected;
  while (std::getline(file, input) && std::getline(file, expected)) {
    const bool is_select = input.starts_with("select ");
    const auto json = ParseJson(input.substr(input.find(' ') + 1));
    const std::string_view text = View(json->as_string());
    const auto parse = [&](std::string_view t) {
      return is_select ? ParseSelect(t) : ParseExpr(t);
    };
    const auto first = parse(text);
    if (!first) continue;
    const std::string printed = PrintHogQL(**first);
    const bool is_query = (*first)->kind == Kind::kSelect || (*first)->kind == Kind::kSelectSet;
    const auto second = is_query ? ParseSelect(printed) : parse(printed);
    if (!second) {
      ADD_FAILURE() << text << "\n" << printed << "\n" << second.error().message;
      continue;
    }
    EXPECT_EQ(PrintHogQL(**second), printed) << text;
  }
}

TEST(Parser, PointsAtWhatItCannotRead) {
  const auto fails = [](std::string_view text, std::string_view message, TextRange range) {
    const auto got = ParseSelect(text);
    ASSERT_FALSE(got) << text;
    EXPECT_EQ(got.error().message, message) << text;
    ASSERT_TRUE(got.error().range) << text;
    EXPECT_EQ(got.error().range->start, range.start) << text;
    EXPECT_EQ(got.error().range->end, range.end) << text;
  };
  fails("select", "Unexpected end of query, expected an expression", {6, 6});
  fails("select event events e", "Unexpected 'e', expected the end of the query", {20, 21});
  fails("select 1 +", "Unexpected end of query, expected an expression", {10, 10});
  fails("select 'é' @ 2", "Unexpected character '@' (U+0040)", {11, 12});
  fails("select f(1", "Unexpected end of query, expected ',' or ')'", {10, 10});
  fails("select 1 from", "Unexpected end of query, expected a table, '(' or '{'", {13, 13});
  fails("drop table events", "Unexpected 'drop', expected SELECT", {0, 4});
  fails("select 1 from \"events\\0\"", "A quoted name cannot contain \\0", {14, 15});
  fails("select `a\\0b` from events", "A quoted name cannot contain \\0", {7, 8});
  fails("select 1 settings max_threads = 1", "Unsupported: SelectStmt.settingsClause()", {9, 17});
  fails("select 0o17",
        "HogQL does not support `0o`-prefixed octal integer literals; got `0o17`. "
        "Use a plain decimal literal instead.",
        {7, 11});
}

TEST(Parser, CountsPositionsInCodePoints) {
  const auto got = ParseExpr("'é' = event");
  ASSERT_TRUE(got);
  EXPECT_EQ(
      PrintAstJson(**got, Positions::kInclude, "'é' = event"),
      R"({"end":{"column":11,"line":1,"offset":11},"left":{"end":{"column":3,"line":1,)"
      R"("offset":3},"node":"Constant","start":{"column":0,"line":1,"offset":0},"value":"é"},)"
      R"("node":"CompareOperation","op":"==","right":{"chain":["event"],"end":{"column":11,)"
      R"("line":1,"offset":11},"node":"Field","start":{"column":6,"line":1,"offset":6}},)"
      R"("start":{"column":0,"line":1,"offset":0}})");
}

TEST(Parser, RefusesTextThatNestsTooDeeply) {
  const auto repeat = [](std::string_view piece, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += piece;
    return out;
  };
  const int many = 20'000;
  for (const std::string& text : {
           repeat("(", many),
           repeat("[", many),
           repeat("{", many),
           repeat("f(", many),
           repeat("not ", many) + "a",
           repeat("- ", many) + "a",
           repeat("a + ", many) + "a",
           repeat("a[", many),
           repeat("(select ", many),
           repeat("x -> ", many) + "x",
           repeat("case when ", many),
           repeat("interval ", many),
           repeat("a ? ", many),
           repeat("<a>", many),
           "a" + repeat(".1", many),
           "a" + repeat("::int", many),
       }) {
    EXPECT_FALSE(ParseExpr(text)) << text.substr(0, 20);
    EXPECT_FALSE(ParseSelect("select " + text + " from " + text)) << text.substr(0, 20);
  }
  EXPECT_FALSE(ParseSelect("select 1 from " + repeat("(", many)));
  EXPECT_TRUE(ParseExpr(repeat("(", 50) + "1" + repeat(")", 50)));
  EXPECT_TRUE(ParseExpr(repeat("a or ", many) + "a")) << "flat lists may be long";
}

}  // namespace
}  // namespace tenrec::hogql
