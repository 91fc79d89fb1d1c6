#include "tenrec/hogql/tables.h"

#include <vector>

#include "tenrec/base/check.h"
#include "tenrec/hogql/sessions.h"
#include "tenrec/hogql/system_tables.h"

namespace tenrec::hogql {
namespace {

constexpr Type kText{TypeKind::kString, false};
constexpr Type kNumber{TypeKind::kInteger, false};
constexpr Type kFlag{TypeKind::kBoolean, false};
constexpr Type kId{TypeKind::kUuid, false};
constexpr Type kTime{TypeKind::kDateTime, false};
constexpr Type kProperties{TypeKind::kJson, false};
constexpr Type kList{TypeKind::kArray, false};

constexpr TableField Hidden(std::string_view name, Type type, std::string_view column = {}) {
  return {.name = name, .type = type, .column = column, .hidden = true};
}

constexpr TableField Expression(std::string_view name, Type type, std::string_view hogql = {}) {
  return {.name = name,
          .type = type,
          .hidden = true,
          .kind = FieldKind::kExpression,
          .expression = hogql};
}

constexpr TableField Shown(TableField field) {
  field.hidden = false;
  return field;
}

constexpr TableField Lazy(std::string_view name, std::string_view table, std::string_view from,
                          std::string_view to, bool inner = false, int group_index = -1) {
  return {.name = name,
          .hidden = true,
          .kind = FieldKind::kLazyTable,
          .table = table,
          .from = from,
          .to = to,
          .inner = inner,
          .group_index = group_index};
}

constexpr TableField Virtual(std::string_view name, std::string_view table, int group_index = -1) {
  return {.name = name,
          .hidden = true,
          .kind = FieldKind::kVirtualTable,
          .table = table,
          .group_index = group_index};
}

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
    Shown(Expression("elements_chain_href", kText,
                     R"re(extract(elements_chain, '(?::|")href="(.*?)"'))re")),
    Shown(Expression("elements_chain_texts", kList,
                     R"re(arrayDistinct(extractAll(elements_chain, '(?::|")text="(.*?)"')))re")),
    Shown(Expression("elements_chain_ids", kList,
                     R"re(arrayDistinct(extractAll(elements_chain, '(?::|")attr_id="(.*?)"')))re")),
    Shown(Expression("elements_chain_elements", kList,
                     R"re(arrayDistinct(extractAll(elements_chain,
                     '(?:^|;)(a|button|form|input|select|textarea|label)(?:\\.|$|:)')))re")),
    Expression("$session_id_uuid", {TypeKind::kUuid, true}, "toUUID($session_id)"),
    Expression("person_id", kId),
    Hidden("event_person_id", kId, "person_id"),
    Lazy("person", "persons", "person_id", "id", true),
    Lazy("pdi", "person_distinct_ids", "distinct_id", "distinct_id", true),
    Lazy("override", "person_distinct_id_overrides", "distinct_id", "distinct_id"),
    Virtual("poe", "events.poe"),
    Lazy("session", "sessions", "$session_id", "session_id"),
    Lazy("group_0", "groups", "$group_0", "key", false, 0),
    Lazy("group_1", "groups", "$group_1", "key", false, 1),
    Lazy("group_2", "groups", "$group_2", "key", false, 2),
    Lazy("group_3", "groups", "$group_3", "key", false, 3),
    Lazy("group_4", "groups", "$group_4", "key", false, 4),
};

// The person as it was when the event came in.
constexpr TableField kPersonOnEventFields[] = {
    {"id", kId, "person_id"},
    {"created_at", kTime, "person_created_at"},
    {"properties", kProperties, "person_properties"},
};

constexpr TableField kPersonFields[] = {
    {"id", kId},
    {"created_at", kTime},
    {"team_id", kNumber},
    {"properties", kProperties},
    {"is_identified", kFlag},
    Expression("$virt_initial_referring_domain_type", {TypeKind::kString, true},
               "lookupDomainType(properties.$initial_referring_domain)"),
    Expression("$virt_initial_channel_type", {TypeKind::kString, true},
               "_defaultChannelType(properties.$initial_utm_campaign, "
               "properties.$initial_utm_medium, properties.$initial_utm_source, "
               "properties.$initial_referring_domain, isNotNull(properties.$initial_gclid), "
               "isNotNull(properties.$initial_fbclid), properties.$initial_gad_source)"),
    Lazy("pdi", "person_distinct_ids", "id", "person_id", true),
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
    Lazy("person", "persons", "person_id", "id", true),
};

constexpr TableField kRawDistinctIdFields[] = {
    {"team_id", kNumber},  {"distinct_id", kText}, {"person_id", kId},
    {"is_deleted", kFlag}, {"version", kNumber},
};

constexpr TableField kGroupFields[] = {
    {"index", kNumber, "group_type_index"},
    {"team_id", kNumber},
    {"key", kText, "group_key"},
    {"created_at", kTime},
    {"properties", kProperties},
};

constexpr TableField kRawGroupFields[] = {
    {"index", kNumber, "group_type_index"},
    {"team_id", kNumber},
    {"key", kText, "group_key"},
    {"created_at", kTime},
    {"properties", kProperties},
    {"is_deleted", kFlag},
    {"version", kNumber},
};

constexpr TableField kHeatmapFields[] = {
    {"session_id", kText},
    {"team_id", kNumber},
    {"distinct_id", kText},
    {"x", kNumber},
    {"y", kNumber},
    {"scale_factor", kNumber},
    {"viewport_width", kNumber},
    {"viewport_height", kNumber},
    {"pointer_target_fixed", kFlag},
    {"current_url", kText},
    {"timestamp", kTime},
    {"type", kText},
};

// What questions of the project took, the one that reads it left out.
constexpr TableField kQueryLogFields[] = {
    Shown(Expression("event_date", {TypeKind::kDate, false}, "toDate(event_time)")),
    {"event_time", kTime},
    {"query_id", kText},
    {"endpoint", kText},
    {"query", kText},
    {"query_start_time", kTime},
    {"query_duration_ms", {TypeKind::kFloat, false}},
    {"hogql_name", kText},
    {"created_by", kNumber},
    {"read_rows", kNumber},
    {"read_bytes", kNumber},
    {"result_rows", kNumber},
    {"result_bytes", kNumber},
    {"status", kText},
    {"exception_code", kNumber},
    {"exception_name", kText},
    {"kind", kText},
    Shown(Expression("query_type", kText, "kind")),
    {"is_personal_api_key_request", kFlag},
    {"api_key_label", kText},
    {"api_key_mask", kText},
    {.name = "team_id", .type = kNumber, .hidden = true},
};

constexpr TableField kRawCohortFields[] = {
    {"person_id", kId},   {"cohort_id", kNumber},
    {"team_id", kNumber}, {"sign", kNumber},
    {"version", kNumber}, {.name = "distinct_id", .type = kText, .hidden = true},
};

constexpr TableField kNumbersFields[] = {{"number", kNumber}};

}  // namespace

// Made once, for the names of sessions are put together.
std::span<const HogQLTable> AllTables() {
  static const std::vector<HogQLTable> tables = [] {
    std::vector<HogQLTable> all = {
        {"events", "events", TableRows::kAsStored, {}, kEventFields},
        {"persons", "persons", TableRows::kLatestVersion, {"id"}, kPersonFields},
        {"person_distinct_ids",
         "person_distinct_ids",
         TableRows::kLatestVersion,
         {"distinct_id"},
         kDistinctIdFields},
        {"person_distinct_id_overrides",
         "person_distinct_id_overrides",
         TableRows::kLatestVersion,
         {"distinct_id"},
         kDistinctIdFields},
        {"groups",
         "groups",
         TableRows::kLatestVersion,
         {"group_type_index", "group_key"},
         kGroupFields},
        {"sessions", "events", TableRows::kSessions, {}, SessionFields()},
        {"heatmaps", "heatmaps", TableRows::kAsStored, {}, kHeatmapFields},
        {"query_log", "query_log", TableRows::kAsStored, {}, kQueryLogFields},
        {"numbers", "numbers", TableRows::kNumbers, {}, kNumbersFields},
        {"raw_persons", "persons", TableRows::kAsStored, {}, kRawPersonFields},
        {"raw_person_distinct_ids",
         "person_distinct_ids",
         TableRows::kAsStored,
         {},
         kRawDistinctIdFields},
        {"raw_person_distinct_id_overrides",
         "person_distinct_id_overrides",
         TableRows::kAsStored,
         {},
         kRawDistinctIdFields},
        {"raw_cohort_people", "cohort_members", TableRows::kAsStored, {}, kRawCohortFields},
        {"raw_groups", "groups", TableRows::kAsStored, {}, kRawGroupFields},
        {"raw_query_log", "query_log", TableRows::kAsStored, {}, kQueryLogFields},
    };
    const auto system = SystemTables();
    all.insert(all.end(), system.begin(), system.end());
    all.push_back({"events.poe", "events", TableRows::kVirtual, {}, kPersonOnEventFields});
    return all;
  }();
  return tables;
}

const TableField* HogQLTable::Find(std::string_view field) const {
  for (const TableField& candidate : fields) {
    if (candidate.name == field) return &candidate;
  }
  return nullptr;
}

const HogQLTable* FindTable(std::string_view name) {
  for (const HogQLTable& table : AllTables()) {
    if (table.name == name && table.rows != TableRows::kVirtual) return &table;
  }
  return nullptr;
}

const HogQLTable& TableOf(const TableField& field) {
  for (const HogQLTable& table : AllTables()) {
    if (table.name == field.table) return table;
  }
  TENREC_CHECK(false) << field.table;
  return AllTables().front();
}

}  // namespace tenrec::hogql
