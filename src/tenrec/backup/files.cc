#include "tenrec/backup/files.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <span>
#include <unistd.h>

#include "tenrec/backup/store.h"
#include "tenrec/io/disk.h"

namespace tenrec::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = std::size_t{1} << 20U;

}  // namespace

Error FromCode(const std::error_code& code, const std::string& what) {
  return FromErrno(code.value(), what);
}

Status MakeDirectory(const std::string& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (code) return FromCode(code, "cannot make " + path);
  return Ok();
}

Result<bool> IsEmpty(const std::string& directory) {
  std::error_code code;
  if (!fs::exists(directory, code)) return !code ? Result<bool>(true) : FromCode(code, directory);
  if (!fs::is_directory(directory, code)) {
    return FailedPrecondition(directory + " is no directory");
  }
  fs::directory_iterator entry(directory, code);
  for (; !code && entry != fs::directory_iterator(); entry.increment(code)) {
    if (entry->path().filename() != "lost+found") return false;
  }
  if (code) return FromCode(code, "cannot list " + directory);
  return true;
}

Status SyncAll(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FromErrno(errno, "cannot open " + path);
  const int failed = ::syncfs(descriptor) != 0 ? errno : 0;
  ::close(descriptor);
  if (failed != 0) return FromErrno(failed, "cannot write " + path + " to the disk");
  return Ok();
}

Status ReadPieces(const std::string& path, const Take& take) {
  io::RealDisk disk;
  TRY_ASSIGN(const auto file, disk.Open(path, io::OpenMode::kRead));
  std::string piece(kChunk, '\0');
  for (std::uint64_t at = 0;;) {
    TRY_ASSIGN(const std::size_t got, file->ReadAt(at, piece));
    if (got > 0) TRY(take(at, std::string_view(piece).substr(0, got)));
    at += got;
    if (got < piece.size()) return Ok();
  }
}

}  // namespace tenrec::backup
