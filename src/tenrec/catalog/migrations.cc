#include "tenrec/catalog/catalog.h"

namespace tenrec::catalog {
namespace {

constexpr db::Migration kMigrations[] = {
    {"catalog", 1, "definitions", R"sql(
CREATE TABLE event_definitions (
  id TEXT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT,
  last_seen_at BIGINT,
  description TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  owner BIGINT,
  verified BOOLEAN NOT NULL DEFAULT FALSE,
  verified_at BIGINT,
  verified_by BIGINT,
  hidden BOOLEAN NOT NULL DEFAULT FALSE,
  default_columns TEXT NOT NULL DEFAULT '[]',
  enforcement_mode TEXT NOT NULL DEFAULT 'allow',
  post_to_slack BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at BIGINT,
  updated_by BIGINT,
  UNIQUE (team_id, name)
);
CREATE TABLE property_definitions (
  id TEXT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  scope BIGINT NOT NULL,
  group_type_index BIGINT NOT NULL,
  name TEXT NOT NULL,
  property_type TEXT,
  description TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  verified BOOLEAN NOT NULL DEFAULT FALSE,
  verified_at BIGINT,
  verified_by BIGINT,
  hidden BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at BIGINT,
  updated_by BIGINT,
  UNIQUE (team_id, scope, group_type_index, name)
);
CREATE TABLE event_properties (
  team_id BIGINT NOT NULL,
  event TEXT NOT NULL,
  property TEXT NOT NULL,
  PRIMARY KEY (team_id, event, property)
);
)sql"},
    {"catalog", 2, "actions", R"sql(
CREATE TABLE actions (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  name TEXT,
  description TEXT NOT NULL DEFAULT '',
  tags TEXT NOT NULL DEFAULT '[]',
  post_to_slack BOOLEAN NOT NULL DEFAULT FALSE,
  slack_message_format TEXT NOT NULL DEFAULT '',
  steps TEXT NOT NULL DEFAULT '[]',
  deleted BOOLEAN NOT NULL DEFAULT FALSE,
  created_by BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_calculated_at BIGINT NOT NULL,
  pinned_at BIGINT,
  creation_context TEXT
);
CREATE INDEX actions_of_team ON actions (team_id, deleted);
)sql"},
    {"catalog", 3, "events of a property",
     "CREATE INDEX events_of_property ON event_properties (team_id, property, event);"},
};

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::catalog
