// Compiled questions on the real engine.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/testing_engine.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/schema/person_moves.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

// Two projects with the same events; the second one's texts all begin with "secret".
engine::ChdbEngine& FilledEngine() {
  static engine::ChdbEngine& engine = [&]() -> engine::ChdbEngine& {
    auto& opened = engine::TestEngine();
    const auto run = [&](const std::string& sql) {
      const auto done = opened.Execute({sql, {}}, {.readonly = false});
      if (!done) ADD_FAILURE() << done.error().message << "\n" << sql;
    };
    for (const auto* table : schema::Tables()) run(schema::CreateTableSql(*table));
    for (const int team : {7, 8}) {
      const std::string word = team == 7 ? "" : "secret ";
      const auto event = [&](const std::string& name, const std::string& time,
                             const std::string& person, const std::string& properties,
                             const std::string& browser, const std::string& tail) {
        run("INSERT INTO events (team_id, uuid, event, timestamp, created_at, inserted_at, "
            "distinct_id, person_id, person_created_at, person_mode, properties, "
            "properties_tail, `p_$browser`, person_properties, pp_email) VALUES (" +
            std::to_string(team) + ", generateUUIDv4(), '" + word + name + "', '" + time + "', '" +
            time + "', '" + time + "', '" + word + person +
            "', '00000000-0000-0000-0000-00000000000" + person.substr(1) +
            "', '2024-01-01 00:00:00', 'full', '" + word + properties + "', " + tail + ", " +
            (browser.empty() ? "NULL" : "'" + word + browser + "'") + ", '{}', '" + word + person +
            "@x.org')");
      };
      event("view", "2024-03-01 03:00:00", "p1",
            R"({"$browser":"Chrome","price":10,"a":{"b":[1,{"c":"deep"}]}})", "Chrome",
            R"(map('price','10','a','{"b":[1,{"c":"deep"}]}','empty','\x01'))");
      event("view", "2024-03-01 12:00:00", "p1", R"({"$browser":"Firefox","price":2.5})", "Firefox",
            "map('price','2.5')");
      event("buy", "2024-03-02 12:00:00", "p2", R"({"$browser":"Chrome"})", "Chrome", "map()");
      event("buy", "2024-03-03 12:00:00", "p2", R"({"price":"free"})", "", "map('price','free')");
      for (const std::string person : {"1", "2"}) {
        run("INSERT INTO persons VALUES (" + std::to_string(team) +
            ", '00000000-0000-0000-0000-00000000000" + person + "', '2024-01-01 00:00:00', " +
            R"('{"email":")" + word + "old" + person + R"("}', 1, 1, 0))");
      }
      run("INSERT INTO persons VALUES (" + std::to_string(team) +
          ", '00000000-0000-0000-0000-000000000001', '2024-01-01 00:00:00', " + R"('{"email":")" +
          word + R"(new1"}', 1, 2, 0))");
      run("INSERT INTO persons VALUES (" + std::to_string(team) +
          ", '00000000-0000-0000-0000-000000000002', '2024-01-01 00:00:00', '{}', 1, 2, 1)");
    }
    return opened;
  }();
  return engine;
}

CompileContext Context() {
  CompileContext context;
  context.team_id = 7;
  context.time_zone = "America/New_York";
  context.week_start_day = 1;
  context.property_type = [](PropertyScope, std::string_view key, int) {
    return key == "price" ? PropertyType::kNumeric : PropertyType::kUnknown;
  };
  return context;
}

std::string Ask(const std::string& question) {
  const auto compiled = CompileText(question, Context());
  if (!compiled) return compiled.error().tag + ": " + compiled.error().message;
  FilledEngine();
  return engine::Answer(engine::TestEngine(), compiled->text.sql, compiled->text.params);
}

void Expect(const std::string& question, const std::string& answer) {
  EXPECT_EQ(Ask(question), answer) << question;
}

