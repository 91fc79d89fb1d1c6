#pragma once

#include <span>

#include "tenrec/api/api.h"
#include "tenrec/base/result.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/server/installation.h"

namespace tenrec::server {

/// Appends events that the program writes itself, as capture appends those of SDKs; they are
/// durable when it returns, and have landed unless ingestion is behind.
Status WriteEvents(Installation& under, ingest::Ingester& ingester,
                   std::span<const api::OwnEvent> events);

}  // namespace tenrec::server
