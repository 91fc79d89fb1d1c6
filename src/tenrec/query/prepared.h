#pragma once

#include <memory>
#include <string>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/query/execution.h"
#include "tenrec/query/query.h"
#include "tenrec/query/question.h"

namespace tenrec::query {

/// Whether to take what the cache holds, and whether to wait. Source: queries.md 1.3
enum class Refresh {
  kBlocking,
  kAsync,
  kAsyncExceptOnCacheMiss,
  kLazyAsync,
  kForceBlocking,
  kForceAsync,
};

/// A request that was read and checked.
struct Prepared {
  Occasion occasion;
  std::string kind;
  std::shared_ptr<const Question> question;
  std::string key;
  Json custom_names;
  Refresh refresh = Refresh::kBlocking;
  std::string id;
  Shelf shelf;
  bool by_api_key = false;
  bool as_parquet = false;
  bool for_export = false;
  /// What is written down of it, but for what it took.
  QueryRecord record;
};
using PreparedPtr = std::shared_ptr<const Prepared>;

/// Reads the posted JSON: the question, with a dashboard's overrides, and how it is to be answered.
/// Errors: kInvalidArgument for a body or a question that is malformed; those of `parts`.
Result<PreparedPtr> Prepare(const QueryRequest& request, const RunnerParts& parts);

}  // namespace tenrec::query
