#include "tenrec/ingest/cookieless.h"

#include <algorithm>
#include <arpa/inet.h>
#include <iterator>
#include <utility>

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <libpsl.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/json.h"
#include "tenrec/base/random.h"

namespace tenrec::ingest {
namespace {

using std::chrono::hours;

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kMaxVisitors = 50'000;
constexpr std::size_t kMaxExtraCharacters = 100;
constexpr std::chrono::minutes kSessionGap{30};
constexpr hours kLookEvery{1};
// A day begins on Kiritimati 14 hours before it does in UTC; events may come three days late.
constexpr hours kBefore{14};
constexpr hours kAfter{14 + 72};

bool IsInWindow(std::int64_t day, Timestamp now) {
  const Timestamp start = Timestamp::FromSeconds(day * 86'400);
  return start - kBefore <= now && now < start + kAfter;
}

std::array<std::uint8_t, 16> HashOf(std::string_view salt, std::string_view text) {
  const auto digest = HmacSha256(salt, text);
  std::array<std::uint8_t, 16> hash{};
  std::copy_n(digest.begin(), hash.size(), hash.begin());
  return hash;
}

std::string Text(const std::array<std::uint8_t, 16>& hash) {
  std::string text = Base64Encode({reinterpret_cast<const char*>(hash.data()), hash.size()});
  text.resize(text.find('='));
  return text;
}

/// A version 7 uuid of the time whose random part is taken from the hash.
Uuid SessionId(Timestamp time, const std::array<std::uint8_t, 16>& hash) {
  Uuid id;
  const auto millis = static_cast<std::uint64_t>(time.micros / 1000);
  for (std::size_t i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  }
  std::copy_n(hash.begin(), 10, id.bytes.begin() + 6);
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0FU) | 0x70U);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3FU) | 0x80U);
  return id;
}

std::string KeyOf(TeamId team_id, std::int64_t day, std::string_view hash) {
  return std::to_string(team_id) + "/" + std::to_string(day) + "/" + std::string(hash);
}

bool IsIp(int family, const std::string& text) {
  in6_addr address{};
  return inet_pton(family, text.c_str(), &address) == 1;
}

}  // namespace

std::string RootDomain(std::string_view host) {
  std::string name = ToLowerAscii(TrimAscii(host));
  std::string port;
  if (name.starts_with('[')) {
    const std::size_t end = name.find(']');
    if (end != std::string::npos) return name;
  } else if (std::ranges::count(name, ':') > 1) {
    return IsIp(AF_INET6, name) ? "[" + name + "]" : name;
  } else if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
    port = name.substr(colon);
    name.resize(colon);
  }
  if (name == "localhost") name = "127.0.0.1";
  if (IsIp(AF_INET, name)) return name + port;
  // In static memory; nullptr only when the library was built without its list.
  const psl_ctx_t* list = psl_builtin();
  const char* root = list == nullptr ? nullptr : psl_registrable_domain(list, name.c_str());
  return (root == nullptr ? name : std::string(root)) + port;
}

Cookieless::Day Cookieless::DayOf(const CookielessClaims& claims) {
  cctz::time_zone zone = cctz::utc_time_zone();
  if (claims.zone.empty() || !cctz::load_time_zone(std::string(claims.zone), &zone)) {
    cctz::load_time_zone(std::string(claims.project_zone), &zone);
  }
  const auto instant = cctz::time_point<cctz::seconds>(cctz::seconds(claims.timestamp.seconds()));
  const cctz::civil_day day(cctz::convert(instant, zone));
  const auto start = cctz::convert(cctz::civil_second(day), zone);
  return {.number = day - cctz::civil_day(1970, 1, 1),
          .start = Timestamp::FromSeconds(start.time_since_epoch().count())};
}

