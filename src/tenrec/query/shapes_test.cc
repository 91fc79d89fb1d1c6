#include "tenrec/query/shapes.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

using shape::Kind;
using shape::Shape;

// A value that the shape takes, with nothing that may be left out.
Json Sample(const Shape& shape) {
  switch (shape.kind()) {
    case Kind::kAny:
    case Kind::kMap:
      return JsonObject();
    case Kind::kBool:
      return false;
    case Kind::kInt:
    case Kind::kNumber:
      return 1;
    case Kind::kText:
      return shape.words().empty() ? Json("A") : Json(shape.words().front());
    case Kind::kList:
      return JsonArray{Sample(shape.item())};
    case Kind::kUnion:
      return Sample(shape.choices().front());
    case Kind::kLater:
      return Sample(shape.Resolve());
    case Kind::kObject:
    case Kind::kInput: {
      JsonObject object;
      for (const auto& field : shape.fields()) {
        if (field.shape.required()) object[field.name] = Sample(field.shape);
      }
      if (object.contains("query")) object["query"] = "SELECT 1";
      return object;
    }
  }
  return nullptr;
}

using Wrap = std::function<Json(Json)>;

// A field that nobody knows is the one thing that must not be said of a declared one.
bool IsKnown(const Json& query) {
  const auto parsed = ParseQuestion(query);
  return parsed || parsed.error().message.find("Extra inputs") == std::string::npos;
}

void VisitFields(const Shape& shape, const Wrap& wrap, int depth) {
  if (depth > 6) return;
  switch (shape.kind()) {
    case Kind::kList:
      VisitFields(
          shape.item(), [&](Json item) { return wrap(JsonArray{std::move(item)}); }, depth + 1);
      return;
    case Kind::kUnion:
      for (const auto& choice : shape.choices()) VisitFields(choice, wrap, depth + 1);
      return;
    case Kind::kInput:
      break;
    default:
      return;
  }
  for (const auto& field : shape.fields()) {
    JsonObject object = Sample(shape).get_object();
    object[field.name] = Sample(field.shape);
    const Json query = wrap(object);
    EXPECT_TRUE(IsKnown(query)) << field.name << " is declared, but not read: " << PrintJson(query);
    for (const std::string& word : field.shape.words()) {
      object[field.name] = word;
      const auto parsed = ParseQuestion(wrap(object));
      // A calendar takes the nodes of trends, but counts two of their ways.
      const std::string why = parsed ? "" : parsed.error().message;
      const bool refused = why.find("Input should be '") != std::string::npos &&
                           why.find("for a calendar heatmap") == std::string::npos;
      EXPECT_FALSE(refused) << field.name << " may be " << word << ", but: " << why;
    }
    const auto with = [&](Json value) {
      JsonObject around = Sample(shape).get_object();
      around[field.name] = std::move(value);
      return wrap(std::move(around));
    };
    VisitFields(field.shape, with, depth + 1);
  }
}

TEST(QueryShapes, NameOnlyFieldsThatTheParsersRead) {
  for (const Shape& kind : QueryShape().choices()) {
    VisitFields(kind, [](Json query) { return query; }, 0);
  }
}

/// A value of a type that the shape does not take; nullopt where it takes all.
std::optional<Json> WrongFor(const Shape& shape) {
  switch (shape.kind()) {
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kNumber:
    case Kind::kList:
      return Json("wrong");
    case Kind::kText:
      return shape.words().empty() ? Json(JsonArray{7}) : Json("wrong");
    case Kind::kObject:
    case Kind::kInput:
      return Json(7);
    default:
      return std::nullopt;
  }
}

