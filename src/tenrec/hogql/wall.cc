#include "tenrec/hogql/wall.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {
namespace {

struct Token {
  enum class Kind : std::uint8_t { kWord, kQuoted, kText, kNumber, kParam, kSign } kind;
  std::string_view text;
};

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Functions that the compiler writes although no question may call them.
constexpr auto kInternalFunctions = std::to_array<std::string_view>({
    "accurateCastOrNull",
    "cast",
    "cutToFirstSignificantSubdomain",
    "exists",
    "fromUnixTimestamp64Micro",
    "hex",
    "ifNull",
    "isNotDistinctFrom",
    "isNull",
    "JSONExtractRaw",
    "MD5",
    "now64",
    "nullIf",
    "parseDateTime64BestEffort",
    "parseDateTime64BestEffortOrNull",
    "parseDateTime64BestEffortUSOrNull",
    "toDateOrNull",
    "toInt64OrNull",
    "toIntervalMicrosecond",
    "toIntervalMillisecond",
    "toIntervalNanosecond",
    "toMicrosecond",
    "toMillisecond",
    "toNanosecond",
    "toUUIDOrNull",
    "quantileExact",
    "quantileExactInclusive",
    "trimBoth",
});

/// Words in front of a bracket that call nothing.
constexpr auto kBeforeBracket = std::to_array<std::string_view>({
    "ALL",     "AND",    "AS",        "ASC",  "BY",    "CUBE",   "DESC",  "DISTINCT", "EXCEPT",
    "FROM",    "HAVING", "INTERSECT", "JOIN", "LIMIT", "OFFSET", "ON",    "OVER",     "PREWHERE",
    "QUALIFY", "ROLLUP", "SELECT",    "SETS", "STEP",  "TO",     "UNION", "USING",    "WHERE",
});

/// Words that end the tables of a query, or bring in rows of their own.
constexpr auto kAfterFrom = std::to_array<std::string_view>({
    "ALL",    "ANTI",   "ANY",      "ARRAY",  "ASOF",    "CROSS",  "EXCEPT",
    "FINAL",  "FROM",   "FULL",     "GLOBAL", "GROUP",   "HAVING", "INTERSECT",
    "LIMIT",  "OFFSET", "ORDER",    "PASTE",  "QUALIFY", "RIGHT",  "SAMPLE",
    "SELECT", "SEMI",   "SETTINGS", "UNION",  "USING",   "WHERE",  "WINDOW",
});

/// Families that read what is no column, whatever a table of functions says.
constexpr auto kNever = std::to_array<std::string_view>({
    "azureblob", "cluster",    "deltalake", "dictget", "dicthas",    "dictionary", "executable",
    "file",      "filesystem", "format",    "gcs",     "getmacro",   "getserver",  "getsetting",
    "hascolumn", "hdfs",       "hudi",      "iceberg", "input",      "jdbc",       "joinget",
    "loop",      "merge",      "mongo",     "mysql",   "odbc",       "postgresql", "redis",
    "remote",    "s3",         "sqlite",    "url",     "urlcluster", "view",       "ytsaurus",
});

/// Those of them that are functions of values.
constexpr auto kHarmless = std::to_array<std::string_view>({
    "format",
    "formatDateTime",
    "formatReadableDecimalSize",
    "formatReadableSize",
    "formatReadableQuantity",
    "formatReadableTimeDelta",
    "URLHierarchy",
    "URLPathHierarchy",
});

template <typename List>
bool Has(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

const std::set<std::string, std::less<>>& AllowedFunctions() {
  static const std::set<std::string, std::less<>> allowed = [] {
    std::set<std::string, std::less<>> names;
    ForEachFunction([&](const Function& function) {
      names.insert(function.clickhouse);
      // FILTER makes them so.
      if (function.aggregate) names.insert(function.clickhouse + "If");
    });
    for (const auto name : kInternalFunctions) names.emplace(name);
    return names;
  }();
  return allowed;
}

bool IsForbidden(std::string_view function) {
  if (Has(kHarmless, function)) return false;
  const std::string lower = ToLowerAscii(function);
  return std::any_of(kNever.begin(), kNever.end(),
                     [&](std::string_view start) { return lower.starts_with(start); });
}

class Reader {
 public:
  Reader(std::string_view sql, TeamId team_id) : sql_(sql), team_(std::to_string(team_id)) {}

  Status Check() {
    TRY(Split());
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == Token::Kind::kWord) TRY(CheckWord(i));
      if (tokens_[i].kind == Token::Kind::kQuoted && Sign(i + 1, "(")) {
        return Refuse("a quoted name is called", i);
      }
    }
    return Ok();
  }

