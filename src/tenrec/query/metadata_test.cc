/// HogQLMetadata: what an editor is told of a query that somebody writes.

#include <string>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

class MetadataTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();
  std::shared_ptr<const accounts::Team> team_ = world_.NewTeam();

  Json Ask(std::string_view text, std::string_view language = "hogQL", std::string_view more = "") {
    return world_.Ask(team_, R"({"kind":"HogQLMetadata","language":")" + std::string(language) +
                                 R"(","query":)" + PrintJson(Json(std::string(text))) +
                                 std::string(more) + "}");
  }
  /// "start-end message" of the first error.
  std::string Fault(std::string_view text, std::string_view language = "hogQL",
                    std::string_view more = "") {
    const Json answer = Ask(text, language, more);
    EXPECT_EQ(PrintJson(Pick(answer, "isValid")), "false") << text;
    const Json& error = Pick(answer, "errors", 0);
    return PrintJson(Pick(error, "start")) + "-" + PrintJson(Pick(error, "end")) + " " +
           std::string(StringMember(error, "message").value_or(""));
  }
};

TEST_F(MetadataTest, AnswersInTheShapeOfTheSpecification) {
  EXPECT_EQ(PrintJson(Ask("select event from events")),
            R"({"isValid":true,"query":"select event from events","errors":[],"warnings":[],)"
            R"("notices":[],"isUsingIndices":"no","table_names":["events"],)"
            R"("ch_table_names":["events"]})");
}

TEST_F(MetadataTest, PointsAtTheFault) {
  EXPECT_EQ(Fault("select nonsense from events"), "7-15 Unable to resolve field: nonsense");
  EXPECT_EQ(Fault("select 1 from secrets"), "14-21 Unknown table `secrets`.");
  // Places are counted in characters, not in bytes.
  EXPECT_EQ(Fault("select 'é', nonsense from events"), "12-20 Unable to resolve field: nonsense");
  EXPECT_TRUE(Fault("select event from").starts_with("17-17 Unexpected end of query"));
  EXPECT_TRUE(Fault("selec").starts_with("0-5 "));
  EXPECT_TRUE(Fault("").starts_with("0-0 "));
}

TEST_F(MetadataTest, TellsTheTypesOfProperties) {
  const Json answer = Ask("select properties.num_price from events");
  EXPECT_EQ(PrintJson(Pick(answer, "notices", 0)),
            R"({"message":"Event property 'num_price' is of type 'Float'.","start":7,"end":27,)"
            R"("fix":null})");
}

TEST_F(MetadataTest, TellsWhatTheEngineReadsAndWhetherThroughIndexes) {
  const auto tells = [&](std::string_view text, std::string_view use, std::string_view tables,
                         std::string_view language = "hogQL") {
    const Json answer = Ask(text, language);
    EXPECT_EQ(StringMember(answer, "isUsingIndices"), use) << text;
    EXPECT_EQ(PrintJson(Pick(answer, "ch_table_names")), tables) << text;
  };
  tells("select 1", "undecisive", "[]");
  tells("select event from events", "no", R"(["events"])");
  tells("select event from events where timestamp > '2020-01-01'", "yes", R"(["events"])");
  tells("select id from persons", "yes", R"(["persons"])");
  tells("select count() from events where person_id in (select id from persons)", "partial",
        R"(["events","person_distinct_id_overrides","persons"])");
  tells("event = 'buy'", "no", R"(["events"])", "hogQLExpr");
  tells("select nonsense from events", "undecisive", "null");
}

