#include "tenrec/backup/repository.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <utime.h>

#include "tenrec/backup/directory_store.h"

namespace tenrec::backup {
namespace {

namespace fs = std::filesystem;

constexpr Timestamp kMonday{1'790'000'000'000'000};

Timestamp After(std::int64_t seconds) {
  return {kMonday.micros + seconds * 1'000'000};
}

class RepositoryTest : public testing::Test {
 protected:
  RepositoryTest() {
    std::string pattern = (fs::temp_directory_path() / "tenrec_backup_test_XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    fs::create_directories(tree());
  }
  ~RepositoryTest() override { fs::remove_all(root_); }

  std::string tree() const { return root_ + "/tree"; }
  std::string copies() const { return root_ + "/copies"; }
  std::string back() const { return root_ + "/back"; }

  /// Writes a file that looks as if it had been there for long.
  void Write(const std::string& path, const std::string& text, std::int64_t age = 1000) const {
    fs::create_directories(fs::path(tree() + "/" + path).parent_path());
    std::ofstream(tree() + "/" + path) << text;
    const utimbuf times{::time(nullptr) - age, ::time(nullptr) - age};
    ::utime((tree() + "/" + path).c_str(), &times);
  }
  Result<Repository> OpenCopies() const {
    return Repository::Open(std::make_unique<DirectoryStore>(copies()));
  }
  static Result<Repository> LookAt(const std::string& directory) {
    return Repository::Look(std::make_unique<DirectoryStore>(directory));
  }
  SaveOptions Of(const char* installation = "one") const {
    return {.tree = tree(), .facts = {{"installation", installation}}};
  }
  static std::map<std::string, std::string> ContentOf(const std::string& root) {
    std::map<std::string, std::string> content;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string path = entry.path().lexically_relative(root).string();
      if (entry.is_symlink()) {
        content[path] = "-> " + fs::read_symlink(entry.path()).string();
      } else if (entry.is_regular_file()) {
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        content[path] = text.str();
      } else {
        content[path] = "directory";
      }
    }
    return content;
  }
  Saved MustSave(std::int64_t seconds, const SaveOptions& options) const {
    auto repository = OpenCopies();
    EXPECT_TRUE(repository) << repository.error().message;
    auto saved = repository->Save(options, After(seconds));
    EXPECT_TRUE(saved) << saved.error().message;
    return saved ? *saved : Saved{};
  }
  Status Restore(const std::string& point) const {
    TRY_ASSIGN(const Repository repository, LookAt(copies()));
    TRY_ASSIGN(const Manifest manifest, repository.Read(point));
    return repository.Restore(manifest, back());
  }
  std::vector<std::string> Points() const {
    const auto repository = LookAt(copies());
    EXPECT_TRUE(repository);
    return *repository->Points();
  }
  /// Some object that holds this text.
  std::string ObjectWith(const std::string& text) const {
    for (const auto& [path, content] : ContentOf(copies() + "/objects")) {
      if (content == text) return copies() + "/objects/" + path;
    }
    return "";
  }

  std::string root_;
};

TEST_F(RepositoryTest, BringsBackFilesLinksAndEmptyDirectories) {
  Write("a/b/file", "text");
  Write("a/empty", "");
  Write("big", std::string(5'000'000, 'x'));
  fs::create_directories(tree() + "/nothing/here");
  fs::create_symlink("../a/b", tree() + "/nothing/link");
  Write("cache/skip", "not this");
  SaveOptions options = Of();
  options.leave_out = [](const std::string& path) { return path == "cache"; };
  const Saved saved = MustSave(0, options);
  EXPECT_EQ(saved.files, 3U);
  EXPECT_EQ(saved.bytes, 5'000'004U);
  EXPECT_EQ(saved.new_bytes, saved.bytes);

  ASSERT_TRUE(Restore(saved.point));
  auto expected = ContentOf(tree());
  expected.erase("cache");
  expected.erase("cache/skip");
  EXPECT_EQ(ContentOf(back()), expected);
}

TEST_F(RepositoryTest, CopiesOnlyWhatIsNewAndKeepsOlderPoints) {
  Write("same", "same");
  Write("changes", "one");
  const Saved first = MustSave(0, Of());
  Write("changes", "two!");
  Write("copy of same", "same");
  const Saved second = MustSave(1, Of());
  EXPECT_EQ(second.files, 3U);
  EXPECT_EQ(second.new_files, 1U);
  EXPECT_EQ(second.new_bytes, 4U);
  EXPECT_EQ(Points(), (std::vector<std::string>{first.point, second.point}));

  ASSERT_TRUE(Restore(first.point));
  EXPECT_EQ(ContentOf(back()),
            (std::map<std::string, std::string>{{"same", "same"}, {"changes", "one"}}));
}

TEST_F(RepositoryTest, ReadsAgainWhatWasWrittenAMomentAgo) {
  Write("log", "one", 0);
  MustSave(0, Of());
  Write("log", "two", 0);  // as long, and with the same second on it
  const Saved second = MustSave(1, Of());
  ASSERT_TRUE(Restore(second.point));
  EXPECT_EQ(ContentOf(back())["log"], "two");
}

TEST_F(RepositoryTest, ForgetsOldPointsWithWhatOnlyTheyNeeded) {
  Write("same", "same");
  for (int i = 0; i < 4; ++i) {
    Write("changes", std::string(static_cast<std::size_t>(i + 1), 'x'));
    MustSave(i, Of());
  }
  {
    auto repository = OpenCopies();
    ASSERT_TRUE(repository);
    const auto gone = repository->Keep(2);
    ASSERT_TRUE(gone);
    EXPECT_EQ(*gone, 2U);
  }
  EXPECT_EQ(Points().size(), 2U);
  EXPECT_EQ(ObjectWith("x"), "");
  EXPECT_NE(ObjectWith("xxx"), "");
  EXPECT_NE(ObjectWith("same"), "");
  ASSERT_TRUE(Restore(Points().front()));
  EXPECT_EQ(ContentOf(back())["changes"], "xxx");
}

TEST_F(RepositoryTest, NamesTheDamagedOrMissingFileAndLeavesNothing) {
  Write("a/good", "good");
  Write("b/bad", "precious");
  const std::string point = MustSave(0, Of()).point;
  const std::string object = ObjectWith("precious");
  const auto refuses = [&](const char* words) {
    const Status restored = Restore(point);
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().code, ErrorCode::kDataLoss);
    EXPECT_NE(restored.error().message.find(words), std::string::npos) << restored.error().message;
    EXPECT_FALSE(fs::exists(back()));
    const auto repository = LookAt(copies());
    EXPECT_FALSE(repository->Check(*repository->Read(point)));
  };
  std::ofstream(object) << "precioux";
  refuses("b/bad is damaged");
  fs::resize_file(object, 3);
  refuses("b/bad is damaged");
  fs::remove(object);
  refuses("b/bad is missing");
  // The next point puts it back, and the old one is whole again.
  MustSave(1, Of());
  EXPECT_TRUE(Restore(point));
}

TEST_F(RepositoryTest, RefusesADamagedList) {
  Write("a", "a");
  const std::string point = MustSave(0, Of()).point;
  fs::resize_file(copies() + "/points/" + point + ".point", 40);
  const Status restored = Restore(point);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, ErrorCode::kDataLoss);
  EXPECT_NE(restored.error().message.find(point), std::string::npos);
}

TEST_F(RepositoryTest, RestoresIntoAnEmptyDirectoryOnly) {
  Write("a", "a");
  const std::string point = MustSave(0, Of()).point;
  fs::create_directories(back());
  std::ofstream(back() + "/mine") << "mine";
  const Status restored = Restore(point);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(ContentOf(back()).size(), 1U);
  fs::remove(back() + "/mine");
  EXPECT_TRUE(Restore(point));
}

TEST_F(RepositoryTest, KeepsToItsOwnDirectoryAndInstallation) {
  Write("a", "a");
  fs::create_directories(copies());
  std::ofstream(copies() + "/holiday.jpg") << "sea";
  const auto foreign = OpenCopies();
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, ErrorCode::kFailedPrecondition);
  fs::remove(copies() + "/holiday.jpg");

  MustSave(0, Of("one"));
  auto repository = OpenCopies();
  ASSERT_TRUE(repository);
  const auto other = repository->Save(Of("two"), After(1));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_FALSE(OpenCopies()) << "while it is open";
  EXPECT_FALSE(LookAt(root_));
}

TEST_F(RepositoryTest, DoesNotTrustWhatNoListNames) {
  Write("a", "precious");
  // As a crash leaves it: the name is there, the bytes are not.
  const std::string point = MustSave(0, Of()).point;
  const std::string place = ObjectWith("precious");
  fs::remove(copies() + "/points/" + point + ".point");
  std::ofstream(place) << std::string(8, '\0');
  const Saved again = MustSave(1, Of());
  EXPECT_EQ(again.new_files, 1U);
  ASSERT_TRUE(Restore(again.point));
  EXPECT_EQ(ContentOf(back())["a"], "precious");
}

}  // namespace
}  // namespace tenrec::backup
