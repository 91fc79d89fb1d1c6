#include "tenrec/backup/repository.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include "tenrec/backup/checksum.h"
#include "tenrec/backup/files.h"
#include "tenrec/backup/parallel.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/disk.h"

namespace tenrec::backup {
namespace {

namespace fs = std::filesystem;

/// A file whose clock was this close to the reading of it may have been written after it with the
/// same time on it.
constexpr std::int64_t kSettledNs = 2'000'000'000;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

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

/// The files of a list: in its order, or the largest first where several are copied at the same
/// time, so that none of them is left for the end.
std::vector<std::size_t> FilesOf(const std::vector<Entry>& entries, std::size_t workers) {
  std::vector<std::size_t> files;
  files.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].kind == EntryKind::kFile) files.push_back(i);
  }
  if (workers > 1) {
    std::stable_sort(files.begin(), files.end(), [&](std::size_t a, std::size_t b) {
      return entries[a].size > entries[b].size;
    });
  }
  return files;
}

/// The same, those of equal content together.
std::vector<std::vector<std::size_t>> FilesByContent(const std::vector<Entry>& entries,
                                                     std::size_t workers) {
  std::vector<std::vector<std::size_t>> groups;
  std::map<std::string_view, std::size_t> group_of;
  for (const std::size_t file : FilesOf(entries, workers)) {
    const auto [found, is_new] = group_of.emplace(entries[file].object, groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].push_back(file);
  }
  return groups;
}

/// Tells how far several workers have come.
class Steps {
 public:
  Steps(const Progress& progress, std::uint64_t total) : progress_(progress), total_(total) {}

  void Add(std::uint64_t bytes) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    done_ += bytes;
    if (progress_) progress_(std::min(done_, total_), total_);
  }

 private:
  const Progress& progress_;
  const std::uint64_t total_;
  Mutex mutex_;
  std::uint64_t done_ GUARDED_BY(mutex_) = 0;
};

Error Damaged(const Entry& entry, const Store& store, bool is_missing) {
  return DataLoss(entry.path + " is " + (is_missing ? "missing" : "damaged") + " in the backup (" +
                  store.PlaceOf(entry.object) + ")");
}

}  // namespace

/// What a point costs, counted by several workers; and which of them copies what.
class Repository::Tally {
 public:
  /// True for the first who asks: it copies, and the others need not.
  bool Claim(const std::string& object) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return claimed_.insert(object).second;
  }
  /// What was claimed has become another object.
  void Moved(const std::string& from, const std::string& to) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    claimed_.erase(from);
    claimed_.insert(to);
  }
  void CountFile(std::uint64_t size) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    ++saved_.files;
    saved_.bytes += size;
  }
  void CountNew(std::uint64_t size) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    ++saved_.new_files;
    saved_.new_bytes += size;
  }
  Saved saved() const EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return saved_;
  }

 private:
  mutable Mutex mutex_;
  std::set<std::string, std::less<>> claimed_ GUARDED_BY(mutex_);
  Saved saved_ GUARDED_BY(mutex_);
};

std::string PointName(Timestamp now) {
  std::string time = FormatIso(now).substr(0, 19);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time + "Z";
}

Result<Repository> Repository::Open(std::unique_ptr<Store> store) {
  TRY(store->Open());
  Repository repository(std::move(store));
  TRY(repository.Trust());
  return repository;
}

Result<Repository> Repository::Look(std::unique_ptr<Store> store) {
  TRY(store->Look());
  return Repository(std::move(store));
}

Status Repository::Trust() {
  trusted_.clear();
  if (store_->is_whole_when_there()) return Ok();
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
  return store_->Points();
}

Result<Manifest> Repository::Read(const std::string& point) const {
  if (!IsPathInside(point) || point.find('/') != std::string::npos) {
    return InvalidArgument("'" + point + "' is no point of a backup, such as 20261123T041500Z");
  }
  auto text = store_->ReadPoint(point);
  if (!text && text.error().code == ErrorCode::kNotFound) {
    return NotFound("no point " + point + " in " + store_->name());
  }
  if (!text) return std::move(text).error();
  auto manifest = ParseManifest(*text);
  if (!manifest) {
    return std::move(manifest).error().WithContext("point " + point + " in " + store_->name());
  }
  return manifest;
}

