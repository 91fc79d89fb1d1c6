// convertCurrency(from, to, amount[, date]): docs/spec/hogql.md, 8.

#include <string>
#include <utility>
#include <variant>

#include "tenrec/hogql/exchange_rates.h"
#include "tenrec/hogql/lower.h"

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Fixed;
using sql::Integer;

/// Ten digits behind the point, and room for more in front of it than money needs.
sql::ExprPtr Decimal(sql::ExprPtr number) {
  return Call("accurateCastOrNull", {std::move(number), Fixed("Decimal(38, 10)")});
}

sql::ExprPtr List(const std::string& json, const char* type) {
  return Call("JSONExtract", {sql::Literal(sql::Value(json)), Fixed(type)});
}

sql::ExprPtr CodeOf(const Lowered& currency) {
  return Call("ifNull", {Call("toString", {currency.sql}), Fixed("")});
}

/// How much of the currency a dollar bought on the day; 0 when nobody knows.
sql::ExprPtr RateOf(const ExchangeRates& rates, const Lowered& currency, const sql::ExprPtr& day) {
  const auto* code = currency.constant ? std::get_if<std::string>(&*currency.constant) : nullptr;
  const ExchangeRates::Lists lists = code != nullptr ? rates.Only(*code) : rates.all();
  if (lists.size == 0) return sql::Literal(sql::Value(0.0));
  sql::ExprPtr place = Integer(1);
  if (code == nullptr) {
    const sql::ExprPtr codes =
        Call("splitByChar", {Fixed(","), sql::Literal(sql::Value(lists.codes))});
    const sql::ExprPtr places = Call("range", {Integer(1), Integer(std::int64_t{lists.size} + 1)});
    place = Call("transform", {CodeOf(currency), codes, places, Integer(0)});
  }
  const sql::ExprPtr key =
      Call("plus", {Call("multiply", {place, Integer(ExchangeRates::kDaysPerCurrency)}),
                    Call("toInt64", {day})});
  const sql::ExprPtr starts = List(lists.starts, "Array(Int64)");
  // The last start that is not behind the key.
  return Call("transform", {Call("roundDown", {key, starts}), starts,
                            List(lists.rates, "Array(Float64)"), sql::Literal(sql::Value(0.0))});
}

}  // namespace

Result<Lowered> Lowering::LowerConvertCurrency(const CallNode& node, SelectScope& scope) {
  if (context_.exchange_rates == nullptr) {
    return QueryError(
        "convertCurrency() needs exchange rates, and this server was given none: name a CSV file "
        "of them in the setting TENREC_CURRENCY_RATES and restart it",
        node.range);
  }
  const ExchangeRates& rates = *context_.exchange_rates;
  TRY_ASSIGN(const auto args, LowerAll({node.args[0], node.args[1], node.args[2]}, scope));
  sql::ExprPtr day = sql::Call("today");
  if (node.args.size() > 3) {
    TRY_ASSIGN(day, LowerSql(hogql::Call("toDate", {node.args[3]}), scope));
  }
  const sql::ExprPtr rate = RateOf(rates, args[0], day);
  const sql::ExprPtr unknown = Call("equals", {rate, Integer(0)});
  const sql::ExprPtr divisor = Call("if", {unknown, Integer(1), rate});
  const sql::ExprPtr amount = Call("accurateCastOrNull", {args[2].sql, Fixed("Float64")});
  // With floats, for the engine divides a decimal digit by digit: 30 times as slow.
  const sql::ExprPtr converted =
      Call("multiply", {Call("divide", {amount, divisor}), RateOf(rates, args[1], day)});
  return Typed(
      Call("if", {Call("equals", {CodeOf(args[0]), CodeOf(args[1])}), Decimal(args[2].sql),
                  Decimal(Call("if", {unknown, sql::Literal(sql::Value(0.0)), converted}))}),
      {TypeKind::kDecimal, true});
}

}  // namespace tenrec::hogql
