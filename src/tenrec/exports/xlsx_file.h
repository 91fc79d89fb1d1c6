#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::exports {

/// A workbook of one sheet that is written row by row, in a folder of its own that goes when it
/// does. One row is held in memory, however many there are. Threads: one caller at a time.
class XlsxFile {
 public:
  /// What a sheet can hold.
  static constexpr std::size_t kMaxRows = 1'048'576;
  static constexpr std::size_t kMaxColumns = 16'384;
  /// Longer texts are cut.
  static constexpr std::size_t kMaxCharacters = 32'767;

  /// Errors: kUnavailable when the system's folder for temporary files cannot be written.
  static Result<XlsxFile> Create();
  XlsxFile(XlsxFile&&) noexcept;
  XlsxFile& operator=(XlsxFile&&) noexcept;
  ~XlsxFile();

  /// The first row, which stays in sight and tells the columns apart.
  Status AddHeads(std::span<const std::string_view> names);
  /// Numbers and booleans stay what they are; nullptr leaves a cell empty.
  /// Errors: kInvalidArgument past the limits above.
  Status AddRow(std::span<const Json* const> cells);
  /// Finishes the file and hands it over piece by piece; nothing can be added any more.
  Status Finish(const std::function<Status(std::string_view piece)>& sink);

 private:
  struct State;
  explicit XlsxFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::exports
