#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/backup/manifest.h"
#include "tenrec/base/result.h"

namespace tenrec::backup {

inline constexpr std::string_view kMark = "tenrec_backup";
inline constexpr std::string_view kMarkText = "tenrec backup, format 1\n";
inline constexpr std::string_view kPointSuffix = ".point";
inline constexpr std::size_t kMaxManifestBytes = std::size_t{1} << 30U;

/// Takes bytes from a position on, in order.
using Take = std::function<Status(std::uint64_t at, std::string_view piece)>;

/// Where the lists and the objects of a repository lie: a directory, or a bucket.
/// Format:  docs/formats/backup.md
/// Threads: of one object at a time for `workers()` of them; everything else one at a time.
class Store {
 public:
  virtual ~Store() = default;

  /// Makes it ready for writing: a place that is empty becomes a repository, and what an earlier
  /// backup left half done goes.
  /// Errors: kFailedPrecondition when something else is there, or it is being written.
  virtual Status Open() = 0;
  /// Makes it ready for reading; changes nothing.
  /// Errors: kNotFound when it is no repository.
  virtual Status Look() = 0;

  /// As an operator writes it, for messages.
  virtual const std::string& name() const = 0;
  /// How many objects are worth copying at the same time.
  virtual std::size_t workers() const = 0;
  /// Whether an object that is there is there whole, so that no list needs to vouch for it.
  virtual bool is_whole_when_there() const = 0;

  /// Names of the points, oldest first.
  virtual Result<std::vector<std::string>> Points() const = 0;
  /// Errors: kNotFound.
  virtual Result<std::string> ReadPoint(const std::string& point) const = 0;
  /// After this the point is there whole, with every object that was added before; a crash leaves
  /// all of it or nothing.
  virtual Status AddPoint(const std::string& point, std::string_view list) = 0;
  virtual Status RemovePoint(const std::string& point) = 0;

  virtual Result<bool> Has(const std::string& object, std::uint64_t size) const = 0;
  /// Copies a file. `entry.object` and `entry.size` are what was read of it last; where the file
  /// is another by now they become those of the copy, or it is an error.
  virtual Status Add(const std::string& original, Entry& entry) = 0;
  /// Errors: kNotFound.
  virtual Status Read(const std::string& object, const Take& take) const = 0;
  /// Removes every object but these.
  virtual Status RemoveAllBut(const std::function<bool(const std::string& object)>& is_kept) = 0;
  /// Where an object lies, for messages.
  virtual std::string PlaceOf(const std::string& object) const = 0;
};

/// Reads a file to its end, piece by piece.
Status ReadPieces(const std::string& path, const Take& take);

}  // namespace tenrec::backup
