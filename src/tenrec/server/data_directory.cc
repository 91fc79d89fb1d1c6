#include "tenrec/server/data_directory.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/random.h"

namespace tenrec::server {
namespace {

constexpr std::size_t kSecretLength = 64;

Result<std::string> ReadSmallFile(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FromErrno(errno, "cannot open " + path);
  std::array<char, 256> buffer{};
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  const int error_number = errno;
  ::close(fd);
  if (got < 0) return FromErrno(error_number, "cannot read " + path);
  return std::string(TrimAscii({buffer.data(), static_cast<std::size_t>(got)}));
}

/// Writes beside the file and renames, so that a crash leaves the old file or the new one.
Status WriteSecretFile(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return FromErrno(errno, "cannot create " + fresh);
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(fd) == 0;
  const int error_number = errno;
  ::close(fd);
  if (!written) return FromErrno(error_number, "cannot write " + fresh);
  if (::rename(fresh.c_str(), path.c_str()) != 0) return FromErrno(errno, "cannot name " + path);
  return Ok();
}

}  // namespace

Result<DataDirectory> DataDirectory::Open(const std::string& path) {
  if (path.empty()) return InvalidArgument("--data is empty: name a directory");
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error).lexically_normal();
  if (error) return InvalidArgument("--data '" + path + "' is no path: " + error.message());
  std::string name = absolute.string();
  while (name.size() > 1 && name.back() == '/') name.pop_back();

  const bool existed = std::filesystem::exists(name, error);
  std::filesystem::create_directories(name, error);
  if (error) return FromErrno(error.value(), "cannot make the data directory " + name);
  if (!existed) ::chmod(name.c_str(), 0700);

  const std::string lock_path = name + "/lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return FromErrno(errno, "cannot open " + lock_path);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const auto owner = ReadSmallFile(lock_path);
    ::close(lock);
    return FailedPrecondition("the data directory " + name + " is in use by process " +
                              (owner ? *owner : "?") + ": stop it, or choose another --data");
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.data(), pid.size(), 0) < 0) {
    // The lock itself holds; the number in it only helps a person.
  }
  return DataDirectory(std::move(name), lock);
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {
}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

Result<std::string> DataDirectory::SecretKey() const {
  const std::string path = path_ + "/secret_key";
  auto kept = ReadSmallFile(path);
  if (kept && kept->size() >= kSecretLength) return kept;
  if (kept) {
    return DataLoss(path + " is damaged: restore it, or remove it to end every session");
  }
  if (kept.error().code != ErrorCode::kNotFound) return std::move(kept).error();
  std::string made = RandomAlphanumeric(kSecretLength);
  TRY(WriteSecretFile(path, made));
  return made;
}

}  // namespace tenrec::server
