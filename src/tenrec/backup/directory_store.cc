#include "tenrec/backup/directory_store.h"

#include <filesystem>
#include <sys/stat.h>
#include <utility>

#include "tenrec/backup/checksum.h"
#include "tenrec/backup/files.h"
#include "tenrec/io/disk.h"

namespace tenrec::backup {

namespace fs = std::filesystem;

Status DirectoryStore::Open() {
  const std::string mark = directory_ + "/" + std::string(kMark);
  std::error_code code;
  if (!fs::exists(mark, code)) {
    TRY_ASSIGN(const bool empty, IsEmpty(directory_));
    if (!empty) {
      return FailedPrecondition(directory_ +
                                " holds something that is no backup: name an empty directory");
    }
    TRY(MakeDirectory(directory_));
    TRY(io::ReplaceFile(mark, kMarkText));
  }
  auto lock = io::DirectoryLock::Take(directory_);
  if (!lock) return std::move(lock).error().WithContext("another backup is writing " + directory_);
  lock_.emplace(*std::move(lock));
  TRY(MakeDirectory(directory_ + "/objects"));
  TRY(MakeDirectory(directory_ + "/points"));
  fs::remove_all(directory_ + "/unfinished", code);
  if (code) return FromCode(code, "cannot remove " + directory_ + "/unfinished");
  return MakeDirectory(directory_ + "/unfinished");
}

Status DirectoryStore::Look() {
  std::error_code code;
  if (!fs::exists(directory_ + "/" + std::string(kMark), code)) {
    return NotFound("no backup in " + directory_);
  }
  return Ok();
}

std::string DirectoryStore::PointPath(const std::string& point) const {
  return directory_ + "/points/" + point + std::string(kPointSuffix);
}

Result<std::vector<std::string>> DirectoryStore::Points() const {
  io::RealDisk disk;
  auto names = disk.List(directory_ + "/points");
  if (!names && names.error().code == ErrorCode::kNotFound) return std::vector<std::string>();
  if (!names) return std::move(names).error();
  std::vector<std::string> points;
  for (const std::string& name : *names) {
    if (name.ends_with(kPointSuffix)) {
      points.push_back(name.substr(0, name.size() - kPointSuffix.size()));
    }
  }
  return points;
}

Result<std::string> DirectoryStore::ReadPoint(const std::string& point) const {
  return io::ReadWholeFile(PointPath(point), kMaxManifestBytes);
}

Status DirectoryStore::AddPoint(const std::string& point, std::string_view list) {
  // First all that it names, then the list.
  TRY(SyncAll(directory_));
  return io::ReplaceFile(PointPath(point), list);
}

Status DirectoryStore::RemovePoint(const std::string& point) {
  io::RealDisk disk;
  TRY(disk.Remove(PointPath(point)));
  return disk.SyncDirectory(directory_ + "/points");
}

std::string DirectoryStore::PlaceOf(const std::string& object) const {
  return directory_ + "/objects/" + object.substr(0, 2) + "/" + object.substr(2);
}

Result<bool> DirectoryStore::Has(const std::string& object, std::uint64_t size) const {
  struct stat info{};
  return ::stat(PlaceOf(object).c_str(), &info) == 0 &&
         static_cast<std::uint64_t>(info.st_size) == size;
}

/// Copies under another name first. What is copied decides the name: a file that somebody writes
/// between two readings gets the name of what was read last.
Status DirectoryStore::Add(const std::string& original, Entry& entry) {
  io::RealDisk disk;
  const std::string unfinished = directory_ + "/unfinished/object";
  if (const Status removed = disk.Remove(unfinished);
      !removed && removed.error().code != ErrorCode::kNotFound) {
    return removed;
  }
  Checksum checksum;
  entry.size = 0;
  {
    TRY_ASSIGN(const auto copy, disk.Open(unfinished, io::OpenMode::kCreate));
    TRY(ReadPieces(original, [&](std::uint64_t at, std::string_view piece) -> Status {
      checksum.Add(piece);
      entry.size += piece.size();
      return copy->WriteAt(at, piece);
    }));
  }
  entry.object = checksum.Finish();
  const std::string place = PlaceOf(entry.object);
  TRY(MakeDirectory(fs::path(place).parent_path().string()));
  return disk.Rename(unfinished, place);
}

Status DirectoryStore::Read(const std::string& object, const Take& take) const {
  return ReadPieces(PlaceOf(object), take);
}

Status DirectoryStore::RemoveAllBut(const std::function<bool(const std::string& object)>& is_kept) {
  io::RealDisk disk;
  std::error_code code;
  fs::recursive_directory_iterator at(directory_ + "/objects", code);
  for (; !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
    if (!at->is_regular_file(code)) continue;
    const std::string object =
        at->path().parent_path().filename().string() + at->path().filename().string();
    if (!is_kept(object)) TRY(disk.Remove(at->path().string()));
  }
  if (code) return FromCode(code, "cannot list " + directory_ + "/objects");
  return Ok();
}

}  // namespace tenrec::backup
