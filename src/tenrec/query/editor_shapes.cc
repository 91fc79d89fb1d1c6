#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
namespace {

// What pickers and assistants ask about the events and properties of a project.
Shape TaxonomyQueryShape(const char* kind, const std::vector<Field>& fields) {
  return Input({{"kind", Words({kind}).Required()}}).With(MetaFields()).With(fields).Named(kind);
}

}  // namespace

// A query that somebody is still writing.
const Shape& MetadataQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"HogQLMetadata"}).Required()},
             {"language", Words({"hogQL", "hogQLExpr"}).Named("HogLanguage").Required()},
             {"query", Text().Required()},
             {"sourceQuery",
              MapOf(Any()).Nullable().About("The query whose rows an expression reads.")},
             {"globals", MapOf(Any()).Nullable()},
             {"filters", MapOf(Any()).Nullable()},
             {"variables", MapOf(Any()).Nullable()},
             {"indexUsage", Bool().Nullable()},
             {"debug", Bool().Nullable()}})
          .With(MetaFields())
          .Named("HogQLMetadata");
  return shape;
}

const Shape& SchemaQueryShape() {
  static const Shape shape = Input({{"kind", Words({"DatabaseSchemaQuery"}).Required()},
                                    {"connectionId", Text().Nullable()}})
                                 .With(MetaFields())
                                 .Named("DatabaseSchemaQuery");
  return shape;
}

const Shape& AutocompleteQueryShape() {
  static const Shape shape =
      Input(
          {{"kind", Words({"HogQLAutocomplete"}).Required()},
           {"language", Words({"hogQL", "hogQLExpr"}).Required()},
           {"query", Text().Required()},
           {"startPosition", Int().Min(0).Required().About("Where the word at the cursor begins.")},
           {"endPosition", Int().Min(0).Required()},
           {"sourceQuery", MapOf(Any()).Nullable()},
           {"globals", MapOf(Any()).Nullable()},
           {"filters", MapOf(Any()).Nullable()}})
          .With(MetaFields())
          .Named("HogQLAutocomplete");
  return shape;
}

const Shape& TeamTaxonomyQueryShape() {
  static const Shape shape = TaxonomyQueryShape(
      "TeamTaxonomyQuery", {{"limit", Int().Nullable()}, {"offset", Int().Nullable()}});
  return shape;
}

const Shape& EventTaxonomyQueryShape() {
  static const Shape shape =
      TaxonomyQueryShape("EventTaxonomyQuery", {{"event", Text().Nullable()},
                                                {"actionId", Int().Nullable()},
                                                {"properties", ListOf(Text()).Nullable()},
                                                {"maxPropertyValues", Int().Nullable()}});
  return shape;
}

const Shape& ActorsTaxonomyQueryShape() {
  static const Shape shape = TaxonomyQueryShape("ActorsPropertyTaxonomyQuery",
                                                {{"properties", ListOf(Text()).Max(200).Required()},
                                                 {"groupTypeIndex", Int().Min(0).Max(4).Nullable()},
                                                 {"maxPropertyValues", Int().Nullable()}});
  return shape;
}

const Shape& SuggestedQuestionsQueryShape() {
  static const Shape shape = TaxonomyQueryShape("SuggestedQuestionsQuery", {});
  return shape;
}

const Shape& MetadataResponseShape() {
  static const Shape notice = Input({{"message", Text().Required()},
                                     {"start", Int().Nullable().Required()},
                                     {"end", Int().Nullable().Required()},
                                     {"fix", Text().Nullable()}})
                                  .Named("HogQLNotice");
  static const Shape shape =
      Input({{"isValid", Bool().Required()},
             {"query", Text().Required()},
             {"errors", ListOf(notice).Required()},
             {"warnings", ListOf(notice).Required()},
             {"notices", ListOf(notice).Required()},
             {"isUsingIndices", Words({"undecisive", "no", "partial", "yes"}).Required()},
             {"table_names", ListOf(Text()).Nullable().Required()},
             {"ch_table_names",
              ListOf(Text()).Nullable().Required().About("The tables that the engine reads.")}})
          .Named("HogQLMetadataResponse");
  return shape;
}

const Shape& SchemaResponseShape() {
  static const Shape field =
      Input({{"name", Text().Required()},
             {"hogql_value", Text().Required().About("The name as a query writes it.")},
             {"type", Words({"integer", "float", "decimal", "string", "datetime", "date", "boolean",
                             "array", "json", "lazy_table", "virtual_table", "field_traverser",
                             "expression", "view", "materialized_view", "unknown"})
                          .Named("DatabaseSerializedFieldType")
                          .Required()},
             {"schema_valid", Bool().Required()},
             {"table", Text().Nullable()},
             {"fields", ListOf(Text()).Nullable()},
             {"chain", ListOf(OneOf({Text(), Int()})).Nullable()},
             {"id", Text().Nullable()}})
          .Named("DatabaseSchemaField");
  static const Shape table = Input({{"id", Text().Required()},
                                    {"name", Text().Required()},
                                    {"type", Words({"posthog", "data_warehouse", "view",
                                                    "materialized_view", "system", "batch_export"})
                                                 .Required()},
                                    {"fields", MapOf(field).Required()},
                                    {"row_count", Number().Nullable()}})
                                 .Named("DatabaseSchemaTable");
  static const Shape shape =
      Input({{"tables", MapOf(table).Required()}, {"joins", ListOf(MapOf(Any())).Required()}})
          .Named("DatabaseSchemaQueryResponse");
  return shape;
}

const Shape& TeamTaxonomyResponseShape() {
  static const Shape item =
      Input({{"event", Text().Required()}, {"count", Int().Required()}}).Named("TeamTaxonomyItem");
  static const Shape shape =
      Input({{"results", ListOf(item).Required()}, {"limit", Int()}, {"offset", Int()}})
          .With(EnvelopeFields())
          .Named("TeamTaxonomyQueryResponse");
  return shape;
}

const Shape& TaxonomyResponseShape() {
  static const Shape item =
      Input({{"property", Text().About("Of an event; actors have theirs in the order asked.")},
             {"sample_values", ListOf(Text()).Required()},
             {"sample_count", Int().Required()}})
          .Named("EventTaxonomyItem");
  static const Shape shape = Input({{"results", ListOf(item).Required()}})
                                 .With(EnvelopeFields())
                                 .Named("EventTaxonomyQueryResponse");
  return shape;
}

const Shape& SuggestedQuestionsResponseShape() {
  static const Shape shape =
      Input({{"questions", ListOf(Text()).Required()}}).Named("SuggestedQuestionsQueryResponse");
  return shape;
}

const Shape& AutocompleteResponseShape() {
  static const Shape suggestion =
      Input({{"kind", Words({"Variable", "Property", "Folder", "Function", "Keyword"}).Required()},
             {"label", Text().Required()},
             {"insertText", Text().Required()},
             {"detail", Text().Nullable()},
             {"documentation", Text().Nullable()}})
          .Named("AutocompleteCompletionItem");
  static const Shape shape = Input({{"suggestions", ListOf(suggestion).Required()},
                                    {"incomplete_list", Bool().Required()},
                                    {"timings", ListOf(MapOf(Any())).Nullable()}})
                                 .Named("HogQLAutocompleteResponse");
  return shape;
}

}  // namespace tenrec::query
