#include "tenrec/base/json_text.h"

#include <cstddef>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tenrec/base/json.h"

namespace tenrec {
namespace {

TEST(AppendJsonString, EscapesWhatMustBe) {
  EXPECT_EQ(QuoteJson(std::string_view("a\"b\\c\n\0é\x1f", 10)), R"("a\"b\\c\n\u0000é\u001f")");
  EXPECT_EQ(QuoteJson("\b\f\r\t/\x7f"), "\"\\b\\f\\r\\t/\x7f\"");
  EXPECT_EQ(QuoteJson(""), "\"\"");
}

TEST(AppendJsonString, ReadsBackFromEveryPlaceInABlock) {
  for (char special : {'"', '\\', '\x01', '\n'}) {
    for (std::size_t length = 1; length < 40; ++length) {
      for (std::size_t place = 0; place < length; ++place) {
        std::string text(length, 'x');
        text[place] = special;
        const auto read = ParseJson(QuoteJson(text));
        ASSERT_TRUE(read) << length << ' ' << place;
        EXPECT_EQ(View(read->get_string()), text);
      }
    }
  }
}

}  // namespace
}  // namespace tenrec
