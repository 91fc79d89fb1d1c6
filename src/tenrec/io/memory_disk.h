#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/io/disk.h"

namespace tenrec::io {

/// A disk in memory that tests can fill, break and cut the power of. It forgets what was not
/// synced as a real one may: sector by sector, and names until their directory is synced.
/// Threads: any.
class MemoryDisk final : public Disk {
 public:
  explicit MemoryDisk(std::uint64_t capacity = UINT64_MAX) : capacity_(capacity) {}

  Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) override;
  Status MakeDirectory(const std::string& path) override;
  Result<std::vector<std::string>> List(const std::string& directory) override;
  Status Rename(const std::string& from, const std::string& to) override;
  Status Remove(const std::string& path) override;
  Status SyncDirectory(const std::string& path) override;
  Result<std::uint64_t> FreeBytes(const std::string& path) override;

  /// Changes how much fits; below what is there, every growing write fails.
  void SetCapacity(std::uint64_t bytes) EXCLUDES(mutex_);
  /// Lets `count` more changes pass, then fails them with the error until Heal. A write that
  /// fails has written its first half.
  void FailAfter(std::uint64_t count, Error error) EXCLUDES(mutex_);
  void Heal() EXCLUDES(mutex_);
  /// How many changes (writes, syncs, opened new files, renames, removals) there were.
  std::uint64_t changes() const EXCLUDES(mutex_);

  /// What a machine may find after the power went now; `seed` picks the sectors that made it.
  std::unique_ptr<MemoryDisk> AfterPowerLoss(std::uint64_t seed) const EXCLUDES(mutex_);
  /// The current bytes of a file, to look at and to damage.
  std::string Content(const std::string& path) const EXCLUDES(mutex_);
  void SetContent(const std::string& path, std::string content) EXCLUDES(mutex_);

 private:
  friend class MemoryFile;
  struct Write {
    std::uint64_t position;
    std::string bytes;
  };
  struct Node {
    std::string current;
    std::string durable;
    std::vector<Write> unsynced;
  };
  using Names = std::map<std::string, std::shared_ptr<Node>>;

  Status Change() REQUIRES(mutex_);
  std::uint64_t Used() const REQUIRES(mutex_);
  Status WriteNode(Node& node, std::uint64_t position, std::string_view bytes) EXCLUDES(mutex_);
  Status SyncNode(Node& node) EXCLUDES(mutex_);
  Result<std::size_t> ReadNode(const Node& node, std::uint64_t position, std::span<char> out) const
      EXCLUDES(mutex_);
  std::uint64_t SizeOfNode(const Node& node) const EXCLUDES(mutex_);

  mutable Mutex mutex_;
  std::uint64_t capacity_ GUARDED_BY(mutex_);
  std::uint64_t changes_ GUARDED_BY(mutex_) = 0;
  std::uint64_t fail_from_ GUARDED_BY(mutex_) = UINT64_MAX;
  std::optional<Error> failure_ GUARDED_BY(mutex_);
  Names names_ GUARDED_BY(mutex_);
  Names durable_names_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::io
