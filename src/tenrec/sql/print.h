#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/sql/text.h"
#include "tenrec/sql/tree.h"

namespace tenrec::sql {

/// How the text of a question is carried: beside the statement, or escaped inside it for people to
/// copy.
enum class TextLiterals { kParameters, kInline };

struct PrintOptions {
  /// Whose rows the statement may see. There is no value for "everybody".
  TeamId team_id = 0;
  TextLiterals text_literals = TextLiterals::kParameters;
  /// Printed behind the statement as SETTINGS name=value. Values are numbers or plain words.
  std::vector<std::pair<std::string, std::string>> settings;
};

/// The only code that makes ClickHouse text out of a tree.
/// Every BaseTable comes out with `team_id = N`: in the WHERE of a query that reads one table, and
/// as `(SELECT … WHERE team_id = N)` when tables or arrays are joined, so that no kind of join lets
/// a row through.
/// Errors: kInvalidArgument (tag "query_error") for a tree that is too deep, a name with '%' in it,
///         or a name that would hide the guard of a table.
Result<Text> Print(const Expr& query, const PrintOptions& options);

/// The statement that adds the rows of this one to a table, column by column.
Text InsertInto(std::string_view table, const std::vector<std::string>& columns, Text select);

/// The statement that tells how the engine would run this one: one text a row.
Text Explain(Text statement);

/// An identifier as ClickHouse reads it: bare when plain, else in backquotes with escapes.
std::string QuoteIdentifier(std::string_view name);

}  // namespace tenrec::sql
