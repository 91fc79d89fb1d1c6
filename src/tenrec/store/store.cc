#include "tenrec/store/store.h"

#include <utility>

#include "tenrec/schema/schema.h"

namespace tenrec::store {

Result<std::unique_ptr<Store>> Store::Open(engine::Engine& engine, const Clock& clock,
                                           Metrics& metrics) {
  TRY(Migrate(engine));
  TRY_ASSIGN(auto layout, ReadPropertyLayout(engine));
  std::unique_ptr<Store> store(new Store(engine, std::move(layout)));
  store->events_ = std::make_unique<EventsWriter>(engine, store->layout_, clock, metrics);
  store->persons_ = std::make_unique<PersonsWriter>(engine);
  store->warnings_ = std::make_unique<WarningsWriter>(engine);
  store->promoter_ = std::make_unique<PropertyPromoter>(engine, store->layout_);
  TRY(store->promoter_->Resume());
  return store;
}

Result<std::vector<Store::EventKey>> Store::RecentEvents(Timestamp since, std::size_t limit) {
  TRY_ASSIGN(
      const auto found,
      engine_.Query({"SELECT team_id, uuid FROM " + schema::EventsTable().name +
                         " WHERE inserted_at >= fromUnixTimestamp64Micro({since:Int64}, "
                         "'UTC') ORDER BY inserted_at DESC LIMIT {limit:UInt64}",
                     {{"since", std::to_string(since.micros)}, {"limit", std::to_string(limit)}}}));
  std::vector<EventKey> keys;
  keys.reserve(found.block.rows);
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    keys.push_back({found.block.columns[0].Int(row), found.block.columns[1].Id(row)});
  }
  return keys;
}

}  // namespace tenrec::store
