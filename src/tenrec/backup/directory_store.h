#pragma once

#include <memory>
#include <optional>
#include <string>

#include "tenrec/backup/store.h"
#include "tenrec/io/directory_lock.h"

namespace tenrec::backup {

/// A repository in a directory. Its lock keeps a second writer out.
/// Errors: kResourceExhausted when the disk is full.
class DirectoryStore final : public Store {
 public:
  explicit DirectoryStore(std::string directory) : directory_(std::move(directory)) {}

  Status Open() override;
  Status Look() override;
  const std::string& name() const override { return directory_; }
  std::size_t workers() const override { return 1; }
  // A crash may have cut what is not synced yet.
  bool is_whole_when_there() const override { return false; }
  Result<std::vector<std::string>> Points() const override;
  Result<std::string> ReadPoint(const std::string& point) const override;
  Status AddPoint(const std::string& point, std::string_view list) override;
  Status RemovePoint(const std::string& point) override;
  Result<bool> Has(const std::string& object, std::uint64_t size) const override;
  Status Add(const std::string& original, Entry& entry) override;
  Status Read(const std::string& object, const Take& take) const override;
  Status RemoveAllBut(const std::function<bool(const std::string& object)>& is_kept) override;
  std::string PlaceOf(const std::string& object) const override;

 private:
  std::string PointPath(const std::string& point) const;

  const std::string directory_;
  std::optional<io::DirectoryLock> lock_;
};

}  // namespace tenrec::backup