 private:
  static Status Refuse(const std::string& why, std::string_view where) {
    return Internal("a statement was refused before it ran: " + why + ", at " +
                    std::string(where.substr(0, 60)));
  }
  Status Refuse(const std::string& why, std::size_t at) const {
    const std::size_t offset = at < tokens_.size()
                                   ? static_cast<std::size_t>(tokens_[at].text.data() - sql_.data())
                                   : sql_.size();
    return Refuse(why, sql_.substr(offset));
  }

  Status Split() {
    std::size_t i = 0;
    while (i < sql_.size()) {
      const char c = sql_[i];
      if (c == ' ') {
        ++i;
        continue;
      }
      const std::size_t start = i;
      auto kind = Token::Kind::kSign;
      if (IsLetter(c)) {
        kind = Token::Kind::kWord;
        while (i < sql_.size() && (IsLetter(sql_[i]) || IsDigit(sql_[i]))) ++i;
      } else if (IsDigit(c)) {
        kind = Token::Kind::kNumber;
        while (i < sql_.size() && (IsLetter(sql_[i]) || IsDigit(sql_[i]) || sql_[i] == '.' ||
                                   ((sql_[i] == '+' || sql_[i] == '-') &&
                                    (sql_[i - 1] == 'e' || sql_[i - 1] == 'E')))) {
          ++i;
        }
      } else if (c == '`' || c == '\'') {
        kind = c == '`' ? Token::Kind::kQuoted : Token::Kind::kText;
        ++i;
        while (i < sql_.size() && sql_[i] != c) i += sql_[i] == '\\' ? 2 : 1;
        if (i >= sql_.size()) return Refuse("a quote without an end", sql_.substr(start));
        ++i;
      } else if (c == '{') {
        kind = Token::Kind::kParam;
        i = sql_.find('}', i);
        if (i == std::string_view::npos) return Refuse("a parameter without an end", start);
        ++i;
        const std::string_view inside = sql_.substr(start + 1, i - start - 2);
        if (!inside.starts_with('p') || !inside.ends_with(":String")) {
          return Refuse("an unknown parameter", sql_.substr(start));
        }
      } else {
        constexpr std::string_view kSigns = "(),.[]-><=*";
        if (kSigns.find(c) == std::string_view::npos) {
          return Refuse("an unexpected character", sql_.substr(start));
        }
        if (sql_.substr(i, 2) == "--") return Refuse("a comment", sql_.substr(start));
        ++i;
      }
      tokens_.push_back({kind, sql_.substr(start, i - start)});
    }
    return Ok();
  }

  bool Word(std::size_t i, std::string_view word) const {
    return i < tokens_.size() && tokens_[i].kind == Token::Kind::kWord && tokens_[i].text == word;
  }
  bool Sign(std::size_t i, std::string_view sign) const {
    return i < tokens_.size() && tokens_[i].kind == Token::Kind::kSign && tokens_[i].text == sign;
  }

  Status CheckWord(std::size_t i) {
    const std::string_view word = tokens_[i].text;
    // Behind a dot, or in front of one, it is a column or the alias of a table.
    if (Sign(i + 1, ".") || (i > 0 && Sign(i - 1, "."))) return Ok();
    if (word == "FROM" && i > 0 && Word(i - 1, "FILL")) return Ok();
    if (word == "FROM" || word == "JOIN") {
      const bool array = word == "JOIN" && i > 0 && Word(i - 1, "ARRAY");
      return array ? Ok() : CheckTable(i + 1, word == "FROM");
    }
    if (word == "FORMAT" || word == "OUTFILE" || word == "FINAL" || word == "PASTE" ||
        word == "GLOBAL") {
      return Refuse("a clause that is never written", i);
    }
    if (!Sign(i + 1, "(")) return Ok();
    if (Has(kBeforeBracket, word)) return Ok();
    if (word == "numbers" && i > 0 && (Word(i - 1, "FROM") || Word(i - 1, "JOIN"))) return Ok();
    if (IsForbidden(word) || !AllowedFunctions().contains(word)) {
      return Refuse("a function that is not allowed", i);
    }
    if (word == "in" || word == "notIn") return CheckSet(i + 1);
    return Ok();
  }

