#include "tenrec/shape/shape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/shape/mismatch.h"
#include "tenrec/shape/print.h"
#include "tenrec/shape/read.h"

namespace tenrec::shape {
namespace {

using testing::HasSubstr;

Json Parsed(std::string_view text) {
  auto json = ParseJson(text);
  EXPECT_TRUE(json) << text;
  return json ? std::move(*json) : Json();
}

const Shape& Person() {
  static const Shape shape = Object({{"id", Int().ReadOnly()},
                                     {"name", Text().Max(5).NotBlank().Required()},
                                     {"born", DateText().Nullable()},
                                     {"password", Text().WriteOnly()},
                                     {"role", Words({"owner", "guest"})},
                                     {"tags", ListOf(Text().Max(3)).Max(2)},
                                     {"seen", TimeText().Nullable().ReadOnly().Sometimes()}})
                                 .Named("Person");
  return shape;
}

Shape Tree() {
  return Input({{"value", Int().Required()}, {"children", ListOf(Later("Tree", Tree))}})
      .Named("Tree");
}

TEST(Read, KeepsWhatMayBeWrittenAndGivesItItsType) {
  const auto reads = [](std::string_view sent, std::string_view kept, Way way = Way::kCreate) {
    const auto got = ReadObject(Person(), Parsed(sent).as_object(), way);
    ASSERT_TRUE(got) << sent << ": " << got.error().message;
    EXPECT_EQ(PrintJson(*got), kept) << sent;
  };
  reads(R"({"id":7,"name":" Jo ","seen":1,"who":2})", R"({"name":"Jo"})");
  reads(R"({"name":12,"born":"2026-02-28"})", R"({"name":"12","born":"2026-02-28"})");
  reads(R"({"born":null,"tags":[]})", R"({"born":null,"tags":[]})", Way::kPatch);
}

TEST(Read, SaysWhichFieldIsWrong) {
  const auto refuses = [](std::string_view sent, std::string_view field, std::string_view tag) {
    const auto got = ReadObject(Person(), Parsed(sent).as_object(), Way::kCreate);
    ASSERT_FALSE(got) << sent;
    EXPECT_EQ(got.error().field, field) << sent;
    EXPECT_EQ(got.error().tag, tag) << sent;
  };
  refuses(R"({})", "name", "required");
  refuses(R"({"name":null})", "name", "null");
  refuses(R"({"name":"  "})", "name", "blank");
  refuses(R"({"name":"abcdef"})", "name", "max_length");
  refuses(R"({"name":"a\u0000"})", "name", "null_characters_not_allowed");
  refuses(R"({"name":["a"]})", "name", "invalid");
  refuses(R"({"name":"a","born":"2026-02-30"})", "born", "invalid");
  refuses(R"({"name":"a","role":"king"})", "role", "invalid_choice");
  refuses(R"({"name":"a","role":{}})", "role", "invalid_choice");
  refuses(R"({"name":"a","tags":"x"})", "tags", "not_a_list");
  refuses(R"({"name":"a","tags":["x","four"]})", "tags__1", "max_length");
  refuses(R"({"name":"a","tags":["x","y","z"]})", "tags", "max_length");
}

TEST(Read, TakesSingleValuesAsPostHogDoes) {
  const auto reads = [](const Shape& shape, std::string_view sent, std::string_view kept) {
    const auto got = ReadValue(shape, Parsed(sent), "field");
    ASSERT_TRUE(got) << sent << ": " << got.error().message;
    EXPECT_EQ(PrintJson(*got), kept) << sent;
  };
  reads(Bool(), "\"True\"", "true");
  reads(Bool(), "0", "false");
  reads(Int(), "\"12\"", "12");
  reads(Int(), "3.0", "3");
  reads(Number(), "\"1.5\"", "1.5");
  reads(UuidText(), "\"0199A000-0000-7000-8000-000000000000\"",
        "\"0199a000-0000-7000-8000-000000000000\"");
  reads(TimeText(), "\"2026-11-22T10:30:00+01:00\"", "\"2026-11-22T09:30:00.000000Z\"");
  reads(TimeText(), "\"2026-11-22\"", "\"2026-11-22T00:00:00.000000Z\"");
  reads(OneOf({Int(), ListOf(Int())}), "[1]", "[1]");
  reads(Tree(), R"({"value":1,"children":[{"value":"2","more":true}]})",
        R"({"value":1,"children":[{"value":2,"more":true}]})");
}

TEST(Read, RefusesSingleValuesThatAreNotMeant) {
  const auto refuses = [](const Shape& shape, std::string_view sent, std::string_view tag,
                          std::string_view field = "field") {
    const auto got = ReadValue(shape, Parsed(sent), "field");
    ASSERT_FALSE(got) << sent;
    EXPECT_EQ(got.error().tag, tag) << sent;
    EXPECT_EQ(got.error().field, field) << sent;
  };
  refuses(Bool(), "2", "invalid");
  refuses(Int(), "1.5", "invalid");
  refuses(Int(), "\"1x\"", "invalid");
  refuses(Int(), "99999999999999999999", "invalid");
  refuses(Int(), "true", "invalid");
  refuses(Int().Min(1).Max(5), "0", "min_value");
  refuses(Int().Min(1).Max(5), "6", "max_value");
  refuses(Number(), "\"\\\"1\\\"\"", "invalid");
  refuses(UuidText(), "\"x\"", "invalid");
  refuses(EmailText(), "\"a@b\"", "invalid");
  refuses(EmailText(), "\"@b.de\"", "invalid");
  refuses(EmailText(), "\"a@b.\"", "invalid");
  refuses(UrlText(), "\"javascript:alert(1)\"", "invalid");
  refuses(TimeText(), "\"yesterday\"", "invalid");
  refuses(MapOf(Int()), R"({"a":"x"})", "invalid", "field__a");
  refuses(Tree(), R"({"value":1,"children":[{}]})", "required", "field__children__0__value");
}

TEST(Mismatch, FindsTheFirstPlaceThatIsNotAsPromised) {
  const std::string good =
      R"({"id":1,"name":"Jo","born":null,"role":"owner","tags":["a"],"seen":"2026-11-22T09:30:00Z"})";
  EXPECT_EQ(Mismatch(Person(), Parsed(good)), std::nullopt);
  const auto finds = [&](std::string_view from, std::string_view to, std::string_view says) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    EXPECT_THAT(Mismatch(Person(), Parsed(text)).value_or("nothing"), HasSubstr(says)) << text;
  };
  finds("\"id\":1", "\"id\":1.0", "id: an integer was promised, not 1.0");
  finds("\"Jo\"", "null", "name: a value was promised");
  finds("\"born\":null,", "", "born: is missing");
  finds("owner", "king", "role: one of the words");
  finds("[\"a\"]", "[\"a\",2]", "tags.1: a text");
  finds("2026-11-22T", "2026-13-22T", "seen: an instant");
  finds("\"id\":1", "\"id\":1,\"x\":2", "x: is not declared");
  finds("\"id\":1", "\"id\":1,\"password\":\"p\"", "password: is shown but only written");
  EXPECT_EQ(Mismatch(Tree(), Parsed(R"({"value":1,"x":2,"children":[{"value":2}]})")),
            std::nullopt);
  EXPECT_NE(Mismatch(Tree(), Parsed(R"({"value":1,"children":[{}]})")), std::nullopt);
}

TEST(Print, ShowsAComponentOfEachSide) {
  SchemaPrinter printer;
  EXPECT_EQ(PrintJson(printer.Print(ListOf(Person()), Way::kAnswer)),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Person"}})");
  printer.Print(Person(), Way::kCreate);
  printer.Print(Person(), Way::kPatch);
  const JsonObject components = printer.Components();
  EXPECT_EQ(
      PrintJson(components.at("Person")),
      R"({"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string","minLength":1,)"
      R"("maxLength":5},"born":{"type":"string","format":"date","nullable":true},"role":{"type":"string",)"
      R"("enum":["owner","guest"]},"tags":{"type":"array","items":{"type":"string","maxLength":3},)"
      R"("maxItems":2},"seen":{"type":"string","format":"date-time","nullable":true}},)"
      R"("required":["id","name","born","role","tags"]})");
  EXPECT_EQ(PrintJson(*FindMember(components.at("PersonRequest"), "required")), R"(["name"])");
  EXPECT_EQ(FindMember(components.at("PatchedPersonRequest"), "required"), nullptr);
  EXPECT_NE(FindMember(*FindMember(components.at("PersonRequest"), "properties"), "password"),
            nullptr);
}

TEST(Print, KeepsWhatIsTheSameOnBothSidesOnce) {
  SchemaPrinter printer;
  const Json sent = printer.Print(Tree().Nullable().About("Where it begins."), Way::kCreate);
  EXPECT_EQ(PrintJson(sent), R"({"allOf":[{"$ref":"#/components/schemas/Tree"}],"nullable":true,)"
                             R"("description":"Where it begins."})");
  EXPECT_EQ(PrintJson(printer.Print(Tree(), Way::kAnswer)),
            R"({"$ref":"#/components/schemas/Tree"})");
  EXPECT_EQ(printer.Components().size(), 1U);
  printer.Print(Words({"a"}).Named("Letter").Nullable(), Way::kAnswer);
  EXPECT_EQ(PrintJson(printer.Components().at("Letter")), R"({"type":"string","enum":["a"]})");
}

}  // namespace
}  // namespace tenrec::shape
