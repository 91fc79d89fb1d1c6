#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;

class IngestionApiTest : public testing::Test {
 protected:
  IngestionApiTest() { jane.SignUp("jane@example.com"); }
  static std::string P(std::string_view path) {
    return "/api/projects/@current/" + std::string(path);
  }

  Instance instance;
  Client jane{instance};
};

TEST_F(IngestionApiTest, ShowsTheBooksByHour) {
  instance.answers.ledger = [&](TeamId team, Timestamp from, Timestamp) {
    ingest::LedgerHour hour{.account = {.team_id = team, .hour = from, .accepted = 9, .stored = 5}};
    hour.account.ended[static_cast<std::size_t>(ingest::DropReason::kDuplicate)] = 2;
    hour.account.ended[static_cast<std::size_t>(ingest::DropReason::kUnstorable)] = 1;
    hour.in_flight = 1;
    return Result<std::vector<ingest::LedgerHour>>(std::vector{hour});
  };
  instance.answers.books = [] {
    return Result<ingest::Books>(ingest::Books{.next = 9, .entered = 9, .settled = 8});
  };
  const Reply shown = jane.Get(P("ingestion/ledger/"));
  EXPECT_EQ(shown.status, 200) << shown.Text();
  EXPECT_EQ(shown.At("results.0.hour"), "\"2026-11-21T09:00:00.000000Z\"");
  EXPECT_EQ(shown.At("results.0.balanced"), "true");
  EXPECT_EQ(shown.At("total.dropped"), R"({"duplicate":2})");
  EXPECT_EQ(shown.At("total.dead_lettered"), R"({"unstorable":1})");
  EXPECT_EQ(shown.At("total.in_flight"), "1");
  EXPECT_EQ(shown.At("instance.balanced"), "false");
  Expect(jane, {{Method::kGet, P("ingestion/ledger/?date_from=nonsense"), "", 400, "date_from"}});
}

TEST_F(IngestionApiTest, ShowsHowTheSelfTestWent) {
  const auto shown = [&] { return jane.Get(P("ingestion/ledger/")).At("instance.self_test"); };
  EXPECT_EQ(shown(), R"({"state":"off","sent_at":null,"seconds":null,"why":""})");
  instance.answers.self_test = [now = instance.clock.Now()] {
    return SelfTestResult{.state = SelfTestResult::State::kPassed, .sent_at = now, .seconds = 0.25};
  };
  EXPECT_EQ(shown(), R"({"state":"passed","sent_at":"2026-11-22T09:30:00.000000Z",)"
                     R"("seconds":0.25,"why":""})");
  instance.answers.self_test = [] {
    return SelfTestResult{.state = SelfTestResult::State::kFailed, .why = "no landing"};
  };
  EXPECT_EQ(shown(), R"({"state":"failed","sent_at":null,"seconds":null,"why":"no landing"})");
}

TEST_F(IngestionApiTest, TellsTheFateOfAnEvent) {
  instance.answers.fate = [](TeamId, const Uuid& uuid) -> Result<std::optional<ingest::Fate>> {
    if (uuid.is_nil()) return std::optional<ingest::Fate>();
    return std::optional(ingest::Fate{.state = ingest::Fate::State::kDropped,
                                      .event = "paid",
                                      .distinct_id = "u1",
                                      .reason = "bot"});
  };
  Expect(jane, {
                   {Method::kGet, P("ingestion/events/0199a000-0000-7000-8000-000000000001/"), "",
                    200, R"("state":"dropped")"},
                   {Method::kGet, P("ingestion/events/00000000-0000-0000-0000-000000000000/"), "",
                    404, "not_found"},
                   {Method::kGet, P("ingestion/events/x/"), "", 404, "not_found"},
               });
}

TEST_F(IngestionApiTest, DescribesTheStepsAndWhyPlacesAreUnknown) {
  instance.answers.enrichment = [] {
    return Enrichment{.places_off = "no file", .steps = {{"geoip", 0.5}}, .events = 7};
  };
  const Reply off = jane.Get(P("ingestion/enrichment/"));
  EXPECT_EQ(off.status, 200) << off.Text();
  EXPECT_EQ(off.At("geoip"), R"({"state":"off","database":"","built_at":null,"why":"no file"})");
  EXPECT_EQ(off.At("steps"), R"([{"name":"geoip","seconds":0.5}])");
  EXPECT_EQ(off.At("events"), "7");
  instance.answers.enrichment = [now = instance.clock.Now()] {
    return Enrichment{.places_database = "GeoLite2-City", .places_built_at = now};
  };
  EXPECT_EQ(jane.Get(P("ingestion/enrichment/")).At("geoip.state"), "\"on\"");
}

