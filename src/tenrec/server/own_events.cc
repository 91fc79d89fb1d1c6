#include "tenrec/server/own_events.h"

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/log/event_record.h"

namespace tenrec::server {
namespace {

constexpr std::chrono::milliseconds kPatience{3000};

}  // namespace

Status WriteEvents(Installation& under, ingest::Ingester& ingester,
                   std::span<const api::OwnEvent> events) {
  const Timestamp now = under.clock().Now();
  std::vector<log::NewRecord> records;
  for (const api::OwnEvent& event : events) {
    log::EventRecord record;
    record.team_id = event.team_id;
    record.uuid = Uuid::V7(now);
    record.event = event.event;
    record.distinct_id = event.distinct_id;
    record.timestamp = now;
    record.received_at = now;
    record.properties = event.properties;
    record.capture_internal = true;
    records.push_back(
        {std::to_string(event.team_id) + ":" + event.distinct_id, log::EncodeEventRecord(record)});
  }
  const std::size_t count = records.size();
  auto done = std::make_shared<std::promise<Result<log::Offset>>>();
  under.events().Append(std::move(records),
                        [done](Result<log::Offset> first) { done->set_value(std::move(first)); });
  TRY_ASSIGN(const log::Offset first, done->get_future().get());
  ingester.WaitUntilLanded(first + count, kPatience);
  return Ok();
}

}  // namespace tenrec::server
