#pragma once

#include <string>

#include "tenrec/base/result.h"

namespace tenrec::io {

/// Keeps every other process (and every other DirectoryLock) out of a directory until destroyed;
/// the system lets go of it when the process dies.
class DirectoryLock {
 public:
  /// Locks the file "lock" in an existing directory.
  /// Errors: kFailedPrecondition when somebody else holds it.
  static Result<DirectoryLock> Take(const std::string& directory);
  /// As Take, but makes no file.
  /// Errors: also kNotFound when nobody has ever locked the directory.
  static Result<DirectoryLock> TakeExisting(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&&) = delete;

 private:
  static Result<DirectoryLock> Lock(const std::string& directory, int flags);
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace tenrec::io
