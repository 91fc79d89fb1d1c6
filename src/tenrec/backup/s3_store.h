#pragma once

#include <map>
#include <memory>
#include <string>

#include "tenrec/backup/store.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/s3/bucket.h"

namespace tenrec::backup {

/// A repository below a prefix of a bucket, laid out as one in a directory. A store shows an object
/// when all of it has arrived and its checksum fits, so what a backup that was cut off had copied
/// counts for the next one. There is no lock: one installation writes here, and its own lock lets
/// one backup run at a time.
class S3Store final : public Store {
 public:
  explicit S3Store(std::unique_ptr<s3::Bucket> bucket);

  Status Open() override;
  Status Look() override;
  const std::string& name() const override { return name_; }
  std::size_t workers() const override;
  bool is_whole_when_there() const override { return true; }
  Result<std::vector<std::string>> Points() const override;
  Result<std::string> ReadPoint(const std::string& point) const override;
  Status AddPoint(const std::string& point, std::string_view list) override;
  Status RemovePoint(const std::string& point) override;
  Result<bool> Has(const std::string& object, std::uint64_t size) const override EXCLUDES(mutex_);
  Status Add(const std::string& original, Entry& entry) override EXCLUDES(mutex_);
  Status Read(const std::string& object, const Take& take) const override;
  Status RemoveAllBut(const std::function<bool(const std::string& object)>& is_kept) override;
  std::string PlaceOf(const std::string& object) const override;

 private:
  Result<bool> IsRepository() const;
  Status AddWhole(const std::string& original, const Entry& entry, const std::string& key);
  Status AddInParts(const std::string& original, const Entry& entry, const std::string& key);
  Result<std::vector<std::string>> PutParts(const std::string& original, const Entry& entry,
                                            const std::string& key, const std::string& upload);

  const std::unique_ptr<s3::Bucket> bucket_;
  const std::string name_;
  mutable Mutex mutex_;
  /// What was there when it was opened, and what was added since.
  std::map<std::string, std::uint64_t, std::less<>> objects_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::backup
