#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"

namespace tenrec::insights {

/// Most rows that one answer of events, actors, groups or sessions has; more are asked for page by
/// page.
inline constexpr std::int64_t kMaxRowLimit = 50'000;

/// The text of an expression in front of its comment: "count() -- Total" is "count()".
std::string_view WithoutComment(std::string_view text);

/// What is named by an alias; any other expression is itself.
hogql::ExprPtr Unaliased(const hogql::ExprPtr& expr);

/// A column that a question chooses.
struct RowColumn {
  /// Its alias, unless a comment names it; otherwise the text as it was written.
  std::string name;
  hogql::ExprPtr expr;
};

/// Errors: kInvalidArgument when the text is no HogQL expression.
Result<RowColumn> ParseRowColumn(const std::string& text);

/// The statement behind a page of rows, in which every column that does not aggregate is a key as
/// soon as one does.
class RowSelect {
 public:
  /// Adds a column behind those that are there.
  void AddColumn(const hogql::ExprPtr& expr);
  /// Adds to WHERE, or to HAVING when it aggregates; what is always true adds nothing.
  void AddCondition(hogql::ExprPtr condition);
  void AddOrder(hogql::OrderItem item);

  bool aggregated() const { return aggregated_; }
  const hogql::ExprList& where() const { return where_; }
  const hogql::ExprList& having() const { return having_; }
  const std::vector<hogql::OrderItem>& order() const { return order_; }

  /// One row more than the page holds is asked for: it tells whether another page follows.
  hogql::ExprPtr Finish(std::vector<hogql::JoinItem> from, std::int64_t limit,
                        std::int64_t offset) &&;

 private:
  hogql::ExprList columns_;
  hogql::ExprList keys_;
  bool aggregated_ = false;
  hogql::ExprList where_;
  hogql::ExprList having_;
  std::vector<hogql::OrderItem> order_;
};

}  // namespace tenrec::insights
