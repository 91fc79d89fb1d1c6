#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/uuid.h"
#include "tenrec/dashboards/dashboards.h"

namespace tenrec::dashboards {

/// A dashboard to begin with, made of events that SDKs send by themselves.
struct DashboardTemplate {
  Uuid id;
  DashboardPlan plan;
  /// What events it looks at: "web", "mobile", "ai", "product".
  std::vector<std::string> contexts;
  bool is_featured = false;
};

/// Those that come with the program, in the order to show them.
const std::vector<DashboardTemplate>& BuiltInTemplates();

/// What every new project begins with.
const DashboardPlan& FirstDashboard();

/// By name; "DEFAULT_APP", which PostHog's clients know, is FirstDashboard. nullptr when there is
/// none.
const DashboardTemplate* FindTemplate(std::string_view name);

}  // namespace tenrec::dashboards
