#include "tenrec/engine/clickhouse_error.h"

#include <algorithm>
#include <string>

#include "tenrec/base/encoding.h"

namespace tenrec::engine {
namespace {

struct NamedCode {
  std::string_view name;
  ErrorCode code;
};

constexpr NamedCode kCodes[] = {
    {"TIMEOUT_EXCEEDED", ErrorCode::kDeadlineExceeded},
    {"TOO_SLOW", ErrorCode::kDeadlineExceeded},
    {"MEMORY_LIMIT_EXCEEDED", ErrorCode::kResourceExhausted},
    {"TOO_MANY_ROWS", ErrorCode::kResourceExhausted},
    {"TOO_MANY_BYTES", ErrorCode::kResourceExhausted},
    {"TOO_MANY_ROWS_OR_BYTES", ErrorCode::kResourceExhausted},
    {"SET_SIZE_LIMIT_EXCEEDED", ErrorCode::kResourceExhausted},
    {"NOT_ENOUGH_SPACE", ErrorCode::kResourceExhausted},
    {"CANNOT_WRITE_TO_FILE_DESCRIPTOR", ErrorCode::kResourceExhausted},
    {"TOO_MANY_PARTS", ErrorCode::kUnavailable},
    {"TOO_MANY_SIMULTANEOUS_QUERIES", ErrorCode::kUnavailable},
    {"QUERY_WAS_CANCELLED", ErrorCode::kCancelled},
    {"READONLY", ErrorCode::kPermissionDenied},
    {"ACCESS_DENIED", ErrorCode::kPermissionDenied},
    {"TABLE_ALREADY_EXISTS", ErrorCode::kAlreadyExists},
    {"CHECKSUM_DOESNT_MATCH", ErrorCode::kDataLoss},
    {"CORRUPTED_DATA", ErrorCode::kDataLoss},
};

/// The names, or beginnings of names, of what only the statement's author can mend.
constexpr std::string_view kAuthorsFaults[] = {"SYNTAX_ERROR",
                                               "UNKNOWN_",
                                               "ILLEGAL_",
                                               "TYPE_MISMATCH",
                                               "NUMBER_OF_ARG",
                                               "CANNOT_PARSE_",
                                               "CANNOT_CONVERT_",
                                               "CANNOT_READ_ALL_DATA",
                                               "CANNOT_READ_ARRAY_FROM_TEXT",
                                               "CANNOT_READ_MAP_FROM_TEXT",
                                               "CANNOT_CREATE_CHARSET_CONVERTER",
                                               "CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN",
                                               "NOT_IMPLEMENTED",
                                               "BAD_",
                                               "NOT_AN_AGGREGATE",
                                               "NO_COMMON_TYPE",
                                               "NO_SUCH_COLUMN",
                                               "FUNCTION_",
                                               "AMBIGUOUS_",
                                               "MULTIPLE_",
                                               "ARGUMENT_OUT_OF_BOUND",
                                               "DECIMAL_OVERFLOW",
                                               "INVALID_",
                                               "INCORRECT_",
                                               "TOO_LARGE_",
                                               "TOO_FEW_ARG",
                                               "TOO_MANY_ARG",
                                               "TOO_DEEP_",
                                               "TOO_BIG_",
                                               "CYCLIC_ALIASES",
                                               "EMPTY_",
                                               "UNEXPECTED_",
                                               "VALUE_IS_OUT_OF_RANGE",
                                               "DUPLICATE_COLUMN",
                                               "SIZES_OF_",
                                               "AGGREGATE_FUNCTION",
                                               "ZERO_ARRAY_OR_TUPLE_INDEX",
                                               "NOT_FOUND_COLUMN",
                                               "UNSUPPORTED_",
                                               "REQUIRED_",
                                               "PARAMETER_OUT_OF_BOUND",
                                               "LOGICAL_ERROR_IN",
                                               "QUERY_IS_TOO_",
                                               "NAMES_OF_",
                                               "OPTIMIZE_",
                                               "CANNOT_COMPILE_REGEXP"};

ErrorCode CodeOf(std::string_view name) {
  for (const NamedCode& named : kCodes) {
    if (named.name == name) return named.code;
  }
  for (const std::string_view start : kAuthorsFaults) {
    if (name.starts_with(start)) return ErrorCode::kInvalidArgument;
  }
  return ErrorCode::kInternal;
}

/// Where ClickHouse stops speaking of the fault and begins to quote the statement, its own plan or
/// files, which are not what the question's author wrote.
constexpr std::string_view kInternals[] = {
    ": In scope ",
    " In scope ",
    " in scope ",
    ": while executing ",
    ": While executing ",
    ": while processing ",
    ": While processing ",
    ": (while reading ",
    ": While reading ",
    ": In query ",
    " In query ",
    " in query: ",
    ": (in file/uri ",
    " (version ",
    ", Stack trace",
    ". Stack trace",
    " Expected one of: ",
    " Please note that if you specify regex as an SQL string",
    " Untracked memory across all threads"};
/// Longer words quote something.
constexpr std::size_t kMaxWords = 600;

/// The names that the analyzer gives to tables: "__table12.".
void RemoveTableAliases(std::string& words) {
  constexpr std::string_view kAlias = "__table";
  for (std::size_t at = words.find(kAlias); at != std::string::npos; at = words.find(kAlias, at)) {
    std::size_t end = at + kAlias.size();
    while (end < words.size() && words[end] >= '0' && words[end] <= '9') ++end;
    if (end == at + kAlias.size() || end == words.size() || words[end] != '.') {
      at = end;
      continue;
    }
    words.erase(at, end + 1 - at);
  }
}

/// What the author of a question can use of ClickHouse's words.
std::string UsefulPart(std::string_view words) {
  std::size_t end = words.size();
  for (const std::string_view internal : kInternals) end = std::min(end, words.find(internal));
  std::string useful(TrimAscii(words.substr(0, end)));
  RemoveTableAliases(useful);
  if (useful.size() > kMaxWords) {
    useful = std::string(Utf8Prefix(RepairUtf8(useful), kMaxWords)) + "…";
  }
  constexpr std::string_view kEnds = ".!?:;,…";
  if (end != words.size() && !useful.empty() &&
      kEnds.find(useful.back()) == std::string_view::npos) {
    useful += '.';
  }
  return useful;
}

bool IsNameChar(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Error ParseClickHouseError(std::string_view words) {
  words = TrimAscii(words);
  constexpr std::string_view kVersion = " (version ";
  const std::size_t version = words.rfind(kVersion);
  if (version != std::string_view::npos && words.ends_with(')') &&
      words.find(')', version) == words.size() - 1) {
    words = words.substr(0, version);
  }
  Error error{ErrorCode::kInternal, std::string(words), "engine_error", {}};
  constexpr std::string_view kMark = "DB::Exception: ";
  const std::size_t mark = words.find(kMark);
  const std::size_t open = words.rfind('(');
  if (!words.starts_with("Code: ") || mark == std::string_view::npos ||
      open == std::string_view::npos || open < mark || !words.ends_with(')')) {
    return error;
  }
  const std::string_view name = words.substr(open + 1, words.size() - open - 2);
  if (name.empty() || !std::all_of(name.begin(), name.end(), IsNameChar)) return error;
  const std::size_t begin = mark + kMark.size();
  error.code = CodeOf(name);
  error.message = UsefulPart(TrimAscii(words.substr(begin, open - begin)));
  error.tag = ToLowerAscii(name);
  return error;
}

}  // namespace tenrec::engine
