#include "tenrec/server/snapshot.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/engine/table_freeze.h"
#include "tenrec/io/disk.h"
#include "tenrec/server/commands.h"

namespace tenrec::server {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience(60);
constexpr char kShadowName[] = "tenrec_backup";
// store/<3 digits>/<table>/<part>/<file>
constexpr std::ptrdiff_t kDepthOfPartFiles = 5;
constexpr std::size_t kMaxSmallFile = std::size_t{64} << 20U;

Error FromCode(const std::error_code& code, const std::string& what) {
  return FromErrno(code.value(), what);
}

Status RemoveAll(const std::string& path) {
  std::error_code code;
  fs::remove_all(path, code);
  if (code) return FromCode(code, "cannot remove " + path);
  return Ok();
}

Status MakeDirectory(const fs::path& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (code) return FromCode(code, "cannot make " + path.string());
  return Ok();
}

/// Writes the first `bytes` of a file, and zeros behind them up to the size of the original.
Status CopyBeginning(const std::string& from, const std::string& to, std::uint64_t bytes,
                     std::uint64_t size) {
  io::RealDisk disk;
  TRY_ASSIGN(const auto original, disk.Open(from, io::OpenMode::kRead));
  TRY_ASSIGN(const auto copy, disk.Open(to, io::OpenMode::kCreate));
  std::string piece(std::size_t{1} << 20U, '\0');
  for (std::uint64_t at = 0; at < bytes;) {
    const std::size_t wanted = std::min<std::uint64_t>(piece.size(), bytes - at);
    TRY_ASSIGN(const std::size_t got, original->ReadAt(at, std::span(piece.data(), wanted)));
    if (got == 0) return DataLoss(from + " ends at byte " + std::to_string(at));
    TRY(copy->WriteAt(at, std::string_view(piece).substr(0, got)));
    at += got;
  }
  std::error_code code;
  fs::resize_file(to, size, code);
  if (code) return FromCode(code, "cannot write " + to);
  return Ok();
}

/// Of a table's list of insert tokens, lines that are whole.
Status CopyLines(const std::string& from, const std::string& to) {
  TRY_ASSIGN(std::string text, io::ReadWholeFile(from, kMaxSmallFile));
  text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
  return CopyBeginning(from, to, text.size(), text.size());
}

Status CopyTree(const fs::path& from, const fs::path& to,
                const std::function<bool(const fs::path& relative)>& wanted,
                const std::function<Status(const fs::path& from, const fs::path& to)>& copy) {
  std::error_code code;
  fs::recursive_directory_iterator at(from, code);
  for (; !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
    const fs::path relative = at->path().lexically_relative(from);
    const fs::path place = to / relative;
    if (!wanted(relative)) {
      at.disable_recursion_pending();
    } else if (at->is_symlink(code)) {
      TRY(MakeDirectory(place.parent_path()));
      fs::copy_symlink(at->path(), place, code);
    } else if (at->is_directory(code)) {
      TRY(MakeDirectory(place));
    } else {
      TRY(copy(at->path(), place));
    }
    if (code) break;
  }
  if (code) return FromCode(code, "cannot copy " + from.string());
  return Ok();
}

Status CopyFile(const fs::path& from, const fs::path& to) {
  std::error_code code;
  const std::uint64_t size = fs::file_size(from, code);
  // What goes away while it is listed was not part of the moment.
  if (code == std::errc::no_such_file_or_directory) return Ok();
  if (code) return FromCode(code, "cannot copy " + from.string());
  return CopyBeginning(from.string(), to.string(), size, size);
}

Status LinkFile(const fs::path& from, const fs::path& to) {
  std::error_code code;
  fs::create_hard_link(from, to, code);
  if (code == std::errc::no_such_file_or_directory) return Ok();
  if (code) return FromCode(code, "cannot link " + from.string());
  return Ok();
}

bool IsInPart(const fs::path& relative) {
  return std::distance(relative.begin(), relative.end()) >= kDepthOfPartFiles - 1 &&
         *relative.begin() == "store";
}

/// What a table or a database has beside its parts.
bool IsTableOwn(const fs::path& relative) {
  const std::string name = std::next(relative.begin(), kDepthOfPartFiles - 2)->string();
  return name == "deduplication_logs" || name.ends_with(".txt") || name.ends_with(".sql");
}

/// A part, or a list of changes, that was being written when the process ended: the engine removes
/// it at its next start. Parts that were merged away stay, because the engine goes back to them
/// when a loss of power has damaged what they were merged into.
bool IsHalfWritten(std::string_view path) {
  constexpr std::string_view kTables = "analytics/store/";
  if (!path.starts_with(kTables)) return false;
  const std::string_view below = path.substr(kTables.size());
  const std::string_view name = below.substr(below.rfind('/') + 1);
  return std::count(below.begin(), below.end(), '/') == kDepthOfPartFiles - 3 &&
         (name.starts_with("tmp_") || name.starts_with("delete_tmp_"));
}

/// Segments that nobody appends to are links. From the newest on, because retention removes the
/// oldest at any time: where one is gone, those before it are no longer needed.
Status CopySegments(const log::FileLog& log, const std::string& place) {
  const auto files = log.Files();
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    const std::string to = place + "/" + fs::path(file->path).filename().string();
    if (file == files.rbegin()) {
      TRY(CopyBeginning(file->path, to, file->used_bytes, file->bytes));
      continue;
    }
    std::error_code code;
    fs::create_hard_link(file->path, to, code);
    if (code == std::errc::no_such_file_or_directory) break;
    if (code) return FromCode(code, "cannot link " + file->path);
  }
  return Ok();
}

}  // namespace

