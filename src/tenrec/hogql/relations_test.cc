// Tables that are joined when a question reads them, on the real engine.

#include <string>

#include <gtest/gtest.h>

#include "tenrec/engine/testing_engine.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

constexpr TeamId kTeam = 41;
// Ids of sessions: UUIDv7s of when they began.
const std::string kFirst = "018df974-d500-7000-8000-000000000001";
const std::string kSecond = "018dfe9b-3100-7000-8000-000000000002";

std::string Uuid(char last) {
  return std::string("00000000-0000-0000-0000-00000000000") + last;
}

// Anna (1) saw two pages in the first session and bought; Bob (2) did one thing in the second.
// Anna's browser id "old" belonged to person 3 when its event came in. Another project has the same
// ids.
engine::ChdbEngine& Filled() {
  static engine::ChdbEngine& engine = []() -> engine::ChdbEngine& {
    auto& opened = engine::TestEngine();
    const auto run = [&](const std::string& sql) {
      const auto done = opened.Execute({sql, {}}, {.readonly = false});
      if (!done) ADD_FAILURE() << done.error().message << "\n" << sql;
    };
    for (const auto* table : schema::Tables()) run(schema::CreateTableSql(*table));
    for (const TeamId team : {kTeam, kTeam + 1}) {
      const std::string mark = team == kTeam ? "" : "wrong ";
      const std::string head = "(" + std::to_string(team) + ", ";
      const auto event = [&](const std::string& name, const std::string& time,
                             const std::string& distinct_id, char person,
                             const std::string& session, const std::string& url,
                             const std::string& source, const std::string& group) {
        run("INSERT INTO events (team_id, uuid, event, timestamp, created_at, inserted_at, "
            "distinct_id, person_id, person_created_at, properties, properties_tail, "
            "person_properties, person_properties_tail, `p_$session_id`, `p_$current_url`, "
            "`$group_0`, p_utm_source, p_utm_medium) VALUES " +
            head + "generateUUIDv4(), '" + name + "', '" + time + "', '" + time + "', '" + time +
            "', '" + distinct_id + "', '" + Uuid(person) +
            "', '2024-01-01 00:00:00', '{}', map(), '{}', map('plan', '" + mark + "then'), '" +
            session + "', " + (url.empty() ? "NULL" : "'https://" + mark + url + "'") + ", '" +
            group + "', " + (source.empty() ? "NULL, NULL" : "'" + mark + source + "', 'cpc'") +
            ")");
      };
      event("$pageview", "2024-03-01 10:00:00", "anna", '1', kFirst, "x.org/start", "google",
            "acme");
      event("$pageview", "2024-03-01 10:00:20", "anna", '1', kFirst, "x.org/end", "", "acme");
      event("buy", "2024-03-01 10:01:00", "anna", '1', kFirst, "", "", "unknown");
      event("$pageview", "2024-03-02 10:00:00", "bob", '2', kSecond, "x.org/bob", "", "");
      event("server", "2024-03-03 10:00:00", "old", '3', "", "", "", "acme");
      for (const char person : {'1', '2'}) {
        run("INSERT INTO persons VALUES " + head + "'" + Uuid(person) +
            "', '2024-01-01 00:00:00', " + R"('{"plan":")" + mark + "now" + person +
            R"(","age":"3)" + person + R"("}', )" + (person == '1' ? "1" : "0") + ", 1, 0)");
      }
      run("INSERT INTO person_distinct_ids VALUES " + head + "'anna', '" + Uuid('1') +
          "', 1, 0), " + head + "'bob', '" + Uuid('2') + "', 1, 0), " + head + "'old', '" +
          Uuid('3') + "', 1, 0), " + head + "'old', '" + Uuid('1') + "', 2, 0)");
      run("INSERT INTO person_distinct_id_overrides VALUES " + head + "'old', '" + Uuid('1') +
          "', 2, 0, '" + Uuid('3') + "')");
      for (const std::string row :
           {R"(0, 'acme', '2024-01-01 00:00:00', '{"name":"@Old","size":5}', 1, 0)",
            R"(0, 'acme', '2024-01-01 00:00:00', '{"name":"@Acme","size":50}', 2, 0)",
            R"(1, 'acme', '2024-01-01 00:00:00', '{"name":"@Project"}', 1, 0)"}) {
        std::string marked = row;
        marked.replace(marked.find('@'), 1, mark);
        run("INSERT INTO groups (team_id, group_type_index, group_key, created_at, properties, "
            "version, is_deleted) VALUES " +
            head + marked + ")");
      }
    }
    return opened;
  }();
  return engine;
}

