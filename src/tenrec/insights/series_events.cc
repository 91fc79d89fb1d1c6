#include "tenrec/insights/series_events.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tenrec/hogql/parser.h"
#include "tenrec/insights/entity.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::insights {
namespace {

using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Into how many parts people are cut by their distinct ids, for samples.
constexpr std::int64_t kSampleParts = 1'000'000;

ExprPtr ValueOrNull(ExprPtr property, bool normalize_url) {
  property = Call("toString", {std::move(property)});
  if (normalize_url) {
    const ExprPtr cut =
        Call("replaceRegexpOne", {std::move(property), Constant("[/?#]*$"), Constant("")});
    property = Call("if", {Call("empty", {cut}), Constant("/"), cut});
  }
  return Call("ifNull",
              {Call("nullIf", {std::move(property), Constant("")}), Constant(kNullLabel)});
}

/// A bound of a bin, as it is shown and as it is compared: ten digits.
std::string BoundText(double bound) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.10g", bound);
  return buffer.data();
}

// Bounds have the resolution of a second, both inclusive.
ExprPtr Since(Timestamp from) {
  return Compare(CompareOp::kGtEq, Field({"timestamp"}),
                 Constant(hogql::Value(Timestamp::FromSeconds(from.seconds()))));
}
ExprPtr Until(Timestamp to) {
  return Compare(CompareOp::kLtEq, Field({"timestamp"}),
                 Constant(hogql::Value(Timestamp::FromSeconds(to.seconds()))));
}
}  // namespace

ExprPtr BinOf(const ExprPtr& number, int bins, const Spread* spread, std::string_view none) {
  if (spread == nullptr || spread->low >= spread->high) return Constant("[\"\",\"\"]");
  const double width = (spread->high - spread->low) / bins;
  ExprList branches;
  for (int i = 0; i < bins; ++i) {
    const bool last = i + 1 == bins;
    const std::string low = BoundText(spread->low + i * width);
    const std::string high = BoundText(last ? spread->high + 0.01 : spread->low + (i + 1) * width);
    const auto bound = [](const std::string& text) {
      return Constant(hogql::Value(std::strtod(text.c_str(), nullptr)));
    };
    branches.push_back(And({Compare(CompareOp::kGtEq, number, bound(low)),
                            Compare(CompareOp::kLt, number, bound(high))}));
    std::string label = "[";
    label.append(low).append(",").append(high).append("]");
    branches.push_back(Constant(std::move(label)));
  }
  branches.push_back(Constant(none));
  return Call("multiIf", std::move(branches));
}

ExprPtr SpreadOf(const ExprPtr& number, ExprPtr where) {
  hogql::SelectNode select;
  select.select = {hogql::Alias("low", Call("min", {number})),
                   hogql::Alias("high", Call("max", {number}))};
  select.from = {hogql::Table("events")};
  select.where = std::move(where);
  return hogql::Make(std::move(select));
}

ExprPtr WithinTime(Timestamp from, Timestamp to) {
  return And({Since(from), Until(to)});
}

ExprPtr OnDays(const DateRange& range, const ExprPtr& time) {
  if (range.days_of_week.empty()) return nullptr;
  ExprList days;
  for (const int day : range.days_of_week) days.push_back(Constant(day));
  return Compare(CompareOp::kIn, Call("toDayOfWeek", {time}), hogql::Tuple(std::move(days)));
}

ExprPtr WithinBuckets(Timestamp from, Timestamp before) {
  return And({Compare(CompareOp::kGtEq, Field({"timestamp"}), Constant(from)),
              Compare(CompareOp::kLt, Field({"timestamp"}), Constant(before))});
}

ExprPtr StartOfInterval(Interval interval, const ExprPtr& timestamp) {
  switch (interval) {
    case Interval::kSecond:
      return Call("toStartOfSecond", {timestamp});
    case Interval::kMinute:
      return Call("toStartOfMinute", {timestamp});
    case Interval::kHour:
      return Call("toStartOfHour", {timestamp});
    case Interval::kDay:
      return Call("toStartOfDay", {timestamp});
    case Interval::kWeek:
      return Call("toStartOfWeek", {timestamp});
    case Interval::kMonth:
      return Call("toStartOfMonth", {timestamp});
  }
  return timestamp;
}

ExprPtr InSample(double factor) {
  if (factor == 1) return nullptr;
  // Whoever is in the sample is in it with all events.
  const auto kept = static_cast<std::int64_t>(std::ceil(factor * kSampleParts));
  return Compare(CompareOp::kLt,
                 Call("modulo", {Call("cityHash64", {Field({"distinct_id"})}),
                                 Constant(hogql::Value(kSampleParts))}),
                 Constant(hogql::Value(kept)));
}

ExprPtr InCohort(const std::string& id) {
  return Compare(CompareOp::kInCohort, Field({"person_id"}),
                 Constant(std::int64_t{std::strtoll(id.c_str(), nullptr, 10)}));
}

