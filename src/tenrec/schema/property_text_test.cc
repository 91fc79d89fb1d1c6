#include "tenrec/schema/property_text.h"

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/json.h"
#include "tenrec/engine/native_writer.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/schema/property_layout.h"

namespace tenrec::schema {
namespace {

TEST(PropertyText, IsWhatAnUntypedReadGives) {
  const auto reads = [](std::string_view json, std::string_view text) {
    const auto got = PropertyText(json);
    ASSERT_TRUE(got) << json;
    EXPECT_EQ(*got, text) << json;
  };
  reads(R"("")", "");
  reads(R"("null")", "null");
  reads(R"("it's \"x\" \/ \u00e9 \ud83d\ude00")", R"(it's \"x\" / é 😀)");
  reads(R"("\n\t\\\u0001\u001f")", R"(\n\t\\\u0001\u001F)");
  reads(R"("\u2027\u2028\u2029\u202a")", R"(‧\u2028\u2029)"
                                         "\u202a");
  reads("5", "5");
  reads("-0", "0");
  reads("-0.0", "-0");
  reads("1.50", "1.5");
  reads("1e5", "100000");
  reads("1e20", "100000000000000000000");
  reads("1e21", "1e21");
  reads("1.25e21", "1.25e21");
  reads("0.000001", "0.000001");
  reads("1e-7", "1e-7");
  reads("12345.678", "12345.678");
  reads("18446744073709551615", "18446744073709551615");
  reads("true", "true");
  reads(R"([1, 2.50, {"a" : null}])", R"([1,2.5,{"a":null}])");
  reads("[]", "[]");
  reads("{}", "{}");
}

TEST(PropertyText, HasNothingForNullAndForWhatTheEngineCannotRead) {
  for (std::string_view json : {"null", "", "nul", "1e400", "123456789012345678901", R"("\ud800")",
                                "[1", "01", "\"\xff\"", "1 2"}) {
    EXPECT_FALSE(PropertyText(json)) << json;
  }
}

TEST(PropertySplitter, RefusesWhatIsNoObject) {
  PropertySplitter splitter;
  for (std::string_view json : {"", "[]", "1", "null", "{", R"({"a":1}x)", R"({"a":1e400})"}) {
    EXPECT_FALSE(splitter.Parse(json)) << json;
  }
  std::string deep = "{\"a\":";
  deep.append(100'000, '[');
  EXPECT_FALSE(splitter.Parse(deep));
}

/// Random JSON texts with everything that makes two readers differ.
class RandomJson {
 public:
  explicit RandomJson(std::uint32_t seed) : random_(seed) {}

  std::string Object(int depth) {
    std::string out = "{";
    const int count = Below(8);
    for (int i = 0; i < count; ++i) {
      if (i != 0) out += Blank() + ",";
      out += Blank() + Key() + Blank() + ":" + Blank() + Value(depth);
    }
    return out + Blank() + "}";
  }

 private:
  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  template <std::size_t N>
  std::string OneOf(const char* const (&list)[N]) {
    return list[Below(N)];
  }
  std::string Blank() { return Below(6) == 0 ? OneOf({" ", "\n", "\t", "  "}) : ""; }
  std::string Key() {
    return '"' +
           OneOf({"a", "b", "$browser", "a.b", "", " ", "é", "\\u00e9", "a\\\"b", "a\\\\", "a`b",
                  "it's", "\\n", "k\\u0000k", "😀", "null", "p_x", "%", "{x:String}"}) +
           '"';
  }
  std::string Value(int depth) {
    switch (Below(depth > 0 ? 8 : 6)) {
      case 0:
        return OneOf({"null", "true", "false"});
      case 1:
      case 2:
        return Number();
      case 6: {
        std::string out = "[";
        const int count = Below(4);
        for (int i = 0; i < count; ++i) {
          if (i != 0) out += Blank() + ",";
          out += Blank() + Value(depth - 1);
        }
        return out + Blank() + "]";
      }
      case 7:
        return Object(depth - 1);
      default:
        return Text();
    }
  }
  std::string Number() {
    switch (Below(4)) {
      case 0:
        return OneOf({"0",
                      "-0",
                      "0.0",
                      "-0.0",
                      "1.0",
                      "1e5",
                      "1E+5",
                      "1e-5",
                      "1e-6",
                      "1e-7",
                      "1e21",
                      "1e20",
                      "9007199254740993",
                      "9223372036854775807",
                      "9223372036854775808",
                      "18446744073709551615",
                      "-9223372036854775808",
                      "0.1",
                      "1.10",
                      "5e-324",
                      "1.7976931348623157e308",
                      "123456789.123456789",
                      "100",
                      "1e0"});
      case 1:
        return std::to_string(static_cast<std::int32_t>(random_()));
      case 2:
        return std::to_string(static_cast<std::int32_t>(random_())) + "." +
               std::to_string(random_() % 100000) + "e" + std::to_string(Below(60) - 30);
      default: {
        const double number = std::uniform_real_distribution<double>(-1e6, 1e6)(random_);
        return std::to_string(number);
      }
    }
  }
  std::string Text() {
    std::string out = "\"";
    const int count = Below(6);
    for (int i = 0; i < count; ++i) {
      out += OneOf({"a",       "B",       " ",       "\\n",     "\\\"",
                    "\\\\",    "/",       "\\/",     "\\u0000", "\\u001f",
                    "\\u007f", "\x7f",    "é",       "\\u00E9", "\\ud83d\\ude00",
                    "😀",      "\\u2028", "\\u2029", "‧",       "null",
                    "'",       "`",       "\\b",     "\\f",     "\\r",
                    "\\t",     "\\ufeff", "{",       "]",       "1"});
    }
    return out + '"';
  }

  std::mt19937 random_;
};

/// The three places of a property agree, and agree with the expression of the specification.
TEST(PropertySplitter, AgreesWithTheEngineOnRandomJson) {
  auto& engine = engine::TestEngine();
  RandomJson random(20261122);
  constexpr std::size_t kRows = 20'000;

  std::string raws;
  engine::NullableTextColumn hot;  // of key "a"
  engine::TextMapColumn tail;
  PropertySplitter splitter;
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::string json = random.Object(3);
    ASSERT_TRUE(splitter.Parse(json)) << json;
    engine::AppendText(raws, json);
    bool has_a = false;
    std::set<std::string, std::less<>> seen;
    splitter.ForEach([&](std::string_view key, std::optional<std::string_view> found) {
      if (!seen.emplace(key).second || !found) return;
      const std::string_view text = *found;
      tail.Add(tail.FindKey(key), text.empty() ? kEmptyTailText : text);
      if (key == "a") {
        hot.Add(text);
        has_a = true;
      }
    });
    if (!has_a) hot.AddNull();
    tail.EndRow();
  }
  std::string block;
  engine::AppendBlockHeader(block, 3, kRows);
  engine::AppendColumnHeader(block, "raw", "String");
  block += raws;
  engine::AppendColumnHeader(block, "hot", "Nullable(String)");
  hot.Encode(block);
  engine::AppendColumnHeader(block, "tail", "Map(LowCardinality(String), String)");
  tail.Encode(block);
  const auto created = engine.Execute(
      {"CREATE TABLE random_json (raw String, hot Nullable(String), "
       "tail Map(LowCardinality(String), String)) ENGINE = MergeTree ORDER BY tuple()",
       {}});
  ASSERT_TRUE(created) << created.error().message;
  const auto inserted = engine.Insert("random_json", {"raw", "hot", "tail"}, block);
  ASSERT_TRUE(inserted) << inserted.error().message;

  const std::string untyped =
      R"(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(raw, k), ''), 'null'), '^"|"$', ''))";
  // Every key of every row, in the map and as the specification reads it.
  EXPECT_EQ(engine::Answer(
                engine, "SELECT raw, k, tail[k], " + untyped +
                            " AS text FROM random_json ARRAY JOIN "
                            "arrayDistinct(arrayConcat(JSONExtractKeys(raw), mapKeys(tail))) AS k "
                            "WHERE multiIf(tail[k] = '', NULL, tail[k] = char(1), '', tail[k]) IS "
                            "DISTINCT FROM text "
                            "LIMIT 3"),
            "");
  EXPECT_EQ(engine::Answer(engine, "SELECT raw, hot, " + untyped +
                                       " AS text FROM (SELECT *, 'a' AS k FROM random_json) "
                                       "WHERE hot IS DISTINCT FROM text LIMIT 3"),
            "");
  // The comparison has something to compare.
  EXPECT_EQ(engine::Answer(engine,
                           "SELECT count() > 20000 FROM random_json ARRAY JOIN mapKeys(tail) AS k"),
            "1");
}

TEST(PropertyLayout, FindsHotKeysPerScopeAndLeavesTheRestToTheMap) {
  const auto layout = InitialPropertyLayout();
  const auto browser = layout->Locate(PropertyScope::kEvent, "$browser");
  EXPECT_EQ(browser.kind, PropertyLocation::Kind::kColumn);
  EXPECT_EQ(browser.column, "p_$browser");
  EXPECT_EQ(layout->Locate(PropertyScope::kPerson, "$browser").column, "pp_$browser");
  EXPECT_EQ(layout->Locate(PropertyScope::kPerson, "email").column, "pp_email");
  const auto email = layout->Locate(PropertyScope::kEvent, "email");
  EXPECT_EQ(email.kind, PropertyLocation::Kind::kTail);
  EXPECT_EQ(email.column, "properties_tail");
  for (const auto& hot : layout->hot_columns()) {
    const auto parsed = ParseHotColumnName(hot.column);
    ASSERT_TRUE(parsed) << hot.column;
    EXPECT_EQ(parsed->first, hot.scope);
    EXPECT_EQ(parsed->second, hot.key);
  }
  EXPECT_FALSE(ParseHotColumnName("properties"));
  EXPECT_FALSE(ParseHotColumnName("person_id"));
}

}  // namespace
}  // namespace tenrec::schema
