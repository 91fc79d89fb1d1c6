#pragma once

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/s3/answer.h"
#include "tenrec/s3/location.h"
#include "tenrec/s3/transport.h"

namespace tenrec::s3 {

/// Why a request failed, and whether the same request may succeed later.
struct Failure {
  Error error;
  bool may_pass = false;
};

/// What an answer other than success means for whoever runs the command: which variable, flag or
/// permission to look at. `at` is this machine's time.
Failure Judge(const HttpAnswer& answer, const Location& location, Timestamp at);

}  // namespace tenrec::s3