ExprPtr CohortsOf(const std::vector<std::string>& cohorts) {
  ExprList labels;
  for (const std::string& cohort : cohorts) {
    if (cohort == kAllUsers) {
      labels.push_back(Constant(cohort));
      continue;
    }
    labels.push_back(Call("if", {InCohort(cohort), Constant(cohort), Constant("")}));
  }
  const ExprPtr is_in = Compare(CompareOp::kNotEq, Field({"label"}), Constant(""));
  return Call(
      "arrayJoin",
      {Call("arrayFilter", {hogql::Lambda({"label"}, is_in), hogql::Array(std::move(labels))})});
}

Result<ExprPtr> BreakdownProperty(const Breakdown& breakdown) {
  if (breakdown.type == "hogql") return hogql::ParseExpr(breakdown.property);
  if (breakdown.type == "person") return Field({"person", "properties", breakdown.property});
  if (breakdown.type == "event_metadata") return Field({breakdown.property});
  if (breakdown.type == "group") {
    return Field({"group_" + std::to_string(breakdown.group_type_index.value_or(0)), "properties",
                  breakdown.property});
  }
  if (breakdown.type == "session") return Field({"session", breakdown.property});
  return Field({"properties", breakdown.property});
}

Result<ExprPtr> SeriesEvents::BreakdownValue() const {
  if (query_.breakdown.breakdowns.empty()) return ExprPtr();
  if (!query_.breakdown.cohorts.empty()) return CohortsOf(query_.breakdown.cohorts);
  ExprList values;
  for (std::size_t i = 0; i < query_.breakdown.breakdowns.size(); ++i) {
    const Breakdown& breakdown = query_.breakdown.breakdowns[i];
    TRY_ASSIGN(ExprPtr property, BreakdownProperty(breakdown));
    if (!breakdown.bins) {
      values.push_back(ValueOrNull(std::move(property), breakdown.normalize_url));
      continue;
    }
    const auto spread = context_.spreads.find({index_, i});
    values.push_back(BinOf(Call("toFloat", {std::move(property)}), *breakdown.bins,
                           spread == context_.spreads.end() ? nullptr : &spread->second,
                           kNullLabel));
  }
  return query_.breakdown.multiple ? hogql::Array(std::move(values)) : values.front();
}

Result<ExprPtr> SeriesEvents::Match() const {
  return EntityMatch(series_, context_.filters);
}

ExprPtr SeriesEvents::Sample() const {
  return InSample(query_.sampling_factor);
}

ExprPtr SeriesEvents::HasGroup() const {
  return GroupIndex() ? Compare(CompareOp::kNotEq, Actor(), Constant("")) : nullptr;
}

ExprPtr SeriesEvents::AtEnds(const ExprPtr& time) const {
  const bool trailing = series_.math.measure == Measure::kTrailingActors;
  if (query_.display != Display::kSlope || trailing || range_.buckets.size() < 3) return nullptr;
  return hogql::Or(
      {Compare(CompareOp::kLt, time, Constant(hogql::Value(range_.buckets[1]))),
       Compare(CompareOp::kGtEq, time, Constant(hogql::Value(range_.buckets.back())))});
}

Status SeriesEvents::AddFilters(const Json& filters, ExprList& conditions) const {
  TRY_ASSIGN(ExprPtr condition, FilterExpr(filters, context_.filters));
  if (!IsTrue(condition)) conditions.push_back(std::move(condition));
  return Ok();
}

Status SeriesEvents::AddQuestionFilters(ExprList& conditions) const {
  TRY(AddFilters(query_.properties, conditions));
  return query_.filter_test_accounts ? AddFilters(context_.test_account_filters, conditions) : Ok();
}

Result<ExprList> SeriesEvents::Filters() const {
  ExprList conditions;
  TRY_ASSIGN(ExprPtr own, EntityFilters(series_, context_.filters));
  if (!IsTrue(own)) conditions.push_back(std::move(own));
  TRY(AddQuestionFilters(conditions));
  return conditions;
}

Result<ExprPtr> SeriesEvents::OfName() const {
  TRY_ASSIGN(ExprPtr match, Match());
  return match == nullptr ? Constant(true) : match;
}

Result<ExprPtr> SeriesEvents::OfSeries() const {
  ExprList conditions;
  TRY_ASSIGN(ExprPtr match, Match());
  if (match != nullptr) conditions.push_back(std::move(match));
  TRY_ASSIGN(ExprPtr own, EntityFilters(series_, context_.filters));
  if (!IsTrue(own)) conditions.push_back(std::move(own));
  return And(std::move(conditions));
}

Result<ExprPtr> SeriesEvents::OfQuestion() const {
  ExprList conditions;
  TRY(AddQuestionFilters(conditions));
  for (const ExprPtr& condition : {Sample(), HasGroup()}) {
    if (condition != nullptr) conditions.push_back(condition);
  }
  return And(std::move(conditions));
}

