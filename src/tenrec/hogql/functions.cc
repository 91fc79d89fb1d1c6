#include "tenrec/hogql/functions.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/hogql/macros.h"
#include "tenrec/hogql/names.h"

namespace tenrec::hogql {
namespace {

// One word a function, in the notation of the specification:
//   name(n) exactly n arguments, name(a-b), name(a+); [n], [a-b], [a+] parameters;
//   ~ any case; @ takes the project's zone; ? may be NULL by itself; ! is never NULL; =other the
//   name in ClickHouse.
// The headings give the type of the result.
struct Group {
  TypeKind result;
  std::string_view functions;
};

constexpr Group kScalars[] = {
    {TypeKind::kUnknown, R"(
      plus(2) minus(2) multiply(2) divide(2) intDivOrZero(2) modulo(2) moduloOrZero(2)
      positiveModulo(2) negate(1) abs(1)~ max2(2)~ min2(2)~
      if(3)~ multiIf(3+) _caseWithExpression(3+)=caseWithExpression
      coalesce(1+)~ ifnull(2)~=ifNull nullif(2)~?=nullIf assumeNotNull(1)! toNullable(1)?
      reinterpretAsUInt128(1) reinterpretAsUInt256(1) reinterpretAsInt128(1) reinterpretAsInt256(1)
      transform(3-4)? least(2)~ greatest(2)~ indexHint(1) nowInBlock(1)
      JSONExtract(2+)? arrayElement(2) arrayReduce(2+)? arrayFold(3+)? arrayFirst(2+) arrayLast(2+)
      arrayMin(1-2) arrayMax(1-2) arraySum(1-2) arrayAvg(1-2) arrayProduct(1) arrayJoin(1)
      tupleElement(2-3)? untuple(1)? dotProduct(2)
      first_value(1)? last_value(1)? nth_value(2)? lagInFrame(1-3)? leadInFrame(1-3)?
      lag(1-3)?=lagInFrame lead(1-3)?=leadInFrame
      subBitmap(3) bitmapBuild(1) bitmapSubsetInRange(3) bitmapSubsetLimit(3) bitmapTransform(3)
      bitmapAnd(2) bitmapOr(2) bitmapXor(2) bitmapAndnot(2)
      bitAnd(2) bitOr(2) bitXor(2) bitShiftLeft(2) bitShiftRight(2) bitRotateLeft(2)
      bitRotateRight(2) bitNot(1) bitSlice(3)
      tumble(2) hop(3) round(1-2)~ floor(1-2)~ ceil(1-2)~ trunc(1-2)~ roundBankers(1-2)
      roundToExp2(1) roundDuration(1) roundAge(1) roundDown(2) sign(1)~
      map(0+) mapFromArrays(2) mapAdd(2+) mapSubtract(2+) mapPopulateSeries(1-3)
      mapExtractKeyLike(2) mapApply(2) mapFilter(2) mapUpdate(2)
      tuple(0+) tuplePlus(2) tupleMinus(2) tupleMultiply(2) tupleDivide(2)
      tupleMultiplyByNumber(2) tupleDivideByNumber(2) tupleNegate(1) L1Normalize(1) L2Normalize(1)
      LinfNormalize(1) LpNormalize(2) multiplyDecimal(2-3) divideDecimal(2-3)
      toDecimal(2)? tumbleStart(1-3) tumbleEnd(1-3) hopStart(1-3) hopEnd(1-3)
      h3ToGeo(1) h3ToGeoBoundary(1) h3GetUnidirectionalEdgeBoundary(1) geohashDecode(1)
      h3GetIndexesFromUnidirectionalEdge(1))"},
    {TypeKind::kBoolean, R"(
      equals(2)! notEquals(2)! less(2)! greater(2)! lessOrEquals(2)! greaterOrEquals(2)! in(2)!
      notIn(2)! like(2)! ilike(2)! notLike(2)! notILike(2)! and(2+)! or(2+)! xor(2+) not(1)~
      isnull(1)~!=isNull isNotNull(1)! match(2) multiMatchAny(2) multiFuzzyMatchAny(3)
      multiSearchAny(2) multiSearchAnyUTF8(2) multiSearchAnyCaseInsensitive(2)
      multiSearchAnyCaseInsensitiveUTF8(2)
      hasSubsequence(2) hasSubsequenceCaseInsensitive(2) hasSubsequenceUTF8(2)
      hasSubsequenceCaseInsensitiveUTF8(2) hasToken(2) hasTokenCaseInsensitive(2)
      hasTokenOrNull(2)? hasTokenCaseInsensitiveOrNull(2)? hasAllTokens(2) hasAnyTokens(2)
      endsWith(2) startsWith(2) isValidUTF8(1) isValidJSON(1) JSONHas(1+) JSONExtractBool(1+)
      has(2) hasAll(2) hasAny(2) hasSubstr(2) arrayExists(1+) arrayAll(1+) empty(1) notEmpty(1)
      isEmpty(1)=empty isNotEmpty(1)=notEmpty mapContains(2) mapContainsKeyLike(2)
      bitTest(2) bitTestAll(3+) bitTestAny(3+) bitmapContains(2) bitmapHasAny(2) bitmapHasAll(2)
      isFinite(1) isInfinite(1) isNaN(1) toBool(1)? pointInEllipses(6+) pointInPolygon(2+)
      h3IsValid(1) h3IsResClassIII(1) h3IsPentagon(1) h3UnidirectionalEdgeIsValid(1)
      h3IndexesAreNeighbors(2))"},
    {TypeKind::kInteger, R"(
      intDiv(2) gcd(2) lcm(2) reinterpretAsUInt8(1) reinterpretAsUInt16(1) reinterpretAsUInt32(1)
      reinterpretAsUInt64(1) reinterpretAsInt8(1) reinterpretAsInt16(1) reinterpretAsInt32(1)
      reinterpretAsInt64(1) toInt(1)? toIntOrZero(1)=toInt64OrZero cityHash64(1) _toInt8(1)=toInt8
      _toInt16(1)=toInt16 _toInt32(1)=toInt32 _toInt64(1)=toInt64 _toUInt64(1)=toUInt64
      _toUInt128(1)=toUInt128 _toUInt256(1)=toUInt256
      timeZoneOffset(1) toYear(1) toQuarter(1) toMonth(1) toDayOfYear(1) toDayOfMonth(1) toHour(1)
      toMinute(1) toSecond(1) toISOYear(1) toISOWeek(1) toYYYYMM(1) toYYYYMMDD(1)
      toYYYYMMDDhhmmss(1) toDayOfWeek(1-3) toWeek(1-3) toYearWeek(1-3) toUnixTimestamp(1-2)
      toUnixTimestamp64Milli(1) _toUnixTimestamp64Micro(1)=toUnixTimestamp64Micro
      toModifiedJulianDay(1)?=toModifiedJulianDayOrNull age(3)
      dateDiff(3) date_diff(3)=dateDiff date_part(2) rowNumberInBlock(0)! rowNumberInAllBlocks(0)!
      lengthUTF8(1) ascii(1)~ position(2-3)~ positionCaseInsensitive(2-3) positionUTF8(2-3)
      positionCaseInsensitiveUTF8(2-3) locate(2-3) countSubstrings(2-3)
      countSubstringsCaseInsensitive(2-3) countSubstringsCaseInsensitiveUTF8(2-3)
      multiSearchFirstPosition(2) multiSearchFirstPositionUTF8(2)
      multiSearchFirstPositionCaseInsensitive(2) multiSearchFirstPositionCaseInsensitiveUTF8(2)
      multiSearchFirstIndex(2) multiSearchFirstIndexUTF8(2) multiSearchFirstIndexCaseInsensitive(2)
      multiSearchFirstIndexCaseInsensitiveUTF8(2) multiMatchAnyIndex(2) multiFuzzyMatchAnyIndex(3)
      countMatches(2) countMatchesCaseInsensitive(2) JSONLength(1+) JSONArrayLength(1+)?
      JSONExtractUInt(1+) JSONExtractInt(1+) indexOf(2) countEqual(2) arrayCount(1+) arrayUniq(1+)
      arrayFirstIndex(2+) arrayLastIndex(2+) length(1)~ tupleHammingDistance(2)
      bitHammingDistance(2) bitCount(1) bitmapCardinality(1) bitmapMin(1) bitmapMax(1)
      bitmapAndCardinality(2) bitmapOrCardinality(2) bitmapXorCardinality(2)
      bitmapAndnotCardinality(2) port(1-2) factorial(1)~ intExp2(1) intExp10(1) width_bucket(4)
      rand(0)! rank(0)! dense_rank(0)! row_number(0)!
      h3GetResolution(1) h3GetBaseCell(1) stringToH3(1) geoToH3(3) h3ToParent(2)
      h3ToCenterChild(2) h3Distance(2) h3NumHexagons(1) h3GetUnidirectionalEdge(2)
      h3GetOriginIndexFromUnidirectionalEdge(1) h3GetDestinationIndexFromUnidirectionalEdge(1))"},
    {TypeKind::kFloat, R"(
      reinterpretAsFloat32(1) reinterpretAsFloat64(1) toFloat(1)? toFloatOrZero(1)=toFloat64OrZero
      toFloatOrDefault(1-2)=toFloat64OrDefault JSONExtractFloat(1+) ngramDistance(2)
      ngramDistanceCaseInsensitive(2) ngramDistanceUTF8(2) ngramDistanceCaseInsensitiveUTF8(2)
      ngramSearch(2) ngramSearchCaseInsensitive(2) ngramSearchUTF8(2)
      ngramSearchCaseInsensitiveUTF8(2) arrayAUC(2)
      e(0)! pi(0)! exp(1)~ log(1)~ ln(1)~ log2(1)~ log10(1)~ sqrt(1)~ sin(1)~ cos(1)~ tan(1)~
      asin(1)~ acos(1)~ atan(1)~ degrees(1)~ radians(1)~ exp2(1) exp10(1) cbrt(1) erf(1) erfc(1)
      lgamma(1) tgamma(1) cosh(1) acosh(1) sinh(1) asinh(1) atanh(1) log1p(1) pow(2)~ power(2)~
      atan2(2) hypot(2) ifNotFinite(1-2) L1Norm(1) L2Norm(1) LinfNorm(1) LpNorm(2) L1Distance(2)
      L2Distance(2) LinfDistance(2) cosineDistance(2) LpDistance(3) greatCircleDistance(4)
      geoDistance(4) greatCircleAngle(4) h3EdgeAngle(1) h3EdgeLengthM(1) h3EdgeLengthKm(1)
      h3HexAreaM2(1) h3HexAreaKm2(1) h3CellAreaM2(1) h3CellAreaRads2(1) h3ExactEdgeLengthM(1)
      h3ExactEdgeLengthKm(1) h3ExactEdgeLengthRads(1) h3PointDistM(4) h3PointDistKm(4)
      h3PointDistRads(4))"},
    {TypeKind::kString, R"(
      hex(1) unhex(1) toNullableString(1)? toString(1-2) toJSONString(1) toTypeName(1)!
      timeZoneOf(1) monthName(1) dateName(2) formatDateTime(2-3) to_char(2-3)@=formatDateTime
      left(2)=leftUTF8 right(2)=rightUTF8 leftPad(2-3) rightPad(2-3) leftPadUTF8(2-3)
      rightPadUTF8(2-3) lower(1)~ upper(1)~ lowerUTF8(1) upperUTF8(1) toValidUTF8(1) reverseUTF8(1)
      format(2+) concat(2+)~! substring(3)~ substringUTF8(3) appendTrailingCharIfAbsent(2)
      convertCharset(3) base58Encode(1) base58Decode(1) tryBase58Decode(1) base64Encode(1)
      base64Decode(1) tryBase64Decode(1) encodeXMLComponent(1) decodeXMLComponent(1)
      extractTextFromHTML(1) concatWithSeparator(2+) repeat(2) initcap(1) lpad(3) rpad(3)
      ltrim(1-2)=trimLeft trimLeft(1-2) rtrim(1-2)=trimRight trimRight(1-2)
      btrim(1-2)=trimBoth trim(1-2)~=trimBoth extract(2)~ regexpExtract(2-3) replace(3)~
      replaceAll(3) replaceOne(3) replaceRegexpAll(3) replaceRegexpOne(3) translate(3)
      translateUTF8(3) regexpQuoteMeta(1) JSONType(1+) JSONExtractString(1+) JSONExtractKey(1+)=JSONKey
      JSONExtractRaw(1+) JSON_VALUE(2+)? arrayStringConcat(1-2) reverse(1)~ protocol(1) domain(1)
      domainWithoutWWW(1) topLevelDomain(1) firstSignificantSubdomain(1)
      cutToFirstSignificantSubdomain(1) cutToFirstSignificantSubdomainWithWWW(1) path(1)
      pathFull(1) queryString(1) fragment(1) queryStringAndFragment(1) encodeURLComponent(1)
      decodeURLComponent(1) encodeURLFormComponent(1) decodeURLFormComponent(1) netloc(1)
      cutWWW(1) cutQueryString(1) cutFragment(1) cutQueryStringAndFragment(1)
      extractURLParameter(2) cutURLParameter(2) bar(4) formatReadableDecimalSize(1)
      formatReadableSize(1) formatReadableQuantity(1) formatReadableTimeDelta(1-2)
      geohashEncode(2-3) h3ToString(1))"},
    {TypeKind::kUuid, R"(reinterpretAsUUID(1) toUUID(1)? toUUIDOrDefault(2))"},
    {TypeKind::kDate, R"(
      toDate(1)? to_date(1)? _toDate(1)=toDate fromModifiedJulianDay(1)?=fromModifiedJulianDayOrNull
      today(0)! current_date(0)!=today yesterday(0)! make_date(3)=makeDate toLastDayOfMonth(1)
      toMonday(1) toStartOfYear(1) toStartOfISOYear(1) toStartOfQuarter(1) toStartOfMonth(1)
      toStartOfWeek(1-2) toLastDayOfWeek(1-2))"},
    {TypeKind::kDateTime, R"(
      UUIDv7ToDateTime(1)@ toDateTime(1-2)@? toDateTime64(1-3)@ toDateTimeUS(1-2)@?
      parseDateTime(2-3)@?=parseDateTimeOrNull parseDateTimeBestEffort(1-2)@? toTime(1)=toTimeWithFixedDate
      timeSlot(1) fromUnixTimestamp64Milli(1) fromUnixTimestamp(1) toStartOfHour(1)
      toStartOfMinute(1) toStartOfSecond(1) toStartOfFiveMinutes(1) toStartOfTenMinutes(1)
      toStartOfFifteenMinutes(1) toStartOfDay(1-2) date_add(2) date_subtract(2)=date_sub
      now(0-1)~@!=now64 current_timestamp(0)!=now64 to_timestamp(1-2)@ make_timestamp(6-7)@=makeDateTime
      make_timestamptz(7)=makeDateTime toTimeZone(1-2)@ timezone(2))"},
    // The type of a date that is moved or cut is the type of the date.
    {TypeKind::kUnknown, R"(
      toStartOfInterval(2-3) dateTrunc(2-3) date_trunc(2-3)=dateTrunc date_bin(3) dateAdd(2-3)
      dateSub(2-3) timeStampAdd(2) timeStampSub(2) addYears(2) addQuarters(2) addMonths(2)
      addWeeks(2) addDays(2) addHours(2) addMinutes(2) addSeconds(2) subtractYears(2)
      subtractQuarters(2) subtractMonths(2) subtractWeeks(2) subtractDays(2) subtractHours(2)
      subtractMinutes(2) subtractSeconds(2))"},
    {TypeKind::kInterval, R"(
      toIntervalSecond(1) toIntervalMinute(1) toIntervalHour(1) toIntervalDay(1) toIntervalWeek(1)
      toIntervalMonth(1) toIntervalQuarter(1) toIntervalYear(1))"},
    {TypeKind::kArray, R"(
      timeSlots(2-3) multiSearchAllPositions(2) multiSearchAllPositionsUTF8(2)
      multiSearchAllPositionsCaseInsensitive(2) multiSearchAllPositionsCaseInsensitiveUTF8(2)
      multiMatchAllIndices(2) multiFuzzyMatchAllIndices(3) extractAll(2)
      extractAllGroupsHorizontal(2) extractAllGroupsVertical(2) extractGroups(2)
      extractAllGroups(2) splitByChar(2-3) splitByString(2-3) splitByRegexp(2-3)
      splitByWhitespace(1-2) splitByNonAlpha(1-2) alphaTokens(1-2) ngrams(2) tokens(1)
      JSONExtractKeys(1+) JSONExtractArrayRaw(1+) JSONExtractKeysAndValuesRaw(1+)
      JSONExtractKeysAndValues(1-3) array(0+)! range(1-3) arrayConcat(2+) arrayPushBack(2)
      arrayPushFront(2) arrayWithConstant(2) arrayRotateLeft(2) arrayRotateRight(2)
      arrayEnumerate(1) arrayPopBack(1) arrayPopFront(1) arrayDifference(1) arrayDistinct(1)
      arrayEnumerateDense(1) arrayReverse(1) arrayFlatten(1) arrayCompact(1) arrayEnumerateUniq(2+)
      arrayResize(2-3) arraySlice(2-3) arraySort(1+) arrayReverseSort(1+)=arraySort
      arrayIntersect(1+) arrayCumSum(1+) arrayCumSumNonNegative(1+) arrayFilter(2+) arrayZip(2+)
      arrayMap(2+) arrayFill(2+) arraySplit(2+) arrayReverseFill(2+) arrayReverseSplit(2+)
      mapKeys(1) mapValues(1) tupleToNameValuePairs(1) bitmapToArray(1) bitPositionsToArray(1)
      extractURLParameters(1) extractURLParameterNames(1) URLHierarchy(1) URLPathHierarchy(1)
      geohashesInBox(5) h3GetFaces(1) h3GetPentagonIndexes(1) h3kRing(2) h3ToChildren(2) h3Line(2)
      h3HexRing(2) h3GetRes0Indexes(0)! h3GetUnidirectionalEdgesFromHexagon(1)
      sortableSemver(1)~)"},
};

constexpr Group kAggregates[] = {
    {TypeKind::kInteger, R"(
      count(0-1)~! countIf(1-2)! countMerge(1)! countDistinct(1)! countDistinctIf(1-2)!
      uniq(1+)! uniqIf(2+)! uniqExact(1+)! uniqExactIf(2+)! uniqHLL12(1+)! uniqHLL12If(2+)!
      uniqTheta(1+)!=uniqCombined64 uniqThetaIf(2+)!=uniqCombined64If uniqExactMerge(1+)! uniqMerge(1)! uniqMergeIf(2)!
      uniqUpToMerge(1)[1]! groupBitmap(1)! groupBitmapIf(2)! groupBitmapAnd(1)!
      groupBitmapAndIf(2)! groupBitmapOr(1)! groupBitmapOrIf(2)! groupBitmapXor(1)!
      groupBitmapXorIf(2)! maxIntersections(2) maxIntersectionsIf(3) maxIntersectionsPosition(2)
      maxIntersectionsPositionIf(3) windowFunnel(1-99)[1+]!)"},
    {TypeKind::kFloat, R"(
      avg(1)~ avgIf(2) avgMerge(1) avgMergeIf(2) avgWeighted(2) avgWeightedIf(3)
      avgArray(1)?=avgArrayOrNull medianArray(1)?=medianArrayOrNull stddevPop(1) stddevPopIf(2)
      stddevSamp(1) stddevSampIf(2) varPop(1) varPopIf(2) varSamp(1) varSampIf(2) skewSamp(1)
      skewSampIf(2) skewPop(1) skewPopIf(2) kurtSamp(1) kurtSampIf(2) kurtPop(1) kurtPopIf(2)
      covarPop(2) covarPopIf(3) covarSamp(2) covarSampIf(3) corr(2) contingency(2) contingencyIf(3)
      cramersV(2) cramersVIf(3) cramersVBiasCorrected(2) cramersVBiasCorrectedIf(3) theilsU(2)
      theilsUIf(3) median(1) medianIf(2) medianExact(1) medianExactIf(2) medianExactLow(1)
      medianExactLowIf(2) medianExactHigh(1) medianExactHighIf(2) medianExactWeighted(1-2)
      medianExactWeightedIf(2-3) medianTiming(1) medianTimingIf(2) medianTimingWeighted(1-2)
      medianTimingWeightedIf(2-3) medianDeterministic(1-2) medianDeterministicIf(2-3) medianTDigest(1)
      medianTDigestIf(2) medianTDigestWeighted(1-2) medianTDigestWeightedIf(2-3) medianBFloat16(1)
      percentile_cont(1) percentile_disc(1)
      medianBFloat16If(2) quantile(1)[1] quantileExact(1)[1] quantileIf(2)[1])"},
    {TypeKind::kUnknown, R"(
      countState(0-1) countStateIf(1-2) countMapIf(2-3) min(1)~ max(1)~ sum(1)~ minIf(2) maxIf(2)
      sumIf(2) anyIf(2) any(1) sumForEach(1) minForEach(1) sumForEachState(1) sumForEachMerge(1)
      avgMap(1) avgMapIf(2-3) avgMapState(1-3) avgMapMerge(1) avgMapMergeIf(2) avgState(1)
      avgStateIf(2) sumState(1) sumMerge(1) sumStateIf(2) sumMergeIf(2) simpleLinearRegression(2)
      simpleLinearRegressionIf(3) anyHeavy(1) anyHeavyIf(2) anyLast(1) anyLastIf(2) argMin(2)
      argMinIf(3) argMax(2) argMaxIf(3) argMinMerge(1) argMaxMerge(1) argMinState(2) argMaxState(2)
      groupBitAnd(1) groupBitAndIf(2) groupBitOr(1) groupBitOrIf(2) groupBitXor(1) groupBitXorIf(2)
      groupBitmapState(1) groupBitmapAndState(1) groupBitmapOrState(1) sumMap(1-2) sumMapIf(2-3)
      minMap(1-2) minMapIf(2-3) maxMap(1-2) maxMapIf(2-3) sumMapMerge(1) sumMapMergeIf(2)
      uniqMap(1) uniqMapMerge(1) uniqMapMergeIf(2) uniqExactState(1+) uniqState(1) uniqStateIf(2)
      quantilesState(1)[1+] quantilesStateIf(2)[1+] sumWithOverflow(1) sumWithOverflowIf(2)
      deltaSum(1) deltaSumIf(2) deltaSumTimestamp(2) deltaSumTimestampIf(3))"},
    {TypeKind::kArray, R"(
      groupArray(1)[0-1]! array_agg(1)!=groupArray groupArrayIf(2)! groupUniqArray(1)[0-1]!
      groupUniqArrayIf(2)! groupUniqArrayArray(1)! groupUniqArrayArrayIf(2)!
      groupArrayInsertAt(2)! groupArrayInsertAtIf(3)! groupArrayMovingAvg(1)!
      groupArrayMovingAvgIf(2)! groupArrayMovingSum(1)! groupArrayMovingSumIf(2)!
      groupArraySample(1)[1-2]! groupArraySampleIf(2)[1-2]! topK(1)[1]! quantiles(1+)[1+]
      quantilesIf(2)[1+] quantilesMerge(1)[1+] quantilesMergeIf(2)[1+])"},
    {TypeKind::kString, "json_agg(1)! string_agg(2)!"},
    {TypeKind::kBoolean, "every(1)"},
};

using FunctionTable = std::unordered_map<std::string, Function>;

struct Range {
  int low = 0;
  int high = 0;
};

Range ParseRange(std::string_view text) {
  Range range;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  auto read = std::from_chars(begin, end, range.low);
  range.high = range.low;
  if (read.ptr != end && *read.ptr == '+') range.high = kAnyNumber;
  if (read.ptr != end && *read.ptr == '-') std::from_chars(read.ptr + 1, end, range.high);
  return range;
}

// Any-case names stand under their lower-case spelling, marked with a leading '~'.
void AddWord(std::string_view word, TypeKind result, bool aggregate, FunctionTable& table) {
  Function function;
  function.result = result;
  function.aggregate = aggregate;
  const auto open = word.find('(');
  const auto close = word.find(')', open);
  TENREC_CHECK(open != std::string_view::npos && close != std::string_view::npos) << word;
  function.name = word.substr(0, open);
  const Range args = ParseRange(word.substr(open + 1, close - open - 1));
  function.min_args = args.low;
  function.max_args = args.high;
  std::string_view marks = word.substr(close + 1);
  if (marks.starts_with('[')) {
    const auto end = marks.find(']');
    const Range params = ParseRange(marks.substr(1, end - 1));
    function.min_params = params.low;
    function.max_params = params.high;
    marks.remove_prefix(end + 1);
  }
  bool any_case = false;
  while (!marks.empty() && marks.front() != '=') {
    switch (marks.front()) {
      case '~':
        any_case = true;
        break;
      case '@':
        function.takes_zone = true;
        break;
      case '?':
        function.nulls = Function::Nulls::kAlways;
        break;
      default:
        function.nulls = Function::Nulls::kNever;
    }
    marks.remove_prefix(1);
  }
  function.clickhouse = marks.empty() ? function.name : std::string(marks.substr(1));
  const std::string key = any_case ? "~" + ToLowerAscii(function.name) : function.name;
  table.insert_or_assign(key, std::move(function));
}

void AddGroup(const Group& group, bool aggregate, FunctionTable& table) {
  std::string_view rest = group.functions;
  while (!rest.empty()) {
    const auto start = rest.find_first_not_of(" \n");
    if (start == std::string_view::npos) return;
    const auto end = std::min(rest.find_first_of(" \n", start), rest.size());
    AddWord(rest.substr(start, end - start), group.result, aggregate, table);
    rest.remove_prefix(end);
  }
}

// avg, sum, … with chains of combinators: sumArrayIf, avgOrNullIf, countArgMax.
void AddCombinators(FunctionTable& table) {
  struct Base {
    std::string_view name;
    int args;
  };
  const auto next_of = [](std::string_view suffix) -> std::vector<std::string_view> {
    if (suffix.empty()) {
      return {"If",      "Array",     "Map",    "State",  "Merge",
              "ForEach", "OrDefault", "OrNull", "ArgMin", "ArgMax"};
    }
    if (suffix == "If") return {};
    if (suffix == "OrDefault" || suffix == "OrNull") return {"If"};
    return {"If", "OrDefault", "OrNull"};
  };
  const auto adds_argument = [](std::string_view suffix) {
    return suffix == "If" || suffix == "ArgMin" || suffix == "ArgMax";
  };
  for (const Base& base : {Base{"avg", 1}, Base{"sum", 1}, Base{"min", 1}, Base{"max", 1},
                           Base{"count", 0}, Base{"countDistinct", 1}, Base{"median", 1}}) {
    struct Chain {
      std::string name;
      std::string_view last;
      int extra = 0;
      bool or_null = false;
    };
    std::vector<Chain> open = {{std::string(base.name), "", 0, false}};
    while (!open.empty()) {
      const Chain chain = std::move(open.back());
      open.pop_back();
      for (const std::string_view suffix : next_of(chain.last)) {
        Chain longer{chain.name + std::string(suffix), suffix,
                     chain.extra + (adds_argument(suffix) ? 1 : 0),
                     chain.or_null || suffix == "OrNull"};
        Function function;
        function.name = longer.name;
        function.clickhouse = longer.name;
        function.min_args = base.args + longer.extra;
        function.max_args = std::max(1, base.args) + longer.extra;
        function.aggregate = true;
        function.nulls =
            longer.or_null ? Function::Nulls::kAlways : Function::Nulls::kFromArguments;
        table.try_emplace(function.name, std::move(function));
        open.push_back(std::move(longer));
      }
    }
  }
}

const FunctionTable& Functions() {
  static const FunctionTable table = [] {
    FunctionTable made;
    for (const Group& group : kScalars) AddGroup(group, false, made);
    for (const Group& group : kAggregates) AddGroup(group, true, made);
    AddCombinators(made);
    return made;
  }();
  return table;
}

}  // namespace

const Function* FindFunction(std::string_view name) {
  const FunctionTable& table = Functions();
  const auto exact = table.find(std::string(name));
  if (exact != table.end()) return &exact->second;
  const auto any_case = table.find("~" + ToLowerAscii(name));
  return any_case == table.end() ? nullptr : &any_case->second;
}

void ForEachFunction(const std::function<void(const Function&)>& callback) {
  for (const auto& entry : Functions()) callback(entry.second);
}

std::string_view SuggestFunction(std::string_view name) {
  constexpr double kCloseEnough = 0.6;
  constexpr std::size_t kLongest = 64;
  std::string_view best;
  double best_likeness = kCloseEnough;
  if (name.size() > kLongest) return best;
  const auto consider = [&](std::string_view known) {
    if (known.starts_with('_')) return;
    const double likeness = Likeness(name, known);
    if (likeness > best_likeness || (likeness == best_likeness && (best.empty() || known < best))) {
      best = known;
      best_likeness = likeness;
    }
  };
  for (const auto& [key, function] : Functions()) consider(function.name);
  ForEachMacro([&](const Macro& macro) { consider(macro.name); });
  return best;
}

bool IsAggregation(std::string_view name) {
  const Function* function = FindFunction(name);
  return function != nullptr && function->aggregate;
}

bool HasAggregation(const ExprPtr& expr) {
  if (expr == nullptr || expr->kind == Kind::kSelect) return false;
  if (const auto* call = As<CallNode>(expr)) {
    if (IsAggregation(call->name)) return true;
  }
  bool found = false;
  ForEachChild(*expr, [&](const ExprPtr& child) { found = found || HasAggregation(child); });
  return found;
}

}  // namespace tenrec::hogql
