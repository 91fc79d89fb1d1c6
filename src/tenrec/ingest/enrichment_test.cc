#include <set>

#include "tenrec/accounts/event_filter.h"
#include "tenrec/ingest/bots.h"
#include "tenrec/ingest/geo_countries.h"
#include "tenrec/ingest/testing_steps.h"

namespace tenrec::ingest {
namespace {

class EnrichmentTest : public StepsTest {
 protected:
  void KnowPlaces() {
    auto opened = GeoDatabase::Open(std::string(TENREC_TESTDATA) + "/places.mmdb");
    ASSERT_TRUE(opened) << opened.error().message;
    geo_ = std::move(*opened);
  }
  void Filter(std::string_view setting) {
    const auto filter = accounts::EventFilter::Parse(*ParseJson(setting));
    ASSERT_TRUE(filter) << filter.error().message;
    team_.event_filter = *filter;
  }
};

TEST_F(EnrichmentTest, NothingIsAddedWithoutADatabase) {
  EXPECT_EQ(Send("e", R"({"$ip":"89.160.20.112"})").properties, R"({"$ip":"89.160.20.112"})");
}

TEST_F(EnrichmentTest, AnEventSaysWhereItsAddressIs) {
  KnowPlaces();
  const Outcome outcome = Send("e", R"({"$ip":"89.160.20.112"})");
  EXPECT_EQ(outcome.properties,
            R"({"$ip":"89.160.20.112","$geoip_accuracy_radius":76,"$geoip_city_confidence":11,)"
            R"("$geoip_city_name":"Linköping","$geoip_continent_code":"EU",)"
            R"("$geoip_continent_name":"Europe","$geoip_country_code":"SE",)"
            R"("$geoip_country_confidence":99,"$geoip_country_name":"Sweden",)"
            R"("$geoip_latitude":58.4167,"$geoip_longitude":15.6167,)"
            R"("$geoip_postal_code":"582 22","$geoip_postal_code_confidence":1,)"
            R"("$geoip_subdivision_1_code":"E","$geoip_subdivision_1_confidence":50,)"
            R"("$geoip_subdivision_1_name":"Östergötland County","$geoip_subdivision_2_code":"E1",)"
            R"("$geoip_subdivision_2_name":"A \"quoted\" part",)"
            R"("$geoip_time_zone":"Europe/Stockholm"})");
  EXPECT_TRUE(Has(outcome.person_properties, R"("$geoip_city_name":"Linköping")"));
  EXPECT_TRUE(Has(outcome.person_properties, R"("$initial_geoip_city_name":"Linköping")"));
}

TEST_F(EnrichmentTest, TheAddressIsTheEventsOwnOrThatOfTheRequest) {
  KnowPlaces();
  const auto country = [&](std::string_view properties, std::string_view ip) {
    const Outcome outcome = Send("e", properties, {.ip = ip});
    const std::string_view name = "\"$geoip_country_code\":\"";
    const auto at = outcome.properties.find(name);
    return at == std::string::npos ? std::string() : outcome.properties.substr(at + name.size(), 2);
  };
  EXPECT_EQ(country("{}", "81.2.69.7"), "GB");
  EXPECT_EQ(country(R"({"$ip":"89.160.20.1"})", "81.2.69.7"), "SE");
  EXPECT_EQ(country("{}", "::ffff:81.2.69.7"), "GB");
  EXPECT_EQ(country("{}", "2001:218::9"), "JP");
  EXPECT_EQ(country("{}", "175.16.199.1"), "CN") << "a flat database";
  for (const std::string_view ip :
       {"", "127.0.0.1", "10.0.0.1", "8.8.8.8", "nonsense", "2001:db8::1"}) {
    EXPECT_EQ(country("{}", ip), "") << ip;
  }
  EXPECT_EQ(country(R"({"$ip":5})", "81.2.69.7"), "");
  EXPECT_EQ(country(R"({"$ip":")" + std::string(5000, '1') + R"("})", "81.2.69.7"), "");
  EXPECT_EQ(country(R"({"$geoip_disable":true})", "81.2.69.7"), "");
  EXPECT_EQ(country(R"({"$geoip_disable":false})", "81.2.69.7"), "GB");
}

TEST_F(EnrichmentTest, ACountryHasANameAndAContinentWithoutTheDatabase) {
  KnowPlaces();
  const Outcome known = Send("e", "{}", {.ip = "175.16.199.1"});
  EXPECT_TRUE(Has(known.properties,
                  R"("$geoip_continent_code":"AS","$geoip_continent_name":"Asia",)"
                  R"("$geoip_country_code":"CN","$geoip_country_name":"China")"))
      << known.properties;
  const Outcome unknown = Send("e", "{}", {.ip = "203.0.113.1"});
  EXPECT_EQ(unknown.properties, R"({"$geoip_country_code":"ZZ","$ip":"203.0.113.1"})");
  EXPECT_EQ(FindGeoCountry("NL")->name, "The Netherlands");
  EXPECT_EQ(FindGeoCountry("nl"), nullptr);
  EXPECT_EQ(ContinentName("OC"), "Oceania");
  EXPECT_EQ(ContinentName(""), "");
}

TEST_F(EnrichmentTest, WhoMovesLeavesNothingOfTheOldPlaceAndKeepsTheFirst) {
  KnowPlaces();
  Send("e", "{}", {.ip = "89.160.20.1"});
  const Outcome moved = Send("e", R"({"$geoip_country_code":"XX"})", {.ip = "81.2.69.7"});
  EXPECT_FALSE(Has(moved.properties, "XX")) << moved.properties;
  EXPECT_TRUE(Has(moved.person_properties, R"("$geoip_country_code":"GB")"));
  EXPECT_TRUE(Has(moved.person_properties, R"("$initial_geoip_country_code":"SE")"));
  EXPECT_FALSE(Has(moved.person_properties, R"("$geoip_city_name")")) << moved.person_properties;
  const Outcome own = Send("e", R"({"$set":{"$geoip_city_name":"Bath"}})", {.ip = "81.2.69.7"});
  EXPECT_TRUE(Has(own.person_properties, R"("$geoip_city_name":"Bath")"))
      << "the event's own word counts more";
  const Outcome server = Send("e", R"({"$geoip_disable":true})", {.ip = "89.160.20.1"});
  EXPECT_TRUE(Has(server.person_properties, R"("$geoip_country_code":"GB")"));
}

TEST_F(EnrichmentTest, AnonymisedProjectsKnowThePlaceAndNotTheAddress) {
  KnowPlaces();
  team_.anonymize_ips = true;
  const Outcome outcome = Send("e", "{}", {.ip = "81.2.69.7"});
  EXPECT_TRUE(Has(outcome.properties, R"("$geoip_country_code":"GB")"));
  EXPECT_FALSE(Has(outcome.properties, "81.2.69.7"));
}

TEST(GeoDatabase, SaysWhatItIsAndWhatCannotBeOne) {
  const auto places = GeoDatabase::Open(std::string(TENREC_TESTDATA) + "/places.mmdb");
  ASSERT_TRUE(places);
  EXPECT_EQ((*places)->type(), "Tenrec-Test-City");
  EXPECT_EQ((*places)->built_at(), Timestamp::FromSeconds(1'760'000'000));
  for (const char* file : {"/proc/none.mmdb", "/proc/self/status"}) {
    const auto none = GeoDatabase::Open(file);
    ASSERT_FALSE(none) << file;
    EXPECT_TRUE(none.error().message.starts_with("GEOIP_DATABASE: cannot read '")) << file;
  }
  EXPECT_EQ(GeoDatabasePath("off"), "");
  EXPECT_EQ(GeoDatabasePath("/x.mmdb"), "/x.mmdb");
}

TEST_F(EnrichmentTest, AFilterEndsWhatItMatchesOrOnlyCounts) {
  const std::string tree =
      R"("filter_tree":{"type":"condition","field":"property","key":"$host","operator":"exact",)"
      R"("value":"a \"b\""}})";
  const char* hit = R"({"$host":"a \"b\""})";
  EXPECT_FALSE(Send("e", hit).dropped);
  Filter(R"({"mode":"live",)" + tree);
  EXPECT_EQ(Send("e", hit).dropped, DropReason::kFiltered);
  EXPECT_FALSE(Send("e", R"({"$host":"a"})").dropped);
  EXPECT_EQ(trial_matches_.value(), 0U);
  Filter(R"({"mode":"dry_run","drop_bots":true,)" + tree);
  EXPECT_FALSE(Send("e", hit).dropped);
  EXPECT_FALSE(Send("e", R"({"$raw_user_agent":"curl/8"})").dropped);
  EXPECT_EQ(trial_matches_.value(), 2U);
}

