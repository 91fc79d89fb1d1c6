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

}  // namespace

Result<std::uint64_t> OverrideSquash::Noted() {
  TRY_ASSIGN(const auto noted,
             engine_.Query({"SELECT uniqExact(team_id, distinct_id) FROM " + Squashed(), {}}));
  return noted.block.columns[0].UInt(0);
}

// All rows of an id and not its newest alone: an older one that no merge of parts has removed yet
// must go with it.
Result<std::uint64_t> OverrideSquash::Note() {
  TRY(engine_.Execute(
      {"INSERT INTO " + Squashed() +
           " (team_id, distinct_id, person_id, version) SELECT team_id, "
           "distinct_id, person_id, version FROM " +
           Overrides() + " WHERE team_id NOT IN (SELECT team_id FROM " + Overrides() +
           " WHERE is_deleted OR version >= " + std::to_string(schema::kMixedVersion) + ")",
       {}}));
  return Noted();
}

// By distinct id, as questions about projects with a split person look it up. A project's number is
// part of the key: ids of different projects are often the same.
Status OverrideSquash::Begin() {
  const std::string key = "concat(toString(team_id), ':', distinct_id)";
  const std::string lists = "(SELECT tuple(groupArray(id), groupArray(person)) FROM (SELECT " +
                            key + " AS id, toString(argMax(person_id, version)) AS person FROM " +
                            Squashed() + " GROUP BY team_id, distinct_id))";
  std::string sql = "ALTER TABLE " + schema::EventsTable().name;
  sql.append(" UPDATE person_id = toUUIDOrDefault(transform(").append(key);
  sql.append(", tupleElement(").append(lists).append(", 1), tupleElement(").append(lists);
  sql.append(", 2), ''), person_id) WHERE (team_id, distinct_id) IN (SELECT ");
  sql.append("team_id, distinct_id FROM ").append(Squashed());
  sql.append(") SETTINGS mutations_sync = 0");
  return engine_.Execute({std::move(sql), {}});
}

Result<bool> OverrideSquash::IsRewriting() {
  TRY_ASSIGN(const auto running,
             engine_.Query({"SELECT count() FROM system.mutations WHERE NOT is_done AND database = "
                            "currentDatabase() AND table = {table:String} AND "
                            "position(command, {noted:String}) > 0",
                            {{"table", schema::EventsTable().name}, {"noted", Squashed()}}}));
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
