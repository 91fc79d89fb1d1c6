#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::backup {

enum class EntryKind : std::uint8_t { kFile, kLink, kDirectory };

/// Something of the tree.
struct Entry {
  EntryKind kind = EntryKind::kFile;
  /// Below the root, without a slash at either end: "log/events/00000000000000000000.segment".
  std::string path;
  /// Of a file. Units: bytes.
  std::uint64_t size = 0;
  /// When the original was last written, in nanoseconds since 1970; 0 when it was still being
  /// written, so that a later point reads it again.
  std::int64_t modified_ns = 0;
  /// Of a file: the SHA-256 of its content, which names the object that holds it.
  std::string object;
  /// Of a link: where it leads, relative to its own directory and never out of the tree.
  std::string target;

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// One point: what was in the tree at a moment.
struct Manifest {
  /// What the writer wants to remember of the point; "installation" says whose it is.
  JsonObject facts;
  /// Sorted by path.
  std::vector<Entry> entries;

  std::string installation() const;
  std::uint64_t bytes() const;
};

/// Format: docs/formats/backup.md, "A point"
std::string PrintManifest(const Manifest& manifest);

/// Errors: kDataLoss when a byte is not as PrintManifest wrote it; kFailedPrecondition when a newer
///         version wrote it.
Result<Manifest> ParseManifest(std::string_view text);

/// Whether the path stays in the tree and is spelled in the one way there is: no "..", no empty
/// segment, no control characters.
bool IsPathInside(std::string_view path);

}  // namespace tenrec::backup
