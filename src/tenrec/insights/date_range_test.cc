#include "tenrec/insights/date_range.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/check.h"

namespace tenrec::insights {
namespace {

ProjectTime Zone(std::string_view name, int week_start_day = 0) {
  auto zone = ProjectTime::Load(name, week_start_day);
  TENREC_CHECK(zone) << name;
  return *std::move(zone);
}

Timestamp At(std::string_view text) {
  const auto t = ParseRfc3339(text);
  TENREC_CHECK(t) << text;
  return *t;
}

/// Wednesday noon in London.
const Timestamp kNow = At("2024-03-13T12:34:56.789Z");

DateRangeRequest Request(std::string from, std::string to, Interval interval = Interval::kDay) {
  DateRangeRequest request{.interval = interval};
  if (!from.empty()) request.date_from = std::move(from);
  if (!to.empty()) request.date_to = std::move(to);
  return request;
}

DateRange Resolve(const DateRangeRequest& request, const ProjectTime& zone, Timestamp now = kNow) {
  auto range = ResolveDateRange(request, zone, now);
  TENREC_CHECK(range) << range.error().message;
  return *std::move(range);
}

TEST(ParseDate, ReadsEveryShape) {
  const ProjectTime utc = Zone("UTC");
  const auto reads = [&](std::string_view text, std::string_view want, bool truncate = false) {
    EXPECT_EQ(utc.FormatIso(ParseDate(text, utc, kNow, truncate).instant), want) << text;
  };
  reads("2024-01-31", "2024-01-31T00:00:00Z");
  reads("2024-1-3", "2024-01-03T00:00:00Z");
  reads("2024-01", "2024-01-01T00:00:00Z");
  reads("20240131", "2024-01-31T00:00:00Z");
  reads("2024-01-31T10:00", "2024-01-31T10:00:00Z");
  reads("2024-01-31 10:00:05", "2024-01-31T10:00:05Z");
  reads("2024-01-31T10:00:05.25", "2024-01-31T10:00:05.250000Z");
  reads("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z");
  reads("2024-01-31T10:00:00+02:00", "2024-01-31T08:00:00Z");
  reads("2024-01-31T10:00:00-0530", "2024-01-31T15:30:00Z");
  // An impossible date is no date, and its letters and digits name no unit: now.
  reads("2024-02-30", "2024-03-13T12:34:56.789000Z");
  reads("", "2024-03-13T12:34:56.789000Z");
  reads("-7d", "2024-03-06T12:34:56.789000Z");
  reads("7d", "2024-03-06T12:34:56.789000Z");
  reads("-7d", "2024-03-06T00:00:00Z", true);
  reads("-24h", "2024-03-12T12:34:56.789000Z");
  reads("-24h", "2024-03-12T12:00:00Z", true);
  reads("-3hStart", "2024-03-13T09:00:00Z");
  reads("-3hEnd", "2024-03-13T09:59:59.999999Z");
  reads("dStart", "2024-03-13T00:00:00Z");
  reads("-1dStart", "2024-03-12T00:00:00Z");
  reads("-1dEnd", "2024-03-12T23:59:59.999999Z");
  reads("-2w", "2024-02-28T12:34:56.789000Z");
  reads("-1m", "2024-02-13T12:34:56.789000Z");
  reads("mStart", "2024-03-01T12:34:56.789000Z");
  reads("mStart", "2024-03-01T00:00:00Z", true);
  reads("-1mStart", "2024-02-01T00:00:00Z", true);
  reads("-1mEnd", "2024-02-29T12:34:56.789000Z");
  reads("-1q", "2023-12-13T12:34:56.789000Z");
  reads("-1y", "2023-03-13T12:34:56.789000Z");
  reads("yStart", "2024-01-01T00:00:00Z", true);
  reads("yEnd", "2024-12-31T00:00:00Z", true);
  reads("-10M", "2024-03-13T12:24:56.789000Z");
  reads("-30s", "2024-03-13T12:34:26.789000Z");
  reads("-5D", "2024-03-13T12:34:56.789000Z");
  reads("-99999999999d", "1750-05-29T00:00:00Z", true);
}

TEST(ParseDate, ClampsToTheLengthOfTheMonth) {
  const ProjectTime utc = Zone("UTC");
  const Timestamp now = At("2024-03-31T10:00:00Z");
  EXPECT_EQ(utc.FormatDate(ParseDate("-1m", utc, now, true).instant), "2024-02-29");
  EXPECT_EQ(utc.FormatDate(ParseDate("-1y", utc, At("2024-02-29T10:00:00Z"), true).instant),
            "2023-02-28");
}

TEST(ParseDate, UsesTheProjectsZone) {
  const ProjectTime tokyo = Zone("Asia/Tokyo");
  const Timestamp now = At("2024-03-13T16:00:00Z");  // already the 14th in Tokyo
  EXPECT_EQ(tokyo.FormatIso(ParseDate("dStart", tokyo, now, true).instant),
            "2024-03-14T00:00:00+09:00");
  EXPECT_EQ(tokyo.FormatIso(ParseDate("2024-03-14", tokyo, now, true).instant),
            "2024-03-14T00:00:00+09:00");
  EXPECT_EQ(tokyo.FormatIso(ParseDate("2024-03-14T00:00Z", tokyo, now, true).instant),
            "2024-03-14T09:00:00+09:00");
}

struct RangeCase {
  const char* from;
  const char* to;
  Interval interval;
  const char* want_from;
  const char* want_to;
  const char* want_lower;
  std::size_t want_buckets;
};

TEST(ResolveDateRange, ReadsEveryInterval) {
  const ProjectTime utc = Zone("UTC");
  const std::vector<RangeCase> cases = {
      {"", "", Interval::kDay, "2024-03-06T00:00:00Z", "2024-03-13T23:59:59.999999Z",
       "2024-03-06T00:00:00Z", 8},
      {"-7d", "", Interval::kDay, "2024-03-06T00:00:00Z", "2024-03-13T23:59:59.999999Z",
       "2024-03-06T00:00:00Z", 8},
      {"-30d", "", Interval::kMonth, "2024-02-12T00:00:00Z", "2024-03-13T23:59:59.999999Z",
       "2024-02-01T00:00:00Z", 2},
      {"-30d", "", Interval::kWeek, "2024-02-12T00:00:00Z", "2024-03-13T23:59:59.999999Z",
       "2024-02-12T00:00:00Z", 5},
      {"-24h", "", Interval::kHour, "2024-03-12T12:00:00Z", "2024-03-13T12:59:59.999999Z",
       "2024-03-12T12:00:00Z", 25},
      {"-24h", "", Interval::kDay, "2024-03-12T12:00:00Z", "2024-03-13T23:59:59.999999Z",
       "2024-03-12T12:00:00Z", 2},
      {"-1h", "", Interval::kMinute, "2024-03-13T11:34:56.789000Z", "2024-03-13T12:34:59.999999Z",
       "2024-03-13T11:34:56.789000Z", 61},
      {"-10s", "", Interval::kSecond, "2024-03-13T12:34:46.789000Z", "2024-03-13T12:34:56.999999Z",
       "2024-03-13T12:34:46.789000Z", 11},
      {"2024-01-09", "2024-01-11", Interval::kDay, "2024-01-09T00:00:00Z",
       "2024-01-11T23:59:59.999999Z", "2024-01-09T00:00:00Z", 3},
      {"2024-01-09T10:30", "2024-01-09T12:30", Interval::kHour, "2024-01-09T10:30:00Z",
       "2024-01-09T12:30:00Z", "2024-01-09T10:00:00Z", 3},
      {"2024-01-15", "2024-03-02", Interval::kMonth, "2024-01-15T00:00:00Z",
       "2024-03-02T23:59:59.999999Z", "2024-01-01T00:00:00Z", 3},
      {"mStart", "mEnd", Interval::kDay, "2024-03-01T00:00:00Z", "2024-03-31T23:59:59.999999Z",
       "2024-03-01T00:00:00Z", 31},
  };
  for (const RangeCase& c : cases) {
    const DateRange range = Resolve(Request(c.from, c.to, c.interval), utc);
    const std::string name =
        std::string(c.from) + ".." + c.to + " by " + std::string(IntervalName(c.interval));
    EXPECT_EQ(utc.FormatIso(range.from), c.want_from) << name;
    EXPECT_EQ(utc.FormatIso(range.to), c.want_to) << name;
    EXPECT_EQ(utc.FormatIso(range.lower_bound), c.want_lower) << name;
    EXPECT_EQ(range.buckets.size(), c.want_buckets) << name;
  }
}

TEST(ResolveDateRange, HoursFollowClocksThatMoveByHalfAnHour) {
  const ProjectTime zone = Zone("Australia/Lord_Howe");
  const DateRange range = Resolve(Request("2026-04-01", "2026-04-30", Interval::kHour), zone,
                                  At("2026-05-01T00:00:00Z"));
  // The engine counts whole hours since midnight; tests/reference/history.test.mjs holds it to
  // that.
  for (const Timestamp t : range.buckets) {
    EXPECT_EQ(zone.StartOf(Interval::kHour, t), t) << FormatIso(t);
  }
  // The day of the change has 24 hours and a half.
  EXPECT_EQ(zone.FormatIso(zone.StartOf(Interval::kHour, At("2026-04-04T16:10:00Z"))),
            "2026-04-05T02:30:00+10:30");
  EXPECT_EQ(zone.FormatIso(zone.StartOf(Interval::kHour, At("2026-04-05T13:20:00Z"))),
            "2026-04-05T23:30:00+10:30");
  EXPECT_EQ(zone.FormatIso(zone.Next(Interval::kHour, At("2026-04-05T13:00:00Z"))),
            "2026-04-06T00:00:00+10:30");
  EXPECT_GE(range.buckets.size(), 29U * 24U);
}

TEST(ResolveDateRange, KeepsExplicitDatesAsWritten) {
  const ProjectTime utc = Zone("UTC");
  DateRangeRequest request = Request("2024-01-09T10:30", "2024-01-11T12:00");
  request.explicit_date = true;
  const DateRange range = Resolve(request, utc);
  EXPECT_EQ(utc.FormatIso(range.lower_bound), "2024-01-09T10:30:00Z");
  EXPECT_EQ(utc.FormatIso(range.to), "2024-01-11T12:00:00Z");
}

TEST(ResolveDateRange, EndsAnExactRangeNow) {
  const ProjectTime utc = Zone("UTC");
  DateRangeRequest request = Request("-7d", "");
  request.exact_range = true;
  const DateRange range = Resolve(request, utc);
  EXPECT_EQ(utc.FormatIso(range.from), "2024-03-06T12:34:56.789000Z");
  EXPECT_EQ(range.lower_bound, range.from);
  // An event of this very second is in it, though questions compare whole seconds.
  EXPECT_EQ(utc.FormatIso(range.to), "2024-03-13T12:34:57Z");
  request.exact_range = false;
  request.explicit_date = true;
  EXPECT_EQ(utc.FormatIso(Resolve(request, utc).to), "2024-03-13T12:34:57Z");
  const auto whole = ResolveDateRange(request, utc, At("2024-03-13T12:34:56Z"));
  ASSERT_TRUE(whole);
  EXPECT_EQ(utc.FormatIso(whole->to), "2024-03-13T12:34:56Z");
}

TEST(ResolveDateRange, StartsAllAtTheEarliestEvent) {
  const ProjectTime utc = Zone("UTC");
  DateRangeRequest request = Request("all", "");
  EXPECT_EQ(utc.FormatIso(Resolve(request, utc).from), "2024-03-06T12:34:56.789000Z");
  request.earliest = At("2024-03-01T05:00:00Z");
  EXPECT_EQ(utc.FormatIso(Resolve(request, utc).from), "2024-03-01T05:00:00Z");
  EXPECT_EQ(utc.FormatIso(Resolve(request, utc).lower_bound), "2024-03-01T00:00:00Z");
  EXPECT_EQ(Resolve(request, utc).buckets.size(), 13U);
}

TEST(ResolveDateRange, RefusesARangeWithTooManyBuckets) {
  EXPECT_FALSE(ResolveDateRange(Request("2000-01-01", "", Interval::kMinute), Zone("UTC"), kNow));
}

TEST(ResolveDateRange, CountsLocalDaysThroughClockChanges) {
  const ProjectTime york = Zone("America/New_York");
  const DateRange spring = Resolve(Request("2024-03-09", "2024-03-11"), york);
  EXPECT_EQ(BucketInstants(spring, york),
            (std::vector<std::string>{"2024-03-09T00:00:00-05:00", "2024-03-10T00:00:00-05:00",
                                      "2024-03-11T00:00:00-04:00"}));
  EXPECT_EQ(spring.buckets[2] - spring.buckets[1], std::chrono::hours(23));
  const auto hours_of = [&](const char* day) {
    return Resolve(Request(day, std::string(day) + "T23:59:59", Interval::kHour), york)
        .buckets.size();
  };
  EXPECT_EQ(hours_of("2024-03-09"), 24U);
  EXPECT_EQ(hours_of("2024-03-10"), 23U);
  EXPECT_EQ(hours_of("2024-11-03"), 25U);
}

TEST(ResolveDateRange, StartsHoursOnTheLocalClockInAHalfHourZone) {
  const ProjectTime kolkata = Zone("Asia/Kolkata");
  const DateRange range = Resolve(Request("-2h", "", Interval::kHour), kolkata);
  EXPECT_EQ(BucketDays(range, kolkata),
            (std::vector<std::string>{"2024-03-13 16:00:00", "2024-03-13 17:00:00",
                                      "2024-03-13 18:00:00"}));
}

TEST(ResolveDateRange, StartsTheDayAfterASkippedMidnight) {
  const ProjectTime cairo = Zone("Africa/Cairo");  // 2024-04-26 begins at 01:00
  const DateRange range = Resolve(Request("2024-04-25", "2024-04-27"), cairo);
  EXPECT_EQ(range.buckets.size(), 3U);
  EXPECT_EQ(cairo.FormatIso(range.buckets[1]), "2024-04-26T01:00:00+03:00");
}

TEST(ResolveDateRange, StartsWeeksOnTheProjectsDay) {
  const auto first_bucket = [](int week_start_day) {
    const ProjectTime utc = Zone("UTC", week_start_day);
    return BucketDays(Resolve(Request("2024-03-13", "2024-03-18", Interval::kWeek), utc), utc);
  };
  EXPECT_EQ(first_bucket(0), (std::vector<std::string>{"2024-03-10", "2024-03-17"}));
  EXPECT_EQ(first_bucket(1), (std::vector<std::string>{"2024-03-11", "2024-03-18"}));
}

TEST(BucketLabels, NameEachInterval) {
  const ProjectTime utc = Zone("UTC", 1);
  const auto labels = [&](const char* from, const char* to, Interval interval) {
    return BucketLabels(Resolve(Request(from, to, interval), utc), utc);
  };
  using Words = std::vector<std::string>;
  EXPECT_EQ(labels("2020-01-02", "2020-01-02", Interval::kDay), Words{"2-Jan-2020"});
  EXPECT_EQ(labels("2020-01-02T10:00", "2020-01-02T11:00", Interval::kHour),
            (Words{"2-Jan 10:00", "2-Jan 11:00"}));
  EXPECT_EQ(labels("2020-01-02T10:05", "2020-01-02T10:05", Interval::kMinute),
            Words{"2-Jan 10:05"});
  EXPECT_EQ(labels("2020-01-15", "2020-02-15", Interval::kMonth), (Words{"Jan 2020", "Feb 2020"}));
  EXPECT_EQ(
      labels("2020-01-06", "2020-02-10", Interval::kWeek),
      (Words{"6–12 Jan", "13–19 Jan", "20–26 Jan", "27-Jan – 2-Feb", "3–9 Feb", "10-Feb-2020"}));
  EXPECT_EQ(labels("2019-12-30", "2020-01-05", Interval::kWeek), Words{"30-Dec-2019 – 5-Jan-2020"});
}

struct CompareCase {
  const char* from;
  const char* to;
  Interval interval;
  const char* compare_to;
  const char* want_from;
  const char* want_to;
};

TEST(ResolveCompareRange, FindsThePeriodBefore) {
  const ProjectTime utc = Zone("UTC");
  const std::vector<CompareCase> cases = {
      {"-7d", "", Interval::kDay, "", "2024-02-28T00:00:00Z", "2024-03-06T23:59:59.999999Z"},
      {"-7d", "2024-03-13", Interval::kDay, "", "2024-02-28T00:00:00Z",
       "2024-03-06T23:59:59.999999Z"},
      {"-6d", "", Interval::kDay, "", "2024-02-29T00:00:00Z", "2024-03-06T23:59:59.999999Z"},
      {"", "", Interval::kDay, "", "2024-02-27T00:00:00Z", "2024-03-05T23:59:59.999999Z"},
      {"2024-01-09", "2024-01-11", Interval::kDay, "", "2024-01-06T00:00:00Z",
       "2024-01-08T23:59:59.999999Z"},
      {"-7d", "-1d", Interval::kDay, "", "2024-02-28T00:00:00Z", "2024-03-05T23:59:59.999999Z"},
      {"-24h", "", Interval::kHour, "", "2024-03-11T12:00:00Z", "2024-03-12T12:59:59.999999Z"},
      {"-1h", "", Interval::kMinute, "", "2024-03-13T10:34:53Z", "2024-03-13T11:34:56.210999Z"},
      {"-7d", "", Interval::kDay, "-1w", "2024-02-28T00:00:00Z", "2024-03-06T23:59:59.999999Z"},
      {"-7d", "", Interval::kDay, "-1m", "2024-02-06T00:00:00Z", "2024-02-13T23:59:59.999999Z"},
      {"-7d", "", Interval::kDay, "-1y", "2023-03-06T00:00:00Z", "2023-03-13T23:59:59.999999Z"},
  };
  for (const CompareCase& c : cases) {
    const DateRangeRequest request = Request(c.from, c.to, c.interval);
    const std::string to = c.compare_to;
    const auto range = ResolveCompareRange(
        request, Resolve(request, utc), to.empty() ? std::nullopt : std::optional(to), utc, kNow);
    const std::string name = std::string(c.from) + ".." + c.to + " against " + to;
    ASSERT_TRUE(range) << name;
    EXPECT_EQ(utc.FormatIso(range->from), c.want_from) << name;
    EXPECT_EQ(utc.FormatIso(range->to), c.want_to) << name;
  }
}

TEST(ResolveCompareRange, MeasuresByTheWallClock) {
  const ProjectTime york = Zone("America/New_York");
  const DateRangeRequest request = Request("2024-03-09", "2024-03-11");
  const auto range = ResolveCompareRange(request, Resolve(request, york), std::nullopt, york, kNow);
  ASSERT_TRUE(range);
  EXPECT_EQ(york.FormatIso(range->from), "2024-03-06T00:00:00-05:00");
  EXPECT_EQ(york.FormatIso(range->to), "2024-03-08T23:59:59.999999-05:00");
}

TEST(ProjectTime, RefusesUnknownZonesAndWeeks) {
  EXPECT_FALSE(ProjectTime::Load("Mars/Olympus", 0));
  EXPECT_FALSE(ProjectTime::Load("UTC", 3));
}

TEST(ResolveDateRange, EndsBeforeTheBucketThatIsStillRunning) {
  const ProjectTime zone = Zone("Europe/London");
  const auto ends = [&](DateRangeRequest request, std::string_view from, std::string_view to,
                        std::size_t buckets) {
    request.exclude_incomplete = true;
    const DateRange range = Resolve(request, zone);
    EXPECT_EQ(zone.FormatIso(range.from), from);
    EXPECT_EQ(zone.FormatIso(range.to), to);
    EXPECT_EQ(range.buckets.size(), buckets);
    EXPECT_FALSE(range.backwards);
  };
  ends(Request("-7d", ""), "2024-03-06T00:00:00Z", "2024-03-12T23:59:59.999999Z", 7);
  ends(Request("-3h", "", Interval::kHour), "2024-03-13T09:00:00Z", "2024-03-13T11:59:59.999999Z",
       3);
  ends(Request("-14d", "", Interval::kWeek), "2024-02-28T00:00:00Z", "2024-03-09T23:59:59.999999Z",
       2);
  ends(Request("2024-01-01", "2024-12-31", Interval::kMonth), "2024-01-01T00:00:00Z",
       "2024-02-29T23:59:59.999999Z", 2);
  ends(Request("2024-03-01", "2024-03-03"), "2024-03-01T00:00:00Z", "2024-03-03T23:59:59.999999Z",
       3);
  ends(Request("dStart", ""), "2024-03-13T00:00:00Z", "2024-03-12T23:59:59.999999Z", 0);
}

TEST(ResolveCompareRange, KeepsTheWeekdaysOfARangeWithoutTheRunningDay) {
  const ProjectTime zone = Zone("UTC");
  DateRangeRequest request = Request("-7d", "");
  request.exclude_incomplete = true;
  const DateRange range = Resolve(request, zone);
  const auto before = ResolveCompareRange(request, range, std::nullopt, zone, kNow);
  ASSERT_TRUE(before);
  EXPECT_EQ(zone.FormatIso(before->from), "2024-02-28T00:00:00Z");
  EXPECT_EQ(zone.FormatIso(before->to), "2024-03-05T23:59:59.999999Z");
}

TEST(DropUncountedDays, KeepsBucketsThatAreDays) {
  const ProjectTime zone = Zone("Asia/Kathmandu");
  const auto keeps = [&](Interval interval, std::vector<int> days, std::size_t buckets) {
    DateRangeRequest request = Request("2024-03-04", "2024-03-17", interval);  // Monday to Sunday
    request.days_of_week = std::move(days);
    DateRange range = Resolve(request, zone);
    DropUncountedDays(range, zone);
    EXPECT_EQ(range.buckets.size(), buckets);
    return range;
  };
  const DateRange weekends = keeps(Interval::kDay, {6, 7}, 4);
  EXPECT_EQ(zone.FormatDate(weekends.buckets.front()), "2024-03-09");
  keeps(Interval::kDay, {}, 14);
  keeps(Interval::kDay, {1}, 2);
  keeps(Interval::kWeek, {1}, 3);
  keeps(Interval::kHour, {1}, 313);
}

}  // namespace
}  // namespace tenrec::insights
