#include "tenrec/api/property_values.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "tenrec/api/ask.h"
#include "tenrec/api/kept_values.h"
#include "tenrec/api/print.h"
#include "tenrec/api/session_properties.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"
#include "tenrec/hogql/channels.h"

namespace tenrec::api {
namespace {

/// So many rows of the last day say enough of what the week has.
constexpr std::uint64_t kEnoughRows = 1'000;
/// All values of the week are read ahead where those of the day took no more rows than this: most
/// who open a list choose from what it shows, and for them that was read in vain.
constexpr std::uint64_t kMaxRowsAhead = 500'000;
/// The list that somebody is about to search may be as old as this.
constexpr std::chrono::seconds kListAge{60};
/// More events than this are read as all.
constexpr std::size_t kMaxEventsOfKey = 50;
/// Persons whose properties are read.
constexpr std::uint64_t kMaxPersons = 10'000;
/// The share of all ids in which persons are counted first.
constexpr std::uint64_t kCountedShare = 64;
/// The smallest share that PersonsBelow can tell.
constexpr std::uint64_t kSmallestShare = 0x4000;

JsonObject QuestionOf(const std::string& hogql, JsonObject values) {
  return {{"kind", "HogQLQuery"}, {"query", hogql}, {"values", std::move(values)}};
}

Result<JsonArray> Rows(const Services& services, const Call& call, JsonObject question,
                       Freshness freshness) {
  TRY_ASSIGN(const JsonObject answer, Ask(services, call, std::move(question), freshness));
  return ResultsOf(answer);
}

/// Whether the value is one, and holds the text.
std::string IsWanted(const std::string& text, JsonObject& values) {
  if (text.empty()) return "value IS NOT NULL AND value != ''";
  values["pattern"] = LikePattern(text);
  return "value IS NOT NULL AND value != '' AND value ILIKE {pattern}";
}

/// The number in a column of a row; 0 when there is none.
std::uint64_t NumberIn(const Json& row, std::size_t column) {
  if (!row.is_array() || row.get_array().size() <= column) return 0;
  boost::system::error_code not_a_number;
  const auto number = row.get_array()[column].to_number<std::uint64_t>(not_a_number);
  return not_a_number ? 0 : number;
}

/// The first column of a row as text.
std::string TextIn(const Json& row) {
  if (!row.is_array() || row.get_array().empty() || !row.get_array()[0].is_string()) return {};
  return std::string(View(row.get_array()[0].get_string()));
}

/// A search that reads much: of `of`, as KeptValues knows it, for what holds `text`.
struct DearSearch {
  std::string of;
  std::string text;
};

/// How many rows the engine read for the answer.
std::uint64_t RowsRead(const JsonObject& answer) {
  const Json* about = answer.if_contains("query_metadata");
  const Json* rows = about == nullptr ? nullptr : FindMember(*about, "rows_read");
  return rows == nullptr ? 0 : NumberIn(JsonArray{*rows}, 0);
}

std::vector<CountedValue> ValuesOf(const JsonArray& rows) {
  std::vector<CountedValue> values;
  values.reserve(rows.size());
  for (const Json& row : rows) values.push_back({TextIn(row), NumberIn(row, 1)});
  return values;
}

void Shorten(JsonArray& rows, std::size_t limit) {
  if (rows.size() > limit) rows.resize(limit);
}

/// What earlier searches say of this one.
std::optional<JsonArray> FindKept(const Services& services, const DearSearch& search,
                                  std::size_t limit) {
  const auto kept = services.kept_values->Find(search.of, search.text);
  if (!kept) return std::nullopt;
  JsonArray rows;
  for (const CountedValue& value : *kept) {
    if (rows.size() < limit) rows.push_back(JsonArray{value.value, value.times});
  }
  return rows;
}

/// What the search finds, from an earlier one when it goes on from that. `ask` gives at most so
/// many rows, the most frequent first.
template <typename Ask>
Result<JsonArray> SearchOnce(const Services& services, const DearSearch& search, const Ask& ask,
                             std::size_t limit) {
  if (!KeptValues::IsPlain(search.text)) return ask(limit);
  // Who opens a list sees what there is now, and leaves it to those who search.
  if (!search.text.empty()) {
    if (auto rows = FindKept(services, search, limit)) return *std::move(rows);
  }
  const Timestamp now = services.clock.Now();
  TRY_ASSIGN(JsonArray rows, ask(KeptValues::kMaxValues + 1));
  if (search.text.empty() || !services.kept_values->Find(search.of, search.text)) {
    services.kept_values->Keep(search.of, search.text, ValuesOf(rows), now);
  }
  Shorten(rows, limit);
  return rows;
}

/// Adds what is new in the rows of the day, which may have come after those of the week were kept.
void AddNew(const JsonArray& of_day, std::size_t limit, JsonArray& of_week) {
  std::set<std::string> known;
  for (const Json& row : of_week) known.insert(TextIn(row));
  for (const Json& row : of_day) {
    if (of_week.size() < limit && !known.contains(TextIn(row))) of_week.push_back(row);
  }
}

std::uint64_t CountRows(const JsonArray& found) {
  std::uint64_t rows = 0;
  for (const Json& row : found) rows += NumberIn(row, 1);
  return rows;
}

bool IsEnough(const JsonArray& of_day, std::size_t limit) {
  return of_day.size() >= limit || CountRows(of_day) >= kEnoughRows;
}

/// What `of_days` finds in the last day, or in the week when that is too little.
template <typename OfDays>
Result<JsonArray> LatelyEnough(const Services& services, const DearSearch& search,
                               const OfDays& of_days, std::size_t limit) {
  TRY_ASSIGN(auto found, of_days(1, limit));
  if (IsEnough(found, limit)) return found;
  TRY_ASSIGN(
      auto of_week,
      SearchOnce(services, search, [&](std::size_t most) { return of_days(7, most); }, limit));
  AddNew(found, limit, of_week);
  return of_week;
}

/// The name of what is searched, whoever searches it.
std::string SearchOf(const Call& call, std::string_view what, const std::string& key,
                     const std::vector<std::string>& events = {}) {
  return PrintJson(JsonArray{call.team().id, what, key, PrintTexts(events)});
}

/// Channels whose names hold the text, in any case.
JsonArray ChannelsLike(const std::string& text) {
  JsonArray found;
  const std::string wanted = ToLowerAscii(text);
  for (const std::string_view channel : hogql::ChannelTypes()) {
    if (ToLowerAscii(channel).find(wanted) != std::string::npos) {
      found.push_back(JsonArray{channel, 0});
    }
  }
  return found;
}

/// Ids of persons are hashes and the engine orders them by their second half, so those below this
/// id are one in `share` of all, stand together, and are as good as drawn by lot.
std::string PersonsBelow(std::uint64_t share) {
  // The second half begins with the two bits 10 of its variant.
  const auto first = static_cast<unsigned>(0x8000 + kSmallestShare / share);
  std::array<char, 40> id{};
  (void)std::snprintf(id.data(), id.size(), "00000000-0000-0000-%04x-000000000000", first);
  return id.data();
}

/// One in how many persons are looked at.
Result<std::uint64_t> ShareOfPersons(const Services& services, const Call& call) {
  TRY_ASSIGN(const JsonArray rows,
             Rows(services, call,
                  QuestionOf("SELECT count() FROM raw_persons WHERE id < toUUID({below})",
                             {{"below", PersonsBelow(kCountedShare)}}),
                  Freshness::kKept));
  const std::uint64_t counted = rows.empty() ? 0 : NumberIn(rows[0], 0);
  std::uint64_t share = 1;
  while (counted * kCountedShare / share > kMaxPersons && share < kSmallestShare) share *= 2;
  return share;
}

Result<JsonArray> PersonValuesOf(const Services& services, const Call& call, const std::string& key,
                                 const std::string& text, std::size_t limit, std::uint64_t share) {
  JsonObject values{{"key", key}};
  std::string hogql = "SELECT toString(properties[{key}]) AS value, count() * " +
                      std::to_string(share) + " AS times FROM persons WHERE " +
                      IsWanted(text, values);
  if (share > 1) {
    hogql += " AND id < toUUID({below})";
    values["below"] = PersonsBelow(share);
  }
  hogql += " GROUP BY value ORDER BY times DESC, value LIMIT " + std::to_string(limit);
  // People delete and change persons by hand, too, and no event tells the cache.
  return Rows(services, call, QuestionOf(hogql, std::move(values)), Freshness::kComputedNow);
}

/// Values of a property of events, of all or some.
class EventValues {
 public:
  EventValues(const Services& services, const Call& call, const std::string& key,
              const std::vector<std::string>& events)
      : services_(services),
        call_(call),
        key_(key),
        events_(events),
        of_(SearchOf(call, "events", key, events)) {}

