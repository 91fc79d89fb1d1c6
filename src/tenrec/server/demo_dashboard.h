#pragma once

#include "tenrec/base/ids.h"
#include "tenrec/server/installation.h"

namespace tenrec::server {

/// Puts the dashboard "Product overview" into a demo project and makes it the project's main one,
/// so that a first visitor has something to look at.
Status AddDemoDashboard(Installation& installation, TeamId team_id);

}  // namespace tenrec::server
