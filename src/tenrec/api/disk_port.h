#pragma once

#include <functional>

#include "tenrec/base/result.h"
#include "tenrec/retention/disk_survey.h"
#include "tenrec/retention/policies.h"

namespace tenrec::api {

/// What the API asks about the disk and about how long events stay, and what it asks for.
struct DiskPort {
  std::function<Result<retention::DiskReport>()> survey;
  /// Told when something was decided, so that it is done now.
  std::function<void()> decided;
};

}  // namespace tenrec::api
