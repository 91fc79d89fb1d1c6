#include "tenrec/hogql/placeholders.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {
namespace {

// The names in braces, joined by dots; empty when it is no plain name.
std::string NameOf(const ExprPtr& placeholder) {
  std::string name;
  const auto* field = As<FieldNode>(As<PlaceholderNode>(placeholder)->expr);
  if (field == nullptr) return name;
  for (const auto& part : field->chain) {
    if (!name.empty()) name += '.';
    name += part;
  }
  return name;
}

// The table whose rows {filters} chooses from; of two, the one that stands first in this list.
enum class Filtered { kEvents, kSessions, kGroups, kNothing };

// What {filters} finds in the FROM of its SELECT.
struct FilteredTables {
  Filtered main = Filtered::kNothing;
  // What the SELECT calls `sessions`; empty when it does not read them.
  std::string sessions;
};

FilteredTables TablesOf(const SelectNode& select) {
  FilteredTables found;
  for (const JoinItem& item : select.from) {
    const auto* name = As<FieldNode>(item.table);
    if (name == nullptr || name->chain.size() != 1) continue;
    auto table = Filtered::kNothing;
    if (name->chain[0] == "events") table = Filtered::kEvents;
    if (name->chain[0] == "groups") table = Filtered::kGroups;
    if (name->chain[0] == "sessions") {
      table = Filtered::kSessions;
      found.sessions = item.alias.empty() ? "sessions" : item.alias;
    }
    found.main = std::min(found.main, table);
  }
  return found;
}

// Filters speak of events. A condition on another table reads that table's own names, or it is
// impossible and nullptr.
ExprPtr FieldOnTable(const ExprPtr& expr, const FilteredTables& tables) {
  const std::vector<std::string>& chain = As<FieldNode>(expr)->chain;
  const bool of_session = chain.size() > 1 && chain[0] == "session";
  if (of_session && !tables.sessions.empty()) {
    std::vector<std::string> own(chain.begin(), chain.end());
    own[0] = tables.sessions;
    return Field(std::move(own));
  }
  const bool is_time = chain.size() == 1 && chain[0] == "timestamp";
  switch (tables.main) {
    case Filtered::kSessions:
      return is_time ? Field({"$start_timestamp"}) : nullptr;
    case Filtered::kGroups:
      if (is_time) return Field({"created_at"});
      if (chain.size() > 1 && chain[0].starts_with("group_")) {
        return Field({chain.begin() + 1, chain.end()});
      }
      return expr;
    case Filtered::kEvents:
    case Filtered::kNothing:
      return expr;
  }
  return expr;
}

class Replacer {
 public:
  explicit Replacer(const CompileContext& context) : context_(context) {}

  Result<ExprPtr> Run(const ExprPtr& query) {
    ExprPtr replaced = Replace(query, FilteredTables());
    if (error_) return std::move(*error_);
    return replaced;
  }

 private:
  ExprPtr Replace(const ExprPtr& expr, const FilteredTables& tables) {
    if (error_) return expr;
    if (expr->kind == Kind::kPlaceholder) return Value(expr, tables);
    if (const auto* select = As<SelectNode>(expr)) {
      const FilteredTables own = TablesOf(*select);
      // A comparison around a query is none of what the query says.
      const auto outer = std::exchange(comparison_, std::nullopt);
      ExprPtr replaced = ReplaceChildren(expr, own);
      comparison_ = outer;
      return replaced;
    }
    if (expr->kind != Kind::kCompare) return ReplaceChildren(expr, tables);
    const auto outer = std::exchange(comparison_, Comparison());
    ExprPtr replaced = ReplaceChildren(expr, tables);
    const bool unbounded = comparison_->is_unbounded;
    comparison_ = outer;
    return unbounded ? Constant(true) : replaced;
  }

  ExprPtr ReplaceChildren(const ExprPtr& expr, const FilteredTables& tables) {
    return MapChildren(expr, [&](const ExprPtr& child) { return Replace(child, tables); });
  }

  ExprPtr Value(const ExprPtr& expr, const FilteredTables& tables) {
    if (As<FieldNode>(As<PlaceholderNode>(expr)->expr) == nullptr) {
      return Fail("Only simple names are supported as placeholders", expr);
    }
    const std::string name = NameOf(expr);
    if (name == "filters") return Filters(expr, tables);
    const auto found = context_.placeholders.find(name);
    if (found != context_.placeholders.end()) return found->second;
    if (name == "filters.dateRange.from" || name == "filters.dateRange.to") {
      return Unbounded(name, expr);
    }
    if (name.starts_with("filters.")) {
      return Fail("Unsupported filters placeholder `{" + Shown(name) +
                      "}`. Supported filters placeholders are: `{filters}`, "
                      "`{filters.dateRange.from}`, `{filters.dateRange.to}`.",
                  expr);
    }
    return Unknown(name, expr);
  }

  ExprPtr Filters(const ExprPtr& expr, const FilteredTables& tables) {
    if (tables.main == Filtered::kNothing) {
      return Fail(
          "Cannot use 'filters' placeholder in a SELECT clause that does not select from the "
          "events, sessions or groups table.",
          expr);
    }
    return context_.filters ? OnTables(context_.filters, tables, expr) : Constant(true);
  }

  ExprPtr OnTables(const ExprPtr& filters, const FilteredTables& tables, const ExprPtr& where) {
    if (filters->kind != Kind::kField) {
      return MapChildren(filters,
                         [&](const ExprPtr& child) { return OnTables(child, tables, where); });
    }
    ExprPtr field = FieldOnTable(filters, tables);
    if (field != nullptr) return field;
    return Fail(
        "Can only use session properties in a filter when selecting from only the sessions table.",
        where);
  }

  // A range without this end: the comparison with it holds for every row.
  ExprPtr Unbounded(const std::string& name, const ExprPtr& expr) {
    if (!comparison_) {
      return Fail("The `{" + name +
                      "}` placeholder must be used directly in a comparison (e.g. "
                      "`timestamp > {" +
                      name + "}`) when the date range is not set.",
                  expr);
    }
    comparison_->is_unbounded = true;
    return Constant(true);
  }

  ExprPtr Unknown(const std::string& name, const ExprPtr& expr) {
    if (name.starts_with("variables.") &&
        As<FieldNode>(As<PlaceholderNode>(expr)->expr)->chain.size() == 2) {
      return Fail("Variable " + Shown(name.substr(std::string_view("variables.").size())) +
                      " is missing from query",
                  expr);
    }
    if (context_.placeholders.empty()) {
      return Fail("Query contains placeholders, but none were provided. Placeholders in query: " +
                      Shown(name),
                  expr);
    }
    std::string known;
    for (const auto& entry : context_.placeholders) {
      if (!known.empty()) known += ", ";
      known += entry.first;
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

  // The comparison that is being replaced, if any: the innermost.
  struct Comparison {
    bool is_unbounded = false;
  };

  const CompileContext& context_;
  std::optional<Comparison> comparison_;
  std::optional<Error> error_;
};

}  // namespace

Result<ExprPtr> ReplacePlaceholders(const ExprPtr& query, const CompileContext& context) {
  return Replacer(context).Run(query);
}

}  // namespace tenrec::hogql
