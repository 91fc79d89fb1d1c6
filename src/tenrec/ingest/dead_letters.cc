#include "tenrec/ingest/dead_letters.h"

#include <future>
#include <memory>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/db/conditions.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kMaxDetail = 1000;
constexpr std::string_view kColumns =
    "id, uuid, event, distinct_id, reason, detail, received_at, failed_at, retried_at";

DeadLetter ReadLetter(const db::Row& row) {
  return {.id = row.Int(0),
          .uuid = row.OptionalId(1),
          .event = row.Text(2),
          .distinct_id = row.Text(3),
          .reason = row.Text(4),
          .detail = row.Text(5),
          .received_at = row.Time(6),
          .failed_at = row.Time(7),
          .retried_at = row.OptionalTime(8)};
}

}  // namespace

Status DeadLetters::Keep(db::Transaction& transaction, const std::vector<NewDeadLetter>& letters,
                         Timestamp now) {
  if (letters.empty()) return Ok();
  TRY_ASSIGN(std::int64_t id, transaction.ReserveIds("ingest_dead_letter",
                                                     static_cast<std::int64_t>(letters.size())));
  for (const NewDeadLetter& letter : letters) {
    TRY(transaction.Execute(
        "INSERT INTO ingest_dead_letter (id, team_id, uuid, event, distinct_id, reason, detail, "
        "record_key, record, received_at, failed_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, "
        "$8, $9, $10, $11, 'waiting')",
        {id++, letter.team_id, letter.uuid, letter.event, letter.distinct_id,
         DropReasonName(letter.reason), letter.detail.substr(0, kMaxDetail), letter.record_key,
         Base64Encode(letter.record), letter.received_at, now}));
  }
  return Ok();
}

Result<DeadLetters::Page> DeadLetters::List(TeamId team_id, std::string_view reason,
                                            bool with_retried, std::size_t limit,
                                            std::size_t offset) {
  db::Conditions where;
  where.Add("team_id = " + where.Bind(team_id));
  if (!reason.empty()) where.Add("reason = " + where.Bind(reason));
  if (!with_retried) where.Add("state = 'waiting'");
  Page page;
  TRY_ASSIGN(const auto total,
             database_.Query("SELECT count(*) FROM ingest_dead_letter WHERE " + where.text(),
                             where.params()));
  page.total = static_cast<std::size_t>(total[0].Int(0));
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT " + std::string(kColumns) + " FROM ingest_dead_letter WHERE " +
                                 where.text() + " ORDER BY id DESC LIMIT " + std::to_string(limit) +
                                 " OFFSET " + std::to_string(offset),
                             where.params()));
  for (const db::Row row : rows) page.letters.push_back(ReadLetter(row));
  return page;
}

Result<std::optional<DeadLetter>> DeadLetters::FindEvent(TeamId team_id, const Uuid& uuid) {
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT " + std::string(kColumns) +
                                 " FROM ingest_dead_letter WHERE team_id = $1 AND uuid = $2 AND "
                                 "state = 'waiting' ORDER BY id DESC LIMIT 1",
                             {team_id, uuid}));
  return rows.empty() ? std::nullopt : std::optional(ReadLetter(rows[0]));
}

Result<std::uint64_t> DeadLetters::CountWaiting() {
  TRY_ASSIGN(const auto rows, database_.Query("SELECT count(*) FROM ingest_dead_letter WHERE state "
                                              "= 'waiting'"));
  return static_cast<std::uint64_t>(rows[0].Int(0));
}

Status DeadLetters::Retry(TeamId team_id, std::int64_t id) {
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT record_key, record FROM ingest_dead_letter WHERE team_id = $1 "
                             "AND id = $2",
                             {team_id, id}));
  if (rows.empty()) return NotFound("Not found.");
  auto record = Base64Decode(rows[0].Text(1));
  if (!record) return DataLoss("dead letter " + std::to_string(id) + " is damaged");
  auto done = std::make_shared<std::promise<Result<log::Offset>>>();
  std::vector<log::NewRecord> records;
  records.push_back({rows[0].Text(0), *std::move(record)});
  log_.Append(std::move(records),
              [done](Result<log::Offset> at) { done->set_value(std::move(at)); });
  TRY(done->get_future().get());
  // Between the two a crash leaves it waiting; a second retry is recognised by the event's uuid.
  TRY(database_.Execute(
      "UPDATE ingest_dead_letter SET state = 'retried', retried_at = $1 WHERE id = $2",
      {clock_.Now(), id}));
  return Ok();
}

Status DeadLetters::Discard(TeamId team_id, std::int64_t id) {
  TRY_ASSIGN(const auto gone,
             database_.Execute("DELETE FROM ingest_dead_letter WHERE team_id = $1 AND id = $2",
                               {team_id, id}));
  return gone.affected() > 0 ? Ok() : Status(NotFound("Not found."));
}

}  // namespace tenrec::ingest
