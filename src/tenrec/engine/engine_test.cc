#include "tenrec/engine/engine.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/engine/clickhouse_error.h"
#include "tenrec/engine/native_writer.h"
#include "tenrec/engine/row_binary.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/sql/quote.h"

namespace tenrec::engine {
namespace {

std::string Ask(std::string_view sql, const Pairs& params = {}) {
  return Answer(TestEngine(), sql, params);
}

TEST(Engine, ReadsEveryType) {
  const auto reads = [](std::string_view expression, std::string_view json) {
    EXPECT_EQ(Ask("SELECT " + std::string(expression)), json) << expression;
  };
  reads("toInt8(-5), toUInt8(250), toInt16(-300), toUInt16(65535)", "-5,250,-300,65535");
  reads("toInt32(-2147483648), toUInt32(4294967295)", "-2147483648,4294967295");
  reads("toInt64(-9223372036854775808), toUInt64(18446744073709551615)",
        "-9223372036854775808,18446744073709551615");
  reads("toInt128('-170141183460469231731687303715884105728')",
        R"("-170141183460469231731687303715884105728")");
  reads("toUInt256('1000000000000000000000000')", R"("1000000000000000000000000")");
  reads("toFloat32(1.5), 2.25, nan, inf, -inf", "1.5,2.25,null,null,null");
  reads("toDecimal32('-1.25', 2), toDecimal64('3.5', 4), toDecimal128('7.125', 3)",
        "-1.25,3.5,7.125");
  reads("'it''s', '', toFixedString('ab', 2)", R"("it's","","ab")");
  reads("true, false, NULL, CAST(NULL, 'Nullable(Int32)')", "true,false,null,null");
  reads("toDate('2026-03-01'), toDate32('1925-01-01')", R"("2026-03-01","1925-01-01")");
  reads("toDateTime('2020-01-10 00:00:00', 'America/Los_Angeles')",
        R"("2020-01-10T00:00:00-08:00")");
  reads("toDateTime('2020-01-10 00:00:00', 'UTC')", R"("2020-01-10T00:00:00Z")");
  reads("toDateTime64('2020-01-10 01:02:03.123456', 6, 'UTC')", R"("2020-01-10T01:02:03.123456Z")");
  reads("toDateTime64('2020-07-10 01:02:03', 6, 'Asia/Kolkata')", R"("2020-07-10T01:02:03+05:30")");
  reads("toDateTime64('1960-01-01 00:00:00.5', 3, 'UTC')", R"("1960-01-01T00:00:00.500000Z")");
  reads("toUUID('932979b4-65c3-4424-8467-0b66ec27bc22')",
        R"("932979b4-65c3-4424-8467-0b66ec27bc22")");
  reads("toIPv4('192.168.1.20'), toIPv6('2001:db8::1'), toIPv6('::')",
        R"("192.168.1.20","2001:db8::1","::")");
  reads("CAST('b', 'Enum8(\\'a\\' = 1, \\'b\\' = -2)')", R"("b")");
  reads("[], [1, 2], [[], ['x']], [NULL, 1]", R"([],[1,2],[[],["x"]],[null,1])");
  reads("tuple(1, 'a', [2]), CAST(tuple(1), 'Tuple(`a b` Int8)')", R"([1,"a",[2]],[1])");
  reads("map('k', 1, 'l', 2), map(3, 'x')", R"({"k":1,"l":2},{"3":"x"})");
  reads("toLowCardinality('x'), toLowCardinality(CAST(NULL, 'Nullable(String)'))", R"("x",null)");
  reads("toIntervalDay(3)", "3");
}

TEST(Engine, KeepsTheNamesOfTypesAndColumnsAlsoWithoutRows) {
  const auto result = TestEngine().Query(
      {"SELECT toDateTime(0, 'Asia/Tokyo') AS t, toLowCardinality('x') AS `a b` WHERE 0", {}});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->block.rows, 0u);
  ASSERT_EQ(result->block.columns.size(), 2u);
  EXPECT_EQ(result->block.columns[0].type->name, "DateTime('Asia/Tokyo')");
  EXPECT_EQ(result->block.columns[1].type->name, "LowCardinality(String)");
  EXPECT_EQ(result->block.columns[1].name, "a b");
  EXPECT_NE(result->block.Find("t"), nullptr);
  EXPECT_EQ(result->block.Find("u"), nullptr);
}

TEST(Engine, TakesParametersAsText) {
  const std::string text("it's \\ a\ttab\nand\r\0nul", 21);
  EXPECT_EQ(Ask("SELECT length({p:String})", {{"p", sql::EscapeParam(text)}}), "21");
  EXPECT_EQ(Ask("SELECT {p:Array(String)}", {{"p", R"(['a\'b','c'])"}}), R"(["a'b","c"])");
  EXPECT_EQ(Ask("SELECT {p:Nullable(String)}", {{"p", "\\N"}}), "null");
  EXPECT_EQ(Ask("SELECT {p:Int64} + {q:Float64}", {{"p", "-4"}, {"q", "0.5"}}), "-3.5");
}

TEST(Engine, JoinsTheBlocksOfALongAnswer) {
  const auto result = TestEngine().Query(
      {"SELECT toString(number) AS s, range(number % 3) AS r, if(number % 2, NULL, number) AS n, "
       "tuple(number, 'x') AS t FROM numbers(200000)",
       {}});
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_EQ(result->block.rows, 200'000u);
  const Column* text = result->block.Find("s");
  const Column* range = result->block.Find("r");
  const Column* number = result->block.Find("n");
  for (std::size_t row = 0; row < result->block.rows; row += 997) {
    EXPECT_EQ(text->Text(row), std::to_string(row));
    const auto [begin, end] = range->Range(row);
    EXPECT_EQ(end - begin, row % 3);
    EXPECT_EQ(number->IsNull(row), row % 2 == 1);
    if (row % 2 == 0) EXPECT_EQ(number->UInt(row), row);
    EXPECT_EQ(result->block.Find("t")->child(0).UInt(row), row);
  }
  EXPECT_GT(result->stats.rows_read, 0u);
}

TEST(Engine, GivesALongAnswerByColumn) {
  const auto result =
      TestEngine().Query({"SELECT number AS n, toLowCardinality(toString(number % 1000)) AS s, "
                          "if(number % 2, NULL, toInt32(number)) AS i, "
                          "nullIf(toString(number % 2), '1') AS t, "
                          "toLowCardinality(nullIf(toString(number % 3), '1')) AS l "
                          "FROM numbers(200000)",
                          {}},
                         {.by_column = true});
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_EQ(result->block.rows, 200'000u);
  const Column* number = result->block.Find("n");
  for (std::size_t row = 0; row < result->block.rows; row += 997) {
    EXPECT_EQ(number->UInt(row), row);
    EXPECT_EQ(result->block.Find("s")->Text(row), std::to_string(row % 1000));
    EXPECT_EQ(result->block.Find("i")->IsNull(row), row % 2 == 1);
    EXPECT_EQ(result->block.Find("t")->IsNull(row), row % 2 == 1);
    EXPECT_EQ(result->block.Find("t")->Text(row), row % 2 == 1 ? "" : "0");
    EXPECT_EQ(result->block.Find("l")->IsNull(row), row % 3 == 1);
    EXPECT_EQ(result->block.Find("l")->Text(row), row % 3 == 1 ? "" : std::to_string(row % 3));
  }
  const auto none = TestEngine().Query({"SELECT 1 WHERE 0", {}}, {.by_column = true});
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_TRUE(none->block.columns.empty());
  const auto list = TestEngine().Query({"SELECT [1]", {}}, {.by_column = true});
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code, ErrorCode::kUnimplemented);
  const auto broken = TestEngine().Query(
      {"SELECT throwIf(number = 150000) FROM numbers(200000)", {}}, {.by_column = true});
  ASSERT_FALSE(broken);
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST(Engine, NamesTheErrorAndWhoseFaultItIs) {
  const auto fails = [](std::string sql, ErrorCode code, std::string_view tag,
                        QueryOptions options = {}) {
    const auto result = TestEngine().Query({sql, {}}, options);
    ASSERT_FALSE(result) << sql;
    EXPECT_EQ(result.error().code, code) << sql << ": " << result.error().message;
    EXPECT_EQ(result.error().tag, tag) << sql;
    EXPECT_EQ(result.error().message.find("DB::Exception"), std::string::npos);
  };
  fails("SELEC 1", ErrorCode::kInvalidArgument, "syntax_error");
  fails("SELECT a FROM system.one", ErrorCode::kInvalidArgument, "unknown_identifier");
  fails("SELECT 1 FROM nowhere", ErrorCode::kInvalidArgument, "unknown_table");
  fails("SELECT toInt8('x')", ErrorCode::kInvalidArgument, "cannot_parse_text");
  fails("CREATE TABLE t (a Int8) ENGINE = Memory", ErrorCode::kInvalidArgument, "bad_arguments");
  fails("SET readonly = 0", ErrorCode::kInvalidArgument, "bad_arguments");
  fails("SELECT uniqExact(number * 7) FROM numbers(1000000000)", ErrorCode::kDeadlineExceeded,
        "timeout_exceeded", {.max_execution_time = std::chrono::milliseconds(200)});
  fails("SELECT uniqExact(number * 7) FROM numbers(100000000)", ErrorCode::kResourceExhausted,
        "memory_limit_exceeded", {.max_memory_bytes = 20'000'000});
  fails("SELECT number FROM numbers(100000)", ErrorCode::kResourceExhausted,
        "too_many_rows_or_bytes", {.max_result_rows = 10});
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST(Engine, AnAnswerHoldsNothingOfAFailedOne) {
  ChdbEngine& engine = TestEngine();
  // They fail when part of the answer is written.
  const QueryText late = {"SELECT toInt64(arrayJoin(['1', 'x']))", {}};
  const QueryText later = {"SELECT toInt64(if(number = 5000, 'x', '1')) FROM numbers(5001)", {}};
  QueryOptions pieces;
  pieces.settings = {{"output_format_parquet_row_group_size", "1000"}, {"max_block_size", "1000"}};
  for (int i = 0; i < 4; ++i) {
    EXPECT_FALSE(engine.Ask(late));
    const auto asked = engine.Ask({"SELECT 7", {}});
    ASSERT_TRUE(asked) << asked.error().message;
    EXPECT_EQ(asked->columns[0].Int(0), 7);
    EXPECT_FALSE(engine.Query(late));
    EXPECT_EQ(Ask("SELECT 7"), "7");
    const auto clean = engine.Parquet({"SELECT 7 AS n", {}}, pieces);
    EXPECT_FALSE(engine.Parquet(later, pieces));
    const auto after = engine.Parquet({"SELECT 7 AS n", {}}, pieces);
    ASSERT_TRUE(clean && after);
    EXPECT_EQ(after->bytes, clean->bytes);
    EXPECT_EQ(Ask("SELECT 7"), "7");
  }
}

TEST(Engine, PutsLimitsBackAfterEachStatement) {
  QueryOptions options;
  options.settings = {{"max_block_size", "7"}};
  const auto result = TestEngine().Query({"SELECT getSetting('max_block_size')", {}}, options);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->block.columns[0].Int(0), 7);
  for (int i = 0; i < 8; ++i) EXPECT_NE(Ask("SELECT getSetting('max_block_size')"), "7");
}

TEST(Engine, StopsAStatementThatNobodyWaitsFor) {
  for (const std::string sql :
       {"SELECT uniqExact(number * 7) FROM numbers(2000000000)",
        "SELECT number, toString(number) FROM numbers(100000000000)",
        "SELECT sum(sleepEachRow(0.05)) FROM numbers(10000) SETTINGS max_block_size = 1, "
        "function_sleep_max_microseconds_per_block = 0"}) {
    auto token = std::make_shared<CancelToken>();
    std::thread canceller([&] {
      // Once it is seen running.
      while (Ask("SELECT count() FROM system.processes WHERE query = {q:String}",
                 {{"q", sql::EscapeParam(sql)}}) == "0") {
      }
      token->Cancel();
    });
    const auto start = std::chrono::steady_clock::now();
    const auto stopped =
        TestEngine().Stream({sql, {}}, {.cancel = token}, [](Block&&) { return Ok(); });
    const auto took = std::chrono::steady_clock::now() - start;
    canceller.join();
    ASSERT_FALSE(stopped) << sql;
    EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled) << stopped.error().message;
    EXPECT_LT(took, std::chrono::seconds(2)) << sql;
  }
}

TEST(Engine, DoesNotStartWhatIsCancelledAlready) {
  auto token = std::make_shared<CancelToken>();
  token->Cancel();
  const auto result = TestEngine().Query({"SELECT 1", {}}, {.cancel = token});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
}

TEST(Engine, EndsTheStatementWhenItsReaderHasEnough) {
  int blocks = 0;
  const auto result = TestEngine().Stream({"SELECT number FROM numbers(100000000000)", {}}, {},
                                          [&](Block&&) -> Status {
                                            if (++blocks == 3) return Cancelled("enough");
                                            return Ok();
                                          });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "enough");
  EXPECT_EQ(blocks, 3);
  EXPECT_EQ(Ask("SELECT 1"), "1");
}

TEST(Engine, RunsStatementsSideBySide) {
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 5; ++j) {
        const std::string number = std::to_string(i * 100 + j);
        if (Ask("SELECT {n:Int64} FROM numbers(3) LIMIT 1", {{"n", number}}) == number) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 60);
}

TEST(Engine, KeepsItsMemoryBudget) {
  EXPECT_EQ(Ask("SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage'"),
            "\"1073741824\"");
}

TEST(Engine, RefusesASecondEngine) {
  TestEngine();
  Metrics metrics;
  const auto second = ChdbEngine::Open({.path = "/tmp/tenrec_second_engine"}, metrics);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kFailedPrecondition);
}

/// A block for table native_test: id, text, word, maybe, maybe_word, tail.
std::string NativeTestBlock(int first, int rows) {
  std::string ids;
  std::string texts;
  DictionaryColumn words(false);
  DictionaryColumn maybe_words(true);
  NullableTextColumn maybes;
  TextMapColumn tail;
  for (int i = first; i < first + rows; ++i) {
    AppendFixed<std::int64_t>(ids, i);
    AppendText(texts, "text " + std::to_string(i));
    words.Add(i % 5 == 0 ? "" : "word " + std::to_string(i % 400));
    if (i % 3 == 0) {
      maybe_words.AddNull();
      maybes.AddNull();
    } else {
      maybe_words.Add(i % 3 == 1 ? "" : "w");
      maybes.Add(i % 3 == 1 ? "" : std::to_string(i));
    }
    for (int j = 0; j < i % 4; ++j) {
      tail.Add(tail.FindKey("k" + std::to_string(j)), std::to_string(i * 10 + j));
    }
    tail.EndRow();
  }
  std::string out;
  AppendBlockHeader(out, 6, static_cast<std::size_t>(rows));
  AppendColumnHeader(out, "id", "Int64");
  out += ids;
  AppendColumnHeader(out, "text", "String");
  out += texts;
  AppendColumnHeader(out, "word", "LowCardinality(String)");
  words.Encode(out);
  AppendColumnHeader(out, "maybe", "Nullable(String)");
  maybes.Encode(out);
  AppendColumnHeader(out, "maybe_word", "LowCardinality(Nullable(String))");
  maybe_words.Encode(out);
  AppendColumnHeader(out, "tail", "Map(LowCardinality(String), String)");
  tail.Encode(out);
  return out;
}

const std::vector<std::string> kNativeTestColumns = {"id",    "text",       "word",
                                                     "maybe", "maybe_word", "tail"};

class EngineInsert : public testing::Test {
 protected:
  void SetUp() override {
    Run("DROP TABLE IF EXISTS native_test");
    Run("CREATE TABLE native_test (id Int64, text String, word LowCardinality(String), "
        "maybe Nullable(String), maybe_word LowCardinality(Nullable(String)), "
        "tail Map(LowCardinality(String), String)) ENGINE = MergeTree ORDER BY id "
        "SETTINGS non_replicated_deduplication_window = 100");
  }
  static void Run(const std::string& sql) {
    const auto done = TestEngine().Execute({sql, {}});
    ASSERT_TRUE(done) << done.error().message;
  }
};

TEST_F(EngineInsert, LandsNativeBlocks) {
  const auto done =
      TestEngine().Insert("native_test", kNativeTestColumns, NativeTestBlock(0, 3000));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(Ask("SELECT count(), sum(id), uniqExact(text), uniqExact(word) FROM native_test"),
            "3000,4498500,3000,321");
  EXPECT_EQ(Ask("SELECT * FROM native_test WHERE id IN (0, 1, 2, 3, 2999) ORDER BY id"),
            R"(0,"text 0","",null,null,{})"
            "\n"
            R"(1,"text 1","word 1","","",{"k0":"10"})"
            "\n"
            R"(2,"text 2","word 2","2","w",{"k0":"20","k1":"21"})"
            "\n"
            R"(3,"text 3","word 3",null,null,{"k0":"30","k1":"31","k2":"32"})"
            "\n"
            R"(2999,"text 2999","word 199","2999","w",{"k0":"29990","k1":"29991","k2":"29992"})");
}

TEST_F(EngineInsert, MergesGiveWay) {
  // The thread that merges is the library's; its priority is what the kernel says.
  const auto nice_of_merges = [] {
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
      std::ifstream file(task.path() / "comm");
      std::string name;
      std::getline(file, name);
      if (name != "MergeMutate") continue;
      return ::getpriority(PRIO_PROCESS,
                           static_cast<id_t>(std::stoul(task.path().filename().string())));
    }
    return 0;
  };
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (nice_of_merges() != 10 && std::chrono::steady_clock::now() < until) Ask("SELECT 1");
  EXPECT_EQ(nice_of_merges(), 10);
}

