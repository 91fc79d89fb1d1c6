// The table `sessions`, computed from events: docs/spec/hogql.md, 9.2 and 9.3.

#include <algorithm>
#include <optional>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/sessions.h"

namespace tenrec::hogql {
namespace {

// No session lasts longer; its events lie within so much of any of its times.
constexpr std::int64_t kMarginDays = 3;

// Only ids of this kind form sessions: docs/spec/ingestion.md, 16. Its version is looked at in
// every event, and the rest of it once a session.
constexpr std::int64_t kVersionAt = 15;
constexpr std::string_view kUuidV7 =
    "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$";

// Whether the expression is the same for every row.
bool IsFixed(const Expr& expr) {
  if (expr.kind == Kind::kField || expr.kind == Kind::kSelect || expr.kind == Kind::kSelectSet ||
      expr.kind == Kind::kLambda || expr.kind == Kind::kWindowFunction) {
    return false;
  }
  bool fixed = true;
  ForEachChild(expr, [&](const ExprPtr& child) { fixed = fixed && IsFixed(*child); });
  return fixed;
}

struct TimeBound {
  ExprPtr field;
  CompareOp op = CompareOp::kGtEq;
  ExprPtr moment;
};

std::optional<CompareOp> RangeOp(std::string_view function) {
  if (function == "greater") return CompareOp::kGt;
  if (function == "greaterOrEquals") return CompareOp::kGtEq;
  if (function == "less") return CompareOp::kLt;
  if (function == "lessOrEquals") return CompareOp::kLtEq;
  return std::nullopt;
}

CompareOp Mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::kGt:
      return CompareOp::kLt;
    case CompareOp::kGtEq:
      return CompareOp::kLtEq;
    case CompareOp::kLt:
      return CompareOp::kGt;
    default:
      return CompareOp::kGtEq;
  }
}

void AddBound(CompareOp op, const ExprPtr& left, const ExprPtr& right,
              std::vector<TimeBound>& out) {
  if (op != CompareOp::kGt && op != CompareOp::kGtEq && op != CompareOp::kLt &&
      op != CompareOp::kLtEq) {
    return;
  }
  if (left->kind == Kind::kField && IsFixed(*right)) {
    out.push_back({left, op, right});
  } else if (right->kind == Kind::kField && IsFixed(*left)) {
    out.push_back({right, Mirrored(op), left});
  }
}

// The ranges that every row of a condition lies in.
void CollectBounds(const ExprPtr& condition, std::vector<TimeBound>& out) {
  if (condition == nullptr) return;
  if (const auto* both = As<AndNode>(condition)) {
    for (const auto& part : both->exprs) CollectBounds(part, out);
  } else if (const auto* compare = As<CompareNode>(condition)) {
    AddBound(compare->op, compare->left, compare->right, out);
  } else if (const auto* between = As<BetweenNode>(condition); between && !between->negated) {
    AddBound(CompareOp::kGtEq, between->expr, between->low, out);
    AddBound(CompareOp::kLtEq, between->expr, between->high, out);
  } else if (const auto* call = As<CallNode>(condition)) {
    if (call->name == "and") {
      for (const auto& part : call->args) CollectBounds(part, out);
    } else if (const auto op = RangeOp(call->name); op && call->args.size() == 2) {
      AddBound(*op, call->args[0], call->args[1], out);
    }
  }
}

ExprPtr OnEvents(const TimeBound& bound) {
  ExprPtr moment = bound.moment;
  if (const auto* constant = As<ConstantNode>(moment);
      constant != nullptr && std::holds_alternative<std::string>(constant->value)) {
    moment = Call("toDateTime", {moment});
  }
  const ExprPtr margin = Call("toIntervalDay", {Constant(kMarginDays)});
  const bool lower = bound.op == CompareOp::kGt || bound.op == CompareOp::kGtEq;
  return Compare(lower ? CompareOp::kGtEq : CompareOp::kLtEq, Field({"e", "timestamp"}),
                 Arithmetic(lower ? ArithmeticOp::kSubtract : ArithmeticOp::kAdd, moment, margin));
}

TableSource* FindJoined(TableSource& source, std::string_view relation) {
  for (const auto& [name, joined] : source.joined) {
    if (name == relation) return joined.get();
  }
  return nullptr;
}

}  // namespace

void Lowering::BoundSessions(const SelectNode& select, SelectScope& scope) {
  const bool any = std::any_of(scope.sources.begin(), scope.sources.end(), [](const auto& source) {
    return source->table != nullptr && (source->table->rows == TableRows::kSessions ||
                                        FindJoined(*source, "session") != nullptr);
  });
  if (!any) return;
  std::vector<TimeBound> bounds;
  CollectBounds(select.prewhere, bounds);
  CollectBounds(select.where, bounds);
  for (const TimeBound& bound : bounds) {
    const auto& chain = As<FieldNode>(bound.field)->chain;
    if (chain.size() == 1 && scope.aliases.contains(chain[0])) continue;
    for (const auto& source : scope.sources) {
      if (source->table == nullptr || chain.size() > 2) continue;
      if (chain.size() == 2 && chain[0] != source->name) continue;
      const std::string& name = chain.back();
      TableSource* target = nullptr;
      if (source->table->is_events() && name == "timestamp") {
        target = FindJoined(*source, "session");
      } else if (source->table->rows == TableRows::kSessions &&
                 (name == "$start_timestamp" || name == "$end_timestamp")) {
        target = source.get();
      }
      if (target != nullptr) target->event_bounds.push_back(OnEvents(bound));
    }
  }
}

// SELECT <what is read> FROM events AS e WHERE <version 7> AND <bounds> GROUP BY $session_id
// HAVING <is a UUIDv7>
Result<sql::ExprPtr> Lowering::SessionsQuery(const TableSource& source) {
  SelectNode select;
  const ExprPtr id = Field({"e", "$session_id"});
  ExprList group_by = {id};
  for (const TableField& field : source.table->fields) {
    if (!source.used.contains(std::string(field.name))) continue;
    const ExprPtr tree = SessionFieldTree(field, context_.modifiers);
    if (field.name == "team_id") {
      select.select.push_back(tree);
      group_by.push_back(tree);
    } else {
      select.select.push_back(Alias(std::string(field.name), tree));
    }
  }
  if (select.select.empty()) select.select.push_back(Alias("session_id", id));
  select.from.push_back(Table("events", "e"));
  ExprList conditions = source.event_bounds;
  conditions.push_back(Compare(
      CompareOp::kEq, Call("substring", {id, Constant(kVersionAt), Constant(1)}), Constant("7")));
  select.where = And(std::move(conditions));
  select.group_by = std::move(group_by);
  select.having = Call("match", {id, Constant(std::string(kUuidV7))});
  const std::size_t notices = notices_.size();
  const std::set<std::string> tables = tables_;
  const ExprPtr tree = Make(std::move(select));
  TRY_ASSIGN(auto query, LowerSelect(*As<SelectNode>(tree), nullptr));
  // What is written here is none of the author's business.
  notices_.resize(notices);
  tables_ = tables;
  return std::move(query.sql);
}

}  // namespace tenrec::hogql