Result<bool> Repository::HasObject(const Entry& entry) const {
  if (!store_->is_whole_when_there() && !trusted_.contains(entry.object)) return false;
  return store_->Has(entry.object, entry.size);
}

// Saving.

Result<Saved> Repository::Save(const SaveOptions& options, Timestamp now) {
  Manifest manifest{.facts = options.facts};
  TRY_ASSIGN(const auto points, Points());
  std::map<std::string, Entry, std::less<>> before;
  if (!points.empty()) {
    TRY_ASSIGN(Manifest previous, Read(points.back()));
    if (previous.installation() != manifest.installation()) {
      return FailedPrecondition(store_->name() + " holds backups of installation " +
                                previous.installation() + ", and this one is " +
                                manifest.installation() + ": name another place");
    }
    for (Entry& entry : previous.entries) {
      std::string path = entry.path;
      before.emplace(std::move(path), std::move(entry));
    }
  }
  TRY_ASSIGN(manifest.entries, ListTree(options));
  const std::string point = PointName(now);
  if (!points.empty() && points.back() >= point) {
    return FailedPrecondition("there is a point " + points.back() +
                              ", which is not before now: set the clock right");
  }
  const std::int64_t began_ns = NowNs();
  const auto files = FilesOf(manifest.entries, store_->workers());
  Tally tally;
  Steps steps(options.progress, manifest.bytes());
  TRY(ForEach(files.size(), store_->workers(), [&](std::size_t index) -> Status {
    Entry& entry = manifest.entries[files[index]];
    const auto known = before.find(entry.path);
    TRY(SaveFile(options, known == before.end() ? nullptr : &known->second, began_ns, entry,
                 tally));
    tally.CountFile(entry.size);
    steps.Add(entry.size);
    return Ok();
  }));
  TRY_ASSIGN(const auto points_now, Points());
  if (points_now != points) {
    return FailedPrecondition("another backup has changed the points of " + store_->name() +
                              " meanwhile: see that one runs at a time, and run it again");
  }
  TRY(store_->AddPoint(point, PrintManifest(manifest)));
  Saved saved = tally.saved();
  saved.point = point;
  return saved;
}

Status Repository::SaveFile(const SaveOptions& options, const Entry* known, std::int64_t began_ns,
                            Entry& entry, Tally& tally) {
  const bool is_same = known != nullptr && known->kind == EntryKind::kFile &&
                       known->size == entry.size && entry.modified_ns != 0 &&
                       known->modified_ns == entry.modified_ns;
  if (is_same) {
    entry.object = known->object;
    TRY_ASSIGN(const bool is_there, HasObject(entry));
    if (is_there) return Ok();
  }
  TRY(AddFile(options.tree + "/" + entry.path, entry, tally));
  if (entry.modified_ns > began_ns - kSettledNs) entry.modified_ns = 0;
  return Ok();
}

Status Repository::AddFile(const std::string& original, Entry& entry, Tally& tally) {
  Checksum checksum;
  std::uint64_t size = 0;
  TRY(ReadPieces(original, [&](std::uint64_t, std::string_view piece) {
    checksum.Add(piece);
    size += piece.size();
    return Ok();
  }));
  entry.object = checksum.Finish();
  entry.size = size;
  TRY_ASSIGN(const bool is_there, HasObject(entry));
  if (is_there || !tally.Claim(entry.object)) return Ok();
  const std::string claimed = entry.object;
  TRY(store_->Add(original, entry));
  if (entry.object != claimed) tally.Moved(claimed, entry.object);
  tally.CountNew(entry.size);
  return Ok();
}

