#include <utility>

#include "tenrec/hogql/print.h"
#include "tenrec/hogql/tables.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

using hogql::TypeKind;

std::string_view TypeWord(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBoolean:
      return "boolean";
    case TypeKind::kInteger:
      return "integer";
    case TypeKind::kFloat:
      return "float";
    case TypeKind::kDecimal:
      return "decimal";
    case TypeKind::kString:
    case TypeKind::kUuid:
      return "string";
    case TypeKind::kDate:
      return "date";
    case TypeKind::kDateTime:
      return "datetime";
    case TypeKind::kArray:
      return "array";
    case TypeKind::kJson:
      return "json";
    case TypeKind::kUnknown:
    case TypeKind::kInterval:
    case TypeKind::kTuple:
      return "unknown";
  }
  return "unknown";
}

JsonObject FieldJson(std::string_view name, std::string_view type) {
  const std::string text(name);
  return {{"name", text},
          {"hogql_value", hogql::PrintHogQL(*hogql::Field({text}))},
          {"type", std::string(type)},
          {"schema_valid", true}};
}

/// A relation stands for the fields of another table; people see it before they read any.
JsonObject RelationJson(const hogql::TableField& field) {
  const bool is_joined = field.kind == hogql::FieldKind::kLazyTable;
  JsonObject out = FieldJson(field.name, is_joined ? "lazy_table" : "virtual_table");
  JsonArray names;
  const hogql::HogQLTable& table = hogql::TableOf(field);
  for (const hogql::TableField& other : table.fields) {
    if (other.name != "team_id") names.emplace_back(std::string(other.name));
  }
  out["table"] = std::string(table.name);
  out["fields"] = std::move(names);
  return out;
}

JsonObject TableJson(const hogql::HogQLTable& table) {
  JsonObject fields;
  for (const hogql::TableField& field : table.fields) {
    if (field.name == "team_id") continue;
    const bool is_relation =
        field.kind == hogql::FieldKind::kLazyTable || field.kind == hogql::FieldKind::kVirtualTable;
    fields[field.name] =
        is_relation ? RelationJson(field) : FieldJson(field.name, TypeWord(field.type.kind));
  }
  const std::string name(table.name);
  const bool system = table.name.starts_with("system.");
  return {{"id", name},
          {"name", name},
          {"type", system ? "system" : "posthog"},
          {"fields", std::move(fields)},
          // Of tables that people bring along, which say it themselves.
          {"row_count", nullptr}};
}

/// The tables that questions in HogQL may name.
class SchemaQuestion final : public Question {
 public:
  Shelf ShelfAt(const Occasion&) const override { return {}; }
  bool is_kept() const override { return false; }

  Status Write(Execution&, AnswerText& out) const override {
    JsonObject tables;
    for (const hogql::HogQLTable& table : hogql::AllTables()) {
      if (table.rows != hogql::TableRows::kVirtual) tables[table.name] = TableJson(table);
    }
    out.Add("tables", tables);
    // Joins are what people declare between tables of theirs, and there are no such tables.
    out.Add("joins", JsonArray());
    return Ok();
  }
};

}  // namespace

Result<QuestionPtr> ParseSchemaQuestion(const Json& query) {
  insights::FieldReader in(query, "query");
  in.Ignore({"kind", "version", "tags", "response", "modifiers", "connectionId"});
  TRY(in.Finish());
  return QuestionPtr(std::make_unique<SchemaQuestion>());
}

}  // namespace tenrec::query
