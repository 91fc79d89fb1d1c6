#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/backup/manifest.h"
#include "tenrec/backup/store.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"

namespace tenrec::backup {

/// Told now and then how far it is, by one thread at a time. Units: bytes.
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

/// Points of one tree, in a directory or a bucket. Files of equal content are kept once, so a later
/// point costs what changed.
/// Format:  docs/formats/backup.md
/// Threads: one at a time; one writing process at a time.
class Repository {
 public:
  /// Opens it for writing, and makes it in a place that is empty or missing.
  /// Errors: kFailedPrecondition when something else is there, or it is being written; those of
  ///         the store.
  static Result<Repository> Open(std::unique_ptr<Store> store);
  /// Opens it for reading; changes nothing.
  /// Errors: kNotFound when it is no repository; those of the store.
  static Result<Repository> Look(std::unique_ptr<Store> store);

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
  class Tally;

  explicit Repository(std::unique_ptr<Store> store) : store_(std::move(store)) {}
  Result<bool> HasObject(const Entry& entry) const;
  Status Trust();
  Status SaveFile(const SaveOptions& options, const Entry* known, std::int64_t began_ns,
                  Entry& entry, Tally& tally);
  Status AddFile(const std::string& original, Entry& entry, Tally& tally);
  Status CheckFile(const Entry& entry) const;
  Status RestoreFile(const Entry& entry, const std::string& place,
                     const std::function<Status(const Take&)>& read) const;
  Status RestoreInto(const Manifest& manifest, const std::string& destination,
                     const Progress& progress) const;

  std::unique_ptr<Store> store_;
  /// Objects that a list names: those are whole for sure. Where a crash may have cut others, only
  /// these count.
  std::set<std::string, std::less<>> trusted_;
};

}  // namespace tenrec::backup
