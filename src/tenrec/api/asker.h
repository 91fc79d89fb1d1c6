#pragma once

#include "tenrec/api/call.h"
#include "tenrec/query/query.h"

namespace tenrec::api {

/// A posted question, in the name of whoever calls; nobody calls from a public link.
query::QueryRequest RequestOf(const Call& call, Json body);

}  // namespace tenrec::api
