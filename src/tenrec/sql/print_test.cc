#include "tenrec/sql/print.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::sql {
namespace {

Source Events(std::string alias) {
  Source source;
  source.table = BaseTable{"events", {"event", "p_$browser"}};
  source.alias = std::move(alias);
  return source;
}

SelectNode Count() {
  SelectNode select;
  select.select = {Call("count")};
  select.from = {Events("e")};
  return select;
}

std::string Printed(ExprPtr query) {
  PrintOptions options;
  options.team_id = 7;
  const auto text = Print(*query, options);
  return text ? text->sql : "! " + text.error().message;
}

TEST(Print, GuardsASingleTableBeforeAnyCondition) {
  EXPECT_EQ(Printed(Make(Count())),
            "SELECT count() FROM events AS e PREWHERE equals(e.team_id, 7)");
  SelectNode select = Count();
  select.where = Call("or", {Literal(true), Literal(false)});
  EXPECT_EQ(Printed(Make(select)),
            "SELECT count() FROM events AS e PREWHERE equals(e.team_id, 7) WHERE or(true, false)");
}

TEST(Print, GuardsJoinedTablesInQueriesOfTheirOwn) {
  SelectNode select = Count();
  select.from.push_back(Events("f"));
  select.from[1].join = "FULL JOIN";
  select.from[1].on = Literal(true);
  EXPECT_EQ(Printed(Make(select)),
            "SELECT count() FROM (SELECT event, `p_$browser` FROM events PREWHERE "
            "equals(events.team_id, 7)) AS e FULL JOIN (SELECT event, `p_$browser` FROM events "
            "PREWHERE equals(events.team_id, 7)) AS f ON true");
  SelectNode array = Count();
  array.array_join.emplace();
  array.array_join->list = {Alias(Literal(Value()), "x")};
  EXPECT_EQ(Printed(Make(array)),
            "SELECT count() FROM (SELECT event, `p_$browser` FROM events PREWHERE "
            "equals(events.team_id, 7)) AS e ARRAY JOIN NULL AS x");
}

TEST(Print, GuardsTablesInEveryNestedPlace) {
  const ExprPtr inner = Make(Count());
  SelectSetNode set;
  set.initial = inner;
  set.rest = {{SetOp::kUnionAll, inner}};
  SelectNode select;
  select.select = {inner, Call("in", {Integer(1), inner})};
  Source source;
  source.table = DerivedTable{Make(set)};
  source.alias = "u";
  select.from = {source};
  select.having = Call("exists", {inner});
  const std::string printed = Printed(Make(select));
  std::size_t tables = 0;
  std::size_t guards = 0;
  for (std::size_t at = 0; (at = printed.find("FROM events", at)) != std::string::npos; ++at) {
    ++tables;
  }
  for (std::size_t at = 0; (at = printed.find("team_id, 7", at)) != std::string::npos; ++at) {
    ++guards;
  }
  EXPECT_EQ(tables, 5U) << printed;
  EXPECT_EQ(guards, 5U) << printed;
}

TEST(Print, RefusesNamesThatWouldHideAGuard) {
  SelectNode select = Count();
  select.select = {Alias(Integer(1), "e")};
  EXPECT_EQ(Printed(Make(select)), "! \"e\" is reserved and cannot be used as a name");
  LambdaNode lambda;
  lambda.args = {"e"};
  lambda.body = Integer(1);
  select.select = {Call("arrayMap", {Make(lambda), Make(ArrayNode())})};
  EXPECT_EQ(Printed(Make(select)), "! \"e\" is reserved and cannot be used as a name");
  select.select = {Alias(Integer(7), "team_id")};
  EXPECT_EQ(Printed(Make(select)),
            "! \"team_id\" cannot be an alias or identifier, as it's a reserved keyword");
  select.select = {Alias(Column("e", "team_id"), "team_id")};
  EXPECT_EQ(Printed(Make(select)),
            "SELECT e.team_id AS team_id FROM events AS e PREWHERE equals(e.team_id, 7)");
}

TEST(Print, CarriesTextBesideTheStatement) {
  SelectNode select;
  select.select = {Literal(std::string("it's\ta \\")), Literal(std::string("x")),
                   Literal(std::string("x")), Fixed("String")};
  PrintOptions options;
  options.team_id = 7;
  auto text = Print(*Make(select), options);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->sql, "SELECT {p0:String}, {p1:String}, {p1:String}, 'String'");
  ASSERT_EQ(text->params.size(), 2U);
  EXPECT_EQ(text->params[0], std::make_pair(std::string("p0"), std::string("it's\\ta \\\\")));
  options.text_literals = TextLiterals::kInline;
  options.settings = {{"transform_null_in", "1"}, {"readonly", "2"}};
  text = Print(*Make(select), options);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->sql,
            R"(SELECT 'it\'s\ta \\', 'x', 'x', 'String' SETTINGS transform_null_in=1, readonly=2)");
}