bool IsLeftOut(const std::string& path) {
  static constexpr std::array<std::string_view, 9> kPaths = {"lock",
                                                             "control",
                                                             "backup",
                                                             "metadata.db-shm",
                                                             "analytics/shadow",
                                                             "analytics/tmp",
                                                             "analytics/config.xml",
                                                             "log/events/spare",
                                                             "log/recordings/spare"};
  return std::find(kPaths.begin(), kPaths.end(), path) != kPaths.end() ||
         (path.find('/') == std::string::npos &&
          (path.find(".aside-") != std::string::npos || path.ends_with(".new"))) ||
         IsHalfWritten(path);
}

Snapshot::Snapshot(Installation& under, ingest::Ingester& ingester)
    : under_(under), ingester_(ingester), tree_(under.path() + "/" + std::string(kSnapshotTree)) {
}

Status Snapshot::Drop() {
  TRY(RemoveAll(tree_));
  return RemoveAll(under_.path() + "/analytics/shadow");
}

Result<JsonObject> Snapshot::Take() {
  TRY(Drop());
  JsonObject facts{{"installation", under_.id().ToString()},
                   {"version", kVersion},
                   {"running", true},
                   {"began_at", FormatIso(under_.clock().Now())}};
  std::optional<db::DatabaseMoment> moment;
  const auto began = std::chrono::steady_clock::now();
  TRY(ingester_.WhileAtRest(kPatience, [&]() -> Status {
    // The log first: what was accepted after it is not in the moment. The metadata before the
    // tables, because jobs note there that something is done when the tables have it.
    facts["stored_to"] = ingester_.landed();
    facts["accepted_to"] = under_.events().end(0);
    TRY(CopyLogs());
    TRY_ASSIGN(auto held, under_.database().HoldMoment());
    moment.emplace(std::move(held));
    return CopyAnalytics();
  }));
  const auto rested = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  facts["rested_ms"] = rested.count();
  TRY(CopyTheRest(*std::move(moment)));
  LogLine(LogLevel::kInfo, "server", "a moment is held for a backup",
          {{"stored_to", std::to_string(ingester_.landed())},
           {"rested_ms", std::to_string(rested.count())}});
  return facts;
}

Status Snapshot::CopyLogs() {
  const std::string from = under_.path() + "/log";
  const std::string to = tree_ + "/log";
  const auto is_wanted = [](const fs::path& relative) {
    const std::string name = relative.filename().string();
    return !name.ends_with(".segment") && name != "spare";
  };
  TRY(MakeDirectory(to));
  TRY(CopyTree(from, to, is_wanted, CopyFile));
  TRY(CopySegments(under_.events(), to + "/events"));
  return CopySegments(under_.recordings(), to + "/recordings");
}

/// What tables remember beside their parts first: a token there whose rows are not in the copy
/// would keep those rows out of it for ever.
Status Snapshot::CopyAnalytics() {
  const std::string from = under_.path() + "/analytics";
  const std::string to = tree_ + "/analytics";
  const auto is_wanted = [](const fs::path& relative) {
    return !IsLeftOut("analytics/" + relative.string()) &&
           (!IsInPart(relative) || IsTableOwn(relative));
  };
  TRY(MakeDirectory(to));
  TRY(CopyTree(from, to, is_wanted, [](const fs::path& file, const fs::path& place) {
    const bool is_tokens = file.parent_path().filename() == "deduplication_logs";
    return is_tokens ? CopyLines(file.string(), place.string()) : CopyFile(file, place);
  }));
  TRY(engine::FreezeTables(under_.engine(), kShadowName));
  const fs::path shadow = fs::path(from) / "shadow" / kShadowName;
  std::error_code code;
  std::vector<fs::path> parts;
  fs::recursive_directory_iterator at(shadow, code);
  for (; !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
    if (!IsInPart(at->path().lexically_relative(shadow))) continue;
    parts.push_back(at->path());
    at.disable_recursion_pending();
  }
  if (code && code != std::errc::no_such_file_or_directory) {
    return FromCode(code, "cannot list " + shadow.string());
  }
  for (const fs::path& part : parts) {
    const fs::path place = to / part.lexically_relative(shadow);
    TRY(MakeDirectory(place.parent_path()));
    fs::rename(part, place, code);
    if (code) return FromCode(code, "cannot move " + part.string());
  }
  return RemoveAll(from + "/shadow");
}

Status Snapshot::CopyTheRest(db::DatabaseMoment moment) {
  TRY(moment.CopyTo(tree_ + "/metadata.db"));
  TRY(MakeDirectory(tree_ + "/blobs"));
  const auto everything = [](const fs::path&) { return true; };
  TRY(CopyTree(under_.path() + "/blobs", tree_ + "/blobs", everything, LinkFile));
  for (const char* file : {"/installation_id", "/secret_key"}) {
    std::error_code code;
    if (fs::exists(under_.path() + file, code)) TRY(CopyFile(under_.path() + file, tree_ + file));
  }
  return Ok();
}

}  // namespace tenrec::server
