// The words of the language: docs/spec/hogql.md, 1.

#include <algorithm>
#include <array>
#include <cctype>

#include "tenrec/hogql/token.h"

namespace tenrec::hogql {
namespace {

struct KeywordEntry {
  std::string_view word;
  Keyword keyword;
};

// In alphabetical order, for binary search.
constexpr auto kKeywords = std::to_array<KeywordEntry>({
    {"ALL", Keyword::kAll},
    {"AND", Keyword::kAnd},
    {"ANTI", Keyword::kAnti},
    {"ANY", Keyword::kAny},
    {"ARRAY", Keyword::kArray},
    {"AS", Keyword::kAs},
    {"ASC", Keyword::kAsc},
    {"ASCENDING", Keyword::kAscending},
    {"ASOF", Keyword::kAsof},
    {"BETWEEN", Keyword::kBetween},
    {"BOTH", Keyword::kBoth},
    {"BY", Keyword::kBy},
    {"CASE", Keyword::kCase},
    {"CAST", Keyword::kCast},
    {"CATCH", Keyword::kCatch},
    {"COHORT", Keyword::kCohort},
    {"COLLATE", Keyword::kCollate},
    {"COLUMNS", Keyword::kColumns},
    {"CROSS", Keyword::kCross},
    {"CUBE", Keyword::kCube},
    {"CURRENT", Keyword::kCurrent},
    {"DATE", Keyword::kDate},
    {"DAY", Keyword::kDay},
    {"DESC", Keyword::kDesc},
    {"DESCENDING", Keyword::kDescending},
    {"DISTINCT", Keyword::kDistinct},
    {"ELSE", Keyword::kElse},
    {"END", Keyword::kEnd},
    {"EXCEPT", Keyword::kExcept},
    {"EXCLUDE", Keyword::kExclude},
    {"EXTRACT", Keyword::kExtract},
    {"FILL", Keyword::kFill},
    {"FILTER", Keyword::kFilter},
    {"FINAL", Keyword::kFinal},
    {"FINALLY", Keyword::kFinally},
    {"FIRST", Keyword::kFirst},
    {"FN", Keyword::kFn},
    {"FOLLOWING", Keyword::kFollowing},
    {"FOR", Keyword::kFor},
    {"FROM", Keyword::kFrom},
    {"FULL", Keyword::kFull},
    {"FUN", Keyword::kFun},
    {"GROUP", Keyword::kGroup},
    {"GROUPING", Keyword::kGrouping},
    {"HAVING", Keyword::kHaving},
    {"HOUR", Keyword::kHour},
    {"ID", Keyword::kId},
    {"IF", Keyword::kIf},
    {"IGNORE", Keyword::kIgnore},
    {"ILIKE", Keyword::kIlike},
    {"IN", Keyword::kIn},
    {"INCLUDE", Keyword::kInclude},
    {"INF", Keyword::kInf},
    {"INFINITY", Keyword::kInfinity},
    {"INNER", Keyword::kInner},
    {"INTERPOLATE", Keyword::kInterpolate},
    {"INTERSECT", Keyword::kIntersect},
    {"INTERVAL", Keyword::kInterval},
    {"IS", Keyword::kIs},
    {"JOIN", Keyword::kJoin},
    {"KEY", Keyword::kKey},
    {"LAMBDA", Keyword::kLambda},
    {"LAST", Keyword::kLast},
    {"LEADING", Keyword::kLeading},
    {"LEFT", Keyword::kLeft},
    {"LET", Keyword::kLet},
    {"LIKE", Keyword::kLike},
    {"LIMIT", Keyword::kLimit},
    {"LOCAL", Keyword::kLocal},
    {"MATERIALIZED", Keyword::kMaterialized},
    {"MINUTE", Keyword::kMinute},
    {"MONTH", Keyword::kMonth},
    {"NAME", Keyword::kName},
    {"NAN", Keyword::kNan},
    {"NATURAL", Keyword::kNatural},
    {"NOT", Keyword::kNot},
    {"NULL", Keyword::kNull},
    {"NULLS", Keyword::kNulls},
    {"OFFSET", Keyword::kOffset},
    {"ON", Keyword::kOn},
    {"OR", Keyword::kOr},
    {"ORDER", Keyword::kOrder},
    {"OUTER", Keyword::kOuter},
    {"OVER", Keyword::kOver},
    {"PARTITION", Keyword::kPartition},
    {"PIVOT", Keyword::kPivot},
    {"POSITIONAL", Keyword::kPositional},
    {"PRECEDING", Keyword::kPreceding},
    {"PREWHERE", Keyword::kPrewhere},
    {"QUALIFY", Keyword::kQualify},
    {"QUARTER", Keyword::kQuarter},
    {"RANGE", Keyword::kRange},
    {"RECURSIVE", Keyword::kRecursive},
    {"REPLACE", Keyword::kReplace},
    {"RETURN", Keyword::kReturn},
    {"RIGHT", Keyword::kRight},
    {"ROLLUP", Keyword::kRollup},
    {"ROW", Keyword::kRow},
    {"ROWS", Keyword::kRows},
    {"SAMPLE", Keyword::kSample},
    {"SECOND", Keyword::kSecond},
    {"SELECT", Keyword::kSelect},
    {"SEMI", Keyword::kSemi},
    {"SETS", Keyword::kSets},
    {"SETTINGS", Keyword::kSettings},
    {"STEP", Keyword::kStep},
    {"SUBSTRING", Keyword::kSubstring},
    {"THEN", Keyword::kThen},
    {"THROW", Keyword::kThrow},
    {"TIES", Keyword::kTies},
    {"TIME", Keyword::kTime},
    {"TIMESTAMP", Keyword::kTimestamp},
    {"TO", Keyword::kTo},
    {"TOP", Keyword::kTop},
    {"TOTALS", Keyword::kTotals},
    {"TRAILING", Keyword::kTrailing},
    {"TRIM", Keyword::kTrim},
    {"TRUNCATE", Keyword::kTruncate},
    {"TRY", Keyword::kTry},
    {"TRY_CAST", Keyword::kTryCast},
    {"UNBOUNDED", Keyword::kUnbounded},
    {"UNION", Keyword::kUnion},
    {"UNPIVOT", Keyword::kUnpivot},
    {"USING", Keyword::kUsing},
    {"VALUES", Keyword::kValues},
    {"WEEK", Keyword::kWeek},
    {"WHEN", Keyword::kWhen},
    {"WHERE", Keyword::kWhere},
    {"WHILE", Keyword::kWhile},
    {"WINDOW", Keyword::kWindow},
    {"WITH", Keyword::kWith},
    {"WITHIN", Keyword::kWithin},
    {"YEAR", Keyword::kYear},
    {"YYYY", Keyword::kYyyy},
    {"ZONE", Keyword::kZone},
});
constexpr std::size_t kLongestKeyword = 12;

}  // namespace

Keyword FindKeyword(std::string_view word) {
  if (word.size() > kLongestKeyword || word.size() < 2) return Keyword::kNone;
  std::array<char, kLongestKeyword> upper{};
  for (std::size_t i = 0; i < word.size(); ++i) {
    upper[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[i])));
  }
  const std::string_view key(upper.data(), word.size());
  const auto* const found =
      std::lower_bound(kKeywords.begin(), kKeywords.end(), key,
                       [](const KeywordEntry& a, std::string_view b) { return a.word < b; });
  return found != kKeywords.end() && found->word == key ? found->keyword : Keyword::kNone;
}

bool IsReserved(Keyword keyword) {
  switch (keyword) {
    case Keyword::kNull:
    case Keyword::kInf:
    case Keyword::kInfinity:
    case Keyword::kNan:
    case Keyword::kCatch:
    case Keyword::kExcept:
    case Keyword::kFinally:
    case Keyword::kFn:
    case Keyword::kFun:
    case Keyword::kIntersect:
    case Keyword::kLet:
    case Keyword::kMaterialized:
    case Keyword::kThrow:
    case Keyword::kTry:
    case Keyword::kWhile:
    case Keyword::kWithin:
      return true;
    default:
      return false;
  }
}

}  // namespace tenrec::hogql
