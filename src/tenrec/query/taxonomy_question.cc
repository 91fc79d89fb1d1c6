/// What events, properties and values a project has: what pickers and assistants ask.
/// Source: queries.md 13

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

using hogql::Alias;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

constexpr int kDays = 30;
constexpr std::int64_t kMaxEvents = 500;
/// Events in which properties are looked for.
constexpr std::int64_t kLatestEvents = 100;
constexpr std::size_t kMaxProperties = 500;
constexpr std::size_t kMaxAskedProperties = 200;
constexpr std::int64_t kMaxValues = 100;

/// Events that SDKs send for themselves, or that say little without tools of their own.
constexpr std::array<std::string_view, 17> kInternalEvents = {"$autocapture",
                                                              "$pageleave",
                                                              "$feature_flag_called",
                                                              "$$heatmap",
                                                              "$copy_autocapture",
                                                              "$set",
                                                              "$opt_in",
                                                              "$identify",
                                                              "$groupidentify",
                                                              "$create_alias",
                                                              "$merge_dangerously",
                                                              "$capture_metrics",
                                                              "$performance_event",
                                                              "$web_experiment_applied",
                                                              "$feature_view",
                                                              "$feature_interaction",
                                                              "$feature_enrollment_update"};

/// Parts of the names of properties that say nothing about an event.
constexpr std::array<std::string_view, 16> kInternalProperties = {"$set",
                                                                  "$time",
                                                                  "$set_once",
                                                                  "$sent_at",
                                                                  "distinct_id",
                                                                  "$ip",
                                                                  "$feature/",
                                                                  "__",
                                                                  "phjs",
                                                                  "survey_dismissed",
                                                                  "survey_responded",
                                                                  "partial_filter_chosen",
                                                                  "changed_action",
                                                                  "window-id",
                                                                  "changed_event",
                                                                  "partial_filter"};

Shelf HourShelf() {
  using std::chrono::hours;
  using std::chrono::minutes;
  return {hours(1), hours(2), minutes(15), std::nullopt, false};
}

ExprPtr Recent(const Occasion& occasion) {
  const Timestamp from = occasion.zone.AddDays(occasion.now, -kDays);
  return hogql::And(
      {Compare(CompareOp::kGtEq, Field({"timestamp"}), Constant(hogql::Value(from))),
       Compare(CompareOp::kLtEq, Field({"timestamp"}), Constant(hogql::Value(occasion.now)))});
}

ExprPtr Limit(std::int64_t rows) {
  return Constant(hogql::Value(rows));
}

class TeamTaxonomyQuestion final : public Question {
 public:
  TeamTaxonomyQuestion(std::int64_t limit, std::int64_t offset) : limit_(limit), offset_(offset) {}

  Shelf ShelfAt(const Occasion&) const override { return HourShelf(); }

  Status Write(Execution& execution, AnswerText& out) const override {
    ExprList internal;
    for (const std::string_view event : kInternalEvents) internal.push_back(Constant(event));
    hogql::SelectNode select;
    select.select = {Field({"event"}), Alias("total", Call("count"))};
    select.from = {hogql::Table("events")};
    select.where =
        hogql::And({Recent(execution.occasion()), Compare(CompareOp::kNotIn, Field({"event"}),
                                                          hogql::Tuple(std::move(internal)))});
    select.group_by = ExprList{Field({"event"})};
    select.order_by =
        std::vector{hogql::Descending(Field({"total"})), hogql::Ascending(Field({"event"}))};
    select.limit = Limit(limit_ + 1);
    select.offset = Limit(offset_);
    TRY_ASSIGN(const Asked asked, execution.Ask(hogql::Make(std::move(select))));
    const engine::Column* event = asked.block.Find("event");
    const engine::Column* total = asked.block.Find("total");
    if (event == nullptr || total == nullptr) return Internal("a taxonomy without its columns");
    JsonArray results;
    const std::size_t rows = std::min(asked.block.rows, static_cast<std::size_t>(limit_));
    for (std::size_t i = 0; i < rows; ++i) {
      results.push_back(
          JsonObject{{"event", std::string(event->Text(i))}, {"count", total->Int(i)}});
    }
    out.Add("results", results);
    out.Add("hasMore", asked.block.rows > rows);
    out.Add("limit", limit_);
    out.Add("offset", offset_);
    out.Add("hogql", Json(asked.compiled.hogql));
    out.Add("error", nullptr);
    return Ok();
  }

