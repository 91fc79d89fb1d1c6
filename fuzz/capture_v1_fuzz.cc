// rooms: capture log base
#include <cstddef>
#include <cstdint>
#include <string>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"
#include "tenrec/capture/v1.h"
#include "tenrec/log/event_record.h"

/// Every event gets a verdict, and what is stored has properties that any parser takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenrec;  // NOLINT(google-build-using-namespace)
  constexpr std::size_t kMaxDepth = 300;
  std::string text(reinterpret_cast<const char*>(data), size);
  if (!IsValidUtf8(text)) return 0;
  capture::V1Headers headers;
  headers.token = "phc_x";
  headers.sdk_name = "posthog-node";
  headers.sdk_version = "5";
  capture::V1Facts facts;
  facts.now = Timestamp::FromSeconds(1'795'341'600);
  const auto batch = capture::ParseV1Batch(std::move(text), headers, facts);
  if (!batch) {
    TENREC_CHECK(!batch.error().tag.empty()) << batch.error().message;
    return 0;
  }
  TENREC_CHECK(ParseJson(capture::PrintV1Results(batch->verdicts)));
  for (const log::NewRecord& record : batch->records) {
    const auto event = log::DecodeEventRecord(record.payload);
    TENREC_CHECK(event);
    const auto properties = ParseJson(event->properties, kMaxDepth);
    TENREC_CHECK(properties && properties->is_object()) << std::string(event->properties);
  }
  return 0;
}
