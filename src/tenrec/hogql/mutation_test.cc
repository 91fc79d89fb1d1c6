// Questions of testdata with words of each left out, swapped, doubled, or put in from others: no
// crash, no table without the project's guard, and the engine reads every statement.
// TENREC_MUTATIONS says how many, TENREC_MUTATION_SEED where to begin.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/testing_engine.h"
#include "tenrec/hogql/print.h"
#include "tenrec/hogql/testing_golden_world.h"
#include "tenrec/hogql/testing_guards.h"
#include "tenrec/hogql/testing_rich_context.h"

namespace tenrec::hogql {
namespace {

/// The words of each question; signs are words too.
std::vector<std::vector<std::string>> Questions() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(TENREC_TESTDATA)) {
    if (entry.path().extension() == ".hogql") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  const auto is_word = [](char c) {
    return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  };
  std::vector<std::vector<std::string>> questions(1);
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    for (std::string line; std::getline(file, line);) {
      if (line == ";") questions.emplace_back();
      if (line == ";" || line.starts_with("--")) continue;
      for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i + 1;
        if (line[i] == '\'') {
          end = std::min(line.find('\'', end), line.size() - 1) + 1;
        } else if (is_word(line[i])) {
          while (end < line.size() && is_word(line[end])) ++end;
        }
        questions.back().push_back(line.substr(i, end - i));
        i = end;
      }
      questions.back().emplace_back(" ");
    }
    questions.emplace_back();
  }
  std::erase_if(questions, [](const auto& question) { return question.empty(); });
  return questions;
}

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed), questions_(Questions()) {}

  std::string Next() {
    std::vector<std::string> words = Any();
    for (std::size_t changes = 1 + Below(3); changes > 0; --changes) Change(words);
    std::string out;
    for (const std::string& word : words) out += word;
    return out;
  }

 private:
  std::size_t Below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }
  const std::vector<std::string>& Any() { return questions_[Below(questions_.size())]; }

  void Change(std::vector<std::string>& words) {
    if (words.empty()) return;
    const std::size_t at = Below(words.size());
    const auto place = words.begin() + static_cast<std::ptrdiff_t>(at);
    const std::vector<std::string>& other = Any();
    const std::size_t from = Below(other.size());
    switch (Below(6)) {
      case 0:
        words.erase(place);
        return;
      case 1:
        words.insert(place, std::string(*place));
        return;
      case 2:
        std::swap(words[at], words[Below(words.size())]);
        return;
      case 3:
        words[at] = other[from];
        return;
      case 4: {
        const std::size_t count = std::min<std::size_t>(1 + Below(6), other.size() - from);
        const auto begin = other.begin() + static_cast<std::ptrdiff_t>(from);
        words.insert(place, begin, begin + static_cast<std::ptrdiff_t>(count));
        return;
      }
      default: {
        // A word of the same kind in the place of another is what is most often still a question.
        const bool is_text = words[at].front() == '\'';
        const bool is_sign = words[at].size() == 1;
        const auto same = [&](const std::string& word) {
          return (word.front() == '\'') == is_text && (word.size() == 1) == is_sign;
        };
        const auto found =
            std::find_if(other.begin() + static_cast<std::ptrdiff_t>(from), other.end(), same);
        if (found != other.end()) words[at] = *found;
      }
    }
  }

  std::mt19937_64 random_;
  const std::vector<std::vector<std::string>> questions_;
};

std::uint64_t FromEnvironment(const char* name, std::uint64_t fallback) {
  const char* value = std::getenv(name);
  return value == nullptr ? fallback : std::strtoull(value, nullptr, 10);
}

void ForEachMutant(std::uint64_t count,
                   const std::function<void(const std::string&, const CompileContext&)>& callback) {
  const std::vector<CompileContext> contexts = {RichContext(0), RichContext(1), RichContext(2),
                                                RichContext(3)};
  Mutator mutator(FromEnvironment("TENREC_MUTATION_SEED", 1));
  for (std::uint64_t i = 0; i < FromEnvironment("TENREC_MUTATIONS", count); ++i) {
    callback(mutator.Next(), contexts[i % contexts.size()]);
  }
}