 private:
  const std::int64_t limit_;
  const std::int64_t offset_;
};

/// Some of a property's values and how many there are.
struct Samples {
  std::vector<std::string> values;
  std::int64_t distinct = 0;
};

JsonObject SamplesJson(const Samples& samples) {
  JsonArray values;
  for (const std::string& value : samples.values) values.emplace_back(value);
  return {{"sample_values", std::move(values)}, {"sample_count", samples.distinct}};
}

/// The first values of a query that gives them in order, in the column `value`.
Result<Samples> FirstValues(Execution& execution, ExprPtr values, std::int64_t count,
                            std::string& hogql) {
  hogql::SelectNode select;
  select.select = {
      Alias("samples", hogql::CallWithParams("groupArray", {Limit(count)}, {Field({"value"})})),
      Alias("total", Call("count"))};
  select.from = {hogql::Table(std::move(values), "ordered")};
  TRY_ASSIGN(const Asked asked, execution.Ask(hogql::Make(std::move(select))));
  const engine::Column* samples = asked.block.Find("samples");
  const engine::Column* total = asked.block.Find("total");
  if (samples == nullptr || total == nullptr || asked.block.rows != 1) {
    return Internal("samples without their columns");
  }
  Samples out{.values = {}, .distinct = total->Int(0)};
  const auto [begin, end] = samples->Range(0);
  for (std::size_t i = begin; i < end; ++i) out.values.emplace_back(samples->child(0).Text(i));
  if (!hogql.empty()) hogql += "\n\n";
  hogql += asked.compiled.hogql;
  return out;
}

/// SELECT toString(property) AS value FROM table WHERE … GROUP BY value ORDER BY order, value
ExprPtr ValuesOf(const char* table, const std::string& property, ExprPtr where, ExprPtr order) {
  hogql::SelectNode select;
  select.select = {Alias("value", Call("toString", {Field({"properties", property})}))};
  select.from = {hogql::Table(table)};
  ExprList conditions;
  if (where != nullptr) conditions.push_back(std::move(where));
  conditions.push_back(Compare(CompareOp::kNotEq, Field({"value"}), Constant("")));
  conditions.push_back(Call("isNotNull", {Field({"value"})}));
  select.where = hogql::And(std::move(conditions));
  select.group_by = ExprList{Field({"value"})};
  select.order_by =
      std::vector{hogql::Descending(std::move(order)), hogql::Ascending(Field({"value"}))};
  return hogql::Make(std::move(select));
}

struct EventTaxonomyQuery {
  /// Empty: those of the action.
  std::string event;
  std::int64_t action_id = 0;
  std::optional<std::vector<std::string>> properties;
  std::int64_t max_values = 5;
};

bool IsInternalProperty(std::string_view name) {
  return std::ranges::any_of(kInternalProperties, [&](std::string_view part) {
    return name.find(part) != std::string_view::npos;
  });
}

/// The text of a value that is one, and no list of others.
std::optional<std::string> ValueText(const Json& value) {
  if (value.is_string()) return std::string(View(value.get_string()));
  if (value.is_bool() || value.is_number()) return PrintJson(value);
  return std::nullopt;
}

class EventTaxonomyQuestion final : public Question {
 public:
  explicit EventTaxonomyQuestion(EventTaxonomyQuery query) : query_(std::move(query)) {}

  Shelf ShelfAt(const Occasion&) const override { return HourShelf(); }
  std::vector<std::string> Events() const override {
    return query_.event.empty() ? std::vector<std::string>() : std::vector{query_.event};
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    std::string hogql;
    TRY_ASSIGN(const ExprPtr where, Where(execution.occasion()));
    auto results =
        query_.properties ? Frequent(execution, where, hogql) : Latest(execution, where, hogql);
    if (!results) return std::move(results).error();
    out.Add("results", *results);
    out.Add("hogql", Json(hogql));
    out.Add("error", nullptr);
    return Ok();
  }

