#include "tenrec/server/hogql_command.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

Ran RunText(const HogQLCommand& command, const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunHogQL(command, in, out, err);
  return {code, out.str(), err.str()};
}

TEST(HogQLCommand, PrintsATreeWithItsPositions) {
  const Ran ran = RunText({.expr = true}, "a");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, R"({"chain":["a"],"end":{"column":1,"line":1,"offset":1},"node":"Field",)"
                     R"("start":{"column":0,"line":1,"offset":0}})"
                     "\n");
}

TEST(HogQLCommand, PrintsAnErrorInTheReferencesShape) {
  const Ran ran = RunText({.expr = true}, "a @ b");
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, R"({"end":{"column":0,"line":0,"offset":3},"error":true,)"
                     R"x("message":"Unexpected character '@' (U+0040)",)x"
                     R"("start":{"column":0,"line":0,"offset":2},"type":"SyntaxError"})"
                     "\n");
}

TEST(HogQLCommand, AnswersALineForALine) {
  const Ran ran = RunText({.lines = true, .no_positions = true},
                          "{\"expr\": \"1\"}\n{\"expr\": \"1 +\"}\n{\"select\": \"select 1\"}\n");
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(ran.out.starts_with("{\"node\":\"Constant\",\"value\":1}\n{\"end\":")) << ran.out;
  EXPECT_NE(ran.out.find("\n{\"ctes\":null"), std::string::npos) << ran.out;
}

TEST(HogQLCommand, NamesTheLineItCannotRead) {
  const Ran ran = RunText({.lines = true}, "{\"expr\": \"1\"}\nselect 1\n");
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "tenrec: line 2 is no JSON object {\"select\": text} or {\"expr\": text}\n");
}

TEST(HogQLCommand, FormatsText) {
  const Ran ran =
      RunText({.action = HogQLCommand::Action::kFormat}, "select event e from events where x='y'");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "SELECT event AS e FROM events WHERE equals(x, 'y')\n");
}

}  // namespace
}  // namespace tenrec::server
