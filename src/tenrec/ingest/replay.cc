#include "tenrec/ingest/replay.h"

#include "tenrec/ingest/applied_ranges.h"

namespace tenrec::ingest {

Result<std::optional<Replay>> Replays::Find() {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT range_to, last_appended_at, asked_at FROM ingest_replay WHERE "
                             "topic = $1 AND log_partition = $2",
                             {topic_, partition_}));
  if (rows.empty()) return std::optional<Replay>();
  return std::optional(Replay{.until = static_cast<log::Offset>(rows[0].Int(0)),
                              .last_appended_at = rows[0].Time(1),
                              .asked_at = rows[0].Time(2)});
}

Status Replays::Put(const Replay& replay) {
  TRY(database_.Execute(
      "INSERT INTO ingest_replay (topic, log_partition, range_to, last_appended_at, asked_at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (topic, log_partition) DO UPDATE SET range_to = "
      "excluded.range_to, last_appended_at = excluded.last_appended_at, asked_at = "
      "excluded.asked_at",
      {topic_, partition_, replay.until, replay.last_appended_at, replay.asked_at}));
  return Ok();
}

Result<std::optional<Replay>> Replays::Unfinished(log::Offset landed,
                                                  const AppendedAt& appended_at) {
  TRY_ASSIGN(auto replay, Find());
  if (!replay || replay->until <= landed) return std::optional<Replay>();
  const auto last = appended_at(replay->until - 1);
  if (!last && last.error().code != ErrorCode::kNotFound) return last.error();
  return last && *last == replay->last_appended_at ? replay : std::nullopt;
}

Result<log::Offset> Replays::ReadUntil(log::Offset landed, const AppendedAt& appended_at) {
  TRY_ASSIGN(const auto replay, Unfinished(landed, appended_at));
  const log::Offset until = replay ? replay->until : landed;
  AppliedRanges ranges(database_, topic_, partition_);
  TRY_ASSIGN(const auto applied, ranges.From(until));
  return applied.empty() ? until : applied.back().to;
}

}  // namespace tenrec::ingest
