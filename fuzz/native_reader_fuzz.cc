// rooms: engine base
// Answers by column come from our own engine, or later over a network from one.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/engine/native_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto print = [](tenrec::engine::Block&& block) -> tenrec::Status {
    for (const auto& column : block.columns) {
      for (std::size_t row = 0; row < column.rows(); ++row) {
        (void)tenrec::engine::PrintCell(column, row);
      }
    }
    return tenrec::Ok();
  };
  (void)tenrec::engine::DecodeNative(bytes, print);
  return 0;
}
