#pragma once

/// The front door of the room; rooms that only handle requests include request.h and response.h.

#include "tenrec/http/request.h"   // IWYU pragma: export
#include "tenrec/http/response.h"  // IWYU pragma: export
#include "tenrec/http/router.h"    // IWYU pragma: export
#include "tenrec/http/status.h"    // IWYU pragma: export
