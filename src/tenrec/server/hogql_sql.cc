#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string>

#include "tenrec/accounts/projects.h"
#include "tenrec/base/metrics.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/property_lookup.h"

namespace tenrec::server {

Status PrintQuerySql(const Settings& settings, TeamId project, std::istream& in,
                     std::ostream& out) {
  const std::string file = settings.data + "/metadata.db";
  if (!std::filesystem::exists(file)) return NotFound("no installation in " + settings.data);
  SystemClock clock;
  Metrics metrics;
  TRY_ASSIGN(const auto database, db::Database::Open({.path = file, .readers = 1}));
  accounts::TeamDirectory directory;
  accounts::Projects projects(*database, clock, directory);
  TRY(projects.Load());
  const auto team = directory.ById(project);
  if (team == nullptr) return NotFound("no project " + std::to_string(project));
  catalog::Catalog catalog(*database, clock, metrics);

  hogql::CompileContext context;
  context.team_id = project;
  context.time_zone = team->timezone;
  context.week_start_day = team->week_start_day;
  context.property_type = TypesFor(catalog, project);
  persons::PersonDirectory people(*database);
  context.group_types = GroupTypesFor(people, project);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  TRY_ASSIGN(const hogql::CompiledQuery compiled, hogql::CompileText(text, context));
  out << compiled.text.sql << '\n';
  for (const auto& [name, value] : compiled.text.params) {
    out << "-- " << name << ": " << value << '\n';
  }
  return Ok();
}

}  // namespace tenrec::server