TEST_F(IngestionApiTest, TellsWhereARequestComesFrom) {
  const Reply shown = jane.Get(P("ingestion/client_address/"));
  EXPECT_EQ(shown.status, 200) << shown.Text();
  EXPECT_EQ(shown.At("reason"), "\"no_proxy\"");
  EXPECT_EQ(shown.At("trusted"), "\"nobody\"");
  EXPECT_EQ(shown.At("hops.0.client"), "true");
}

/// A refused key that came now.
accounts::RefusedKey Refused(std::string key, Timestamp at) {
  accounts::RefusedKey refused;
  refused.key = std::move(key);
  refused.sdk = "web";
  refused.origin = "shop.example";
  refused.requests = 2;
  refused.first_seen = at;
  refused.last_seen = at;
  return refused;
}

TEST_F(IngestionApiTest, ShowsTheBeginningsOfKeysThatNoProjectHas) {
  const std::string token = instance.directory.All().front()->api_token;
  instance.answers.refused_keys = [&] {
    const Timestamp now = instance.clock.Now();
    return std::vector{Refused("phc_elsewhere_elsewhere_elsewhere_elsewhere_el", now),
                       Refused(token.substr(0, token.size() - 1), now), Refused("phx_", now),
                       Refused("phs_secret_secret_secret", now)};
  };
  const Reply shown = jane.Get(P("ingestion/refused_keys/"));
  EXPECT_EQ(shown.status, 200) << shown.Text();
  EXPECT_EQ(shown.At("whole_server"), "true");
  EXPECT_EQ(shown.At("results.0"),
            R"({"key":"phc_else…","kind":"unknown","requests":2,)"
            R"("first_seen":"2026-11-22T09:30:00.000000Z",)"
            R"("last_seen":"2026-11-22T09:30:00.000000Z","sdk":"web","origin":"shop.example"})");
  EXPECT_EQ(shown.At("results.1.kind"), "\"similar\"");
  EXPECT_EQ(shown.At("results.2.kind"), "\"personal\"");
  EXPECT_EQ(shown.At("results.3.kind"), "\"secret\"");
  EXPECT_EQ(shown.At("results.3.key"), "\"phs_…\"");
  for (const std::string& part :
       {token.substr(8, 8), std::string("elsewhere_"), std::string("secret_")}) {
    EXPECT_EQ(shown.Text().find(part), std::string::npos) << part;
  }
}

TEST_F(IngestionApiTest, HidesKeysOfOneOrganizationFromAnother) {
  const std::string janes = instance.directory.All().front()->api_token;
  Client john(instance);
  john.SignUp("john@example.com");
  instance.answers.refused_keys = [&] {
    const Timestamp now = instance.clock.Now();
    return std::vector{Refused("phc_elsewhere_elsewhere_elsewhere_elsewhere_el", now),
                       Refused(janes.substr(1), now), Refused("phx_", now)};
  };
  const Reply others = john.Get(P("ingestion/refused_keys/"));
  EXPECT_EQ(others.Text(), R"({"results":[],"whole_server":false})");
  // The first who signed up runs the server.
  EXPECT_EQ(jane.Get(P("ingestion/refused_keys/")).At("whole_server"), "true");
  // Whose project's key it almost is may see it.
  instance.answers.refused_keys = [&] {
    std::vector<accounts::RefusedKey> keys;
    for (const auto& team : instance.directory.All()) {
      keys.push_back(Refused(team->api_token + "x", instance.clock.Now()));
    }
    keys.push_back(Refused("phc_elsewhere_elsewhere_elsewhere_elsewhere_el", instance.clock.Now()));
    return keys;
  };
  const Reply own = john.Get(P("ingestion/refused_keys/"));
  EXPECT_EQ(own.At("results.0.kind"), "\"similar\"") << own.Text();
  EXPECT_EQ(own.At("results.1"), "") << own.Text();
  Client nobody(instance);
  Expect(nobody, {{Method::kGet, P("ingestion/refused_keys/"), "", 401, "not_authenticated"}});
}

