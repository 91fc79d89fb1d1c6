#include "tenrec/server/identity.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "tenrec/base/encoding.h"
#include "tenrec/db/database_file.h"
#include "tenrec/io/disk.h"

namespace tenrec::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwnFile = "installation_id";
constexpr std::string_view kPendingFile = "installation_pending";
constexpr std::size_t kMaxIdFile = 4096;
constexpr std::string_view kTopics[] = {"events", "recordings"};

std::string Join(const std::string& directory, std::string_view name) {
  return directory + "/" + std::string(name);
}

/// The file that holds the id of a store that is a plain directory.
std::string IdFile(const std::string& directory, StoreKind kind) {
  // No key of a blob can begin with a dot.
  return Join(directory,
              kind == StoreKind::kLog ? "log/installation_id" : "blobs/.installation_id");
}

std::string_view ConsentWord(Consent consent) {
  switch (consent) {
    case Consent::kNone:
      return "present";
    case Consent::kUnmarked:
      return "unmarked";
    case Consent::kNew:
      return "new";
    case Consent::kAny:
      return "any";
  }
  return {};
}

Error DamagedFile(const std::string& path) {
  return DataLoss(path + " is damaged: restore it from a backup");
}

Result<std::optional<Uuid>> ReadIdFile(const std::string& path) {
  const auto text = io::ReadWholeFile(path, kMaxIdFile);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::optional<Uuid>();
  if (!text) return text.error();
  const auto id = Uuid::Parse(TrimAscii(*text));
  if (!id) return DamagedFile(path);
  return id;
}

/// Shape: the id, then a line for each store: "analytics unmarked".
Result<std::optional<PendingIdentity>> ReadPending(const std::string& path) {
  const auto text = io::ReadWholeFile(path, kMaxIdFile);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::optional<PendingIdentity>();
  if (!text) return text.error();
  PendingIdentity pending;
  std::size_t lines = 0;
  for (std::string_view rest = *text; !rest.empty(); ++lines) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (lines == 0) {
      const auto id = Uuid::Parse(line);
      if (!id) return DamagedFile(path);
      pending.id = *id;
      continue;
    }
    const auto kind = ParseStoreKind(line.substr(0, line.find(' ')));
    const std::string_view word = line.substr(std::min(line.find(' ') + 1, line.size()));
    bool known = false;
    for (const Consent consent :
         {Consent::kNone, Consent::kUnmarked, Consent::kNew, Consent::kAny}) {
      if (!kind || word != ConsentWord(consent)) continue;
      pending.consents[static_cast<std::size_t>(*kind)] = consent;
      known = true;
    }
    if (!known) return DamagedFile(path);
  }
  if (lines == 0) return DamagedFile(path);
  return std::optional(pending);
}

bool HasEntries(const std::string& directory) {
  std::error_code error;
  return fs::directory_iterator(directory, error) != fs::directory_iterator();
}

/// A directory that is empty, as a disk that was not mounted, keeps nothing.
bool HasSegments(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".segment") return true;
  }
  return false;
}

