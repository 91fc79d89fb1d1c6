#include "tenrec/backup/repository.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "tenrec/backup/checksum.h"
#include "tenrec/io/disk.h"

namespace tenrec::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "tenrec_backup";
constexpr std::string_view kMarkText = "tenrec backup, format 1\n";
constexpr std::string_view kPointSuffix = ".point";
constexpr std::size_t kChunk = std::size_t{1} << 20U;
constexpr std::size_t kMaxManifestBytes = std::size_t{1} << 30U;
/// A file whose clock was this close to the reading of it may have been written after it with the
/// same time on it.
constexpr std::int64_t kSettledNs = 2'000'000'000;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

Error FromCode(const std::error_code& code, const std::string& what) {
  return FromErrno(code.value(), what);
}

/// Puts everything below a path on the disk at once, which is far quicker than file by file.
Status SyncAll(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FromErrno(errno, "cannot open " + path);
  const int failed = ::syncfs(descriptor) != 0 ? errno : 0;
  ::close(descriptor);
  if (failed != 0) return FromErrno(failed, "cannot write " + path + " to the disk");
  return Ok();
}

/// Whether nothing is in the directory, or it is not there. What a fresh file system brings along
/// does not count.
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

Status MakeDirectory(const std::string& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (code) return FromCode(code, "cannot make " + path);
  return Ok();
}

std::int64_t ModifiedNs(const struct stat& info) {
  return std::int64_t{info.st_mtim.tv_sec} * kNsPerSecond + info.st_mtim.tv_nsec;
}

std::int64_t NowNs() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return std::int64_t{now.tv_sec} * kNsPerSecond + now.tv_nsec;
}

/// Every file, link and empty directory of the tree, sorted.
Result<std::vector<Entry>> ListTree(const SaveOptions& options) {
  std::vector<Entry> entries;
  std::error_code code;
  fs::recursive_directory_iterator at(options.tree, code);
  for (; !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
    Entry entry{.path = at->path().lexically_relative(options.tree).string()};
    if (options.leave_out && options.leave_out(entry.path)) {
      at.disable_recursion_pending();
      continue;
    }
    struct stat info{};
    if (::lstat(at->path().c_str(), &info) != 0) {
      return FromErrno(errno, "cannot look at " + at->path().string());
    }
    if (S_ISLNK(info.st_mode)) {
      entry.kind = EntryKind::kLink;
      entry.target = fs::read_symlink(at->path(), code).string();
      if (code) break;
    } else if (S_ISDIR(info.st_mode)) {
      if (!fs::is_empty(at->path(), code)) continue;
      entry.kind = EntryKind::kDirectory;
    } else if (S_ISREG(info.st_mode)) {
      entry.size = static_cast<std::uint64_t>(info.st_size);
      entry.modified_ns = ModifiedNs(info);
    } else {
      continue;  // a socket or a pipe holds nothing
    }
    entries.push_back(std::move(entry));
  }
  if (code) return FromCode(code, "cannot list " + options.tree);
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.path < b.path; });
  return entries;
}

/// Reads a file to its end, piece by piece.
Status ReadPieces(const std::string& path,
                  const std::function<Status(std::uint64_t at, std::string_view)>& take) {
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

}  // namespace

std::string PointName(Timestamp now) {
  std::string time = FormatIso(now).substr(0, 19);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time + "Z";
}

Result<Repository> Repository::Open(const std::string& directory) {
  const std::string mark = directory + "/" + std::string(kMark);
  std::error_code code;
  if (!fs::exists(mark, code)) {
    TRY_ASSIGN(const bool empty, IsEmpty(directory));
    if (!empty) {
      return FailedPrecondition(directory +
                                " holds something that is no backup: name an empty directory");
    }
    TRY(MakeDirectory(directory));
    TRY(io::ReplaceFile(mark, kMarkText));
  }
  auto lock = io::DirectoryLock::Take(directory);
  if (!lock) return std::move(lock).error().WithContext("another backup is writing " + directory);
  Repository repository(directory);
  repository.lock_.emplace(*std::move(lock));
  TRY(MakeDirectory(directory + "/objects"));
  TRY(MakeDirectory(directory + "/points"));
  fs::remove_all(directory + "/unfinished", code);
  if (code) return FromCode(code, "cannot remove " + directory + "/unfinished");
  TRY(MakeDirectory(directory + "/unfinished"));
  TRY(repository.Trust());
  return repository;
}

Result<Repository> Repository::Look(const std::string& directory) {
  std::error_code code;
  if (!fs::exists(directory + "/" + std::string(kMark), code)) {
    return NotFound("no backup in " + directory);
  }
  return Repository(directory);
}

