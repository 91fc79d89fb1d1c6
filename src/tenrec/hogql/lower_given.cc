// Tables that the program itself keeps, `system.*`: docs/spec/hogql.md, 9.1.

#include "tenrec/hogql/lower.h"

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Fixed;

// What a value is in the JSON text. A moment travels as its microseconds, JSON as its text.
std::string ScalarType(const Type& type) {
  std::string name = "String";
  if (type.kind == TypeKind::kInteger || type.kind == TypeKind::kDateTime) name = "Int64";
  return type.nullable ? "Nullable(" + name + ")" : name;
}

}  // namespace

// SELECT row.id AS id, … FROM (SELECT arrayJoin(JSONExtract('[{…}]', 'Array(Tuple(id Int64, …))'))
// AS row): the rows are a parameter, so there is no table that could hold those of others.
Result<sql::ExprPtr> Lowering::GivenRows(const TableSource& source) {
  std::string rows = "[]";
  if (context_.rows) {
    TRY_ASSIGN(rows, context_.rows(source.table->name));
  }
  const std::string inner = source.alias + "_rows";
  sql::SelectNode select;
  std::string shape;
  for (const TableField& field : source.table->fields) {
    const std::string name(field.column.empty() ? field.name : field.column);
    // A query without a column is none, so the first one is always there.
    if (!shape.empty() && !source.used.contains(name)) continue;
    if (field.name == "team_id") {
      select.select.push_back(sql::Alias(sql::Integer(context_.team_id), name));
      continue;
    }
    shape += (shape.empty() ? "" : ", ") + name + " " + ScalarType(field.type);
    sql::ExprPtr value = Call("tupleElement", {sql::Column(inner, "row"), Fixed(name)});
    if (field.type.kind == TypeKind::kDateTime) {
      value = Call("fromUnixTimestamp64Micro", {std::move(value), Fixed("UTC")});
    }
    select.select.push_back(sql::Alias(std::move(value), name));
  }
  sql::SelectNode list;
  list.select.push_back(sql::Alias(
      Call("arrayJoin",
           {Call("JSONExtract", {sql::Literal(rows), Fixed("Array(Tuple(" + shape + "))")})}),
      "row"));
  sql::Source from;
  from.table = sql::DerivedTable{sql::Make(std::move(list))};
  from.alias = inner;
  select.from.push_back(std::move(from));
  return sql::Make(std::move(select));
}

}  // namespace tenrec::hogql
