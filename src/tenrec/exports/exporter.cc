#include "tenrec/exports/exporter.h"

#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/accounts/team.h"
#include "tenrec/base/logging.h"
#include "tenrec/blobs/blobs.h"
#include "tenrec/exports/answer_rows.h"
#include "tenrec/exports/flat_row.h"
#include "tenrec/exports/table_file.h"

namespace tenrec::exports {
namespace {

constexpr int kThreads = 2;
constexpr std::size_t kMaxQueued = 1000;
constexpr std::int64_t kMaxAttempts = 3;
constexpr std::size_t kMaxColumns = 10'000;

std::string FolderOf(const Export& one) {
  return "exports/" + std::to_string(one.team_id);
}

/// What the keys of all blobs of an export begin with.
std::string PrefixOf(const Export& one) {
  return FolderOf(one) + "/" + std::to_string(one.id) + "-";
}

std::string RowsKey(const Export& one, std::int64_t number) {
  return PrefixOf(one) + "rows-" + std::to_string(number);
}

std::string PartKey(const Export& one, std::int64_t number) {
  return PrefixOf(one) + "part-" + std::to_string(number);
}

/// Puts what is added into blobs of one size.
class PartWriter {
 public:
  using KeyOf = std::function<std::string(std::int64_t)>;
  PartWriter(blobs::BlobStore& blobs, const ExporterOptions& options, KeyOf key)
      : blobs_(blobs), options_(options), key_(std::move(key)) {}

  Status Add(std::string_view text) {
    part_ += text;
    bytes_ += static_cast<std::int64_t>(text.size());
    if (bytes_ > options_.max_bytes) {
      return InvalidArgument("The file would be larger than " +
                             std::to_string(options_.max_bytes >> 20U) +
                             " MB. Choose fewer columns, or narrow the question.")
          .WithTag("too_many_bytes");
    }
    return part_.size() < options_.part_bytes ? Ok() : Flush();
  }
  Status Flush() {
    if (part_.empty()) return Ok();
    TRY(blobs_.Put(key_(parts_), part_));
    ++parts_;
    part_.clear();
    return Ok();
  }
  std::int64_t parts() const { return parts_; }
  std::int64_t bytes() const { return bytes_; }

 private:
  blobs::BlobStore& blobs_;
  const ExporterOptions& options_;
  const KeyOf key_;
  std::string part_;
  std::int64_t parts_ = 0;
  std::int64_t bytes_ = 0;
};

/// Why there is no file, for whoever asked for it.
std::string ReasonOf(const query::Answer& answer) {
  const auto body = ParseJson(answer.body);
  const auto detail = body ? StringMember(*body, "detail") : std::nullopt;
  return std::string(detail.value_or("The question could not be answered."));
}

}  // namespace

struct Exporter::File {
  std::int64_t parts = 0;
  std::int64_t bytes = 0;
};

Exporter::Exporter(ExporterParts parts, ExporterOptions options)
    : parts_(std::move(parts)),
      options_(options),
      pool_("exports", kThreads, kMaxQueued, &parts_.metrics) {
}

Exporter::~Exporter() {
  Stop();
}

void Exporter::Start() {
  const auto unfinished = parts_.exports.Unfinished();
  if (!unfinished) {
    LogLine(LogLevel::kWarning, "exports", "files are not made",
            {{"error", unfinished.error().message}});
  } else {
    for (const Export& one : *unfinished) Ask(one);
  }
  thread_ = io::NamedThread("exports", [this] { Loop(); });
}

void Exporter::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  cancel_->Cancel();
  changed_.NotifyAll();
  pool_.Stop();
  if (thread_.joinable()) thread_.Join();
}

void Exporter::Ask(const Export& one) {
  {
    const MutexLock lock(mutex_);
    busy_.insert(one.id);
  }
  const bool queued = pool_.TrySubmit([this, one] {
    Make(one);
    {
      const MutexLock lock(mutex_);
      busy_.erase(one.id);
    }
    changed_.NotifyAll();
  });
  if (queued) return;
  // It stays unfinished, so it is made at the next start.
  const MutexLock lock(mutex_);
  busy_.erase(one.id);
}

void Exporter::Wait(std::int64_t id, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  const MutexLock lock(mutex_);
  while (!stopping_ && busy_.contains(id) && changed_.WaitUntil(mutex_, end)) {
  }
}

Result<std::string> Exporter::Part(const Export& one, std::int64_t number) {
  return parts_.blobs.Get(PartKey(one, number));
}

