#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/query/answer_text.h"
#include "tenrec/query/execution.h"
#include "tenrec/query/question.h"

namespace tenrec::query {

/// A response as it was computed, without the fields that depend on who asks and when.
struct CachedAnswer {
  Timestamp computed_at;
  std::chrono::microseconds took{0};
  /// How many events had landed when it was asked; -1 when nobody counts.
  std::int64_t landed = -1;
  /// What the engine read for it.
  std::uint64_t rows_read = 0;
  std::uint64_t bytes_read = 0;
  /// The custom names of the series that were asked for, in order.
  Json custom_names;
  /// A JSON object.
  std::string body;
  /// What pays for the memory of the body.
  std::shared_ptr<AnswerShare> share;
};

std::string EncodeAnswer(const CachedAnswer& answer);
/// nullopt when the bytes are no answer.
std::optional<CachedAnswer> DecodeAnswer(std::string_view bytes);

/// "cache_…": the same for two queries that must give the same numbers.
std::string CacheKey(const Json& query, const Occasion& occasion);

enum class Freshness { kFresh, kStale, kLazilyStale /* too old even for lazy_async */ };

/// Source: queries.md 1.3
Freshness FreshnessOf(const CachedAnswer& answer, const Shelf& shelf, Timestamp now,
                      std::int64_t landed);

/// The custom names of the query's series, or null when it has none.
Json CustomNames(const Json& query);
/// The body with the asker's own custom names in its rows.
std::string WithCustomNames(CachedAnswer answer, const Json& custom_names);

}  // namespace tenrec::query
