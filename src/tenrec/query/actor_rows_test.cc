/// What is gathered by actor comes out as it went in, however much of it there is.

#include "tenrec/query/actor_rows.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/check.h"
#include "tenrec/engine/native_reader.h"
#include "tenrec/engine/native_writer.h"

namespace tenrec::query {
namespace {

engine::Column Read(const std::string& bytes) {
  engine::Column column;
  const auto take = [&](engine::Block&& block) -> Status {
    column = std::move(block.columns.front());
    return Ok();
  };
  TENREC_CHECK(engine::DecodeNative(bytes, take));
  return column;
}

engine::Column Texts(const std::vector<std::string>& texts) {
  std::string bytes;
  engine::AppendBlockHeader(bytes, 1, texts.size());
  engine::AppendColumnHeader(bytes, "text", "String");
  for (const std::string& text : texts) engine::AppendText(bytes, text);
  return Read(bytes);
}

/// Ids that begin alike, or end alike.
engine::Column Ids(const std::vector<std::uint64_t>& actors) {
  std::string bytes;
  engine::AppendBlockHeader(bytes, 1, actors.size());
  engine::AppendColumnHeader(bytes, "id", "UUID");
  for (const std::uint64_t actor : actors) {
    engine::AppendUuid(bytes, Uuid::FromHalves(actor / 2, actor % 2 << 63U));
  }
  return Read(bytes);
}

using Lists = std::vector<std::vector<std::int64_t>>;

/// The numbers of each actor, sorted.
Lists Gathered(ActorRows& rows) {
  Lists lists;
  TENREC_CHECK(rows.ForEach([&](std::span<std::int64_t> numbers) -> Status {
    lists.emplace_back(numbers.begin(), numbers.end());
    std::ranges::sort(lists.back());
    return Ok();
  }));
  return lists;
}

/// Blocks of rows of so many actors: for each a number and its actor's.
struct History {
  History(std::size_t rows, std::uint64_t actors) {
    std::mt19937_64 random(11);
    for (std::size_t i = 0; i < rows; ++i) {
      // Many rows come after one of the same actor.
      owners.push_back(i % 3 != 0 && i > 0 ? owners.back() : random() % actors);
      numbers.push_back(static_cast<std::int64_t>(random()));
      expected[owners.back()].push_back(numbers.back());
    }
  }

  Lists Expected() const {
    Lists lists;
    for (auto [actor, list] : expected) {
      std::ranges::sort(list);
      lists.push_back(list);
    }
    std::ranges::sort(lists);
    return lists;
  }

  std::vector<std::uint64_t> owners;
  std::vector<std::int64_t> numbers;
  std::map<std::uint64_t, std::vector<std::int64_t>> expected;
};

void AddBlocks(ActorRows& rows, const History& history, bool as_texts, auto&& after) {
  constexpr std::size_t kBlock = 1'000;
  for (std::size_t begin = 0; begin < history.owners.size(); begin += kBlock) {
    const std::size_t end = std::min(begin + kBlock, history.owners.size());
    const std::vector<std::uint64_t> owners(history.owners.begin() + static_cast<long>(begin),
                                            history.owners.begin() + static_cast<long>(end));
    std::vector<std::string> names;
    names.reserve(owners.size());
    for (const std::uint64_t owner : owners) names.push_back("group " + std::to_string(owner));
    rows.Add(as_texts ? Texts(names) : Ids(owners),
             std::span(history.numbers).subspan(begin, end - begin));
    after();
  }
}

TEST(ActorRows, GivesEachActorItsNumbers) {
  for (const std::uint64_t actors : {1U, 5U, 9'000U}) {
    for (const bool as_texts : {false, true}) {
      const History history(30'000, actors);
      ActorRows rows;
      AddBlocks(rows, history, as_texts, [] {});
      Lists lists = Gathered(rows);
      std::ranges::sort(lists);
      EXPECT_EQ(lists, history.Expected()) << actors;
      EXPECT_FALSE(rows.NextRound());
    }
  }
}

TEST(ActorRows, NothingGivesNobody) {
  ActorRows rows;
  EXPECT_TRUE(Gathered(rows).empty());
  EXPECT_FALSE(rows.NextRound());
}

TEST(ActorRows, ActorsThatAreLeftComeInTheSecondRoundAndWhole) {
  for (const bool as_texts : {false, true}) {
    const History history(30'000, 4'000);
    ActorRows all;
    AddBlocks(all, history, as_texts, [] {});
    const std::size_t room = all.bytes() * 4 / 5;
    ActorRows rows;
    Lists lists;
    std::size_t rounds = 0;
    do {
      AddBlocks(rows, history, as_texts, [&] {
        while (rows.bytes() > room) ASSERT_TRUE(rows.LeaveHalf());
      });
      const Lists more = Gathered(rows);
      EXPECT_LT(more.size(), history.expected.size());
      lists.insert(lists.end(), more.begin(), more.end());
      ++rounds;
    } while (rows.NextRound());
    EXPECT_EQ(rounds, 2U);
    EXPECT_FALSE(rows.LeaveHalf());
    std::ranges::sort(lists);
    EXPECT_EQ(lists, history.Expected());
  }
}

TEST(ActorRows, LeavesHalfOnce) {
  ActorRows rows;
  EXPECT_TRUE(rows.LeaveHalf());
  EXPECT_FALSE(rows.LeaveHalf());
  EXPECT_TRUE(rows.NextRound());
  EXPECT_FALSE(rows.LeaveHalf());
  EXPECT_FALSE(rows.NextRound());
}

TEST(ActorRows, SaysWhatItHolds) {
  const History history(30'000, 4'000);
  ActorRows rows;
  std::size_t before = rows.bytes();
  AddBlocks(rows, history, false, [&] {
    EXPECT_GE(rows.bytes(), before);
    before = rows.bytes();
  });
  EXPECT_GT(rows.bytes(), 30'000U * 12 + history.expected.size() * 20);
  Gathered(rows);
  EXPECT_LT(rows.bytes(), 1'000U);
}

TEST(TextNumbers, CountsDifferentTextsAsTheyCome) {
  TextNumbers numbers;
  std::vector<std::uint32_t> got;
  numbers.Number(Texts({"b", "", "a", "b", std::string("a\0", 2), "a"}), got);
  EXPECT_EQ(got, (std::vector<std::uint32_t>{0, 1, 2, 0, 3, 2}));
  numbers.Number(Texts({"a", "c"}), got);
  EXPECT_EQ(got, (std::vector<std::uint32_t>{2, 4}));
  EXPECT_EQ(numbers.TextOf(0), "b");
  EXPECT_EQ(numbers.TextOf(1), "");
  EXPECT_EQ(numbers.TextOf(3), std::string_view("a\0", 2));
  EXPECT_EQ(numbers.TextOf(4), "c");
}

TEST(TextNumbers, KeepsNumbersWhileItGrows) {
  TextNumbers numbers;
  std::vector<std::string> texts;
  texts.reserve(20'000);
  for (int i = 0; i < 20'000; ++i) texts.push_back("/page/" + std::to_string(i % 7'000));
  std::vector<std::uint32_t> got;
  numbers.Number(Texts(texts), got);
  ASSERT_EQ(numbers.size(), 7'000U);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(got[i], i % 7'000);
    ASSERT_EQ(numbers.TextOf(got[i]), texts[i]);
  }
}

}  // namespace
}  // namespace tenrec::query
