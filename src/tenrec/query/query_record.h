#pragma once

#include <string>

#include "tenrec/base/json.h"
#include "tenrec/query/failure.h"
#include "tenrec/query/query.h"

namespace tenrec::query {

/// What is known of a question before it runs. `query` is what is asked in the end.
QueryRecord RecordOf(const QueryRequest& request, const Json& query, std::string id);

}  // namespace tenrec::query
