#include "tenrec/store/override_squash.h"

#include <string>

#include "tenrec/schema/schema.h"

namespace tenrec::store {
namespace {

const std::string& Overrides() {
  return schema::PersonDistinctIdOverridesTable().name;
}

const std::string& Squashed() {
  return schema::SquashedOverridesTable().name;
}

/// Projects in which a person was ever split.
std::string MixedTeams() {
  return "(SELECT team_id FROM " + Overrides() +
         " WHERE is_deleted OR version >= " + std::to_string(schema::kMixedVersion) + ")";
}

}  // namespace

Result<std::uint64_t> OverrideSquash::Noted() {
  TRY_ASSIGN(const auto noted,
             engine_.Query({"SELECT uniqExact(team_id, distinct_id) FROM " + Squashed(), {}}));
  return noted.block.columns[0].UInt(0);
}

bool OverrideSquash::IsAnybodyMoved() const {
  return moves_.IsAnybodyMovedAsAWhole();
}

// All rows of an id and not its newest alone: an older one that no merge of parts has removed yet
// must go with it.
Result<std::uint64_t> OverrideSquash::Note() {
  TRY(ForgetSplit());
  TRY(engine_.Execute({"INSERT INTO " + Squashed() +
                           " (team_id, distinct_id, person_id, version) SELECT team_id, "
                           "distinct_id, person_id, version FROM " +
                           Overrides() + " WHERE team_id NOT IN " + MixedTeams(),
                       {}}));
  return Noted();
}

// A person may have been split since a crash cut a round off. New events may then be of a person
// that a noted override says to be another.
Status OverrideSquash::ForgetSplit() {
  const std::string split = " WHERE team_id IN " + MixedTeams();
  TRY_ASSIGN(const auto found, engine_.Query({"SELECT count() FROM " + Squashed() + split, {}}));
  if (found.block.columns[0].UInt(0) == 0) return Ok();
  return engine_.Execute(
      {"ALTER TABLE " + Squashed() + " DELETE" + split + " SETTINGS mutations_sync = 1", {}});
}

// By the person that an event was stored with, as questions look it up in projects where nobody was
// split: 16 bytes of each event instead of its distinct id. A person's number is made from its
// project's, so it is of one project alone. Where somebody was merged on since, the override of
// whom events are written as says so. The engine asks these queries anew for each part of the
// table, so they read nothing but what was noted: where each id of a person had gone by then,
// whatever is split meanwhile.
Status OverrideSquash::Begin() {
  const std::string& origin =
      schema::PersonDistinctIdOverridesTable().Find("origin_id")->expression;
  const std::string lists =
      "(SELECT tuple(groupArray(toString(origin)), groupArray(toString(person))) FROM (SELECT " +
      origin + " AS origin, argMax(person_id, version) AS person FROM " + Squashed() +
      " GROUP BY origin))";
  std::string sql = "ALTER TABLE " + schema::EventsTable().name;
  sql.append(" UPDATE person_id = toUUIDOrDefault(transform(toString(person_id), tupleElement(");
  sql.append(lists).append(", 1), tupleElement(").append(lists);
  sql.append(", 2), ''), person_id) WHERE person_id IN (SELECT ").append(origin);
  sql.append(" FROM ").append(Squashed()).append(") SETTINGS mutations_sync = 0");
  return engine_.Execute({std::move(sql), {}});
}

// Of the overrides, too: a crash may have left Finish's statement to the next start, and what is
// noted while it runs would be forgotten by it.
Result<bool> OverrideSquash::IsRewriting() {
  TRY_ASSIGN(
      const auto running,
      engine_.Query({"SELECT count() FROM system.mutations WHERE NOT is_done AND database = "
                     "currentDatabase() AND table IN ({events:String}, {overrides:String}) AND "
                     "position(command, {noted:String}) > 0",
                     {{"events", schema::EventsTable().name},
                      {"overrides", Overrides()},
                      {"noted", Squashed()}}}));
  return running.block.columns[0].UInt(0) > 0;
}

Result<bool> OverrideSquash::IsReadFromBefore(std::chrono::duration<double> ago) {
  TRY_ASSIGN(
      const auto running,
      engine_.Query({"SELECT count() FROM system.processes WHERE elapsed >= {seconds:Float64}",
                     {{"seconds", std::to_string(ago.count())}}}));
  return running.block.columns[0].UInt(0) > 0;
}

Status OverrideSquash::Finish() {
  TRY(engine_.Execute({"ALTER TABLE " + Overrides() +
                           " DELETE WHERE (team_id, distinct_id, version) IN (SELECT team_id, "
                           "distinct_id, version FROM " +
                           Squashed() + ") SETTINGS mutations_sync = 1",
                       {}}));
  TRY(moves_.Load(engine_));
  return engine_.Execute({"TRUNCATE TABLE " + Squashed(), {}});
}

}  // namespace tenrec::store