TEST(Print, WritesEachKindOfLiteral) {
  const auto prints = [](Value value, std::string_view expected) {
    SelectNode select;
    select.select = {Literal(std::move(value))};
    EXPECT_EQ(Printed(Make(select)), "SELECT " + std::string(expected));
  };
  prints({}, "NULL");
  prints(true, "true");
  prints(std::int64_t{-5}, "-5");
  prints(1.0, "1.0");
  prints(0.1, "0.1");
  prints(1e300, "1e+300");
  prints(-std::numeric_limits<double>::infinity(), "-Inf");
  prints(BigInteger{"18446744073709551615"}, "18446744073709551615");
  prints(BigInteger{"1; DROP"}, "NULL");
  prints(Instant{Timestamp{1'709'251'200'000'000}, "UTC"},
         "toDateTime64('2024-03-01 00:00:00.000000', 6, 'UTC')");
  prints(Instant{Timestamp{1'709'251'200'000'000}, "Asia/Tokyo"},
         "toTimeZone(toDateTime64('2024-03-01 00:00:00.000000', 6, 'UTC'), 'Asia/Tokyo')");
}

TEST(Print, QuotesNamesThatAreNotPlain) {
  EXPECT_EQ(QuoteIdentifier("event"), "event");
  EXPECT_EQ(QuoteIdentifier("from"), "`from`");
  EXPECT_EQ(QuoteIdentifier("$browser"), "`$browser`");
  EXPECT_EQ(QuoteIdentifier("a`b\\c"), "`a\\`b\\\\c`");
  SelectNode select;
  select.select = {Alias(Integer(1), "a%b")};
  EXPECT_EQ(Printed(Make(select)),
            "! The HogQL identifier \"a%b\" is not permitted as it contains the \"%\" character");
  select.select = {Call("count(); DROP", {})};
  EXPECT_EQ(Printed(Make(select)), "! 'count(); DROP' is not a function name");
}

TEST(Print, BracketsSetsFromTheLeft) {
  SelectNode one;
  one.select = {Integer(1)};
  SelectSetNode set;
  set.initial = Make(one);
  set.rest = {{SetOp::kUnionAll, Make(one)}, {SetOp::kExcept, Make(one)}};
  set.limit = Integer(5);
  EXPECT_EQ(Printed(Make(set)),
            "SELECT * FROM (((SELECT 1) UNION ALL (SELECT 1)) EXCEPT (SELECT 1)) LIMIT 5");
}

TEST(Print, RefusesATreeThatIsTooDeep) {
  ExprPtr deep = Integer(1);
  for (int i = 0; i < 3000; ++i) deep = Call("negate", {deep});
  SelectNode select;
  select.select = {deep};
  EXPECT_EQ(Printed(Make(select)), "! The query is nested too deeply");
}

}  // namespace
}  // namespace tenrec::sql
