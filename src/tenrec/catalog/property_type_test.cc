#include "tenrec/catalog/property_type.h"

#include <gtest/gtest.h>

#include "tenrec/catalog/property_types.h"

namespace tenrec::catalog {
namespace {

constexpr Timestamp kNow = Timestamp::FromSeconds(1795339800);

TEST(InferPropertyType, FollowsTheTableFromTheTop) {
  const auto infers = [](std::string_view key, ObservedValue value, PropertyType type) {
    EXPECT_EQ(PropertyTypeName(InferPropertyType(key, value, kNow)), PropertyTypeName(type)) << key;
  };
  infers("utm_source", true, PropertyType::kString);
  infers("$initial_utm_medium", 5.0, PropertyType::kString);
  infers("$feature/beta", true, PropertyType::kString);
  infers("$feature_flag_response", false, PropertyType::kString);
  infers("$survey_response_2", 4.0, PropertyType::kString);
  infers("created_at", 1.79e9, PropertyType::kDateTime);
  infers("sentAtTime", 1.79e12, PropertyType::kDateTime);
  infers("createdAt", "1790000000", PropertyType::kDateTime);
  infers("load_time", 250.0, PropertyType::kNumeric);
  infers("load_time", 1.79e9 + 0.5, PropertyType::kNumeric);
  infers("load_time", "250", PropertyType::kString);
  infers("price", 1.79e9, PropertyType::kNumeric);
  infers("paid", "true", PropertyType::kBoolean);
  infers("paid", "FALSE", PropertyType::kBoolean);
  infers("paid", "True", PropertyType::kString);
  infers("paid", true, PropertyType::kBoolean);
  infers("count", "42", PropertyType::kString);
  infers("count", "", PropertyType::kString);
  infers("count", 42.0, PropertyType::kNumeric);
  infers("items", OtherValue{}, PropertyType::kUnknown);
}

TEST(InferPropertyType, KnowsADateWhenItSeesOne) {
  for (std::string_view text :
       {"2026-11-22", "2026/11/22", "22-11-2026", "22/11/2026 09:30:00", "2026-11-22T09:30:00Z",
        "2026-11-22T09:30:00.123+01:00", "2026-11-22 09:30:00 whatever",
        "Sun, 22 Nov 2026 09:30:00 +0000", "22 Nov 2026 09:30 GMT"}) {
    EXPECT_EQ(InferPropertyType("x", text, kNow), PropertyType::kDateTime) << text;
  }
  for (std::string_view text : {"2026-11", "2026-11-22x", "2026-11-22 9:30", "22 Nov 2026",
                                "Nov 22 2026 09:30 GMT", "20261122", "2026-1-22", "a,b"}) {
    EXPECT_EQ(InferPropertyType("x", text, kNow), PropertyType::kString) << text;
  }
}

TEST(PropertyTypes, KeepsScopesAndGroupsApart) {
  PropertyTypes types;
  types.Set(PropertyScope::kEvent, "plan", PropertyType::kNumeric);
  types.Set(PropertyScope::kGroup, "plan", PropertyType::kBoolean, 2);
  EXPECT_EQ(types.Find(PropertyScope::kEvent, "plan"), PropertyType::kNumeric);
  EXPECT_EQ(types.Find(PropertyScope::kPerson, "plan"), PropertyType::kUnknown);
  EXPECT_EQ(types.Find(PropertyScope::kGroup, "plan", 2), PropertyType::kBoolean);
  EXPECT_EQ(types.Find(PropertyScope::kGroup, "plan", 1), PropertyType::kUnknown);
}

TEST(PropertyTypeNames, ReadBack) {
  EXPECT_EQ(ParsePropertyType("DateTime"), PropertyType::kDateTime);
  EXPECT_EQ(ParsePropertyType("datetime"), std::nullopt);
  EXPECT_EQ(ParsePropertyType(""), std::nullopt);
}

}  // namespace
}  // namespace tenrec::catalog