TEST_F(EnrichmentTest, RestrictionsComeFirst) {
  const auto restrict_to = [&](std::string_view setting) {
    const auto parsed = accounts::IngestionRestrictions::Parse(*ParseJson(setting));
    ASSERT_TRUE(parsed) << parsed.error().message;
    team_.restrictions = *parsed;
  };
  team_.api_token = "phc_team";
  Filter(R"({"mode":"live","filter_tree":{"type":"condition","field":"event_name",)"
         R"("operator":"exact","value":"both"}})");
  restrict_to(R"([{"restriction_type":"drop_event_from_ingestion","event_names":["gone","both"]},)"
              R"({"restriction_type":"redirect_to_dlq","event_names":["gone","aside"]},)"
              R"({"restriction_type":"skip_person_processing","session_ids":["s \"1\""]}])");
  EXPECT_EQ(Send("gone", "{}").dropped, DropReason::kRestricted) << "to drop comes first";
  EXPECT_EQ(Send("both", "{}").dropped, DropReason::kRestricted);
  EXPECT_EQ(Send("aside", "{}").dropped, DropReason::kRestrictedToDeadLetters);
  EXPECT_TRUE(IsDeadLetter(DropReason::kRestrictedToDeadLetters));
  EXPECT_FALSE(IsDeadLetter(DropReason::kRestricted));
  const Outcome other = Send("seen", R"({"$session_id":"s","$set":{"a":1}})");
  EXPECT_FALSE(other.dropped);
  EXPECT_EQ(other.person.mode, persons::Mode::kFull);

  const Outcome personless =
      Send("$identify", R"({"$session_id":"s \"1\"","$anon_distinct_id":"v","$set":{"a":2}})");
  EXPECT_FALSE(personless.dropped);
  EXPECT_EQ(personless.person.mode, persons::Mode::kPropertyless);
  EXPECT_EQ(personless.person.person_id, persons::PersonIdOf(team_.id, "u1"));
  EXPECT_EQ(personless.properties,
            R"({"$session_id":"s \"1\"","$anon_distinct_id":"v","$process_person_profile":false})");
  EXPECT_TRUE(Has(Send("seen", "{}").person_properties, R"("a":1)")) << "and nobody was changed";

  ASSERT_TRUE(restrictions_.Add(accounts::Restriction::kDrop, "phc_other,phc_team:u2"));
  EXPECT_FALSE(Send("seen", "{}").dropped);
  EXPECT_EQ(Send("seen", "{}", {.distinct_id = "u2"}).dropped, DropReason::kRestricted);
}

