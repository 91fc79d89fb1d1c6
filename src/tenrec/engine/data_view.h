#pragma once

#include <string>
#include <utility>

#include "tenrec/base/result.h"

namespace tenrec::engine {

/// A directory that looks like another engine's and that an engine may open while the original
/// stays as it is: the files of parts, which never change, are links, the few others are copies.
/// Nobody may have the original open. Removed by the destructor.
class DataView {
 public:
  /// Makes it in the system's place for temporary files.
  static Result<DataView> Make(const std::string& original);
  ~DataView();
  DataView(DataView&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  DataView& operator=(DataView&&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit DataView(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace tenrec::engine
