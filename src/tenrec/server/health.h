#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tenrec/base/metrics.h"
#include "tenrec/http/router.h"

namespace tenrec::server {

/// One part of the process and whether it works now.
struct HealthCheck {
  std::string name;
  /// Must not block.
  std::function<bool()> works;
  /// Whether /_health tells it too. What heals by itself, such as a full disk, does not belong
  /// there: a supervisor that restarts the process would only make it worse.
  bool vital = true;
  /// What /_health says beside its "ok" while it does not work, for people and their monitors.
  std::string alarm = {};
};

/// Adds GET /_health, /_livez, /_readyz, /_stats, the capture paths /_readiness and /_liveness, and
/// /metrics when `metrics` is given.
/// Source: rest-api.md 38, capture.md 1
void AddHealthRoutes(http::Router& router, std::vector<HealthCheck> checks, const Metrics* metrics);

}  // namespace tenrec::server
