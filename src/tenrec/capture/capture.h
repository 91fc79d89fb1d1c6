#pragma once

#include <cstddef>

#include "tenrec/accounts/team_lookup.h"
#include "tenrec/base/metrics.h"
#include "tenrec/http/router.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/log/log.h"

namespace tenrec::accounts {
class RefusedKeys;
class TokenRestrictions;
}  // namespace tenrec::accounts

namespace tenrec::capture {

/// Units: bytes. Source: capture.md 4
struct CaptureLimits {
  std::size_t body = 20U << 20U;
  std::size_t decoded_body = 100U << 20U;
  std::size_t recording_body = 25U << 20U;
  std::size_t decoded_recording = 64U << 20U;
  std::size_t v1_body = 10U << 20U;
  std::size_t v1_decoded_body = 50U << 20U;
  /// One event as it is stored.
  std::size_t event = 1U << 20U;
};

/// What the doors need; all of it must outlive the router and every request in flight.
struct CaptureDependencies {
  log::EventLog* events = nullptr;
  log::EventLog* recordings = nullptr;
  /// Null lets every well-formed token in; ingest then finds the project.
  const accounts::TeamDirectory* teams = nullptr;
  /// What whoever runs the program holds against events; null: nothing.
  const accounts::TokenRestrictions* restrictions = nullptr;
  /// Is told which keys no project has; null: they are forgotten.
  accounts::RefusedKeys* refused = nullptr;
  /// Decodes what is too large for an IO thread.
  io::WorkerPool* workers = nullptr;
  Metrics* metrics = nullptr;
  CaptureLimits limits;
};

/// Adds every path through which SDKs send events and recordings.
/// An answer of 200 or 204 means that the log has synced the request's events to disk.
/// Counts:  capture_requests_total{endpoint,result}, capture_events_total{endpoint},
///          capture_dropped_events_total{reason}, capture_stage_seconds{stage}
/// Source:  capture.md 1
void Register(http::Router& router, const CaptureDependencies& dependencies);

}  // namespace tenrec::capture
