#pragma once

#include "tenrec/server/report.h"
#include "tenrec/server/settings.h"

namespace tenrec::server {

/// Looks at what the product needs of its machine: processor, open files, time zones, disk. Quick,
/// and changes nothing.
void CheckMachine(Report& report, const Settings& settings);

/// Looks at the settings: what stands in the way, what has no effect, and what follows of them.
void TellSettings(Report& report, const Settings& settings);

}  // namespace tenrec::server
