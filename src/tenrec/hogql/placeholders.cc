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

bool ReadsTimedTable(const SelectNode& select) {
  return std::any_of(select.from.begin(), select.from.end(), [](const JoinItem& item) {
    const auto* name = As<FieldNode>(item.table);
    return name != nullptr && name->chain.size() == 1 &&
           (name->chain[0] == "events" || name->chain[0] == "sessions");
  });
}

class Replacer {
 public:
  explicit Replacer(const CompileContext& context) : context_(context) {}

  Result<ExprPtr> Run(const ExprPtr& query) {
    ExprPtr replaced = Replace(query, false);
    if (error_) return std::move(*error_);
    return replaced;
  }

 private:
  ExprPtr Replace(const ExprPtr& expr, bool timed) {
    if (error_) return expr;
    if (expr->kind == Kind::kPlaceholder) return Value(expr, timed);
    if (const auto* select = As<SelectNode>(expr)) timed = ReadsTimedTable(*select);
    return MapChildren(expr, [&](const ExprPtr& child) { return Replace(child, timed); });
  }

  ExprPtr Value(const ExprPtr& expr, bool timed) {
    if (IsFilters(expr)) {
      if (!timed) {
        return Fail(
            "Cannot use 'filters' placeholder in a SELECT clause that does not select from the "
            "events, sessions or groups table.",
            expr);
      }
      return context_.filters ? context_.filters : Constant(true);
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
