#include "tenrec/persons/person_directory.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "tenrec/db/conditions.h"

namespace tenrec::persons {
namespace {

constexpr std::string_view kSelect =
    "SELECT p.id, p.uuid, p.created_at, p.is_identified, p.properties FROM person p ";

Group ReadGroup(const db::Row& row) {
  return {.type_index = static_cast<int>(row.Int(0)),
          .key = row.Text(1),
          .created_at = row.Time(2),
          .properties = row.Text(3)};
}

/// "<created_at>:<key>": the last group of the page before.
std::string CursorOf(const Group& group) {
  return std::to_string(group.created_at.micros) + ":" + group.key;
}

struct Cursor {
  Timestamp created_at;
  std::string_view key;
};

Result<Cursor> ReadCursor(std::string_view text) {
  Cursor cursor;
  const std::size_t colon = text.find(':');
  const char* const begin = text.data();
  const char* const end = begin + std::min(colon, text.size());
  const auto [rest, status] = std::from_chars(begin, end, cursor.created_at.micros);
  if (colon == std::string_view::npos || status != std::errc() || rest != end) {
    return InvalidArgument("Not a cursor that a page of groups gave.").WithField("cursor");
  }
  cursor.key = text.substr(colon + 1);
  return cursor;
}

}  // namespace

Result<Person> PersonDirectory::ReadPerson(const db::Rows& rows) {
  if (rows.empty()) return NotFound("Not found.");
  const db::Row row = rows[0];
  Person person{.number = row.Int(0),
                .id = row.Id(1),
                .created_at = row.Time(2),
                .is_identified = row.Bool(3),
                .properties = row.Text(4)};
  TRY_ASSIGN(const auto ids,
             database_.Query("SELECT distinct_id FROM person_distinct_id WHERE person_id = $1",
                             {person.number}));
  for (const db::Row id : ids) person.distinct_ids.push_back(id.Text(0));
  std::ranges::sort(person.distinct_ids, {}, [](const std::string& id) {
    return std::pair(Uuid::Parse(id).has_value(), id);
  });
  return person;
}

Result<Person> PersonDirectory::Find(TeamId team_id, const Uuid& id) {
  TRY_ASSIGN(const auto rows,
             database_.Query(std::string(kSelect) + "WHERE p.team_id = $1 AND p.uuid = $2",
                             {team_id, id}));
  return ReadPerson(rows);
}

Result<Person> PersonDirectory::FindByNumber(TeamId team_id, std::int64_t number) {
  TRY_ASSIGN(const auto rows,
             database_.Query(std::string(kSelect) + "WHERE p.team_id = $1 AND p.id = $2",
                             {team_id, number}));
  return ReadPerson(rows);
}

Result<std::optional<Person>> PersonDirectory::FindByDistinctId(TeamId team_id,
                                                                std::string_view distinct_id) {
  TRY_ASSIGN(const auto rows,
             database_.Query(std::string(kSelect) +
                                 "JOIN person_distinct_id d ON d.person_id = p.id WHERE d.team_id "
                                 "= $1 AND d.distinct_id = $2",
                             {team_id, distinct_id}));
  if (rows.empty()) return std::optional<Person>();
  TRY_ASSIGN(Person person, ReadPerson(rows));
  return std::optional(std::move(person));
}

Result<std::vector<GroupType>> PersonDirectory::GroupTypes(TeamId team_id) {
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT type_index, name, name_singular, name_plural, "
                             "default_columns FROM group_type WHERE team_id = $1 ORDER BY "
                             "type_index",
                             {team_id}));
  std::vector<GroupType> types;
  for (const db::Row row : rows) {
    types.push_back({.index = static_cast<int>(row.Int(0)),
                     .name = row.Text(1),
                     .name_singular = row.OptionalText(2),
                     .name_plural = row.OptionalText(3),
                     .default_columns = row.OptionalText(4)});
  }
  return types;
}

Status PersonDirectory::ChangeGroupType(TeamId team_id, const GroupType& type) {
  TRY_ASSIGN(const auto written,
             database_.Execute("UPDATE group_type SET name_singular = $1, name_plural = $2, "
                               "default_columns = $3 WHERE team_id = $4 AND type_index = $5",
                               {type.name_singular, type.name_plural, type.default_columns, team_id,
                                type.index}));
  return written.affected() > 0 ? Ok() : Status(NotFound("Not found."));
}

Result<Group> PersonDirectory::FindGroup(TeamId team_id, int type_index, std::string_view key) {
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT type_index, group_key, created_at, properties FROM "
                             "person_group WHERE team_id = $1 AND type_index = $2 AND group_key = "
                             "$3",
                             {team_id, type_index, key}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadGroup(rows[0]);
}

Result<GroupPage> PersonDirectory::ListGroups(TeamId team_id, int type_index,
                                              std::string_view search, std::string_view cursor,
                                              std::size_t limit) {
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  where.Add("type_index = " + where.Bind(type_index));
  const std::string pattern = db::LikeAnywhere(search);
  if (!search.empty()) {
    const std::string bound = where.Bind(pattern);
    where.Add("(lower(group_key) LIKE lower(" + bound +
              ") ESCAPE '\\' OR lower(properties) LIKE lower(" + bound + ") ESCAPE '\\')");
  }
  if (!cursor.empty()) {
    TRY_ASSIGN(const Cursor from, ReadCursor(cursor));
    const std::string time = where.Bind(from.created_at);
    where.Add("(created_at < " + time + " OR (created_at = " + time + " AND group_key > " +
              where.Bind(from.key) + "))");
  }
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT type_index, group_key, created_at, properties FROM "
                             "person_group WHERE " +
                                 where.text() + " ORDER BY created_at DESC, group_key LIMIT " +
                                 std::to_string(limit + 1),
                             where.params()));
  GroupPage page;
  for (const db::Row row : rows) page.groups.push_back(ReadGroup(row));
  if (page.groups.size() > limit) {
    page.groups.pop_back();
    page.next_cursor = CursorOf(page.groups.back());
  }
  return page;
}

}  // namespace tenrec::persons
