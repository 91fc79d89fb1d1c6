#include "tenrec/io/disk.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tenrec::io {
namespace {

constexpr mode_t kOwnerOnly = 0600;

int Flags(OpenMode mode) {
  switch (mode) {
    case OpenMode::kRead:
      return O_RDONLY;
    case OpenMode::kReadWrite:
      return O_RDWR;
    case OpenMode::kCreate:
      return O_RDWR | O_CREAT | O_EXCL;
  }
  return O_RDONLY;
}

class RealFile final : public File {
 public:
  RealFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  ~RealFile() override { ::close(descriptor_); }
  RealFile(const RealFile&) = delete;
  RealFile& operator=(const RealFile&) = delete;

  Result<std::size_t> ReadAt(std::uint64_t position, std::span<char> out) const override {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t got = ::pread(descriptor_, out.data() + done, out.size() - done,
                                  static_cast<off_t>(position + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return FromErrno(errno, "cannot read " + path_);
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  Status WriteAt(std::uint64_t position, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t put =
          ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(position));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return FromErrno(errno, "cannot write " + path_);
      bytes.remove_prefix(static_cast<std::size_t>(put));
      position += static_cast<std::uint64_t>(put);
    }
    return Ok();
  }

  Status Sync() override {
    if (::fdatasync(descriptor_) != 0) return FromErrno(errno, "cannot sync " + path_);
    return Ok();
  }

  Result<std::uint64_t> Size() const override {
    struct stat info = {};
    if (::fstat(descriptor_, &info) != 0) return FromErrno(errno, "cannot stat " + path_);
    return static_cast<std::uint64_t>(info.st_size);
  }

 private:
  const std::string path_;
  const int descriptor_;
};

Error FromCode(const std::error_code& code, const std::string& what) {
  return FromErrno(code.value(), what);
}

}  // namespace

Result<std::unique_ptr<File>> RealDisk::Open(const std::string& path, OpenMode mode) {
  const int descriptor = ::open(path.c_str(), Flags(mode) | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return FromErrno(errno, "cannot open " + path);
  return std::make_unique<RealFile>(path, descriptor);
}

Status RealDisk::MakeDirectory(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) return FromCode(code, "cannot make directory " + path);
  return Ok();
}

Result<std::vector<std::string>> RealDisk::List(const std::string& directory) {
  std::error_code code;
  std::vector<std::string> names;
  auto entry = std::filesystem::directory_iterator(directory, code);
  for (; !code && entry != std::filesystem::directory_iterator(); entry.increment(code)) {
    if (entry->is_regular_file(code)) names.push_back(entry->path().filename().string());
  }
  if (code) return FromCode(code, "cannot list " + directory);
  std::sort(names.begin(), names.end());
  return names;
}

Status RealDisk::Rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return FromErrno(errno, "cannot rename " + from);
  return Ok();
}

Status RealDisk::Remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return FromErrno(errno, "cannot remove " + path);
  return Ok();
}

Status RealDisk::SyncDirectory(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FromErrno(errno, "cannot open directory " + path);
  const int failed = ::fsync(descriptor) != 0 ? errno : 0;
  ::close(descriptor);
  if (failed != 0) return FromErrno(failed, "cannot sync directory " + path);
  return Ok();
}

Result<std::uint64_t> RealDisk::FreeBytes(const std::string& path) {
  struct statvfs info = {};
  if (::statvfs(path.c_str(), &info) != 0) return FromErrno(errno, "cannot stat disk of " + path);
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

Result<std::string> ReadWholeFile(const std::string& path, std::size_t max_bytes) {
  RealDisk disk;
  TRY_ASSIGN(const auto file, disk.Open(path, OpenMode::kRead));
  TRY_ASSIGN(const std::uint64_t size, file->Size());
  if (size > max_bytes) {
    return ResourceExhausted(path + " is longer than " + std::to_string(max_bytes) + " bytes");
  }
  std::string content(static_cast<std::size_t>(size), '\0');
  TRY_ASSIGN(const std::size_t got, file->ReadAt(0, content));
  content.resize(got);
  return content;
}

Status ReplaceFile(const std::string& path, std::string_view content) {
  RealDisk disk;
  const std::string fresh = path + ".new";
  if (const Status removed = disk.Remove(fresh);
      !removed && removed.error().code != ErrorCode::kNotFound) {
    return removed.error();
  }
  {
    TRY_ASSIGN(const auto file, disk.Open(fresh, OpenMode::kCreate));
    TRY(file->WriteAt(0, content));
    TRY(file->Sync());
  }
  TRY(disk.Rename(fresh, path));
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return disk.SyncDirectory(directory.empty() ? "." : directory);
}

}  // namespace tenrec::io