Result<ExprPtr> SeriesEvents::Where(Timestamp from, bool needs_actor) const {
  ExprList conditions;
  const auto add = [&](ExprPtr condition) {
    if (condition != nullptr) conditions.push_back(std::move(condition));
  };
  TRY_ASSIGN(ExprPtr match, Match());
  add(std::move(match));
  add(WithinTime(from, range_.to));
  add(OnDays(range_, Field({"timestamp"})));
  add(AtEnds(Field({"timestamp"})));
  add(Sample());
  TRY_ASSIGN(const ExprList filters, Filters());
  for (const ExprPtr& filter : filters) add(filter);
  if (needs_actor) add(HasGroup());
  return And(std::move(conditions));
}

Result<ExprPtr> SeriesEvents::WhereEver() const {
  TRY_ASSIGN(ExprList conditions, Filters());
  TRY_ASSIGN(const ExprPtr match, Match());
  for (const ExprPtr& condition : {match, Sample(), HasGroup()}) {
    if (condition != nullptr) conditions.push_back(condition);
  }
  return And(std::move(conditions));
}

Result<hogql::SelectNode> SeriesEvents::FirstEvents() const {
  TRY_ASSIGN(const ExprPtr breakdown, BreakdownValue());
  TRY_ASSIGN(const ExprList filters, Filters());
  const ExprPtr time = Field({"timestamp"});
  // The first of all events of that name decides, or the first of those that fit the filters.
  ExprList seen = {Until(range_.to)};
  ExprList counted = {Since(range_.lower_bound)};
  if (ExprPtr on_days = OnDays(range_, time)) counted.push_back(std::move(on_days));
  const bool any_event = series_.math.measure == Measure::kFirstTimeActors;
  for (const ExprPtr& filter : filters) (any_event ? counted : seen).push_back(filter);
  TRY_ASSIGN(const ExprPtr match, Match());
  for (const ExprPtr& condition : {match, Sample(), HasGroup()}) {
    if (condition != nullptr) seen.push_back(condition);
  }
  const ExprPtr is_counted = And(std::move(counted));

  hogql::SelectNode select;
  select.select = {hogql::Alias("actor", Actor()), hogql::Alias("first_seen", Call("min", {time}))};
  select.group_by = ExprList{Field({"actor"})};
  if (!query_.breakdown.cohorts.empty()) {
    // Somebody counts once in each of their cohorts.
    select.select.push_back(hogql::Alias("breakdown", breakdown));
    select.group_by->push_back(Field({"breakdown"}));
  } else if (breakdown != nullptr) {
    // Of events at the same moment the smallest value counts, so that it is always the same one.
    select.select.push_back(hogql::Alias(
        "breakdown", Call("argMinIf", {breakdown, Call("tuple", {time, breakdown}), is_counted})));
  }
  select.from = {hogql::Table("events")};
  select.where = And(std::move(seen));
  ExprList having = {
      Compare(CompareOp::kEq, Field({"first_seen"}), Call("minOrNullIf", {time, is_counted}))};
  if (ExprPtr ends = AtEnds(Field({"first_seen"}))) having.push_back(std::move(ends));
  select.having = And(std::move(having));
  return select;
}

std::optional<int> SeriesEvents::GroupIndex() const {
  if (series_.math_group_type_index && series_.math.measure != Measure::kProperty) {
    return series_.math_group_type_index;
  }
  return query_.group_type_index;
}

ExprPtr SeriesEvents::Number() const {
  const std::string& property = *series_.math_property;
  const bool of_person = series_.math_property_type == "person_properties";
  const bool of_session = series_.math_property_type == "session_properties";
  if (property == "$time" && !of_person && !of_session) {
    return Call("toUnixTimestamp", {Call("toDateTime", {Field({"properties", property})})});
  }
  ExprPtr amount = Call("toFloat", {of_person    ? Field({"person", "properties", property})
                                    : of_session ? Field({"session", property})
                                                 : Field({"properties", property})});
  if (!series_.currency || !series_.currency->code.empty()) return amount;
  // An amount in another currency has no rate, and then it counts nothing.
  const ExprPtr code =
      Call("upper",
           {Call("ifNull", {Call("toString", {Field({"properties", series_.currency->property})}),
                            Constant("")})});
  return hogql::Arithmetic(
      hogql::ArithmeticOp::kMultiply, std::move(amount),
      Call("if", {Compare(CompareOp::kEq, code, Constant(context_.base_currency)), Constant(1.0),
                  Constant(0.0)}));
}

ExprPtr SeriesEvents::Actor() const {
  if (const auto index = GroupIndex()) return Field({"$group_" + std::to_string(*index)});
  return Field({"person_id"});
}

ExprPtr SeriesEvents::UniqueActor() const {
  if (GroupIndex() || !context_.aggregate_by_distinct_id) return Actor();
  return Field({"distinct_id"});
}

}  // namespace tenrec::insights