Result<StoreMark> SurveyMetadata(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return StoreMark();
  TRY_ASSIGN(const auto file, db::DatabaseFile::Open(path));
  const auto has_table = [&](const char* name) -> Result<bool> {
    TRY_ASSIGN(
        const db::Rows found,
        file->Query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1", {name}));
    return !found.empty();
  };
  // What a crash left of the first start is an empty file.
  TRY_ASSIGN(const bool migrated, has_table("schema_migrations"));
  StoreMark mark{.present = migrated};
  TRY_ASSIGN(const bool marked, has_table("installation"));
  if (!marked) return mark;
  TRY_ASSIGN(const db::Rows rows, file->Query("SELECT id FROM installation"));
  if (rows.size() == 1) mark.id = Uuid::Parse(rows[0].Text(0));
  return mark;
}

Result<StoreMark> SurveyStore(const std::string& directory, StoreKind kind) {
  switch (kind) {
    case StoreKind::kMetadata:
      return SurveyMetadata(Join(directory, StorePath(kind)));
    case StoreKind::kAnalytics:
      return StoreMark{.present = HasEntries(directory + "/analytics/metadata")};
    case StoreKind::kLog: {
      StoreMark mark{.present = true};
      for (const std::string_view topic : kTopics) {
        mark.present &= HasSegments(Join(directory, "log/" + std::string(topic)));
      }
      TRY_ASSIGN(mark.id, ReadIdFile(IdFile(directory, kind)));
      return mark;
    }
    case StoreKind::kBlobs: {
      StoreMark mark{.present = HasEntries(directory + "/blobs")};
      TRY_ASSIGN(mark.id, ReadIdFile(IdFile(directory, kind)));
      return mark;
    }
  }
  return StoreMark();
}

/// How to go on without a store, or with one that is not known.
std::string WayOut(const std::string& directory, StoreKind kind, std::string_view found) {
  std::string way = ". Restore the one that belongs here";
  if (kind == StoreKind::kMetadata) {
    way +=
        ", or choose another --data for a new installation: with other accounts, new projects "
        "would get the numbers, and so the events, of old ones";
  } else {
    way += ", or accept its loss: `tenrec repair --data " + directory + " --start-empty " +
           std::string(StoreName(kind)) + "` puts what is there aside and begins an empty one";
  }
  if (found == "missing") return way;
  return way + ". If you know that it belongs here: `tenrec repair --data " + directory +
         " --adopt " + std::string(StoreName(kind)) + "`";
}

Error Mixture(const std::string& directory, StoreKind kind, const std::string& what,
              std::string_view found) {
  return FailedPrecondition(Join(directory, StorePath(kind)) + " " + what +
                            WayOut(directory, kind, found));
}

Error Missing(const std::string& directory, StoreKind kind) {
  return Mixture(directory, kind, "is missing, but the rest of the installation is there",
                 "missing");
}

/// For a directory that nobody has given an id.
Result<Identity> JudgeUnnamed(const IdentitySurvey& survey) {
  const auto mark = [&](StoreKind kind) -> const StoreMark& {
    return survey.stores[static_cast<std::size_t>(kind)];
  };
  // The file of the directory itself is the easiest to lose in a move; the database knows.
  if (mark(StoreKind::kMetadata).id) return Identity{.id = *mark(StoreKind::kMetadata).id};
  const bool any_id = std::any_of(survey.stores.begin(), survey.stores.end(),
                                  [](const StoreMark& store) { return store.id.has_value(); });
  const bool any_present = std::any_of(survey.stores.begin(), survey.stores.end(),
                                       [](const StoreMark& store) { return store.present; });
  Identity identity{.id = Uuid::V4(), .is_new = true};
  if (!any_present && !any_id) {
    identity.consents.fill(Consent::kNew);
    return identity;
  }
  for (const StoreKind kind : {StoreKind::kMetadata, StoreKind::kAnalytics, StoreKind::kLog}) {
    if (!mark(kind).present) return Missing(survey.directory, kind);
  }
  for (const StoreKind kind : {StoreKind::kLog, StoreKind::kBlobs}) {
    if (!mark(kind).id) continue;
    return Mixture(survey.directory, StoreKind::kMetadata,
                   "has no installation id, but " + std::string(StoreName(kind)) +
                       " belongs to installation " + mark(kind).id->ToString(),
                   "unmarked");
  }
  identity.consents = {Consent::kUnmarked, Consent::kUnmarked, Consent::kUnmarked, Consent::kNew};
  return identity;
}

}  // namespace

std::string_view StoreName(StoreKind kind) {
  return kind == StoreKind::kMetadata ? "metadata" : StorePath(kind);
}

Result<StoreKind> ParseStoreKind(std::string_view word) {
  for (const StoreKind kind : kStoreKinds) {
    if (word == StoreName(kind)) return kind;
  }
  return InvalidArgument("no store '" + std::string(word) +
                         "': write metadata, analytics, log or blobs");
}