TEST_F(EngineInsert, LandsATokenOnce) {
  for (const auto& [first, token] : std::vector<std::pair<int, std::string>>{
           {0, "a"}, {0, "a"}, {10, "b"}, {20, "a"}, {30, "it's"}}) {
    const auto done = TestEngine().Insert("native_test", kNativeTestColumns,
                                          NativeTestBlock(first, 10), {.dedup_token = token});
    ASSERT_TRUE(done) << done.error().message;
  }
  EXPECT_EQ(Ask("SELECT count(), min(id), max(id) FROM native_test"), "30,0,39");
}

TEST_F(EngineInsert, RefusesABrokenBlockWhole) {
  const std::string block = NativeTestBlock(0, 100);
  for (std::size_t size = 0; size < block.size(); size += 331) {
    if (size == 0) continue;
    const auto done = TestEngine().Insert("native_test", kNativeTestColumns, block.substr(0, size));
    EXPECT_FALSE(done) << size;
  }
  EXPECT_EQ(Ask("SELECT count() FROM native_test"), "0");
  EXPECT_FALSE(TestEngine().Insert("no_such_table", kNativeTestColumns, block));
  EXPECT_FALSE(TestEngine().Insert("native_test", {"nope"}, block));
  ASSERT_TRUE(TestEngine().Insert("native_test", kNativeTestColumns, block));
  EXPECT_EQ(Ask("SELECT count() FROM native_test"), "100");
}

