#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::hogql {

/// Words with a meaning of their own. Most may also be used as names.
enum class Keyword : std::uint8_t {
  kNone,
  kAll,
  kAnd,
  kAnti,
  kAny,
  kArray,
  kAs,
  kAsc,
  kAscending,
  kAsof,
  kBetween,
  kBoth,
  kBy,
  kCase,
  kCast,
  kCatch,
  kCohort,
  kCollate,
  kColumns,
  kCross,
  kCube,
  kCurrent,
  kDate,
  kDay,
  kDesc,
  kDescending,
  kDistinct,
  kElse,
  kEnd,
  kExcept,
  kExclude,
  kExtract,
  kFill,
  kFilter,
  kFinal,
  kFinally,
  kFirst,
  kFn,
  kFollowing,
  kFor,
  kFrom,
  kFull,
  kFun,
  kGroup,
  kGrouping,
  kHaving,
  kHour,
  kId,
  kIf,
  kIgnore,
  kIlike,
  kIn,
  kInclude,
  kInf,
  kInfinity,
  kInner,
  kInterpolate,
  kIntersect,
  kInterval,
  kIs,
  kJoin,
  kKey,
  kLambda,
  kLast,
  kLeading,
  kLeft,
  kLet,
  kLike,
  kLimit,
  kLocal,
  kMaterialized,
  kMinute,
  kMonth,
  kName,
  kNan,
  kNatural,
  kNot,
  kNull,
  kNulls,
  kOffset,
  kOn,
  kOr,
  kOrder,
  kOuter,
  kOver,
  kPartition,
  kPivot,
  kPositional,
  kPreceding,
  kPrewhere,
  kQualify,
  kQuarter,
  kRange,
  kRecursive,
  kReplace,
  kReturn,
  kRight,
  kRollup,
  kRow,
  kRows,
  kSample,
  kSecond,
  kSelect,
  kSemi,
  kSets,
  kSettings,
  kStep,
  kSubstring,
  kThen,
  kThrow,
  kTies,
  kTime,
  kTimestamp,
  kTo,
  kTop,
  kTotals,
  kTrailing,
  kTrim,
  kTruncate,
  kTry,
  kTryCast,
  kUnbounded,
  kUnion,
  kUnpivot,
  kUsing,
  kValues,
  kWeek,
  kWhen,
  kWhere,
  kWhile,
  kWindow,
  kWith,
  kWithin,
  kYear,
  kYyyy,
  kZone,
};

/// The keyword that a word spells in any case, or kNone.
Keyword FindKeyword(std::string_view word);

/// Whether the keyword is never a name.
bool IsReserved(Keyword keyword);

enum class TokenKind : std::uint8_t {
  kEnd,
  kWord,             // identifier or keyword
  kQuotedWord,       // `…` or "…"
  kString,           // '…'
  kDecimal,          // 12
  kOctal,            // 017, which counts as 17
  kHex,              // 0x1f
  kBinary,           // 0b101
  kOctalPrefix,      // 0o17, always refused
  kMalformedNumber,  // 0b22
  kFloat,            // 1e5, 0x1p3; 1.5 is three tokens
  kArrow,            // ->
  kStar,
  kDoubleColon,
  kAssign,  // :=
  kColon,
  kComma,
  kConcat,  // ||
  kDash,
  kDot,
  kEq,     // = and ==
  kNotEq,  // != and <>
  kLt,
  kLtEq,
  kGt,
  kGtEq,
  kNullSafeEq,  // <=>
  kRegex,       // ~ and =~
  kNotRegex,    // !~
  kIRegex,      // ~* and =~*
  kNotIRegex,   // !~*
  kNullishDot,  // ?.
  kNullish,     // ??
  kQuestion,
  kPercent,
  kPlus,
  kSlash,
  kHash,
  kSemicolon,
  kOpenParen,
  kCloseParen,
  kOpenBracket,
  kCloseBracket,
  kOpenBrace,
  kCloseBrace,
  kTemplateOpen,      // f'
  kTemplateClose,     // the quote that ends it
  kFullTemplateOpen,  // F'
  kText,              // text of a template or of a tag
  kTagOpen,           // < before a tag's name
  kTagCloseOpen,      // </
  kTagEnd,            // > of a tag
  kTagSelfEnd,        // />
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Keyword keyword = Keyword::kNone;
  TextRange range;
  /// The source text, quotes included.
  std::string_view text;
};

/// Cuts HogQL into tokens; the last one is kEnd.
/// Errors: kInvalidArgument (syntax_error) at a character that begins no token.
/// Source: docs/spec/hogql.md, 1.
Result<std::vector<Token>> Tokenize(std::string_view text);

/// The value of a quoted token or a template's text: quotes removed, escapes read.
std::string Unquote(const Token& token);

}  // namespace tenrec::hogql
