#pragma once

#include <string>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/server/installation.h"

namespace tenrec::server {

/// Where the copy of a moment is made, below the data directory. Whoever copies it holds the lock
/// of that directory.
inline constexpr std::string_view kBackupDirectory = "backup";
/// The tree that the snapshot makes there, laid out as a data directory.
inline constexpr std::string_view kSnapshotTree = "backup/tree";

/// One moment of a running installation as a tree of links and small copies. Ingestion rests while
/// the moment is taken, so that the tables, the persons and the log's offset fit; capture goes on,
/// and what comes after the moment is not in it. A server that starts on the tree goes on with what
/// was accepted and not yet stored.
/// Threads: one at a time.
class Snapshot {
 public:
  Snapshot(Installation& under, ingest::Ingester& ingester);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  /// Makes the tree, in place of one that is there. Gives what is worth remembering of the moment.
  Result<JsonObject> Take();
  /// Removes the tree, if there is one.
  Status Drop();

 private:
  Status CopyLogs();
  Status CopyAnalytics();
  Status CopyTheRest(db::DatabaseMoment moment);

  Installation& under_;
  ingest::Ingester& ingester_;
  const std::string tree_;
};

/// What of a data directory is not part of a backup: locks, what is made anew at each start, what
/// was put aside, and what was half written. Shape: a path below the data directory.
bool IsLeftOut(const std::string& path);

}  // namespace tenrec::server
