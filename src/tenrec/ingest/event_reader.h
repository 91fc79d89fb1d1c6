#pragma once

#include <memory>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/ingest/event.h"

namespace tenrec::ingest {

/// Turns the payload of a log record into an Event whose properties are split and valid.
/// Threads: one caller at a time; keeps its buffers between calls.
class EventReader {
 public:
  EventReader();
  ~EventReader();
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  /// Fills the event; its views look into `payload` and `arena`. Escaped NULs become U+FFFD;
  /// numbers that no engine reads become what a double holds, or null.
  /// Errors: kInvalidArgument when the properties are no JSON object.
  Status ReadProperties(const log::EventRecord& record, TextArena& arena, Event& event);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::ingest
