#include "tenrec/ingest/json_members.h"

#include <vector>

#include <gtest/gtest.h>

namespace tenrec::ingest {
namespace {

std::vector<std::string> Members(std::string_view object) {
  std::vector<std::string> found;
  JsonMembers members(object);
  for (JsonMember member; members.Next(member);) {
    found.push_back(std::string(member.key) + "=" + std::string(member.value));
  }
  return found;
}

using Texts = std::vector<std::string>;

TEST(JsonMembers, GivesKeysAndValuesAsTheyStand) {
  EXPECT_EQ(Members("{}"), Texts());
  EXPECT_EQ(Members(" { } "), Texts());
  EXPECT_EQ(Members(R"({"a":1,"b":"x","c":null})"), (Texts{"a=1", "b=\"x\"", "c=null"}));
  EXPECT_EQ(Members("{ \"a\" : -1.5e3 ,\n\"b\":\ttrue }"), (Texts{"a=-1.5e3", "b=true"}));
  EXPECT_EQ(Members(R"({"a":{"b":[1,"]}"]},"c":[{"d":2}]})"),
            (Texts{R"(a={"b":[1,"]}"]})", R"(c=[{"d":2}])"}));
  EXPECT_EQ(Members(R"({"q\"k":"v\\","e":"\\\""})"), (Texts{R"(q\"k="v\\")", R"(e="\\\"")"}));
}

TEST(JsonMembers, StaysInsideOfMalformedText) {
  const std::string whole = R"({"a":{"b":[1,"x\"y"]},"c":"d","e":12})";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    for (const std::string& text : {whole.substr(0, size), whole.substr(size)}) {
      for (const std::string& member : Members(text)) EXPECT_LE(member.size(), whole.size());
    }
  }
  EXPECT_EQ(Members("[1,2]"), Texts());
  EXPECT_EQ(Members(""), Texts());
}

TEST(JsonElements, GivesValuesAsTheyStand) {
  Texts found;
  JsonElements elements(R"( [1, "a,b" ,{"c":[2]},null])");
  for (std::string_view value; elements.Next(value);) found.emplace_back(value);
  EXPECT_EQ(found, (Texts{"1", "\"a,b\"", R"({"c":[2]})", "null"}));
}

TEST(UnescapeJson, ReadsEveryEscape) {
  EXPECT_EQ(UnescapeJson(R"("a\n\t\"\\\/\u0041\u00e9\ud83d\ude00")"),
            "a\n\t\"\\/A\u00e9\U0001F600");
  EXPECT_EQ(UnescapeJson(R"(\ud800x)"), "\uFFFDx");
  EXPECT_EQ(UnescapeJson("plain"), "plain");
  EXPECT_EQ(UnescapeJson("\"\""), "");
}

TEST(CompactJson, DropsBlanksOutsideOfStrings) {
  std::string scratch;
  EXPECT_EQ(CompactJson(R"({"a b": [1, "x  y\" z"] , "c":{ } })", scratch),
            R"({"a b":[1,"x  y\" z"],"c":{}})");
  EXPECT_EQ(CompactJson("\"a b\"", scratch), "\"a b\"");
  const std::string_view compact = R"([1,2])";
  EXPECT_EQ(CompactJson(compact, scratch).data(), compact.data());
}

}  // namespace
}  // namespace tenrec::ingest
