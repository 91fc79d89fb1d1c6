#include "tenrec/sql/tree.h"

namespace tenrec::sql {

ExprPtr Literal(Value value) {
  LiteralNode node;
  node.value = std::move(value);
  return Make(std::move(node));
}

ExprPtr Fixed(std::string_view text) {
  LiteralNode node;
  node.value = std::string(text);
  node.fixed = true;
  return Make(std::move(node));
}

ExprPtr Integer(std::int64_t number) {
  return Literal(Value(number));
}

ExprPtr Null() {
  return Literal(Value());
}

ExprPtr Column(std::string table, std::string column) {
  ColumnNode node;
  node.table = std::move(table);
  node.column = std::move(column);
  return Make(std::move(node));
}

ExprPtr Name(std::string name) {
  NameNode node;
  node.name = std::move(name);
  return Make(std::move(node));
}

ExprPtr Call(std::string name, ExprList args) {
  CallNode node;
  node.name = std::move(name);
  node.args = std::move(args);
  return Make(std::move(node));
}

ExprPtr Alias(ExprPtr expr, std::string alias) {
  AliasNode node;
  node.expr = std::move(expr);
  node.alias = std::move(alias);
  return Make(std::move(node));
}

ExprPtr And(ExprList exprs) {
  std::erase(exprs, nullptr);
  if (exprs.empty()) return nullptr;
  if (exprs.size() == 1) return exprs.front();
  return Call("and", std::move(exprs));
}

}  // namespace tenrec::sql
