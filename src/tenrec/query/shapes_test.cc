#include "tenrec/query/shapes.h"

#include <functional>

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