std::string Ask(const std::string& question,
                PersonsOnEventsMode mode = PersonsOnEventsMode::kOverrideOnEvents,
                TeamId team = kTeam) {
  CompileContext context;
  context.team_id = team;
  context.group_types = {"organization"};
  context.modifiers.persons_on_events = mode;
  context.property_type = [](PropertyScope scope, std::string_view key, int group_index) {
    if (scope == PropertyScope::kGroup) {
      return key == "size" && group_index == 0 ? PropertyType::kNumeric : PropertyType::kUnknown;
    }
    return key == "age" ? PropertyType::kNumeric : PropertyType::kUnknown;
  };
  const auto compiled = CompileText(question, context);
  if (!compiled) return compiled.error().tag + ": " + compiled.error().message;
  return engine::Answer(Filled(), compiled->text.sql, compiled->text.params);
}

TEST(Execute, JoinsTheGroupsOfAnEvent) {
  EXPECT_EQ(Ask("select event, group_0.properties.name, group_0.properties.size + 1 from events "
                "order by timestamp"),
            "\"$pageview\",\"Acme\",51.0\n\"$pageview\",\"Acme\",51.0\n\"buy\",null,null\n"
            "\"$pageview\",null,null\n\"server\",\"Acme\",51.0");
  EXPECT_EQ(Ask("select count() from events where organization.properties.name = 'Acme'"), "3");
  EXPECT_EQ(Ask("select group_0.key, count() from events group by group_0.key order by 1"),
            "\"\",1\n\"acme\",3\n\"unknown\",1");
  EXPECT_EQ(Ask("select g.name from (select group_0.properties as g from events where event = "
                "'server')"),
            "\"Acme\"");
  EXPECT_EQ(Ask("select index, key, properties.name from groups order by index"),
            "0,\"acme\",\"Acme\"\n1,\"acme\",\"Project\"");
  EXPECT_EQ(Ask("select uniq(key), max(version) from raw_groups"), "1,2");
}

TEST(Execute, GathersSessions) {
  EXPECT_EQ(Ask("select session_id, distinct_id, $session_duration, $pageview_count, "
                "$entry_current_url, $end_pathname, $num_uniq_urls, $is_bounce, $channel_type, "
                "$entry_utm_source from sessions order by session_id"),
            "\"" + kFirst +
                "\",\"anna\",60,2,\"https://x.org/start\",\"/end\",2,0,\"Paid Search\",\"google\"\n"
                "\"" +
                kSecond + "\",\"bob\",0,1,\"https://x.org/bob\",\"/bob\",1,1,\"Unknown\",null");
  EXPECT_EQ(Ask("select event, session.$session_duration, session.$entry_pathname from events "
                "where timestamp < '2024-03-02' order by timestamp"),
            "\"$pageview\",60,\"/start\"\n\"$pageview\",60,\"/start\"\n\"buy\",60,\"/start\"");
  EXPECT_EQ(Ask("select count() from sessions where $start_timestamp >= '2024-03-02'"), "1");
  EXPECT_EQ(Ask("select count() from sessions where $start_timestamp between '2024-03-01' and "
                "'2024-03-01 23:00:00' and $session_duration > 10"),
            "1");
  EXPECT_EQ(Ask("select avg(session.$session_duration) from events where event = 'server'"), "0.0")
      << "an event outside of any session has the join's default";
  EXPECT_EQ(Ask("select count() from sessions as s join events as e on e.$session_id = s.id"), "4");
}

