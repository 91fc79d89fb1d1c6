#include "tenrec/exports/xlsx_file.h"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

#include <xlsxwriter.h>

#include "tenrec/base/encoding.h"

namespace tenrec::exports {
namespace {

constexpr const char* kSheet = "Export";
constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
/// Larger whole numbers are written as texts: a sheet's numbers are doubles.
constexpr std::int64_t kMaxExact = std::int64_t{1} << 53U;

Error NotWritten(std::string_view why) {
  return Unavailable("The workbook could not be written: " + std::string(why));
}

Status Checked(lxw_error error) {
  return error == LXW_NO_ERROR ? Ok() : Status(NotWritten(lxw_strerror(error)));
}

}  // namespace

struct XlsxFile::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (book != nullptr) (void)workbook_close(book);
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  Status WriteText(std::size_t column, std::string_view text, lxw_format* format) const {
    // Nothing in a sheet can say a zero byte.
    const std::string_view sayable = text.substr(0, text.find('\0'));
    const std::string cut(Utf8Prefix(sayable, kMaxCharacters));
    return Checked(
        worksheet_write_string(sheet, row, static_cast<lxw_col_t>(column), cut.c_str(), format));
  }
  Status WriteCell(std::size_t column, const Json& value) const {
    const auto at = static_cast<lxw_col_t>(column);
    if (value.is_string()) return WriteText(column, View(value.get_string()), nullptr);
    if (value.is_bool()) {
      return Checked(worksheet_write_boolean(sheet, row, at, value.get_bool() ? 1 : 0, nullptr));
    }
    const auto* whole = value.if_int64();
    const bool is_large =
        value.is_uint64() || (whole != nullptr && (*whole > kMaxExact || *whole < -kMaxExact));
    if (!value.is_number() || is_large) return WriteText(column, PrintJson(value), nullptr);
    return Checked(worksheet_write_number(sheet, row, at, value.to_number<double>(), nullptr));
  }

  std::filesystem::path folder;
  /// The library may look at it until the book is closed.
  std::string folder_name;
  std::string path;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_row_t row = 0;
};

XlsxFile::XlsxFile(std::unique_ptr<State> state) : state_(std::move(state)) {
}
XlsxFile::XlsxFile(XlsxFile&&) noexcept = default;
XlsxFile& XlsxFile::operator=(XlsxFile&&) noexcept = default;
XlsxFile::~XlsxFile() = default;

Result<XlsxFile> XlsxFile::Create() {
  auto state = std::make_unique<State>();
  std::error_code wrong;
  std::string name = std::filesystem::temp_directory_path(wrong) / "tenrec-xlsx-XXXXXX";
  if (wrong || mkdtemp(name.data()) == nullptr) return NotWritten("no folder for it in " + name);
  state->folder = name;
  state->folder_name = name;
  state->path = state->folder / "book.xlsx";
  lxw_workbook_options options{};
  // Each row goes to a file as soon as the next one begins.
  options.constant_memory = LXW_TRUE;
  options.tmpdir = state->folder_name.data();
  state->book = workbook_new_opt(state->path.c_str(), &options);
  if (state->book == nullptr) return NotWritten("out of memory");
  state->sheet = workbook_add_worksheet(state->book, kSheet);
  if (state->sheet == nullptr) return NotWritten("no sheet");
  return XlsxFile(std::move(state));
}

Status XlsxFile::AddHeads(std::span<const std::string_view> names) {
  if (names.size() > kMaxColumns) {
    return InvalidArgument("A sheet has at most 16,384 columns. Choose columns, or select fewer.");
  }
  lxw_format* bold = workbook_add_format(state_->book);
  if (bold == nullptr) return NotWritten("out of memory");
  format_set_bold(bold);
  worksheet_freeze_panes(state_->sheet, 1, 0);
  for (std::size_t i = 0; i < names.size(); ++i) TRY(state_->WriteText(i, names[i], bold));
  ++state_->row;
  return Ok();
}

Status XlsxFile::AddRow(std::span<const Json* const> cells) {
  if (state_->row >= kMaxRows) {
    return InvalidArgument(
        "A sheet has at most 1,048,576 rows. Ask for text/csv, or narrow the question.");
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] != nullptr && !cells[i]->is_null()) TRY(state_->WriteCell(i, *cells[i]));
  }
  ++state_->row;
  return Ok();
}

Status XlsxFile::Finish(const std::function<Status(std::string_view piece)>& sink) {
  TRY(Checked(workbook_close(std::exchange(state_->book, nullptr))));
  std::ifstream file(state_->path, std::ios::binary);
  std::string piece(kPieceBytes, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto read = static_cast<std::size_t>(file.gcount());
    if (read > 0) TRY(sink(std::string_view(piece).substr(0, read)));
  }
  return file.eof() ? Ok() : Status(NotWritten("it cannot be read back"));
}

}  // namespace tenrec::exports