  Result<JsonArray> Find(const std::string& text, std::size_t limit) const {
    const auto of_days = [&](int days, std::size_t most) {
      if (!text.empty() && days > 1) return SearchWeek(text, most);
      return Ask(text, days, most);
    };
    return LatelyEnough(services_, {of_, text}, of_days, limit);
  }

  /// The list before the first letter. Who searches it needs all values of the week wherever the
  /// day does not know the letter, so they are read while somebody looks at the list and types.
  Result<JsonArray> Open(std::size_t limit) const {
    TRY_ASSIGN(JsonObject of_day, Question("", 1, limit));
    TRY_ASSIGN(const JsonObject answer, AskAgain(services_, call_, std::move(of_day), kListAge));
    // Where the day has little, the list is that of the week already.
    if (!IsEnough(ResultsOf(answer), limit)) return Find("", limit);
    if (RowsRead(answer) <= kMaxRowsAhead && !call_.caller->by_key()) TRY(ReadAhead());
    return ResultsOf(answer);
  }

 private:
  Status ReadAhead() const {
    TRY_ASSIGN(JsonObject question, Question("", 7, KeptValues::kMaxValues + 1));
    // It may come to its end after the services have.
    const std::shared_ptr<KeptValues>& kept = services_.kept_values;
    if (!kept->Begin(of_)) return Ok();
    AskAhead(services_, call_, std::move(question),
             [kept, of = of_](bool has_answer) { kept->End(of, has_answer); });
    return Ok();
  }

