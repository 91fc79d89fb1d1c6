#pragma once

#include <cstdint>

#include "tenrec/base/result.h"
#include "tenrec/server/settings.h"

namespace tenrec::server {

inline constexpr char kVersion[] = TENREC_VERSION;

/// Runs the product until SIGTERM or SIGINT, then drains and stops.
/// Errors: whatever keeps it from starting, naming the setting and the fix.
Status Serve(const Settings& settings);

struct DemoCommand {
  std::int64_t events = 0;
  std::uint64_t seed = 0;
  std::int64_t days = 0;
};

/// Writes a demo project's history through the log and ingestion, with a progress bar.
/// The first person to sign up on an otherwise empty installation owns it.
Status WriteDemo(const Settings& settings, const DemoCommand& command);

/// Prints one line a check: the machine, the settings, the data directory, each port.
/// Errors: kFailedPrecondition when a check failed.
Status Doctor(const Settings& settings);

}  // namespace tenrec::server
