#include "tenrec/hogql/text_faults.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace tenrec::hogql {
namespace {

/// Functions that give a result for every text.
constexpr std::string_view kTotal = R"(
    equals notEquals less greater lessOrEquals greaterOrEquals in notIn and or xor not if multiIf
    caseWithExpression coalesce ifNull nullIf assumeNotNull toNullable isNull isNotNull isDistinctFrom
    isNotDistinctFrom transform least greatest tuple tupleElement array map mapKeys mapValues
    toString toJSONString toTypeName concat concatWithSeparator lower upper lowerUTF8 upperUTF8
    initcap reverse reverseUTF8 toValidUTF8 isValidUTF8 isValidJSON length lengthUTF8 empty notEmpty
    trimLeft trimRight trimBoth substring substringUTF8 leftUTF8 rightUTF8 startsWith endsWith
    position positionCaseInsensitive positionUTF8 positionCaseInsensitiveUTF8 locate countSubstrings
    countSubstringsCaseInsensitive countSubstringsCaseInsensitiveUTF8 replaceAll replaceOne
    splitByChar splitByString splitByWhitespace splitByNonAlpha alphaTokens ngrams tokens ascii
    appendTrailingCharIfAbsent base58Encode base64Encode tryBase58Decode tryBase64Decode hex
    cityHash64 protocol domain domainWithoutWWW topLevelDomain firstSignificantSubdomain
    cutToFirstSignificantSubdomain cutToFirstSignificantSubdomainWithWWW path pathFull queryString
    fragment queryStringAndFragment netloc port cutWWW cutQueryString cutFragment
    cutQueryStringAndFragment extractURLParameter extractURLParameters extractURLParameterNames
    URLHierarchy URLPathHierarchy cutURLParameter encodeURLComponent decodeURLComponent
    encodeURLFormComponent decodeURLFormComponent JSONHas JSONLength JSONType JSONExtract
    JSONExtractBool JSONExtractInt JSONExtractUInt JSONExtractFloat JSONExtractString
    JSONExtractRaw JSONExtractArrayRaw JSONExtractKeys JSONExtractKeysAndValuesRaw
    toInt64OrZero toFloat64OrZero toFloat64OrDefault toUUIDOrDefault parseDateTimeOrNull
    fromModifiedJulianDayOrNull toModifiedJulianDayOrNull has hasAll hasAny hasSubstr
    indexOf countEqual)";

/// Those whose other arguments are patterns; a pattern of the question's own may be wrong.
constexpr std::string_view kMatchers = R"(
    like ilike notLike notILike match extract extractAll extractGroups extractAllGroups
    extractAllGroupsHorizontal extractAllGroupsVertical regexpExtract replaceRegexpAll
    replaceRegexpOne countMatches countMatchesCaseInsensitive splitByRegexp)";

using Words = std::unordered_set<std::string_view>;

Words Split(std::string_view text) {
  Words words;
  while (true) {
    const auto start = text.find_first_not_of(" \n");
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    const auto end = std::min(text.find_first_of(" \n"), text.size());
    words.insert(text.substr(0, end));
    text.remove_prefix(end);
  }
}

bool MayHoldText(const Lowered& arg) {
  switch (arg.type.kind) {
    case TypeKind::kString:
    case TypeKind::kJson:
    case TypeKind::kArray:
    case TypeKind::kTuple:
    case TypeKind::kUnknown:
      return !arg.constant;
    case TypeKind::kBoolean:
    case TypeKind::kInteger:
    case TypeKind::kFloat:
    case TypeKind::kDecimal:
    case TypeKind::kUuid:
    case TypeKind::kDate:
    case TypeKind::kDateTime:
    case TypeKind::kInterval:
      return false;
  }
  return true;
}

}  // namespace

bool MayQuoteTexts(std::string_view clickhouse_function, std::span<const Lowered> args) {
  static const Words total = Split(kTotal);
  static const Words matchers = Split(kMatchers);
  if (total.contains(clickhouse_function) || clickhouse_function.starts_with("array")) return false;
  if (matchers.contains(clickhouse_function) && !args.empty()) args = args.subspan(1);
  return std::ranges::any_of(args, MayHoldText);
}

}  // namespace tenrec::hogql
