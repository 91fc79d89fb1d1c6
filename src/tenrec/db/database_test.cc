#include "tenrec/db/database.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include <gtest/gtest.h>

#include "tenrec/db/database_file.h"

namespace tenrec::db {
namespace {

constexpr Migration kNotes[] = {
    {"notes", 1, "notes",
     "CREATE TABLE note (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, size BIGINT,"
     " weight DOUBLE PRECISION, seen BOOLEAN NOT NULL DEFAULT FALSE, body BLOB);"
     "CREATE TABLE tag (note_id BIGINT NOT NULL REFERENCES note (id), tag TEXT NOT NULL)"},
    {"notes", 2, "note color", "ALTER TABLE note ADD COLUMN color TEXT"},
};

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-db-XXXXXX";
    directory_ = mkdtemp(name.data());
    db_ = OpenAgain();
    EXPECT_TRUE(db_->Migrate(kNotes));
  }
  ~DatabaseTest() override {
    db_.reset();
    std::filesystem::remove_all(directory_);
  }

  std::unique_ptr<Database> OpenAgain() {
    auto opened = Database::Open({.path = path(), .readers = 2});
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }
  std::string path() const { return directory_ / "metadata.db"; }
  std::int64_t CountNotes() { return (*db_->Query("SELECT count(*) FROM note"))[0].Int(0); }

  std::filesystem::path directory_;
  std::unique_ptr<Database> db_;
};

TEST_F(DatabaseTest, GivesBackEveryTypeAsItWentIn) {
  const Uuid uuid = Uuid::V4();
  const std::string bytes("a\0b", 3);
  const auto written = db_->Execute(
      "INSERT INTO note (id, name, size, weight, seen, body, color) VALUES ($1, $2, $3, $4, $5, "
      "$6, "
      "$7) RETURNING id",
      {7, uuid, std::optional<std::int64_t>(), 2.5, true, Blob{bytes}, std::string_view()});
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ((*written)[0].Int(0), 7);
  EXPECT_EQ(written->affected(), 1);

  const auto rows = db_->Query("SELECT name, size, weight, seen, body, color FROM note");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  const Row row = (*rows)[0];
  EXPECT_EQ(row.Id(0), uuid);
  EXPECT_EQ(row.OptionalInt(1), std::nullopt);
  EXPECT_EQ(row.Double(2), 2.5);
  EXPECT_TRUE(row.Bool(3));
  EXPECT_EQ(row.Text(4), bytes);
  EXPECT_EQ(row.OptionalText(5), "");
}

TEST_F(DatabaseTest, BindsByNumberNotByPlace) {
  const auto rows = db_->Query("SELECT $2 || $1 || $2", {"a", "b"});
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[0].Text(0), "bab");
}

TEST_F(DatabaseTest, UndoesAFailedTransactionWhole) {
  const Status failed = db_->Transact([](Transaction& transaction) -> Status {
    TRY(transaction.Execute("INSERT INTO note (id, name) VALUES (1, 'a')"));
    EXPECT_EQ(transaction.Query("SELECT * FROM note")->size(), 1U);
    return InvalidArgument("no");
  });
  EXPECT_EQ(failed.error().message, "no");
  EXPECT_EQ(CountNotes(), 0);
}

TEST_F(DatabaseTest, KeepsTheTransactionThatSucceeded) {
  const auto id = db_->Transact([](Transaction& transaction) -> Result<std::int64_t> {
    TRY_ASSIGN(const std::int64_t number, transaction.ReserveIds("note"));
    TRY(transaction.Execute("INSERT INTO note (id, name) VALUES ($1, 'a')", {number}));
    return number;
  });
  ASSERT_TRUE(id);
  EXPECT_EQ(*id, 1);
  EXPECT_EQ(CountNotes(), 1);
}

TEST_F(DatabaseTest, NeverGivesANumberTwice) {
  const auto reserve = [&](std::int64_t count) {
    return *db_->Transact(
        [&](Transaction& transaction) { return transaction.ReserveIds("note", count); });
  };
  EXPECT_EQ(reserve(1), 1);
  EXPECT_EQ(reserve(10), 2);
  EXPECT_EQ(reserve(1), 12);
}

