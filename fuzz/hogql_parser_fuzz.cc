// rooms: hogql base
// Any text: the parser neither crashes nor hangs, and what it accepts has a printable tree.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tenrec/hogql/ast_json.h"
#include "tenrec/hogql/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  using tenrec::hogql::ParseExpr;
  using tenrec::hogql::ParseSelect;
  using tenrec::hogql::Positions;
  using tenrec::hogql::PrintAstJson;
  if (const auto expr = ParseExpr(text)) PrintAstJson(**expr, Positions::kInclude, text);
  if (const auto select = ParseSelect(text)) PrintAstJson(**select, Positions::kInclude, text);
  return 0;
}
