// What the compiler prints for the questions of testdata is ClickHouse's SQL: its parser reads it,
// and its analyzer knows every table, column and function in it.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/testing_engine.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

std::vector<std::string> Questions() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(TENREC_TESTDATA)) {
    if (entry.path().extension() == ".hogql") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> questions;
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    std::string question;
    for (std::string line; std::getline(file, line);) {
      if (line == ";") {
        questions.push_back(std::exchange(question, {}));
      } else {
        question += line + "\n";
      }
    }
    questions.push_back(question);
  }
  return questions;
}

CompileContext Context() {
  CompileContext context;
  context.team_id = 7;
  context.property_type = [](PropertyScope, std::string_view key, int) {
    if (key == "price") return PropertyType::kNumeric;
    if (key == "paid") return PropertyType::kBoolean;
    return key == "signed_up" ? PropertyType::kDateTime : PropertyType::kUnknown;
  };
  context.placeholders["name"] = Constant("value");
  context.group_types = {"company", "project"};
  return context;
}

TEST(Execute, TheEngineReadsWhatIsPrinted) {
  auto& engine = engine::TestEngine();
  for (const auto* table : schema::Tables()) {
    const auto done = engine.Execute({schema::CreateTableSql(*table), {}}, {.readonly = false});
    ASSERT_TRUE(done) << done.error().message;
  }
  int read = 0;
  for (const std::string& question : Questions()) {
    const auto compiled = CompileText(question, Context());
    if (!compiled) continue;
    // PostHog prints a lambda by itself too; the analyzer refuses it.
    if (question == "select x -> 1\n") continue;
    for (const std::string_view explain : {"EXPLAIN AST ", "EXPLAIN QUERY TREE "}) {
      const auto result =
          engine.Query({"SELECT explain FROM (" + std::string(explain) + compiled->text.sql + ")",
                        compiled->text.params});
      EXPECT_TRUE(result) << question << compiled->text.sql << "\n" << result.error().message;
    }
    ++read;
  }
  EXPECT_GT(read, 80);
  engine::TestEngine();
}

}  // namespace
}  // namespace tenrec::hogql