TEST_F(EnrichmentTest, BotsEndForProjectsThatWantNone) {
  const char* bot = R"j({"$raw_user_agent":"Mozilla/5.0 (compatible; Googlebot\/2.1)"})j";
  EXPECT_FALSE(Send("e", bot).dropped);
  Filter(R"({"mode":"live","drop_bots":true})");
  EXPECT_EQ(Send("e", bot).dropped, DropReason::kBot);
  EXPECT_EQ(Send("e", R"({"$user_agent":"python-requests/2.31"})").dropped, DropReason::kBot);
  EXPECT_FALSE(Send("e", R"({"$raw_user_agent":"Mozilla/5.0 Safari/605"})").dropped);
  EXPECT_FALSE(Send("e", "{}").dropped) << "servers send no user agent";
  EXPECT_FALSE(IsBotUserAgent("Robotics Browser/1.0"));
  EXPECT_TRUE(IsBotUserAgent("NewThing-Bot"));
}

/// Events of one visitor of a project in the stateless mode, or in the stateful one.
class CookielessTest : public EnrichmentTest {
 protected:
  void Mode(int mode) { team_.settings["cookieless_server_hash_mode"] = mode; }
  Outcome Visit(std::string_view event, log::EventRecord record = {}, std::string_view more = "",
                std::string_view host = "www.example.co.uk") {
    if (record.distinct_id.empty()) record.distinct_id = "$posthog_cookieless";
    if (record.ip.empty()) record.ip = "192.0.2.7";
    return Send(event,
                R"({"$cookieless_mode":true,"$raw_user_agent":"Firefox","$host":")" +
                    std::string(host) + R"(")" + std::string(more) + "}",
                record);
  }
  static std::string Property(const Outcome& outcome, std::string_view key) {
    return std::string(StringMember(*ParseJson(outcome.properties), key).value_or(""));
  }
};

