#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tenrec/accounts/accounts.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/time.h"
#include "tenrec/blobs/directory_blobs.h"
#include "tenrec/catalog/catalog.h"
#include "tenrec/db/database.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/file_log.h"
#include "tenrec/server/data_directory.h"
#include "tenrec/server/identity.h"
#include "tenrec/server/settings.h"
#include "tenrec/store/store.h"

namespace tenrec::server {

/// What lives in a data directory, opened: the ports and the rooms that keep their tables in them.
/// `serve` puts the roads on top of it, `demo` writes into it, `doctor` looks at it.
class Installation {
 public:
  /// Opens or makes everything, in order, and brings every table up to date. Nothing is made in a
  /// directory of which a part is missing (identity.h).
  /// Errors: kFailedPrecondition when the directory is in use, a store is missing or of another
  ///         installation, or a setting names an engine that this version does not have; kDataLoss
  ///         when something kept is damaged; others.
  static Result<std::unique_ptr<Installation>> Open(const Settings& settings);
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  const Uuid& id() const { return identity_.id; }
  const MemoryBudget& budget() const { return budget_; }
  const std::string& path() const { return directory_.path(); }
  const SystemClock& clock() const { return clock_; }
  Metrics& metrics() { return metrics_; }
  io::Disk& disk() { return disk_; }
  db::Database& database() { return *database_; }
  engine::Engine& engine() { return *engine_; }
  store::Store& store() { return *store_; }
  log::FileLog& events() { return *events_; }
  log::FileLog& recordings() { return *recordings_; }
  blobs::BlobStore& blobs() { return *blobs_; }
  accounts::TeamDirectory& teams() { return teams_; }
  accounts::Accounts& accounts() { return *accounts_; }
  catalog::Catalog& catalog() { return *catalog_; }

 private:
  explicit Installation(DataDirectory directory) : directory_(std::move(directory)) {}
  Status Identify();
  Status OpenMetadata(const Settings& settings);
  Status WriteIdToMetadata();
  Status OpenAnalytics(const Settings& settings);
  Status TellDamagedParts();
  Status OpenLogs(const Settings& settings);

  // In the order in which they are opened; they close in reverse.
  DataDirectory directory_;
  Identity identity_;
  MemoryBudget budget_;
  SystemClock clock_;
  Metrics metrics_;
  io::RealDisk disk_;
  std::unique_ptr<db::Database> database_;
  accounts::TeamDirectory teams_;
  std::unique_ptr<accounts::Accounts> accounts_;
  std::unique_ptr<catalog::Catalog> catalog_;
  std::unique_ptr<engine::ChdbEngine> engine_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<log::FileLog> events_;
  std::unique_ptr<log::FileLog> recordings_;
  std::unique_ptr<blobs::DirectoryBlobs> blobs_;
};

/// Every step of every room's tables in the metadata.
std::vector<db::Migration> AllMigrations();

/// The memory that these settings give on this machine.
MemoryBudget BudgetFor(const Settings& settings);

}  // namespace tenrec::server