Result<std::optional<std::string>> Cookieless::SaltOf(std::int64_t day, Timestamp now) {
  const auto known = salts_.find(day);
  if (known != salts_.end()) return std::optional(known->second);
  const auto read = [&]() -> Result<std::optional<std::string>> {
    TRY_ASSIGN(const auto rows,
               database_.Query("SELECT salt FROM ingest_cookieless_salt WHERE day = $1", {day}));
    if (rows.empty()) return std::optional<std::string>();
    return std::optional(Base64Decode(rows[0].Text(0)).value_or(""));
  };
  TRY_ASSIGN(std::optional<std::string> salt, read());
  if (!salt && IsInWindow(day, now)) {
    std::array<std::uint8_t, kSaltBytes> bytes{};
    RandomBytes(bytes.data(), bytes.size());
    salt.emplace(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    TRY(database_.Execute("INSERT INTO ingest_cookieless_salt (day, salt) VALUES ($1, $2)",
                          {day, Base64Encode(*salt)}));
  }
  if (salt) salts_[day] = *salt;
  return salt;
}

Result<Cookieless::Visitor*> Cookieless::Find(TeamId team_id, std::int64_t day, const Hash& hash) {
  const std::string text = Text(hash);
  const auto [found, is_new] = visitors_.try_emplace(KeyOf(team_id, day, text));
  Visitor& visitor = found->second;
  if (!is_new) return &visitor;
  auto rows = database_.Query(
      "SELECT state FROM ingest_cookieless_visitor WHERE team_id = $1 AND day = $2 AND hash = $3",
      {team_id, day, text});
  if (!rows) {
    visitors_.erase(found);
    return std::move(rows).error();
  }
  if (rows->empty()) return &visitor;
  TRY_ASSIGN(const Json state, ParseJson((*rows)[0].Text(0)));
  const auto each = [&](std::string_view list, const auto& take) {
    const Json* items = FindMember(state, list);
    if (items == nullptr || !items->is_array()) return;
    for (const Json& item : items->get_array()) {
      const auto id = Uuid::Parse(StringMember(item, "uuid").value_or(""));
      if (id) take(static_cast<log::Offset>(IntMember(item, "offset").value_or(0)), *id);
    }
  };
  each("identified",
       [&](log::Offset offset, const Uuid& id) { visitor.identified.emplace(offset, id); });
  each("sessions",
       [&](log::Offset offset, const Uuid& id) { visitor.sessions.push_back({offset, id}); });
  visitor.last_seen = {IntMember(state, "last_seen").value_or(0)};
  visitor.last_offset = static_cast<log::Offset>(IntMember(state, "last_offset").value_or(0));
  return &visitor;
}

Uuid Cookieless::SessionOf(Visitor& visitor, const CookielessClaims& claims, std::string_view salt,
                           const Hash& hash) {
  if (!visitor.sessions.empty() && claims.offset <= visitor.last_offset) {
    // Read again: the session of then.
    const auto behind =
        std::ranges::upper_bound(visitor.sessions, claims.offset, {}, &Session::from);
    return behind == visitor.sessions.begin() ? behind->id : std::prev(behind)->id;
  }
  if (visitor.sessions.empty() || claims.timestamp > visitor.last_seen + kSessionGap) {
    const Hash of_session = HashOf(salt, Text(hash) + "-session-" + std::to_string(claims.offset));
    visitor.sessions.push_back({claims.offset, SessionId(claims.timestamp, of_session)});
  }
  visitor.last_seen = std::max(visitor.last_seen, claims.timestamp);
  visitor.last_offset = claims.offset;
  visitor.is_changed = true;
  return visitor.sessions.back().id;
}

Result<std::optional<CookielessVisitor>> Cookieless::Recognise(const CookielessClaims& claims,
                                                               Timestamp now) {
  using Answer = std::optional<CookielessVisitor>;
  const Day day = DayOf(claims);
  if (!IsInWindow(day.number, claims.received_at)) return Answer();
  TRY_ASSIGN(const auto salt, SaltOf(day.number, now));
  if (!salt) return Answer();
  const std::string before = std::to_string(claims.team_id) + "-" + std::string(claims.ip) + "-" +
                             RootDomain(claims.host) + "-" + std::string(claims.user_agent) + "-";
  const std::string after = "-" + std::string(Utf8Prefix(claims.extra, kMaxExtraCharacters));
  const auto hash_of = [&](std::int64_t n) {
    return HashOf(*salt, before + std::to_string(n) + after);
  };
  const Hash base = hash_of(0);
  CookielessVisitor visitor{.device_id = "cookielessd_" + Text(base)};
  if (!claims.is_stateful) {
    visitor.distinct_id = "cookieless_" + Text(base);
    visitor.session_id = SessionId(day.start, base).ToString();
    return Answer(std::move(visitor));
  }
  TRY_ASSIGN(Visitor * known, Find(claims.team_id, day.number, base));
  const auto identified_before = static_cast<std::int64_t>(
      std::distance(known->identified.begin(), known->identified.lower_bound(claims.offset)));
  if (claims.is_identify) {
    const bool is_new = std::ranges::none_of(
        known->identified, [&](const auto& one) { return one.second == claims.uuid; });
    if (is_new) {
      known->identified.emplace(claims.offset, claims.uuid);
      known->is_changed = true;
    }
  }
  // Who is identified already has one $identify that made another visitor of the rest of the day.
  const bool is_after = !claims.is_identify && !claims.is_anonymous;
  const Hash hash = hash_of(is_after ? identified_before - 1 : identified_before);
  TRY_ASSIGN(Visitor * of_session, Find(claims.team_id, day.number, hash));
  visitor.distinct_id = "cookieless_" + Text(hash);
  visitor.session_id = SessionOf(*of_session, claims, *salt, hash).ToString();
  return Answer(std::move(visitor));
}

Status Cookieless::Save(db::Transaction& transaction) {
  std::vector<std::vector<db::Param>> rows;
  for (auto& [key, visitor] : visitors_) {
    if (!visitor.is_changed) continue;
    visitor.is_changed = false;
    JsonArray identified;
    for (const auto& [offset, uuid] : visitor.identified) {
      identified.push_back(JsonObject{{"offset", offset}, {"uuid", uuid.ToString()}});
    }
    JsonArray sessions;
    for (const Session& session : visitor.sessions) {
      sessions.push_back(JsonObject{{"offset", session.from}, {"uuid", session.id.ToString()}});
    }
    std::string state = PrintJson(JsonObject{{"identified", std::move(identified)},
                                             {"sessions", std::move(sessions)},
                                             {"last_seen", visitor.last_seen.micros},
                                             {"last_offset", visitor.last_offset}});
    const std::size_t first = key.find('/');
    const std::size_t second = key.find('/', first + 1);
    rows.push_back({std::stoll(key.substr(0, first)),
                    std::stoll(key.substr(first + 1, second - first - 1)), key.substr(second + 1),
                    std::move(state)});
  }
  if (!rows.empty()) {
    TRY(transaction.ExecuteMany(
        "INSERT INTO ingest_cookieless_visitor (team_id, day, hash, state) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (team_id, day, hash) DO UPDATE SET state = excluded.state",
        rows));
  }
  if (visitors_.size() > kMaxVisitors) visitors_.clear();
  return Ok();
}

Status Cookieless::DeleteExpired(Timestamp now) {
  if (looked_at_ != Timestamp{} && now < looked_at_ + kLookEvery) return Ok();
  looked_at_ = now;
  // The youngest day that is over.
  const std::int64_t last = (now - kAfter).seconds() / 86'400;
  std::erase_if(salts_, [&](const auto& salt) { return salt.first <= last; });
  std::erase_if(visitors_, [&](const auto& visitor) {
    const std::size_t slash = visitor.first.find('/');
    return std::stoll(visitor.first.substr(slash + 1)) <= last;
  });
  return database_.Transact([&](db::Transaction& transaction) -> Status {
    TRY(transaction.Execute("DELETE FROM ingest_cookieless_salt WHERE day <= $1", {last}));
    TRY(transaction.Execute("DELETE FROM ingest_cookieless_visitor WHERE day <= $1", {last}));
    return Ok();
  });
}

}  // namespace tenrec::ingest
