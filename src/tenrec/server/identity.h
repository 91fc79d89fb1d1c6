#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/base/uuid.h"

namespace tenrec::server {

/// What a data directory keeps apart and only makes sense together.
enum class StoreKind : std::uint8_t { kMetadata, kAnalytics, kLog, kBlobs };
inline constexpr std::array kStoreKinds = {StoreKind::kMetadata, StoreKind::kAnalytics,
                                           StoreKind::kLog, StoreKind::kBlobs};

/// The word for it on the command line: "metadata", "analytics", "log", "blobs".
std::string_view StoreName(StoreKind kind);
/// Errors: kInvalidArgument naming the words.
Result<StoreKind> ParseStoreKind(std::string_view word);
/// Its place below the data directory: "metadata.db", "analytics", "log", "blobs".
std::string_view StorePath(StoreKind kind);

/// What a store may be like at the next start without keeping the installation from opening.
enum class Consent : std::uint8_t {
  kNone,      // it must be there, with the installation's id
  kUnmarked,  // it may have no id yet
  kNew,       // it may be missing, too
  kAny,       // it may have the id of another installation
};
using Consents = std::array<Consent, kStoreKinds.size()>;

/// A store as it was found.
struct StoreMark {
  bool present = false;
  std::optional<Uuid> id;
};
using StoreMarks = std::array<StoreMark, kStoreKinds.size()>;

/// An id that is being given to stores: on the disk from before the first store gets it until all
/// have it, so that a crash in between is no mixture.
struct PendingIdentity {
  Uuid id;
  Consents consents{};
};

/// What a data directory says of itself before anything in it is opened. The id of analytics is
/// told by its engine only, so it is never known here.
struct IdentitySurvey {
  std::string directory;
  std::optional<Uuid> own;
  std::optional<PendingIdentity> pending;
  StoreMarks stores;
};

/// Reads and changes nothing.
/// Errors: kDataLoss when a file that holds an id is damaged.
Result<IdentitySurvey> SurveyIdentity(const std::string& directory);

/// Who the installation is, and which of its stores may still have to learn it.
struct Identity {
  Uuid id;
  Consents consents{};
  /// Whether `consents` must reach the disk before anything is written.
  bool is_new = false;
};

/// Compares the stores: all absent is a new installation, all present without an id is one of
/// before there were ids, all with one id is one that is whole.
/// Errors: kFailedPrecondition naming the store that is missing or belongs to another installation,
///         and what to do.
Result<Identity> JudgeIdentity(const IdentitySurvey& survey);

/// The verdict on one store, for the one whose id is known late.
Status JudgeStore(const std::string& directory, StoreKind kind, const StoreMark& mark,
                  const Identity& identity);

/// Remembers what the next start must do; replaces what was remembered.
Status WritePendingIdentity(const std::string& directory, const PendingIdentity& pending);
/// Puts the id into the stores that are plain directories, making them when they are missing.
Status MarkDirectories(const std::string& directory, const Uuid& id);
/// The last step: the directory itself has the id, and nothing is pending.
Status FinishIdentity(const std::string& directory, const Uuid& id);

}  // namespace tenrec::server
