#include "tenrec/accounts/team_lookup.h"

#include <string>
#include <unordered_map>

#include "tenrec/base/thread_annotations.h"

namespace tenrec::accounts {
namespace {

struct ViewHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// Never changed after it is published; a change publishes a changed copy.
struct Snapshot {
  std::unordered_map<TeamId, std::shared_ptr<const Team>> by_id;
  std::unordered_map<std::string, std::shared_ptr<const Team>, ViewHash, std::equal_to<>> by_token;

  void Put(std::shared_ptr<const Team> team) {
    Remove(team->id);
    by_token[team->api_token] = team;
    by_id[team->id] = std::move(team);
  }
  void Remove(TeamId id) {
    const auto found = by_id.find(id);
    if (found == by_id.end()) return;
    by_token.erase(found->second->api_token);
    by_id.erase(found);
  }
};

}  // namespace

struct TeamDirectory::State {
  /// Held over a whole change; always before `mutex`.
  Mutex writer_mutex;
  /// Held for the copy of one pointer. (The atomic shared_ptr of GCC 12's library has a data race.)
  mutable Mutex mutex;
  std::shared_ptr<const Snapshot> snapshot GUARDED_BY(mutex) = std::make_shared<const Snapshot>();

  std::shared_ptr<const Snapshot> Load() const EXCLUDES(mutex) {
    MutexLock lock(mutex);
    return snapshot;
  }

  template <typename Change>
  void Publish(const Change& change) EXCLUDES(writer_mutex, mutex) {
    MutexLock writing(writer_mutex);
    auto next = std::make_shared<Snapshot>(*Load());
    change(*next);
    std::shared_ptr<const Snapshot> before = std::move(next);
    MutexLock lock(mutex);
    snapshot.swap(before);
  }
};

TeamDirectory::TeamDirectory() : state_(std::make_unique<State>()) {
}
TeamDirectory::~TeamDirectory() = default;

std::shared_ptr<const Team> TeamDirectory::ByToken(std::string_view token) const {
  const auto snapshot = state_->Load();
  const auto found = snapshot->by_token.find(token);
  return found == snapshot->by_token.end() ? nullptr : found->second;
}

std::shared_ptr<const Team> TeamDirectory::ById(TeamId id) const {
  const auto snapshot = state_->Load();
  const auto found = snapshot->by_id.find(id);
  return found == snapshot->by_id.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const Team>> TeamDirectory::All() const {
  const auto snapshot = state_->Load();
  std::vector<std::shared_ptr<const Team>> teams;
  teams.reserve(snapshot->by_id.size());
  for (const auto& [id, team] : snapshot->by_id) teams.push_back(team);
  return teams;
}

void TeamDirectory::Put(Team team) {
  auto shared = std::make_shared<const Team>(std::move(team));
  state_->Publish([&](Snapshot& snapshot) { snapshot.Put(shared); });
}

void TeamDirectory::Remove(TeamId id) {
  state_->Publish([&](Snapshot& snapshot) { snapshot.Remove(id); });
}

void TeamDirectory::ReplaceAll(std::vector<Team> teams) {
  state_->Publish([&](Snapshot& snapshot) {
    snapshot = Snapshot{};
    for (auto& team : teams) snapshot.Put(std::make_shared<const Team>(std::move(team)));
  });
}

}  // namespace tenrec::accounts
