#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::io {

enum class OpenMode : std::uint8_t {
  kRead,
  kReadWrite,
  /// Reads and writes a new, empty file; kAlreadyExists when there is one.
  kCreate,
};

/// An open file, read and written by position; closed by its destructor.
/// Errors:  kResourceExhausted when the disk is full, kDataLoss when it is broken.
/// Threads: any number of readers beside one writer of other bytes.
class File {
 public:
  virtual ~File() = default;

  /// Fills `out` from a position; gives the count, which is smaller only at the end of the file.
  virtual Result<std::size_t> ReadAt(std::uint64_t position, std::span<char> out) const = 0;
  /// Writes all bytes, or fails after any part of them.
  virtual Status WriteAt(std::uint64_t position, std::string_view bytes) = 0;
  /// Waits until the bytes (and the size) are on the disk; other metadata may lag.
  virtual Status Sync() = 0;
  virtual Result<std::uint64_t> Size() const = 0;
};

/// The files that a room keeps. An interface so that tests can fill and break it.
/// Threads: any.
class Disk {
 public:
  virtual ~Disk() = default;

  /// Errors: kNotFound, kAlreadyExists, kPermissionDenied.
  virtual Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) = 0;
  /// Makes the directory and those above it; an existing one is fine.
  virtual Status MakeDirectory(const std::string& path) = 0;
  /// Names (not paths) of the plain files in a directory, sorted.
  virtual Result<std::vector<std::string>> List(const std::string& directory) = 0;
  /// Durable only after SyncDirectory, as every change of a directory.
  virtual Status Rename(const std::string& from, const std::string& to) = 0;
  virtual Status Remove(const std::string& path) = 0;
  virtual Status SyncDirectory(const std::string& path) = 0;
  /// Bytes that this process may still write below the path.
  virtual Result<std::uint64_t> FreeBytes(const std::string& path) = 0;
};

/// The machine's own files. New files are readable by their owner only.
class RealDisk final : public Disk {
 public:
  Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) override;
  Status MakeDirectory(const std::string& path) override;
  Result<std::vector<std::string>> List(const std::string& directory) override;
  Status Rename(const std::string& from, const std::string& to) override;
  Status Remove(const std::string& path) override;
  Status SyncDirectory(const std::string& path) override;
  Result<std::uint64_t> FreeBytes(const std::string& path) override;
};

/// The whole file.
/// Errors: kNotFound; kResourceExhausted when it is longer than `max_bytes`.
Result<std::string> ReadWholeFile(const std::string& path, std::size_t max_bytes = 256U << 20U);

/// Replaces a file so that a crash leaves the old or the new one, never a part. The new one may be
/// read by its owner only.
Status ReplaceFile(const std::string& path, std::string_view content);

}  // namespace tenrec::io
