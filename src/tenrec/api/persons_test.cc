#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;

class PersonsApiTest : public testing::Test {
 protected:
  PersonsApiTest() {
    jane.SignUp("jane@example.com");
    team = std::stoll(jane.Get("/api/projects/@current/").At("id"));
    writer = std::make_unique<persons::Persons>(*instance.database, persons::PersonsOptions{},
                                                instance.metrics);
  }
  static std::string P(std::string_view path) {
    return "/api/projects/@current/" + std::string(path);
  }
  /// A person with these ids, as ingestion writes it.
  Uuid Make(std::initializer_list<std::string_view> ids, persons::PropertyUpdate update = {}) {
    persons::Tidy(update);
    Uuid made;
    for (const std::string_view id : ids) {
      const std::string_view other = id == *ids.begin() ? std::string_view() : id;
      std::vector<persons::DistinctIdKey> keys = {{team, *ids.begin(), true}};
      if (!other.empty()) keys.push_back({team, other, true});
      EXPECT_TRUE(writer->Load(keys));
      made = writer
                 ->Process({.team_id = team,
                            .event = "$set",
                            .distinct_id = *ids.begin(),
                            .timestamp = instance.clock.Now(),
                            .other_distinct_id = other,
                            .update = &update})
                 .person_id;
    }
    EXPECT_TRUE(instance.database->Transact(
        [&](db::Transaction& transaction) { return writer->Save(transaction); }));
    return made;
  }
  bool RunTasks() {
    const auto ran = instance.person_tasks->Run(
        1, [](const persons::PersonTask&, const auto&) -> Status { return Ok(); });
    writer->Forget();
    return ran && *ran;
  }
  std::string Path(const Uuid& id, std::string_view rest = {}) {
    return P("persons/") + id.ToString() + "/" + std::string(rest);
  }

  Instance instance;
  Client jane{instance};
  TeamId team = 0;
  std::unique_ptr<persons::Persons> writer;
};

TEST_F(PersonsApiTest, ListsWhatTheQuestionFinds) {
  instance.answer = [](const query::QueryRequest& request) {
    if (PrintJson(request.body).find("count()") != std::string::npos) {
      return query::Answer{200, R"({"results":[[7]]})"};
    }
    return query::Answer{
        200,
        R"({"hasMore":true,"results":[[{"id":"0199a000-0000-7000-8000-000000000001","distinct_ids":["u1","x"],
            "properties":{"email":"","Name":5},"created_at":"2026-11-22T09:00:00Z","is_identified":true,"last_seen_at":null}]]})"};
  };
  const Reply list = jane.Get(P("persons/?search=50%25&email=a%40b.c&limit=1&include_total=true"));
  EXPECT_EQ(list.status, 200);
  EXPECT_EQ(list.At("results.0.name"), "\"5\"");
  EXPECT_EQ(list.At("results.0.uuid"), list.At("results.0.id"));
  EXPECT_EQ(list.At("results.0.type"), "\"person\"");
  EXPECT_EQ(list.At("count"), "7");
  EXPECT_THAT(list.At("next"), HasSubstr("limit=1&offset=1"));
  ASSERT_EQ(instance.questions.size(), 2U);
  const std::string asked = PrintJson(instance.questions[0].body);
  EXPECT_THAT(asked, HasSubstr(R"("search":"50%")"));
  EXPECT_THAT(asked, HasSubstr(R"("value":"a@b.c")"));
  EXPECT_EQ(jane.Get(P("persons/?limit=1")).At("count"), "") << "only when it is asked for";
  const Reply csv = jane.Get(P("persons/?format=csv"));
  EXPECT_THAT(csv.Text(), HasSubstr("\"u1 x\""));
  instance.questions.clear();
  EXPECT_EQ(jane.Get(P("persons/?distinct_id=nobody")).At("results"), "[]");
  EXPECT_TRUE(instance.questions.empty()) << "nobody has the id, so there is nothing to ask";
  const Uuid person = Make({"somebody"});
  EXPECT_EQ(jane.Get(P("persons/?distinct_id=somebody")).status, 200);
  EXPECT_THAT(PrintJson(instance.questions.at(0).body), HasSubstr(person.ToString()));
  Expect(jane, {{Method::kGet, P("persons/?properties=%7B"), "", 400, "properties"},
                {Method::kGet, P("persons/?cohort=x"), "", 400, "cohort"}});
}