TEST_F(CookielessTest, AProjectWithoutItDropsThem) {
  EXPECT_EQ(Visit("e").dropped, DropReason::kCookieless);
  EXPECT_FALSE(Send("e", R"({"$cookieless_mode":false})").dropped);
}

TEST_F(CookielessTest, Check24ADayHasOneIdAndNothingIdentifyingIsStored) {
  Mode(1);
  const Outcome first = Visit("$pageview", {},
                              R"(,"$cookieless_extra":"x","$set":{"$raw_user_agent":"F","a":1},)"
                              R"("$set_once":{"$initial_raw_user_agent":"F"})");
  ASSERT_FALSE(first.dropped);
  EXPECT_TRUE(first.distinct_id.starts_with("cookieless_")) << first.distinct_id;
  EXPECT_EQ(first.distinct_id.size(), 11U + 22U);
  EXPECT_EQ(Property(first, "$distinct_id"), first.distinct_id);
  EXPECT_EQ(Property(first, "$device_id"), "cookielessd_" + first.distinct_id.substr(11));
  EXPECT_EQ(first.person.mode, persons::Mode::kPropertyless);
  for (const std::string_view trace :
       {"192.0.2.7", "Firefox", "$raw_user_agent", "$ip", "$cookieless_extra", "\"F\""}) {
    EXPECT_FALSE(Has(first.properties, trace)) << trace << " in " << first.properties;
  }
  const Outcome again = Visit("$pageview", {}, R"(,"$cookieless_extra":"x")");
  EXPECT_EQ(again.distinct_id, first.distinct_id);
  EXPECT_EQ(Property(again, "$session_id"), Property(first, "$session_id"));
  const auto session = Uuid::Parse(Property(first, "$session_id"));
  ASSERT_TRUE(session);
  EXPECT_EQ(session->high() >> 16, 1'763'769'600'000U) << "midnight UTC of the day";
  EXPECT_EQ(session->high() >> 12 & 0xF, 7U);

  std::set<std::string> ids = {first.distinct_id};
  const auto is_another = [&](const Outcome& outcome) {
    return !outcome.dropped && ids.insert(outcome.distinct_id).second;
  };
  EXPECT_TRUE(is_another(Visit("e"))) << "another extra";
  EXPECT_TRUE(is_another(Visit("e", {.ip = "192.0.2.8"})));
  EXPECT_TRUE(is_another(Visit("e", {}, "", "example.org")));
  EXPECT_FALSE(is_another(Visit("e", {}, "", "shop.example.co.uk"))) << "the same site";
  team_.id = 3;
  EXPECT_TRUE(is_another(Visit("e")));
  team_.id = 2;
  now_ = kNow + std::chrono::hours(24);
  EXPECT_TRUE(is_another(Visit("e", {.timestamp = now_}))) << "the next day";
}

