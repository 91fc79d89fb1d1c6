#include "tenrec/catalog/catalog.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/catalog/definitions.h"

namespace tenrec::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CatalogTest : public testing::Test {
 protected:
  CatalogTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-catalog-XXXXXX";
    directory_ = mkdtemp(name.data());
    database_ = std::move(*db::Database::Open({.path = directory_ / "metadata.db", .readers = 1}));
    EXPECT_TRUE(database_->Migrate(Migrations()));
    catalog_ = std::make_unique<Catalog>(*database_, clock_, metrics_);
    definitions_ = std::make_unique<Definitions>(*database_, *catalog_, clock_);
  }
  ~CatalogTest() override {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }

  ObservedEvent Event(std::string_view name, std::span<const ObservedProperty> properties = {},
                      TeamId team_id = 1) {
    return {
        .team_id = team_id, .name = name, .received_at = clock_.Now(), .properties = properties};
  }
  void Observe(const ObservedEvent& event) {
    const Status done = catalog_->Observe({&event, 1});
    EXPECT_TRUE(done) << done.error().message;
  }
  void Reopen() { catalog_ = std::make_unique<Catalog>(*database_, clock_, metrics_); }
  PropertyType TypeOf(PropertyScope scope, std::string_view key, int group = -1) {
    return (*catalog_->TypesOf(1))->Find(scope, key, group);
  }
  std::vector<std::string> EventNames(const EventDefinitionFilter& filter = {},
                                      TeamId team_id = 1) {
    std::vector<std::string> names;
    const auto listed = definitions_->ListEvents(team_id, filter);
    for (const auto& event : *listed) names.push_back(event.name);
    return names;
  }
  std::vector<std::string> PropertyNames(const PropertyDefinitionFilter& filter = {}) {
    std::vector<std::string> names;
    const auto listed = definitions_->ListProperties(1, filter);
    for (const auto& property : *listed) {
      names.push_back(property.name);
    }
    return names;
  }
  std::uint64_t Written(std::string kind) {
    return metrics_.GetCounter("catalog_written_rows_total", {{"kind", std::move(kind)}}).value();
  }

  std::filesystem::path directory_;
  ManualClock clock_{*ParseRfc3339("2026-11-22T09:30:00Z")};
  Metrics metrics_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Definitions> definitions_;
};

TEST_F(CatalogTest, LearnsEventsPropertiesAndPairs) {
  const ObservedProperty properties[] = {{"plan", "pro"}, {"seats", 4.0}, {"$set", OtherValue{}}};
  const ObservedProperty person[] = {{"email", "a@b.c"}};
  ObservedEvent event = Event("paid", properties);
  event.person_properties = person;
  Observe(event);
  EXPECT_THAT(EventNames(), ElementsAre("paid"));
  EXPECT_THAT(PropertyNames(), ElementsAre("plan", "seats"));
  EXPECT_THAT(PropertyNames({.scope = PropertyScope::kPerson}), ElementsAre("email"));
  EXPECT_EQ(TypeOf(PropertyScope::kEvent, "seats"), PropertyType::kNumeric);
  EXPECT_EQ(TypeOf(PropertyScope::kPerson, "email"), PropertyType::kString);
  EXPECT_THAT(*definitions_->SeenTogether(1, {"paid", "other"}, "plan"), ElementsAre(true, false));
  EXPECT_THAT(*definitions_->EventsWith(1, "plan", 5), ElementsAre("paid"));
  EXPECT_THAT(*definitions_->EventsWith(1, "plan", 0), IsEmpty());
  EXPECT_THAT(*definitions_->EventsWith(1, "email", 5), IsEmpty());
  EXPECT_THAT(*definitions_->EventsWith(2, "plan", 5), IsEmpty());
  EXPECT_THAT(EventNames({}, 2), IsEmpty()) << "another project must not see it";
}

TEST_F(CatalogTest, WritesNothingForWhatIsKnown) {
  const ObservedProperty properties[] = {{"plan", "pro"}, {"items", OtherValue{}}};
  for (int i = 0; i < 10; ++i) Observe(Event("paid", properties));
  Reopen();
  Observe(Event("paid", properties));
  EXPECT_EQ(Written("event"), 1U);
  EXPECT_EQ(Written("property"), 2U);
  EXPECT_EQ(Written("pair"), 2U);
  clock_.Advance(std::chrono::hours(1));
  for (int i = 0; i < 10; ++i) Observe(Event("paid", properties));
  EXPECT_EQ(Written("event"), 2U) << "once an hour";
  EXPECT_EQ(Written("pair"), 2U);
  EXPECT_EQ(FormatIso(*(*definitions_->ListEvents(1, {}))[0].last_seen_at),
            "2026-11-22T10:00:00.000000Z");
}

TEST_F(CatalogTest, KeepsTheFirstType) {
  const ObservedProperty none[] = {{"size", OtherValue{}}};
  const ObservedProperty number[] = {{"size", 4.0}};
  const ObservedProperty text[] = {{"size", "big"}};
  Observe(Event("e", none));
  EXPECT_EQ(TypeOf(PropertyScope::kEvent, "size"), PropertyType::kUnknown);
  Observe(Event("e", number));
  EXPECT_EQ(TypeOf(PropertyScope::kEvent, "size"), PropertyType::kNumeric);
  Observe(Event("e", text));
  Reopen();
  Observe(Event("e", text));
  EXPECT_EQ(TypeOf(PropertyScope::kEvent, "size"), PropertyType::kNumeric);
}

