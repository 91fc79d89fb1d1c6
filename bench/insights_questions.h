#pragma once

#include <string>
#include <vector>

/// Insights, and statements over the layout that PostHog uses by default that count the same.
namespace tenrec::bench {

/// What of an answer is compared.
enum class Compared {
  kStepCounts,   // the counts of a funnel's steps, value by value
  kCounts,       // the count of each result
  kData,         // the data of each result
  kByStatus,     // the sums of lifecycle's results, by the name of the status
  kSumOfValues,  // all counts of a retention table together
  kSumOfBins,    // all counts of a histogram together
  kTopEdges,     // the ten heaviest edges of paths
};

struct Question {
  std::string title;
  std::string query;
  Compared compared = Compared::kStepCounts;
  /// One row, one text. $P(key) is a property, $EVENTS the events, $FROM the events of persons.
  /// Empty: the layout has no statement for it that one would write.
  std::string plain;
  /// The same as arrays, with the times of the steps; empty: not measured.
  std::string arrays = {};
};

/// From the first to the last day, both inclusive.
struct Range {
  std::string from;
  std::string to;
  int days = 0;

  std::string json() const {
    return R"("dateRange":{"date_from":")" + from + R"(","date_to":")" + to + "\"}";
  }
  std::string sql() const {
    return " WHERE timestamp >= '" + from + " 00:00:00' AND timestamp <= '" + to + " 23:59:59'";
  }
};

inline constexpr const char* kByCountry =
    R"(,"breakdownFilter":{"breakdown":"$geoip_country_code","breakdown_type":"event"})";
inline constexpr const char* kInChrome =
    R"(,"properties":[{"type":"event","key":"$browser","value":"Chrome","operator":"exact"}])";
/// The number of the cohort that the bench fills.
inline constexpr int kCohort = 900'001;

inline std::vector<Question> Trends(const Range& range) {
  const std::string pageviews = range.sql() + " AND event = '$pageview'";
  const auto trends = [&](const std::string& more, const std::string& math = "total") {
    return R"({"kind":"TrendsQuery","interval":"day",)" + range.json() +
           R"(,"series":[{"kind":"EventsNode","event":"$pageview","math":")" + math + "\"}]" +
           more + "}";
  };
  const auto by_day = [&](const std::string& count, const std::string& from) {
    return "SELECT toString(groupArray(c)) FROM (SELECT toDate(timestamp) AS d, " + count +
           " AS c FROM " + from + " GROUP BY d ORDER BY d)";
  };
  const std::string cohort =
      R"(,"properties":[{"type":"cohort","key":"id","value":)" + std::to_string(kCohort) + "}]";
  return {
      {"trend by day, one property filter", trends(kInChrome), Compared::kData,
       by_day("count()", "$EVENTS" + pageviews + " AND $P($browser) = 'Chrome'")},
      {"trend by country", trends(kByCountry), Compared::kCounts,
       "SELECT toString(groupArray(c)) FROM (SELECT sum(one) AS c, min(place) AS first FROM "
       "(SELECT one, row_number() OVER (ORDER BY one DESC, value) AS place FROM (SELECT "
       "ifNull($P($geoip_country_code), '') AS value, count() AS one FROM $EVENTS" +
           pageviews + " GROUP BY value)) GROUP BY if(place <= 25, place, 26) ORDER BY first)"},
      {"daily active persons", trends("", "dau"), Compared::kData,
       by_day("uniqExact(person)", "$FROM" + pageviews)},
      {"daily active persons of a cohort", trends(cohort, "dau"), Compared::kData,
       by_day("uniqExact(person)", "$FROM" + pageviews +
                                       " AND person IN (SELECT person_id FROM cohort_members "
                                       "WHERE team_id = 1 AND cohort_id = " +
                                       std::to_string(kCohort) + " AND version = 1)")},
  };
}

