#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/db/migration.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/schema/property_layout.h"

namespace tenrec::db {
class Database;
}

namespace tenrec::query {

/// Creates the table `property_use`.
std::span<const db::Migration> Migrations();

/// A property that questions read from the tail, whatever the project.
struct UsedProperty {
  schema::PropertyScope scope = schema::PropertyScope::kEvent;
  std::string key;
  std::int64_t questions = 0;
};

/// How many questions have read each property that has no column of its own. Counting costs a map
/// entry; what was counted goes into the metadata database when Save is called, a row per property
/// and day.
/// Threads: any.
class PropertyUse {
 public:
  PropertyUse(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// A statement is about to run.
  void Count(const hogql::CompiledQuery& compiled) EXCLUDES(mutex_);
  /// Adds what was counted since the last time, and forgets days that no longer matter.
  /// Errors: those of the database; the counts are kept for the next time.
  Status Save() EXCLUDES(mutex_);
  /// What at least `questions` have read within the last seven days, the most used first.
  Result<std::vector<UsedProperty>> InHeavyUse(std::int64_t questions);

 private:
  using Property = std::pair<schema::PropertyScope, std::string>;

  std::int64_t Today() const;

  db::Database& database_;
  const Clock& clock_;
  Mutex mutex_;
  std::map<Property, std::int64_t> counted_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::query