TEST_F(MetadataTest, WarnsOfNamesThatNoEventHas) {
  world_.See(team_->id, {"buy", "$pageview"}, {"price", "$browser", "a b"});
  const auto warnings = [&](std::string_view text, std::string_view language = "hogQL",
                            std::string_view more = "") {
    std::string out;
    const Json answer = Ask(text, language, more);
    for (const Json& one : Pick(answer, "warnings").as_array()) {
      out.append(PrintJson(Pick(one, "start"))).append("-").append(PrintJson(Pick(one, "end")));
      out.append(" ").append(StringMember(one, "message").value_or("")).append(" ");
      out.append(PrintJson(Pick(one, "fix"))).append("\n");
    }
    return out;
  };
  EXPECT_EQ(warnings("select properties.price, properties['$browser'] from events where event in "
                     "('buy', '$pageview') and 'buy' = event and properties.`a b` = 'x'"),
            "");
  EXPECT_EQ(warnings("select count() from events where event = 'bye'"),
            "41-46 No event is called 'bye' in this project. Did you mean 'buy'? \"'buy'\"\n");
  EXPECT_EQ(warnings("select count() from events where event = 'pageview'"),
            "41-51 No event is called 'pageview' in this project. Did you mean '$pageview'? "
            "\"'$pageview'\"\n");
  EXPECT_EQ(warnings("select e.properties.brice from events as e join persons as p on "
                     "e.person_id = p.id where p.properties.plan = 'x'"),
            "7-25 No event has a property 'brice' in this project. Did you mean 'price'? "
            "\"e.properties.price\"\n");
  EXPECT_EQ(warnings("select properties['zzz'] from events"),
            "18-23 No event has a property 'zzz' in this project. null\n");
  EXPECT_EQ(warnings("properties.ab = 'x'", "hogQLExpr"),
            "0-13 No event has a property 'ab' in this project. Did you mean 'a b'? "
            "\"properties.`a b`\"\n");
  // Not of events, not known before it comes, or not in this text.
  EXPECT_EQ(warnings("select properties.plan from persons"), "");
  EXPECT_EQ(warnings("select count() from events where person_id in (select id from persons where "
                     "properties.plan = 'x')"),
            "");
  EXPECT_EQ(warnings("with events as (select 1 as event) select 1 from events where event = 'no'"),
            "");
  EXPECT_EQ(warnings("select properties.`$feature/x` from events"), "");
  EXPECT_EQ(warnings("1 = 1", "hogQLExpr",
                     R"-(,"sourceQuery":{"kind":"HogQLQuery","query":"select properties.no from )-"
                     R"-(events"})-"),
            "");
  // Nobody knows what a project without events will have.
  const auto empty = world_.NewTeam();
  const Json answer = world_.Ask(
      empty, R"({"kind":"HogQLMetadata","language":"hogQL","query":"select properties.x from )"
             R"(events where event = 'y'"})");
  EXPECT_EQ(PrintJson(Pick(answer, "warnings")), "[]");
}

TEST_F(MetadataTest, NamesTheTablesThatTheTextNames) {
  const auto tables = [&](std::string_view text) {
    return PrintJson(Pick(Ask(text), "table_names"));
  };
  EXPECT_EQ(tables("select 1"), "[]");
  EXPECT_EQ(tables("with a as (select * from persons) select 1 from a, events as e"),
            R"(["events","persons"])");
  EXPECT_EQ(tables("select person_id from events where distinct_id in (select distinct_id from "
                   "person_distinct_ids) union all select id from persons"),
            R"(["events","person_distinct_ids","persons"])");
  // Also while names do not resolve yet; not before the text can be read.
  EXPECT_EQ(tables("select x from events"), R"(["events"])");
  EXPECT_EQ(tables("select from"), "null");
}

TEST_F(MetadataTest, IgnoresPlaceholdersThatNothingFills) {
  for (const char* text : {"select {x} from events where event = {variables.name}",
                           "select 1 from events where {filters}", "select {1 + 2} from events"}) {
    EXPECT_EQ(PrintJson(Pick(Ask(text), "errors")), "[]") << text;
  }
  EXPECT_EQ(Fault("select 1 from numbers(1) where {filters}"),
            "31-40 Cannot use 'filters' placeholder in a SELECT clause that does not select from "
            "the events, sessions or groups table.");
}

