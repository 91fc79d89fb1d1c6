// rooms: capture log base
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"
#include "tenrec/capture/admit.h"
#include "tenrec/capture/envelope.h"
#include "tenrec/capture/recordings.h"
#include "tenrec/capture/token.h"
#include "tenrec/log/event_record.h"
#include "tenrec/log/recording_record.h"

/// What capture admits is a record that ingest can read, with properties that any parser takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenrec;  // NOLINT(google-build-using-namespace)
  constexpr int kDepth = 40;
  std::string text(reinterpret_cast<const char*>(data), size);
  if (!IsValidUtf8(text)) return 0;
  capture::Envelope envelope;
  if (!capture::ParseEnvelope(std::move(text), kDepth, envelope)) return 0;
  (void)capture::FindToken(envelope, "");
  capture::RequestFacts facts;
  facts.now = Timestamp::FromSeconds(1'795'341'600);
  facts.token = "phc_x";
  facts.engage = size % 2 == 0;
  if (const auto admitted = capture::AdmitEvents(envelope, facts)) {
    for (const log::NewRecord& record : admitted->records) {
      const auto event = log::DecodeEventRecord(record.payload);
      TENREC_CHECK(event);
      TENREC_CHECK(!event->event.empty() && !event->distinct_id.empty());
      TENREC_CHECK(IsValidUtf8(event->distinct_id) && IsValidUtf8(event->event));
      const auto properties = ParseJson(event->properties, kDepth + 1);
      TENREC_CHECK(properties && properties->is_object()) << std::string(event->properties);
    }
  }
  std::vector<const capture::RawEvent*> snapshots;
  for (const capture::RawEvent& event : envelope.events) snapshots.push_back(&event);
  if (const auto messages = capture::MergeSnapshots(envelope, snapshots, facts)) {
    for (const log::NewRecord& record : *messages) {
      const auto message = log::DecodeRecordingRecord(record.payload);
      TENREC_CHECK(message);
      const auto items = ParseJson(message->items, kDepth + 1);
      TENREC_CHECK(items && items->is_array()) << std::string(message->items);
    }
  }
  return 0;
}
