#pragma once

#include <string>

#include "tenrec/base/json.h"
#include "tenrec/base/time.h"
#include "tenrec/http/request.h"
#include "tenrec/sdk/flag_evaluator.h"

namespace tenrec::sdk {

/// The shapes in which flags have been answered over the years. Source: flags.md 3.1
enum class FlagsFormat : std::uint8_t { kList, kMap, kLegacy, kV2 };

/// What the query of /flags or /decide asks for.
struct FlagsAsked {
  FlagsFormat format = FlagsFormat::kV2;
  bool with_config = false;
};

/// Source: flags.md 1.1, 3.1
FlagsAsked ReadFlagsAsked(const http::Request& request, bool is_decide);

/// The evaluation in a shape, without configuration.
/// Source: flags.md 3.2, 3.3
JsonObject BuildFlagsAnswer(const FlagEvaluation& evaluation, FlagsFormat format, Timestamp now);

/// What a GET is answered: no evaluation, in the words of every shape.
JsonObject BuildMinimalFlagsAnswer(Timestamp now);

}  // namespace tenrec::sdk