TEST_F(CatalogTest, AUserMayChangeTheType) {
  const ObservedProperty text[] = {{"size", "big"}};
  Observe(Event("e", text));
  const auto id = (*definitions_->ListProperties(1, {}))[0].id;
  ASSERT_TRUE(definitions_->ChangeProperty(1, id, {.type = PropertyType::kNumeric}, 7));
  Observe(Event("e", text));
  EXPECT_EQ(TypeOf(PropertyScope::kEvent, "size"), PropertyType::kNumeric);
}

TEST_F(CatalogTest, SkipsWhatNobodyWouldLookFor) {
  const std::string long_name(201, 'x');
  const ObservedProperty properties[] = {
      {"$set_once", OtherValue{}}, {"$group_3", "x"}, {long_name, 1.0}, {"$feature/beta", true}};
  Observe(Event("$$plugin_metrics", properties));
  Observe(Event(long_name, properties));
  EXPECT_THAT(EventNames(), IsEmpty());
  Observe(Event("ok", properties));
  EXPECT_THAT(PropertyNames(), ElementsAre("$feature/beta"));
  EXPECT_THAT(*definitions_->SeenTogether(1, {"ok"}, "$feature/beta"), ElementsAre(false));
  const std::vector<ObservedProperty> many(10'001, {"plan", "x"});
  Observe(Event("huge", many));
  EXPECT_THAT(EventNames(), ElementsAre("ok"));
}

TEST_F(CatalogTest, LearnsGroupPropertiesFromGroupidentifyOnly) {
  const ObservedProperty properties[] = {{"$group_type", "company"}};
  const ObservedProperty group[] = {{"size", 3.0}};
  ObservedEvent event = Event("$groupidentify", properties);
  event.group_properties = group;
  event.group_type_index = 2;
  Observe(event);
  EXPECT_THAT(PropertyNames(), IsEmpty());
  EXPECT_EQ(TypeOf(PropertyScope::kGroup, "size", 2), PropertyType::kNumeric);
  EXPECT_EQ(TypeOf(PropertyScope::kGroup, "size", 0), PropertyType::kUnknown);
}

TEST_F(CatalogTest, ComesBackAfterItWasDeleted) {
  Observe(Event("e"));
  ASSERT_TRUE(definitions_->DeleteEvent(1, (*definitions_->ListEvents(1, {}))[0].id));
  EXPECT_THAT(EventNames(), IsEmpty());
  Observe(Event("e"));
  EXPECT_THAT(EventNames(), ElementsAre("e"));
}

TEST_F(CatalogTest, FiltersAndOrders) {
  Observe(Event("$pageview"));
  clock_.Advance(std::chrono::hours(2));
  Observe(Event("order paid"));
  Observe(Event("Order Sent"));
  EXPECT_THAT(EventNames(), ElementsAre("Order Sent", "order paid", "$pageview"));
  using Kind = EventDefinitionFilter::Kind;
  using Order = EventDefinitionFilter::Order;
  EXPECT_THAT(EventNames({.kind = Kind::kPostHog}), ElementsAre("$pageview"));
  EXPECT_THAT(EventNames({.search = "ORDER  sen"}), ElementsAre("Order Sent"));
  EXPECT_THAT(EventNames({.order = Order::kNameBackwards}),
              ElementsAre("order paid", "Order Sent", "$pageview"));
  EXPECT_THAT(EventNames({.names = {"order paid"}}), ElementsAre("order paid"));
}

TEST_F(CatalogTest, SortsPropertiesSeenOnTheEventsFirst) {
  const ObservedProperty a[] = {{"a", 1.0}, {"$browser", "x"}};
  const ObservedProperty b[] = {{"b", "x"}};
  Observe(Event("one", a));
  Observe(Event("two", b));
  EXPECT_THAT(PropertyNames({.event_names = {"two"}}), ElementsAre("b", "$browser", "a"));
  EXPECT_THAT(PropertyNames({.event_names = {"two"}, .only_seen = true}), ElementsAre("b"));
  EXPECT_THAT(PropertyNames({.numerical = true}), ElementsAre("a"));
  EXPECT_THAT(PropertyNames({.exclude_core = true}), ElementsAre("a", "b"));
  EXPECT_THAT(PropertyNames({.excluded_names = {"a", "b"}}), ElementsAre("$browser"));
}

TEST_F(CatalogTest, CuratesDefinitions) {
  Observe(Event("e"));
  const Uuid id = (*definitions_->ListEvents(1, {}))[0].id;
  EventDefinitionChange change;
  change.curation = {.description = "Said hello",
                     .tags = std::vector<std::string>{" B ", "a", "b"},
                     .verified = true};
  const auto changed = definitions_->ChangeEvent(1, id, change, 7);
  ASSERT_TRUE(changed);
  EXPECT_THAT(changed->curation.tags, ElementsAre("a", "b"));
  EXPECT_EQ(changed->curation.verified_by, 7);
  EXPECT_EQ(*definitions_->FindEvent(1, id)->curation.description, "Said hello");
  const auto both = definitions_->ChangeEvent(1, id, {.curation = {.hidden = true}}, 7);
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(definitions_->FindEvent(1, id)->curation.hidden);
  EXPECT_EQ(definitions_->FindEvent(2, id).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(definitions_->ChangeEvent(2, id, {}, 7));
  EXPECT_FALSE(definitions_->DeleteEvent(2, id));
}

TEST_F(CatalogTest, DeclaresAnEventAhead) {
  EXPECT_TRUE(definitions_->CreateEvent(1, "later", {}, 7));
  const auto again = definitions_->CreateEvent(1, "later", {}, 7);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().tag, "unique");
  EXPECT_EQ((*definitions_->ListEvents(1, {}))[0].last_seen_at, std::nullopt);
  Observe(Event("later"));
  EXPECT_NE((*definitions_->ListEvents(1, {}))[0].last_seen_at, std::nullopt);
}

}  // namespace
}  // namespace tenrec::catalog
