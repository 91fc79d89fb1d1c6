#include "tenrec/dashboards/dashboards.h"

namespace tenrec::dashboards {
namespace {

constexpr db::Migration kMigrations[] = {
    {"dashboards", 1, "insights and dashboards", R"sql(
CREATE TABLE insights (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  short_id TEXT NOT NULL,
  name TEXT,
  derived_name TEXT,
  description TEXT,
  query TEXT,
  filters TEXT NOT NULL DEFAULT '{}',
  kind TEXT NOT NULL,
  sort_order BIGINT,
  deleted BOOLEAN NOT NULL DEFAULT FALSE,
  deleted_with BIGINT,
  saved BOOLEAN NOT NULL DEFAULT FALSE,
  favorited BOOLEAN NOT NULL DEFAULT FALSE,
  is_sample BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  created_by BIGINT,
  updated_at BIGINT NOT NULL,
  last_modified_at BIGINT NOT NULL,
  last_modified_by BIGINT,
  search_text TEXT NOT NULL DEFAULT '',
  UNIQUE (team_id, short_id)
);
CREATE INDEX insights_by_change ON insights (team_id, last_modified_at);
CREATE TABLE insight_views (
  insight_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  last_viewed_at BIGINT NOT NULL,
  PRIMARY KEY (insight_id, user_id)
);
CREATE INDEX insight_views_by_time ON insight_views (team_id, user_id, last_viewed_at);
CREATE TABLE dashboards (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  name TEXT,
  description TEXT NOT NULL DEFAULT '',
  pinned BOOLEAN NOT NULL DEFAULT FALSE,
  deleted BOOLEAN NOT NULL DEFAULT FALSE,
  creation_mode TEXT NOT NULL,
  filters TEXT NOT NULL DEFAULT '{}',
  variables TEXT NOT NULL DEFAULT '{}',
  breakdown_colors TEXT NOT NULL DEFAULT '[]',
  data_color_theme_id BIGINT,
  restriction_level BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT,
  updated_at BIGINT NOT NULL,
  last_accessed_at BIGINT,
  search_text TEXT NOT NULL DEFAULT ''
);
CREATE INDEX dashboards_by_team ON dashboards (team_id);
CREATE TABLE dashboard_views (
  dashboard_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  last_viewed_at BIGINT NOT NULL,
  PRIMARY KEY (dashboard_id, user_id)
);
CREATE TABLE text_cards (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  body TEXT NOT NULL,
  created_by BIGINT,
  last_modified_at BIGINT NOT NULL,
  last_modified_by BIGINT
);
CREATE TABLE tiles (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  dashboard_id BIGINT NOT NULL REFERENCES dashboards (id),
  insight_id BIGINT REFERENCES insights (id),
  text_id BIGINT REFERENCES text_cards (id),
  layouts TEXT NOT NULL DEFAULT '{}',
  color TEXT,
  filters_overrides TEXT,
  show_description BOOLEAN,
  transparent_background BOOLEAN,
  deleted BOOLEAN NOT NULL DEFAULT FALSE,
  UNIQUE (dashboard_id, insight_id)
);
CREATE INDEX tiles_by_insight ON tiles (insight_id);
CREATE TABLE item_tags (
  kind TEXT NOT NULL,
  item_id BIGINT NOT NULL,
  tag TEXT NOT NULL,
  team_id BIGINT NOT NULL,
  PRIMARY KEY (kind, item_id, tag)
);
CREATE INDEX item_tags_by_team ON item_tags (team_id, kind, tag);
)sql"},
    {"dashboards", 2, "annotations and pins", R"sql(
CREATE TABLE annotations (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  organization_id TEXT NOT NULL,
  content TEXT,
  date_marker BIGINT,
  creation_type TEXT NOT NULL,
  scope TEXT NOT NULL,
  insight_id BIGINT,
  dashboard_id BIGINT,
  recording_id TEXT,
  created_by BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BOOLEAN NOT NULL DEFAULT FALSE,
  search_text TEXT NOT NULL DEFAULT ''
);
CREATE INDEX annotations_by_team ON annotations (team_id, date_marker);
CREATE INDEX annotations_by_organization ON annotations (organization_id, scope);
CREATE TABLE shortcuts (
  id TEXT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  path TEXT NOT NULL,
  type TEXT NOT NULL,
  ref TEXT,
  href TEXT,
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX shortcuts_by_person ON shortcuts (team_id, user_id, position);
)sql"},
    {"dashboards", 3, "public links", R"sql(
CREATE TABLE sharing (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  item_id BIGINT NOT NULL,
  enabled BOOLEAN NOT NULL DEFAULT FALSE,
  password_required BOOLEAN NOT NULL DEFAULT FALSE,
  settings TEXT,
  created_at BIGINT NOT NULL,
  UNIQUE (kind, item_id)
);
CREATE TABLE sharing_tokens (
  token TEXT PRIMARY KEY,
  sharing_id BIGINT NOT NULL REFERENCES sharing (id),
  expires_at BIGINT
);
CREATE INDEX sharing_tokens_by_sharing ON sharing_tokens (sharing_id);
CREATE TABLE sharing_passwords (
  id TEXT PRIMARY KEY,
  sharing_id BIGINT NOT NULL REFERENCES sharing (id),
  note TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_by BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX sharing_passwords_by_sharing ON sharing_passwords (sharing_id);
)sql"},
};

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::dashboards
