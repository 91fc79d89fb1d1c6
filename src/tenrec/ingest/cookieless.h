#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"
#include "tenrec/log/log.h"

namespace tenrec::ingest {

/// What an event without cookies says of its sender.
struct CookielessClaims {
  TeamId team_id = 0;
  std::string_view ip;
  std::string_view host;
  std::string_view user_agent;
  std::string_view extra;
  Timestamp timestamp;
  Timestamp received_at;
  /// The IANA name of the sender's zone, and that of the project.
  std::string_view zone;
  std::string_view project_zone;
  /// Where the event stands in the log, and its id.
  log::Offset offset = 0;
  Uuid uuid;
  /// Whether visitors are followed through a day: sessions end, and identify makes another one.
  bool is_stateful = false;
  bool is_identify = false;
  /// Its distinct id is the sentinel: nobody has identified the sender.
  bool is_anonymous = true;
};

/// Who sent it, for a day.
struct CookielessVisitor {
  std::string distinct_id;
  std::string device_id;
  std::string session_id;
};

/// Tells visitors of one day apart without anything stored on their side, by a keyed hash of what
/// their requests say, and forgets the key when the day is over.
/// Salts are written when they are made; what is known of visitors, with the batch. An event that
/// is read again, after a crash, gets the same answer: what came behind it in the log does not
/// count. Source:  ingestion.md 12 Threads: one caller at a time.
class Cookieless {
 public:
  explicit Cookieless(db::Database& database) : database_(database) {}

  /// nullopt when the day of the event is out of the window.
  /// Errors: those of the database.
  Result<std::optional<CookielessVisitor>> Recognise(const CookielessClaims& claims, Timestamp now);

  /// Writes what is known of the visitors of the batch.
  Status Save(db::Transaction& transaction);
  /// Forgets what was not saved.
  void Forget() { visitors_.clear(); }
  /// Deletes the salts and visitors of days that are over; looks once an hour.
  Status DeleteExpired(Timestamp now);

 private:
  using Hash = std::array<std::uint8_t, 16>;
  struct Day {
    std::int64_t number = 0;  // days since 1970
    Timestamp start;          // in the zone of the sender
  };
  struct Session {
    log::Offset from = 0;
    Uuid id;
  };
  struct Visitor {
    /// The $identify events of the day, by their place in the log.
    std::map<log::Offset, Uuid> identified;
    std::vector<Session> sessions;
    Timestamp last_seen;
    log::Offset last_offset = 0;
    bool is_changed = false;
  };
  /// A project, a day, and a hash in Base64.
  using VisitorKey = std::string;

  static Day DayOf(const CookielessClaims& claims);
  Result<std::optional<std::string>> SaltOf(std::int64_t day, Timestamp now);
  Result<Visitor*> Find(TeamId team_id, std::int64_t day, const Hash& hash);
  Uuid SessionOf(Visitor& visitor, const CookielessClaims& claims, std::string_view salt,
                 const Hash& hash);

  db::Database& database_;
  std::map<std::int64_t, std::string> salts_;
  std::unordered_map<VisitorKey, Visitor> visitors_;
  Timestamp looked_at_;
};

/// "example.com" for "www.example.com", "example.co.uk:8080" for "a.example.co.uk:8080"; addresses
/// stay what they are, IPv6 in brackets.
std::string RootDomain(std::string_view host);

}  // namespace tenrec::ingest
