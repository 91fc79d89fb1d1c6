// What a project gave a name: actions and cohorts. docs/spec/hogql.md, 8.1 and 8.2.

#include <algorithm>
#include <utility>

#include "tenrec/hogql/lower.h"

namespace tenrec::hogql {
namespace {

using sql::Call;

/// The same condition with the table written before every column, so that it means that table
/// whatever else is joined. Arguments of lambdas are no columns.
ExprPtr Qualified(const ExprPtr& expr, const std::string& table, std::vector<std::string>& bound) {
  if (const auto* field = As<FieldNode>(expr)) {
    if (std::ranges::find(bound, field->chain.front()) != bound.end()) return expr;
    FieldNode copy = *field;
    copy.chain.insert(copy.chain.begin(), table);
    return Make(std::move(copy));
  }
  if (expr->kind == Kind::kSelect || expr->kind == Kind::kSelectSet) return expr;
  std::size_t added = 0;
  if (const auto* lambda = As<LambdaNode>(expr)) {
    added = lambda->args.size();
    bound.insert(bound.end(), lambda->args.begin(), lambda->args.end());
  }
  ExprPtr out =
      MapChildren(expr, [&](const ExprPtr& child) { return Qualified(child, table, bound); });
  bound.resize(bound.size() - added);
  return out;
}

}  // namespace

Result<Lowered> Lowering::LowerMatchesAction(const CallNode& node, SelectScope& scope) {
  if (node.args.size() != 1) {
    return QueryError(
        "Function 'matchesAction' expects 1 argument, found " + std::to_string(node.args.size()),
        node.range);
  }
  const auto* name = As<ConstantNode>(node.args.front());
  if (name == nullptr) {
    return QueryError("matchesAction() only works with constant arguments", node.range);
  }
  const TableSource* events = nullptr;
  for (const auto& source : scope.sources) {
    if (source->table != nullptr && source->table->is_events()) {
      events = source.get();
      break;
    }
  }
  if (events == nullptr) {
    return QueryError("matchesAction() needs the table 'events' in FROM", node.range);
  }
  if (!context_.named.action) return QueryError("Actions cannot be named here", node.range);
  auto condition = context_.named.action(name->value);
  if (!condition) return QueryError(condition.error().message, node.range);
  std::vector<std::string> bound;
  TRY_ASSIGN(Lowered value, Lower(Qualified(*condition, events->name, bound), scope));
  // A constant such as `true` is a number to ClickHouse, and a flag to whoever reads it.
  value.type = {TypeKind::kBoolean, value.type.nullable};
  return value;
}

Result<Lowered> Lowering::CohortMembers(const ExprPtr& cohort, TextRange range) {
  const auto* name = As<ConstantNode>(cohort);
  const bool is_name = name != nullptr && (std::holds_alternative<std::int64_t>(name->value) ||
                                           std::holds_alternative<std::string>(name->value));
  if (!is_name) return QueryError("IN COHORT only works with constant arguments", range);
  if (!context_.named.cohort) return QueryError("Cohorts cannot be named here", range);
  auto found = context_.named.cohort(name->value);
  if (!found) return QueryError(found.error().message, range);
  if (std::holds_alternative<std::string>(name->value)) {
    const std::string id = std::to_string(found->id);
    notices_.push_back({"Cohort #" + id + " can also be named by its number", cohort->range, id});
  }
  // No common table of the question may stand in for the stored members.
  TRY_ASSIGN(LoweredQuery query, LowerQuery(found->members, nullptr));
  Lowered value;
  value.sql = std::move(query.sql);
  value.type = {TypeKind::kUuid, true};
  return value;
}

Result<Lowered> Lowering::LowerInCohort(bool negated, const ExprPtr& person, const ExprPtr& cohort,
                                        TextRange range, SelectScope& scope) {
  TRY_ASSIGN(const Lowered id, Lower(person, scope));
  TRY_ASSIGN(const Lowered members, CohortMembers(cohort, range));
  Lowered value;
  value.sql = Call(negated ? "notIn" : "in", {id.sql, members.sql});
  value.type = {TypeKind::kBoolean, false};
  return value;
}

}  // namespace tenrec::hogql