inline std::vector<Question> Habits(const Range& range) {
  const std::string pageviews = " AND event = '$pageview'";
  const std::string series = R"(,"series":[{"kind":"EventsNode","event":"$pageview"}]})";
  const std::string day =
      "toInt64(dateDiff('day', toDateTime('" + range.from + " 00:00:00', 'UTC'), ";
  const auto retention = [&](const std::string& type) {
    return R"({"kind":"RetentionQuery",)" + range.json() +
           R"(,"retentionFilter":{"targetEntity":{"id":"$pageview","type":"events"},"returningEntity":{"id":"$pageview","type":"events"},"totalIntervals":11,"period":"Day","retentionType":")" +
           type + "\"}}";
  };
  const auto table = [](const std::string& people) {
    return "SELECT toString([sum(c)]) FROM (SELECT cohort, arrayJoin(arrayFilter(o -> o >= 0 AND o "
           "< 11, arrayMap(d -> d - cohort, days))) AS place, count() AS c FROM (SELECT days, "
           "arrayJoin(cohorts) AS cohort FROM (" +
           people + ")) GROUP BY cohort, place)";
  };
  return {
      {"stickiness by day", R"({"kind":"StickinessQuery",)" + range.json() + series,
       Compared::kData,
       "SELECT toString(groupArray(c)) FROM (SELECT n, count() AS c FROM (SELECT person, "
       "uniqExact(toDate(timestamp)) AS n FROM $FROM" +
           range.sql() + pageviews +
           " GROUP BY person) GROUP BY n ORDER BY n WITH FILL FROM 1 TO " +
           std::to_string(range.days + 1) + ")"},
      {"lifecycle by day", R"({"kind":"LifecycleQuery",)" + range.json() + series,
       Compared::kByStatus,
       "SELECT toString(groupArray(v)) FROM (SELECT s.2 AS status, sum(if(s.2 = 'dormant', -1, 1)) "
       "AS v FROM (SELECT arrayJoin(arrayConcat(arrayMap((c, p, i) -> (c, multiIf(i > 1 AND p = c "
       "- 1, 'returning', i = 1 AND c = created, 'new', 'resurrecting')), active, "
       "arrayPushFront(arrayPopBack(active), toInt64(-9)), arrayEnumerate(active)), arrayMap(c -> "
       "(c + 1, 'dormant'), arrayFilter((c, n) -> n != c + 1, active, "
       "arrayPushBack(arrayPopFront(active), toInt64(-9)))))) AS s FROM (SELECT person, " +
           day + "min(person_created_at))) AS created, arraySort(groupUniqArray(" + day +
           "timestamp)))) AS active FROM $FROM WHERE timestamp >= toDateTime('" + range.from +
           " 00:00:00', 'UTC') - INTERVAL 1 DAY AND timestamp <= '" + range.to + " 23:59:59'" +
           pageviews + " GROUP BY person)) WHERE s.1 >= 0 AND s.1 < " + std::to_string(range.days) +
           " GROUP BY status ORDER BY status)"},
      {"retention by day", retention("retention_recurring"), Compared::kSumOfValues,
       table("SELECT person, groupUniqArray(" + day +
             "timestamp))) AS days, days AS cohorts FROM $FROM" + range.sql() + pageviews +
             " GROUP BY person")},
      {"retention by day, first time", retention("retention_first_time"), Compared::kSumOfValues,
       table("SELECT person, groupUniqArrayIf(" + day + "timestamp)), timestamp >= '" + range.from +
             " 00:00:00') AS days, if(min(timestamp) >= '" + range.from + " 00:00:00', [" + day +
             "min(timestamp)))], []) AS cohorts FROM $FROM WHERE timestamp "
             "<= '" +
             range.to + " 23:59:59'" + pageviews + " GROUP BY person")},
  };
}

inline std::vector<Question> Paths(const Range& range) {
  const auto paths = [&](const std::string& filter) {
    return R"({"kind":"PathsQuery",)" + range.json() + R"(,"pathsFilter":{)" + filter + "}}";
  };
  const auto edges = [&](const std::string& item, const std::string& events) {
    return "SELECT toString(groupArray(concat(toString(position), '_', before, '>', "
           "toString(position + 1), '_', after, ' ', toString(value)))) FROM (SELECT edge.1 AS "
           "position, edge.2 AS before, edge.3 AS after, count() AS value, avg(edge.4) AS took "
           "FROM (SELECT arrayJoin(arrayMap((a, b, i) -> (i, a.2, b.2, b.1 - a.1), "
           "arrayPopBack(path), arrayPopFront(path), arrayEnumerate(arrayPopBack(path)))) AS edge "
           "FROM (SELECT arraySlice(arrayFilter((a, b) -> a.2 != b.2, session, "
           "arrayPushBack(arrayPopFront(session), (0, ''))), 1, 5) AS path FROM (SELECT "
           "arrayJoin(arraySplit((a, pause) -> pause >= 1800000, steps, "
           "arrayDifference(arrayMap(a -> a.1, steps)))) AS session FROM (SELECT person, "
           "arraySort(groupArray((toUnixTimestamp64Milli(timestamp), item))) AS steps FROM (SELECT "
           "person, timestamp, " +
           item + " AS item FROM $FROM" + range.sql() + events +
           ") WHERE item != '' GROUP BY person))) WHERE length(path) > 1) GROUP BY position, "
           "before, after ORDER BY value DESC, concat(toString(position), '_', before), after "
           "LIMIT 10)";
  };
  const std::string page =
      "ifNull(if(length($P($current_url)) > 1 AND endsWith($P($current_url), '/'), "
      "substring($P($current_url), 1, length($P($current_url)) - 1), $P($current_url)), '')";
  return {
      {"paths of pages", paths(R"("includeEventTypes":["$pageview"])"), Compared::kTopEdges,
       edges(page, " AND event = '$pageview'")},
      {"paths of custom events", paths(R"("includeEventTypes":["custom_event"])"),
       Compared::kTopEdges, edges("event", " AND NOT startsWith(event, '$')")},
  };
}