/// Fields that change no number are taken as they are, and filters are read when they are planned.
bool IsRead(const std::string& name) {
  static const std::set<std::string, std::less<>> drawn = {"kind",
                                                           "name",
                                                           "version",
                                                           "dataColorTheme",
                                                           "properties",
                                                           "fixedProperties",
                                                           "funnelStepReference",
                                                           "layout",
                                                           "hiddenLegendBreakdowns",
                                                           "hiddenLegendIndexes",
                                                           "showValuesOnSeries",
                                                           "showTrendLines",
                                                           "showLegend",
                                                           "showMultipleYAxes",
                                                           "showFullUrls",
                                                           "goalLines",
                                                           "useUdf",
                                                           "retentionReference",
                                                           "meanRetentionCalculation",
                                                           "dashboardDisplay",
                                                           "selectedInterval",
                                                           "resultCustomizationBy",
                                                           "toggledLifecycles",
                                                           "stacked",
                                                           "aggregationAxisFormat",
                                                           "aggregationAxisPrefix",
                                                           "aggregationAxisPostfix",
                                                           "decimalPlaces",
                                                           "minDecimalPlaces",
                                                           "showAlertThresholdLines",
                                                           "showPercentStackView",
                                                           "showLabelsOnSeries",
                                                           "showConfidenceIntervals",
                                                           "confidenceLevel",
                                                           "showMovingAverage",
                                                           "movingAverageIntervals",
                                                           "yAxisScaleType",
                                                           "hideWeekends",
                                                           "detailedResultsAggregationType",
                                                           "order",
                                                           "uuid"};
  return !drawn.contains(name);
}

void RefuseWrong(const Shape& shape, const Wrap& wrap, const std::string& of) {
  for (const auto& field : shape.fields()) {
    JsonObject object = Sample(shape).get_object();
    const auto wrong = WrongFor(field.shape);
    // Drawn by every kind but trends, whose display changes numbers.
    if (wrong && IsRead(field.name) && !(field.name == "display" && of != "TrendsQuery")) {
      object[field.name] = *wrong;
      const auto parsed = ParseQuestion(wrap(object));
      EXPECT_FALSE(parsed) << of << ": " << field.name << " may be " << PrintJson(*wrong);
      if (parsed) continue;
      EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument) << parsed.error().message;
      EXPECT_NE(parsed.error().message.find(field.name), std::string::npos)
          << of << "." << field.name << ": " << parsed.error().message;
    }
    if (field.shape.kind() != Kind::kInput || !field.name.ends_with("Filter")) continue;
    RefuseWrong(
        field.shape,
        [&](Json inner) {
          JsonObject around = Sample(shape).get_object();
          around[field.name] = std::move(inner);
          return wrap(std::move(around));
        },
        of);
  }
}

TEST(QueryShapes, AWrongValueIsRefusedByTheNameOfItsField) {
  std::size_t insights = 0;
  for (const Shape& kind : QueryShape().choices()) {
    constexpr std::array<std::string_view, 6> kInsights = {"TrendsQuery",     "FunnelsQuery",
                                                           "RetentionQuery",  "PathsQuery",
                                                           "StickinessQuery", "LifecycleQuery"};
    if (std::ranges::find(kInsights, kind.name()) == kInsights.end()) continue;
    ++insights;
    const auto whole = [&](Json query) {
      if (kind.name() != "FunnelsQuery") return query;
      // One step is refused before anything else is looked at.
      auto* series = query.get_object()["series"].if_array();
      if (series != nullptr && series->size() == 1) series->push_back(series->front());
      return query;
    };
    RefuseWrong(kind, whole, kind.name());
  }
  EXPECT_EQ(insights, 6U);
}

TEST(QueryShapes, NameEveryWordThatTheParsersTake) {
  const Shape& trends = QueryShape().choices().front();
  const auto field = [](const Shape& shape, std::string_view name) {
    for (const auto& each : shape.fields()) {
      if (each.name == name) return each.shape;
    }
    ADD_FAILURE() << name << " is not declared";
    return Shape();
  };
  const Shape node = field(trends, "series").item().choices().front();
  for (const auto& math : field(node, "math").words()) {
    JsonObject series = Sample(node).get_object();
    series["math"] = math;
    series["math_hogql"] = "count()";
    series["math_property"] = "amount";
    series["math_group_type_index"] = 0;
    const auto parsed =
        ParseQuestion(JsonObject{{"kind", "TrendsQuery"}, {"series", JsonArray{series}}});
    EXPECT_TRUE(parsed) << math << ": " << parsed.error().message;
  }
  for (const auto& display : field(field(trends, "trendsFilter"), "display").words()) {
    JsonObject query = Sample(trends).get_object();
    query["trendsFilter"] = JsonObject{{"display", display}};
    query["series"].as_array()[0].as_object()["math_property"] = "amount";
    EXPECT_TRUE(ParseQuestion(query)) << display;
  }
  for (const auto& interval : field(trends, "interval").words()) {
    JsonObject query = Sample(trends).get_object();
    query["interval"] = interval;
    EXPECT_TRUE(ParseQuestion(query)) << interval;
  }
}

}  // namespace
}  // namespace tenrec::query
