#include "tenrec/query/written_hogql.h"

#include <set>
#include <utility>

#include "tenrec/hogql/parser.h"

namespace tenrec::query {
namespace {

using hogql::As;
using hogql::ExprPtr;

using Names = std::set<std::string, std::less<>>;

std::string Dotted(const std::vector<std::string>& chain) {
  std::string out;
  for (const std::string& part : chain) out += (out.empty() ? "" : ".") + part;
  return out;
}

void Collect(const ExprPtr& expr, Names hidden, Names& out) {
  if (const auto* select = As<hogql::SelectNode>(expr)) {
    if (select->ctes) {
      for (const auto& table : *select->ctes) hidden.insert(table.name);
    }
    for (const hogql::JoinItem& item : select->from) {
      const auto* name = As<hogql::FieldNode>(item.table);
      if (name == nullptr) continue;
      const std::string table = Dotted(name->chain);
      if (!hidden.contains(table)) out.insert(table);
    }
  }
  hogql::ForEachChild(*expr, [&](const ExprPtr& child) { Collect(child, hidden, out); });
}

ExprPtr Parsed(Result<ExprPtr> tree) {
  return tree ? *std::move(tree) : nullptr;
}

}  // namespace

Result<bool> IsExpression(std::string_view language) {
  if (language == "hogQL" || language == "hogQLExpr") return language == "hogQLExpr";
  if (language == "hog" || language == "hogJson" || language == "hogTemplate") {
    return Unimplemented("query.language: '" + std::string(language) + "' is not supported yet");
  }
  return InvalidArgument(
      "query.language: Input should be 'hog', 'hogJson', 'hogQL', 'hogQLExpr' or 'hogTemplate'");
}

Result<hogql::SelectNode> ScopeOf(const Json& source_query) {
  hogql::SelectNode scope;
  const std::string_view kind = StringMember(source_query, "kind").value_or("");
  if (kind == "HogQLQuery") {
    const auto text = StringMember(source_query, "query");
    if (!text) return InvalidArgument("query.sourceQuery.query: Field required");
    const ExprPtr tree = Parsed(hogql::ParseSelect(*text));
    if (const auto* select = As<hogql::SelectNode>(tree)) return *select;
    if (tree == nullptr) return InvalidArgument("query.sourceQuery.query: is no valid query");
    scope.from = {hogql::Table(tree, "source")};
    return scope;
  }
  const bool persons = kind == "ActorsQuery" || kind == "PersonsNode";
  const bool groups = kind == "GroupsQuery";
  const bool sessions = kind == "SessionsQuery";
  scope.from = {hogql::Table(persons    ? "persons"
                             : groups   ? "groups"
                             : sessions ? "sessions"
                                        : "events")};
  return scope;
}

std::vector<std::string> NamedTables(const ExprPtr& query) {
  Names names;
  Collect(query, {}, names);
  return {names.begin(), names.end()};
}

ExprPtr WithoutUnknownPlaceholders(const ExprPtr& query, const hogql::CompileContext& context) {
  if (const auto* placeholder = As<hogql::PlaceholderNode>(query)) {
    const auto* field = As<hogql::FieldNode>(placeholder->expr);
    if (field == nullptr) return hogql::Null();
    const std::string name = Dotted(field->chain);
    const bool is_known = name == "filters" || context.placeholders.contains(name) ||
                          (context.filters != nullptr && name.starts_with("filters."));
    return is_known ? query : hogql::Null();
  }
  return hogql::MapChildren(
      query, [&](const ExprPtr& child) { return WithoutUnknownPlaceholders(child, context); });
}

}  // namespace tenrec::query
