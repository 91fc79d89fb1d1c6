#include "tenrec/capture/envelope.h"

#include <string_view>
#include <utility>

namespace tenrec::capture {
namespace {

Error NotParsed(std::string_view reason) {
  return InvalidArgument("failed to parse request: " + std::string(reason));
}

JsonSlice* PropertySlot(RawProperties& p, std::string_view key) {
  if (key == "token") return &p.token;
  if (key == "distinct_id") return &p.distinct_id;
  if (key == "capture_internal") return &p.capture_internal;
  if (key.empty() || key.front() != '$') return nullptr;
  if (key == "$distinct_id") return &p.dollar_distinct_id;
  if (key == "$cookieless_mode") return &p.cookieless_mode;
  if (key == "$ignore_sent_at") return &p.ignore_sent_at;
  if (key == "$session_id") return &p.session_id;
  if (key == "$window_id") return &p.window_id;
  if (key == "$snapshot_data") return &p.snapshot_data;
  if (key == "$snapshot_source") return &p.snapshot_source;
  if (key == "$lib") return &p.lib;
  if (key == "$lib_version") return &p.lib_version;
  if (key == "$process_person_profile") return &p.process_person_profile;
  if (key == "$product_tour_id") return &p.product_tour_id;
  return nullptr;
}

JsonSlice* EventSlot(RawEvent& e, std::string_view key) {
  if (key == "event") return &e.event;
  if (key == "uuid") return &e.uuid;
  if (key == "distinct_id") return &e.distinct_id;
  if (key == "$distinct_id") return &e.dollar_distinct_id;
  if (key == "timestamp") return &e.timestamp;
  if (key == "offset") return &e.offset;
  if (key == "$set") return &e.set;
  if (key == "$set_once") return &e.set_once;
  if (key == "$unset") return &e.unset;
  if (key == "token") return &e.token;
  if (key == "api_key") return &e.api_key;
  if (key == "$token") return &e.dollar_token;
  if (key == "sent_at" || key == "sentAt") return &e.sent_at;
  return nullptr;
}

void ReadEventMember(JsonReader& reader, std::string_view key, RawEvent& event) {
  if (key == "properties") return ReadProperties(reader, event.properties);
  if (JsonSlice* slot = EventSlot(event, key)) return reader.Read(*slot);
  reader.Skip();
}

/// What a body holds that makes it impossible to read as events; the first trouble counts.
struct Trouble {
  const char* not_an_event = nullptr;
  bool too_many = false;
};

void ReadEvents(JsonReader& reader, std::vector<RawEvent>& events, Trouble& trouble) {
  std::string_view key;
  reader.EnterArray();
  while (reader.NextElement()) {
    const JsonKind kind = reader.Peek();
    if (kind == JsonKind::kObject && events.size() < kMaxEventsPerRequest) {
      RawEvent& event = events.emplace_back();
      reader.EnterObject();
      while (reader.NextMember(key)) ReadEventMember(reader, key, event);
      continue;
    }
    if (kind == JsonKind::kObject) trouble.too_many = true;
    if (kind != JsonKind::kObject && kind != JsonKind::kNull) {
      trouble.not_an_event = "expected every element to be an event object";
    }
    reader.Skip();
  }
}

void ReadTopObject(JsonReader& reader, Envelope& envelope, Trouble& trouble) {
  RawEvent single;
  JsonSlice flag;
  std::string_view key;
  reader.EnterObject();
  while (reader.NextMember(key)) {
    if (key == "batch" || key == "data") {
      const bool is_batch = key == "batch";
      if (reader.Peek() == JsonKind::kArray) {
        // Of two batches the last counts, as with every repeated key.
        envelope.events.clear();
        envelope.shape = is_batch ? EnvelopeShape::kBatch : EnvelopeShape::kArray;
        ReadEvents(reader, envelope.events, trouble);
        continue;
      }
      if (is_batch) trouble.not_an_event = "expected batch to be an array";
      reader.Skip();
    } else if (key == "historical_migration" || key == "capture_internal") {
      bool& target = key.front() == 'h' ? envelope.historical_migration : envelope.capture_internal;
      reader.Read(flag);
      target = flag.kind == JsonKind::kTrue;
    } else {
      ReadEventMember(reader, key, single);
    }
  }
  if (envelope.shape == EnvelopeShape::kSingle) {
    envelope.events.push_back(single);
    envelope.sent_at = single.sent_at;
    return;
  }
  envelope.api_key = single.api_key;
  envelope.token = single.token;
  envelope.sent_at = single.sent_at;
}

Status ParseOnce(int max_depth, Envelope& envelope, bool& needs_repair) {
  JsonReader reader(envelope.text, max_depth);
  Trouble trouble;
  envelope.events.clear();
  envelope.shape = EnvelopeShape::kSingle;
  const JsonKind kind = reader.Peek();
  if (kind == JsonKind::kArray) {
    envelope.shape = EnvelopeShape::kArray;
    ReadEvents(reader, envelope.events, trouble);
  } else if (kind == JsonKind::kObject) {
    ReadTopObject(reader, envelope, trouble);
  } else {
    reader.Skip();
    trouble.not_an_event = "expected an object or an array";
  }
  if (auto finished = reader.Finish(); !finished) return NotParsed(finished.error().message);
  if (trouble.not_an_event != nullptr) return NotParsed(trouble.not_an_event);
  if (trouble.too_many) {
    return ResourceExhausted("maximum event size exceeded: more than " +
                             std::to_string(kMaxEventsPerRequest) + " events");
  }
  needs_repair = reader.needs_repair();
  if (needs_repair) envelope.text = reader.Repaired();
  return Ok();
}

}  // namespace

void ReadProperties(JsonReader& reader, RawProperties& properties) {
  properties = {};
  if (reader.Peek() != JsonKind::kObject) return reader.Read(properties.text);
  std::string_view key;
  const char* start = reader.position();
  reader.EnterObject();
  while (reader.NextMember(key)) {
    JsonSlice* slot = PropertySlot(properties, key);
    slot != nullptr ? reader.Read(*slot) : reader.Skip();
  }
  properties.text.kind = JsonKind::kObject;
  properties.text.text = {start, static_cast<std::size_t>(reader.position() - start)};
}

Status ParseEnvelope(std::string text, int max_depth, Envelope& envelope) {
  envelope.text = std::move(text);
  bool needs_repair = false;
  TRY(ParseOnce(max_depth, envelope, needs_repair));
  // The slices look into the text before its repair: read the repaired one.
  if (needs_repair) TRY(ParseOnce(max_depth, envelope, needs_repair));
  return Ok();
}

}  // namespace tenrec::capture
