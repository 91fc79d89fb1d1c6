#include "tenrec/insights/statement.h"

#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/placeholders.h"

namespace tenrec::insights {
namespace {

Result<hogql::ExprPtr> Fill(const hogql::ExprPtr& tree, const StatementParts& parts) {
  hogql::CompileContext context;
  context.placeholders = parts;
  return hogql::ReplacePlaceholders(tree, context);
}

}  // namespace

Result<hogql::ExprPtr> Statement(std::string_view hogql, const StatementParts& parts) {
  TRY_ASSIGN(const hogql::ExprPtr tree, hogql::ParseSelect(hogql));
  return Fill(tree, parts);
}

Result<hogql::ExprPtr> Expression(std::string_view hogql, const StatementParts& parts) {
  TRY_ASSIGN(const hogql::ExprPtr tree, hogql::ParseExpr(hogql));
  return Fill(tree, parts);
}

}  // namespace tenrec::insights
