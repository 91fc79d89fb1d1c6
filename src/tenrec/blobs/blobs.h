#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::blobs {

/// A part of a block. Units: bytes.
struct ByteRange {
  std::uint64_t offset = 0;
  /// To the end of the block when absent.
  std::optional<std::uint64_t> length;
};

/// Immutable blocks of bytes under names.
/// Shape:   keys such as "replay/7/2026-11-22/0193-a.bin": parts of [A-Za-z0-9._-] that do not
///          begin with a dot, joined by '/', at most 512 characters.
/// Errors:  kInvalidArgument for another key; kUnavailable and kResourceExhausted from the storage.
/// Threads: any.
class BlobStore {
 public:
  virtual ~BlobStore() = default;

  /// Durable when it returns. Errors: kAlreadyExists; what is there stays as it is.
  virtual Status Put(std::string_view key, std::string_view bytes) = 0;
  /// The bytes of the range that the block has: fewer when it ends earlier.
  /// Errors: kNotFound.
  virtual Result<std::string> Get(std::string_view key, ByteRange range = {}) = 0;
  /// Removing what is not there succeeds.
  virtual Status Delete(std::string_view key) = 0;
  /// The keys directly in a folder, sorted: "replay/7/2026-11-22" lists those of that day.
  virtual Result<std::vector<std::string>> List(std::string_view folder) = 0;
};

/// Errors: kInvalidArgument, saying what is wrong with the key.
Status CheckKey(std::string_view key);

}  // namespace tenrec::blobs
