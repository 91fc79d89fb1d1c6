#include "tenrec/engine/testing_engine.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <system_error>
#include <unistd.h>

#include <fnmatch.h>
#include <gtest/gtest.h>

#include "tenrec/base/check.h"
#include "tenrec/engine/cell_printer.h"

namespace tenrec::engine {
namespace {

struct SharedEngine {
  SharedEngine() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "tenrec_engine_XXXXXX").string();
    TENREC_CHECK(mkdtemp(pattern.data()) != nullptr) << pattern;
    path = pattern;
    auto opened = ChdbEngine::Open({.path = path + "/analytics"}, metrics);
    TENREC_CHECK(opened.has_value()) << opened.error().message;
    engine = std::move(*opened);
  }
  ~SharedEngine() {
    engine.reset();
    ChdbEngine::ShutDownLibrary();
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string path;
  Metrics metrics;
  std::unique_ptr<ChdbEngine> engine;
};

/// Whether the running test is among those that sanitizers leave out (tenrec_room.cmake). Only
/// CTest tells; a program that is started by hand may open the engine from anywhere.
bool MayOpenEngine() {
  const char* globs = std::getenv("TENREC_CHDB_TESTS");
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  if (globs == nullptr || test == nullptr) return true;
  const std::string name = std::string(test->test_suite_name()) + "." + test->name();
  std::istringstream in(globs);
  for (std::string glob; std::getline(in, glob, ':');) {
    if (fnmatch(glob.c_str(), name.c_str(), 0) == 0) return true;
  }
  return false;
}

}  // namespace

// chDB makes statics of its own when they are first needed, and closing it needs them. Handlers run
// in reverse order, so the engine is closed by one that was registered after its last use began.
ChdbEngine& TestEngine() {
  TENREC_CHECK(MayOpenEngine())
      << "this test opens the engine: name its suite in the CHDB_TESTS of "
         "the room, or sanitizers run it and fail";
  static auto* shared = new SharedEngine();
  const auto close = [] {
    delete shared;
    shared = nullptr;
  };
  std::atexit(close);
  return *shared->engine;
}

std::string Answer(Engine& engine, std::string_view sql, const Pairs& params) {
  const auto result = engine.Query({std::string(sql), params});
  if (!result) return result.error().tag + ": " + result.error().message;
  std::string out;
  for (std::size_t row = 0; row < result->block.rows; ++row) {
    if (row != 0) out += '\n';
    for (std::size_t i = 0; i < result->block.columns.size(); ++i) {
      if (i != 0) out += ',';
      out += PrintCell(result->block.columns[i], row);
    }
  }
  return out;
}

}  // namespace tenrec::engine
