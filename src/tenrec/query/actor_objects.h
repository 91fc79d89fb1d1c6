#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/engine/column.h"
#include "tenrec/query/execution.h"
#include "tenrec/query/properties_cell.h"

namespace tenrec::query {

/// The objects that answers show for the ids of some actors.
/// Threads: one caller at a time.
/// Source: queries.md 11.1
class ActorObjects {
 public:
  /// Asks for the persons of these ids, or the groups. `group_index` is set for groups.
  static Result<ActorObjects> Load(Execution& execution, std::vector<std::string> ids,
                                   std::optional<int> group_index);

  /// Appends the object of one of the ids; {"id": …} for a person that is gone.
  void Append(std::string_view id, std::string& out);
  bool Has(std::string_view id) const;

 private:
  Status LoadGroups(Execution& execution, const std::vector<std::string>& ids);
  Status LoadPersons(Execution& execution, const std::vector<std::string>& ids);

  std::optional<int> group_index_;
  engine::Block found_;
  std::unordered_map<std::string, std::size_t> rows_;  // of found_, by id
  std::unordered_map<std::string, std::vector<std::string>> distinct_ids_;
  std::unique_ptr<PropertiesCell> properties_ = std::make_unique<PropertiesCell>();
};

}  // namespace tenrec::query
