#include "tenrec/exports/exports.h"

namespace tenrec::exports {
namespace {

constexpr db::Migration kMigrations[] = {
    {"exports", 1, "files that were asked for", R"sql(
CREATE TABLE exports (
  id BIGINT PRIMARY KEY,
  team_id BIGINT NOT NULL,
  format TEXT NOT NULL,
  insight_id BIGINT,
  context TEXT,
  context_path TEXT,
  source TEXT NOT NULL,
  columns TEXT NOT NULL DEFAULT '[]',
  filename TEXT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_after BIGINT NOT NULL,
  finished_at BIGINT,
  exception TEXT,
  attempts BIGINT NOT NULL DEFAULT 0,
  parts BIGINT NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX exports_of_team ON exports (team_id, created_by, id);
CREATE INDEX exports_by_expiry ON exports (expires_after);
CREATE INDEX exports_unfinished ON exports (finished_at);
)sql"},
};

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::exports
