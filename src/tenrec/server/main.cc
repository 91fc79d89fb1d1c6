#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <CLI/CLI.hpp>

#include "tenrec/api/api.h"
#include "tenrec/server/command_line.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/hogql_command.h"
#include "tenrec/server/settings.h"

namespace {

namespace server = tenrec::server;

// As shells and other programs answer a command line that they do not understand.
constexpr int kWrongUsage = 2;

std::optional<std::string> FromEnvironment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// `tenrec hogql parse`, `tenrec hogql format` and `tenrec hogql sql`.
struct HogQLCommands {
  CLI::App* all;
  CLI::App* sql;
};

/// Adds a flag for each setting; what was given lands in `flags`.
void AddSettings(CLI::App& command, std::map<std::string, std::string>& flags) {
  for (const auto& spec : server::SettingTable()) {
    if (spec.flag.empty()) continue;
    const std::string name(spec.flag);
    command
        .add_option_function<std::string>(
            "--" + name, [&flags, name](const std::string& text) { flags[name] = text; },
            std::string(spec.help))
        ->type_name(std::string(spec.environment));
  }
}

HogQLCommands AddHogQL(CLI::App& app, server::HogQLCommand& hogql, tenrec::TeamId& project,
                       std::map<std::string, std::string>& flags) {
  using server::HogQLCommand;
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
  CLI::App* sql = command->add_subcommand("sql",
                                          "Print the ClickHouse SQL that a project's "
                                          "query becomes, and its parameters");
  AddSettings(*sql, flags);
  sql->add_option("--project", project, "Id of the project")->required();
  return {command, sql};
}

void AddBackupPlace(CLI::App& command, server::BackupPlace& place) {
  command
      .add_option("DIR", place.text,
                  "The backup directory, or a bucket that speaks S3, whose keys are read from "
                  "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or from the "
                  "profile AWS_PROFILE of ~/.aws")
      ->option_text("DIR|s3://BUCKET/PREFIX")
      ->required();
  command
      .add_option("--s3-endpoint", place.s3.endpoint,
                  "Address of a store other than AWS, such as https://minio.example:9000")
      ->type_name("AWS_ENDPOINT_URL_S3");
  command.add_option("--s3-region", place.s3.region, "Region of the bucket, else us-east-1")
      ->type_name("AWS_REGION");
  command.add_option("--s3-addressing", place.s3.addressing,
                     "Where the bucket stands in an address: path (host/bucket), virtual "
                     "(bucket.host), or auto: virtual at AWS, else path");
}

/// `tenrec log status` and `tenrec log replay`.
struct LogCommands {
  CLI::App* status;
  CLI::App* replay;
};

LogCommands AddLog(CLI::App& app, server::LogReplayCommand& replay,
                   std::map<std::string, std::string>& flags) {
  CLI::App* command = app.add_subcommand("log", "Look at the event log, or read it again");
  command->require_subcommand(1);
  const LogCommands commands = {
      command->add_subcommand("status",
                              "Print what it keeps, how far its consumers are and what can be read "
                              "again"),
      command->add_subcommand("replay",
                              "Move ingestion back, so that the next start stores again what "
                              "analytics lack")};
  for (CLI::App* action : {commands.status, commands.replay}) AddSettings(*action, flags);
  commands.replay
      ->add_option("--from", replay.from,
                   "The record to begin with: its number, or the time since when records were "
                   "accepted, such as 2026-11-22T09:30:00Z")
      ->type_name("OFFSET|TIME")
      ->required();
  commands.replay->add_flag("--execute", replay.execute,
                            "Do it; without this only say what would be done");
  return commands;
}

/// The commands and flags that the parser has been given.
std::vector<server::CommandWords> WordsOf(const CLI::App& app) {
  std::vector<server::CommandWords> commands;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    server::CommandWords words{.name = command->get_name(), .commands = WordsOf(*command)};
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_positional()) words.operands.push_back(option->get_name(true));
      for (const std::string& name : option->get_lnames()) {
        words.flags.push_back({.name = name,
                               .takes_value = option->get_items_expected_max() > 0,
                               .may_repeat = option->get_items_expected_max() > 1});
      }
    }
    commands.push_back(std::move(words));
  }
  return commands;
}

int Fail(const tenrec::Error& error) {
  std::fprintf(stderr, "tenrec: %s\n", error.message.c_str());
  return 1;
}

int Finish(const tenrec::Status& status) {
  return status ? 0 : Fail(status.error());
}

int ExplainUsage(const CLI::App& app, int argc, const std::string& message) {
  if (argc < 2) {
    std::fputs(app.help().c_str(), stderr);
  } else {
    std::fprintf(stderr, "tenrec: %s\nTry `tenrec --help`, or `tenrec COMMAND --help`.\n",
                 message.c_str());
  }
  return kWrongUsage;
}

