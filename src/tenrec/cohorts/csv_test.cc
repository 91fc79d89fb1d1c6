#include "tenrec/cohorts/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenrec::cohorts {
namespace {

using testing::ElementsAre;

TEST(ReadPersonList, ReadsTheColumnThatCounts) {
  const auto reads = [](std::string_view text, ListedBy by, std::vector<std::string> values) {
    const auto list = ReadPersonList(text);
    ASSERT_TRUE(list) << text << ": " << list.error().message;
    EXPECT_EQ(list->by, by) << text;
    EXPECT_EQ(list->values, values) << text;
  };
  reads("a\nb\n", ListedBy::kDistinctIdOrEmail, {"a", "b"});
  reads("a\r\nb", ListedBy::kDistinctIdOrEmail, {"a", "b"});
  reads(
      "\xEF\xBB\xBF"
      "a\n\n  b  \na\n",
      ListedBy::kDistinctIdOrEmail, {"a", "b"});
  reads("a,x\nb,y\n", ListedBy::kDistinctIdOrEmail, {"a", "b"});
  reads("Email,Distinct_ID\ne@x,d\n", ListedBy::kDistinctId, {"d"});
  reads("distinct-id\nd\n", ListedBy::kDistinctId, {"d"});
  reads("email,person_id\ne@x,p\n", ListedBy::kPersonId, {"p"});
  reads("name,email\n\"Roe, Jane\",jane@x\nshort\n", ListedBy::kEmail, {"jane@x"});
  reads("\"with \"\"quotes\"\"\",1\n\"two\nlines\"\n", ListedBy::kDistinctIdOrEmail,
        {"with \"quotes\"", "two\nlines"});
  reads("\"open", ListedBy::kDistinctIdOrEmail, {"open"});
}

TEST(ReadPersonList, RefusesAFileWithoutPeople) {
  for (std::string_view text : {"", "\n\n", "email\n", "distinct_id,name\n,x\n", "\xff\xfe"}) {
    const auto list = ReadPersonList(text);
    ASSERT_FALSE(list) << text;
    EXPECT_EQ(list.error().field, "csv");
  }
}

}  // namespace
}  // namespace tenrec::cohorts