TEST(Mutation, EveryTableKeepsItsGuard) {
  int compiled_count = 0;
  ForEachMutant(4000, [&](const std::string& question, const CompileContext& context) {
    const auto compiled = CompileText(question, context);
    if (!compiled) {
      ASSERT_NE(compiled.error().code, ErrorCode::kInternal) << question << "\n"
                                                             << compiled.error().message;
      return;
    }
    ++compiled_count;
    ASSERT_EQ(UnguardedTable(compiled->text.sql, context.team_id), "") << question << "\n"
                                                                       << compiled->text.sql;
  });
  EXPECT_GT(compiled_count, 400);
}

TEST(Mutation, WhatIsPrintedAsHogQLReadsBackTheSame) {
  ForEachMutant(4000, [&](const std::string& question, const CompileContext&) {
    const auto tree = ParseSelect(question);
    if (!tree) return;
    const std::string printed = PrintHogQL(**tree);
    const auto again = ParseSelect(printed);
    ASSERT_TRUE(again) << question << "\n" << printed << "\n" << again.error().message;
    ASSERT_EQ(PrintHogQL(**again), printed) << question;
  });
}

// The guards of the check itself.
TEST(Mutation, TheCheckSeesWhatHasNoGuard) {
  const std::string guard = "PREWHERE equals(e.team_id, 61)";
  EXPECT_EQ(UnguardedTable("SELECT 1 FROM events AS e " + guard + " WHERE 1 LIMIT 1", 61), "");
  EXPECT_EQ(UnguardedTable("SELECT 1 FROM (SELECT a FROM events AS e " + guard + ") AS t", 61), "");
  for (const std::string sql :
       {"SELECT 1 FROM events AS e", "SELECT 1 FROM events AS e WHERE equals(e.team_id, 61)",
        "SELECT 1 FROM events AS f PREWHERE equals(e.team_id, 61)",
        "SELECT 1 FROM events AS e PREWHERE equals(e.team_id, 62)",
        "SELECT 1 FROM events AS e PREWHERE equals(e.team_id, 61) OR 1",
        "SELECT 1 FROM events AS e JOIN persons AS p ON 1 PREWHERE equals(e.team_id, 61)",
        "SELECT 1 FROM events AS e UNION ALL SELECT 1 FROM events AS e PREWHERE equals(e.team_id, "
        "61)",
        "SELECT 1 FROM system.tables", "SELECT 1 FROM remote('x')",
        "SELECT (SELECT 1 FROM events) FROM events AS e PREWHERE equals(e.team_id, 61)"}) {
    EXPECT_NE(UnguardedTable(sql, 61), "") << sql;
  }
}

TEST(Execute, TheEngineReadsMutatedQuestions) {
  auto& engine = GoldenWorld();
  int read = 0;
  int answered = 0;
  ForEachMutant(1500, [&](const std::string& question, const CompileContext& context) {
    const auto compiled = CompileText(question, context);
    if (!compiled) return;
    ++read;
    const auto result = engine.Ask({compiled->text.sql, compiled->text.params},
                                   {.max_execution_time = std::chrono::seconds(20),
                                    .max_memory_bytes = 1 << 30,
                                    .max_threads = 1});
    if (result) {
      ++answered;
      return;
    }
    for (const std::string_view tag : {"syntax_error", "unknown_function", "unknown_table"}) {
      ASSERT_NE(result.error().tag, tag) << question << "\n"
                                         << compiled->text.sql << "\n"
                                         << result.error().message;
    }
  });
  std::printf("%d compiled, %d answered\n", read, answered);
  EXPECT_GT(read, 150);
  EXPECT_GT(answered, 100);
  engine::TestEngine();
}

}  // namespace
}  // namespace tenrec::hogql
