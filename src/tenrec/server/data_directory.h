#pragma once

#include <string>

#include "tenrec/base/result.h"

namespace tenrec::server {

/// The one directory that holds everything, owned by one process at a time.
class DataDirectory {
 public:
  /// Makes the directory if needed (0700) and takes its lock.
  /// Errors: kFailedPrecondition with the owner's process id when another process holds it;
  ///         kPermissionDenied and others from the file system.
  static Result<DataDirectory> Open(const std::string& path);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;
  ~DataDirectory();

  /// Absolute, without a slash at the end.
  const std::string& path() const { return path_; }

  /// The secret kept in the file `secret_key` (0600), made on first use.
  Result<std::string> SecretKey() const;

 private:
  DataDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_;
};

}  // namespace tenrec::server
