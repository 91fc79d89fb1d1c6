#pragma once

#include <memory>
#include <string>

#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/unique_function.h"
#include "tenrec/engine/engine.h"
#include "tenrec/schema/property_layout.h"
#include "tenrec/store/event_batch.h"

namespace tenrec::store {

/// Lands batches in `events`, up to two at a time.
/// Threads: any.
class EventsWriter {
 public:
  EventsWriter(engine::Engine& engine, const schema::PropertyLayoutHolder& layout,
               const Clock& clock, Metrics& metrics);
  /// Waits for the batches that were submitted.
  ~EventsWriter();
  EventsWriter(const EventsWriter&) = delete;
  EventsWriter& operator=(const EventsWriter&) = delete;

  /// An empty batch with the layout in force.
  EventBatch NewBatch() const;

  /// Lands the batch and returns when it is on disk. A token that was inserted before (among the
  /// last 10,000) changes nothing and is a success. An empty batch is a success.
  Status Insert(EventBatch batch, std::string token);

  /// As Insert on one of two threads; waits here while both are busy and one more is waiting.
  /// `done` runs on that thread. Batches may land in any order.
  void Submit(EventBatch batch, std::string token, UniqueFunction<void(Status)> done);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::store
