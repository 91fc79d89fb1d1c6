#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"

namespace tenrec::query {

/// What a name is the name of.
enum class SeenKind : std::uint8_t { kEvent, kEventProperty };

/// Every name of the kind that came in with a project's events, or was declared.
using SeenNames = std::function<Result<std::vector<std::string>>(SeenKind)>;

/// One notice for each event and each property of events that a query names and the project has
/// never seen, with the name that is spelled most like it as its fix. A project without any events
/// gets none.
/// Errors: those of `seen`.
Result<std::vector<hogql::Notice>> UnseenNames(const hogql::ExprPtr& query, const SeenNames& seen);

}  // namespace tenrec::query
