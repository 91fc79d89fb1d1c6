#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/dashboards/editor.h"
#include "tenrec/dashboards/tags.h"
#include "tenrec/db/database.h"

namespace tenrec::dashboards {

/// A tile that shows an insight, seen from the insight.
struct InsightPlace {
  std::int64_t tile_id = 0;
  std::int64_t dashboard_id = 0;
  RestrictionLevel restriction = RestrictionLevel::kEveryone;
  /// Who made the dashboard.
  std::optional<UserId> owner;
};

/// A question that people keep.
struct SavedInsight {
  std::int64_t id = 0;
  TeamId team_id = 0;
  /// Eight characters, what links name.
  std::string short_id;
  std::optional<std::string> name;
  std::optional<std::string> derived_name;
  std::optional<std::string> description;
  /// As it was sent; null when there is none.
  Json query;
  /// The old form of a question; empty whenever there is a query.
  JsonObject filters;
  std::optional<std::int64_t> order;
  bool deleted = false;
  bool saved = false;
  bool favorited = false;
  bool is_sample = false;
  Timestamp created_at;
  std::optional<UserId> created_by;
  Timestamp updated_at;
  Timestamp last_modified_at;
  std::optional<UserId> last_modified_by;
  /// By anybody of the project.
  std::optional<Timestamp> last_viewed_at;
  std::vector<std::string> tags;
  /// Where it shows, by dashboard.
  std::vector<InsightPlace> places;

  RestrictionLevel restriction() const;
  PrivilegeLevel PrivilegeOf(UserId user, bool is_admin) const;
};

/// What to change; nullopt leaves a field alone. An optional in an optional may be cleared.
struct InsightChange {
  std::optional<std::optional<std::string>> name;
  std::optional<std::optional<std::string>> derived_name;
  std::optional<std::optional<std::string>> description;
  /// Null clears.
  std::optional<Json> query;
  std::optional<JsonObject> filters;
  std::optional<std::optional<std::int64_t>> order;
  std::optional<bool> deleted;
  std::optional<bool> saved;
  std::optional<bool> favorited;
  std::optional<std::vector<std::string>> tags;
  /// The dashboards that show it from now on, and no others.
  std::optional<std::vector<std::int64_t>> dashboards;
};

/// Which insights to list; what is empty does not filter.
struct InsightFilter {
  enum class Order {
    kDefault,
    kId,
    kName,
    kCreatedAt,
    kUpdatedAt,
    kLastModifiedAt,
    kLastViewedAt,
    kFavorited,
    kCreatedBy,
  };

  bool deleted = false;
  std::optional<std::string> short_id;
  std::string search;
  std::vector<UserId> created_by;
  bool favorited = false;
  /// true: saved or on a dashboard; false: neither.
  std::optional<bool> saved;
  /// TRENDS, FUNNELS, …, JSON, SQL.
  std::string kind;
  std::optional<Timestamp> modified_from;
  std::optional<Timestamp> modified_to;
  std::optional<Timestamp> created_from;
  std::optional<Timestamp> created_to;
  std::optional<Timestamp> viewed_from;
  std::optional<Timestamp> viewed_to;
  /// On each of these.
  std::vector<std::int64_t> dashboards;
  /// With one of these.
  std::vector<std::string> tags;
  bool hide_feature_flag_insights = false;
  Order order = Order::kDefault;
  bool descending = false;
  std::size_t limit = 100;
  std::size_t offset = 0;
};

struct ListedInsights {
  std::vector<SavedInsight> insights;
  /// Of all that match, also those of other pages.
  std::size_t total = 0;
};

/// An insight and who looked at it lately.
struct TrendingInsight {
  SavedInsight insight;
  std::int64_t views = 0;
  /// The latest first.
  std::vector<UserId> viewers;
};

/// The insights of all projects.
/// Threads: any.
/// Source:  rest-api.md 14
class SavedInsights {
 public:
  SavedInsights(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<ListedInsights> List(TeamId team_id, const InsightFilter& filter);
  /// By number or short id.
  /// Errors: kNotFound, also for a deleted one and for that of another project.
  Result<SavedInsight> Find(TeamId team_id, std::string_view id);
  /// Those of the numbers that exist, deleted ones left out, in no order.
  Result<std::vector<SavedInsight>> FindMany(TeamId team_id, const std::vector<std::int64_t>& ids);

  /// Errors: kInvalidArgument with field for a bad query or a dashboard that is not there;
  ///         kPermissionDenied for a dashboard that the editor may not change.
  Result<SavedInsight> Create(TeamId team_id, const InsightChange& change, const Editor& editor);
  /// As Create. A change with `deleted = false` also finds deleted ones.
  Result<SavedInsight> Update(TeamId team_id, std::string_view id, const InsightChange& change,
                              const Editor& editor);
  /// As Update, of nothing but tags.
  Result<SavedInsight> UpdateTags(TeamId team_id, std::int64_t id, TagAction action,
                                  const std::vector<std::string>& tags, const Editor& editor);

  /// Notes that the user looks at them now. Numbers that are not there are left out.
  Status MarkViewed(TeamId team_id, const std::vector<std::int64_t>& ids, UserId user);
  /// The user's last, latest first.
  Result<std::vector<SavedInsight>> LastViewed(TeamId team_id, UserId user, std::size_t limit);
  /// By the number of people who looked since.
  Result<std::vector<TrendingInsight>> Trending(TeamId team_id, Timestamp since, std::size_t limit);

 private:
  db::Database& database_;
  const Clock& clock_;
};

/// TRENDS, FUNNELS, RETENTION, PATHS, STICKINESS, LIFECYCLE, SQL or JSON: what lists filter by.
std::string InsightKind(const Json& query);

}  // namespace tenrec::dashboards