TEST(Execute, CountsAndGroups) {
  Expect("select event, count() from events group by event order by event",
         "\"buy\",2\n\"view\",2");
  Expect("select count(), count(distinct person_id), uniq(distinct_id) from events", "4,2,2");
  Expect(
      "select event, count() as c from events where properties.$browser = 'Chrome' group by "
      "event having c > 0 order by event limit 1",
      "\"buy\",1");
  Expect(
      "select countIf(event = 'buy'), sum(properties.price), avg(properties.price), "
      "quantile(0.5)(properties.price) from events",
      "2,12.5,6.25,6.25");
  Expect("select count() filter (where event = 'buy') from events", "2");
}

TEST(Execute, TheMergedAreOnePerson) {
  auto& engine = FilledEngine();
  const auto run = [&](const std::string& sql) {
    const auto done = engine.Execute({sql, {}}, {.readonly = false});
    ASSERT_TRUE(done) << done.error().message << "\n" << sql;
  };
  CompileContext context = Context();
  context.team_id = 9;
  // The answer must not depend on how much is known beforehand, as long as it is true.
  using Moves = schema::PersonMoves;
  std::vector<Moves> true_now = {Moves::kUnknown, Moves::kNone, Moves::kWhole, Moves::kMixed};
  const auto ask = [&](const std::string& question) {
    std::string answer;
    for (const Moves moves : true_now) {
      context.person_moves = moves;
      const auto compiled = CompileText(question, context);
      if (!compiled) return compiled.error().message;
      const bool looks =
          compiled->text.sql.find("person_distinct_id_overrides") != std::string::npos;
      EXPECT_TRUE(!looks || moves != Moves::kNone) << question;
      const auto one = engine::Answer(engine, compiled->text.sql, compiled->text.params);
      if (moves == Moves::kUnknown) answer = one;
      EXPECT_EQ(one, answer) << question << " when it is known: " << static_cast<int>(moves);
    }
    return answer;
  };
  const auto uuid = [](char last) {
    return std::string("'00000000-0000-0000-0000-00000000000") + last + "'";
  };
  for (const char id : {'a', 'b', 'c', 'd'}) {
    run("INSERT INTO events (team_id, uuid, event, timestamp, distinct_id, person_id, properties) "
        "VALUES (9, generateUUIDv4(), 'e', '2024-03-01 03:00:00', '" +
        std::string(1, id) + "', " + uuid(id) + ", '{}')");
  }
  const std::string each = "select distinct_id, person_id from events order by distinct_id";
  EXPECT_EQ(ask("select count(distinct person_id) from events"), "4") << "nobody was merged yet";
  const auto move = [&](int team, char id, char to, int version, int is_deleted) {
    run("INSERT INTO person_distinct_id_overrides (team_id, distinct_id, person_id, version, "
        "is_deleted, origin_id) VALUES (" +
        std::to_string(team) + ", '" + std::string(1, id) + "', " + uuid(to) + ", " +
        std::to_string(version) + ", " + std::to_string(is_deleted) + ", " + uuid(id) + ")");
  };
  std::erase(true_now, Moves::kNone);
  move(9, 'a', 'b', 1, 0);  // a became b, then b became c
  move(9, 'a', 'c', 2, 0);
  move(9, 'b', 'c', 1, 0);
  move(9, 'd', 'c', 1, 0);  // and was taken back
  move(9, 'd', 'd', 2, 1);
  move(8, 'c', 'a', 9, 0);  // of another project
  const std::string c = ",\"00000000-0000-0000-0000-00000000000c\"\n";
  EXPECT_EQ(ask(each), "\"a\"" + c + "\"b\"" + c + "\"c\"" + c +
                           "\"d\",\"00000000-0000-0000-0000-00000000000d\"");
  EXPECT_EQ(ask("select count(distinct person_id) from events"), "2");
  EXPECT_EQ(ask("select count() from events where person.id = " + uuid('c')), "3");
  EXPECT_EQ(ask("select pdi.person_id, count() as n from events group by pdi.person_id order by n "
                "desc limit 1"),
            "\"00000000-0000-0000-0000-00000000000c\",3");
  EXPECT_EQ(ask("select count() from events as e join persons as p on e.person_id = p.id"), "0");
  // Without a row of its own, e would not be told by its distinct id.
  std::erase(true_now, Moves::kMixed);
  // An event of e's that was stored as a's, before e was split from a: the person no longer tells.
  run("INSERT INTO events (team_id, uuid, event, timestamp, distinct_id, person_id, properties) "
      "VALUES (9, generateUUIDv4(), 'e', '2024-03-01 03:00:00', 'e', " +
      uuid('a') + ", '{}')");
  EXPECT_EQ(ask("select count() from events where person_id = " + uuid('c')), "4");
  true_now = {Moves::kUnknown, Moves::kMixed};
  move(9, 'e', 'e', static_cast<int>(schema::kMixedVersion), 0);
  EXPECT_EQ(ask("select count() from events where person_id = " + uuid('c')), "3");
  EXPECT_EQ(ask("select person_id from events where distinct_id = 'e'"),
            "\"00000000-0000-0000-0000-00000000000e\"");
}

