// Function calls: docs/spec/hogql.md, 7, 8 and 11.

#include <algorithm>
#include <array>

#include "tenrec/hogql/channels.h"
#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/macros.h"
#include "tenrec/hogql/names.h"
#include "tenrec/hogql/text_faults.h"

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Fixed;

std::optional<CompareOp> ComparisonOf(std::string_view name) {
  struct Entry {
    std::string_view name;
    CompareOp op;
  };
  constexpr auto kOps = std::to_array<Entry>({
      {"equals", CompareOp::kEq},
      {"notEquals", CompareOp::kNotEq},
      {"less", CompareOp::kLt},
      {"greater", CompareOp::kGt},
      {"lessOrEquals", CompareOp::kLtEq},
      {"greaterOrEquals", CompareOp::kGtEq},
      {"like", CompareOp::kLike},
      {"ilike", CompareOp::kILike},
      {"notLike", CompareOp::kNotLike},
      {"notILike", CompareOp::kNotILike},
      {"in", CompareOp::kIn},
      {"notIn", CompareOp::kNotIn},
  });
  for (const auto& entry : kOps) {
    if (entry.name == name) return entry.op;
  }
  return std::nullopt;
}

// Functions whose result has the type of one of their arguments; -1 when there is none.
int ArgumentOfSameType(std::string_view name) {
  struct Entry {
    std::string_view name;
    int argument;
  };
  constexpr auto kSame = std::to_array<Entry>({
      {"min", 0},
      {"max", 0},
      {"any", 0},
      {"anyLast", 0},
      {"anyHeavy", 0},
      {"minIf", 0},
      {"maxIf", 0},
      {"anyIf", 0},
      {"anyLastIf", 0},
      {"argMin", 0},
      {"argMax", 0},
      {"argMinIf", 0},
      {"argMaxIf", 0},
      {"sum", 0},
      {"sumIf", 0},
      {"if", 1},
      {"multiIf", 1},
      {"ifNull", 0},
      {"nullIf", 0},
      {"coalesce", 0},
      {"assumeNotNull", 0},
      {"toNullable", 0},
      {"least", 0},
      {"greatest", 0},
      {"abs", 0},
      {"plus", 0},
      {"minus", 0},
      {"toStartOfInterval", 0},
      {"dateTrunc", 1},
      {"addYears", 0},
      {"addQuarters", 0},
      {"addMonths", 0},
      {"addWeeks", 0},
      {"addDays", 0},
      {"addHours", 0},
      {"addMinutes", 0},
      {"addSeconds", 0},
      {"subtractYears", 0},
      {"subtractQuarters", 0},
      {"subtractMonths", 0},
      {"subtractWeeks", 0},
      {"subtractDays", 0},
      {"subtractHours", 0},
      {"subtractMinutes", 0},
      {"subtractSeconds", 0},
      {"lagInFrame", 0},
      {"leadInFrame", 0},
      {"first_value", 0},
      {"last_value", 0},
      {"round", 0},
      {"floor", 0},
      {"ceil", 0},
  });
  for (const auto& entry : kSame) {
    if (entry.name == name) return entry.argument;
  }
  return -1;
}

// "expects 2 arguments", "expects at least 1 argument", …; empty when the count is right.
std::string ArityComplaint(int low, int high, std::size_t found, std::string_view noun) {
  const int count = static_cast<int>(found);
  if (count >= low && count <= high) return {};
  const int wanted = count < low ? low : high;
  std::string out = "expects ";
  if (low != high) out += count < low ? "at least " : "at most ";
  out += std::to_string(wanted) + " " + std::string(noun) + (wanted == 1 ? "" : "s");
  return out + ", found " + std::to_string(count);
}

// The aggregate functions that arrayReduce may be given.
bool MayReduce(std::string_view name) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"count",     "countMap", "countMapState", "sum",         "sumMap", "sumMapState",
       "min",       "minMap",   "minMapState",   "max",         "maxMap", "maxMapState",
       "avg",       "avgState", "avgMap",        "avgMapState", "median", "uniq",
       "uniqState", "uniqMap",  "uniqMapState"});
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool WantsRawProperties(std::string_view name) {
  return name == "toFloatOrZero" || name == "toIntOrZero" || name == "toFloatOrDefault";
}

}  // namespace

