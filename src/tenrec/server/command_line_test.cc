#include "tenrec/server/command_line.h"

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

const std::vector<CommandWords> kCommands = {
    {"serve", {{"port"}, {"data"}, {"query-threads"}}},
    {"repair", {{"data"}, {"adopt", true, true}, {"skip-damaged", false}}},
    {"hogql", {}, {{"parse", {{"expr", false}}}, {"format", {}}}},
};

TEST(CommandLine, TakesWhatItKnows) {
  const auto takes = [](const std::vector<std::string>& words) {
    const Status checked = CheckCommandLine(kCommands, words);
    EXPECT_TRUE(checked) << checked.error().message;
  };
  takes({"serve"});
  takes({"--help"});
  takes({"serve", "--port", "80", "--data=x=y"});
  takes({"serve", "--port", "-1"});
  takes({"serve", "--help", "--whatever"});
  takes({"hogql", "parse", "--expr"});
  takes({"hogql", "--help"});
  takes({"repair", "--adopt", "log", "--adopt", "blobs", "--skip-damaged"});
}

TEST(CommandLine, NamesTheWrongWordAndTheNearestRightOne) {
  const auto says = [](const std::vector<std::string>& words, std::string_view message) {
    const Status checked = CheckCommandLine(kCommands, words);
    ASSERT_FALSE(checked) << message;
    EXPECT_EQ(checked.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(checked.error().message, message);
  };
  says({}, "no command");
  says({"srve"}, "no command 'srve'; did you mean serve?");
  says({"bake"}, "no command 'bake'");
  says({"serve", "--prot", "80"}, "no flag --prot for serve; did you mean --port?");
  says({"serve", "--query-treads=4"},
       "no flag --query-treads for serve; did you mean --query-threads?");
  says({"serve", "--colour"}, "no flag --colour for serve");
  says({"serve", "--port"}, "--port needs a value");
  says({"serve", "--port", "--data", "x"}, "--port needs a value");
  says({"serve", "--port", "1", "--port=2"}, "--port is given twice: leave one of them out");
  says({"hogql"}, "hogql: no command");
  says({"hogql", "formt"}, "hogql: no command 'formt'; did you mean format?");
  says({"hogql", "format", "--expr"}, "hogql: no flag --expr for format");
  says({"serve", "8000"}, "'8000' is no flag of serve: flags begin with --");
  says({"repair", "--skip-damaged=yes"}, "--skip-damaged takes no value");
}

TEST(CommandLine, CountsTheWordsWithoutDashes) {
  const std::vector<CommandWords> commands = {
      {.name = "backup", .flags = {{.name = "data"}}, .operands = {"DIR"}}};
  const auto check = [&](std::vector<std::string> words) {
    return CheckCommandLine(commands, words);
  };
  EXPECT_TRUE(check({"backup", "/copies", "--data", "here"}));
  EXPECT_TRUE(check({"backup", "--data", "here", "/copies"}));
  EXPECT_TRUE(check({"backup", "--help"}));
  const Status none = check({"backup", "--data", "here"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "backup needs DIR");
  EXPECT_FALSE(check({"backup", "/copies", "/more"}));
}

}  // namespace
}  // namespace tenrec::server
