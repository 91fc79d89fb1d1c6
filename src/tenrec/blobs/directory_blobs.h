#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/blobs/blobs.h"
#include "tenrec/io/disk.h"

namespace tenrec::blobs {

/// Blocks as files: the key is the path below a directory. A block is written to ".incoming",
/// synced, then moved to its place.
class DirectoryBlobs final : public BlobStore {
 public:
  /// Makes the directory when it is missing and removes what an earlier crash left half-written.
  /// The disk must outlive it.
  static Result<std::unique_ptr<DirectoryBlobs>> Open(std::string directory, io::Disk& disk);

  Status Put(std::string_view key, std::string_view bytes) override;
  Result<std::string> Get(std::string_view key, ByteRange range = {}) override;
  Status Delete(std::string_view key) override;
  Result<std::vector<std::string>> List(std::string_view folder) override;

 private:
  DirectoryBlobs(std::string directory, io::Disk& disk)
      : directory_(std::move(directory)), disk_(disk) {}

  std::string PathOf(std::string_view key) const { return directory_ + "/" + std::string(key); }
  Status MakeFolder(std::string_view folder) EXCLUDES(mutex_);

  const std::string directory_;
  io::Disk& disk_;

  Mutex mutex_;
  std::set<std::string, std::less<>> made_folders_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::blobs
