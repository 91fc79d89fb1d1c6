#include "tenrec/engine/data_view.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace tenrec::engine {
namespace {

namespace fs = std::filesystem;

// store/<3 digits>/<table>/<part>/<file>
constexpr std::ptrdiff_t kDepthOfPartFiles = 5;
// Small files of a part are as cheap to copy, and some of them are rewritten.
constexpr std::uintmax_t kMaxCopied = 4096;

bool IsPartFile(const fs::path& relative) {
  return std::distance(relative.begin(), relative.end()) >= kDepthOfPartFiles &&
         *relative.begin() == "store";
}

std::error_code Mirror(const fs::path& original, const fs::path& view) {
  std::error_code error;
  fs::recursive_directory_iterator entry(original, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path relative = entry->path().lexically_relative(original);
    const fs::path place = view / relative;
    if (entry->is_symlink(error)) {
      fs::copy_symlink(entry->path(), place, error);  // all are relative
    } else if (entry->is_directory(error)) {
      fs::create_directory(place, error);
    } else if (IsPartFile(relative) && entry->file_size(error) > kMaxCopied) {
      fs::create_symlink(entry->path(), place, error);
    } else {
      fs::copy_file(entry->path(), place, error);
    }
    if (error) break;
  }
  return error;
}

}  // namespace

Result<DataView> DataView::Make(const std::string& original) {
  std::error_code error;
  const fs::path absolute = fs::absolute(original, error).lexically_normal();
  std::string pattern = (fs::temp_directory_path(error) / "tenrec_view_XXXXXX").string();
  if (error) return FromErrno(error.value(), "no place for temporary files");
  if (::mkdtemp(pattern.data()) == nullptr) return FromErrno(errno, "cannot make " + pattern);
  DataView view(pattern);
  error = Mirror(absolute, view.path());
  if (error) return FromErrno(error.value(), "cannot look into " + absolute.string());
  return view;
}

DataView::~DataView() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace tenrec::engine
