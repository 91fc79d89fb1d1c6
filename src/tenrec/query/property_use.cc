#include "tenrec/query/property_use.h"

#include <utility>

#include "tenrec/db/database.h"

namespace tenrec::query {
namespace {

/// Different properties that are counted between two savings; whoever asks for more is not counted.
constexpr std::size_t kMaxCounted = 10'000;
constexpr std::int64_t kWindowDays = 7;
constexpr std::int64_t kSecondsPerDay = 86'400;

constexpr db::Migration kMigrations[] = {
    {"query", 1, "property use", R"sql(
CREATE TABLE property_use (
  scope BIGINT NOT NULL,
  name TEXT NOT NULL,
  day BIGINT NOT NULL,
  questions BIGINT NOT NULL,
  PRIMARY KEY (scope, name, day)
);
)sql"},
};

}  // namespace

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

std::int64_t PropertyUse::Today() const {
  return clock_.Now().seconds() / kSecondsPerDay;
}

void PropertyUse::Count(const hogql::CompiledQuery& compiled) {
  if (compiled.tail_properties.empty()) return;
  const MutexLock lock(mutex_);
  for (const hogql::TailProperty& property : compiled.tail_properties) {
    const Property key(property.scope, property.key);
    const auto found = counted_.find(key);
    if (found != counted_.end()) {
      ++found->second;
    } else if (counted_.size() < kMaxCounted) {
      counted_.emplace(key, 1);
    }
  }
}

Status PropertyUse::Save() {
  std::map<Property, std::int64_t> counted;
  {
    const MutexLock lock(mutex_);
    counted.swap(counted_);
  }
  std::vector<std::vector<db::Param>> rows;
  rows.reserve(counted.size());
  for (const auto& [property, questions] : counted) {
    rows.push_back(
        {static_cast<std::int64_t>(property.first), property.second, Today(), questions});
  }
  Status saved = database_.Transact([&](db::Transaction& tx) -> Status {
    if (!rows.empty()) {
      TRY(
          tx.ExecuteMany("INSERT INTO property_use (scope, name, day, questions) "
                         "VALUES ($1, $2, $3, $4) ON CONFLICT (scope, name, day) DO UPDATE "
                         "SET questions = property_use.questions + excluded.questions",
                         rows));
    }
    TRY(tx.Execute("DELETE FROM property_use WHERE day <= $1", {Today() - kWindowDays}));
    return Ok();
  });
  if (saved) return Ok();
  const MutexLock lock(mutex_);
  for (const auto& [property, questions] : counted) counted_[property] += questions;
  return saved;
}

Result<std::vector<UsedProperty>> PropertyUse::InHeavyUse(std::int64_t questions) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT scope, name, CAST(SUM(questions) AS BIGINT) AS total "
                             "FROM property_use "
                             "WHERE day > $1 GROUP BY scope, name HAVING SUM(questions) >= $2 "
                             "ORDER BY total DESC, name",
                             {Today() - kWindowDays, questions}));
  std::vector<UsedProperty> used;
  for (const db::Row row : rows) {
    used.push_back(
        {static_cast<schema::PropertyScope>(row.Int(0)), std::string(row.Text(1)), row.Int(2)});
  }
  return used;
}

}  // namespace tenrec::query