Status Repository::Trust() {
  trusted_.clear();
  TRY_ASSIGN(const auto points, Points());
  for (const std::string& point : points) {
    TRY_ASSIGN(const Manifest manifest, Read(point));
    for (const Entry& entry : manifest.entries) {
      if (entry.kind == EntryKind::kFile) trusted_.insert(entry.object);
    }
  }
  return Ok();
}

Result<std::vector<std::string>> Repository::Points() const {
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

Result<Manifest> Repository::Read(const std::string& point) const {
  const std::string file = directory_ + "/points/" + point + std::string(kPointSuffix);
  if (!IsPathInside(point) || point.find('/') != std::string::npos) {
    return InvalidArgument("'" + point + "' is no point of a backup, such as 20261123T041500Z");
  }
  auto text = io::ReadWholeFile(file, kMaxManifestBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) {
    return NotFound("no point " + point + " in " + directory_);
  }
  if (!text) return std::move(text).error();
  auto manifest = ParseManifest(*text);
  if (!manifest) return std::move(manifest).error().WithContext(file);
  return manifest;
}

std::string Repository::ObjectPath(std::string_view object) const {
  return directory_ + "/objects/" + std::string(object.substr(0, 2)) + "/" +
         std::string(object.substr(2));
}

bool Repository::HasObject(const Entry& entry) const {
  struct stat info{};
  return trusted_.contains(entry.object) && ::stat(ObjectPath(entry.object).c_str(), &info) == 0 &&
         static_cast<std::uint64_t>(info.st_size) == entry.size;
}

// Saving.

Result<Saved> Repository::Save(const SaveOptions& options, Timestamp now) {
  Manifest manifest{.facts = options.facts};
  TRY_ASSIGN(const auto points, Points());
  std::map<std::string, Entry, std::less<>> before;
  if (!points.empty()) {
    TRY_ASSIGN(Manifest previous, Read(points.back()));
    if (previous.installation() != manifest.installation()) {
      return FailedPrecondition(directory_ + " holds backups of installation " +
                                previous.installation() + ", and this one is " +
                                manifest.installation() + ": name another directory");
    }
    for (Entry& entry : previous.entries) {
      std::string path = entry.path;
      before.emplace(std::move(path), std::move(entry));
    }
  }
  TRY_ASSIGN(manifest.entries, ListTree(options));
  Saved saved{.point = PointName(now)};
  if (!points.empty() && points.back() >= saved.point) {
    return FailedPrecondition("there is a point " + points.back() +
                              ", which is not before now: set the clock right");
  }
  const std::uint64_t total = manifest.bytes();
  const std::int64_t began_ns = NowNs();
  std::uint64_t done = 0;
  for (Entry& entry : manifest.entries) {
    if (entry.kind != EntryKind::kFile) continue;
    const auto known = before.find(entry.path);
    const bool is_same = known != before.end() && known->second.kind == EntryKind::kFile &&
                         known->second.size == entry.size && entry.modified_ns != 0 &&
                         known->second.modified_ns == entry.modified_ns;
    if (is_same) entry.object = known->second.object;
    if (!is_same || !HasObject(entry)) {
      TRY(AddFile(options.tree + "/" + entry.path, entry, saved));
      if (entry.modified_ns > began_ns - kSettledNs) entry.modified_ns = 0;
    }
    ++saved.files;
    saved.bytes += entry.size;
    done += entry.size;
    if (options.progress) options.progress(std::min(done, total), total);
  }
  // First all that it names, then the list.
  TRY(SyncAll(directory_));
  TRY(io::ReplaceFile(directory_ + "/points/" + saved.point + std::string(kPointSuffix),
                      PrintManifest(manifest)));
  return saved;
}

Status Repository::AddFile(const std::string& original, Entry& entry, Saved& saved) {
  Checksum checksum;
  std::uint64_t size = 0;
  TRY(ReadPieces(original, [&](std::uint64_t, std::string_view piece) {
    checksum.Add(piece);
    size += piece.size();
    return Ok();
  }));
  entry.object = checksum.Finish();
  entry.size = size;
  if (HasObject(entry)) return Ok();
  return AddObject(original, entry, saved);
}

/// Copies under another name first. What is copied decides the name: a file that somebody writes
/// between two readings gets the name of what was read last.
Status Repository::AddObject(const std::string& original, Entry& entry, Saved& saved) {
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
  const std::string place = ObjectPath(entry.object);
  TRY(MakeDirectory(fs::path(place).parent_path().string()));
  TRY(disk.Rename(unfinished, place));
  trusted_.insert(entry.object);
  ++saved.new_files;
  saved.new_bytes += entry.size;
  return Ok();
}

Result<std::size_t> Repository::Keep(std::size_t points) {
  TRY_ASSIGN(const auto all, Points());
  if (all.size() <= points) return std::size_t{0};
  const std::size_t old = all.size() - points;
  io::RealDisk disk;
  for (std::size_t i = 0; i < old; ++i) {
    TRY(disk.Remove(directory_ + "/points/" + all[i] + std::string(kPointSuffix)));
  }
  TRY(disk.SyncDirectory(directory_ + "/points"));
  TRY(Trust());
  std::error_code code;
  fs::recursive_directory_iterator at(directory_ + "/objects", code);
  for (; !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
    if (!at->is_regular_file(code)) continue;
    const std::string object =
        at->path().parent_path().filename().string() + at->path().filename().string();
    if (!trusted_.contains(object)) TRY(disk.Remove(at->path().string()));
  }
  if (code) return FromCode(code, "cannot list " + directory_ + "/objects");
  return old;
}

// Checking and restoring.

Status Repository::Check(const Manifest& manifest, const Progress& progress) const {
  std::uint64_t done = 0;
  const std::uint64_t total = manifest.bytes();
  std::set<std::string_view> checked;
  for (const Entry& entry : manifest.entries) {
    if (entry.kind != EntryKind::kFile) continue;
    if (checked.insert(entry.object).second) {
      Checksum checksum;
      Status read =
          ReadPieces(ObjectPath(entry.object), [&](std::uint64_t, std::string_view piece) {
            checksum.Add(piece);
            return Ok();
          });
      const bool is_missing = !read && read.error().code == ErrorCode::kNotFound;
      if (!read && !is_missing) return read;
      if (is_missing || checksum.Finish() != entry.object) {
        return DataLoss(entry.path + " is " + (is_missing ? "missing" : "damaged") +
                        " in the backup (" + ObjectPath(entry.object) + ")");
      }
    }
    done += entry.size;
    if (progress) progress(done, total);
  }
  return Ok();
}

Status Repository::Restore(const Manifest& manifest, const std::string& destination,
                           const Progress& progress) const {
  TRY_ASSIGN(const bool empty, IsEmpty(destination));
  if (!empty) {
    return FailedPrecondition(destination + " is not empty: name a directory that is, or none yet");
  }
  std::error_code code;
  const bool is_new = !fs::exists(destination, code);
  TRY(MakeDirectory(destination));
  ::chmod(destination.c_str(), 0700);
  Status restored = RestoreInto(manifest, destination, progress);
  if (restored) return Ok();
  for (fs::directory_iterator at(destination, code); !code && at != fs::directory_iterator();
       at.increment(code)) {
    std::error_code ignored;
    if (at->path().filename() != "lost+found") fs::remove_all(at->path(), ignored);
  }
  if (is_new) fs::remove(destination, code);
  return restored;
}

Status Repository::RestoreInto(const Manifest& manifest, const std::string& destination,
                               const Progress& progress) const {
  const std::string unfinished = destination + "/" + std::string(kUnfinished);
  TRY(io::ReplaceFile(unfinished, "A restore did not come to its end: empty this directory.\n"));
  io::RealDisk disk;
  std::uint64_t done = 0;
  const std::uint64_t total = manifest.bytes();
  for (const Entry& entry : manifest.entries) {
    const std::string place = destination + "/" + entry.path;
    if (entry.kind == EntryKind::kDirectory) TRY(MakeDirectory(place));
    if (entry.kind != EntryKind::kFile) continue;
    TRY(MakeDirectory(fs::path(place).parent_path().string()));
    Checksum checksum;
    TRY_ASSIGN(const auto copy, disk.Open(place, io::OpenMode::kCreate));
    Status copied = ReadPieces(ObjectPath(entry.object),
                               [&](std::uint64_t at, std::string_view piece) -> Status {
                                 checksum.Add(piece);
                                 return copy->WriteAt(at, piece);
                               });
    const bool is_missing = !copied && copied.error().code == ErrorCode::kNotFound;
    if (!copied && !is_missing) return copied;
    if (is_missing || checksum.Finish() != entry.object) {
      return DataLoss(entry.path + " is " + (is_missing ? "missing" : "damaged") +
                      " in the backup (" + ObjectPath(entry.object) +
                      "): restore an older point, or see `tenrec restore --check`");
    }
    done += entry.size;
    if (progress) progress(done, total);
  }
  // Last, so that nothing is written through them.
  for (const Entry& entry : manifest.entries) {
    if (entry.kind != EntryKind::kLink) continue;
    const fs::path place = destination + "/" + entry.path;
    TRY(MakeDirectory(place.parent_path().string()));
    std::error_code code;
    fs::create_symlink(entry.target, place, code);
    if (code) return FromCode(code, "cannot make the link " + place.string());
  }
  TRY(SyncAll(destination));
  TRY(disk.Remove(unfinished));
  return disk.SyncDirectory(destination);
}

}  // namespace tenrec::backup
