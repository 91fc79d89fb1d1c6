#include "tenrec/query/landed_events.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::query {
namespace {

constexpr Timestamp kNoon{1'600'000'020'000'000};

TEST(LandedEvents, TellsFromWhichTimeOnSomethingMayHaveChanged) {
  LandedEvents events;
  EXPECT_EQ(events.Of(1), 0);
  EXPECT_EQ(events.EarliestSince(1, 0), LandedEvents::kNever);
  events.Add(1, 5, kNoon + std::chrono::seconds(90));
  EXPECT_EQ(events.Of(1), 5);
  EXPECT_EQ(events.EarliestSince(1, 0), kNoon + std::chrono::seconds(60)) << "its minute";
  EXPECT_EQ(events.EarliestSince(1, 5), LandedEvents::kNever);
  EXPECT_EQ(events.EarliestSince(2, 0), LandedEvents::kNever) << "another project";
  events.Add(1, 1, LandedEvents::kAnyTime);
  EXPECT_EQ(events.EarliestSince(1, 5), LandedEvents::kAnyTime);
  EXPECT_EQ(events.EarliestSince(1, events.Of(1)), LandedEvents::kNever);
}

TEST(LandedEvents, WhatAllProjectsAreToldCountsForThoseThatComeLater) {
  LandedEvents events;
  events.Add(1, 1, kNoon);
  const std::int64_t of_one = events.Of(1);
  const std::int64_t of_two = events.Of(2);
  events.AddToAll();
  EXPECT_NE(events.Of(1), of_one);
  EXPECT_NE(events.Of(2), of_two);
  EXPECT_EQ(events.EarliestSince(1, of_one), LandedEvents::kAnyTime);
  EXPECT_EQ(events.EarliestSince(2, of_two), LandedEvents::kAnyTime);
  const std::int64_t told = events.Of(2);
  events.Add(2, 1, kNoon);
  EXPECT_EQ(events.EarliestSince(2, of_two), LandedEvents::kAnyTime);
  EXPECT_EQ(events.EarliestSince(2, told), kNoon);
}

/// Against a list of all that landed, longer than what is kept of it.
TEST(LandedEvents, NeverTellsOfLessThanLanded) {
  std::mt19937 random(7);
  LandedEvents events;
  struct Landed {
    std::int64_t before;
    Timestamp at;
  };
  std::vector<Landed> all;
  for (int step = 0; step < 6'000; ++step) {
    const bool late = random() % 50 == 0;
    const auto back = std::chrono::minutes(late ? random() % 9'000 : random() % 3);
    const Timestamp at = kNoon + std::chrono::minutes(step) - back;
    all.push_back({events.Of(1), at});
    events.Add(1, static_cast<std::int64_t>(random() % 3), at);
    const auto& since = all[random() % all.size()];
    Timestamp earliest = LandedEvents::kNever;
    for (const Landed& one : all) {
      if (one.before >= since.before) earliest = std::min(earliest, one.at);
    }
    const Timestamp told = events.EarliestSince(1, since.before);
    ASSERT_LE(told, earliest);
    // What came in the last hours it tells to the minute.
    if (all.size() - static_cast<std::size_t>(&since - all.data()) < 900) {
      ASSERT_LT(earliest - told, std::chrono::minutes(1));
    }
  }
}

}  // namespace
}  // namespace tenrec::query
