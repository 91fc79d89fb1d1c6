#pragma once

#include <string>
#include <string_view>

#include "tenrec/accounts/team_lookup.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/catalog/actions.h"
#include "tenrec/cohorts/cohorts.h"
#include "tenrec/dashboards/annotations.h"
#include "tenrec/dashboards/dashboards.h"
#include "tenrec/dashboards/saved_insights.h"
#include "tenrec/persons/person_directory.h"

namespace tenrec::server {

/// Where the rows of `system.*` come from.
struct SystemSources {
  const accounts::TeamDirectory& teams;
  catalog::Actions& actions;
  cohorts::Cohorts& cohorts;
  dashboards::SavedInsights& insights;
  dashboards::Dashboards& dashboards;
  dashboards::Annotations& annotations;
  persons::PersonDirectory& people;
};

/// The project's rows of a table that questions call `system.<name>`, deleted ones included.
/// Shape:  as hogql::CompileContext::rows.
/// Errors: kInternal for a table that nobody fills; those of the database.
/// Source: docs/spec/hogql.md, 9.1
Result<std::string> SystemRows(const SystemSources& from, TeamId team_id, std::string_view table);

}  // namespace tenrec::server