TEST_F(EngineInsert, KeepsTheSmallestAndTheLargestDictionary) {
  for (const int distinct : {1, 254, 255, 256, 65'534, 65'536, 70'000}) {
    DictionaryColumn words(false);
    std::string ids;
    for (int i = 0; i < distinct; ++i) {
      AppendFixed<std::int64_t>(ids, i);
      words.Add("w" + std::to_string(i));
    }
    std::string block;
    AppendBlockHeader(block, 2, static_cast<std::size_t>(distinct));
    AppendColumnHeader(block, "id", "Int64");
    block += ids;
    AppendColumnHeader(block, "word", "LowCardinality(String)");
    words.Encode(block);
    Run("TRUNCATE TABLE native_test");
    ASSERT_TRUE(TestEngine().Insert("native_test", {"id", "word"}, block)) << distinct;
    EXPECT_EQ(
        Ask("SELECT count(), uniqExact(word), countIf(word = concat('w', toString(id))) "
            "FROM native_test"),
        std::to_string(distinct) + "," + std::to_string(distinct) + "," + std::to_string(distinct));
  }
}

TEST(ParseType, RefusesWhatCannotBeRead) {
  for (std::string_view name :
       {"JSON", "Dynamic", "Variant(Int8, String)", "Tuple()", "AggregateFunction(sum, UInt64)"}) {
    const auto type = ParseType(name);
    ASSERT_FALSE(type) << name;
    EXPECT_EQ(type.error().code, ErrorCode::kUnimplemented) << name;
  }
  for (std::string_view name :
       {"", "(", "Array(", "Array(Int8", "Array(Int8, Int8)", "Map(Int8)", "Enum8('a')", "Int8)",
        "FixedString(0)", "Decimal(99, 1)", "DateTime64(10)", "DateTime('UTC"}) {
    EXPECT_FALSE(ParseType(name)) << name;
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "Array(";
  EXPECT_FALSE(ParseType(deep));
}

TEST(DecodeRowBinary, RefusesEveryCutOffAnswer) {
  // One column "a" of Array(String), one row ["xy"].
  const std::string whole = std::string("\1\1a\x0d") + "Array(String)" + "\1\2xy";
  ASSERT_TRUE(DecodeRowBinary(whole));
  EXPECT_EQ(DecodeRowBinary(whole)->rows, 1u);
  const std::size_t header = whole.size() - 4;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    if (size == header) continue;  // an answer without rows
    EXPECT_FALSE(DecodeRowBinary(std::string_view(whole).substr(0, size))) << size;
  }
}

TEST(DecodeRowBinary, HandsOverALargeAnswerInBlocks) {
  std::string bytes = std::string("\1\1a\6") + "UInt32";
  const std::string row = std::string("\x7b\0\0\0", 4);
  for (int i = 0; i < 10; ++i) bytes += row;
  const auto rows_of = [&](std::string_view text, std::size_t block_bytes) {
    std::string sizes;
    const Status read = DecodeRowBinary(text, block_bytes, [&](Block&& block) -> Status {
      sizes += std::to_string(block.rows) + " ";
      for (std::size_t i = 0; i < block.rows; ++i) EXPECT_EQ(block.columns[0].Int(i), 123);
      return Ok();
    });
    EXPECT_TRUE(read);
    return sizes;
  };
  EXPECT_EQ(rows_of(bytes, 16), "4 4 2 ");
  EXPECT_EQ(rows_of(bytes, 1), "1 1 1 1 1 1 1 1 1 1 ");
  EXPECT_EQ(rows_of(bytes, 1000), "10 ");
  EXPECT_EQ(rows_of(std::string_view(bytes).substr(0, 10), 16), "0 ") << "the columns alone";
  const Status stopped =
      DecodeRowBinary(bytes, 16, [](Block&&) -> Status { return Cancelled("enough"); });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().message, "enough");
}

