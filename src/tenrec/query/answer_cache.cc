#include "tenrec/query/answer_cache.h"

#include <span>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"

namespace tenrec::query {
namespace {

/// Raised when an old entry must not answer a new version's question.
constexpr int kVersion = 2;
/// An insight that took less is asked again as soon as there are new events.
constexpr std::chrono::seconds kCheap(2);
/// When nobody counts events, a cheap answer is kept for this many times what it cost.
constexpr int kWorth = 20;

}  // namespace

std::string EncodeAnswer(const CachedAnswer& answer) {
  const JsonObject head{{"computed_at", answer.computed_at.micros},
                        {"took", answer.took.count()},
                        {"landed", answer.landed},
                        {"rows_read", answer.rows_read},
                        {"bytes_read", answer.bytes_read},
                        {"custom_names", answer.custom_names}};
  return PrintJson(head) + "\n" + answer.body;
}

std::optional<CachedAnswer> DecodeAnswer(std::string_view bytes) {
  const auto line_end = bytes.find('\n');
  if (line_end == std::string_view::npos) return std::nullopt;
  const auto head = ParseJson(bytes.substr(0, line_end));
  if (!head) return std::nullopt;
  const auto computed_at = IntMember(*head, "computed_at");
  const auto took = IntMember(*head, "took");
  const auto landed = IntMember(*head, "landed");
  const auto rows = IntMember(*head, "rows_read");
  const auto read_bytes = IntMember(*head, "bytes_read");
  const Json* names = FindMember(*head, "custom_names");
  if (!computed_at || !took || !landed || !rows || !read_bytes || names == nullptr) {
    return std::nullopt;
  }
  return CachedAnswer{Timestamp{*computed_at},
                      std::chrono::microseconds(*took),
                      *landed,
                      static_cast<std::uint64_t>(*rows),
                      static_cast<std::uint64_t>(*read_bytes),
                      *names,
                      std::string(bytes.substr(line_end + 1)),
                      nullptr};
}

std::string CacheKey(const Json& query, const Occasion& occasion) {
  const JsonObject what{
      {"version", kVersion},
      {"query", WithoutPresentation(query)},
      {"team", occasion.team->id},
      {"named_sets", occasion.named_sets == nullptr ? Json() : Json(occasion.named_sets->stamp)},
      {"timezone", occasion.zone.zone_name()},
      {"week_start_day", occasion.zone.week_start_day()},
      {"human_friendly_comparison", occasion.team->Setting("human_friendly_comparison_periods")},
      {"by_distinct_id", occasion.team->Setting("aggregate_users_by_distinct_id")},
      {"modifiers", occasion.team->Setting("modifiers")},
      {"test_account_filters", occasion.TestAccountFilters()},
      {"path_cleaning_filters", occasion.team->Setting("path_cleaning_filters")}};
  const auto digest = Sha256(PrintJson(what));
  return "cache_" + std::to_string(occasion.team->id) + "_" +
         HexEncode(std::span(digest).first(16));
}

Freshness FreshnessOf(const CachedAnswer& answer, const Shelf& shelf, Timestamp now,
                      std::int64_t landed) {
  const bool cheap = !shelf.is_insight || answer.took < kCheap;
  const bool counted = landed >= 0 && answer.landed >= 0;
  if (counted && cheap && landed != answer.landed) return Freshness::kLazilyStale;
  const auto age = now - answer.computed_at;
  if (!counted && cheap && age > answer.took * kWorth) return Freshness::kLazilyStale;
  if (shelf.range_end && *shelf.range_end < answer.computed_at) return Freshness::kFresh;
  if (age <= shelf.max_age) return Freshness::kFresh;
  return age <= shelf.lazy_max_age ? Freshness::kStale : Freshness::kLazilyStale;
}

Json CustomNames(const Json& query) {
  const Json* series = FindMember(query, "series");
  if (series == nullptr || !series->is_array()) return nullptr;
  JsonArray names;
  for (const Json& node : series->get_array()) {
    const auto name = StringMember(node, "custom_name");
    names.push_back(name ? Json(std::string(*name)) : Json());
  }
  return names;
}

std::string WithCustomNames(CachedAnswer answer, const Json& custom_names) {
  const auto* names = custom_names.if_array();
  if (names == nullptr || answer.custom_names == custom_names) return std::move(answer.body);
  auto body = ParseJson(answer.body);
  if (!body || !body->is_object()) return std::move(answer.body);
  Json* results = body->get_object().if_contains("results");
  if (results == nullptr || !results->is_array()) return std::move(answer.body);
  for (Json& row : results->get_array()) {
    auto* object = row.if_object();
    Json* action = object == nullptr ? nullptr : object->if_contains("action");
    if (action == nullptr || !action->is_object()) continue;
    const auto order = IntMember(*action, "order");
    if (!order || *order < 0 || static_cast<std::size_t>(*order) >= names->size()) continue;
    action->get_object()["custom_name"] = (*names)[static_cast<std::size_t>(*order)];
  }
  return PrintJson(*body);
}

}  // namespace tenrec::query
