#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"

namespace tenrec::persons {

/// A person as it is stored.
struct Person {
  std::int64_t number = 0;
  Uuid id;
  Timestamp created_at;
  bool is_identified = false;
  /// A JSON object.
  std::string properties;
  /// Those that people were given before those that a library made up.
  std::vector<std::string> distinct_ids;
};

/// One of the five types of groups of a project.
struct GroupType {
  int index = 0;
  std::string name;
  std::optional<std::string> name_singular;
  std::optional<std::string> name_plural;
  /// A JSON list.
  std::optional<std::string> default_columns;
};

struct Group {
  int type_index = 0;
  std::string key;
  Timestamp created_at;
  /// A JSON object.
  std::string properties;
};

/// A page of groups, newest first.
struct GroupPage {
  std::vector<Group> groups;
  /// Where the next page begins; nothing on the last one.
  std::optional<std::string> next_cursor;
};

/// Looks persons and groups up as ingestion has saved them.
/// Threads: any.
class PersonDirectory {
 public:
  explicit PersonDirectory(db::Database& database) : database_(database) {}

  /// Errors: kNotFound.
  Result<Person> Find(TeamId team_id, const Uuid& id);
  /// By the number that the API calls `id`.
  Result<Person> FindByNumber(TeamId team_id, std::int64_t number);
  /// Nothing when nobody owns the id.
  Result<std::optional<Person>> FindByDistinctId(TeamId team_id, std::string_view distinct_id);

  /// In the order of their numbers.
  Result<std::vector<GroupType>> GroupTypes(TeamId team_id);
  /// Changes what people call a type. Errors: kNotFound.
  Status ChangeGroupType(TeamId team_id, const GroupType& type);
  /// Errors: kNotFound.
  Result<Group> FindGroup(TeamId team_id, int type_index, std::string_view key);
  /// Groups whose key or properties hold the text, from `cursor` on.
  /// Errors: kInvalidArgument for a cursor that is none.
  Result<GroupPage> ListGroups(TeamId team_id, int type_index, std::string_view search,
                               std::string_view cursor, std::size_t limit);

 private:
  Result<Person> ReadPerson(const db::Rows& rows);

  db::Database& database_;
};

}  // namespace tenrec::persons