int Run(int argc, char** argv) {
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

  server::DoctorCommand doctor;
  CLI::App* doctor_command =
      app.add_subcommand("doctor", "Check this machine, the settings and the data; change nothing");
  AddSettings(*doctor_command, flags);
  doctor_command->add_flag("--deep", doctor.deep, "Also read every row; takes a while");

  server::RepairCommand repair;
  CLI::App* repair_command =
      app.add_subcommand("repair", "Go on without what doctor found missing or damaged");
  AddSettings(*repair_command, flags);
  repair_command->add_option("--start-empty", repair.start_empty,
                             "Put a store aside and begin an empty one: analytics, log or blobs");
  repair_command->add_option("--adopt", repair.adopt,
                             "Take a store of another installation as a part of this one");
  repair_command->add_flag("--skip-damaged", repair.skip_damaged,
                           "Go past damaged records and parts; their bytes are kept aside");

  server::BackupCommand backup;
  CLI::App* backup_command = app.add_subcommand(
      "backup", "Add a point to a backup directory or bucket, also while the server runs");
  AddSettings(*backup_command, flags);
  AddBackupPlace(*backup_command, backup.place);
  backup_command->add_option("--keep", backup.keep, "How many points stay, the newest; 0 keeps all")
      ->default_val(0)
      ->check(CLI::Range(0, 1'000'000));

  server::RestoreCommand restore;
  CLI::App* restore_command = app.add_subcommand(
      "restore", "Make a data directory of a point of a backup, comparing every byte");
  AddSettings(*restore_command, flags);
  AddBackupPlace(*restore_command, restore.place);
  restore_command->add_option("--point", restore.point, "Which point; the newest if not given");
  restore_command->add_flag("--list", restore.list, "Print the points and do nothing");
  restore_command->add_flag("--check", restore.check, "Compare a point and restore nothing");

  server::LogReplayCommand replay;
  const LogCommands log_command = AddLog(app, replay, flags);

  CLI::App* settings_page =
      app.add_subcommand("settings", "Print the table of settings as Markdown");
  server::HogQLCommand hogql;
  tenrec::TeamId project = 0;
  const HogQLCommands hogql_command = AddHogQL(app, hogql, project, flags);
  std::string email;
  CLI::App* password_link = app.add_subcommand(
      "password-link", "Print a link with which a user sets a new password, good for a day");
  AddSettings(*password_link, flags);
  password_link->add_option("--email", email, "Whose password")->required();
  CLI::App* openapi =
      app.add_subcommand("openapi", "Print the OpenAPI document of the REST API as JSON");
  app.add_subcommand("version", "Print the version");

  const auto understood =
      server::CheckCommandLine(WordsOf(app), std::vector<std::string>(argv + 1, argv + argc));
  if (!understood) return ExplainUsage(app, argc, understood.error().message);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return ExplainUsage(app, argc, error.what());
  }

  if (openapi->parsed()) {
    std::puts(tenrec::api::ApiDocumentText().c_str());
    return 0;
  }
  if (hogql_command.all->parsed() && !hogql_command.sql->parsed()) {
    return server::RunHogQL(hogql, std::cin, std::cout, std::cerr);
  }
  if (settings_page->parsed()) {
    std::fputs(server::SettingsPage().c_str(), stdout);
    return 0;
  }
  const bool takes_settings = serve->parsed() || demo_command->parsed() ||
                              doctor_command->parsed() || repair_command->parsed() ||
                              password_link->parsed() || hogql_command.sql->parsed() ||
                              backup_command->parsed() || restore_command->parsed() ||
                              log_command.status->parsed() || log_command.replay->parsed();
  if (!takes_settings) {
    std::printf("tenrec %s\n", server::kVersion);
    return 0;
  }
  const auto settings = server::ReadSettings(flags, FromEnvironment);
  if (!settings) return Fail(settings.error());
  if (hogql_command.sql->parsed()) {
    return Finish(server::PrintQuerySql(*settings, project, std::cin, std::cout));
  }
  if (serve->parsed()) return Finish(server::Serve(*settings));
  if (password_link->parsed()) return Finish(server::PrintPasswordLink(*settings, email));
  if (demo_command->parsed()) return Finish(server::WriteDemo(*settings, demo));
  if (backup_command->parsed()) return Finish(server::Backup(*settings, backup, FromEnvironment));
  if (restore_command->parsed())
    return Finish(server::Restore(*settings, restore, FromEnvironment));
  if (log_command.status->parsed()) return Finish(server::LogStatus(*settings));
  if (log_command.replay->parsed()) return Finish(server::LogReplay(*settings, replay));
  if (doctor_command->parsed()) return Finish(server::Doctor(*settings, doctor));
  return Finish(server::Repair(*settings, repair));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& exception) {
    return Fail(tenrec::Internal(exception.what()));
  }
}
