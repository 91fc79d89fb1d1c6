#include "tenrec/accounts/accounts.h"

namespace tenrec::accounts {
namespace {

constexpr db::Migration kMigrations[] = {
    {"accounts", 1, "people and projects", R"sql(
CREATE TABLE users (
  id BIGINT PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  distinct_id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  password_hash TEXT,
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  is_staff BOOLEAN NOT NULL DEFAULT FALSE,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  is_email_verified BOOLEAN,
  pending_email TEXT,
  date_joined BIGINT NOT NULL,
  last_login BIGINT,
  current_organization_id TEXT,
  current_team_id BIGINT,
  preferences TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE memberships (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  level BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (user_id, organization_id)
);
CREATE INDEX memberships_organization ON memberships (organization_id);
CREATE TABLE teams (
  id BIGINT PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  api_token TEXT NOT NULL UNIQUE,
  secret_api_token TEXT UNIQUE,
  secret_api_token_backup TEXT UNIQUE,
  product_description TEXT,
  ingested_event BOOLEAN NOT NULL DEFAULT FALSE,
  is_demo BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX teams_organization ON teams (organization_id);
CREATE TABLE deleted_teams (
  team_id BIGINT PRIMARY KEY,
  deleted_at BIGINT NOT NULL
);
CREATE TABLE personal_api_keys (
  id TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  value_hash TEXT NOT NULL UNIQUE,
  mask_value TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  last_rolled_at BIGINT,
  scopes TEXT NOT NULL,
  scoped_teams TEXT NOT NULL DEFAULT '[]',
  scoped_organizations TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX personal_api_keys_user ON personal_api_keys (user_id);
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  authenticated_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
)sql"},
    {"accounts", 2, "invites, roles and home pages", R"sql(
CREATE TABLE invites (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  target_email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  first_name TEXT NOT NULL DEFAULT '',
  level BIGINT NOT NULL,
  message TEXT,
  private_project_access TEXT NOT NULL DEFAULT 'null',
  created_by BIGINT REFERENCES users (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX invites_organization ON invites (organization_id);
CREATE TABLE roles (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (organization_id, name_key)
);
CREATE TABLE role_memberships (
  id TEXT PRIMARY KEY,
  role_id TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  membership_id TEXT NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
  joined_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (role_id, membership_id)
);
CREATE TABLE home_settings (
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  team_id BIGINT NOT NULL,
  tabs TEXT NOT NULL,
  homepage TEXT NOT NULL,
  PRIMARY KEY (user_id, team_id)
);
)sql"},
};

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::accounts
