#include "tenrec/hogql/parser.h"

#include "tenrec/hogql/grammar.h"
#include "tenrec/hogql/token.h"

namespace tenrec::hogql {

Result<ExprPtr> ParseSelect(std::string_view text) {
  TRY_ASSIGN(auto tokens, Tokenize(text));
  return Grammar(std::move(tokens)).WholeSelect();
}

Result<ExprPtr> ParseExpr(std::string_view text) {
  TRY_ASSIGN(auto tokens, Tokenize(text));
  return Grammar(std::move(tokens)).WholeExpr();
}

Result<OrderItem> ParseOrderExpr(std::string_view text) {
  TRY_ASSIGN(auto tokens, Tokenize(text));
  return Grammar(std::move(tokens)).LeadingOrderItem();
}

}  // namespace tenrec::hogql
