// rooms: hogql schema sql base
// Any text: the parser neither crashes nor hangs; what it accepts prints as text that it accepts
// again, and compiles to a guarded statement or to an error.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tenrec/hogql/ast_json.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/print.h"

namespace {

using namespace tenrec::hogql;  // NOLINT(google-build-using-namespace)

std::size_t Count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; ++at) ++count;
  return count;
}

// The statement without quoted text and names, which may hold anything.
std::string WithoutQuotes(std::string_view sql) {
  std::string out;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char quote = sql[i];
    if (quote != '`' && quote != '\'') {
      out += quote;
      continue;
    }
    for (++i; i < sql.size() && sql[i] != quote; ++i) {
      if (sql[i] == '\\') ++i;
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto expr = ParseExpr(text)) PrintAstJson(**expr, Positions::kInclude, text);
  const auto select = ParseSelect(text);
  if (!select) return 0;
  PrintAstJson(**select, Positions::kInclude, text);
  CompileContext context;
  context.team_id = 4'611'686'018;
  const auto compiled = Compile(*select, context);
  if (!compiled) {
    // The second wall found what the first one let through.
    if (compiled.error().code == tenrec::ErrorCode::kInternal) std::abort();
    return 0;
  }
  // Every base table brings its guard.
  const std::string sql = WithoutQuotes(compiled->text.sql);
  if (Count(sql, "FROM events") + Count(sql, "FROM person") + Count(sql, "FROM groups") >
      Count(sql, "team_id, 4611686018")) {
    std::abort();
  }
  return 0;
}
