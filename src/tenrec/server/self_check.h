#pragma once

#include <vector>

#include "tenrec/api/server_check.h"
#include "tenrec/server/health.h"
#include "tenrec/server/settings.h"

namespace tenrec::server {

/// What the running server finds when it looks at its own parts and at its machine, in that order;
/// the first page of a new server shows it.
/// Threads: any; must not be called where blocking hurts, as it looks at the disk.
std::vector<api::ServerCheck> CheckServer(const std::vector<HealthCheck>& parts,
                                          const Settings& settings);

}  // namespace tenrec::server
