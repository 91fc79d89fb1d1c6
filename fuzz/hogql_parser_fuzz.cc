// rooms: hogql schema sql base
// Any text: the parser neither crashes nor hangs; what it accepts compiles to an error or to a
// statement in which every table has the project's guard. That the engine accepts the statement,
// hogql/mutation_test.cc shows, for the engine does not run under the sanitizers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/hogql/ast_json.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/testing_guards.h"
#include "tenrec/hogql/testing_rich_context.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenrec::hogql;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto expr = ParseExpr(text)) PrintAstJson(**expr, Positions::kInclude, text);
  const auto select = ParseSelect(text);
  if (!select) return 0;
  PrintAstJson(**select, Positions::kInclude, text);
  constexpr std::size_t kModes = 4;
  static const std::array<CompileContext, kModes> contexts = {RichContext(0), RichContext(1),
                                                              RichContext(2), RichContext(3)};
  const CompileContext& context = contexts.at(size % kModes);
  const auto compiled = Compile(*select, context);
  if (!compiled) {
    // The second wall found what the first one let through.
    TENREC_CHECK(compiled.error().code != tenrec::ErrorCode::kInternal) << compiled.error().message;
    return 0;
  }
  const std::string unguarded = UnguardedTable(compiled->text.sql, context.team_id);
  TENREC_CHECK(unguarded.empty()) << unguarded << " in " << compiled->text.sql;
  return 0;
}