Result<const Function*> Lowering::FindFunctionOrFail(std::string_view name, TextRange range) const {
  const Function* function = FindFunction(name);
  if (function != nullptr) return function;
  std::string message = "Unsupported function call '" + Shown(name) + "(...)'.";
  const std::string_view close = SuggestFunction(name);
  if (!close.empty()) message += " Perhaps you meant '" + std::string(close) + "(...)'?";
  return QueryError(std::move(message), range);
}

Status Lowering::CheckArity(const Function& function, const CallNode& node) const {
  const std::string label =
      std::string(function.aggregate ? "Aggregation" : "Function") + " '" + node.name + "' ";
  const std::string complaint =
      ArityComplaint(function.min_args, function.max_args, node.args.size(), "argument");
  if (!complaint.empty()) return QueryError(label + complaint, node.range);
  if (function.min_params > 0 && !node.params) {
    return QueryError(label + "requires parameters in addition to arguments", node.range);
  }
  if (!node.params) return Ok();
  if (function.max_params == 0) {
    return QueryError(label + "does not take parameters", node.range);
  }
  const std::string about_params =
      ArityComplaint(function.min_params, function.max_params, node.params->size(), "parameter");
  if (!about_params.empty()) return QueryError(label + about_params, node.range);
  return Ok();
}

Type Lowering::ResultType(const Function& function, const std::vector<Lowered>& args) const {
  Type type{function.result, AnyNullable(args)};
  const int same = ArgumentOfSameType(function.clickhouse);
  if (same >= 0 && static_cast<std::size_t>(same) < args.size()) {
    type.kind = args[static_cast<std::size_t>(same)].type.kind;
    if (type.kind == TypeKind::kJson) type.kind = TypeKind::kString;
  }
  if (function.clickhouse == "ifNull" || function.clickhouse == "coalesce") {
    type.nullable = args.back().type.nullable;
  }
  switch (function.nulls) {
    case Function::Nulls::kFromArguments:
      break;
    case Function::Nulls::kAlways:
      type.nullable = true;
      break;
    case Function::Nulls::kNever:
      type.nullable = false;
      break;
  }
  return type;
}

Result<Lowered> Lowering::LowerCall(const CallNode& node, SelectScope& scope) {
  if (const auto op = ComparisonOf(node.name); op && node.args.size() == 2) {
    return LowerCompare(*op, node.args[0], node.args[1], node.range, scope);
  }
  if ((node.name == "and" || node.name == "or") && node.args.size() >= 2) {
    return LowerLogical(node.name == "and", node.args, node.range, scope);
  }
  TRY_ASSIGN(auto special, LowerSpecial(node, scope));
  if (special) return std::move(*special);

  TRY_ASSIGN(const Function* const function, FindFunctionOrFail(node.name, node.range));
  if (function->aggregate) return LowerAggregate(*function, node, scope);
  TRY(CheckArity(*function, node));
  if (node.distinct || node.order_by || node.filter || node.within_group) {
    return QueryError("'" + node.name + "' is not an aggregation", node.range);
  }
  const bool saved = raw_properties_;
  raw_properties_ = WantsRawProperties(node.name);
  auto lowered = LowerAll(node.args, scope);
  raw_properties_ = saved;
  if (!lowered) return std::move(lowered).error();
  std::vector<Lowered> args = std::move(*lowered);

  const bool is_text = !args.empty() && args[0].type.kind == TypeKind::kString;
  // LowerDateFunction makes these of a text what gives NULL for a bad one.
  constexpr std::array<std::string_view, 5> kDates = {"toDate", "to_date", "toDateTime",
                                                      "toDateTimeUS", "parseDateTimeBestEffort"};
  if (!(is_text && std::ranges::find(kDates, function->name) != kDates.end())) {
    may_quote_texts_ |= MayQuoteTexts(function->clickhouse, args);
  }
  if ((function->name.starts_with("tumble") || function->name.starts_with("hop")) &&
      args[0].type.kind == TypeKind::kDateTime) {
    args[0].sql = Call("toDateTime", {args[0].sql, Fixed("UTC")});
  }
  if (function->name == "arrayReduce") {
    const auto* reducer = args[0].constant ? std::get_if<std::string>(&*args[0].constant) : nullptr;
    if (reducer == nullptr || !MayReduce(*reducer)) {
      return QueryError(
          "Function 'arrayReduce' needs the name of an aggregation that can reduce "
          "an array, such as 'sum', as its first argument",
          node.range);
    }
    args[0].sql = Fixed(*reducer);
  }
  TRY_ASSIGN(auto date, LowerDateFunction(node, args));
  if (date) return std::move(*date);
  sql::CallNode call;
  call.name = function->clickhouse;
  for (const auto& arg : args) call.args.push_back(arg.sql);
  if (function->takes_zone && static_cast<int>(args.size()) < function->max_args) {
    call.args.push_back(Zone());
  }
  return Typed(sql::Make(std::move(call), node.range), ResultType(*function, args));
}