TEST(Engine, SaysOnlyWhatTheAuthorCanUse) {
  EXPECT_EQ(Ask("SELECT nonsense FROM numbers(1)"),
            "unknown_identifier: Unknown expression identifier `nonsense`.");
}

TEST(ParseClickHouseError, ReadsCodeNameAndWords) {
  const Error error = ParseClickHouseError(
      "Code: 241. DB::Exception: (total) memory limit exceeded (1 MiB). (MEMORY_LIMIT_EXCEEDED)");
  EXPECT_EQ(error.code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(error.tag, "memory_limit_exceeded");
  EXPECT_EQ(error.message, "(total) memory limit exceeded (1 MiB).");
  EXPECT_EQ(
      ParseClickHouseError("Code: 62. DB::Exception: Bad. (SYNTAX_ERROR) (version 26.7.2.1)").tag,
      "syntax_error");
  EXPECT_EQ(ParseClickHouseError("No active streaming query").code, ErrorCode::kInternal);
  EXPECT_EQ(ParseClickHouseError("").code, ErrorCode::kInternal);
}

TEST(ParseClickHouseError, KeepsWhatTheAuthorCanUse) {
  // The engine's own words, of version 26.7.
  const auto says = [](std::string_view words, std::string_view useful) {
    const Error error =
        ParseClickHouseError("Code: 47. DB::Exception: " + std::string(words) + " (SOME_ERROR)");
    EXPECT_EQ(error.message, useful);
  };
  says(
      "Unknown expression identifier `nonsense` in scope SELECT nonsense FROM events WHERE team_id "
      "= 1.",
      "Unknown expression identifier `nonsense`.");
  says(
      "Illegal types UInt8 and String of arguments of function plus: In scope SELECT 1 + 'a' FROM "
      "t.",
      "Illegal types UInt8 and String of arguments of function plus.");
  says("Function with name `nofunc` does not exist. In scope SELECT nofunc(s) FROM t.",
       "Function with name `nofunc` does not exist.");
  says(
      "Column 's' is not under aggregate function and not in GROUP BY keys. In query SELECT s, "
      "count() FROM t.",
      "Column 's' is not under aggregate function and not in GROUP BY keys.");
  says(
      "Cannot parse string 'abc' as Int32: syntax error at begin of string. Note: there are "
      "toInt32OrZero and toInt32OrNull functions, which returns zero/NULL instead of throwing "
      "exception: while executing 'FUNCTION toInt32(__table1.s :: 0) -> toInt32(__table1.s) Int32 "
      ": "
      "1'.",
      "Cannot parse string 'abc' as Int32: syntax error at begin of string. Note: there are "
      "toInt32OrZero and toInt32OrNull functions, which returns zero/NULL instead of throwing "
      "exception.");
  says(
      "There is no supertype for types UInt64, String because some of them are numbers: while "
      "executing function greater on arguments __table1.n UInt64 UInt64(size = 0).",
      "There is no supertype for types UInt64, String because some of them are numbers.");
  says(
      "Memory limit exceeded: would use 60.92 GiB, maximum: 47.68 MiB: While executing "
      "AggregatingTransform.",
      "Memory limit exceeded: would use 60.92 GiB, maximum: 47.68 MiB.");
  says(
      "Cannot read all data: (while reading column n): (while reading from part "
      "/data/store/abc/all_1_1_0/ located on disk default).",
      "Cannot read all data.");
  says(
      "OptimizedRegularExpression: cannot compile re2: (, error: missing ): (. Look at "
      "https://github.com/google/re2/wiki/Syntax for reference. Please note that if you specify "
      "regex as an SQL string literal, the slashes have to be additionally escaped.",
      "OptimizedRegularExpression: cannot compile re2: (, error: missing ): (. Look at "
      "https://github.com/google/re2/wiki/Syntax for reference.");
  says("Column __table12.a of `__tables.b` is ambiguous", "Column a of `__tables.b` is ambiguous");
  says("Division by zero", "Division by zero");
  EXPECT_LT(ParseClickHouseError("Code: 1. DB::Exception: " + std::string(1 << 20, 'x') +
                                 " (SYNTAX_ERROR)")
                .message.size(),
            700U);
}

}  // namespace
}  // namespace tenrec::engine
