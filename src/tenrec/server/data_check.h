#pragma once

#include "tenrec/server/report.h"
#include "tenrec/server/settings.h"

namespace tenrec::server {

/// Looks at everything in the data directory: permissions, ids, every record of the log, the
/// metadata, the parts of analytics; `deep` also reads every row. Makes and changes nothing: the
/// engine, which cannot open a directory without writing, gets a view of it (engine/data_view.h).
void CheckData(Report& report, const Settings& settings, bool deep);

}  // namespace tenrec::server
