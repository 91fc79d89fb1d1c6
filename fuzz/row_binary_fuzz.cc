// rooms: engine base
// Answers come from our own engine, or later over a network from one; either way they are bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/row_binary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto block = tenrec::engine::DecodeRowBinary(bytes);
  if (!block) return 0;
  for (const auto& column : block->columns) {
    for (std::size_t row = 0; row < column.rows(); ++row) {
      (void)tenrec::engine::PrintCell(column, row);
    }
  }
  return 0;
}
