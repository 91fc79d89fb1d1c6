// Functions of dates and moments: docs/spec/hogql.md, 8 and 11.

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/macros.h"

namespace tenrec::hogql {

using sql::Call;
using sql::Integer;

namespace {

// A unit of time. The engine reads its name while it parses and takes no parameter there, so that
// functions of the unit are called instead.
struct Unit {
  std::string_view names;  // between blanks
  std::string_view word;   // toIntervalDay
  std::string_view part;   // what tells it of a moment
};

constexpr auto kUnits = std::to_array<Unit>({
    {" year years yy yyyy ", "Year", "toYear"},
    {" quarter quarters q qq ", "Quarter", "toQuarter"},
    {" month months m mm ", "Month", "toMonth"},
    {" week weeks wk ww ", "Week", "toISOWeek"},
    {" day days d dd ", "Day", "toDayOfMonth"},
    {" hour hours h hh ", "Hour", "toHour"},
    {" minute minutes mi n ", "Minute", "toMinute"},
    {" second seconds s ss ", "Second", "toSecond"},
    {" millisecond milliseconds ms ", "Millisecond", "toMillisecond"},
    {" microsecond microseconds us ", "Microsecond", "toMicrosecond"},
    {" nanosecond nanoseconds ns ", "Nanosecond", "toNanosecond"},
});

// nullptr when no unit has this name.
const Unit* FindUnit(std::string_view name) {
  if (name.empty() || name.find(' ') != std::string_view::npos) return nullptr;
  const std::string word = " " + ToLowerAscii(name) + " ";
  for (const Unit& unit : kUnits) {
    if (unit.names.find(word) != std::string_view::npos) return &unit;
  }
  return nullptr;
}

// What date_part names of a moment, nullptr when nothing has this name.
sql::ExprPtr PartOf(std::string_view name, const sql::ExprPtr& moment) {
  if (const Unit* unit = FindUnit(name)) return Call(std::string(unit->part), {moment});
  const std::string word = ToLowerAscii(name);
  if (word == "isodow") return Call("toDayOfWeek", {moment});
  if (word == "doy") return Call("toDayOfYear", {moment});
  if (word == "isoyear") return Call("toISOYear", {moment});
  if (word == "epoch") return Call("toUnixTimestamp", {moment});
  // Sunday is 0 in this one, and the years below count from 1.
  if (word == "dow") return Call("toDayOfWeek", {moment, Integer(2)});
  const sql::ExprPtr year = Call("toYear", {moment});
  if (word == "decade") return Call("intDiv", {year, Integer(10)});
  for (const auto& [period, years] : {std::pair("century", 100), std::pair("millennium", 1000)}) {
    if (word == period) {
      const sql::ExprPtr whole =
          Call("intDiv", {Call("minus", {year, Integer(1)}), Integer(years)});
      return Call("plus", {whole, Integer(1)});
    }
  }
  return nullptr;
}

const std::string* TextOf(const Lowered& value) {
  return value.constant ? std::get_if<std::string>(&*value.constant) : nullptr;
}

}  // namespace

Result<std::optional<Lowered>> Lowering::LowerDateFunction(const CallNode& node,
                                                           std::vector<Lowered>& args) {
  const Function* const function = FindFunction(node.name);
  const std::string& name = function->name;
  const auto done = [&](sql::ExprPtr sql, Type type) {
    return std::optional(Typed(std::move(sql), type));
  };
  const auto is_time = [](const Lowered& value) {
    return value.type.kind == TypeKind::kDateTime || value.type.kind == TypeKind::kDate;
  };
  const auto is_text = [](const Lowered& value) {
    return value.type.kind == TypeKind::kString || value.type.kind == TypeKind::kJson;
  };
  if (name == "now" || name == "current_timestamp") {
    return done(Call("now64", {Integer(6), args.empty() ? Zone() : args[0].sql}),
                {TypeKind::kDateTime, false});
  }
  if (name == "toDate" || name == "to_date") {
    const auto* text = TextOf(args[0]);
    if (text != nullptr && PlainMomentDigits(*text) == 0) {
      return done(Call("toDate", {args[0].sql}), {TypeKind::kDate, false});
    }
    if (is_text(args[0])) {
      return done(Call("toDateOrNull", {args[0].sql}), {TypeKind::kDate, true});
    }
    return done(Call("toDate", {args[0].sql}), {TypeKind::kDate, args[0].type.nullable});
  }
  if (name == "toDateTime") {
    const sql::ExprPtr zone = args.size() > 1 ? args[1].sql : Zone();
    const auto* text = TextOf(args[0]);
    if (text != nullptr && args.size() > 1) {
      const char* const read =
          PlainMomentDigits(*text) < 0 ? "parseDateTime64BestEffort" : "toDateTime64";
      return done(Call(read, {args[0].sql, Integer(6), zone}), {TypeKind::kDateTime, false});
    }
    if (text != nullptr) return done(MomentOf(*text), {TypeKind::kDateTime, false});
    if (is_text(args[0])) {
      return done(Call("parseDateTime64BestEffortOrNull", {args[0].sql, Integer(6), zone}),
                  {TypeKind::kDateTime, true});
    }
    return done(Call("toDateTime", {args[0].sql, zone}),
                {TypeKind::kDateTime, args[0].type.nullable});
  }
  if (name == "toDateTime64") {
    sql::ExprList list = {args[0].sql, args.size() > 1 ? args[1].sql : Integer(6),
                          args.size() > 2 ? args[2].sql : Zone()};
    return done(Call("toDateTime64", std::move(list)),
                {TypeKind::kDateTime, args[0].type.nullable});
  }
  if (name == "toDateTimeUS" || name == "parseDateTimeBestEffort") {
    const sql::ExprPtr zone = args.size() > 1 ? args[1].sql : Zone();
    const char* const parse = name == "toDateTimeUS" ? "parseDateTime64BestEffortUSOrNull"
                                                     : "parseDateTime64BestEffortOrNull";
    return done(Call(parse, {args[0].sql, Integer(6), zone}), {TypeKind::kDateTime, true});
  }
  if (name == "toTimeZone" && args.size() == 1) {
    return done(Call("toTimeZone", {args[0].sql, Zone()}),
                {TypeKind::kDateTime, args[0].type.nullable});
  }
  if (name == "timezone") {
    return done(Call("toTimeZone", {args[1].sql, args[0].sql}),
                {TypeKind::kDateTime, args[1].type.nullable});
  }
  if (name == "to_timestamp") {
    return done(Call("toDateTime", {Call("fromUnixTimestamp", {args[0].sql}),
                                    args.size() > 1 ? args[1].sql : Zone()}),
                {TypeKind::kDateTime, args[0].type.nullable});
  }
  if (name == "date_part") {
    const auto* text = TextOf(args[0]);
    sql::ExprPtr part = text == nullptr ? nullptr : PartOf(*text, args[1].sql);
    if (part == nullptr) {
      return QueryError(
          "Function 'date_part' needs the name of a part of a date, such as 'year', 'isodow' or "
          "'hour', as its first argument",
          node.range);
    }
    return done(std::move(part), {TypeKind::kInteger, args[1].type.nullable});
  }
  if (name == "date_bin") {
    return done(Call("toStartOfInterval", {args[1].sql, args[0].sql, args[2].sql}),
                {args[1].type.kind, AnyNullable(args)});
  }
  if ((name == "toStartOfWeek" || name == "toLastDayOfWeek") && args.size() == 1) {
    // ClickHouse's week modes: 0 begins on Sunday, 3 on Monday.
    const int mode = context_.week_start_day == 0 ? 0 : 3;
    return done(Call(name, {args[0].sql, Integer(mode)}), {TypeKind::kDate, args[0].type.nullable});
  }
  if ((name == "dateAdd" || name == "dateSub") && args.size() == 2) {
    return done(Call(name == "dateAdd" ? "plus" : "minus", {args[0].sql, args[1].sql}),
                {is_time(args[0]) ? args[0].type.kind : args[1].type.kind, AnyNullable(args)});
  }
  if (name == "dateAdd" || name == "dateSub") {
    const auto* text = TextOf(args[0]);
    const Unit* const unit = text == nullptr ? nullptr : FindUnit(*text);
    if (unit == nullptr) {
      return QueryError("Function '" + name +
                            "' needs the name of a unit of time, such as 'day' or 'hour', as its "
                            "first argument",
                        node.range);
    }
    const sql::ExprPtr span = Call("toInterval" + std::string(unit->word), {args[1].sql});
    return done(Call(name == "dateAdd" ? "plus" : "minus", {args[2].sql, span}),
                {args[2].type.kind, AnyNullable(args)});
  }
  if (name == "date_add" || name == "date_subtract") {
    return done(Call(name == "date_add" ? "plus" : "minus", {args[0].sql, args[1].sql}),
                {args[0].type.kind, AnyNullable(args)});
  }
  return std::optional<Lowered>();
}

}  // namespace tenrec::hogql