Result<Lowered> Lowering::LowerAggregate(const Function& function, const CallNode& node,
                                         SelectScope& scope) {
  if (!scope.aggregation.empty()) {
    return QueryError("Aggregation '" + node.name +
                          "' cannot be nested inside another aggregation '" + scope.aggregation +
                          "'.",
                      node.range);
  }
  if (node.within_group) return LowerPercentile(node, scope);
  if (function.name.starts_with("percentile_")) {
    return QueryError("Aggregation '" + node.name + "' needs WITHIN GROUP (ORDER BY …)",
                      node.range);
  }
  if (node.order_by) {
    return NotImplementedError("ORDER BY inside an aggregation is not supported yet", node.range);
  }
  CallNode plain = node;
  // count(*) counts rows.
  if (plain.args.size() == 1 && FindFunction("count") == &function) {
    const auto* star = As<FieldNode>(plain.args.front());
    if (star != nullptr && star->chain.size() == 1 && star->chain[0] == "*") plain.args.clear();
  }
  TRY(CheckArity(function, plain));
  scope.aggregation = node.name;
  auto lowered = LowerAll(plain.args, scope);
  Result<std::vector<Lowered>> params = std::vector<Lowered>();
  if (lowered && plain.params) params = LowerAll(*plain.params, scope);
  Result<sql::ExprPtr> filter = sql::ExprPtr();
  if (plain.filter) filter = LowerSql(plain.filter, scope);
  scope.aggregation.clear();
  if (!lowered) return std::move(lowered).error();
  if (!params) return std::move(params).error();
  if (!filter) return std::move(filter).error();

  sql::CallNode call;
  call.name = function.clickhouse;
  call.distinct = plain.distinct;
  for (const auto& arg : *lowered) call.args.push_back(arg.sql);
  if (plain.params) {
    call.params.emplace();
    for (const auto& param : *params) call.params->push_back(param.sql);
  }
  if (*filter) {
    if (call.distinct && call.name == "count") {
      call.name = "uniqExact";
      call.distinct = false;
    }
    call.name += "If";
    call.args.push_back(std::move(*filter));
  }
  const Type type = ResultType(function, *lowered);
  const std::string& name = function.name;
  if (name == "json_agg") {
    return Typed(Call("toJSONString", {Call("groupArray", std::move(call.args))}), type);
  }
  if (name == "string_agg") {
    return Typed(Call("arrayStringConcat", {Call("groupArray", {call.args[0]}), call.args[1]}),
                 type);
  }
  if (name == "every") return Typed(Call("toBool", {Call("min", std::move(call.args))}), type);
  return Typed(sql::Make(std::move(call), node.range), type);
}

