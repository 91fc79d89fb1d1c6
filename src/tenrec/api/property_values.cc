#include "tenrec/api/property_values.h"

#include <array>
#include <cstdio>
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
/// More events than this are read as all.
constexpr std::size_t kMaxEventsOfKey = 50;
/// Persons whose properties are read.
constexpr std::uint64_t kMaxPersons = 10'000;
/// The share of all ids in which persons are counted first.
constexpr std::uint64_t kCountedShare = 64;
/// The smallest share that PersonsBelow can tell.
constexpr std::uint64_t kSmallestShare = 0x4000;

Result<JsonArray> Rows(const Services& services, const Call& call, const std::string& hogql,
                       JsonObject values, Freshness freshness) {
  TRY_ASSIGN(
      const JsonObject answer,
      Ask(services, call, {{"kind", "HogQLQuery"}, {"query", hogql}, {"values", std::move(values)}},
          freshness));
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

/// What the search finds, from an earlier one when it goes on from that. `ask` gives at most so
/// many rows, the most frequent first.
template <typename Ask>
Result<JsonArray> SearchOnce(const Services& services, const DearSearch& search, const Ask& ask,
                             std::size_t limit) {
  if (search.text.empty() || !KeptValues::IsPlain(search.text)) return ask(limit);
  JsonArray rows;
  if (const auto kept = services.kept_values->Find(search.of, search.text)) {
    for (const CountedValue& value : *kept) {
      if (rows.size() < limit) rows.push_back(JsonArray{value.value, value.times});
    }
    return rows;
  }
  TRY_ASSIGN(rows, ask(KeptValues::kMaxValues + 1));
  std::vector<CountedValue> values;
  values.reserve(rows.size());
  for (const Json& row : rows) values.push_back({TextIn(row), NumberIn(row, 1)});
  services.kept_values->Keep(search.of, search.text, std::move(values));
  if (rows.size() > limit)
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(limit), rows.end());
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

/// What `of_days` finds in the last day, or in the week when that is too little.
template <typename OfDays>
Result<JsonArray> LatelyEnough(const Services& services, const DearSearch& search,
                               const OfDays& of_days, std::size_t limit) {
  TRY_ASSIGN(auto found, of_days(1, limit));
  std::uint64_t rows = 0;
  for (const Json& row : found) rows += NumberIn(row, 1);
  if (found.size() >= limit || rows >= kEnoughRows) return found;
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
             Rows(services, call, "SELECT count() FROM raw_persons WHERE id < toUUID({below})",
                  {{"below", PersonsBelow(kCountedShare)}}, Freshness::kKept));
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
  return Rows(services, call, hogql, std::move(values), Freshness::kComputedNow);
}

}  // namespace

Result<JsonArray> FindEventValues(const Services& services, const Call& call,
                                  const std::string& key, const std::string& text,
                                  const std::vector<std::string>& events, std::size_t limit) {
  JsonObject values{{"key", key}};
  std::string condition = IsWanted(text, values);
  if (!events.empty()) {
    condition += " AND event IN {events}";
    values["events"] = PrintTexts(events);
  }
  const auto of_days = [&](int days, std::size_t most) -> Result<JsonArray> {
    std::string wanted = condition;
    JsonObject bound = values;
    if (days > 1 && events.empty()) {
      // A property that is rare in a day is mostly one of few events, and those stand together.
      TRY_ASSIGN(const auto with_it,
                 services.definitions.EventsWith(call.team().id, key, kMaxEventsOfKey + 1));
      if (!with_it.empty() && with_it.size() <= kMaxEventsOfKey) {
        wanted += " AND event IN {events}";
        bound["events"] = PrintTexts(with_it);
      }
    }
    return Rows(services, call,
                "SELECT toString(properties[{key}]) AS value, count() AS times FROM events WHERE "
                "timestamp > now() - INTERVAL " +
                    std::to_string(days) + " DAY AND " + wanted +
                    " GROUP BY value ORDER BY times DESC, value LIMIT " + std::to_string(most),
                std::move(bound), Freshness::kKept);
  };
  return LatelyEnough(services, {SearchOf(call, "events", key, events), text}, of_days, limit);
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
        return Rows(services, call,
                    "SELECT value, count() AS times FROM (SELECT toString(" +
                        std::string(property->expression) +
                        ") AS value FROM events AS e WHERE e.timestamp > now() - INTERVAL " +
                        std::to_string(days) +
                        " DAY AND substring(e.$session_id, 15, 1) = '7' GROUP BY e.$session_id) "
                        "WHERE " +
                        condition + " GROUP BY value ORDER BY times DESC, value LIMIT " +
                        std::to_string(most),
                    values, Freshness::kKept);
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
