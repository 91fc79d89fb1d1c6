#pragma once

#include <cstddef>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/unique_function.h"
#include "tenrec/log/log.h"

namespace tenrec::capture {

/// Units: bytes of keys and payloads.
inline constexpr std::size_t kMaxAppendBytes = 16U << 20U;

/// Appends the records of one request, as a whole when they are no more than `max_bytes`, as all
/// but the largest are, and otherwise in pieces one after the other, so that the log need not hold
/// them all at once. When a piece fails, those before it stay; the client sends all again and
/// ingest knows them by their uuids.
/// Errors: those of EventLog::Append.
void AppendAll(log::EventLog& log, std::vector<log::NewRecord> records,
               UniqueFunction<void(Status)> done, std::size_t max_bytes = kMaxAppendBytes);

}  // namespace tenrec::capture