TEST_F(CookielessTest, SaltsAreDeletedWhenTheirDayIsOver) {
  Mode(1);
  const Outcome before = Visit("e");
  ASSERT_TRUE(cookieless_->DeleteExpired(now_));
  cookieless_ = std::make_unique<Cookieless>(*database_);  // after a restart
  EXPECT_EQ(Visit("e").distinct_id, before.distinct_id);
  ASSERT_TRUE(cookieless_->DeleteExpired(now_ + std::chrono::hours(24 * 5)));
  EXPECT_TRUE(database_->Query("SELECT salt FROM ingest_cookieless_salt")->empty());
  EXPECT_NE(Visit("e").distinct_id, before.distinct_id) << "nobody knows the old salt";
}

TEST_F(CookielessTest, TheDayIsThatOfTheVisitorAndMustBeNear) {
  Mode(1);
  const auto at = [&](int hours, std::string_view more = "", int received = 0) {
    now_ = kNow + std::chrono::hours(received);
    return Visit("e", {.timestamp = kNow + std::chrono::hours(hours), .received_at = now_}, more);
  };
  const std::string here = at(0).distinct_id;
  ASSERT_TRUE(here.starts_with("cookieless_"));
  EXPECT_EQ(at(2, "", 2).distinct_id, here);
  // 08:26 UTC; on Kiritimati the next day begins at 10:00 UTC.
  const std::string_view kiritimati = R"(,"$timezone":"Pacific/Kiritimati")";
  EXPECT_EQ(at(1, kiritimati, 1).distinct_id, here);
  const Outcome there = at(2, kiritimati, 2);
  EXPECT_FALSE(there.dropped);
  EXPECT_NE(there.distinct_id, here);
  EXPECT_EQ(at(2, R"(,"$timezone":"Mars/Olympus")", 2).distinct_id, here);
  team_.timezone = "Pacific/Kiritimati";
  EXPECT_EQ(at(2, "", 2).distinct_id, there.distinct_id);
  team_.timezone = "UTC";
  EXPECT_FALSE(at(-24 * 3).dropped);
  EXPECT_EQ(Noticed("cookieless_timestamp_out_of_range"), 0U);
  EXPECT_EQ(at(-24 * 5).dropped, DropReason::kCookielessDay);
  EXPECT_EQ(at(24 * 2).dropped, DropReason::kCookielessDay);
  EXPECT_EQ(Noticed("cookieless_timestamp_out_of_range"), 2U);
}

TEST_F(CookielessTest, WhatItNeedsMustBeThere) {
  Mode(1);
  const std::string_view id = "$posthog_cookieless";
  EXPECT_EQ(Send("e", R"({"$cookieless_mode":true,"$host":"a.b"})",
                 {.distinct_id = id, .ip = "192.0.2.7"})
                .dropped,
            DropReason::kCookielessUserAgent);
  EXPECT_EQ(Send("e", R"({"$cookieless_mode":true,"$host":"a.b","$raw_user_agent":"F"})",
                 {.distinct_id = id})
                .dropped,
            DropReason::kCookielessIp);
  EXPECT_EQ(Send("e", R"({"$cookieless_mode":true,"$raw_user_agent":"F"})",
                 {.distinct_id = id, .ip = "192.0.2.7"})
                .dropped,
            DropReason::kCookielessHost);
  for (const char* notice :
       {"cookieless_missing_user_agent", "cookieless_missing_ip", "cookieless_missing_host"}) {
    EXPECT_EQ(Noticed(notice), 1U) << notice;
  }
  for (const std::string_view event : {"$create_alias", "$merge_dangerously", "$identify"}) {
    EXPECT_EQ(Visit(event, {.distinct_id = "u9"}).dropped, DropReason::kCookielessEvent) << event;
  }
  EXPECT_EQ(Visit("e", {.distinct_id = "u9"}).dropped, DropReason::kCookielessEvent);
}

