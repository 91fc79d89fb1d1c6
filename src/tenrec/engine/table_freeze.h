#pragma once

#include <string>

#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"

namespace tenrec::engine {

/// Gives the files of every part of every table, as they are now, a second name below
/// `<data>/shadow/<name>/`: "store/0f4/<table>/<part>/data.bin". They are links, so it is quick and
/// takes no space until a merge replaces the part. Inserts wait for it, table by table.
/// Shape: `name` of letters, digits and "_".
Status FreezeTables(Engine& engine, const std::string& name);

}  // namespace tenrec::engine