TEST(Execute, MakesSessionsOfUuidV7sOnly) {
  constexpr TeamId kOther = 45;
  for (const std::string id :
       {"018df974-d500-7000-8000-00000000abcd", "018df974-d500-4000-8000-000000000001",
        "018df974-d500-7000-8000-00000000000", "018df974-d500-7000-8000-0000000000001",
        "018df974-d500-7000-8000-00000000000g", "018df974d500-7000-8000-000000000001ab",
        "018df974d50070008000000000000001", "session number 7 of anna", "mine", "", "7"}) {
    const auto done = Filled().Execute(
        {"INSERT INTO events (team_id, uuid, event, timestamp, created_at, inserted_at, "
         "distinct_id, person_id, properties, `p_$session_id`) VALUES (" +
             std::to_string(kOther) +
             ", generateUUIDv4(), '$pageview', '2024-03-01 10:00:20', '2024-03-01 10:00:20', "
             "'2024-03-01 10:00:20', '" +
             id + "', '" + Uuid('1') + "', '{}', '" + id + "')",
         {}},
        {.readonly = false});
    ASSERT_TRUE(done) << done.error().message;
  }
  const auto ask = [](const std::string& question) {
    return Ask(question, PersonsOnEventsMode::kOverrideOnEvents, kOther);
  };
  EXPECT_EQ(ask("select id, session_timestamp, $start_timestamp, $pageview_count from sessions"),
            "\"018df974-d500-7000-8000-00000000abcd\",\"2024-03-01T10:00:00Z\","
            "\"2024-03-01T10:00:20Z\",1");
  EXPECT_EQ(ask("select count(), countIf(session.$pageview_count = 1) from events"), "11,1")
      << "the events themselves are all there";
}

TEST(Execute, BouncesAsTheModifiersSay) {
  const auto bounces = [](BouncePages pages, double seconds) {
    CompileContext context;
    context.team_id = kTeam;
    context.modifiers.bounce_pages = pages;
    context.modifiers.bounce_seconds = seconds;
    const auto compiled = CompileText(
        "select groupArray($is_bounce) from (select $is_bounce from sessions order by "
        "session_id)",
        context);
    if (!compiled) return compiled.error().message;
    return engine::Answer(Filled(), compiled->text.sql, compiled->text.params);
  };
  // Of the first, two pages in a minute; of the other one page in no time.
  for (const auto pages :
       {BouncePages::kPagesScreensAutocaptures, BouncePages::kPageviews, BouncePages::kUrls}) {
    EXPECT_EQ(bounces(pages, 10), "[0,1]");
    EXPECT_EQ(bounces(pages, 0), "[0,0]");
    EXPECT_EQ(bounces(pages, 0.5), "[0,1]");
  }
}

TEST(Execute, ChannelsOfTheProjectComeFirst) {
  CompileContext context;
  context.team_id = kTeam;
  context.modifiers.channel_rules = {
      {"Nobody", *ParseExpr("utm_source = 'google' and pathname = '/elsewhere'")},
      {"Start", *ParseExpr("pathname = '/start' and hostname = 'x.org' and url like '%start'")},
      {"Later", *ParseExpr("utm_medium = 'cpc'")}};
  const auto ask = [&](const std::string& question) {
    const auto compiled = CompileText(question, context);
    if (!compiled) return compiled.error().message;
    return engine::Answer(Filled(), compiled->text.sql, compiled->text.params);
  };
  EXPECT_EQ(ask("select $channel_type from sessions order by session_id"),
            "\"Start\"\n\"Unknown\"");
  context.modifiers.channel_rules = {{"Known", *ParseExpr("referring_domain != null")}};
  EXPECT_EQ(ask("select count() from persons where $virt_initial_channel_type = 'Known'"),
            ask("select count() from persons where properties.$initial_referring_domain != null"));
}

