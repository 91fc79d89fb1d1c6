#pragma once

#include <string_view>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"

namespace tenrec::hogql {

/// The second wall between projects: reads a finished ClickHouse statement as the engine would, and
/// refuses one that could show anything but the rows of this project. It shares no code with what
/// makes statements, so that one mistake is not enough.
/// Refused: a table that is not ours, or without `PREWHERE alias.team_id = N` as the whole first
///          condition on its rows; a table function other than numbers(); a function that is not in
///          the table of functions; a table named behind IN; a comment; a second statement.
/// Errors:  kInternal, for a statement that is refused here is a bug above.
/// Threads: any.
Status CheckWall(std::string_view sql, TeamId team_id);

}  // namespace tenrec::hogql
