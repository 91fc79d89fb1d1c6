#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/s3/answer.h"
#include "tenrec/s3/location.h"
#include "tenrec/s3/transport.h"

namespace tenrec::s3 {

/// What a bucket lives on; tests pass their own.
struct BucketTools {
  std::unique_ptr<Transport> transport;
  const Clock* clock = nullptr;
  /// Waits before the next try.
  std::function<void(std::chrono::milliseconds)> pause;
};

/// The objects below a location's prefix. Keys are given and told without that prefix.
/// What may pass (5xx, 429, a connection that breaks or is silent) is tried again, later each time.
/// Errors:  as refusal.h words them, with what was wanted in front; kUnavailable when it did not
///          pass.
/// Threads: any.
class Bucket {
 public:
  Bucket(Location location, BucketTools tools);
  /// Over libcurl, with the machine's clock.
  static std::unique_ptr<Bucket> Make(Location location);

  const Location& location() const { return location_; }
  /// "s3://bucket/prefix/key"
  std::string NameOf(std::string_view key) const;

  /// The objects whose keys begin so, at most `limit` of them, in the order of their keys.
  Result<std::vector<ListedObject>> List(std::string_view beginning,
                                         std::optional<std::size_t> limit = std::nullopt);
  /// Errors: kNotFound; kResourceExhausted when it is longer than `max_bytes`.
  Result<std::string> Get(std::string_view key, std::size_t max_bytes);
  /// The whole object, piece by piece. After a connection broke it goes on where it was.
  Status Read(std::string_view key,
              const std::function<Status(std::uint64_t at, std::string_view piece)>& take);
  /// `hash` is the SHA-256 of the bytes in hexadecimal digits, which the store compares.
  Status Put(std::string_view key, std::string_view bytes, const std::string& hash);
  /// Also fine when there is no such object.
  Status Remove(std::string_view key);

  /// A large object in parts of at least 5 MB, the last one excepted. It is there once the upload
  /// is completed, and not before.
  Result<std::string> BeginUpload(std::string_view key);
  /// Numbers begin at 1. Gives the tag that completing needs.
  Result<std::string> PutPart(std::string_view key, const std::string& upload, std::size_t number,
                              std::string_view bytes, const std::string& hash);
  Status CompleteUpload(std::string_view key, const std::string& upload,
                        const std::vector<std::string>& tags, std::uint64_t size);
  Status AbortUpload(std::string_view key, const std::string& upload);
  /// Those that were begun below the prefix and not completed; of very many the first ones.
  Result<std::vector<PendingUpload>> PendingUploads();

 private:
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  struct Call {
    std::string method;
    /// Below the bucket, not encoded; empty for the bucket itself.
    std::string key;
    Parameters parameters;
    std::vector<Header> headers;
    std::string_view body;
    std::string hash = std::string(kHashOfNothing);
    /// For messages: "cannot list".
    std::string wanted;
  };

  std::string KeyOf(std::string_view key) const { return location_.prefix + std::string(key); }
  HttpRequest RequestOf(const Call& call, Timestamp now) const;
  /// What is worth knowing of a try that failed.
  struct Failed {
    /// 0 without an answer.
    int status = 0;
    bool may_pass = false;
    std::chrono::milliseconds asked_wait{0};
  };
  /// One try.
  Result<HttpAnswer> SendOnce(const Call& call, const BodySink& sink, Failed& failed);
  Result<HttpAnswer> Send(const Call& call);
  /// Waits before try `next`, or says that there is none.
  bool WaitForTry(int next, const Failed& failed) const;

  const Location location_;
  const BucketTools tools_;
  /// Whether the store has ever answered: one that never did is given up sooner.
  std::atomic<bool> is_reached_ = false;
};

}  // namespace tenrec::s3
