#pragma once

#include <string>
#include <utility>

#include "tenrec/base/result.h"
#include "tenrec/io/directory_lock.h"

namespace tenrec::server {

/// The one directory that holds everything, owned by one process at a time.
class DataDirectory {
 public:
  /// Makes the directory if needed (0700) and takes its lock.
  /// Errors: kFailedPrecondition when another process holds it or a restore was cut off in it;
  /// kPermissionDenied and others from
  ///         the file system.
  static Result<DataDirectory> Open(const std::string& path);

  /// Absolute, without a slash at the end.
  const std::string& path() const { return path_; }

  /// The secret kept in the file `secret_key` (0600), made on first use.
  /// Errors: kDataLoss when the file is there and too short to be one.
  Result<std::string> SecretKey() const;

  /// The secret of a directory that another process may hold.
  /// Errors: kNotFound when none was made yet; kDataLoss.
  static Result<std::string> ReadSecretKey(const std::string& path);

 private:
  DataDirectory(std::string path, io::DirectoryLock lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  io::DirectoryLock lock_;
};

}  // namespace tenrec::server
