#pragma once

/// Binds the names of a HogQL tree and turns it into an `sql` tree, in one walk.
/// Front door: compile.h. Tables of FROM come first, then expressions, which note the columns they
/// use; the FROM clause is made last, so that it hands on only those.

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/scope.h"
#include "tenrec/schema/property_layout.h"
#include "tenrec/sql/tree.h"

namespace tenrec::hogql {

Error ResolutionError(std::string message, TextRange range);
Error QueryError(std::string message, TextRange range);
Error NotImplementedError(std::string message, TextRange range);

/// How many digits of fraction a moment such as "2024-03-01" or "2024-03-01 10:00:00.5" has, or -1
/// when the text is written in another way.
int PlainMomentDigits(const std::string& text);

/// What the n-th of TableSource::extracts is called.
std::string ExtractName(std::size_t index);
/// JSONExtractRaw(json, keys…).
sql::ExprPtr RawProperty(const sql::ExprPtr& json, const std::vector<Value>& keys);

/// An expression of a type, which is no literal, stored time or property.
inline Lowered Typed(sql::ExprPtr sql, Type type) {
  Lowered value;
  value.sql = std::move(sql);
  value.type = type;
  return value;
}

inline bool AnyNullable(const std::vector<Lowered>& args) {
  return std::any_of(args.begin(), args.end(),
                     [](const Lowered& arg) { return arg.type.nullable; });
}

/// A query on its way to ClickHouse.
struct LoweredQuery {
  sql::ExprPtr sql;
  std::vector<DerivedColumn> columns;
  /// The same query with `*` written out.
  ExprPtr expanded;
};

/// Whether columns that are stored as numbers of a dictionary's texts are read as texts.
enum class TextColumns : bool { kAsStored, kPlain };

class Lowering {
 public:
  explicit Lowering(const CompileContext& context, TextColumns texts = TextColumns::kAsStored);

  Result<LoweredQuery> LowerQuery(const ExprPtr& query, const CteScope* ctes);

  const std::set<std::string>& tables() const { return tables_; }
  const std::set<TailProperty>& tail_properties() const { return tail_properties_; }
  /// It calls what may quote a text in an error (text_faults.h), so it must read plain texts.
  bool may_quote_texts() const { return may_quote_texts_; }
  std::vector<Notice> TakeNotices() { return std::move(notices_); }

 private:
  // Queries (lower_select.cc).
  Result<LoweredQuery> LowerSelect(const SelectNode& select, const CteScope* ctes);
  Result<LoweredQuery> LowerSet(const SelectSetNode& set, const CteScope* ctes);

  // Tables of FROM (lower_from.cc).
  Status LowerFrom(const SelectNode& select, SelectScope& scope);
  Result<std::unique_ptr<TableSource>> OpenSource(const JoinItem& item, SelectScope& scope);
  Result<std::unique_ptr<TableSource>> OpenTable(const JoinItem& item, const FieldNode& name,
                                                 SelectScope& scope);
  Status LowerConstraint(const JoinItem& item, TableSource& source, SelectScope& scope);
  Result<sql::ExprPtr> SampleCondition(const Sample& sample, TableSource& source, TextRange range);
  Status PlaceSample(const TableSource& source, SelectScope& scope, TextRange range);
  /// Times that WHERE asks for, as conditions on the events of sessions.
  void BoundSessions(const SelectNode& select, SelectScope& scope);
  /// Adds the table and those reached through it, with what the query reads of them.
  Status CloseSource(const TableSource& source, std::vector<sql::Source>& out);
  sql::ExprPtr LatestVersions(const TableSource& source);
  /// The rows of a table that the program itself keeps (lower_given.cc).
  Result<sql::ExprPtr> GivenRows(const TableSource& source);
  Result<sql::ExprPtr> SessionsQuery(const TableSource& source);

  Result<const TableSource*> SourceOfStar(const Expr& item, std::string_view qualifier,
                                          const SelectScope& scope);
  Status ExpandColumns(const ColumnsNode& node, const SelectScope& scope, ExprList& items);
  Result<ExprList> ExpandStars(const SelectNode& select, const SelectScope& scope);
  Status LowerColumns(const ExprList& items, SelectScope& scope, sql::SelectNode& out,
                      std::vector<DerivedColumn>& columns);
  Status LowerClauses(const SelectNode& select, SelectScope& scope, sql::SelectNode& out);
  Status LowerGroupBy(const SelectNode& select, SelectScope& scope, sql::SelectNode& out);
  Result<std::vector<sql::OrderItem>> LowerOrder(const std::vector<OrderItem>& items,
                                                 SelectScope& scope);
  Result<sql::Window> LowerWindow(const Window& window, SelectScope& scope);

  // Expressions (lower_expr.cc).
  Result<Lowered> Lower(const ExprPtr& expr, SelectScope& scope);
  Result<sql::ExprPtr> LowerSql(const ExprPtr& expr, SelectScope& scope);
  Result<std::vector<Lowered>> LowerAll(const ExprList& exprs, SelectScope& scope);
  Result<Lowered> LowerConstant(const ConstantNode& node);
  Result<Lowered> LowerArithmetic(const ArithmeticNode& node, SelectScope& scope);
  Result<Lowered> LowerLogical(bool is_and, const ExprList& exprs, TextRange range,
                               SelectScope& scope);
  Result<Lowered> LowerAlias(const AliasNode& node, SelectScope& scope);
  Result<Lowered> LowerAccess(const Expr& expr, SelectScope& scope);
  Result<Lowered> LowerCollection(const Expr& expr, SelectScope& scope);
  Result<Lowered> LowerLambda(const LambdaNode& node, SelectScope& scope);
  Result<Lowered> LowerCast(const TypeCastNode& node, SelectScope& scope);
  Result<Lowered> LowerSubquery(const ExprPtr& expr, SelectScope& scope);
  Result<Lowered> LowerWindowFunction(const WindowFunctionNode& node, SelectScope& scope);

