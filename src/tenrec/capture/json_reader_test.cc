#include "tenrec/capture/json_reader.h"

#include <map>

#include <gtest/gtest.h>

namespace tenrec::capture {
namespace {

Status Check(const std::string& text, int max_depth = 256) {
  JsonReader reader(text, max_depth);
  reader.Skip();
  return reader.Finish();
}

std::string Repair(const std::string& text) {
  JsonReader reader(text, 256);
  reader.Skip();
  EXPECT_TRUE(reader.Finish()) << text;
  return reader.needs_repair() ? reader.Repaired() : text;
}

TEST(JsonReader, TakesWhatRfc8259Allows) {
  for (const char* text : {"{}",
                           "[]",
                           " [ ] ",
                           "null",
                           "true",
                           "false",
                           "0",
                           "-0",
                           "-1.5e+10",
                           "1E5",
                           R"("")",
                           R"("a\"\\\/\b\f\n\r\té")",
                           R"({"a":{"b":[1,{"c":null}]},"d":"e"})",
                           "[[],{},[{}]]",
                           "\t\r\n{ \"a\" : 1 , \"b\" : [ 1 , 2 ] }",
                           R"("😀")",
                           "18446744073709551615",
                           "-9223372036854775808",
                           "0.12345678901234567890123456789",
                           R"({"a":1,"a":2})"}) {
    EXPECT_TRUE(Check(text)) << text;
    EXPECT_EQ(Repair(text), text);
  }
}

TEST(JsonReader, RefusesEverythingElse) {
  for (const std::string& text : std::vector<std::string>{"",
                                                          " ",
                                                          "{",
                                                          "[",
                                                          "}",
                                                          "{]",
                                                          "[}",
                                                          "[1,]",
                                                          "{\"a\":1,}",
                                                          "{,}",
                                                          "[,1]",
                                                          "{\"a\"}",
                                                          "{\"a\":}",
                                                          "{a:1}",
                                                          "{'a':1}",
                                                          "1 2",
                                                          "{} {}",
                                                          "01",
                                                          "1.",
                                                          ".5",
                                                          "1e",
                                                          "-",
                                                          "+1",
                                                          "NaN",
                                                          "Infinity",
                                                          "nul",
                                                          "tru",
                                                          "\"",
                                                          "\"\\\"",
                                                          "\"\\x\"",
                                                          "\"\\u12\"",
                                                          "\"\\u12g4\"",
                                                          "\"\\",
                                                          "\"\\u",
                                                          "\"a\nb\"",
                                                          "\"a\tb\"",
                                                          std::string("\"a\0b\"", 5),
                                                          std::string("[1]\0", 4),
                                                          "\xEF\xBB\xBF{}",
                                                          "[1 2]",
                                                          "{\"a\":1 \"b\":2}",
                                                          "[\"a\" \"b\"]"}) {
    EXPECT_FALSE(Check(text)) << text;
  }
}

TEST(JsonReader, SaysWhere) {
  EXPECT_EQ(Check("[1,x]").error().message, "expected a value at byte 3");
  EXPECT_EQ(Check("[1,").error().message, "unexpected end of data at byte 3");
  EXPECT_EQ(Check("[1] 2").error().message, "trailing characters at byte 4");
}

TEST(JsonReader, RefusesNestingPastItsDepth) {
  EXPECT_TRUE(Check(std::string(256, '[') + std::string(256, ']')));
  EXPECT_FALSE(Check(std::string(257, '[') + std::string(257, ']')));
  EXPECT_EQ(Check(std::string(10'000, '[')).error().message, "nesting deeper than 256 at byte 256");
}

TEST(JsonReader, ReplacesLoneSurrogates) {
  EXPECT_EQ(Repair(R"(["a\ud800b","\udc00","\ud83d\ude00","\ud800😀"])"),
            R"(["a\ufffdb","\ufffd","\ud83d\ude00","\ufffd😀"])");
}

TEST(JsonReader, TurnsNumbersThatNothingHoldsIntoStrings) {
  EXPECT_EQ(
      Repair(
          "[18446744073709551616,-9223372036854775809,1e400,-1e999,1e-400,2,0e80044073709551615]"),
      R"(["18446744073709551616","-9223372036854775809","1e400","-1e999",1e-400,2,"0e80044073709551615"])");
}

TEST(JsonReader, WalksObjectsAndArraysKeepingSlices) {
  const std::string text = R"({ "n" : 1.10 , "\u0061\"": "x\ny", "list" : [ {"a":1}, null ,3] })";
  JsonReader reader(text, 16);
  std::map<std::string, std::string> seen;
  std::vector<std::string> elements;
  std::string_view key;
  reader.EnterObject();
  while (reader.NextMember(key)) {
    if (key == "list") {
      reader.EnterArray();
      while (reader.NextElement()) {
        JsonSlice element;
        reader.Read(element);
        elements.emplace_back(element.text);
      }
      continue;
    }
    const std::string name(key);
    JsonSlice value;
    reader.Read(value);
    std::string scratch;
    seen[name] = value.kind == JsonKind::kString ? StringText(value, scratch) : value.text;
  }
  ASSERT_TRUE(reader.Finish());
  EXPECT_EQ(seen, (std::map<std::string, std::string>{{"n", "1.10"}, {"a\"", "x\ny"}}));
  EXPECT_EQ(elements, (std::vector<std::string>{R"({"a":1})", "null", "3"}));
}

TEST(JsonReader, StopsWalkingOnceSomethingIsWrong) {
  const std::string text = R"({"a":[1,oops],"b":2})";
  JsonReader reader(text, 16);
  std::string_view key;
  int members = 0;
  reader.EnterObject();
  while (reader.NextMember(key)) {
    reader.EnterArray();
    while (reader.NextElement()) reader.Skip();
    ++members;
  }
  EXPECT_EQ(members, 1);
  EXPECT_FALSE(reader.Finish());
}

TEST(StringText, ReadsEscapes) {
  const auto reads = [](const std::string& text, std::string_view expected) {
    JsonReader reader(text, 1);
    JsonSlice slice;
    reader.Read(slice);
    std::string scratch;
    EXPECT_EQ(StringText(slice, scratch), expected) << text;
  };
  reads(R"("plain")", "plain");
  reads(R"("\ud83d\ude00x")", "😀x");
  reads(R"("\ud83d")", "\xEF\xBF\xBD");
  reads(R"("\ud83d\u0041")",
        "\xEF\xBF\xBD"
        "A");
  reads(R"("\u0000")", std::string_view("\0", 1));
  reads(R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t");
}

}  // namespace
}  // namespace tenrec::capture
