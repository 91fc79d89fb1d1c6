#include "tenrec/hogql/wall.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::hogql {
namespace {

constexpr TeamId kTeam = 7;

TEST(Wall, LetsGuardedStatementsThrough) {
  for (const std::string sql : {
           "SELECT 1",
           "SELECT event FROM events PREWHERE equals(events.team_id, 7)",
           "SELECT __e.event FROM events AS __e PREWHERE equals(__e.team_id, 7) WHERE 1 LIMIT 1",
           "SELECT a FROM (SELECT event FROM events PREWHERE equals(events.team_id, 7)) AS x",
           "SELECT 1 FROM events AS __e LEFT JOIN (SELECT 1 AS one) AS __o ON equals(__e.event, "
           "__o.one) PREWHERE equals(__e.team_id, 7) GROUP BY __e.event",
           "SELECT number FROM numbers(1, 2) AS __n",
           "SELECT x FROM (SELECT 1 AS x) AS a ORDER BY x ASC WITH FILL FROM 1 TO 5",
           "SELECT in(x, (SELECT id FROM persons PREWHERE equals(persons.team_id, 7)))",
           "SELECT 'it''s FROM events -- \\' /* ' AS `a FROM b \\` c`",
           "SELECT lower({p0:String}) FROM (SELECT 1) AS x SETTINGS transform_null_in=1",
       }) {
    const auto checked = CheckWall(sql, kTeam);
    EXPECT_TRUE(checked) << sql << "\n" << checked.error().message;
  }
}

TEST(Wall, RefusesWhatCouldShowOthersRows) {
  for (const std::string sql : {
           "SELECT event FROM events",
           "SELECT event FROM events WHERE equals(events.team_id, 7)",
           "SELECT event FROM events PREWHERE equals(events.team_id, 8)",
           "SELECT event FROM events PREWHERE equals(events.team_id, 70)",
           "SELECT event FROM events AS a PREWHERE equals(b.team_id, 7)",
           "SELECT event FROM events PREWHERE or(equals(events.team_id, 7), 1)",
           "SELECT event FROM events PREWHERE equals(events.team_id, 7) OR 1",
           "SELECT event FROM events PREWHERE equals(events.team_id, 7), 1",
           "SELECT a FROM (SELECT 1) AS x JOIN events AS e ON 1 PREWHERE equals(e.team_id, 7)",
           "SELECT 1 FROM events AS e RIGHT JOIN (SELECT 1) AS x ON 1 PREWHERE equals(e.team_id, "
           "7)",
           "SELECT 1 FROM events AS e FULL JOIN (SELECT 1) AS x ON 1 PREWHERE equals(e.team_id, 7)",
           "SELECT 1 FROM events AS e CROSS JOIN events AS f PREWHERE equals(e.team_id, 7)",
           "SELECT 1 FROM events AS e, events AS f PREWHERE equals(e.team_id, 7)",
           "SELECT 1 FROM events FINAL PREWHERE equals(events.team_id, 7)",
           "SELECT 1 FROM system.tables",
           "SELECT 1 FROM default.events PREWHERE equals(events.team_id, 7)",
           "SELECT 1 FROM `events` PREWHERE equals(events.team_id, 7)",
           "SELECT 1 FROM nothing PREWHERE equals(nothing.team_id, 7)",
           "SELECT 1 FROM merge('x', 'y')",
           "SELECT 1 FROM remote('x', default, events)",
           "SELECT 1 FROM (events)",
           "SELECT file('/etc/passwd')",
           "SELECT dictGet('a', 'b', 1)",
           "SELECT joinGet('events', 'event', 1)",
           "SELECT getSetting('readonly')",
           "SELECT hasColumnInTable('a', 'b', 'c')",
           "SELECT currentDatabase()",
           "SELECT sleep(3)",
           "SELECT `lower`(1)",
           "SELECT in(1, events)",
           "SELECT in(1, `persons`)",
           "SELECT notIn(1, system.one)",
           "SELECT 1; SELECT 2",
           "SELECT 1 -- x",
           "SELECT 1 /* x */",
           "SELECT 1 # x",
           "SELECT 'x",
           "SELECT `x",
           "SELECT {x:Identifier}",
           "SELECT {p0:Identifier} FROM (SELECT 1) AS x",
           "SELECT 1 INTO OUTFILE 'x'",
           "SELECT 1 FORMAT JSON",
           "SELECT (SELECT count() FROM events)",
           "SELECT 1 FROM (SELECT 1 FROM events PREWHERE equals(events.team_id, 7)) AS x JOIN "
           "persons AS p ON 1",
           "SELECT 1 FROM events WHERE in(1, (SELECT 1 FROM persons PREWHERE "
           "equals(persons.team_id, 7)))",
       }) {
    EXPECT_FALSE(CheckWall(sql, kTeam)) << sql;
  }
}

}  // namespace
}  // namespace tenrec::hogql
