#include "tenrec/server/data_directory.h"

#include <filesystem>
#include <sys/stat.h>
#include <system_error>

#include "tenrec/base/encoding.h"
#include "tenrec/base/random.h"
#include "tenrec/io/disk.h"

namespace tenrec::server {
namespace {

constexpr std::size_t kSecretLength = 64;

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

  if (std::filesystem::exists(name + "/restore_unfinished", error)) {
    return FailedPrecondition("a restore into " + name +
                              " did not come to its end: empty the directory and restore again");
  }
  auto lock = io::DirectoryLock::Take(name);
  if (!lock) {
    return std::move(lock).error().WithContext("the data directory " + name +
                                               " cannot be used (stop the other process, or "
                                               "choose another --data)");
  }
  return DataDirectory(std::move(name), *std::move(lock));
}

Result<std::string> DataDirectory::ReadSecretKey(const std::string& path) {
  const std::string file = path + "/secret_key";
  TRY_ASSIGN(const std::string kept, io::ReadWholeFile(file, 4096));
  const std::string_view secret = TrimAscii(kept);
  if (secret.size() >= kSecretLength) return std::string(secret);
  return DataLoss(file + " is damaged: restore it, or remove it to end every session");
}

Result<std::string> DataDirectory::SecretKey() const {
  auto kept = ReadSecretKey(path_);
  if (kept || kept.error().code != ErrorCode::kNotFound) return kept;
  std::string made = RandomAlphanumeric(kSecretLength);
  TRY(io::ReplaceFile(path_ + "/secret_key", made + "\n"));
  return made;
}

}  // namespace tenrec::server