inline std::vector<Question> Funnels(const Range& range) {
  const std::string series =
      R"(,"series":[{"kind":"EventsNode","event":"$pageview"},{"kind":"EventsNode","event":"signup started"},{"kind":"EventsNode","event":"signed up"}])";
  const auto funnel = [&](const std::string& more) {
    return R"({"kind":"FunnelsQuery",)" + range.json() + series + more + "}";
  };
  const auto ordered = [&](const std::string& filter) {
    return funnel(R"(,"funnelsFilter":{)" + filter + "}");
  };
  const std::string within =
      range.sql() + " AND event IN ('$pageview', 'signup started', 'signed up')";
  const std::string window = "1209600000000";
  const std::string micros = "toUnixTimestamp64Micro(timestamp)";
  const std::string view = "event = '$pageview'";
  const std::string start = "event = 'signup started'";
  const std::string up = "event = 'signed up'";
  const std::string step =
      "multiIf(event = '$pageview', 1, event = 'signup started', 2, event = 'signed up', 3, 0)";
  const auto reach = [&](const std::string& a, const std::string& b, const std::string& c) {
    return "windowFunnel(" + window + ")(toUInt64(" + micros + "), " + a + ", " + b + ", " + c +
           ")";
  };
  const std::string counts =
      "toString([countIf(level >= 1), countIf(level >= 2), countIf(level >= 3)])";
  const auto levels = [&](const std::string& level, const std::string& where) {
    return "SELECT " + counts + " FROM (SELECT person, " + level + " AS level FROM $FROM" + where +
           " GROUP BY person)";
  };
  const std::string fold =
      "arrayFold((a, e) -> (if(e.2 = 1, e.1, a.1), if(e.2 = 2 AND a.1 > 0 AND e.1 - a.1 <= " +
      window + ", a.1, a.2), if(e.2 = 3 AND a.2 > 0 AND e.1 - a.2 <= " + window +
      ", a.2, a.3), if(e.2 = 2 AND a.1 > 0, e.1, a.4), if(e.2 = 3 AND a.2 > 0, e.1, a.5)), "
      "arraySort(groupArray((" +
      micros + ", " + step + "))), (toInt64(0), toInt64(0), toInt64(0), toInt64(0), toInt64(0)))";
  const std::string folded =
      "(SELECT person, " + fold + " AS f FROM $FROM" + within + " GROUP BY person)";
  const std::string strict =
      "arrayMax(arrayMap((a, b, c) -> if(a.2 != 1, 0, if(b.2 != 2 OR b.1 - a.1 > " + window +
      ", 1, if(c.2 != 3 OR c.1 - a.1 > " + window + ", 2, 3))), arraySort(groupArray((" + micros +
      ", toUInt8(" + step +
      "))) AS all) AS e, arrayResize(arrayPopFront(e), length(e)), "
      "arrayResize(arrayPopFront(arrayPopFront(e)), length(e))))";
  const std::string in_any_order = "greatest(" + reach(view, start, up) + ", " +
                                   reach(view, up, start) + ", " + reach(start, view, up) + ", " +
                                   reach(start, up, view) + ", " + reach(up, view, start) + ", " +
                                   reach(up, start, view) + ")";
  return {
      {"funnel of three steps", funnel(""), Compared::kStepCounts,
       levels(reach(view, start, up), within),
       "SELECT toString([countIf(f.1 > 0), countIf(f.2 > 0), countIf(f.3 > 0)]) FROM " + folded},
      {"funnel, one property filter", funnel(kInChrome), Compared::kStepCounts,
       levels(reach(view, start, up), within + " AND $P($browser) = 'Chrome'")},
      {"funnel by country, first touch", funnel(kByCountry), Compared::kStepCounts,
       "SELECT arrayStringConcat(groupArray(c)) FROM (SELECT if(n <= 25, country, 'Other') AS "
       "label, toString([sum(a), sum(b), sum(d)]) AS c FROM (SELECT country, countIf(level >= 1) "
       "AS a, countIf(level >= 2) AS b, countIf(level >= 3) AS d, row_number() OVER (ORDER BY d "
       "DESC, b DESC, a DESC, country) AS n FROM (SELECT person, ifNull(argMinIf(country_of, "
       "timestamp, notEmpty(country_of)), '') AS country, " +
           reach(view, start, up) +
           " AS level FROM (SELECT person, event, timestamp, ifNull($P($geoip_country_code), '') "
           "AS country_of FROM $FROM" +
           within +
           ") GROUP BY person) WHERE level > 0 GROUP BY country) GROUP BY label ORDER BY min(n))"},
      {"funnel, nothing in between", ordered(R"("funnelOrderType":"strict")"),
       Compared::kStepCounts, levels(strict, range.sql())},
      {"funnel in any order", ordered(R"("funnelOrderType":"unordered")"), Compared::kStepCounts,
       levels(in_any_order, within)},
      {"funnel, time to convert", ordered(R"("funnelVizType":"time_to_convert")"),
       Compared::kSumOfBins,
       "SELECT toString([sum(c)]) FROM (SELECT intDiv(f.5 - f.3, 3600000000) AS bin, count() AS c "
       "FROM " +
           folded + " WHERE f.3 > 0 GROUP BY bin)"},
      {"funnel by day of entry", ordered(R"("funnelVizType":"trends")"), Compared::kData, ""},
  };
}

}  // namespace tenrec::bench