TEST_F(PersonsApiTest, ShowsAPersonByEitherId) {
  const Uuid person = Make({"0199a000-0000-7000-8000-00000000aaaa", "u1"},
                           {.set = {{"email", "\"ann@example.com\""}}});
  const Reply shown = jane.Get(Path(person));
  EXPECT_EQ(shown.At("name"), "\"ann@example.com\"");
  EXPECT_EQ(shown.At("distinct_ids"), R"(["u1","0199a000-0000-7000-8000-00000000aaaa"])");
  EXPECT_EQ(shown.At("properties.email"), "\"ann@example.com\"");
  EXPECT_EQ(jane.Get(P("persons/") + shown.At("id") + "/").At("uuid"), shown.At("uuid"));
  Client other(instance);
  other.SignUp("eve@example.com", "Elsewhere");
  EXPECT_EQ(other.Get(Path(person)).status, 404) << "of another project";
  Expect(jane,
         {
             {Method::kGet, P("persons/u1/"), "", 400, "?distinct_id=u1"},
             {Method::kGet, P("persons/999999/"), "", 404, "not_found"},
             {Method::kGet, Path(Uuid::V4()), "", 404, "not_found"},
             {Method::kGet, P("persons/cohorts/?person_id=") + person.ToString(), "", 200, "[]"},
             {Method::kGet, P("persons/cohorts/?person_id=x"), "", 400, "person_id"},
             {Method::kPost, P("persons/batch_by_distinct_ids/"),
              R"({"distinct_ids":["u1","nobody"]})", 200, R"("u1":{"id":)"},
             {Method::kPost, P("persons/batch_by_distinct_ids/"), "{}", 400, "required"},
             {Method::kPost, P("persons/batch_by_uuids/"),
              R"({"uuids":[")" + person.ToString() + R"("]})", 200, "ann@example.com"},
             {Method::kPost, P("persons/batch_by_uuids/"), R"({"uuids":["x"]})", 400, "uuids"},
         });
}

TEST_F(PersonsApiTest, PropertiesChangeThroughEvents) {
  const Uuid person = Make({"u1"});
  Expect(jane,
         {
             {Method::kPatch, Path(person), R"({"properties":{"a":1,"b":null}})", 202, ""},
             {Method::kPost, Path(person, "update_property/"), R"({"key":"plan","value":["x"]})",
              202, ""},
             {Method::kPost, Path(person, "delete_property/"), R"({"$unset":"plan"})", 202, ""},
             {Method::kPost, Path(person, "update_property/"), R"({"key":"plan"})", 400, "value"},
             {Method::kPost, Path(person, "update_property/"), R"({"value":1})", 400, "key"},
             {Method::kPost, Path(person, "update_property/"), R"({"key":"","value":1})", 400,
              "blank"},
             {Method::kPost, Path(person, "delete_property/"), "{}", 400, "$unset"},
             {Method::kPatch, Path(person), R"({"properties":5})", 400, "properties"},
             {Method::kPatch, Path(Uuid::V4()), R"({"properties":{}})", 404, "not_found"},
         });
  ASSERT_EQ(instance.written.size(), 3U);
  EXPECT_EQ(instance.written[0].event, "$set");
  EXPECT_EQ(instance.written[0].distinct_id, "u1");
  EXPECT_EQ(instance.written[0].team_id, team);
  EXPECT_EQ(instance.written[0].properties, R"({"$set":{"a":1,"b":null}})");
  EXPECT_EQ(instance.written[1].properties, R"({"$set":{"plan":["x"]}})");
  EXPECT_EQ(instance.written[2].properties, R"({"$unset":["plan"]})");
  EXPECT_EQ(jane.Get(Path(person, "activity/")).At("count"), "4");
  EXPECT_EQ(jane.Get(P("persons/activity/")).At("results.0.scope"), "\"Person\"");
}

TEST_F(PersonsApiTest, DeletesSplitsAndMerges) {
  const Uuid person = Make({"a", "b"}, {.set = {{"n", "1"}}});
  const Uuid other = Make({"c"});
  Expect(jane, {
                   {Method::kPost, Path(person, "split/"), R"({"main_distinct_id":"zzz"})", 400,
                    "main_distinct_id"},
                   {Method::kPost, Path(person, "split/"), R"({"main_distinct_id":"a"})", 201,
                    R"({"success":true})"},
               });
  EXPECT_TRUE(RunTasks());
  EXPECT_EQ(jane.Get(Path(person)).At("distinct_ids"), R"(["a"])");
  Expect(jane, {{Method::kPost, Path(person, "merge/"),
                 R"({"ids":[")" + other.ToString() + R"("]})", 200, person.ToString()},
                {Method::kPost, Path(person, "merge/"), R"({"ids":["x"]})", 400, "ids"}});
  ASSERT_EQ(instance.written.size(), 1U);
  EXPECT_EQ(instance.written[0].event, "$merge_dangerously");
  EXPECT_EQ(instance.written[0].properties, R"({"alias":"c"})");

  EXPECT_EQ(jane.Delete(Path(person) + "?delete_events=true").status, 202);
  EXPECT_EQ(jane.Get(Path(person)).status, 200) << "until ingestion is there";
  EXPECT_TRUE(RunTasks());
  EXPECT_EQ(jane.Get(Path(person)).status, 404);
  const Reply pending = jane.Get(P("persons/deletion_status/?status=pending"));
  EXPECT_EQ(pending.At("results.0.person_uuid"), "\"" + person.ToString() + "\"");
  EXPECT_EQ(jane.Get(P("persons/deletion_status/?status=completed")).At("count"), "0");
  EXPECT_EQ(jane.Get(P("persons/activity/")).At("results.0.activity"), "\"deleted\"");
  Expect(jane, {
                   {Method::kPost, P("persons/bulk_delete/"), "{}", 400, "ids"},
                   {Method::kPost, P("persons/bulk_delete/"), R"({"ids":["x"]})", 400, "UUID"},
                   {Method::kPost, P("persons/bulk_delete/"),
                    R"({"distinct_ids":["b","c","nobody"],"ids":[")" + other.ToString() + R"("]})",
                    202, R"("persons_found":2,"persons_deleted":2)"},
               });
  EXPECT_TRUE(RunTasks());
  EXPECT_EQ(jane.Get(Path(other)).status, 404);
}

