#include "tenrec/engine/read_ahead.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

namespace tenrec::engine {
namespace {

/// Counts the chunks that are alive.
Chunk ChunkOf(std::string bytes, std::atomic<int>& alive) {
  ++alive;
  const std::shared_ptr<const std::string> text(new std::string(std::move(bytes)),
                                                [&alive](const std::string* owned) {
                                                  delete owned;
                                                  --alive;
                                                });
  return {.bytes = *text, .owner = text};
}

TEST(ReadAhead, GivesEveryChunkInItsOrderAndThenTheEnd) {
  std::atomic<int> alive = 0;
  int made = 0;
  ReadAhead ahead([&]() -> Result<Chunk> {
    if (made == 1000) return Chunk{};
    return ChunkOf(std::to_string(made++), alive);
  });
  for (int i = 0; i < 1000; ++i) {
    const auto chunk = ahead.Next();
    ASSERT_TRUE(chunk);
    ASSERT_EQ(chunk->bytes, std::to_string(i));
  }
  for (int i = 0; i < 2; ++i) {
    const auto end = ahead.Next();
    ASSERT_TRUE(end);
    EXPECT_TRUE(end->bytes.empty());
  }
  EXPECT_EQ(alive, 0);
}

TEST(ReadAhead, AShortAnswerIsFetchedByItsCaller) {
  std::atomic<int> alive = 0;
  std::set<std::thread::id> threads;
  ReadAhead ahead([&]() -> Result<Chunk> {
    threads.insert(std::this_thread::get_id());
    return ChunkOf("x", alive);
  });
  ASSERT_TRUE(ahead.Next());
  ASSERT_TRUE(ahead.Next());
  EXPECT_EQ(threads, std::set{std::this_thread::get_id()});
}

TEST(ReadAhead, OfLargeChunksOneWaitsAndOneIsMade) {
  std::atomic<int> alive = 0;
  std::atomic<int> most_alive = 0;
  int made = 0;
  ReadAhead ahead([&]() -> Result<Chunk> {
    if (made++ == 20) return Chunk{};
    auto chunk = ChunkOf(std::string(5 << 20, 'x'), alive);
    most_alive = std::max(most_alive.load(), alive.load());
    return chunk;
  });
  int seen = 0;
  while (true) {
    const auto chunk = ahead.Next();
    ASSERT_TRUE(chunk);
    if (chunk->bytes.empty()) break;
    EXPECT_EQ(chunk->bytes.size(), 5U << 20);
    ++seen;
  }
  EXPECT_EQ(seen, 20);
  // The third is the one that is handled.
  EXPECT_LE(most_alive, 3);
}

TEST(ReadAhead, AnErrorComesAfterTheChunksBeforeIt) {
  for (const int good : {0, 1, 2, 5}) {
    std::atomic<int> alive = 0;
    int made = 0;
    ReadAhead ahead([&]() -> Result<Chunk> {
      if (made == good) return InvalidArgument("no more");
      ++made;
      return ChunkOf("x", alive);
    });
    for (int i = 0; i < good; ++i) ASSERT_TRUE(ahead.Next());
    const auto failed = ahead.Next();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "no more");
  }
}

TEST(ReadAhead, WhatNobodyAsksForIsLeftOut) {
  std::atomic<int> alive = 0;
  {
    ReadAhead ahead([&]() -> Result<Chunk> { return ChunkOf(std::string(1 << 20, 'x'), alive); });
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(ahead.Next());
  }
  EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace tenrec::engine