  // Comparisons (lower_compare.cc).
  Result<Lowered> LowerCompare(CompareOp op, const ExprPtr& left, const ExprPtr& right,
                               TextRange range, SelectScope& scope);
  Result<Lowered> LowerDistinctFrom(const IsDistinctFromNode& node, SelectScope& scope);
  Result<Lowered> LowerBetween(const BetweenNode& node, SelectScope& scope);
  /// Makes a text constant beside a moment a moment too, in the project's zone.
  void AlignTimes(Lowered& left, Lowered& right);
  sql::ExprPtr MomentOf(const std::string& text) const;

  // Actions and cohorts (lower_named.cc).
  Result<Lowered> LowerMatchesAction(const CallNode& node, SelectScope& scope);
  Result<Lowered> LowerInCohort(bool negated, const ExprPtr& person, const ExprPtr& cohort,
                                TextRange range, SelectScope& scope);
  /// The query of the ids of a cohort's members.
  Result<Lowered> CohortMembers(const ExprPtr& cohort, TextRange range);

  // Calls (lower_call.cc).
  Result<Lowered> LowerCall(const CallNode& node, SelectScope& scope);
  Result<Lowered> LowerAggregate(const Function& function, const CallNode& node,
                                 SelectScope& scope);
  Result<Lowered> LowerPercentile(const CallNode& node, SelectScope& scope);
  Status CheckArity(const Function& function, const CallNode& node) const;
  Result<const Function*> FindFunctionOrFail(std::string_view name, TextRange range) const;
  /// A function whose ClickHouse form is not just its name and arguments; nothing for the others.
  Result<std::optional<Lowered>> LowerSpecial(const CallNode& node, SelectScope& scope);
  /// lower_currency.cc
  Result<Lowered> LowerConvertCurrency(const CallNode& node, SelectScope& scope);
  Result<std::optional<Lowered>> LowerDateFunction(const CallNode& node,
                                                   std::vector<Lowered>& args);
  Type ResultType(const Function& function, const std::vector<Lowered>& args) const;

  // Names (lower_field.cc).
  Result<Lowered> LowerField(const FieldNode& node, SelectScope& scope);
  Result<Lowered> ResolveInSource(TableSource& source, const std::vector<std::string>& chain,
                                  std::size_t at, TextRange range, SelectScope& scope);
  Result<Lowered> ReadColumn(TableSource& source, std::string_view column, Type type);
  /// The column of a stored table, as `texts_` says.
  sql::ExprPtr StoredText(sql::ExprPtr column, bool low_cardinality, bool nullable) const;
  Result<Lowered> ReadField(TableSource& source, const TableField& field,
                            const std::vector<std::string>& chain, std::size_t at, TextRange range);
  /// What the rest of a chain reads of a value.
  Result<Lowered> Descend(Lowered value, const std::vector<std::string>& chain, std::size_t at,
                          TextRange range);
  Result<Lowered> ReadProperty(PropertyPath path, bool typed, TextRange range);
  sql::ExprPtr UntypedProperty(const PropertyPath& path);

  // Relations (lower_relation.cc).
  bool HasName(const TableSource& source, std::string_view name) const;
  /// The field of a stored table by that name; the project's names of group types count.
  const TableField* FindField(const TableSource& source, std::string_view name) const;
  Result<Lowered> ResolveRelation(TableSource& source, const TableField& field,
                                  const std::vector<std::string>& chain, std::size_t at,
                                  TextRange range, SelectScope& scope);
  Result<Lowered> ResolvePerson(TableSource& events, const TableField& field,
                                const std::vector<std::string>& chain, std::size_t at,
                                TextRange range, SelectScope& scope);
  /// The other table, joined to this one now if it was not yet.
  Result<TableSource*> JoinLazily(TableSource& source, const TableField& field, TextRange range,
                                  SelectScope& scope);
  Result<Lowered> LowerFieldExpression(TableSource& source, std::string_view hogql,
                                       std::string prefix, TextRange range);
  Result<Lowered> PersonId(TableSource& events, TextRange range, SelectScope& scope);
  /// The person of an event as of now: whoever has its distinct id, if that changed hands since.
  Result<Lowered> OverriddenPersonId(TableSource& events);
  bool persons_are_on_events() const {
    return context_.modifiers.persons_on_events == PersonsOnEventsMode::kNoOverrideOnEvents ||
           context_.modifiers.persons_on_events == PersonsOnEventsMode::kOverrideOnEvents;
  }
  sql::ExprPtr Zone() const { return sql::Fixed(context_.time_zone); }

  const CompileContext& context_;
  const std::shared_ptr<const schema::PropertyLayout> layout_;
  const TextColumns texts_;
  bool may_quote_texts_ = false;
  std::set<std::string> tables_;
  int lazy_joins_ = 0;
  std::set<TailProperty> tail_properties_;
  std::vector<Notice> notices_;
  int cte_expansions_ = 0;
  int depth_ = 0;
  bool raw_properties_ = false;  // inside a function that wants a property's text
};

}  // namespace tenrec::hogql
