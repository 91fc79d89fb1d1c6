#include "tenrec/hogql/tables.h"

#include <iterator>

namespace tenrec::hogql {
namespace {

constexpr Type kText{TypeKind::kString, false};
constexpr Type kNumber{TypeKind::kInteger, false};
constexpr Type kFlag{TypeKind::kBoolean, false};
constexpr Type kId{TypeKind::kUuid, false};
constexpr Type kTime{TypeKind::kDateTime, false};
constexpr Type kProperties{TypeKind::kJson, false};

constexpr TableField kEventFields[] = {
    {"uuid", kId},
    {"event", kText},
    {"properties", kProperties},
    {"timestamp", kTime},
    {"team_id", kNumber},
    {"distinct_id", kText},
    {"elements_chain", kText},
    {"created_at", kTime},
    {"$session_id", kText},
    {"$window_id", kText},
    {"person_mode", kText},
    {"$group_0", kText},
    {"$group_1", kText},
    {"$group_2", kText},
    {"$group_3", kText},
    {"$group_4", kText},
    {.name = "person_id", .type = kId, .hidden = true},
    {.name = "event_person_id", .type = kId, .column = "person_id", .hidden = true},
};

constexpr TableField kPersonFields[] = {
    {"id", kId},
    {"created_at", kTime},
    {"team_id", kNumber},
    {"properties", kProperties},
    {"is_identified", kFlag},
};

constexpr TableField kRawPersonFields[] = {
    {"id", kId},
    {"created_at", kTime},
    {"team_id", kNumber},
    {"properties", kProperties},
    {"is_identified", kFlag},
    {"is_deleted", kFlag},
    {"version", kNumber},
};

constexpr TableField kDistinctIdFields[] = {
    {"team_id", kNumber},
    {"distinct_id", kText},
    {"person_id", kId},
};

constexpr TableField kRawDistinctIdFields[] = {
    {"team_id", kNumber},  {"distinct_id", kText}, {"person_id", kId},
    {"is_deleted", kFlag}, {"version", kNumber},
};

constexpr TableField kNumbersFields[] = {{"number", kNumber}};

constexpr HogQLTable kTables[] = {
    {"events", "events", TableRows::kAsStored, {}, kEventFields},
    {"persons", "persons", TableRows::kLatestVersion, "id", kPersonFields},
    {"raw_persons", "persons", TableRows::kAsStored, {}, kRawPersonFields},
    {"person_distinct_ids", "person_distinct_ids", TableRows::kLatestVersion, "distinct_id",
     kDistinctIdFields},
    {"raw_person_distinct_ids",
     "person_distinct_ids",
     TableRows::kAsStored,
     {},
     kRawDistinctIdFields},
    {"person_distinct_id_overrides", "person_distinct_id_overrides", TableRows::kLatestVersion,
     "distinct_id", kDistinctIdFields},
    {"raw_person_distinct_id_overrides",
     "person_distinct_id_overrides",
     TableRows::kAsStored,
     {},
     kRawDistinctIdFields},
    {"numbers", "numbers", TableRows::kNumbers, {}, kNumbersFields},
};

}  // namespace

const TableField* HogQLTable::Find(std::string_view field) const {
  for (const TableField& candidate : fields) {
    if (candidate.name == field) return &candidate;
  }
  return nullptr;
}

const HogQLTable* FindTable(std::string_view name) {
  for (const HogQLTable& table : kTables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

std::span<const HogQLTable> AllTables() {
  return kTables;
}

}  // namespace tenrec::hogql
