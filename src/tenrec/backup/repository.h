#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/backup/manifest.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/io/directory_lock.h"

namespace tenrec::backup {

/// Told now and then how far it is. Units: bytes.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// What a point cost.
struct Saved {
  std::string point;
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  /// Of these, what was not there before.
  std::size_t new_files = 0;
  std::uint64_t new_bytes = 0;
};

struct SaveOptions {
  /// The tree that must hold still.
  std::string tree;
  /// Whether a path below the tree is left out, with all below it.
  std::function<bool(const std::string& path)> leave_out;
  /// "installation" is a must: a repository keeps those of one.
  JsonObject facts;
  Progress progress;
};

/// The name of a point of this time, which tells seconds apart: "20261123T041500Z".
std::string PointName(Timestamp now);

/// A directory of points of one tree. Files of equal content are kept once, so a later point costs
/// what changed.
/// Format:  docs/formats/backup.md
/// Threads: one at a time; one writing process at a time.
class Repository {
 public:
  /// Opens it for writing, and makes it in a directory that is empty or missing.
  /// Errors: kFailedPrecondition when something else is in the directory, or it is being written.
  static Result<Repository> Open(const std::string& directory);
  /// Opens it for reading; changes nothing.
  /// Errors: kNotFound when the directory is no repository.
  static Result<Repository> Look(const std::string& directory);

  /// Names of the points, oldest first.
  Result<std::vector<std::string>> Points() const;
  /// Errors: kNotFound for a point that is not there, kDataLoss for a damaged list.
  Result<Manifest> Read(const std::string& point) const;

  /// Adds a point that is named after `now`.
  /// Errors: kFailedPrecondition when the points are of another installation, or one of them is as
  /// late as `now`.
  Result<Saved> Save(const SaveOptions& options, Timestamp now);
  /// Keeps the newest points and removes the others, with what only they needed; gives how many
  /// went.
  Result<std::size_t> Keep(std::size_t points);

  /// Compares every file of the point with its checksum.
  /// Errors: kDataLoss naming the first file that is damaged or missing.
  Status Check(const Manifest& manifest, const Progress& progress = {}) const;
  /// Makes the tree of the point in a directory that is empty or missing, comparing as it copies;
  /// nothing stays there when it fails. Until all is on the disk, a file `kUnfinished` is there.
  /// Errors: kFailedPrecondition when there is something in the directory; as Check.
  Status Restore(const Manifest& manifest, const std::string& destination,
                 const Progress& progress = {}) const;

  static constexpr std::string_view kUnfinished = "restore_unfinished";

 private:
  explicit Repository(std::string directory) : directory_(std::move(directory)) {}
  std::string ObjectPath(std::string_view object) const;
  bool HasObject(const Entry& entry) const;
  Status Trust();
  Status AddFile(const std::string& original, Entry& entry, Saved& saved);
  Status AddObject(const std::string& original, Entry& entry, Saved& saved);
  Status RestoreInto(const Manifest& manifest, const std::string& destination,
                     const Progress& progress) const;

  std::string directory_;
  std::optional<io::DirectoryLock> lock_;
  /// Objects that a list names: those are on the disk for sure. Others a crash may have cut.
  std::set<std::string, std::less<>> trusted_;
};

}  // namespace tenrec::backup