// A range of times is handed on, so that not the events of all times are put together.
TEST(Execute, ReadsOnlySessionsAroundTheAskedTimes) {
  const auto bounds = [](const std::string& question) {
    CompileContext context;
    context.team_id = kTeam;
    const auto compiled = CompileText(question, context);
    EXPECT_TRUE(compiled) << compiled.error().message;
    const std::string& sql = compiled->text.sql;
    std::size_t count = 0;
    for (auto at = sql.find("toIntervalDay(3)"); at != std::string::npos;
         at = sql.find("toIntervalDay(3)", at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_EQ(bounds("select session.id from events where timestamp > now() and timestamp < now()"),
            2U);
  EXPECT_EQ(bounds("select id from sessions where $start_timestamp > '2024-01-01'"), 1U);
  EXPECT_EQ(bounds("select id from sessions where $start_timestamp > '2024-01-01' or 1 = 2"), 0U);
  EXPECT_EQ(bounds("select toStartOfYear(timestamp) as timestamp, session.id from events where "
                   "timestamp > '2024-01-01'"),
            0U);
}

TEST(Execute, FindsThePersonAsTheModeSays) {
  using Mode = PersonsOnEventsMode;
  const std::string who =
      "select distinct_id, toString(person_id), person.properties.plan from "
      "events where event != '$pageview' order by timestamp";
  const auto row = [](const std::string& id, char person, const std::string& plan) {
    return "\"" + id + "\",\"" + Uuid(person) + "\",\"" + plan + "\"";
  };
  EXPECT_EQ(Ask(who, Mode::kOverrideOnEvents),
            row("anna", '1', "then") + "\n" + row("old", '1', "then"));
  EXPECT_EQ(Ask(who, Mode::kNoOverrideOnEvents),
            row("anna", '1', "then") + "\n" + row("old", '3', "then"));
  EXPECT_EQ(Ask(who, Mode::kOverrideJoined),
            row("anna", '1', "now1") + "\n" + row("old", '1', "now1"));
  EXPECT_EQ(Ask(who, Mode::kDisabled), row("anna", '1', "now1") + "\n" + row("old", '1', "now1"));
  for (const Mode mode : {Mode::kOverrideOnEvents, Mode::kOverrideJoined, Mode::kDisabled}) {
    EXPECT_EQ(Ask("select count() from events where person.is_identified", mode), "4");
    EXPECT_EQ(Ask("select poe.properties.plan, toString(poe.id) from events where event = 'server'",
                  mode),
              "\"then\",\"" + Uuid('3') + "\"");
    EXPECT_EQ(Ask("select uniq(pdi.person_id), uniq(person.id), uniq(person_id) from events", mode),
              "2,2,2");
  }
  EXPECT_EQ(Ask("select sum(person.properties.age) from events", Mode::kOverrideJoined), "156.0");
}

TEST(Execute, FollowsPersonsAndTheirIds) {
  EXPECT_EQ(Ask("select toString(id), pdi.distinct_id from persons order by pdi.distinct_id"),
            "\"" + Uuid('1') + "\",\"anna\"\n\"" + Uuid('2') + "\",\"bob\"\n\"" + Uuid('1') +
                "\",\"old\"");
  EXPECT_EQ(Ask("select distinct_id, person.properties.plan from person_distinct_ids order by 1"),
            "\"anna\",\"now1\"\n\"bob\",\"now2\"\n\"old\",\"now1\"");
  EXPECT_EQ(Ask("select distinct_id from events where notEmpty(override.distinct_id)"), "\"old\"");
  EXPECT_EQ(Ask("select count() from events as e join persons as p on p.id = e.person_id where "
                "p.properties.plan = 'now1' and e.group_0.properties.name = 'Acme'"),
            "3");
}

TEST(Execute, SamplesByDistinctId) {
  EXPECT_EQ(Ask("select count() from events sample 1"), "5");
  EXPECT_EQ(Ask("select (select count() from events sample 1/2) + (select count() from events "
                "sample 1/2 offset 1/2)"),
            "5");
  EXPECT_EQ(Ask("select count() from events sample 0"), "0");
}

TEST(Execute, NamesColumnsOfQueries) {
  EXPECT_EQ(Ask("select n, e from (select event, count() from events group by event) as t (e, n) "
                "order by e"),
            "3,\"$pageview\"\n1,\"buy\"\n1,\"server\"");
  EXPECT_EQ(Ask("with t(a, b) as (select event, distinct_id from events) select b from t where a = "
                "'buy'"),
            "\"anna\"");
  EXPECT_EQ(Ask("select columns(* exclude (properties) replace (1 as key)) from raw_groups where "
                "version = 2"),
            "0,1,\"2024-01-01T00:00:00Z\",0,2");
  EXPECT_EQ(Ask("select 1 intersect all select 1"), "1");
}

TEST(Execute, CallsFunctionsThatAreMadeOfOthers) {
  EXPECT_EQ(Ask("select percentile_cont(0.5) within group (order by number), percentile_disc(0.25) "
                "within group (order by number desc) from numbers(4)"),
            "1.5,3");
  EXPECT_EQ(Ask("select languageCodeToName('de'), languageCodeToName('no such')"),
            "\"German\",\"Unknown\"");
  EXPECT_EQ(Ask("select toString(toDateTime('2024-01-01 00:00:00') + make_interval(1, 1, 1, 1, 1, "
                "1))"),
            "\"2025-02-09 01:01:00.000000\"");
  EXPECT_EQ(Ask("select arrayReduce('sum', [1, 2])"), "3");
  EXPECT_EQ(Ask("select arrayReduce('groupArray', [1, 2])").substr(0, 40),
            "query_error: Function 'arrayReduce' need");
}

TEST(Execute, KnowsWhereVisitsCameFrom) {
  const auto channel = [](const std::string& arguments) {
    return Ask("select _defaultChannelType(" + arguments + ")");
  };
  EXPECT_EQ(channel("'', '', '', '$direct', false, false, ''"), "\"Direct\"");
  EXPECT_EQ(channel("null, null, null, 'www.google.com', false, false, null"),
            "\"Organic Search\"");
  EXPECT_EQ(channel("null, null, null, 'www.google.com', true, false, '1'"), "\"Paid Search\"");
  EXPECT_EQ(channel("null, null, 'facebook', null, false, true, null"), "\"Organic Social\"");
  EXPECT_EQ(channel("null, 'paid-social', 'x', null, false, false, null"), "\"Paid Social\"");
  EXPECT_EQ(channel("null, 'email', null, null, false, false, null"), "\"Email\"");
  EXPECT_EQ(channel("'cross-network', null, null, null, false, false, null"), "\"Cross Network\"");
  EXPECT_EQ(channel("null, null, null, 'nobody-knows.example', false, false, null"),
            "\"Referral\"");
  EXPECT_EQ(channel("'summer shopping', 'cpc', 'nobody', null, false, false, null"),
            "\"Paid Shopping\"");
  EXPECT_EQ(channel("null, null, null, null, false, false, null"), "\"Unknown\"");
  EXPECT_EQ(Ask("select isLikelyBot('Mozilla/5.0 (compatible; Googlebot/2.1)'), "
                "isLikelyBot('Mozilla/5.0 (Macintosh) Safari/605'), getTrafficType('GPTBot/1.0'), "
                "__preview_isLikelyBot('curl/8')"),
            "1,0,\"AI Agent\",1");
}

}  // namespace
}  // namespace tenrec::hogql
