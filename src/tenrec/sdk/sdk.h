#pragma once

#include <string>

#include "tenrec/accounts/team_lookup.h"
#include "tenrec/base/metrics.h"
#include "tenrec/http/router.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/sdk/flag_evaluator.h"

namespace tenrec::sdk {

/// What the doors need; all of it must outlive the router and every request in flight.
struct SdkDependencies {
  const accounts::TeamDirectory* teams = nullptr;
  /// Null answers as for projects that have no flags.
  const FlagEvaluator* flags = nullptr;
  /// Reads and packs scripts. Null does it on the IO thread.
  io::WorkerPool* workers = nullptr;
  Metrics* metrics = nullptr;
  /// A `dist` of the npm package posthog-js, or a directory of such, by version. Without scripts
  /// the paths answer 404.
  std::string scripts_directory;
};

/// The given directory, else the folder "posthog-js" beside the program, else that of the source
/// tree.
std::string ScriptsDirectory(const std::string& setting);

/// Adds what SDKs ask for beside sending: configuration, scripts, flags, and the public lists of
/// surveys, early access features, web experiments and product tours.
/// Counts:  sdk_requests_total{endpoint,result}
/// Errors:  what reading the scripts' directory gives; a missing one is fine.
/// Source:  browser.md 1-5, flags.md 1-3
Status Register(http::Router& router, const SdkDependencies& dependencies);

}  // namespace tenrec::sdk
