#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "tenrec/accounts/team.h"
#include "tenrec/base/ids.h"

namespace tenrec::accounts {

/// All projects in memory, for those who must not wait: capture looks up a token per request on an
/// IO thread. `Projects` keeps it equal to the database; tests fill it by hand.
/// Threads: any. A lookup takes no lock and sees a whole project, as it was before or after a
/// change.
class TeamDirectory {
 public:
  TeamDirectory();
  ~TeamDirectory();
  TeamDirectory(const TeamDirectory&) = delete;
  TeamDirectory& operator=(const TeamDirectory&) = delete;

  /// The project of a `phc_…` token, or nullptr.
  std::shared_ptr<const Team> ByToken(std::string_view token) const;
  /// The project with this id, or nullptr.
  std::shared_ptr<const Team> ById(TeamId id) const;
  /// Every project, in no order.
  std::vector<std::shared_ptr<const Team>> All() const;

  /// Adds a project or replaces the one with its id; an old token stops being found.
  void Put(Team team);
  void Remove(TeamId id);
  void ReplaceAll(std::vector<Team> teams);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::accounts
