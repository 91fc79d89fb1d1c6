#include "tenrec/engine/testing_engine.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <unistd.h>

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

}  // namespace

// chDB makes statics of its own when they are first needed, and closing it needs them. Handlers run
// in reverse order, so the engine is closed by one that was registered after its last use began.
ChdbEngine& TestEngine() {
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