// percentile_cont(0.5) WITHIN GROUP (ORDER BY x)
Result<Lowered> Lowering::LowerPercentile(const CallNode& node, SelectScope& scope) {
  const bool continuous = node.name == "percentile_cont";
  if (!continuous && node.name != "percentile_disc") {
    return QueryError("'" + node.name + "' takes no WITHIN GROUP", node.range);
  }
  const bool one_level = node.params && node.params->size() == 1;
  const auto* level = one_level ? As<ConstantNode>(node.params->front()) : nullptr;
  const auto* share = level == nullptr ? nullptr : std::get_if<double>(&level->value);
  const auto* whole = level == nullptr ? nullptr : std::get_if<std::int64_t>(&level->value);
  double value = share != nullptr ? *share : whole != nullptr ? static_cast<double>(*whole) : -1;
  if (value < 0 || value > 1 || node.within_group->size() != 1) {
    return QueryError(
        "'" + node.name + "' needs a constant from 0 to 1 and one expression to order by",
        node.range);
  }
  const OrderItem& order = node.within_group->front();
  if (order.order == SortOrder::kDescending) value = 1 - value;
  scope.aggregation = node.name;
  auto operand = Lower(order.expr, scope);
  scope.aggregation.clear();
  if (!operand) return std::move(operand).error();
  sql::CallNode call;
  call.name = continuous ? "quantileExactInclusive" : "quantileExact";
  call.params = sql::ExprList{sql::Literal(value)};
  call.args = {operand->sql};
  return Typed(sql::Make(std::move(call), node.range), {TypeKind::kFloat, true});
}

