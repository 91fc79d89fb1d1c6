#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/json_text.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/ast_json.h"

namespace tenrec::hogql {

/// The range of a node that no text made.
inline constexpr TextRange kNowhere;

inline const char* JsonBool(bool value) {
  return value ? "true" : "false";
}

/// An object under construction; its keys come out in alphabetical order.
class JsonNode {
 public:
  explicit JsonNode(std::string_view node) {
    if (!node.empty()) Add("node", QuoteJson(node));
  }
  void Add(std::string_view key, std::string json) { members_.emplace_back(key, std::move(json)); }
  std::string Print() {
    std::sort(members_.begin(), members_.end());
    std::string out = "{";
    for (const auto& [key, json] : members_) {
      if (out.size() > 1) out += ',';
      out += QuoteJson(key);
      out += ':';
      out += json;
    }
    return out + "}";
  }

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};

/// Writes the JSON of a tree. Expressions are in ast_json.cc, queries in ast_json_query.cc.
class AstJsonPrinter {
 public:
  AstJsonPrinter(Positions positions, std::string_view source) : positions_(positions) {
    if (positions_ == Positions::kOmit) return;
    // The code point offsets at which lines begin.
    std::uint32_t offset = 0;
    line_starts_.push_back(0);
    for (const char c : source) {
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++offset;
      if (c == '\n') line_starts_.push_back(offset);
    }
  }

  std::string Print(const Expr& expr);

 private:
  template <typename T>
  static const T& Cast(const Expr& expr) {
    return static_cast<const T&>(expr);
  }

  JsonNode Begin(std::string_view node, TextRange range);
  std::string Position(std::uint32_t offset) const;
  static std::string Strings(const std::vector<std::string>& texts);

  template <typename T, typename F>
  static std::string Each(const std::vector<T>& items, F print) {
    std::string out = "[";
    for (const auto& item : items) {
      if (out.size() > 1) out += ',';
      out += print(item);
    }
    return out + "]";
  }

  std::string List(const ExprList& exprs);
  std::string OrNull(const ExprPtr& expr) { return expr ? Print(*expr) : "null"; }

  // Expressions (ast_json.cc).
  std::string Wrapper(std::string_view node, TextRange range, const ExprPtr& expr);
  std::string ListNode(std::string_view node, TextRange range, const ExprList& exprs);
  std::string Binary(std::string_view node, TextRange range, const ExprPtr& left,
                     std::string_view op, const ExprPtr& right);
  std::string Constant(const ConstantNode& node);
  static std::string Float(double number);
  std::string Compare(const CompareNode& node);
  std::string Call(const CallNode& node);
  std::string Order(const std::vector<OrderItem>& items);
  std::string WindowFunction(const WindowFunctionNode& node);
  std::string PrintWindow(const Window& window);
  std::string Bound(const std::optional<FrameBound>& bound);
  std::string Dict(const DictNode& node);
  std::string PrintAccess(const Expr& expr);
  std::string Columns(const ColumnsNode& node);
  std::string Tag(const TagNode& node);

  // Queries (ast_json_query.cc).
  std::string PrintQuery(const Expr& expr);
  std::string PivotTable(const std::vector<JoinItem>& table, bool of_join);
  std::string Pivot(const PivotNode& node);
  std::string Unpivot(const UnpivotNode& node);
  std::string Select(const SelectNode& node);
  void AddGroupBy(JsonNode& object, const SelectNode& node);
  std::string Cte(const CommonTable& cte);
  std::string Joins(const std::vector<JoinItem>& items);
  void AddTable(JsonNode& object, const JoinItem& item);
  std::string TableFunction(const Expr& table);
  std::string Constraint(const JoinConstraint& constraint);
  std::string PrintSample(const Sample& sample);
  std::string PrintRatio(const Ratio& ratio);

  const Positions positions_;
  std::vector<std::uint32_t> line_starts_;
};

}  // namespace tenrec::hogql