TEST_F(MetadataTest, ReadsExpressionsInTheirSource) {
  const auto valid = [&](std::string_view text, std::string_view source) {
    return PrintJson(Pick(Ask(text, "hogQLExpr", source), "isValid"));
  };
  EXPECT_EQ(valid("properties.x = 'a' and event != 'b'", ""), "true");
  EXPECT_EQ(Fault("is_identified", "hogQLExpr"), "0-13 Unable to resolve field: is_identified");
  constexpr std::string_view kActors = R"(,"sourceQuery":{"kind":"ActorsQuery","select":["id"]})";
  EXPECT_EQ(valid("is_identified", kActors), "true");
  constexpr std::string_view kHogQL =
      R"-(,"sourceQuery":{"kind":"HogQLQuery","query":"select number as n from numbers(5)"})-";
  EXPECT_EQ(valid("n + number", kHogQL), "true");
  EXPECT_EQ(Fault("m", "hogQLExpr", kHogQL), "0-1 Unable to resolve field: m");
  EXPECT_EQ(Fault("1", "hogQLExpr",
                  R"-(,"sourceQuery":{"kind":"HogQLQuery","query":"select x from numbers(5)"})-"),
            "null-null query.sourceQuery: Unable to resolve field: x");
}

TEST_F(MetadataTest, RefusesWhatItCannotRead) {
  const auto refuses = [&](std::string_view query, std::string_view why) {
    const Answer answer = world_.Post(team_, query);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  refuses(R"({"kind":"HogQLMetadata","language":"hogQL"})", "query.query: Field required");
  refuses(R"({"kind":"HogQLMetadata","query":"select 1"})", "query.language: Field required");
  refuses(R"({"kind":"HogQLMetadata","language":"sql","query":"select 1"})",
          "query.language: Input should be");
  refuses(R"({"kind":"HogQLMetadata","language":"hog","query":"return 1"})",
          "'hog' is not supported yet");
}

TEST_F(MetadataTest, ListsTheTablesThatQueriesMayName) {
  const Json answer = world_.Ask(team_, R"({"kind":"DatabaseSchemaQuery"})");
  EXPECT_EQ(PrintJson(Pick(answer, "joins")), "[]");
  EXPECT_EQ(StringMember(Pick(answer, "tables", "persons"), "type"), "posthog");
  const Json& events = Pick(answer, "tables", "events");
  EXPECT_EQ(StringMember(events, "name"), "events");
  EXPECT_TRUE(events.as_object().at("row_count").is_null());
  EXPECT_EQ(PrintJson(Pick(events, "fields", "timestamp")),
            R"({"name":"timestamp","hogql_value":"timestamp","type":"datetime",)"
            R"("schema_valid":true})");
  EXPECT_EQ(StringMember(Pick(events, "fields", "properties"), "type"), "json");
  EXPECT_EQ(StringMember(Pick(events, "fields", "person"), "type"), "lazy_table");
  EXPECT_EQ(StringMember(Pick(events, "fields", "person"), "table"), "persons");
  EXPECT_EQ(StringMember(Pick(events, "fields", "poe"), "type"), "virtual_table");
  // What it lists can be asked for.
  for (const auto& table : Pick(answer, "tables").as_object()) {
    for (const auto& field : Pick(table.value(), "fields").as_object()) {
      const std::string name(StringMember(table.value(), "name").value_or(""));
      std::string written(StringMember(field.value(), "hogql_value").value_or(""));
      // Of a relation, a field of the other table.
      if (const Json* others = FindMember(field.value(), "fields")) {
        written += "." + std::string(View(others->as_array().at(0).as_string()));
      }
      const std::string from = name == "numbers" ? "numbers(1)" : name;
      const Json checked = Ask("select " + written + " from " + from);
      EXPECT_EQ(PrintJson(Pick(checked, "errors")), "[]") << name << "." << written;
    }
  }
}

}  // namespace
}  // namespace tenrec::query