 private:
  Result<ExprPtr> Where(const Occasion& occasion) const {
    if (!query_.event.empty()) {
      return hogql::And(
          {Compare(CompareOp::kEq, Field({"event"}), Constant(query_.event)), Recent(occasion)});
    }
    const insights::FilterContext filters = occasion.Filters();
    const bool exists = filters.named_sets != nullptr &&
                        filters.named_sets->FindAction(query_.action_id) != nullptr;
    if (!exists) return InvalidArgument("Action does not exist").WithField("actionId");
    TRY_ASSIGN(ExprPtr of_action, insights::ActionExpr(query_.action_id, filters));
    return hogql::And({std::move(of_action), Recent(occasion)});
  }

  /// The most frequent values of the properties that were asked for.
  Result<JsonArray> Frequent(Execution& execution, const ExprPtr& where, std::string& hogql) const {
    JsonArray results;
    for (const std::string& property : *query_.properties) {
      ExprPtr values = ValuesOf("events", property, where, Call("count"));
      TRY_ASSIGN(const Samples samples,
                 FirstValues(execution, std::move(values), query_.max_values, hogql));
      if (samples.distinct == 0) continue;
      JsonObject item = SamplesJson(samples);
      item["property"] = property;
      results.push_back(std::move(item));
    }
    return results;
  }

  /// Whatever the latest events have.
  Result<JsonArray> Latest(Execution& execution, const ExprPtr& where, std::string& hogql) const {
    hogql::SelectNode select;
    select.select = {Field({"properties"})};
    select.from = {hogql::Table("events")};
    select.where = where;
    select.order_by = std::vector{hogql::Descending(Field({"timestamp"}))};
    select.limit = Limit(kLatestEvents);
    TRY_ASSIGN(const Asked asked, execution.Ask(hogql::Make(std::move(select))));
    hogql = asked.compiled.hogql;
    const engine::Column* column = asked.block.Find("properties");
    if (column == nullptr) return Internal("events without properties");

    struct Seen {
      std::string property;
      std::vector<std::string> samples;
      std::set<std::string> values;
    };
    std::vector<Seen> properties;
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t row = 0; row < asked.block.rows; ++row) {
      const auto parsed = ParseJson(column->Text(row));
      if (!parsed || !parsed->is_object()) continue;
      for (const auto& member : parsed->get_object()) {
        const std::string name(member.key());
        const auto text = ValueText(member.value());
        if (!text || IsInternalProperty(name)) continue;
        const auto [at, added] = places.try_emplace(name, properties.size());
        if (added) properties.push_back({.property = name, .samples = {}, .values = {}});
        Seen& seen = properties[at->second];
        const bool fresh = seen.values.insert(*text).second;
        if (fresh && seen.samples.size() < static_cast<std::size_t>(query_.max_values)) {
          seen.samples.push_back(*text);
        }
      }
    }
    std::ranges::sort(properties, [](const Seen& a, const Seen& b) {
      if (a.values.size() != b.values.size()) return a.values.size() > b.values.size();
      return a.property < b.property;
    });
    if (properties.size() > kMaxProperties) properties.resize(kMaxProperties);
    JsonArray results;
    for (const Seen& seen : properties) {
      JsonObject item = SamplesJson({seen.samples, static_cast<std::int64_t>(seen.values.size())});
      item["property"] = seen.property;
      results.push_back(std::move(item));
    }
    return results;
  }

  const EventTaxonomyQuery query_;
};

struct ActorsTaxonomyQuery {
  std::vector<std::string> properties;
  std::optional<int> group_index;
  std::int64_t max_values = 5;
};

class ActorsTaxonomyQuestion final : public Question {
 public:
  explicit ActorsTaxonomyQuestion(ActorsTaxonomyQuery query) : query_(std::move(query)) {}

  Shelf ShelfAt(const Occasion&) const override { return HourShelf(); }

