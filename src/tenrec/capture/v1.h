#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/http/request.h"
#include "tenrec/io/compress.h"
#include "tenrec/log/log.h"

namespace tenrec::capture {

/// What the headers of a v1 request say.
struct V1Headers {
  std::string token;
  /// "posthog-node" and "5.1.0" of `PostHog-Sdk-Info`.
  std::string sdk_name;
  std::string sdk_version;
  std::string request_id;
  /// The client's clock at sending.
  Timestamp sent_at;
  std::optional<io::Codec> codec;
};

/// Reads and checks the headers of a v1 request.
/// Errors: with the tag of capture.md 13.5: kUnauthenticated without a good bearer token,
///         kInvalidArgument for another header, kUnimplemented for a type or coding nobody reads.
Result<V1Headers> ReadV1Headers(const http::Request& request);

/// The JSON text of a v1 body.
/// Errors: tagged as above; kResourceExhausted past the limit.
Result<std::string> DecodeV1Body(std::string body, std::optional<io::Codec> codec,
                                 std::size_t max_decoded_bytes);

/// What the client shall think of one event.
enum class V1Outcome : std::uint8_t { kOk, kWarning, kDrop, kRetry };

struct V1Verdict {
  /// As the client wrote it.
  std::string uuid;
  V1Outcome outcome = V1Outcome::kOk;
  /// One of the words of capture.md 13.3; empty for none.
  std::string_view details;
};

struct V1Batch {
  /// One per event, in order.
  std::vector<V1Verdict> verdicts;
  std::vector<log::NewRecord> records;
};

/// What the batch is judged by, beside its text.
struct V1Facts {
  Timestamp now;
  TeamId team_id = 0;
  std::string_view ip;
  std::size_t max_event_bytes = std::size_t{1} << 20U;
  /// Whether a restriction drops the event: the client is told, and ingest enters it in the books.
  /// Empty: there are none.
  std::function<bool(const accounts::EventFacts&)> is_dropped = {};
};

/// Judges every event of a v1 batch by itself, and turns the good ones into records.
/// Errors: tagged, for what makes the whole batch unreadable.
/// Source: capture.md 13.2, 13.4
Result<V1Batch> ParseV1Batch(std::string text, const V1Headers& headers, const V1Facts& facts);

/// {"results":{"<uuid>":{"result":"ok"}}}
std::string PrintV1Results(const std::vector<V1Verdict>& verdicts);

/// {"error":…,"error_description":…,"error_uri":…}
std::string PrintV1Error(std::string_view tag, std::string_view description);

}  // namespace tenrec::capture
