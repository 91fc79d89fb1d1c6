#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/api/route.h"
#include "tenrec/base/unique_function.h"

/// How a route answers with what a question finds.
namespace tenrec::api {

/// Whether an answer that was computed before will do. Events that land make one old by themselves;
/// what people change by hand does not.
enum class Freshness : std::uint8_t { kKept, kComputedNow };

/// The answer to a question asked on behalf of another route.
/// Errors: those of the question.
Result<JsonObject> Ask(const Services& services, const Call& call, JsonObject question,
                       Freshness freshness = Freshness::kKept);

/// Begins to answer in the background what AskAgain will ask, and says whether that has come to an
/// answer. `done` is called once, from any thread and maybe at once.
void AskAhead(const Services& services, const Call& call, JsonObject question,
              UniqueFunction<void(bool)> done);
/// The answer that began so long ago, whatever has landed since; who asks before it is done waits
/// for the rest only.
Result<JsonObject> AskAgain(const Services& services, const Call& call, JsonObject question,
                            std::chrono::seconds ago);

/// The rows of an answer; none when it has none.
const JsonArray& ResultsOf(const JsonObject& answer);

/// The parameter as JSON, null when it is absent.
/// Errors: kInvalidArgument with field when it is none.
Result<Json> JsonParameter(const Call& call, std::string_view name);

/// "50%" as a pattern that finds exactly that text anywhere.
std::string LikePattern(std::string_view text);

}  // namespace tenrec::api
