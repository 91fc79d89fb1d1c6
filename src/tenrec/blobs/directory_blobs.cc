#include "tenrec/blobs/directory_blobs.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "tenrec/base/uuid.h"

namespace tenrec::blobs {
namespace {

// A name that no key can have.
constexpr std::string_view kIncoming = "/.incoming";
constexpr std::size_t kMaxRememberedFolders = 10'000;

std::string_view FolderOf(std::string_view key) {
  const std::size_t slash = key.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : key.substr(0, slash);
}

}  // namespace

Result<std::unique_ptr<DirectoryBlobs>> DirectoryBlobs::Open(std::string directory,
                                                             io::Disk& disk) {
  const std::string incoming = directory + std::string(kIncoming);
  TRY(disk.MakeDirectory(incoming));
  TRY(disk.SyncDirectory(directory));
  TRY_ASSIGN(const auto half_written, disk.List(incoming));
  for (const std::string& name : half_written) {
    std::string path = incoming;
    TRY(disk.Remove(path.append("/").append(name)));
  }
  return std::unique_ptr<DirectoryBlobs>(new DirectoryBlobs(std::move(directory), disk));
}

Status DirectoryBlobs::Put(std::string_view key, std::string_view bytes) {
  TRY(CheckKey(key));
  const std::string path = PathOf(key);
  if (disk_.Open(path, io::OpenMode::kRead)) {
    return AlreadyExists("blob '" + std::string(key) + "' exists");
  }
  TRY(MakeFolder(FolderOf(key)));
  const std::string incoming = directory_ + std::string(kIncoming) + "/" + Uuid::V4().ToString();
  const auto write = [&]() -> Status {
    TRY_ASSIGN(const auto file, disk_.Open(incoming, io::OpenMode::kCreate));
    TRY(file->WriteAt(0, bytes));
    TRY(file->Sync());
    return disk_.Rename(incoming, path);
  };
  Status written = write();
  if (!written) {
    // What could not be finished only takes room; Open removes it too, should this fail.
    static_cast<void>(disk_.Remove(incoming));
    return std::move(written).error().WithContext("blob '" + std::string(key) + "'");
  }
  return disk_.SyncDirectory(directory_ + "/" + std::string(FolderOf(key)));
}

Result<std::string> DirectoryBlobs::Get(std::string_view key, ByteRange range) {
  TRY(CheckKey(key));
  TRY_ASSIGN(const auto file, disk_.Open(PathOf(key), io::OpenMode::kRead));
  TRY_ASSIGN(const std::uint64_t size, file->Size());
  const std::uint64_t offset = std::min(range.offset, size);
  const std::uint64_t length = std::min(range.length.value_or(size), size - offset);
  std::string bytes(length, '\0');
  TRY_ASSIGN(const std::size_t got, file->ReadAt(offset, bytes));
  bytes.resize(got);
  return bytes;
}

Status DirectoryBlobs::Delete(std::string_view key) {
  TRY(CheckKey(key));
  Status removed = disk_.Remove(PathOf(key));
  if (!removed && removed.error().code == ErrorCode::kNotFound) return Ok();
  return removed;
}

Result<std::vector<std::string>> DirectoryBlobs::List(std::string_view folder) {
  TRY(CheckKey(folder));
  auto names = disk_.List(PathOf(folder));
  if (!names && names.error().code == ErrorCode::kNotFound) return std::vector<std::string>();
  if (!names) return std::move(names).error();
  for (std::string& name : *names) name.insert(0, std::string(folder) + "/");
  return std::move(*names);
}

Status DirectoryBlobs::MakeFolder(std::string_view folder) {
  if (folder.empty()) return Ok();
  {
    const MutexLock lock(mutex_);
    if (made_folders_.contains(folder)) return Ok();
  }
  TRY(disk_.MakeDirectory(PathOf(folder)));
  // Each new name must be on the disk, from the folder up to the root.
  for (std::string_view parent = folder; !parent.empty(); parent = FolderOf(parent)) {
    TRY(disk_.SyncDirectory(directory_ + "/" + std::string(FolderOf(parent))));
  }
  const MutexLock lock(mutex_);
  if (made_folders_.size() >= kMaxRememberedFolders) made_folders_.clear();
  made_folders_.emplace(folder);
  return Ok();
}

}  // namespace tenrec::blobs