std::string_view StorePath(StoreKind kind) {
  switch (kind) {
    case StoreKind::kMetadata:
      return "metadata.db";
    case StoreKind::kAnalytics:
      return "analytics";
    case StoreKind::kLog:
      return "log";
    case StoreKind::kBlobs:
      return "blobs";
  }
  return {};
}

Result<IdentitySurvey> SurveyIdentity(const std::string& directory) {
  IdentitySurvey survey{.directory = directory};
  TRY_ASSIGN(survey.own, ReadIdFile(Join(directory, kOwnFile)));
  TRY_ASSIGN(survey.pending, ReadPending(Join(directory, kPendingFile)));
  for (const StoreKind kind : kStoreKinds) {
    TRY_ASSIGN(survey.stores[static_cast<std::size_t>(kind)], SurveyStore(directory, kind));
  }
  return survey;
}

Result<Identity> JudgeIdentity(const IdentitySurvey& survey) {
  Identity identity;
  if (survey.pending) {
    if (survey.own && *survey.own != survey.pending->id) {
      return FailedPrecondition(Join(survey.directory, kPendingFile) +
                                " is of another installation: remove it");
    }
    identity = {.id = survey.pending->id, .consents = survey.pending->consents};
  } else if (survey.own) {
    identity.id = *survey.own;
  } else {
    TRY_ASSIGN(identity, JudgeUnnamed(survey));
  }
  for (const StoreKind kind : kStoreKinds) {
    StoreMark mark = survey.stores[static_cast<std::size_t>(kind)];
    if (kind == StoreKind::kAnalytics && mark.present) mark.id = identity.id;
    TRY(JudgeStore(survey.directory, kind, mark, identity));
  }
  return identity;
}

Status JudgeStore(const std::string& directory, StoreKind kind, const StoreMark& mark,
                  const Identity& identity) {
  const Consent consent = identity.consents[static_cast<std::size_t>(kind)];
  if (!mark.present && consent != Consent::kNew) return Missing(directory, kind);
  if (!mark.present || mark.id == identity.id || consent == Consent::kAny) return Ok();
  if (!mark.id && consent != Consent::kNone) return Ok();
  if (!mark.id) {
    return Mixture(
        directory, kind,
        "has no installation id, but the rest belongs to installation " + identity.id.ToString(),
        "unmarked");
  }
  return Mixture(directory, kind,
                 "belongs to installation " + mark.id->ToString() + ", but the rest to " +
                     identity.id.ToString(),
                 "foreign");
}

Status WritePendingIdentity(const std::string& directory, const PendingIdentity& pending) {
  std::string text = pending.id.ToString() + "\n";
  for (const StoreKind kind : kStoreKinds) {
    text += StoreName(kind);
    text += ' ';
    text += ConsentWord(pending.consents[static_cast<std::size_t>(kind)]);
    text += '\n';
  }
  return io::ReplaceFile(Join(directory, kPendingFile), text);
}

Status MarkDirectories(const std::string& directory, const Uuid& id) {
  io::RealDisk disk;
  for (const StoreKind kind : {StoreKind::kLog, StoreKind::kBlobs}) {
    const std::string file = IdFile(directory, kind);
    // One that cannot be read is not one to write over; the survey would have said so.
    TRY_ASSIGN(const auto kept, ReadIdFile(file));
    if (kept == id) continue;
    TRY(disk.MakeDirectory(Join(directory, StorePath(kind))));
    TRY(io::ReplaceFile(file, id.ToString() + "\n"));
  }
  return disk.SyncDirectory(directory);
}

Status FinishIdentity(const std::string& directory, const Uuid& id) {
  io::RealDisk disk;
  TRY_ASSIGN(const auto own, ReadIdFile(Join(directory, kOwnFile)));
  if (own != id) TRY(io::ReplaceFile(Join(directory, kOwnFile), id.ToString() + "\n"));
  Status removed = disk.Remove(Join(directory, kPendingFile));
  if (!removed && removed.error().code != ErrorCode::kNotFound) return removed;
  return disk.SyncDirectory(directory);
}

}  // namespace tenrec::server