TEST(Execute, DistinctIdsAreReadOnlyWhenThePersonIsNotEnough) {
  auto& engine = FilledEngine();
  CompileContext context = Context();
  context.team_id = 10;
  const auto run = [&](const std::string& sql) {
    const auto done = engine.Execute({sql, {}}, {.readonly = false});
    ASSERT_TRUE(done) << done.error().message;
  };
  run("INSERT INTO events (team_id, uuid, event, timestamp, distinct_id, person_id, properties) "
      "VALUES (10, generateUUIDv4(), 'e', '2024-03-01 03:00:00', repeat('long', 25000), "
      "generateUUIDv4(), '{}')");
  const auto reads_ids = [&] {
    const auto compiled = CompileText("select count(distinct person_id) from events", context);
    const auto asked = engine.Query({compiled->text.sql, compiled->text.params});
    EXPECT_TRUE(asked) << asked.error().message;
    EXPECT_GT(asked->stats.bytes_read, 0U);
    return asked->stats.bytes_read > 100'000;
  };
  const auto move = [&](std::int64_t version) {
    run("INSERT INTO person_distinct_id_overrides (team_id, distinct_id, person_id, version) "
        "VALUES (10, 'a', generateUUIDv4(), " +
        std::to_string(version) + ")");
  };
  EXPECT_FALSE(reads_ids()) << "nobody moved";
  move(1);
  EXPECT_FALSE(reads_ids()) << "by merges alone";
  move(schema::kMixedVersion);
  EXPECT_TRUE(reads_ids());
}

