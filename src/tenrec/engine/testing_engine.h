#pragma once

#include <string>
#include <string_view>

#include "tenrec/engine/chdb_engine.h"

namespace tenrec::engine {

/// The engine that all tests of a program share, on a fresh directory that goes away with the
/// process: the library serves one path at a time and starting it costs 150 ms.
ChdbEngine& TestEngine();

/// The answer as one text, for comparing: cells as JSON, "," between columns, "\n" between rows; an
/// error as "tag: message".
std::string Answer(Engine& engine, std::string_view sql, const Pairs& params = {});

}  // namespace tenrec::engine
