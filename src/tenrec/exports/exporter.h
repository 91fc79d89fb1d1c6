#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "tenrec/base/cancel.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/exports/exports.h"
#include "tenrec/io/thread.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/query/query.h"

namespace tenrec::accounts {
struct Team;
}
namespace tenrec::blobs {
class BlobStore;
}

namespace tenrec::exports {

/// What making files needs from the rest of the house; everything outlives it.
struct ExporterParts {
  Exports& exports;
  blobs::BlobStore& blobs;
  /// nullptr for a project that is gone.
  std::function<std::shared_ptr<const accounts::Team>(TeamId)> team;
  /// query::Runner::Export.
  std::function<query::Answer(query::QueryRequest, const query::TextSink&)> ask;
  Metrics& metrics;
};

struct ExporterOptions {
  /// How often it looks for files that have expired.
  std::chrono::seconds interval{300};
  /// The largest file, and the largest part of one.
  std::int64_t max_bytes = 1LL << 30U;
  std::size_t part_bytes = 4 << 20;
};

/// Makes the files that people ask for, in the background.
/// Threads: any.
class Exporter {
 public:
  Exporter(ExporterParts parts, ExporterOptions options);
  /// As Stop.
  ~Exporter();
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  /// Goes on with the files that were not finished when the program ended.
  void Start();
  /// Cancels what runs and waits for it; it is made at the next start.
  void Stop();

  /// Has the file made.
  void Ask(const Export& one) EXCLUDES(mutex_);
  /// Waits until the file is there, or was given up, or the time is over.
  void Wait(std::int64_t id, std::chrono::milliseconds patience) EXCLUDES(mutex_);
  /// A part of a finished file, from 0.
  /// Errors: kNotFound when it has expired meanwhile.
  Result<std::string> Part(const Export& one, std::int64_t number);

  /// Makes the file on this thread.
  void Make(const Export& one);
  /// One look at what has expired.
  Status RunOnce();

 private:
  struct File;
  Result<File> Write(const Export& one);
  Status DeleteBlobs(const Export& one);
  void Loop() EXCLUDES(mutex_);

  const ExporterParts parts_;
  const ExporterOptions options_;
  const std::shared_ptr<CancelToken> cancel_ = std::make_shared<CancelToken>();
  Mutex mutex_;
  CondVar changed_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  /// Files that wait or are being made.
  std::set<std::int64_t> busy_ GUARDED_BY(mutex_);
  io::WorkerPool pool_;
  io::NamedThread thread_;
};

}  // namespace tenrec::exports
