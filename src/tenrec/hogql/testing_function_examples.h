#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/hogql/functions.h"

namespace tenrec::hogql {

/// A question that calls a function in the way it is meant to be called.
struct FunctionExample {
  std::string function;
  std::string question;
  /// The answer is another each time.
  bool varies = false;
};

/// Calls that differ in the name alone.
struct ExampleGroup {
  /// In front of the name, then behind it.
  std::string_view before;
  std::string_view after;
  /// Between blanks; parameters belong to the name.
  std::string_view names;
  /// Written behind each name.
  std::string_view suffix = {};
};

// The rows of aggregations: n is a number, t a later one, c says whether it is none of "buy".
inline constexpr std::string_view kExampleRows =
    " from (select event, length(event) as n, toUnixTimestamp(timestamp) as t, timestamp, "
    "event != 'buy' as c from events order by timestamp)";

inline constexpr std::string_view kOfOneNumber =
    "any anyHeavy anyLast stddevPop stddevSamp varPop varSamp skewSamp skewPop kurtSamp kurtPop "
    "groupBitAnd groupBitOr groupBitXor groupBitmap uniq uniqExact uniqHLL12 uniqTheta "
    "medianExact medianExactLow medianExactHigh medianTiming medianTDigest medianBFloat16 "
    "sumWithOverflow deltaSum groupArray groupUniqArray groupArrayMovingAvg groupArrayMovingSum";
inline constexpr std::string_view kOfTwoNumbers =
    "covarPop covarSamp contingency cramersV cramersVBiasCorrected theilsU simpleLinearRegression "
    "avgWeighted argMin argMax deltaSumTimestamp "
    "medianExactWeighted medianTimingWeighted medianTDigestWeighted medianDeterministic";

inline constexpr ExampleGroup kScalarExamples[] = {
    {"", "(7, 2)",
     "plus minus multiply divide intDiv intDivOrZero modulo moduloOrZero positiveModulo max2 min2 "
     "gcd lcm least greatest pow power atan2 hypot equals notEquals less greater lessOrEquals "
     "greaterOrEquals bitAnd bitOr bitXor bitShiftLeft bitShiftRight bitRotateLeft bitRotateRight "
     "bitTest bitHammingDistance nullif ifnull xor and or coalesce array tuple"},
    {"", "(7)",
     "negate abs sign exp log ln log2 log10 sqrt exp2 exp10 cbrt erf erfc lgamma tgamma cosh sinh "
     "asinh acosh log1p degrees radians factorial intExp2 intExp10 round floor ceil trunc "
     "roundBankers roundToExp2 roundDuration roundAge isFinite isInfinite isNaN toBool toInt "
     "toFloat toString toJSONString toTypeName assumeNotNull toNullable isnull isNotNull not "
     "bitNot bitCount bitPositionsToArray hex formatReadableDecimalSize formatReadableSize "
     "formatReadableQuantity "
     "formatReadableTimeDelta toNullableString _toInt8 _toInt16 _toInt32 _toInt64 _toUInt64 "
     "_toUInt128 _toUInt256 _toNullableBool toFloatOrDefault range toIntervalSecond "
     "toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek toIntervalMonth "
     "toIntervalQuarter toIntervalYear reinterpretAsUInt8 reinterpretAsUInt16 reinterpretAsUInt32 "
     "reinterpretAsUInt64 reinterpretAsUInt128 reinterpretAsUInt256 reinterpretAsInt8 "
     "reinterpretAsInt16 reinterpretAsInt32 reinterpretAsInt64 reinterpretAsInt128 "
     "reinterpretAsInt256 reinterpretAsFloat32 reinterpretAsFloat64 indexHint"},
    {"", "(0.5)", "sin cos tan asin acos atan atanh"},
    {"", "()",
     "e pi now today current_timestamp current_date yesterday rand rowNumberInBlock "
     "rowNumberInAllBlocks h3GetRes0Indexes"},
    {"", "('UTC')", "nowInBlock"},
    {"", "(1.5, 0)", "ifNotFinite"},
    {"", "(true, 1, 2)", "if multiIf"},
    {"", "(7, 7, 'a', 'b')", "_caseWithExpression"},
    {"", "('7.5')", "toFloatOrZero"},
    {"", "('7')", "toIntOrZero"},
    {"", "(7.5, 2)", "toDecimal"},
    {"", "(toDecimal(7, 2), toDecimal(2, 2))", "multiplyDecimal divideDecimal"},
    {"", "('00112233-4455-6677-8899-aabbccddeeff')", "toUUID"},
    {"", "('x', assumeNotNull(toUUID('00112233-4455-6677-8899-aabbccddeeff')))", "toUUIDOrDefault"},
    {"", "('0123456789abcdef')", "reinterpretAsUUID"},
    {"", "(toUUID('018f05c9-4ab8-7b86-b64e-c9f03fbd45d1'))", "UUIDv7ToDateTime"},
    {"", "(2, [1, 2], ['a', 'b'], 'c')", "transform"},
    {"", "(5, 0, 10, 5)", "width_bucket"},
    {"", "(7, [5, 10])", "roundDown"},
    {"", "(1, 0, 2, 4)", "bar"},
    // Dates.
    {"", "(toDateTime('2024-02-29 13:14:15'))",
     "timeZoneOf timeZoneOffset toYear toQuarter toMonth toDayOfYear toDayOfMonth toHour toMinute "
     "toSecond toISOYear toISOWeek toYYYYMM toYYYYMMDD toYYYYMMDDhhmmss monthName toDayOfWeek "
     "toWeek toYearWeek toUnixTimestamp toTime timeSlot toMonday toLastDayOfMonth toLastDayOfWeek "
     "toStartOfYear toStartOfISOYear toStartOfQuarter toStartOfMonth toStartOfWeek toStartOfDay "
     "toStartOfHour toStartOfMinute toStartOfFiveMinutes toStartOfTenMinutes "
     "toStartOfFifteenMinutes toDate to_date toDateTime _toDate toTimeZone"},
    {"", "(toDateTime('2024-02-29 13:14:15.5'))",
     "toStartOfSecond toUnixTimestamp64Milli _toUnixTimestamp64Micro"},
    {"", "('2024-02-29')", "toModifiedJulianDay"},
    {"", "(60369)", "fromModifiedJulianDay"},
    {"", "(1709212455)", "fromUnixTimestamp to_timestamp"},
    {"", "(1709212455000)", "fromUnixTimestamp64Milli"},
    {"", "('month', toDateTime('2024-02-29 13:14:15'))", "dateName date_part dateTrunc date_trunc"},
    {"", "(toDateTime('2024-02-29 13:14:15'), '%Y-%m')", "formatDateTime to_char"},
    {"", "(fromUnixTimestamp(1709212455), reinterpretAsUInt32(3600))", "timeSlots"},
    {"", "('day', toDateTime('2024-02-27 23:00:00'), toDateTime('2024-02-29 13:14:15'))",
     "age dateDiff date_diff"},
    {"", "(toDateTime('2024-02-29 13:14:15'), toIntervalHour(6))",
     "toStartOfInterval timeStampAdd timeStampSub date_add date_subtract"},
    {"",
     "(toIntervalHour(1), toDateTime('2024-02-29 13:14:15'), toDateTime('2024-01-01 00:30:00'))",
     "date_bin"},
    {"", "('Day', 2, toDateTime('2024-02-29 13:14:15'))", "dateAdd dateSub"},
    {"", "(toDateTime('2024-02-29 13:14:15'), 1)",
     "addYears addQuarters addMonths addWeeks addDays addHours addMinutes addSeconds subtractYears "
     "subtractQuarters subtractMonths subtractWeeks subtractDays subtractHours subtractMinutes "
     "subtractSeconds"},
    {"toDateTime('2024-02-29 13:14:15') + ", "(1, 1, 1, 1, 1, 1)", "make_interval"},
    {"", "(2024, 2, 29, 13, 14, 15)", "make_timestamp"},
    {"", "(2024, 2, 29, 13, 14, 15, 'UTC')", "make_timestamptz"},
    {"", "(2024, 2, 29)", "make_date"},
    {"", "('America/New_York', toDateTime('2024-02-29 13:14:15'))", "timezone"},
    {"", "('2024-02-29 13:14:15')", "toDateTime64"},
    {"", "('02/29/2024 13:14:15')", "toDateTimeUS"},
    {"", "('2024/02/29', '%Y/%m/%d')", "parseDateTime"},
    {"", "('29 Feb 2024 13:14')", "parseDateTimeBestEffort"},
    {"", "(toDateTime('2024-02-29 13:14:15'), toIntervalDay(1))", "tumble tumbleStart tumbleEnd"},
    {"", "(toDateTime('2024-02-29 13:14:15'), toIntervalDay(1), toIntervalDay(2))",
     "hop hopStart hopEnd"},
    // Texts.
    {"", "('aB cd')",
     "lower upper lowerUTF8 upperUTF8 reverse reverseUTF8 length lengthUTF8 isValidUTF8 "
     "toValidUTF8 initcap ascii base58Encode base64Encode encodeXMLComponent decodeXMLComponent "
     "extractTextFromHTML empty notEmpty isEmpty isNotEmpty isValidJSON regexpQuoteMeta "
     "splitByWhitespace splitByNonAlpha alphaTokens tokens encodeURLComponent decodeURLComponent "
     "encodeURLFormComponent decodeURLFormComponent trim btrim ltrim trimLeft rtrim trimRight "
     "concat md5 tryBase58Decode tryBase64Decode cityHash64"},
    {"", "('YWI=')", "base64Decode"},
    {"", "('8Qq')", "base58Decode"},
    {"", "('6162')", "unhex"},
    {"", "('abcd', 2)", "left right ngrams repeat"},
    {"", "('abcd', 6, '*')", "lpad rpad leftPad rightPad leftPadUTF8 rightPadUTF8"},
    {"", "('abcd', 2, 2)", "substring substringUTF8"},
    {"", "('{} and {}', 'a', 'b')", "format"},
    {"", "('-', 'a', 'b')", "concatWithSeparator"},
    {"", "('abc', 'utf-8', 'utf-16le')", "convertCharset"},
    {"", "('ab', 'c')", "appendTrailingCharIfAbsent"},
    {"", "('a-b-c', '-', 2)", "split_part"},
    {"", "('-', 'a-b')", "splitByChar splitByString splitByRegexp"},
    {"", "('abc b', 'b')",
     "position positionCaseInsensitive positionUTF8 positionCaseInsensitiveUTF8 countSubstrings "
     "countSubstringsCaseInsensitive countSubstringsCaseInsensitiveUTF8 match extract extractAll "
     "countMatches countMatchesCaseInsensitive startsWith endsWith hasSubsequence "
     "hasSubsequenceCaseInsensitive hasSubsequenceUTF8 hasSubsequenceCaseInsensitiveUTF8 "
     "ngramDistance ngramDistanceCaseInsensitive ngramDistanceUTF8 "
     "ngramDistanceCaseInsensitiveUTF8 ngramSearch ngramSearchCaseInsensitive ngramSearchUTF8 "
     "ngramSearchCaseInsensitiveUTF8 like ilike notLike notILike hasToken hasTokenCaseInsensitive "
     "hasTokenOrNull hasTokenCaseInsensitiveOrNull"},
    {"", "('b', 'abc b')", "locate"},
    {"", "('abc b', ['b', 'c'])",
     "multiSearchAllPositions multiSearchAllPositionsUTF8 multiSearchAllPositionsCaseInsensitive "
     "multiSearchAllPositionsCaseInsensitiveUTF8 multiSearchFirstPosition "
     "multiSearchFirstPositionUTF8 multiSearchFirstPositionCaseInsensitive "
     "multiSearchFirstPositionCaseInsensitiveUTF8 multiSearchFirstIndex multiSearchFirstIndexUTF8 "
     "multiSearchFirstIndexCaseInsensitive multiSearchFirstIndexCaseInsensitiveUTF8 "
     "multiSearchAny multiSearchAnyUTF8 multiSearchAnyCaseInsensitive "
     "multiSearchAnyCaseInsensitiveUTF8 multiMatchAny multiMatchAnyIndex hasAllTokens "
     "hasAnyTokens"},
    {"arraySort(", "('abc b', ['b', 'c']))", "multiMatchAllIndices"},
    {"", "('abcdefgh', 1, ['abcxefgh'])", "multiFuzzyMatchAny"},
    {"", "('abcdefgh', 1, ['other', 'abcxefgh'])",
     "multiFuzzyMatchAnyIndex multiFuzzyMatchAllIndices"},
    {"", "('a1b2', '([a-z])([0-9])')",
     "extractAllGroupsHorizontal extractAllGroupsVertical extractGroups extractAllGroups "
     "regexpExtract"},
    {"", "('abcabc', 'b', 'x')",
     "replace replaceAll replaceOne replaceRegexpAll replaceRegexpOne translate translateUTF8"},
    {"", "('from 10.0.0.1 to 192.168.1.255, not 1.2.3')", "extractIPv4Substrings"},
    {"", "('de')", "languageCodeToName"},
    {"", "('v1.2.3')", "sortableSemver"},
    // JSON.
    {"", "('{\"a\": {\"b\": [1, 2]}}', 'a')",
     "JSONHas JSONLength JSONType JSONExtractRaw JSONExtractKeys JSONExtractKeysAndValuesRaw"},
    {"", "('{\"a\": 1}', 'a')",
     "JSONExtractUInt JSONExtractInt JSONExtractFloat JSONExtractBool JSONExtractString"},
    {"", "('[1, \"x\"]')", "JSONArrayLength JSONExtractArrayRaw"},
    {"", "('{\"a\": 1}', 'a', 'Nullable(Int64)')", "JSONExtract"},
    {"", "('{\"a\": 1}', 'Int64')", "JSONExtractKeysAndValues"},
    {"", "('{\"a\": 1}', '$.a')", "JSON_VALUE"},
    {"", "('{\"a\": 1, \"b\": 2}', 2)", "JSONExtractKey"},
    // Lists.
    {"", "([3, 1, 2, 2])",
     "arrayEnumerate arrayPopBack arrayPopFront arrayDifference arrayDistinct arrayEnumerateDense "
     "arrayReverse arrayCompact arrayProduct arraySort arrayReverseSort arrayUniq arrayIntersect "
     "arrayCumSum arrayCumSumNonNegative arrayMin arrayMax arraySum arrayAvg arrayStringConcat "
     "arrayJoin arrayExists arrayAll arrayCount L1Norm L2Norm LinfNorm"},
    {"", "([3, 1, 2, 2], 2)",
     "arrayElement has indexOf countEqual arrayPushBack arrayPushFront arrayRotateLeft "
     "arrayRotateRight arrayResize arraySlice"},
    {"", "([3, 1, 2], [1, 2, 2])",
     "hasAll hasAny hasSubstr arrayConcat arrayEnumerateUniq arrayZip L1Distance L2Distance "
     "LinfDistance cosineDistance dotProduct"},
    {"", "([0.1, 0.4, 0.3], [0, 1, 0])", "arrayAUC"},
    {"", "(2, 'a')", "arrayWithConstant"},
    {"", "([[1], [2, 3]])", "arrayFlatten"},
    {"", "('sum', [1, 2])", "arrayReduce"},
    {"", "(x -> x > 1, [3, 1, 2])",
     "arrayFilter arrayMap arrayFill arraySplit arrayReverseFill arrayReverseSplit arrayFirst "
     "arrayLast arrayFirstIndex arrayLastIndex"},
    {"", "((sum, x) -> sum + x, [1, 2], _toInt64(0))", "arrayFold"},
    {"", "(1, 5, 2)", "generateSeries"},
    {"", "(1, [1, 2])", "in notIn"},
    // Maps, tuples, bits.
    {"", "('a', 1)", "map"},
    {"", "(map('a', 1))", "mapKeys mapValues"},
    {"", "(['a'], [1])", "mapFromArrays"},
    {"", "(map('a', 3), map('a', 1))", "mapAdd mapSubtract mapUpdate"},
    {"", "(map(1, 1, 3, 3))", "mapPopulateSeries"},
    {"", "(map('ab', 1), 'ab')", "mapContains mapContainsKeyLike mapExtractKeyLike"},
    {"", "((k, v) -> (k, v + 1), map('a', 1))", "mapApply"},
    {"", "((k, v) -> v > 0, map('a', 1))", "mapFilter"},
    {"", "(tuple(1, 'b'), 2)", "tupleElement"},
    {"", "(tuple(1, 'b'))", "untuple"},
    {"", "(tuple(1, 2), tuple(3, 5))",
     "tupleHammingDistance tuplePlus tupleMinus tupleMultiply tupleDivide"},
    {"", "(tuple(1, 2), 2)", "tupleMultiplyByNumber tupleDivideByNumber LpNorm LpNormalize"},
    {"", "(tuple(3, 4))",
     "tupleToNameValuePairs tupleNegate L1Normalize L2Normalize LinfNormalize"},
    {"", "(tuple(1, 2), tuple(3, 5), 2)", "LpDistance"},
    {"", "('abcd', 1, 8)", "bitSlice"},
    {"", "(7, 0, 1)", "bitTestAll bitTestAny"},
    {"toTypeName(", "([1, 2]))", "bitmapBuild"},
    {"", "(bitmapBuild([1, 2]))", "bitmapToArray bitmapCardinality bitmapMin bitmapMax"},
    {"bitmapToArray(", "(bitmapBuild([1, 2, 3]), 2, 3))",
     "bitmapSubsetInRange bitmapSubsetLimit subBitmap"},
    {"bitmapToArray(",
     "(bitmapBuild([reinterpretAsUInt32(1)]), [reinterpretAsUInt32(1)], "
     "[reinterpretAsUInt32(9)]))",
     "bitmapTransform"},
    {"", "(bitmapBuild([1, 2]), 1)", "bitmapContains"},
    {"", "(bitmapBuild([1, 2]), bitmapBuild([2, 3]))",
     "bitmapHasAny bitmapHasAll bitmapAndCardinality bitmapOrCardinality bitmapXorCardinality "
     "bitmapAndnotCardinality"},
    {"bitmapToArray(", "(bitmapBuild([1, 2]), bitmapBuild([2, 3])))",
     "bitmapAnd bitmapOr bitmapXor bitmapAndnot"},
    // Addresses and places.
    {"", "('https://www.a.example.co.uk:8080/p/q?x=1&y=2#f')",
     "protocol domain domainWithoutWWW topLevelDomain firstSignificantSubdomain "
     "cutToFirstSignificantSubdomain cutToFirstSignificantSubdomainWithWWW path pathFull "
     "queryString fragment queryStringAndFragment extractURLParameters extractURLParameterNames "
     "URLHierarchy URLPathHierarchy netloc cutWWW cutQueryString cutFragment "
     "cutQueryStringAndFragment port"},
    {"", "('https://x.org/?x=1&y=2', 'x')", "extractURLParameter cutURLParameter"},
    {"", "(0, 0, 10, 10)", "greatCircleDistance geoDistance greatCircleAngle"},
    {"", "(0.5, 0.5, 10.5, 10.5)", "h3PointDistM h3PointDistKm h3PointDistRads"},
    {"", "(1.5, 1.5, 0.5, 0.5, 2.5, 2.5)", "pointInEllipses"},
    {"", "(tuple(2, 1), [tuple(0, 0), tuple(4, 0), tuple(4, 4)])", "pointInPolygon"},
    {"", "(-5.6, 42.6, 4)", "geohashEncode"},
    {"", "('ezs4')", "geohashDecode"},
    {"", "(24.48, 40.56, 24.785, 40.81, 4)", "geohashesInBox"},
    {"", "(_toUInt64(599686042433355775))",
     "h3IsValid h3GetResolution h3GetBaseCell h3ToGeo h3ToGeoBoundary h3ToString h3IsResClassIII "
     "h3IsPentagon h3GetFaces h3CellAreaM2 h3CellAreaRads2 h3GetUnidirectionalEdgesFromHexagon"},
    {"", "(4)",
     "h3EdgeAngle h3EdgeLengthM h3EdgeLengthKm h3HexAreaM2 h3HexAreaKm2 h3NumHexagons "
     "h3GetPentagonIndexes"},
    {"", "(_toUInt64(1248204388774707199))",
     "h3UnidirectionalEdgeIsValid h3GetOriginIndexFromUnidirectionalEdge "
     "h3GetDestinationIndexFromUnidirectionalEdge h3GetIndexesFromUnidirectionalEdge "
     "h3GetUnidirectionalEdgeBoundary h3ExactEdgeLengthM h3ExactEdgeLengthKm "
     "h3ExactEdgeLengthRads"},
    {"", "('89184926cc3ffff')", "stringToH3"},
    {"", "(37.79506683, 55.71290588, 15)", "geoToH3"},
    {"", "(_toUInt64(599686042433355775), reinterpretAsUInt16(1))", "h3kRing h3HexRing"},
    {"", "(_toUInt64(599686042433355775), 4)", "h3ToParent"},
    {"", "(_toUInt64(599686042433355775), 6)", "h3ToChildren h3ToCenterChild"},
    {"", "(_toUInt64(599686042433355775), _toUInt64(599686043507097599))",
     "h3IndexesAreNeighbors h3Line h3Distance h3GetUnidirectionalEdge"},
    // Functions made of HogQL.
    {"", "('', 'cpc', 'google', 'www.google.com', false, false, null)",
     "_defaultChannelType _channel"},
    {"", "('google.com')",
     "_domainType lookupDomainType lookupPaidSourceType "
     "lookupOrganicSourceType"},
    {"", "('email')", "lookupPaidMediumType lookupOrganicMediumType"},
    {"", "('Mozilla/5.0 (compatible; GPTBot/1.0)')",
     "getBotOperator isLikelyBot getTrafficType getTrafficCategory getBotType getBotName "
     "__preview_getBotType"},
    {"", "([1, 2])", "sparkline"},
    {"", "('s1', 'active')", "recordingButton"},
    {"", "('{}')", "explainCSPReport"},
};

inline constexpr ExampleGroup kEventExamples[] = {
    {"", "(1)", "getSurveyResponse"},
    {"", "('EUR', 'USD', 10, toDate('2024-02-01'))", "convertCurrency"},
    {"", "('x')", "uniqueSurveySubmissionsFilter"},
    {"", "() over (order by timestamp)", "rank dense_rank row_number"},
    {"", "(event) over (order by timestamp)",
     "first_value last_value lagInFrame leadInFrame lag lead"},
    {"", "(event, 1) over (order by timestamp)", "nth_value"},
};

inline constexpr ExampleGroup kAggregateExamples[] = {
    {"", "()", "count"},
    {"", "(event)", "countDistinct"},
    {"", "(n)", "min max sum avg median json_agg array_agg every"},
    {"", "(n)", kOfOneNumber},
    {"", "(n, c)", kOfOneNumber, "If"},
    {"", "(n, t)", kOfTwoNumbers},
    {"", "(n, t)", "corr"},
    {"", "(n, n + 2)", "maxIntersections maxIntersectionsPosition"},
    {"", "(n, n + 2, c)", "maxIntersections maxIntersectionsPosition", "If"},
    {"", "(n, t, c)", kOfTwoNumbers, "If"},
    {"", "(event, n)", "groupArrayInsertAt"},
    {"", "(event, n, c)", "groupArrayInsertAt", "If"},
    {"", "([n])", "avgArray medianArray groupUniqArrayArray"},
    {"", "([n], c)", "groupUniqArrayArray", "If"},
    {"", "(map(event, n))", "uniqMap"},
    {"", "(event, '-')", "string_agg"},
    {"", "(n)", "quantile(0.5) quantileExact(0.5) quantiles(0.5,0.9)"},
    {"", "(n, c)", "quantileIf(0.5) quantilesIf(0.5,0.9)"},
    {"", "(event)", "topK(2)"},
    {"length(", "(n))", "groupArraySample(2)"},
    {"length(", "(n, c))", "groupArraySampleIf(2)"},
    {"", "(t, event = '$pageview', event = 'buy')", "windowFunnel(3600)"},
    {"", " within group (order by n)", "percentile_cont(0.5) percentile_disc(0.5)"},
    {"toTypeName(", "(n))", "uniqExactState uniqState quantilesState(0.5) groupBitmapState"},
    {"toTypeName(", "(n, c))", "uniqStateIf quantilesStateIf(0.5)"},
    {"toTypeName(", "(n, t))", "argMinState argMaxState"},
};

/// What is merged, and the state that it is made of.
struct MergeExample {
  std::string_view merge;
  std::string_view state;
};

inline constexpr MergeExample kMergeExamples[] = {
    {"sumMapMerge(s)", "any(arrayReduce('sumMapState', [map('a', 1)]))"},
    {"sumMapMergeIf(s, c)", "any(arrayReduce('sumMapState', [map('a', 1)]))"},
    {"uniqMapMerge(s)", "any(arrayReduce('uniqMapState', [map('a', 1)]))"},
    {"uniqMapMergeIf(s, c)", "any(arrayReduce('uniqMapState', [map('a', 1)]))"},
    {"uniqExactMerge(s)", "uniqExactState(n)"},
    {"uniqMerge(s)", "uniqState(n)"},
    {"uniqMergeIf(s, c)", "uniqState(n)"},
    {"argMinMerge(s)", "argMinState(n, t)"},
    {"argMaxMerge(s)", "argMaxState(n, t)"},
    {"quantilesMerge(0.5)(s)", "quantilesState(0.5)(n)"},
    {"quantilesMergeIf(0.5)(s, c)", "quantilesState(0.5)(n)"},
    {"groupBitmapAnd(s)", "groupBitmapState(n)"},
    {"groupBitmapAndIf(s, c)", "groupBitmapState(n)"},
    {"groupBitmapOr(s)", "groupBitmapState(n)"},
    {"groupBitmapOrIf(s, c)", "groupBitmapState(n)"},
    {"groupBitmapXor(s)", "groupBitmapState(n)"},
    {"groupBitmapXorIf(s, c)", "groupBitmapState(n)"},
    {"toTypeName(groupBitmapAndState(s))", "groupBitmapState(n)"},
    {"toTypeName(groupBitmapOrState(s))", "groupBitmapState(n)"},
};

inline std::string_view NameIn(std::string_view call) {
  if (call.starts_with("toTypeName(")) call.remove_prefix(std::string_view("toTypeName(").size());
  return call.substr(0, call.find('('));
}

/// avg, sum, …, and the combinators behind it; no combinators when it is made of no such thing.
inline std::pair<std::string_view, std::vector<std::string_view>> TakenApart(
    std::string_view name) {
  constexpr std::string_view kBases[] = {"countDistinct", "count", "avg",    "sum",
                                         "min",           "max",   "median", "uniqMap"};
  constexpr std::string_view kSuffixes[] = {"If",      "Array",     "Map",    "State",  "Merge",
                                            "ForEach", "OrDefault", "OrNull", "ArgMin", "ArgMax"};
  for (const std::string_view base : kBases) {
    if (!name.starts_with(base)) continue;
    std::string_view rest = name.substr(base.size());
    std::vector<std::string_view> suffixes;
    while (!rest.empty()) {
      const auto* const next = std::ranges::find_if(
          kSuffixes, [&](std::string_view suffix) { return rest.starts_with(suffix); });
      if (next == std::end(kSuffixes)) return {};
      suffixes.push_back(*next);
      rest.remove_prefix(next->size());
    }
    return {base, suffixes};
  }
  return {};
}

/// Whether the aggregation is one of those made of another and combinators: sumArrayOrNullIf.
inline bool IsCombined(std::string_view function) {
  return !TakenApart(function).second.empty();
}

/// Aggregations that merge states which nothing in HogQL makes of rows; stored ones are none of
/// ours.
inline bool HasNoState(std::string_view function) {
  if (function == "uniqUpToMerge" || function.find("MapMerge") != std::string_view::npos) {
    return !function.starts_with("avg");
  }
  return function.ends_with("MergeOrNull") && !function.starts_with("count");
}

inline std::string CombinedQuestion(const std::string& name) {
  const auto [base, suffixes] = TakenApart(name);
  const bool counts = base == "count";
  std::string value = counts ? "" : base == "uniqMap" ? "map(event, n)" : "n";
  std::string made(base);
  std::string args;
  std::string source(kExampleRows);
  bool is_state = false;
  const auto add = [&](std::string_view more) {
    args.append(args.empty() || more.empty() ? "" : ", ").append(more);
  };
  for (const std::string_view suffix : suffixes) {
    if (suffix == "Array" || suffix == "ForEach") value = "[n]";
    if (suffix == "Map") value = "map(event, n)";
    if (suffix == "ArgMin" || suffix == "ArgMax") value.append(value.empty() ? "t" : ", t");
    if (suffix == "State") is_state = true;
    if (suffix == "Merge") {
      std::string states = " from (select ";
      states.append(made).append("State(").append(value).append(") as s, true as c");
      states.append(source).append(")");
      source = std::move(states);
      value = "s";
    }
    if (suffix == "If") {
      add(value);
      value = "c";
    }
    made += suffix;
  }
  add(value);
  const std::string call = name + "(" + args + ")";
  return "select " + (is_state ? "toTypeName(" + call + ")" : call) + source;
}

inline void AddExamples(const ExampleGroup& group, std::string_view select, std::string_view rows,
                        std::vector<FunctionExample>& out) {
  constexpr std::string_view kVaries[] = {"now",        "today",           "current_timestamp",
                                          "rand",       "yesterday",       "current_date",
                                          "nowInBlock", "h3GetRes0Indexes"};
  std::string_view rest = group.names;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    FunctionExample example;
    example.function = std::string(NameIn(word)) + std::string(group.suffix);
    example.question = std::string(select);
    example.question.append(group.before).append(word).append(group.suffix).append(group.after);
    example.question.append(rows);
    example.varies = std::ranges::find(kVaries, example.function) != std::end(kVaries);
    out.push_back(std::move(example));
  }
}

/// For every function and macro, one.
inline std::vector<FunctionExample> FunctionExamples() {
  std::vector<FunctionExample> out;
  for (const auto& group : kScalarExamples) AddExamples(group, "select ", "", out);
  for (const auto& group : kEventExamples) {
    AddExamples(group, "select ", " from events order by timestamp limit 1", out);
  }
  for (const auto& group : kAggregateExamples) AddExamples(group, "select ", kExampleRows, out);
  for (const auto& [merge, state] : kMergeExamples) {
    FunctionExample example;
    example.function = NameIn(merge);
    example.question.append("select ").append(merge).append(" from (select ").append(state);
    example.question.append(" as s, true as c").append(kExampleRows).append(")");
    out.push_back(std::move(example));
  }
  std::vector<std::string> combined;
  ForEachFunction([&](const Function& function) {
    if (IsCombined(function.name) && !HasNoState(function.name)) combined.push_back(function.name);
  });
  std::sort(combined.begin(), combined.end());
  for (const std::string& name : combined) out.push_back({name, CombinedQuestion(name)});
  return out;
}

}  // namespace tenrec::hogql
