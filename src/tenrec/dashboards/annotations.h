#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/dashboards/editor.h"
#include "tenrec/db/database.h"

namespace tenrec::dashboards {

/// Where a note shows.
enum class AnnotationScope { kInsight, kDashboard, kProject, kOrganization, kRecording };

/// PostHog's word: "dashboard_item", "dashboard", "project", "organization", "recording".
std::string_view AnnotationScopeName(AnnotationScope scope);
std::optional<AnnotationScope> ParseAnnotationScope(std::string_view name);

/// A note at a moment: "new price".
struct Annotation {
  std::int64_t id = 0;
  TeamId team_id = 0;
  Uuid organization_id;
  std::optional<std::string> content;
  std::optional<Timestamp> date_marker;
  /// "USR": written by a person; "GIT": by a program.
  std::string creation_type = "USR";
  AnnotationScope scope = AnnotationScope::kInsight;
  std::optional<std::int64_t> insight_id;
  std::optional<std::int64_t> dashboard_id;
  std::optional<std::string> recording_id;
  std::optional<UserId> created_by;
  Timestamp created_at;
  Timestamp updated_at;
  bool deleted = false;

  // Of what it is about, for whoever shows it.
  std::optional<std::string> dashboard_name;
  std::optional<std::string> insight_short_id;
  std::optional<std::string> insight_name;
  std::optional<std::string> insight_derived_name;
};

/// What to change; nullopt leaves a field alone. An optional in an optional may be cleared.
struct AnnotationChange {
  std::optional<std::optional<std::string>> content;
  std::optional<std::optional<Timestamp>> date_marker;
  std::optional<std::string> creation_type;
  std::optional<AnnotationScope> scope;
  std::optional<std::optional<std::int64_t>> insight_id;
  std::optional<std::optional<std::int64_t>> dashboard_id;
  std::optional<std::optional<std::string>> recording_id;
  std::optional<bool> deleted;
};

/// Which notes to list; what is empty does not filter.
struct AnnotationFilter {
  std::string search;
  std::optional<AnnotationScope> scope;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  std::size_t limit = 100;
  std::size_t offset = 0;
};

struct ListedAnnotations {
  std::vector<Annotation> annotations;
  /// Of all that match, also those of other pages.
  std::size_t total = 0;
};

/// The project in which a note is read or written, and its organization, whose notes show in each
/// of its projects.
struct AnnotationPlace {
  TeamId team_id = 0;
  Uuid organization_id;
};

/// The notes of all projects.
/// Threads: any.
/// Source:  rest-api.md 16
class Annotations {
 public:
  Annotations(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// The newest moment first; without deleted ones.
  Result<ListedAnnotations> List(const AnnotationPlace& place, const AnnotationFilter& filter);
  /// Also a deleted one, so that it can come back.
  /// Errors: kNotFound, also for those of other projects.
  Result<Annotation> Find(const AnnotationPlace& place, std::int64_t id);
  /// Errors: kInvalidArgument with field for an insight or dashboard that is not in the project.
  Result<Annotation> Create(const AnnotationPlace& place, const AnnotationChange& change,
                            const Editor& editor);
  /// Errors: as Create, kNotFound.
  Result<Annotation> Update(const AnnotationPlace& place, std::int64_t id,
                            const AnnotationChange& change, const Editor& editor);

 private:
  db::Database& database_;
  const Clock& clock_;
};

}  // namespace tenrec::dashboards