TEST_F(IngestionApiTest, KeepsAProjectsEventFilter) {
  const std::string tree =
      R"({"type":"condition","field":"event_name","operator":"exact","value":"noise"})";
  EXPECT_EQ(jane.Get(P("event_filter/")).At("mode"), "\"disabled\"");
  Expect(jane,
         {
             {Method::kPost, P("event_filter/"), R"({"mode":"live","filter_tree":)" + tree + "}",
              200, R"("mode":"live")"},
             {Method::kPatch, P("event_filter/"), R"({"drop_bots":true})", 200,
              R"("field":"event_name")"},
             {Method::kPatch, P("event_filter/"), R"({"filter_tree":{"type":"xor"}})", 400,
              "filter_tree__type"},
             {Method::kPatch, P("event_filter/"),
              R"({"test_cases":[{"event_name":"a","distinct_id":"","expected_result":"drop"}]})",
              400, "test_cases__0"},
             {Method::kPatch, P("event_filter/"), "[]", 400, ""},
         });
  const Reply kept = jane.Get(P("event_filter/"));
  EXPECT_EQ(kept.At("filter_tree"), tree);
  EXPECT_EQ(kept.At("drop_bots"), "true");
  EXPECT_EQ(jane.Get("/api/projects/@current/").At("event_filter.mode"), "\"live\"");
  Client reader(instance);
  reader.key = jane.MakeKey(R"("scopes":["event_filter:read"])");
  EXPECT_EQ(reader.Get(P("event_filter/")).status, 200);
  EXPECT_EQ(reader.Patch(P("event_filter/"), "{}").status, 403);
}

TEST_F(IngestionApiTest, SumsWarningsUpByType) {
  const Timestamp now = instance.clock.Now();
  instance.answers.warnings = [now](TeamId, Timestamp, std::size_t) {
    return Result<std::vector<store::Store::PastWarning>>(std::vector<store::Store::PastWarning>{
        {"cannot_merge_already_identified", R"({"eventUuid":"a"})", now},
        {"event_dropped_too_old", R"({"eventUuid":"b"})", now - std::chrono::hours(25)},
        {"event_dropped_too_old", R"({"eventUuid":"c"})", now - std::chrono::hours(26)}});
  };
  const Reply list = jane.Get(P("ingestion_warnings/"));
  EXPECT_EQ(list.At("0.type"), "\"cannot_merge_already_identified\"");
  EXPECT_EQ(list.At("0.sparkline.29"), R"([1,"2026-11-22"])");
  EXPECT_EQ(list.At("1.count"), "2");
  EXPECT_EQ(list.At("1.sparkline.28"), R"([2,"2026-11-21"])");
  EXPECT_EQ(list.At("1.warnings.1.details.eventUuid"), "\"c\"");
  EXPECT_EQ(jane.Get("/api/environments/@current/ingestion_warnings/?q=%22c%22").At("0.count"),
            "1");
}

TEST_F(IngestionApiTest, ListsAndRetriesDeadLetters) {
  std::vector<std::int64_t> retried;
  instance.answers.letters = [](TeamId, std::string_view reason, bool, std::size_t, std::size_t) {
    ingest::DeadLetters::Page page;
    if (reason != "bot") {
      page.letters = {{.id = 8, .event = "b", .reason = "unstorable", .detail = "why"},
                      {.id = 7, .event = "a", .reason = "unstorable"}};
    }
    page.total = page.letters.size();
    return Result<ingest::DeadLetters::Page>(std::move(page));
  };
  instance.answers.retry = [&](TeamId, std::int64_t id) -> Status {
    if (id == 9) return NotFound("Not found.");
    retried.push_back(id);
    return Ok();
  };
  instance.answers.discard = [](TeamId, std::int64_t id) -> Status {
    return id == 7 ? Ok() : Status(NotFound("Not found."));
  };
  Expect(jane, {
                   {Method::kGet, P("ingestion/dead_letters/"), "", 200, R"("detail":"why")"},
                   {Method::kGet, P("ingestion/dead_letters/?reason=bot"), "", 200, R"("count":0)"},
                   {Method::kPost, P("ingestion/dead_letters/8/retry/"), "", 202, ""},
                   {Method::kPost, P("ingestion/dead_letters/9/retry/"), "", 404, "not_found"},
                   {Method::kPost, P("ingestion/dead_letters/retry/"), "", 202, R"("retried":2)"},
                   {Method::kDelete, P("ingestion/dead_letters/7/"), "", 204, ""},
                   {Method::kDelete, P("ingestion/dead_letters/9/"), "", 404, "not_found"},
               });
  EXPECT_EQ(retried, (std::vector<std::int64_t>{8, 7, 8})) << "the oldest first";
  Client reader(instance);
  reader.key = jane.MakeKey(R"("scopes":["project:read"])");
  EXPECT_EQ(reader.Get(P("ingestion/dead_letters/")).status, 200);
  EXPECT_EQ(reader.Post(P("ingestion/dead_letters/8/retry/")).status, 403);
}

}  // namespace
}  // namespace tenrec::api
