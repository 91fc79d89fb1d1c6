#include "tenrec/io/memory_disk.h"

#include <algorithm>
#include <random>
#include <utility>

namespace tenrec::io {
namespace {

constexpr std::size_t kSectorBytes = 512;

void Overwrite(std::string& content, std::uint64_t position, std::string_view bytes) {
  if (content.size() < position + bytes.size()) content.resize(position + bytes.size(), '\0');
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(position));
}

bool IsIn(const std::string& directory, const std::string& path) {
  return path.size() > directory.size() + 1 && path.starts_with(directory) &&
         path[directory.size()] == '/' && path.find('/', directory.size() + 1) == std::string::npos;
}

}  // namespace

/// A file of a MemoryDisk.
class MemoryFile final : public File {
 public:
  MemoryFile(MemoryDisk& disk, std::shared_ptr<MemoryDisk::Node> node)
      : disk_(disk), node_(std::move(node)) {}

  Result<std::size_t> ReadAt(std::uint64_t position, std::span<char> out) const override {
    return disk_.ReadNode(*node_, position, out);
  }
  Status WriteAt(std::uint64_t position, std::string_view bytes) override {
    return disk_.WriteNode(*node_, position, bytes);
  }
  Status Sync() override { return disk_.SyncNode(*node_); }
  Result<std::uint64_t> Size() const override { return disk_.SizeOfNode(*node_); }

 private:
  MemoryDisk& disk_;
  const std::shared_ptr<MemoryDisk::Node> node_;
};

Status MemoryDisk::Change() {
  if (changes_ >= fail_from_) return *failure_;
  ++changes_;
  return Ok();
}

std::uint64_t MemoryDisk::Used() const {
  std::uint64_t used = 0;
  for (const auto& [path, node] : names_) used += node->current.size();
  return used;
}

Result<std::unique_ptr<File>> MemoryDisk::Open(const std::string& path, OpenMode mode) {
  MutexLock lock(mutex_);
  const auto found = names_.find(path);
  if (mode == OpenMode::kCreate) {
    if (found != names_.end()) return AlreadyExists(path);
    TRY(Change());
    auto node = std::make_shared<Node>();
    names_.emplace(path, node);
    return std::make_unique<MemoryFile>(*this, std::move(node));
  }
  if (found == names_.end()) return NotFound(path);
  return std::make_unique<MemoryFile>(*this, found->second);
}

Status MemoryDisk::MakeDirectory(const std::string&) {
  return Ok();
}

Result<std::vector<std::string>> MemoryDisk::List(const std::string& directory) {
  MutexLock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [path, node] : names_) {
    if (IsIn(directory, path)) names.push_back(path.substr(directory.size() + 1));
  }
  return names;
}

Status MemoryDisk::Rename(const std::string& from, const std::string& to) {
  MutexLock lock(mutex_);
  const auto found = names_.find(from);
  if (found == names_.end()) return NotFound(from);
  TRY(Change());
  const auto node = found->second;
  names_.erase(found);
  names_[to] = node;
  return Ok();
}

Status MemoryDisk::Remove(const std::string& path) {
  MutexLock lock(mutex_);
  if (!names_.contains(path)) return NotFound(path);
  TRY(Change());
  names_.erase(path);
  return Ok();
}

Status MemoryDisk::SyncDirectory(const std::string& path) {
  MutexLock lock(mutex_);
  TRY(Change());
  std::erase_if(durable_names_, [&](const auto& entry) { return IsIn(path, entry.first); });
  for (const auto& [name, node] : names_) {
    if (IsIn(path, name)) durable_names_[name] = node;
  }
  return Ok();
}

Result<std::uint64_t> MemoryDisk::FreeBytes(const std::string&) {
  MutexLock lock(mutex_);
  const std::uint64_t used = Used();
  return used < capacity_ ? capacity_ - used : 0;
}

void MemoryDisk::SetCapacity(std::uint64_t bytes) {
  MutexLock lock(mutex_);
  capacity_ = bytes;
}

void MemoryDisk::FailAfter(std::uint64_t count, Error error) {
  MutexLock lock(mutex_);
  fail_from_ = changes_ + count;
  failure_ = std::move(error);
}

void MemoryDisk::Heal() {
  MutexLock lock(mutex_);
  fail_from_ = UINT64_MAX;
}

std::uint64_t MemoryDisk::changes() const {
  MutexLock lock(mutex_);
  return changes_;
}

std::unique_ptr<MemoryDisk> MemoryDisk::AfterPowerLoss(std::uint64_t seed) const {
  auto after = std::make_unique<MemoryDisk>();
  MutexLock lock(mutex_);
  MutexLock after_lock(after->mutex_);
  std::mt19937_64 random(seed);
  // The directory made it to the disk either as last synced or as it is now.
  const Names& names = random() % 2 == 0 ? names_ : durable_names_;
  for (const auto& [path, node] : names) {
    auto copy = std::make_shared<Node>();
    copy->current = node->durable;
    for (const Write& write : node->unsynced) {
      std::size_t at = 0;
      while (at < write.bytes.size()) {
        const std::size_t in_sector = kSectorBytes - (write.position + at) % kSectorBytes;
        const std::string_view part = std::string_view(write.bytes).substr(at, in_sector);
        if (random() % 2 == 0) Overwrite(copy->current, write.position + at, part);
        at += part.size();
      }
    }
    copy->durable = copy->current;
    after->names_[path] = copy;
    after->durable_names_[path] = copy;
  }
  return after;
}

std::string MemoryDisk::Content(const std::string& path) const {
  MutexLock lock(mutex_);
  const auto found = names_.find(path);
  return found == names_.end() ? "" : found->second->current;
}

void MemoryDisk::SetContent(const std::string& path, std::string content) {
  MutexLock lock(mutex_);
  auto node = std::make_shared<Node>();
  node->current = content;
  node->durable = std::move(content);
  names_[path] = node;
  durable_names_[path] = node;
}

Status MemoryDisk::WriteNode(Node& node, std::uint64_t position, std::string_view bytes) {
  MutexLock lock(mutex_);
  Status status = Change();
  const std::uint64_t end = position + bytes.size();
  if (status && end > node.current.size() && Used() + (end - node.current.size()) > capacity_) {
    status = ResourceExhausted("no space left on device");
  }
  if (!status) bytes = bytes.substr(0, bytes.size() / 2);
  if (!status && position + bytes.size() > node.current.size()) return status;
  Overwrite(node.current, position, bytes);
  node.unsynced.push_back({position, std::string(bytes)});
  return status;
}

Status MemoryDisk::SyncNode(Node& node) {
  MutexLock lock(mutex_);
  TRY(Change());
  for (const Write& write : node.unsynced) Overwrite(node.durable, write.position, write.bytes);
  node.unsynced.clear();
  return Ok();
}

Result<std::size_t> MemoryDisk::ReadNode(const Node& node, std::uint64_t position,
                                         std::span<char> out) const {
  MutexLock lock(mutex_);
  if (position >= node.current.size()) return std::size_t{0};
  const std::size_t count = std::min<std::size_t>(out.size(), node.current.size() - position);
  std::copy_n(node.current.begin() + static_cast<std::ptrdiff_t>(position), count, out.begin());
  return count;
}

std::uint64_t MemoryDisk::SizeOfNode(const Node& node) const {
  MutexLock lock(mutex_);
  return node.current.size();
}

}  // namespace tenrec::io
