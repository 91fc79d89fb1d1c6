#include "tenrec/cohorts/cohorts.h"

namespace tenrec::cohorts {
namespace {

constexpr db::Migration kMigrations[] = {
    {"cohorts", 1, "cohorts and their calculations", R"sql(
CREATE TABLE cohorts (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  name TEXT,
  description TEXT NOT NULL DEFAULT '',
  old_groups TEXT NOT NULL DEFAULT '[]',
  filters TEXT NOT NULL DEFAULT '{"properties":{}}',
  query TEXT,
  is_static BOOLEAN NOT NULL DEFAULT FALSE,
  deleted BOOLEAN NOT NULL DEFAULT FALSE,
  is_calculating BOOLEAN NOT NULL DEFAULT FALSE,
  last_calculation BIGINT,
  errors_calculating BIGINT NOT NULL DEFAULT 0,
  last_error_message TEXT,
  last_error_at BIGINT,
  members BIGINT,
  version BIGINT,
  pending_version BIGINT,
  checksum TEXT NOT NULL DEFAULT '',
  created_by BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX cohorts_of_team ON cohorts (team_id, deleted);
CREATE INDEX cohorts_by_calculation ON cohorts (is_static, deleted, last_calculation);
CREATE TABLE cohort_calculations (
  id TEXT PRIMARY KEY,
  cohort_id BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  members BIGINT,
  error TEXT,
  error_code TEXT
);
CREATE INDEX cohort_calculations_of_cohort ON cohort_calculations (cohort_id, started_at);
CREATE TABLE cohort_old_versions (
  cohort_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  replaced_at BIGINT NOT NULL,
  PRIMARY KEY (cohort_id, version)
);
)sql"},
};

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::cohorts
