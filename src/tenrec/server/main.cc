#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <sys/stat.h>

#include <CLI/CLI.hpp>

#include "tenrec/api/api.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/hogql_command.h"
#include "tenrec/server/settings.h"

namespace {

std::optional<std::string> FromEnvironment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// `tenrec hogql parse` and `tenrec hogql format`.
CLI::App* AddHogQL(CLI::App& app, tenrec::server::HogQLCommand& hogql) {
  using tenrec::server::HogQLCommand;
  CLI::App* command = app.add_subcommand("hogql", "Read HogQL from standard input");
  command->require_subcommand(1);
  CLI::App* parse = command->add_subcommand("parse", "Print its tree as JSON");
  CLI::App* format = command->add_subcommand("format", "Print it as HogQL");
  format->callback([&hogql] { hogql.action = HogQLCommand::Action::kFormat; });
  parse->add_flag("--no-positions", hogql.no_positions, "Without lines, columns and offsets");
  for (CLI::App* action : {parse, format}) {
    action->add_flag("--expr", hogql.expr, "The text is an expression, not a query");
    action->add_flag("--lines", hogql.lines,
                     "Each line is {\"select\": text} or {\"expr\": text} and gives a line");
  }
  return command;
}

/// Adds a flag for each setting; what was given lands in `flags`.
void AddSettings(CLI::App& command, std::map<std::string, std::string>& flags) {
  for (const auto& spec : tenrec::server::SettingTable()) {
    const std::string name(spec.flag);
    command
        .add_option_function<std::string>(
            "--" + name, [&flags, name](const std::string& text) { flags[name] = text; },
            std::string(spec.help))
        ->type_name(std::string(spec.environment));
  }
}

int Fail(const tenrec::Error& error) {
  std::fprintf(stderr, "tenrec: %s\n", error.message.c_str());
  return 1;
}

int Finish(const tenrec::Status& status) {
  return status ? 0 : Fail(status.error());
}

}  // namespace

int main(int argc, char** argv) {
  namespace server = tenrec::server;
  // What this process writes is for its owner only, also in a directory that others may enter.
  ::umask(0077);
  CLI::App app("Tenrec: product analytics, replay, flags and more in one process.", "tenrec");
  app.require_subcommand(1);
  std::map<std::string, std::string> flags;

  CLI::App* serve = app.add_subcommand("serve", "Run the product until SIGTERM or SIGINT");
  AddSettings(*serve, flags);

  server::DemoCommand demo;
  CLI::App* demo_command = app.add_subcommand("demo", "Write a believable product's history");
  AddSettings(*demo_command, flags);
  demo_command->add_option("--events", demo.events, "How many events")
      ->default_val(1'000'000)
      ->check(CLI::Range(1, 1'000'000'000));
  demo_command->add_option("--seed", demo.seed, "The same seed writes the same history")
      ->default_val(1);
  demo_command->add_option("--days", demo.days, "How many days back it begins")
      ->default_val(90)
      ->check(CLI::Range(1, 3650));

  CLI::App* doctor = app.add_subcommand("doctor", "Check this machine, the settings and the data");
  AddSettings(*doctor, flags);
  CLI::App* settings_page =
      app.add_subcommand("settings", "Print the table of settings as Markdown");
  server::HogQLCommand hogql;
  CLI::App* hogql_command = AddHogQL(app, hogql);
  CLI::App* openapi =
      app.add_subcommand("openapi", "Print the OpenAPI document of the REST API as JSON");
  app.add_subcommand("version", "Print the version");

  CLI11_PARSE(app, argc, argv);

  if (openapi->parsed()) {
    std::puts(tenrec::api::ApiDocumentText().c_str());
    return 0;
  }
  if (settings_page->parsed()) {
    std::fputs(server::SettingsPage().c_str(), stdout);
    return 0;
  }
  if (hogql_command->parsed()) return server::RunHogQL(hogql, std::cin, std::cout, std::cerr);
  if (!serve->parsed() && !demo_command->parsed() && !doctor->parsed()) {
    std::printf("tenrec %s\n", server::kVersion);
    return 0;
  }
  const auto settings = server::ReadSettings(flags, FromEnvironment);
  if (!settings) return Fail(settings.error());
  if (serve->parsed()) return Finish(server::Serve(*settings));
  if (demo_command->parsed()) return Finish(server::WriteDemo(*settings, demo));
  return Finish(server::Doctor(*settings));
}