Result<std::size_t> Repository::Keep(std::size_t points) {
  TRY_ASSIGN(const auto all, Points());
  if (all.size() <= points) return std::size_t{0};
  const std::size_t old = all.size() - points;
  std::set<std::string, std::less<>> needed;
  for (std::size_t i = old; i < all.size(); ++i) {
    TRY_ASSIGN(const Manifest manifest, Read(all[i]));
    for (const Entry& entry : manifest.entries) {
      if (entry.kind == EntryKind::kFile) needed.insert(entry.object);
    }
  }
  for (std::size_t i = 0; i < old; ++i) TRY(store_->RemovePoint(all[i]));
  TRY(store_->RemoveAllBut([&](const std::string& object) { return needed.contains(object); }));
  TRY(Trust());
  return old;
}

// Checking and restoring.

Status Repository::CheckFile(const Entry& entry) const {
  Checksum checksum;
  Status read = store_->Read(entry.object, [&](std::uint64_t, std::string_view piece) {
    checksum.Add(piece);
    return Ok();
  });
  const bool is_missing = !read && read.error().code == ErrorCode::kNotFound;
  if (!read && !is_missing) return read;
  if (is_missing || checksum.Finish() != entry.object) return Damaged(entry, *store_, is_missing);
  return Ok();
}

Status Repository::Check(const Manifest& manifest, const Progress& progress) const {
  Steps steps(progress, manifest.bytes());
  const auto groups = FilesByContent(manifest.entries, store_->workers());
  return ForEach(groups.size(), store_->workers(), [&](std::size_t index) -> Status {
    const Entry& entry = manifest.entries[groups[index].front()];
    TRY(CheckFile(entry));
    steps.Add(entry.size * groups[index].size());
    return Ok();
  });
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

/// Writes the file with what `read` brings.
Status Repository::RestoreFile(const Entry& entry, const std::string& place,
                               const std::function<Status(const Take&)>& read) const {
  io::RealDisk disk;
  TRY(MakeDirectory(fs::path(place).parent_path().string()));
  Checksum checksum;
  TRY_ASSIGN(const auto copy, disk.Open(place, io::OpenMode::kCreate));
  Status copied = read([&](std::uint64_t at, std::string_view piece) -> Status {
    checksum.Add(piece);
    return copy->WriteAt(at, piece);
  });
  const bool is_missing = !copied && copied.error().code == ErrorCode::kNotFound;
  if (!copied && !is_missing) return copied;
  if (is_missing || checksum.Finish() != entry.object) {
    Error damaged = Damaged(entry, *store_, is_missing);
    damaged.message += ": restore an older point, or see `tenrec restore --check`";
    return damaged;
  }
  return Ok();
}

Status Repository::RestoreInto(const Manifest& manifest, const std::string& destination,
                               const Progress& progress) const {
  const std::string unfinished = destination + "/" + std::string(kUnfinished);
  TRY(io::ReplaceFile(unfinished, "A restore did not come to its end: empty this directory.\n"));
  Steps steps(progress, manifest.bytes());
  const auto groups = FilesByContent(manifest.entries, store_->workers());
  const auto place_of = [&](std::size_t file) {
    return destination + "/" + manifest.entries[file].path;
  };
  TRY(ForEach(groups.size(), store_->workers(), [&](std::size_t index) -> Status {
    // What is fetched once is at hand for every other file of the same content.
    const std::string first = place_of(groups[index].front());
    for (const std::size_t file : groups[index]) {
      const Entry& entry = manifest.entries[file];
      const bool is_first = file == groups[index].front();
      TRY(RestoreFile(entry, place_of(file), [&](const Take& take) {
        return is_first ? store_->Read(entry.object, take) : ReadPieces(first, take);
      }));
      steps.Add(entry.size);
    }
    return Ok();
  }));
  for (const Entry& entry : manifest.entries) {
    if (entry.kind == EntryKind::kDirectory) TRY(MakeDirectory(destination + "/" + entry.path));
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
  io::RealDisk disk;
  TRY(disk.Remove(unfinished));
  return disk.SyncDirectory(destination);
}

}  // namespace tenrec::backup