  Status Write(Execution& execution, AnswerText& out) const override {
    JsonArray results;
    std::string hogql;
    const char* table = query_.group_index ? "groups" : "persons";
    for (const std::string& property : query_.properties) {
      ExprPtr where;
      if (query_.group_index) {
        where = Compare(CompareOp::kEq, Field({"index"}), Constant(*query_.group_index));
      }
      ExprPtr values =
          ValuesOf(table, property, std::move(where), Call("max", {Field({"created_at"})}));
      TRY_ASSIGN(const Samples samples,
                 FirstValues(execution, std::move(values), query_.max_values, hogql));
      results.push_back(SamplesJson(samples));
    }
    out.Add("results", results);
    out.Add("hogql", Json(hogql));
    out.Add("error", nullptr);
    return Ok();
  }

 private:
  const ActorsTaxonomyQuery query_;
};

/// Suggestions need a language model, and none is configured.
class SuggestedQuestionsQuestion final : public Question {
 public:
  Shelf ShelfAt(const Occasion&) const override { return {}; }
  bool is_kept() const override { return false; }
  Status Write(Execution&, AnswerText& out) const override {
    out.Add("questions", JsonArray());
    return Ok();
  }
};

std::int64_t ReadCount(insights::FieldReader& in, std::string_view name, std::int64_t fallback,
                       std::int64_t least, std::int64_t most) {
  const auto count = in.Int(name);
  if (!count) return fallback;
  if (*count < least) {
    in.Fail(name, "Input should be greater than or equal to " + std::to_string(least));
  }
  return std::min(*count, most);
}

void IgnoreCommon(insights::FieldReader& in) {
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
}

}  // namespace

Result<QuestionPtr> ParseTeamTaxonomyQuestion(const Json& json) {
  insights::FieldReader in(json, "query");
  IgnoreCommon(in);
  in.Ignore({"plan"});
  const std::int64_t limit = ReadCount(in, "limit", kMaxEvents, 1, kMaxEvents);
  const std::int64_t offset = ReadCount(in, "offset", 0, 0, INT64_MAX);
  TRY(in.Finish());
  return QuestionPtr(std::make_unique<TeamTaxonomyQuestion>(limit, offset));
}

Result<QuestionPtr> ParseEventTaxonomyQuestion(const Json& json) {
  EventTaxonomyQuery query;
  insights::FieldReader in(json, "query");
  IgnoreCommon(in);
  const auto event = in.Text("event");
  const auto action = in.Int("actionId");
  if (in.List("properties") != nullptr) query.properties = in.TextList("properties");
  query.max_values = ReadCount(in, "maxPropertyValues", 5, 1, kMaxValues);
  TRY(in.Finish());
  const bool has_event = event && !event->empty();
  if (!has_event && !action) return InvalidArgument("Either event or action ID must be provided.");
  if (query.properties && query.properties->size() > kMaxAskedProperties) {
    return InvalidArgument("query.properties: List should have at most 200 items");
  }
  if (has_event) {
    query.event = *event;
  } else {
    query.action_id = *action;
  }
  return QuestionPtr(std::make_unique<EventTaxonomyQuestion>(std::move(query)));
}

Result<QuestionPtr> ParseActorsTaxonomyQuestion(const Json& json) {
  ActorsTaxonomyQuery query;
  insights::FieldReader in(json, "query");
  IgnoreCommon(in);
  query.properties = in.TextList("properties");
  const auto group = in.Int("groupTypeIndex");
  query.max_values = ReadCount(in, "maxPropertyValues", 5, 1, kMaxValues);
  if (in.List("properties") == nullptr) in.Fail("properties", "Field required");
  if (group && (*group < 0 || *group > 4)) in.Fail("groupTypeIndex", "Input should be 0 to 4");
  TRY(in.Finish());
  if (query.properties.size() > kMaxAskedProperties) {
    return InvalidArgument("query.properties: List should have at most 200 items");
  }
  if (group) query.group_index = static_cast<int>(*group);
  return QuestionPtr(std::make_unique<ActorsTaxonomyQuestion>(std::move(query)));
}

Result<QuestionPtr> ParseSuggestedQuestionsQuestion(const Json& json) {
  insights::FieldReader in(json, "query");
  IgnoreCommon(in);
  TRY(in.Finish());
  return QuestionPtr(std::make_unique<SuggestedQuestionsQuestion>());
}

}  // namespace tenrec::query