Result<std::optional<Lowered>> Lowering::LowerSpecial(const CallNode& node, SelectScope& scope) {
  const auto lower_args = [&](int low, int high) -> Result<std::vector<Lowered>> {
    const std::string complaint = ArityComplaint(low, high, node.args.size(), "argument");
    if (!complaint.empty()) {
      return QueryError("Function '" + node.name + "' " + complaint, node.range);
    }
    return LowerAll(node.args, scope);
  };
  const auto cast = [&](const char* type, TypeKind kind) -> Result<std::optional<Lowered>> {
    TRY_ASSIGN(const auto args, lower_args(1, 1));
    return std::optional(
        Typed(Call("accurateCastOrNull", {args[0].sql, Fixed(type)}), {kind, true}));
  };
  const std::string& name = node.name;
  if (name == "matchesAction") {
    TRY_ASSIGN(Lowered matches, LowerMatchesAction(node, scope));
    return std::optional(std::move(matches));
  }
  if (name == "cohort" && node.args.size() == 1) {
    TRY_ASSIGN(Lowered members, CohortMembers(node.args.front(), node.range));
    return std::optional(std::move(members));
  }
  if (const Macro* macro = FindMacro(name)) {
    const std::string complaint =
        ArityComplaint(macro->min_args, macro->max_args, node.args.size(), "argument");
    if (!complaint.empty()) {
      return QueryError("Function '" + name + "' " + complaint, node.range);
    }
    auto value = macro->name == "convertCurrency" ? LowerConvertCurrency(node, scope)
                                                  : Lower(Expand(*macro, node), scope);
    if (!value) {
      Error error = std::move(value).error();
      error.range = node.range;
      return error;
    }
    return std::optional(std::move(*value));
  }
  if (IsChannelLookup(name)) {
    TRY_ASSIGN(const auto args, lower_args(1, 1));
    return std::optional(Typed(LowerChannelLookup(name, args[0].sql), {TypeKind::kString, true}));
  }
  if (name == "toInt") return cast("Int64", TypeKind::kInteger);
  if (name == "toFloat") return cast("Float64", TypeKind::kFloat);
  if (name == "toUUID") return cast("UUID", TypeKind::kUuid);
  if (name == "toNullableString") return cast("Nullable(String)", TypeKind::kString);
  if (name == "_toNullableBool") return cast("Bool", TypeKind::kBoolean);
  if (name == "toDecimal") {
    TRY_ASSIGN(const auto args, lower_args(2, 2));
    const auto* scale = args[1].constant ? std::get_if<std::int64_t>(&*args[1].constant) : nullptr;
    if (scale == nullptr || *scale < 0 || *scale > 18) {
      return QueryError("Function 'toDecimal' needs a constant scale from 0 to 18", node.range);
    }
    return std::optional(
        Typed(Call("accurateCastOrNull",
                   {args[0].sql, Fixed("Decimal64(" + std::to_string(*scale) + ")")}),
              {TypeKind::kDecimal, true}));
  }
  if (const Function* concat = FindFunction(name); concat != nullptr && concat->name == "concat") {
    TRY_ASSIGN(const auto args, lower_args(1, kAnyNumber));
    sql::ExprList parts;
    for (const auto& arg : args) {
      if (arg.constant && std::holds_alternative<std::monostate>(*arg.constant)) {
        parts.push_back(Fixed(""));
      } else if (arg.type.kind == TypeKind::kString && !arg.type.nullable) {
        parts.push_back(arg.sql);
      } else if (arg.constant) {
        parts.push_back(Call("toString", {arg.sql}));
      } else {
        parts.push_back(Call("ifNull", {Call("toString", {arg.sql}), Fixed("")}));
      }
    }
    if (parts.size() == 1) return std::optional(Typed(parts.front(), {TypeKind::kString, false}));
    return std::optional(Typed(Call("concat", std::move(parts)), {TypeKind::kString, false}));
  }
  if (name == "sortableSemver") {
    TRY_ASSIGN(const auto args, lower_args(1, 1));
    const sql::ExprPtr text = Call("ifNull", {Call("toString", {args[0].sql}), Fixed("")});
    sql::LambdaNode part;
    part.args = {"x"};
    part.body = Call("toInt64OrNull", {sql::Name("x")});
    sql::ArrayNode none;
    none.exprs = {sql::Null()};
    return std::optional(Typed(
        Call("if",
             {Call("match", {text, Fixed("^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
                                         "(?:[-+]\\S*)?\\s*$")}),
              Call("arrayMap",
                   {sql::Make(std::move(part)),
                    Call("splitByChar",
                         {Fixed("."), Call("extract", {text, Fixed("(\\d+\\.\\d+\\.\\d+)")})})}),
              sql::Make(std::move(none))}),
        {TypeKind::kArray, false}));
  }
  if (name == "md5") {
    TRY_ASSIGN(const auto args, lower_args(1, 1));
    return std::optional(Typed(Call("hex", {Call("MD5", {args[0].sql})}),
                               {TypeKind::kString, args[0].type.nullable}));
  }
  if (name == "exists") {
    TRY_ASSIGN(const auto args, lower_args(1, 1));
    if (node.args[0]->kind != Kind::kSelect && node.args[0]->kind != Kind::kSelectSet) {
      return QueryError("exists() needs a query", node.range);
    }
    return std::optional(Typed(Call("exists", {args[0].sql}), {TypeKind::kBoolean, false}));
  }
  if (name == "sparkline" || name == "recordingButton" || name == "explainCSPReport") {
    TRY_ASSIGN(const auto args, lower_args(1, name == "recordingButton" ? 2 : 1));
    sql::TupleNode tag;
    tag.exprs = {Fixed("__hx_tag")};
    if (name == "sparkline") {
      tag.exprs.insert(tag.exprs.end(), {Fixed("Sparkline"), Fixed("data"), args[0].sql});
    } else if (name == "explainCSPReport") {
      tag.exprs.insert(tag.exprs.end(),
                       {Fixed("ExplainCSPReport"), Fixed("properties"), args[0].sql});
    } else {
      tag.exprs.insert(tag.exprs.end(),
                       {Fixed("RecordingButton"), Fixed("sessionId"), args[0].sql});
      if (args.size() > 1) {
        tag.exprs.insert(tag.exprs.end(), {Fixed("recordingStatus"), args[1].sql});
      }
    }
    return std::optional(Typed(sql::Make(std::move(tag)), {TypeKind::kTuple, false}));
  }
  return std::optional<Lowered>();
}

}  // namespace tenrec::hogql