TEST_F(PersonsApiTest, KeysNeedTheirScope) {
  const Uuid person = Make({"u1"});
  Client reader(instance);
  reader.key = jane.MakeKey(R"("scopes":["person:read"])");
  EXPECT_EQ(reader.Get(Path(person)).status, 200);
  EXPECT_EQ(reader.Delete(Path(person)).status, 403);
  EXPECT_EQ(reader.Post(Path(person, "split/"), "{}").status, 403);
  EXPECT_EQ(reader.Get(P("groups_types/")).status, 403);
}

TEST_F(PersonsApiTest, GroupsAreFoundMadeAndChanged) {
  ASSERT_TRUE(instance.database->Execute(
      "INSERT INTO group_type (team_id, name, type_index) VALUES ($1, 'company', 0)", {team}));
  const std::string acme = "?group_type_index=0&group_key=acme";
  Expect(jane,
         {
             {Method::kGet, P("groups/"), "", 400, "group_type_index"},
             {Method::kGet, P("groups/?group_type_index=9"), "", 400, "group_type_index"},
             {Method::kGet, P("groups/?group_type_index=0&cursor=x"), "", 400, "cursor"},
             {Method::kGet, P("groups/find/") + acme, "", 404, "not_found"},
             {Method::kPost, P("groups/"), R"({"group_type_index":0})", 400, "group_key"},
             {Method::kPost, P("groups/"), R"({"group_type_index":3,"group_key":"acme"})", 400,
              "group_type_index"},
             {Method::kPost, P("groups/"),
              R"({"group_type_index":0,"group_key":"acme","group_properties":{"plan":"pro"}})", 201,
              R"("plan":"pro")"},
         });
  EXPECT_TRUE(RunTasks());
  Expect(jane,
         {
             {Method::kPost, P("groups/"), R"({"group_type_index":0,"group_key":"acme"})", 400,
              "unique"},
             {Method::kGet, P("groups/find/") + acme, "", 200, R"("notebook":null)"},
             {Method::kPost, P("groups/update_property/") + acme, R"({"key":"n","value":2})", 200,
              R"("n":2)"},
             {Method::kPost, P("groups/update_property/") + acme, R"({"key":"n"})", 400, "value"},
             {Method::kPost, P("groups/delete_property/") + acme, R"({"$unset":"plan"})", 200,
              R"("group_properties":{})"},
         });
  EXPECT_TRUE(RunTasks());
  Expect(
      jane,
      {
          {Method::kGet, P("groups/?group_type_index=0&search=ACM"), "", 200,
           R"("group_properties":{"n":2})"},
          {Method::kGet, P("groups/?group_type_index=0&search=zzz"), "", 200, R"("results":[])"},
          {Method::kGet, P("groups/property_values/?group_type_index=0&key=n"), "", 200,
           R"([{"name":"2","count":1}])"},
          {Method::kGet, P("groups/property_definitions/"), "", 200,
           R"({"0":[{"name":"n","count":1}]})"},
          {Method::kGet, P("groups/activity/") + acme, "", 200, R"("count":3)"},
          {Method::kPatch, P("groups_types/update_metadata/"),
           R"([{"group_type_index":0,"name_singular":"Company","name_plural":"Companies"}])", 200,
           R"("name_plural":"Companies")"},
          {Method::kPatch, P("groups_types/update_metadata/"), R"([{"group_type_index":4}])", 400,
           "group_type_index"},
          {Method::kPatch, P("groups_types/set_default_columns/"),
           R"({"group_type_index":0,"default_columns":["n"]})", 200, R"("default_columns":["n"])"},
          {Method::kGet, P("groups_types/"), "", 200, R"("name_singular":"Company")"},
      });
  Client other(instance);
  other.SignUp("eve@example.com", "Elsewhere");
  EXPECT_EQ(other.Get(P("groups/find/") + acme).status, 404);
}

}  // namespace
}  // namespace tenrec::api
