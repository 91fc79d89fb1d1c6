#include "tenrec/server/hogql_command.h"

#include <istream>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/json_text.h"
#include "tenrec/hogql/ast_json.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/print.h"

namespace tenrec::server {
namespace {

std::string PrintPosition(std::uint32_t offset) {
  // The reference prints no line and column for errors either.
  return R"({"column":0,"line":0,"offset":)" + std::to_string(offset) + '}';
}

std::string PrintError(const Error& error) {
  const TextRange range = error.range.value_or(TextRange{});
  return R"({"end":)" + PrintPosition(range.end) + R"(,"error":true,"message":)" +
         QuoteJson(error.message) + R"(,"start":)" + PrintPosition(range.start) + R"(,"type":)" +
         (error.tag == "not_implemented_error" ? R"("NotImplementedError")" : R"("SyntaxError")") +
         '}';
}

/// One text, answered in one line. Returns whether it was HogQL.
bool Answer(const HogQLCommand& command, bool is_expr, std::string_view text, std::ostream& out) {
  const auto tree = is_expr ? hogql::ParseExpr(text) : hogql::ParseSelect(text);
  if (!tree) {
    out << PrintError(tree.error()) << '\n';
    return false;
  }
  if (command.action == HogQLCommand::Action::kFormat) {
    out << hogql::PrintHogQL(**tree) << '\n';
  } else {
    const auto positions =
        command.no_positions ? hogql::Positions::kOmit : hogql::Positions::kInclude;
    out << hogql::PrintAstJson(**tree, positions, text) << '\n';
  }
  return true;
}

}  // namespace

int RunHogQL(const HogQLCommand& command, std::istream& in, std::ostream& out, std::ostream& err) {
  if (!command.lines) {
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return Answer(command, command.expr, text, out) ? 0 : 1;
  }
  bool all_read = true;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const auto request = ParseJson(line);
    const auto expr = request ? StringMember(*request, "expr") : std::nullopt;
    const auto select = request ? StringMember(*request, "select") : std::nullopt;
    if (!expr && !select) {
      err << "tenrec: line " << number << R"( is no JSON object {"select": text} or {"expr": text})"
          << '\n';
      return 2;
    }
    all_read &= Answer(command, expr.has_value(), expr ? *expr : *select, out);
  }
  return all_read ? 0 : 1;
}

}  // namespace tenrec::server
