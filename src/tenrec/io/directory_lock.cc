#include "tenrec/io/directory_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace tenrec::io {

Result<DirectoryLock> DirectoryLock::Take(const std::string& directory) {
  return Lock(directory, O_RDWR | O_CREAT);
}

Result<DirectoryLock> DirectoryLock::TakeExisting(const std::string& directory) {
  return Lock(directory, O_RDONLY);
}

Result<DirectoryLock> DirectoryLock::Lock(const std::string& directory, int flags) {
  const std::string path = directory + "/lock";
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (descriptor < 0) return FromErrno(errno, "cannot open " + path);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return DirectoryLock(descriptor);
  const int failed = errno;
  ::close(descriptor);
  if (failed != EWOULDBLOCK) return FromErrno(failed, "cannot lock " + path);
  return FailedPrecondition(directory + " is in use by another process");
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {
}

}  // namespace tenrec::io
