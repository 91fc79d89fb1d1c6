#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/sql/print.h"
#include "tenrec/sql/tree.h"

namespace tenrec::sql {

inline constexpr int kMaxStatementDepth = 2000;
inline constexpr std::string_view kTeamColumn = "team_id";

/// Letters, digits and underscores, no digit first.
bool IsPlainIdentifier(std::string_view name);

/// A fault of the question's author.
Error PrintError(std::string message, TextRange range = {});

/// Writes one statement. Expressions are in print.cc, queries and their guards in print_query.cc.
class StatementPrinter {
 public:
  explicit StatementPrinter(const PrintOptions& options) : options_(options) {}

  Result<Text> Run(const Expr& query);

 private:
  class Level {
   public:
    explicit Level(int& depth) : depth_(depth) { ++depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --depth_; }

   private:
    int& depth_;
  };

  // Names and expressions (print.cc).
  Status CheckNames() const;
  Status Identifier(std::string_view name, TextRange range = {});
  Status GivenName(std::string_view name, TextRange range);
  Status List(const ExprList& exprs);
  Status PrintExpr(const Expr& expr);
  void PrintLiteral(const LiteralNode& literal);
  void PrintBig(std::string_view digits);
  void PrintText(const std::string& text, bool fixed);
  Status PrintCall(const CallNode& call);
  Status PrintLambda(const LambdaNode& lambda);
  Status PrintOrder(const std::vector<OrderItem>& items);
  Status PrintWindow(const Window& window);
  void PrintBound(const FrameBound& bound);
  Status PrintWindowCall(const WindowCallNode& node);

  // Queries (print_query.cc).
  Status PrintQuery(const Expr& query);
  static const char* SetOperator(SetOp op);
  Status PrintSet(const SelectSetNode& set);
  Status PrintMember(const Expr& query);
  Status PrintLimit(const ExprPtr& limit, const ExprPtr& offset, bool with_ties);
  Status Clause(const char* word, const ExprPtr& expr);
  Status PrintSelect(const SelectNode& select);

  static bool IsDirect(const SelectNode& select);
  Status PrintFrom(const SelectNode& select, bool direct);
  Status PrintSource(const Source& source, bool direct);
  ExprPtr Guard(const std::string& table) const;
  Status PrintWhere(const SelectNode& select);
  Status PrintGroupBy(const SelectNode& select);

  const PrintOptions& options_;
  std::string out_;
  std::vector<std::pair<std::string, std::string>> params_;
  std::map<std::string, std::string> param_names_;  // by text
  std::set<std::string> base_aliases_;
  std::set<std::string> names_;
  int depth_ = 0;
};

}  // namespace tenrec::sql
