#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/dashboards/editor.h"
#include "tenrec/db/database.h"

namespace tenrec::dashboards {

enum class SharedKind { kDashboard, kInsight };

/// What a link may show.
struct SharedItem {
  SharedKind kind = SharedKind::kDashboard;
  std::int64_t id = 0;
};

/// A word that opens a link that asks for one; kept as a hash only.
struct SharePassword {
  Uuid id;
  std::string note;
  std::optional<UserId> created_by;
  Timestamp created_at;
  std::string hash;
};

/// Whether and how something is shown to whoever has its link.
struct Sharing {
  /// 0: nobody has shared it yet, and nothing is stored.
  std::int64_t id = 0;
  TeamId team_id = 0;
  SharedItem item;
  bool enabled = false;
  bool password_required = false;
  /// The secret in the link; empty before it was first shared.
  std::string access_token;
  /// How the page looks, {"whitelabel": true, …}; null when nobody has said.
  Json settings;
  Timestamp created_at;
  std::vector<SharePassword> passwords;
};

/// What to change; nullopt leaves a field alone.
struct SharingChange {
  std::optional<bool> enabled;
  std::optional<bool> password_required;
  /// An object, or null.
  std::optional<Json> settings;
};

/// The links of dashboards and insights.
/// Threads: any.
/// Source:  rest-api.md 29
class SharedLinks {
 public:
  SharedLinks(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// As it is stored, or as it is before anybody shared it. The item must be there.
  Result<Sharing> Find(TeamId team_id, SharedItem item);
  /// Errors: kNotFound for an item that is not in the project, kPermissionDenied for a dashboard of
  ///         few.
  Result<Sharing> Change(TeamId team_id, SharedItem item, const SharingChange& change,
                         const Editor& editor);
  /// Makes a new link; the old one works for five more minutes. Errors: as Change.
  Result<Sharing> Refresh(TeamId team_id, SharedItem item, const Editor& editor);
  Result<SharePassword> AddPassword(TeamId team_id, SharedItem item, std::string_view hash,
                                    std::string_view note, const Editor& editor);
  /// Errors: as Change; kNotFound when there is no such password.
  Status RemovePassword(TeamId team_id, SharedItem item, const Uuid& id, const Editor& editor);
  /// Writes to the activity log that somebody tried a password.
  Status NoteAttempt(const Sharing& sharing, std::string_view ip, bool success);

  /// What the link with this secret shows.
  /// Errors: kNotFound when there is no such link, or it is off or over.
  Result<Sharing> Open(std::string_view token);

 private:
  db::Database& database_;
  const Clock& clock_;
};

}  // namespace tenrec::dashboards
