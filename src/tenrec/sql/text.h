#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tenrec::sql {

/// A printed statement and the values of its placeholders. Only print.cc makes it out of a tree.
/// Shape: sql "SELECT {p0:String}", params {{"p0", "it\\'s"}}: values escaped as ClickHouse takes
///        them in param_<name>, ready for engine::QueryText.
struct Text {
  std::string sql;
  std::vector<std::pair<std::string, std::string>> params;
};

}  // namespace tenrec::sql