TEST(Execute, ReadsPropertiesWhereverTheyAre) {
  Expect(
      "select properties.$browser, properties.price, properties.a.b[1], "
      "properties.a.b[2].c, properties['a'] from events order by timestamp limit 1",
      R"("Chrome",10.0,"1","deep","{\"b\":[1,{\"c\":\"deep\"}]}")");
  Expect(
      "select properties.empty, properties.empty = '', properties.nope from events order by "
      "timestamp limit 1",
      "\"\",1,null");
  Expect("select person.properties.email, person.id from events order by timestamp limit 1",
         "\"p1@x.org\",\"00000000-0000-0000-0000-000000000001\"");
  Expect("select p.price from (select properties as p from events order by timestamp limit 1)",
         "10.0");
}

// Source: docs/spec/hogql.md, 5
TEST(Execute, ComparesMissingProperties) {
  Expect("select count() from events where properties.$browser = 'Chrome'", "2");
  Expect("select count() from events where properties.$browser != 'Chrome'", "2");
  Expect("select count() from events where properties.$browser is null", "1");
  Expect("select count() from events where properties.$browser is not null", "3");
  Expect("select count() from events where properties.price > 5", "1");
  Expect("select count() from events where properties.price < 5", "1");
  Expect("select count() from events where properties.$browser not like 'C%'", "2");
  Expect("select count() from events where properties.$browser not in ('Chrome')", "2");
  Expect("select count() from events where properties.$browser in ('Chrome', null)", "3");
  Expect("select count() from events where properties.$browser in ('Chrome', 'Firefox')", "3");
  Expect("select count() from events where properties.$browser =~ '^Chr'", "2");
  Expect("select count() from events where properties.$browser !~* '^chr'", "2");
  Expect("select count() from events where properties.x = properties.y", "4");
  Expect("select count() from events where properties.$browser is distinct from 'Chrome'", "2");
}

TEST(Execute, CountsDaysInTheZoneOfTheProject) {
  Expect(
      "select toString(toStartOfDay(timestamp)) as day, count() from events group by day order "
      "by day",
      "\"2024-02-29 00:00:00\",1\n\"2024-03-01 00:00:00\",1\n\"2024-03-02 00:00:00\",1\n"
      "\"2024-03-03 00:00:00\",1");
  Expect("select count() from events where timestamp >= '2024-03-01'", "3");
  Expect(
      "select count() from events where timestamp >= '2024-03-01 07:00:00' and timestamp < "
      "'2024-03-02T12:00:00Z'",
      "1");
  Expect("select count() from events where timestamp > toDate('2024-03-01')", "3");
  Expect("select count() from events where toDate(timestamp) = '2024-03-01'", "1");
  Expect("select count() from events where toStartOfDay(timestamp) = '2024-03-01'", "1");
  Expect("select count() from events where timestamp > now() - interval 1 day", "0");
  Expect("select timestamp from events order by timestamp limit 1",
         "\"2024-02-29T22:00:00-05:00\"");
  Expect("select toStartOfWeek(timestamp) from events order by timestamp limit 1",
         "\"2024-02-26\"");
  Expect(
      "select dateDiff('day', min(timestamp), max(timestamp)), date_trunc('month', "
      "min(timestamp)) from events",
      "3,\"2024-02-01\"");
  Expect("select toDateTime('2024-03-01'), toDateTime('2024-03-01T00:00:00Z')",
         "\"2024-03-01T00:00:00-05:00\",\"2024-02-29T19:00:00-05:00\"");
}

TEST(Execute, RunsEveryShapeOfQuery) {
  Expect("select distinct event from events order by event", "\"buy\"\n\"view\"");
  Expect("(select 'x' union all select event from events) limit 1", "\"x\"");
  Expect(
      "with a as (select event from events), b as (select * from a where event = 'buy') select "
      "count() from b",
      "2");
  Expect("with 5 as n select n + 1", "6");
  Expect("select (select count() from events) as total", "4");
  Expect("select id, properties.email from persons order by id",
         "\"00000000-0000-0000-0000-000000000001\",\"new1\"");
  Expect("select count() from events as e join persons as p on e.person_id = p.id", "2");
  Expect("select count() from events where person_id in (select id from persons)", "2");
  Expect("select a.event from events as a join events as b using (uuid) order by a.event limit 1",
         "\"buy\"");
  Expect(
      "select event, row_number() over (partition by event order by timestamp) as n from events "
      "order by event, n limit 2",
      "\"buy\",1\n\"buy\",2");
  Expect(
      "select sum(1) over w as s from events window w as (order by timestamp rows between 1 "
      "preceding and current row) order by s limit 2",
      "1\n2");
  Expect("select arrayMap(x -> x + 1, [1, 2]), arrayFilter(x -> x > 1, [1, 2])", "[2,3],[2]");
  Expect("select x * 2 from events array join [1, 2] as x order by x limit 5", "2\n2\n2\n2\n4");
  Expect("select y from (select x as y from events array join [1, 2] as x) order by y limit 1",
         "1");
  Expect("select number from numbers(2, 2)", "2\n3");
  Expect("select event from events order by timestamp limit 1 by event", "\"view\"\n\"buy\"");
  Expect("select count() from (select event from events where event = 'a') as t", "0");
  Expect("select tuple(1, 'a').2, [1, 2, 3][2:3], {'a': 1}",
         "\"a\",[2,3],[\"__hx_tag\","
         "\"__hx_obj\",\"a\",1]");
  Expect(
      "select case when event = 'buy' then 1 else 2 end as x, count() from events group by x "
      "order by x",
      "1,2\n2,2");
  Expect("select case event when 'buy' then 1 else 2 end as x from events order by x limit 1", "1");
  Expect("select concat(event, properties.nope, 1, null) from events order by timestamp limit 1",
         "\"view1\"");
  Expect("select trim('  a '), trim(both 'x' from 'xax'), left('abc', 2)", "\"a\",\"a\",\"ab\"");
  Expect(
      "select sortableSemver('1.10.0') > sortableSemver('1.9.0'), sortableSemver('x') > "
      "sortableSemver('1.0.0')",
      "1,0");
  Expect("select cast('5' as int) + 1, '5'::float, try_cast('x' as int)", "6,5.0,null");
  Expect("select toInt('5'), toFloat('x'), toInt('x')", "5,null,null");
  Expect("select event from events where event ilike '%IE%' group by all", "\"view\"");
  Expect("select 1 where 'a' in ('a', 'b') and 'a' not in ['b']", "1");
  Expect("select exists(select 1 from events where event = 'buy')", "1");
  Expect("select event as e, e || '!' as f from events order by f limit 1", "\"buy\",\"buy!\"");
  Expect("select it from (select 'it''s \\n \\\\ {p0:String} \\t' as it)",
         R"("it's \n \\ {p0:String} \t")");
  Expect("select groupArray(event)[1], any(event) from (select event from events order by event)",
         "\"buy\",\"buy\"");
  Expect("select events.event from events group by events.event order by 1 limit 1", "\"buy\"");
}

// Each of these tries to reach the rows of team 8, whose texts begin with "secret", or something
// that is nobody's.
TEST(Execute, NeverLeavesTheProject) {
  const std::vector<std::string> attempts = {
      "select * from events",
      "select event from events or 1",
      "select event from events where 1 or team_id = 8",
      "select event from events where team_id = 8",
      "select event, team_id from events having team_id = 8",
      "select e.event from events as e left join events as f on 1 = 1",
      "select f.event from events as e right join events as f on e.uuid = f.uuid",
      "select f.event from events as e full outer join events as f on 1 = 2",
      "select e.event from events as e anti join events as f on e.uuid = f.uuid",
      "select event from events union all select event from events where team_id != 7",
      "select event from (select * from events) where team_id = 8",
      "with events as (select * from events) select event from events",
      "with team_id as (select 8) select event from events",
      "with 8 as team_id select event from events where team_id = 8",
      "select event from events where event in (select event from events)",
      "select (select groupArray(event) from events)",
      "select arrayMap(x -> (select any(event) from events), [1])",
      "select arrayMap(__events -> 1, [1]), event from events",
      "select tuple(8) as __events, event from events",
      "select cast(tuple(8), 'Tuple(team_id Int64)') as events, event from events",
      "select event from events array join [8] as team_id",
      "select event from events array join [8] as x where team_id = x",
      "select event from events window __events as (order by event)",
      "select event, 8 as `events.team_id` from events",
      "select event, 8 as `__events.team_id` from events",
      "select properties from events -- where",
      "select id, properties from persons",
      "select * from raw_persons",
      "select * from person_distinct_ids",
      "select event from `events` where 1 = 1 /* ",
      "select event from events prewhere 1",
      "select event from events group by event with totals",
      "select event from events settings additional_table_filters = {}",
      "select event from events final",
      "select event from events sample 1",
      "select event from merge('.*')",
      "select event from remote('127.0.0.1', currentDatabase(), 'events')",
      "select * from file('/etc/passwd')",
      "select * from url('http://127.0.0.1', 'CSV', 'a String')",
      "select * from executable('x', 'TSV', 'a String')",
      "select * from s3('x')",
      "select * from system.tables",
      "select * from system.one",
      "select * from INFORMATION_SCHEMA.TABLES",
      "select * from default.events",
      "select * from `default.events`",
      "select * from dictionary('x')",
      "select * from view(select event from events)",
      "select * from (events)",
      "select dictGet('a', 'b', 1)",
      "select joinGet('events', 'event', 1)",
      "select file('/etc/passwd')",
      "select currentDatabase(), getSetting('readonly'), hostName(), version()",
      "select hasColumnInTable('default', 'events', 'event')",
      "select catboostEvaluate('x', 1)",
      "select sleep(1)",
      "select `count(); select * from events`()",
      "select 1 as `x from events --`",
      "select event from еvents",  // a Cyrillic letter
      "select event from events; select event from events",
      "insert into events values (1)",
      "select 1 into outfile 'x'",
      "select 1 format JSON",
      "select event from events limit 1 by team_id",
      "select toTypeName((select team_id from events limit 1))",
      "select 1 from events where exists(select 1 from events where team_id = 8)",
      "select max(if(team_id = 8, event, '')) from events",
      "select groupUniqArray(event) from (select event from events union all select event from "
      "events)",
      "{x}",
  };
  for (const std::string& attempt : attempts) {
    const std::string answer = Ask(attempt);
    EXPECT_EQ(answer.find("secret"), std::string::npos) << attempt << "\n" << answer;
    EXPECT_EQ(answer.find("root:"), std::string::npos) << attempt << "\n" << answer;
  }
  // What came back are the project's rows, not nothing at all.
  EXPECT_NE(Ask(attempts.front()).find("view"), std::string::npos);
  Expect("select count() from events where team_id = 8", "0");
  Expect("select count() from events where exists(select 1 from events where team_id = 8)", "0");
}

// An error tells that a row exists, and with its words what the row holds. So a condition that
// fails on every row of other projects must not fail at all: the guard has to come before it.
TEST(Execute, NeverEvaluatesAConditionOnRowsOfOthers) {
  const std::string throws =
      "base64Decode(if(team_id = 7, 'YQ==', concat('!', toString(@)))) = 'x'";
  const std::vector<std::pair<std::string, std::string>> tables = {
      {"events", "event"},
      {"events", "properties"},
      {"persons", "id"},
      {"raw_persons", "properties"},
      {"person_distinct_ids", "distinct_id"},
      {"raw_person_distinct_ids", "distinct_id"},
  };
  for (const auto& [table, column] : tables) {
    std::string condition = throws;
    condition.replace(condition.find('@'), 1, column);
    for (const std::string& question :
         {"select count() from " + table + " where " + condition,
          "select count() from " + table + " prewhere " + condition,
          "select count() from " + table + " where 1 and " + condition + " and team_id > 0",
          "select count() from (select * from " + table + ") where " + condition,
          "select count() from (select *, team_id from " + table + " prewhere " + condition + ")",
          "select countIf(" + condition + ") from " + table,
          "select count() from " + table + " as a join " + table +
              " as b on a.team_id = b.team_id where " +
              "base64Decode(if(a.team_id = 7, 'YQ==', '!')) = 'x'"}) {
      const std::string answer = Ask(question);
      EXPECT_EQ(answer.find("base64"), std::string::npos) << question << "\n" << answer;
      EXPECT_EQ(answer.find("secret"), std::string::npos) << question << "\n" << answer;
    }
  }
}

}  // namespace
}  // namespace tenrec::hogql
