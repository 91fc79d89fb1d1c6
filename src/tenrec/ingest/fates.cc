#include "tenrec/ingest/fates.h"

#include "tenrec/log/event_record.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kMaxRecords = 200'000;
constexpr std::size_t kReadRecords = 10'000;
constexpr std::size_t kReadBytes = std::size_t{4} << 20U;

}  // namespace

std::string_view FateName(Fate::State state) {
  switch (state) {
    case Fate::State::kStored:
      return "stored";
    case Fate::State::kDropped:
      return "dropped";
    case Fate::State::kDeadLettered:
      return "dead_lettered";
    case Fate::State::kInFlight:
      return "in_flight";
  }
  return "";
}

Result<std::optional<Fate>> Fates::Find(TeamId team_id, const Uuid& uuid) {
  // The log first: what has landed meanwhile is found in the tables.
  TRY_ASSIGN(auto on_its_way, FindInLog(team_id, uuid));
  TRY_ASSIGN(const auto trace, store_.Trace(team_id, uuid));
  if (trace) {
    return std::optional(
        Fate{.state = trace->stored_at ? Fate::State::kStored : Fate::State::kDropped,
             .event = trace->event,
             .distinct_id = trace->distinct_id,
             .received_at = trace->received_at,
             .stored_at = trace->stored_at,
             .reason = trace->reason});
  }
  TRY_ASSIGN(const auto letter, letters_.FindEvent(team_id, uuid));
  if (!letter) return on_its_way;
  return std::optional(Fate{.state = Fate::State::kDeadLettered,
                            .event = letter->event,
                            .distinct_id = letter->distinct_id,
                            .received_at = letter->received_at,
                            .reason = letter->reason,
                            .detail = letter->detail});
}

Result<std::optional<Fate>> Fates::FindInLog(TeamId team_id, const Uuid& uuid) {
  log::Offset at = landed_();
  for (std::size_t seen = 0; seen < kMaxRecords && at < log_.end(partition_);) {
    TRY_ASSIGN(const auto read, log_.Read(partition_, at, kReadRecords, kReadBytes));
    if (read.records.empty()) break;
    at = read.next;
    seen += read.records.size();
    for (const log::LogRecord& record : read.records) {
      const auto decoded = log::DecodeEventRecord(record.payload);
      if (!decoded || decoded->team_id != team_id || decoded->uuid != uuid) continue;
      return std::optional(Fate{.state = Fate::State::kInFlight,
                                .event = std::string(decoded->event),
                                .distinct_id = std::string(decoded->distinct_id),
                                .received_at = decoded->received_at});
    }
  }
  return std::optional<Fate>();
}

}  // namespace tenrec::ingest