  /// Behind FROM or JOIN.
  Status CheckTable(std::size_t i, bool is_first) {
    if (Sign(i, "(")) {
      std::size_t inner = i;
      while (Sign(inner, "(")) ++inner;
      return Word(inner, "SELECT") ? Ok() : Refuse("a bracket that is no query", i);
    }
    if (Word(i, "numbers") && Sign(i + 1, "(")) return Ok();
    if (i >= tokens_.size() || tokens_[i].kind != Token::Kind::kWord ||
        schema::FindTable(tokens_[i].text) == nullptr || Sign(i + 1, ".") || Sign(i + 1, "(")) {
      return Refuse("a table that is not ours", i);
    }
    if (!is_first) return Refuse("a table joined without a guard", i);
    std::string_view alias = tokens_[i].text;
    std::size_t next = i + 1;
    if (Word(next, "AS")) {
      if (next + 1 >= tokens_.size()) return Refuse("an alias is missing", next);
      alias = tokens_[next + 1].text;
      next += 2;
    }
    return CheckGuard(next, alias);
  }

  /// Joins that add no rows of their own, then PREWHERE equals(alias.team_id, N) and no more of it.
  Status CheckGuard(std::size_t i, std::string_view alias) {
    int depth = 0;
    for (; i < tokens_.size(); ++i) {
      if (Sign(i, "(") || Sign(i, "[")) ++depth;
      if (Sign(i, ")") || Sign(i, "]")) --depth;
      if (depth < 0 || (depth == 0 && Sign(i, ","))) break;
      if (depth > 0 || tokens_[i].kind != Token::Kind::kWord || Sign(i + 1, ".") ||
          Sign(i - 1, ".")) {
        continue;
      }
      const std::string_view word = tokens_[i].text;
      if (word == "PREWHERE") return CheckCondition(i + 1, alias);
      if (word == "JOIN" && !Word(i - 1, "LEFT") && !Word(i - 1, "INNER")) break;
      if (Has(kAfterFrom, word)) break;
    }
    return Refuse("a table without a guard", i);
  }

  Status CheckCondition(std::size_t i, std::string_view alias) const {
    const bool right = Word(i, "equals") && Sign(i + 1, "(") && i + 6 < tokens_.size() &&
                       tokens_[i + 2].text == alias && Sign(i + 3, ".") && Word(i + 4, "team_id") &&
                       Sign(i + 5, ",") && tokens_[i + 6].text == team_ && Sign(i + 7, ")");
    if (!right) return Refuse("a guard that is not the team's", i);
    const std::size_t end = i + 8;
    constexpr auto kAfter = std::to_array<std::string_view>(
        {"WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET", "SETTINGS"});
    const bool closed = end == tokens_.size() || Sign(end, ")") ||
                        (tokens_[end].kind == Token::Kind::kWord && Has(kAfter, tokens_[end].text));
    return closed ? Ok() : Refuse("a guard with something behind it", end);
  }

  /// The second argument of in(): a name there may be that of a table.
  Status CheckSet(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < tokens_.size(); ++i) {
      if (Sign(i, "(") || Sign(i, "[")) ++depth;
      if (Sign(i, ")") || Sign(i, "]")) --depth;
      if (depth == 0) return Ok();
      if (depth != 1 || !Sign(i, ",")) continue;
      const std::size_t set = i + 1;
      if (set >= tokens_.size()) return Ok();
      std::string_view name = tokens_[set].text;
      if (tokens_[set].kind == Token::Kind::kQuoted) name = name.substr(1, name.size() - 2);
      const bool is_name =
          tokens_[set].kind == Token::Kind::kWord || tokens_[set].kind == Token::Kind::kQuoted;
      if (is_name && Sign(set + 1, ")") && schema::FindTable(name) != nullptr) {
        return Refuse("a table behind IN", set);
      }
      if (is_name && Sign(set + 1, ".") && !name.starts_with("__")) {
        return Refuse("a table of another database behind IN", set);
      }
    }
    return Ok();
  }

  const std::string_view sql_;
  const std::string team_;
  std::vector<Token> tokens_;
};

}  // namespace

Status CheckWall(std::string_view sql, TeamId team_id) {
  return Reader(sql, team_id).Check();
}

}  // namespace tenrec::hogql
