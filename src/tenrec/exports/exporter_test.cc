#include "tenrec/exports/exporter.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tenrec/accounts/team.h"
#include "tenrec/blobs/directory_blobs.h"
#include "tenrec/exports/flat_row.h"
#include "tenrec/io/disk.h"

namespace tenrec::exports {
namespace {

constexpr TeamId kTeam = 7;
constexpr UserId kUser = 3;

class ExporterTest : public testing::Test {
 protected:
  ExporterTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-exports-XXXXXX";
    folder_ = mkdtemp(name.data());
    database_ = std::move(*db::Database::Open({.path = folder_ / "metadata.db", .readers = 2}));
    EXPECT_TRUE(database_->Migrate(Migrations()));
    exports_ = std::make_unique<Exports>(*database_, clock_);
    Open();
  }
  ~ExporterTest() override {
    exporter_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// As a start of the program does.
  void Open(ExporterOptions options = {}) {
    exporter_.reset();
    blobs_ = std::move(*blobs::DirectoryBlobs::Open(folder_ / "blobs", disk_));
    exporter_ = std::make_unique<Exporter>(
        ExporterParts{.exports = *exports_,
                      .blobs = *blobs_,
                      .team =
                          [](TeamId id) {
                            auto team = std::make_shared<accounts::Team>();
                            team->id = id;
                            return id == kTeam ? team : nullptr;
                          },
                      .ask =
                          [this](const query::QueryRequest& request, const query::TextSink& sink) {
                            asked_.push_back(request);
                            if (status_ == 200 && !sink(answer_)) return query::Answer{500, "{}"};
                            return query::Answer{status_, status_ == 200 ? "" : answer_};
                          },
                      .metrics = metrics_},
        options);
  }

  Export Wanted(std::string format = std::string(kCsv), TeamId team = kTeam) {
    return {.team_id = team,
            .format = std::move(format),
            .source = JsonObject{{"kind", "ActorsQuery"}},
            .filename = "export.csv",
            .created_by = kUser};
  }

  /// The whole file, or why there is none.
  std::string Made(Export wanted) {
    auto one = exports_->Create(std::move(wanted));
    EXPECT_TRUE(one) << one.error().message;
    exporter_->Make(*one);
    return Text(one->id);
  }

  std::string Text(std::int64_t id, TeamId team = kTeam) {
    const auto one = exports_->Find(team, id);
    if (!one) return one.error().message;
    if (!one->has_content()) return one->exception.value_or("unfinished");
    std::string text;
    for (std::int64_t part = 0; part < one->parts; ++part) {
      const auto bytes = exporter_->Part(*one, part);
      EXPECT_TRUE(bytes) << bytes.error().message;
      text += *bytes;
    }
    EXPECT_EQ(static_cast<std::int64_t>(text.size()), one->bytes);
    return text;
  }

  std::size_t Blobs() { return blobs_->List("exports/7")->size(); }

  std::filesystem::path folder_;
  io::RealDisk disk_;
  ManualClock clock_{*ParseRfc3339("2026-11-22T09:30:00Z")};
  Metrics metrics_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<blobs::DirectoryBlobs> blobs_;
  std::unique_ptr<Exports> exports_;
  std::unique_ptr<Exporter> exporter_;
  std::vector<query::QueryRequest> asked_;
  int status_ = 200;
  std::string answer_ =
      R"({"columns":["person","count() -- How many"],"types":["String","UInt64"],"results":[)"
      R"([{"id":"a","properties":{"email":"a@x.io","n":-1}},2],)"
      R"([{"id":"b","properties":{"name":"=B, \"x\""},"distinct_ids":["q"]},-1]]})";
};

TEST_F(ExporterTest, WritesALineForEachRowAndAColumnForEachProperty) {
  EXPECT_EQ(Made(Wanted()),
            "person.id,person.properties.email,person.properties.n,person.properties.name,"
            "person.distinct_ids.0,How many\r\n"
            "a,a@x.io,-1,,,2\r\n"
            "b,,,\"'=B, \"\"x\"\"\",q,-1\r\n");
  ASSERT_EQ(asked_.size(), 1U);
  EXPECT_EQ(asked_[0].team->id, kTeam);
  EXPECT_EQ(asked_[0].asked_by, kUser);
  EXPECT_EQ(PrintJson(asked_[0].body), R"({"query":{"kind":"ActorsQuery"}})");
  EXPECT_EQ(Blobs(), 1U);
}

TEST_F(ExporterTest, WritesTheColumnsThatAreWantedInTheirOrder) {
  Export wanted = Wanted();
  wanted.columns = {"count() -- How many", "person.id", "nothing", "person"};
  EXPECT_EQ(Made(wanted),
            "How many,person.id,nothing,person.properties.email,person.properties.n,"
            "person.properties.name,person.distinct_ids.0\r\n"
            "2,a,,a@x.io,-1,,\r\n"
            "-1,b,,,,\"'=B, \"\"x\"\"\",q\r\n");
}

