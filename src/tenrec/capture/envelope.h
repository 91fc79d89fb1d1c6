#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/capture/json_reader.h"

namespace tenrec::capture {

/// More events in one request than any SDK sends; the bound on what a small hostile body may cost.
inline constexpr std::size_t kMaxEventsPerRequest = 50'000;

/// What of `properties` capture itself must look at.
struct RawProperties {
  /// The whole object.
  JsonSlice text;
  JsonSlice token;
  JsonSlice distinct_id;
  JsonSlice dollar_distinct_id;
  JsonSlice cookieless_mode;
  JsonSlice ignore_sent_at;
  JsonSlice capture_internal;
  JsonSlice session_id;
  JsonSlice window_id;
  JsonSlice snapshot_data;
  JsonSlice snapshot_source;
  JsonSlice lib;
  /// What v1 may add to, so it must know whether it is there.
  JsonSlice lib_version;
  JsonSlice process_person_profile;
  JsonSlice product_tour_id;
};

/// One event as it stands in a v0 body: slices of its text, nothing judged yet.
struct RawEvent {
  JsonSlice api_key;
  JsonSlice token;
  JsonSlice dollar_token;
  JsonSlice event;
  JsonSlice uuid;
  JsonSlice distinct_id;
  JsonSlice dollar_distinct_id;
  JsonSlice timestamp;
  JsonSlice offset;
  JsonSlice sent_at;
  JsonSlice set;
  JsonSlice set_once;
  JsonSlice unset;
  RawProperties properties;
};

/// Which of the shapes of capture.md 6 a body has.
enum class EnvelopeShape : std::uint8_t { kArray, kBatch, kSingle };

/// A v0 body, split into its events. The slices look into `text`, which may not move while they
/// are in use; hence neither may the Envelope.
struct Envelope {
  Envelope() = default;
  Envelope(const Envelope&) = delete;
  Envelope& operator=(const Envelope&) = delete;

  std::string text;
  EnvelopeShape shape = EnvelopeShape::kSingle;
  JsonSlice api_key;
  JsonSlice token;
  JsonSlice sent_at;
  bool historical_migration = false;
  bool capture_internal = false;
  std::vector<RawEvent> events;
};

/// Reads a decoded v0 body into `envelope`. Elements that are null are left out.
/// Shape:  an array of events, {"batch":[…]}, {"data":[…]} or one event.
/// Errors: kInvalidArgument "failed to parse request: …", kResourceExhausted past
///         kMaxEventsPerRequest.
/// Source: capture.md 5 step 7, 6
Status ParseEnvelope(std::string text, int max_depth, Envelope& envelope);

/// Reads `properties` where the reader stands: its text and the members capture looks at.
void ReadProperties(JsonReader& reader, RawProperties& properties);

}  // namespace tenrec::capture
