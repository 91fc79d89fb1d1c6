#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/db/database.h"
#include "tenrec/ingest/applied_ranges.h"
#include "tenrec/ingest/cookieless.h"
#include "tenrec/ingest/event_reader.h"
#include "tenrec/ingest/geoip.h"
#include "tenrec/ingest/steps.h"

namespace tenrec::ingest {

inline constexpr Timestamp kNow = Timestamp::FromSeconds(1'763'800'000);

/// Sends events one by one through all steps, as a project of its own.
class StepsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "tenrec_steps_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    auto database = db::Database::Open({.path = directory_ + "/metadata.db"});
    ASSERT_TRUE(database) << database.error().message;
    database_ = std::move(*database);
    ASSERT_TRUE(database_->Migrate(persons::Migrations()));
    ASSERT_TRUE(database_->Migrate(Migrations()));
    cookieless_ = std::make_unique<Cookieless>(*database_);
    persons_ = std::make_unique<persons::Persons>(*database_, persons::PersonsOptions{}, metrics_);
    groups_ = std::make_unique<persons::Groups>(*database_, metrics_);
    team_.id = 2;
  }
  void TearDown() override {
    persons_.reset();
    cookieless_.reset();
    database_.reset();
    std::filesystem::remove_all(directory_);
  }

  struct Outcome {
    std::optional<DropReason> dropped;
    std::string name;
    std::string distinct_id;
    std::string properties;
    std::string chain;
    persons::PersonAnswer person;
    std::vector<std::string> groups;
    std::string person_properties;
  };

  Outcome Send(std::string_view event, std::string_view properties, log::EventRecord record = {}) {
    record.team_id = team_.id;
    record.event = event;
    record.properties = properties;
    if (record.distinct_id.empty()) record.distinct_id = "u1";
    if (record.uuid.is_nil()) record.uuid = Uuid::V4();
    if (record.timestamp == Timestamp{}) record.timestamp = kNow;
    if (record.received_at == Timestamp{}) record.received_at = now_;

    arena_.Clear();
    Event taken;
    taken.team = std::make_shared<accounts::Team>(team_);
    const log::LogRecord source = {.offset = ++offset_};
    taken.source = &source;
    const Status read = reader_.ReadProperties(record, arena_, taken);
    EXPECT_TRUE(read) << read.error().message;
    StepContext context = {.persons = *persons_,
                           .groups = *groups_,
                           .window = window_,
                           .arena = arena_,
                           .warnings = warnings_,
                           .heatmap = heatmap_,
                           .update = update_,
                           .now = now_,
                           .geo = geo_.get(),
                           .cookieless = cookieless_.get(),
                           .trial_matches = &trial_matches_,
                           .restrictions = &restrictions_};
    for (const Step& step : StepsBeforePersons()) {
      if (const auto reason = step.run(taken, context)) return {.dropped = reason};
    }
    std::vector<persons::DistinctIdKey> ids = {{team_.id, taken.distinct_id, true}};
    const auto other = OtherDistinctId(taken, arena_);
    if (!other.empty()) ids.push_back({team_.id, other, true});
    EXPECT_TRUE(persons_->Load(ids));
    std::vector<persons::GroupName> named;
    if (const auto group = IdentifiedGroup(taken, arena_)) named.push_back(*group);
    EXPECT_TRUE(groups_->Load({team_.id}, named));
    for (const Step& step : StepsWithPersons()) {
      if (const auto reason = step.run(taken, context)) return {.dropped = reason};
    }
    Outcome outcome = {.name = std::string(taken.name),
                       .distinct_id = std::string(taken.distinct_id),
                       .chain = std::string(taken.elements_chain),
                       .person = taken.person,
                       .groups = {taken.groups.begin(), taken.groups.end()},
                       .person_properties = std::string(taken.person.person_properties)};
    PrintProperties(taken, outcome.properties);
    return outcome;
  }
  std::uint64_t Noticed(const char* notice) {
    return metrics_.GetCounter("ingest_notices_total", {{"notice", notice}}).value();
  }
  static bool Has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  }

  std::string directory_;
  Metrics metrics_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<persons::Persons> persons_;
  std::unique_ptr<persons::Groups> groups_;
  accounts::Team team_;
  Timestamp now_ = kNow;
  log::Offset offset_ = 0;
  std::unique_ptr<Cookieless> cookieless_;
  std::unique_ptr<GeoDatabase> geo_;
  Counter trial_matches_;
  accounts::TokenRestrictions restrictions_;
  EventReader reader_;
  TextArena arena_;
  UuidWindow window_{1000};
  Warnings warnings_{metrics_};
  std::vector<HeatmapPoint> heatmap_;
  persons::PropertyUpdate update_;
};

}  // namespace tenrec::ingest
