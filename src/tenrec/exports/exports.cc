#include "tenrec/exports/exports.h"

#include <chrono>
#include <utility>

#include "tenrec/db/conditions.h"

namespace tenrec::exports {
namespace {

constexpr std::chrono::hours kKept{24 * 7};
constexpr std::int64_t kMaxWaiting = 50;
constexpr std::int64_t kMaxPerProject = 500;

constexpr std::string_view kSelect =
    "SELECT id, team_id, format, insight_id, context, source, columns, filename, created_by, "
    "created_at, expires_after, finished_at, exception, attempts, parts, bytes FROM exports WHERE ";

Json ParseOr(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  auto json = ParseJson(*text);
  return json ? *std::move(json) : Json();
}

Export ReadExport(const db::Row& row) {
  Export one{.id = row.Int(0),
             .team_id = row.Int(1),
             .format = row.Text(2),
             .insight = row.OptionalInt(3),
             .context = ParseOr(row.OptionalText(4)),
             .source = ParseOr(row.Text(5)),
             .filename = row.Text(7),
             .created_by = row.Int(8),
             .created_at = row.Time(9),
             .expires_after = row.Time(10),
             .finished_at = row.OptionalTime(11),
             .exception = row.OptionalText(12),
             .attempts = row.Int(13),
             .parts = row.Int(14),
             .bytes = row.Int(15)};
  const Json columns = ParseOr(row.Text(6));
  if (columns.is_array()) {
    for (const Json& name : columns.get_array()) {
      if (name.is_string()) one.columns.emplace_back(View(name.get_string()));
    }
  }
  return one;
}

std::vector<Export> ReadExports(const db::Rows& rows) {
  std::vector<Export> exports;
  exports.reserve(rows.size());
  for (const db::Row row : rows) exports.push_back(ReadExport(row));
  return exports;
}

}  // namespace

Result<Export> Exports::Create(Export wanted) {
  const Timestamp now = clock_.Now();
  wanted.created_at = now;
  wanted.expires_after = now + kKept;
  JsonArray columns;
  for (const std::string& name : wanted.columns) columns.emplace_back(name);
  const std::optional<std::string> context =
      wanted.context.is_null() ? std::nullopt : std::optional(PrintJson(wanted.context));
  const auto path = StringMember(wanted.context, "path");
  const std::string source = PrintJson(wanted.source);
  const std::string column_list = PrintJson(columns);
  return database_.Transact([&](db::Transaction& transaction) -> Result<Export> {
    TRY_ASSIGN(
        const db::Rows waiting,
        transaction.Query("SELECT COUNT(*) FROM exports WHERE team_id = $1 AND finished_at IS NULL",
                          {wanted.team_id}));
    if (waiting[0].Int(0) >= kMaxWaiting) {
      return ResourceExhausted(
          "50 files of this project are still to be made. Wait for one of them.");
    }
    TRY_ASSIGN(wanted.id, transaction.ReserveIds("export"));
    TRY(transaction.Execute(
        "INSERT INTO exports (id, team_id, format, insight_id, context, context_path, source, "
        "columns, filename, created_by, created_at, expires_after) VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8, $9, $10, $11, $12)",
        {wanted.id, wanted.team_id, wanted.format, wanted.insight, context, path, source,
         column_list, wanted.filename, wanted.created_by, wanted.created_at,
         wanted.expires_after}));
    return wanted;
  });
}

Result<Export> Exports::Find(TeamId team_id, std::int64_t id) {
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(std::string(kSelect) + "team_id = $1 AND id = $2 AND expires_after > $3",
                      {team_id, id, clock_.Now()}));
  if (rows.empty()) return NotFound("Not found.");
  return ReadExport(rows[0]);
}

Result<ListedExports> Exports::List(TeamId team_id, UserId user, const ExportFilter& filter) {
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  where.Add("created_by = " + where.Bind(user));
  where.Add("expires_after > " + where.Bind(clock_.Now()));
  if (!filter.format.empty()) where.Add("format = " + where.Bind(filter.format));
  if (filter.insight) where.Add("insight_id = " + where.Bind(*filter.insight));
  if (!filter.context_path.empty()) {
    where.Add("context_path = " + where.Bind(filter.context_path));
  }
  TRY_ASSIGN(const db::Rows total,
             database_.Query("SELECT COUNT(*) FROM exports WHERE " + where.text(), where.params()));
  ListedExports listed{.total = static_cast<std::size_t>(total[0].Int(0))};
  const std::string condition = where.text();
  const std::string page = " ORDER BY id DESC LIMIT " +
                           where.Bind(static_cast<std::int64_t>(filter.limit)) + " OFFSET " +
                           where.Bind(static_cast<std::int64_t>(filter.offset));
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(std::string(kSelect) + condition + page, where.params()));
  listed.exports = ReadExports(rows);
  return listed;
}

Status Exports::Begin(std::int64_t id) {
  TRY(database_.Execute("UPDATE exports SET attempts = attempts + 1 WHERE id = $1", {id}));
  return Ok();
}

Status Exports::Finish(std::int64_t id, std::int64_t parts, std::int64_t bytes) {
  TRY(database_.Execute(
      "UPDATE exports SET finished_at = $2, exception = NULL, parts = $3, bytes = $4 WHERE id = $1",
      {id, clock_.Now(), parts, bytes}));
  return Ok();
}

Status Exports::Fail(std::int64_t id, std::string_view why) {
  TRY(database_.Execute("UPDATE exports SET finished_at = $2, exception = $3 WHERE id = $1",
                        {id, clock_.Now(), why}));
  return Ok();
}

Result<std::vector<Export>> Exports::Unfinished() {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query(
                 std::string(kSelect) + "finished_at IS NULL AND expires_after > $1 ORDER BY id",
                 {clock_.Now()}));
  return ReadExports(rows);
}

Result<std::vector<Export>> Exports::Expired() {
  constexpr std::int64_t kAtOnce = 100;
  TRY_ASSIGN(
      const db::Rows rows,
      database_.Query(
          std::string(kSelect) +
              "expires_after <= $1 OR (finished_at IS NOT NULL AND id IN (SELECT id FROM (SELECT "
              "id, ROW_NUMBER() OVER (PARTITION BY team_id ORDER BY id DESC) AS place FROM "
              "exports) AS placed WHERE place > $2)) ORDER BY id LIMIT $3",
          {clock_.Now(), kMaxPerProject, kAtOnce}));
  return ReadExports(rows);
}

Status Exports::Forget(std::int64_t id) {
  TRY(database_.Execute("DELETE FROM exports WHERE id = $1", {id}));
  return Ok();
}

}  // namespace tenrec::exports