TEST_F(ExporterTest, WritesJsonAsItIs) {
  EXPECT_EQ(Made(Wanted(std::string(kJson))),
            R"([{"person":{"id":"a","properties":{"email":"a@x.io","n":-1}},)"
            R"("count() -- How many":2},{"person":{"id":"b","properties":{"name":"=B, \"x\""},)"
            R"("distinct_ids":["q"]},"count() -- How many":-1}])");
}

TEST_F(ExporterTest, WritesAWorkbook) {
  const std::string book = Made(Wanted(std::string(kXlsx)));
  // A zip file, whose last part lists the names of what is in it.
  EXPECT_EQ(book.substr(0, 2), "PK") << book.substr(0, 200);
  EXPECT_NE(book.rfind("xl/worksheets/sheet1.xml"), std::string::npos);
  Open({.max_bytes = 100});
  EXPECT_EQ(Made(Wanted(std::string(kXlsx))).substr(0, 25), "The file would be larger ");
}

TEST_F(ExporterTest, WritesTheSameInManyParts) {
  const std::string whole = Made(Wanted());
  Open({.part_bytes = 10});
  EXPECT_EQ(Made(Wanted()), whole);
  EXPECT_GT(Blobs(), 3U);
}

TEST_F(ExporterTest, SaysThatThereIsNothing) {
  answer_ = R"({"results":[]})";
  EXPECT_EQ(Made(Wanted()), "error\r\nNo data available or unable to format for export.\r\n");
}

TEST_F(ExporterTest, KeepsWhyThereIsNoFile) {
  status_ = 400;
  answer_ = R"({"type":"validation_error","detail":"Unable to resolve field: nope"})";
  EXPECT_EQ(Made(Wanted()), "Unable to resolve field: nope");
  status_ = 200;
  answer_ = R"({"columns":["a"],"types":["String"],"results":[["0123456789"],["0123456789"]]})";
  Open({.max_bytes = 30, .part_bytes = 8});
  EXPECT_EQ(Made(Wanted()),
            "The file would be larger than 0 MB. Choose fewer columns, or narrow the question.");
  EXPECT_EQ(Blobs(), 0U);
}

TEST_F(ExporterTest, ShowsAnExportToItsProjectOnly) {
  const std::string text = Made(Wanted());
  EXPECT_EQ(Text(1), text);
  EXPECT_EQ(Text(1, kTeam + 1), "Not found.");
  EXPECT_EQ(exports_->List(kTeam, kUser, {})->total, 1U);
  EXPECT_EQ(exports_->List(kTeam, kUser + 1, {})->total, 0U);
  EXPECT_EQ(exports_->List(kTeam + 1, kUser, {})->total, 0U);
}

TEST_F(ExporterTest, ForgetsAFileAfterAWeek) {
  Made(Wanted());
  clock_.Advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(Text(1), "Not found.");
  EXPECT_EQ(exports_->List(kTeam, kUser, {})->total, 0U);
  EXPECT_EQ(Blobs(), 1U);
  EXPECT_TRUE(exporter_->RunOnce());
  EXPECT_EQ(Blobs(), 0U);
  EXPECT_TRUE(exports_->Expired()->empty());
}

TEST_F(ExporterTest, GoesOnAfterARestartAndNotForEver) {
  const auto one = exports_->Create(Wanted());
  ASSERT_TRUE(one);
  // What a crash left of it.
  ASSERT_TRUE(blobs_->Put("exports/7/1-rows-0", "half"));
  ASSERT_TRUE(blobs_->Put("exports/7/1-part-0", "half"));
  ASSERT_TRUE(blobs_->Put("exports/7/11-part-0", "of another"));
  ASSERT_TRUE(exports_->Begin(one->id));
  Open();
  exporter_->Start();
  exporter_->Wait(one->id, std::chrono::minutes(1));
  EXPECT_EQ(Text(one->id).substr(0, 10), "person.id,");
  EXPECT_EQ(*blobs_->Get("exports/7/11-part-0"), "of another");

  const auto bad = exports_->Create(Wanted());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(exports_->Begin(bad->id));
  Open();
  exporter_->Start();
  exporter_->Wait(bad->id, std::chrono::minutes(1));
  EXPECT_EQ(Text(bad->id), "The server ended each time while it made this file.");
}

TEST_F(ExporterTest, TakesNoMoreThanItCanMake) {
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(exports_->Create(Wanted()));
  const auto more = exports_->Create(Wanted());
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kResourceExhausted);
  EXPECT_TRUE(exports_->Create(Wanted(std::string(kCsv), kTeam + 1)));
}

}  // namespace
}  // namespace tenrec::exports