TEST_F(DatabaseTest, TellsFailuresApart) {
  ASSERT_TRUE(db_->Execute("INSERT INTO note (id, name) VALUES (1, 'a')"));
  const auto fails = [&](std::string_view sql, ErrorCode code) {
    const auto got = db_->Execute(sql);
    ASSERT_FALSE(got) << sql;
    EXPECT_EQ(got.error().code, code) << got.error().message;
  };
  fails("INSERT INTO note (id, name) VALUES (2, 'a')", ErrorCode::kAlreadyExists);
  fails("INSERT INTO note (id, name) VALUES (1, 'b')", ErrorCode::kAlreadyExists);
  fails("INSERT INTO note (id, name) VALUES (3, NULL)", ErrorCode::kInvalidArgument);
  fails("INSERT INTO tag (note_id, tag) VALUES (9, 'x')", ErrorCode::kFailedPrecondition);
  fails("SELEC 1", ErrorCode::kInternal);
  EXPECT_EQ(CountNotes(), 1);
}

TEST_F(DatabaseTest, SaysUnavailableWhenFullAndRecovers) {
  ASSERT_TRUE(db_->Execute("PRAGMA max_page_count = 1"));
  const std::string big(100'000, 'x');
  const auto write = [&](int id) {
    return db_->Execute("INSERT INTO note (id, name) VALUES ($1, $2 || $1)", {id, big});
  };
  const auto full = write(1);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::kUnavailable) << full.error().message;
  const Status in_transaction = db_->Transact([&](Transaction& transaction) -> Status {
    TRY(transaction.Execute("INSERT INTO note (id, name) VALUES (5, 'small')"));
    TRY(transaction.Execute("INSERT INTO note (id, name) VALUES (6, $1)", {big}));
    return Ok();
  });
  EXPECT_FALSE(in_transaction);
  EXPECT_EQ(CountNotes(), 0);
  ASSERT_TRUE(db_->Execute("PRAGMA max_page_count = 100000"));
  EXPECT_TRUE(write(1));
}

TEST_F(DatabaseTest, RefusesToWriteThroughAReader) {
  EXPECT_FALSE(db_->Query("INSERT INTO note (id, name) VALUES (1, 'a')"));
}

TEST_F(DatabaseTest, WritesManyRows) {
  std::vector<std::vector<Param>> rows;
  rows.reserve(1000);
  for (int i = 0; i < 1000; ++i) rows.push_back({i, "note " + std::to_string(i)});
  const auto affected = db_->Transact([&](Transaction& transaction) {
    return transaction.ExecuteMany("INSERT INTO note (id, name) VALUES ($1, $2)", rows);
  });
  ASSERT_TRUE(affected);
  EXPECT_EQ(*affected, 1000);
}

TEST_F(DatabaseTest, ManyThreadsReadAndWrite) {
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 25; ++i) {
        const Status done = db_->Transact([&](Transaction& transaction) -> Status {
          TRY_ASSIGN(const auto id, transaction.ReserveIds("note"));
          TRY(transaction.Execute("INSERT INTO note (id, name) VALUES ($1, $2)",
                                  {id, std::to_string(thread) + "/" + std::to_string(i)}));
          return Ok();
        });
        EXPECT_TRUE(done);
        EXPECT_TRUE(db_->Query("SELECT count(*) FROM note"));
      }
    });
  }
  threads.clear();
  EXPECT_EQ(CountNotes(), 100);
}

TEST_F(DatabaseTest, MigratesOnceAndRefusesTheFuture) {
  db_ = OpenAgain();
  EXPECT_TRUE(db_->Migrate(kNotes));
  const Status older = db_->Migrate(std::span(kNotes).first(1));
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().code, ErrorCode::kFailedPrecondition);

  EXPECT_TRUE(db_->CheckMigrated(kNotes));
  EXPECT_FALSE(db_->CheckMigrated(std::span(kNotes).first(1)));
  EXPECT_FALSE(db_->CheckMigrated({}));
  ASSERT_TRUE(db_->Execute("DELETE FROM schema_migrations WHERE number = 2"));
  EXPECT_FALSE(db_->CheckMigrated(kNotes));
  ASSERT_TRUE(db_->Execute("DELETE FROM schema_migrations"));
  EXPECT_FALSE(db_->CheckMigrated(kNotes));
}