TEST_F(CookielessTest, AStatefulProjectFollowsVisitorsThroughTheDay) {
  Mode(2);
  const auto at = [](int minutes) {
    const Timestamp time = kNow + std::chrono::minutes(minutes);
    return log::EventRecord{.timestamp = time, .received_at = time};
  };
  const Outcome first = Visit("$pageview", at(0));
  const Outcome near = Visit("$pageview", at(29));
  const Outcome far = Visit("$pageview", at(60));
  EXPECT_EQ(near.distinct_id, first.distinct_id);
  EXPECT_EQ(Property(near, "$session_id"), Property(first, "$session_id"));
  EXPECT_EQ(far.distinct_id, first.distinct_id);
  EXPECT_NE(Property(far, "$session_id"), Property(first, "$session_id"));
  EXPECT_EQ(Property(far, "$distinct_id"), "");

  log::EventRecord identify = at(61);
  identify.distinct_id = "u9";
  EXPECT_EQ(Visit("$identify", identify, R"(,"$anon_distinct_id":"somebody")").dropped,
            DropReason::kCookielessEvent);
  const Outcome known =
      Visit("$identify", identify, R"(,"$anon_distinct_id":"$posthog_cookieless")");
  ASSERT_FALSE(known.dropped);
  EXPECT_EQ(known.distinct_id, "u9");
  EXPECT_EQ(Property(known, "$anon_distinct_id"), first.distinct_id);
  EXPECT_EQ(known.person.mode, persons::Mode::kFull);
  EXPECT_EQ(Property(known, "$session_id"), Property(far, "$session_id"));

  log::EventRecord later = at(62);
  later.distinct_id = "u9";
  const Outcome identified = Visit("bought", later);
  EXPECT_EQ(identified.distinct_id, "u9");
  EXPECT_EQ(Property(identified, "$session_id"), Property(far, "$session_id"));
  EXPECT_EQ(identified.person.person_id, known.person.person_id);

  const Outcome next = Visit("$pageview", at(63));
  EXPECT_NE(next.distinct_id, first.distinct_id) << "somebody else at the same screen";
  EXPECT_EQ(Property(next, "$device_id"), Property(first, "$device_id"));

  // The same again after a crash: as it was, though the day knows an identify by now.
  ASSERT_TRUE(database_->Transact(
      [&](db::Transaction& transaction) { return cookieless_->Save(transaction); }));
  cookieless_ = std::make_unique<Cookieless>(*database_);
  offset_ = 0;
  for (const auto& [was, minutes] : {std::pair(&first, 0), {&near, 29}, {&far, 60}}) {
    const Outcome read_again = Visit("$pageview", at(minutes));
    EXPECT_EQ(read_again.distinct_id, was->distinct_id) << minutes;
    EXPECT_EQ(Property(read_again, "$session_id"), Property(*was, "$session_id")) << minutes;
  }
}

TEST(RootDomain, IsWhatASiteRegisters) {
  const auto is = [](std::string_view host, std::string_view root) {
    EXPECT_EQ(RootDomain(host), root) << host;
  };
  is("www.example.com", "example.com");
  is("EXAMPLE.com", "example.com");
  is("a.b.example.co.uk:8080", "example.co.uk:8080");
  is("me.github.io", "me.github.io");
  is("localhost:3000", "127.0.0.1:3000");
  is("192.0.2.7", "192.0.2.7");
  is("[2001:db8::1]:80", "[2001:db8::1]:80");
  is("2001:db8::1", "[2001:db8::1]");
  is("co.uk", "co.uk");
  is("", "");
}

}  // namespace
}  // namespace tenrec::ingest