void Exporter::Make(const Export& one) {
  if (cancel_->cancelled()) return;
  const auto made = [&]() -> Status {
    if (one.attempts >= kMaxAttempts) {
      return Internal("The server ended each time while it made this file.");
    }
    TRY(parts_.exports.Begin(one.id));
    // What an attempt left that did not come to its end.
    TRY(DeleteBlobs(one));
    TRY_ASSIGN(const File file, Write(one));
    return parts_.exports.Finish(one.id, file.parts, file.bytes);
  }();
  // The server stops: the next one makes it.
  if (!made && cancel_->cancelled()) return;
  parts_.metrics.GetCounter("exports_files_total", {{"result", made ? "made" : "failed"}}).Add();
  if (made) return;
  LogLine(LogLevel::kWarning, "exports", "a file was not made",
          {{"export", std::to_string(one.id)},
           {"project", std::to_string(one.team_id)},
           {"code", std::string(ErrorCodeName(made.error().code))}});
  (void)DeleteBlobs(one);
  const Status told = parts_.exports.Fail(one.id, made.error().message);
  if (!told) {
    LogLine(LogLevel::kWarning, "exports", "a failure is not kept",
            {{"error", told.error().message}});
  }
}

Result<Exporter::File> Exporter::Write(const Export& one) {
  const auto team = parts_.team(one.team_id);
  if (team == nullptr) return NotFound("The project is gone.");

  // First the rows, because only the last one tells which columns there are.
  Columns columns;
  std::int64_t rows = 0;
  PartWriter waiting(parts_.blobs, options_, [&](std::int64_t n) { return RowsKey(one, n); });
  const auto keep = [&](const JsonObject& row) -> Status {
    columns.Add(Flatten(row));
    if (columns.size() > kMaxColumns && one.format != kJson) {
      return InvalidArgument(
          "The file would have more than 10,000 columns. Choose columns, or select fewer.");
    }
    ++rows;
    return waiting.Add(PrintJson(row) + "\n");
  };
  AnswerRows reader(keep);
  query::QueryRequest request{.team = team,
                              .body = JsonObject{{"query", one.source}},
                              .asked_by = one.created_by,
                              .endpoint = "/exports/",
                              .cancelled = cancel_};
  Status taken;
  const query::Answer answer =
      parts_.ask(std::move(request), [&](std::string_view piece) -> Status {
        taken = reader.Take(piece);
        return taken;
      });
  TRY(taken);
  if (answer.status != 200) return InvalidArgument(ReasonOf(answer));
  TRY(reader.Finish());
  if (rows == 0) {
    TRY(keep({{"error", "No data available or unable to format for export."}}));
  }
  TRY(waiting.Flush());

  const EachRow each_row = [&](const Sink& take) -> Status {
    for (std::int64_t part = 0; part < waiting.parts(); ++part) {
      if (cancel_->cancelled()) return Cancelled("the server stops");
      TRY_ASSIGN(const std::string text, parts_.blobs.Get(RowsKey(one, part)));
      std::string_view rest = text;
      while (!rest.empty()) {
        const std::string_view row = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(row.size() + 1);
        TRY(take(row));
      }
    }
    return Ok();
  };
  PartWriter file(parts_.blobs, options_, [&](std::int64_t n) { return PartKey(one, n); });
  const Sink sink = [&](std::string_view piece) { return file.Add(piece); };
  if (one.format == kJson) {
    TRY(WriteJsonFile(each_row, sink));
  } else if (one.format == kXlsx) {
    TRY(WriteXlsxFile(columns.Ordered(one.columns), each_row, sink));
  } else {
    TRY(WriteCsvFile(columns.Ordered(one.columns), each_row, sink));
  }
  TRY(file.Flush());
  for (std::int64_t part = 0; part < waiting.parts(); ++part) {
    TRY(parts_.blobs.Delete(RowsKey(one, part)));
  }
  return File{file.parts(), file.bytes()};
}

Status Exporter::DeleteBlobs(const Export& one) {
  TRY_ASSIGN(const auto keys, parts_.blobs.List(FolderOf(one)));
  for (const std::string& key : keys) {
    if (key.starts_with(PrefixOf(one))) TRY(parts_.blobs.Delete(key));
  }
  return Ok();
}

Status Exporter::RunOnce() {
  TRY_ASSIGN(const auto expired, parts_.exports.Expired());
  for (const Export& one : expired) {
    {
      const MutexLock lock(mutex_);
      if (stopping_) return Ok();
      if (busy_.contains(one.id)) continue;
    }
    TRY(DeleteBlobs(one));
    TRY(parts_.exports.Forget(one.id));
  }
  return Ok();
}

void Exporter::Loop() {
  while (true) {
    const Status looked = RunOnce();
    if (!looked) {
      LogLine(LogLevel::kWarning, "exports", "files that expired are not deleted",
              {{"error", looked.error().message}});
    }
    const auto next = std::chrono::steady_clock::now() + options_.interval;
    const MutexLock lock(mutex_);
    while (!stopping_ && changed_.WaitUntil(mutex_, next)) {
    }
    if (stopping_) return;
  }
}

}  // namespace tenrec::exports