TEST_F(DatabaseTest, AFailedMigrationLeavesNothing) {
  const Migration broken[] = {{"other", 1, "broken", "CREATE TABLE half (id BIGINT); CREATE nope"}};
  EXPECT_FALSE(db_->Migrate(broken));
  EXPECT_FALSE(db_->Query("SELECT * FROM half"));
  const Migration mended[] = {{"other", 1, "mended", "CREATE TABLE half (id BIGINT)"}};
  EXPECT_TRUE(db_->Migrate(mended));
}

TEST_F(DatabaseTest, NumbersUpToARaisedOneAreNotGivenOut) {
  ASSERT_TRUE(db_->RaiseSequence("note", 7));
  ASSERT_TRUE(db_->RaiseSequence("note", 3));
  const auto next =
      db_->Transact([](Transaction& transaction) { return transaction.ReserveIds("note"); });
  ASSERT_TRUE(next);
  EXPECT_EQ(*next, 8);
}

std::map<std::string, std::string> FilesOf(const std::filesystem::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::ifstream file(entry.path(), std::ios::binary);
    files[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

TEST_F(DatabaseTest, LookingAtAFileChangesNothingNotEvenWhatACrashLeft) {
  ASSERT_TRUE(db_->Execute("INSERT INTO note (id, name) VALUES (1, 'a')"));
  // The files as a crash leaves them: the row is in the write-ahead log only.
  const auto crashed = directory_ / "crashed";
  std::filesystem::create_directory(crashed);
  for (const char* name : {"metadata.db", "metadata.db-wal"}) {
    std::filesystem::copy_file(directory_ / name, crashed / name);
  }
  db_.reset();
  const auto looks_at = [](const std::filesystem::path& directory) {
    const auto before = FilesOf(directory);
    {
      const auto file = DatabaseFile::Open(directory / "metadata.db");
      ASSERT_TRUE(file) << file.error().message;
      const auto rows = (*file)->Query("SELECT name FROM note WHERE id = $1", {1});
      ASSERT_TRUE(rows) << rows.error().message;
      ASSERT_EQ(rows->size(), 1U);
      EXPECT_TRUE((*file)->CheckIntegrity());
      EXPECT_FALSE((*file)->Query("DELETE FROM note"));
    }
    EXPECT_EQ(FilesOf(directory), before);
  };
  looks_at(crashed);
  std::filesystem::rename(crashed, directory_.string() + "-crashed");
  looks_at(directory_);
  std::filesystem::remove_all(directory_.string() + "-crashed");
  EXPECT_EQ(DatabaseFile::Open(directory_ / "none.db").error().code, ErrorCode::kNotFound);
}

TEST_F(DatabaseTest, FindsADamagedPage) {
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(db_->Execute("INSERT INTO note (id, name) VALUES ($1, $2)",
                             {i, "note " + std::to_string(i)}));
  }
  db_.reset();
  std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(5 * 4096);
  file << std::string(4096, '\xAB');
  file.close();
  const auto opened = DatabaseFile::Open(path());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_FALSE((*opened)->CheckIntegrity());
}

TEST_F(DatabaseTest, AMomentHoldsStillWhileOthersWrite) {
  ASSERT_TRUE(db_->Execute("INSERT INTO note (id, name) VALUES (1, 'before')"));
  auto moment = db_->HoldMoment();
  ASSERT_TRUE(moment) << moment.error().message;
  ASSERT_TRUE(db_->Execute("INSERT INTO note (id, name) VALUES (2, 'after')"));
  const std::string copy = directory_ / "copy.db";
  const Status copied = moment->CopyTo(copy);
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(moment->CopyTo(copy).error().code, ErrorCode::kAlreadyExists);

  const auto opened = Database::Open({.path = copy});
  ASSERT_TRUE(opened) << opened.error().message;
  const auto names = (*opened)->Query("SELECT name FROM note");
  ASSERT_TRUE(names);
  ASSERT_EQ(names->size(), 1U);
  EXPECT_EQ((*names)[0].Text(0), "before");
  EXPECT_TRUE((*opened)->Execute("INSERT INTO note (id, name) VALUES (3, 'there')"));
  EXPECT_EQ(CountNotes(), 2);
}

TEST_F(DatabaseTest, SaysDataLossForAFileThatIsNoDatabase) {
  db_.reset();
  std::filesystem::remove_all(directory_);
  std::filesystem::create_directory(directory_);
  std::ofstream(path()) << std::string(5000, 'x');
  const auto opened = Database::Open({.path = path()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kDataLoss) << opened.error().message;
}

}  // namespace
}  // namespace tenrec::db