  /// The week; out of all its values, where those have begun to be read, which serves all searches
  /// of the minute.
  Result<JsonArray> SearchWeek(const std::string& text, std::size_t limit) const {
    KeptValues& kept = *services_.kept_values;
    const auto begun = KeptValues::IsPlain(text) ? kept.BegunAt(of_) : std::nullopt;
    if (!begun) return Ask(text, 7, limit);
    TRY_ASSIGN(JsonObject question, Question("", 7, KeptValues::kMaxValues + 1));
    const auto ago = std::chrono::ceil<std::chrono::seconds>(services_.clock.Now() - *begun);
    TRY_ASSIGN(const JsonObject all, AskAgain(services_, call_, std::move(question), ago));
    if (!kept.Keep(of_, "", ValuesOf(ResultsOf(all)), *begun)) kept.HasMany(of_);
    if (auto found = FindKept(services_, {of_, text}, limit)) return *std::move(found);
    return Ask(text, 7, limit);
  }

  Result<JsonArray> Ask(const std::string& text, int days, std::size_t limit) const {
    TRY_ASSIGN(JsonObject question, Question(text, days, limit));
    return Rows(services_, call_, std::move(question), Freshness::kKept);
  }

  Result<JsonObject> Question(const std::string& text, int days, std::size_t limit) const {
    JsonObject values{{"key", key_}};
    std::string wanted = IsWanted(text, values);
    std::vector<std::string> events = events_;
    if (days > 1 && events.empty()) {
      // A property that is rare in a day is mostly one of few events, and those stand together.
      TRY_ASSIGN(events,
                 services_.definitions.EventsWith(call_.team().id, key_, kMaxEventsOfKey + 1));
      if (events.size() > kMaxEventsOfKey) events.clear();
    }
    if (!events.empty()) {
      wanted += " AND event IN {events}";
      values["events"] = PrintTexts(events);
    }
    return QuestionOf(
        "SELECT toString(properties[{key}]) AS value, count() AS times FROM events WHERE "
        "timestamp > now() - INTERVAL " +
            std::to_string(days) + " DAY AND " + wanted +
            " GROUP BY value ORDER BY times DESC, value LIMIT " + std::to_string(limit),
        std::move(values));
  }

  const Services& services_;
  const Call& call_;
  const std::string& key_;
  const std::vector<std::string>& events_;
  const std::string of_;
};

}  // namespace

Result<JsonArray> FindEventValues(const Services& services, const Call& call,
                                  const std::string& key, const std::string& text,
                                  const std::vector<std::string>& events, std::size_t limit) {
  return EventValues(services, call, key, events).Find(text, limit);
}

Result<JsonArray> OpenEventValues(const Services& services, const Call& call,
                                  const std::string& key, const std::vector<std::string>& events,
                                  std::size_t limit) {
  return EventValues(services, call, key, events).Open(limit);
}

Result<JsonArray> FindSessionValues(const Services& services, const Call& call,
                                    const std::string& key, const std::string& text,
                                    std::size_t limit) {
  const auto* property = FindSessionProperty(key);
  if (property == nullptr) return JsonArray();
  if (key == "$channel_type") return ChannelsLike(text);
  if (property->type.kind == hogql::TypeKind::kBoolean) {
    return JsonArray{JsonArray{"1", 0}, JsonArray{"0", 0}};
  }
  if (property->type.kind != hogql::TypeKind::kString) return JsonArray();
  JsonObject values;
  const std::string condition = IsWanted(text, values);
  // The sessions of exactly these days would need the events of days before, too; the values are
  // the same.
  return LatelyEnough(
      services, {SearchOf(call, "sessions", key), text},
      [&](int days, std::size_t most) {
        return Rows(
            services, call,
            QuestionOf("SELECT value, count() AS times FROM (SELECT toString(" +
                           std::string(property->expression) +
                           ") AS value FROM events AS e WHERE e.timestamp > now() - INTERVAL " +
                           std::to_string(days) +
                           " DAY AND substring(e.$session_id, 15, 1) = '7' GROUP BY e.$session_id) "
                           "WHERE " +
                           condition + " GROUP BY value ORDER BY times DESC, value LIMIT " +
                           std::to_string(most),
                       values),
            Freshness::kKept);
      },
      limit);
}

Result<JsonArray> FindPersonValues(const Services& services, const Call& call,
                                   const std::string& key, const std::string& text,
                                   std::size_t limit) {
  TRY_ASSIGN(const std::uint64_t share, ShareOfPersons(services, call));
  TRY_ASSIGN(auto found, PersonValuesOf(services, call, key, text, limit, share));
  if (share == 1 || text.empty() || !found.empty()) return found;
  return SearchOnce(
      services, {SearchOf(call, "persons", key), text},
      [&](std::size_t most) { return PersonValuesOf(services, call, key, text, most, 1); }, limit);
}

}  // namespace tenrec::api
