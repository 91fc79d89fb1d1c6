#include "tenrec/hogql/placeholders.h"

#include <algorithm>
#include <optional>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {
namespace {

bool IsFilters(const ExprPtr& expr) {
  const auto* placeholder = As<PlaceholderNode>(expr);
  if (placeholder == nullptr) return false;
  const auto* field = As<FieldNode>(placeholder->expr);
  return field != nullptr && field->chain.size() == 1 && field->chain[0] == "filters";
}

// The column that a range of dates restricts.
enum class Filtered { kNothing, kEvents, kSessions, kGroups };

Filtered FilteredTable(const SelectNode& select) {
  Filtered filtered = Filtered::kNothing;
  for (const JoinItem& item : select.from) {
    const auto* name = As<FieldNode>(item.table);
    if (name == nullptr || name->chain.size() != 1) continue;
    if (name->chain[0] == "events") return Filtered::kEvents;
    if (name->chain[0] == "sessions") filtered = Filtered::kSessions;
    if (name->chain[0] == "groups" && filtered == Filtered::kNothing) filtered = Filtered::kGroups;
  }
  return filtered;
}

// Filters speak of events.
ExprPtr OnTable(const ExprPtr& filters, Filtered table) {
  if (table == Filtered::kEvents) return filters;
  if (const auto* field = As<FieldNode>(filters)) {
    if (field->chain.size() != 1 || field->chain[0] != "timestamp") return filters;
    return Field({table == Filtered::kSessions ? "$start_timestamp" : "created_at"});
  }
  return MapChildren(filters, [&](const ExprPtr& child) { return OnTable(child, table); });
}

class Replacer {
 public:
  explicit Replacer(const CompileContext& context) : context_(context) {}

  Result<ExprPtr> Run(const ExprPtr& query) {
    ExprPtr replaced = Replace(query, Filtered::kNothing);
    if (error_) return std::move(*error_);
    return replaced;
  }

 private:
  ExprPtr Replace(const ExprPtr& expr, Filtered table) {
    if (error_) return expr;
    if (expr->kind == Kind::kPlaceholder) return Value(expr, table);
    if (const auto* select = As<SelectNode>(expr)) table = FilteredTable(*select);
    return MapChildren(expr, [&](const ExprPtr& child) { return Replace(child, table); });
  }

  ExprPtr Value(const ExprPtr& expr, Filtered table) {
    if (IsFilters(expr)) {
      if (table == Filtered::kNothing) {
        return Fail(
            "Cannot use 'filters' placeholder in a SELECT clause that does not select from the "
            "events, sessions or groups table.",
            expr);
      }
      return context_.filters ? OnTable(context_.filters, table) : Constant(true);
    }
    const auto* field = As<FieldNode>(As<PlaceholderNode>(expr)->expr);
    if (field == nullptr) {
      return Fail("Only simple names are supported as placeholders", expr);
    }
    std::string name;
    for (const auto& part : field->chain) name += (name.empty() ? "" : ".") + part;
    const auto found = context_.placeholders.find(name);
    if (found != context_.placeholders.end()) return found->second;
    if (field->chain.size() == 2 && field->chain[0] == "variables") {
      return Fail("Variable " + Shown(field->chain[1]) + " is missing from query", expr);
    }
    if (context_.placeholders.empty()) {
      return Fail("Query contains placeholders, but none were provided. Placeholders in query: " +
                      Shown(name),
                  expr);
    }
    std::string known;
    for (const auto& entry : context_.placeholders) {
      known += (known.empty() ? "" : ", ") + entry.first;
    }
    return Fail(
        "Placeholder {" + Shown(name) +
            "} is not available in this context. You can use the following: " + Shown(known),
        expr);
  }

  ExprPtr Fail(std::string message, const ExprPtr& where) {
    if (!error_) error_ = QueryError(std::move(message), where->range);
    return where;
  }

  const CompileContext& context_;
  std::optional<Error> error_;
};

}  // namespace

Result<ExprPtr> ReplacePlaceholders(const ExprPtr& query, const CompileContext& context) {
  return Replacer(context).Run(query);
}

}  // namespace tenrec::hogql
