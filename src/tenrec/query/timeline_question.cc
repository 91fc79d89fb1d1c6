/// SessionsTimelineQuery: the latest events, gathered into sessions.
/// Source: queries.md 12.3

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/json_text.h"
#include "tenrec/engine/cell_printer.h"
#include "tenrec/insights/elements_chain.h"
#include "tenrec/insights/events_query.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/query/properties_cell.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

constexpr std::int64_t kLatestEvents = 1000;
/// After so long without an event, those without a session of their own begin another.
constexpr std::int64_t kPauseMicros = std::int64_t{1800} * 1'000'000;

/// A session and its events, as rows of the block.
struct Entry {
  /// Empty: its events name none.
  std::string session_id;
  std::vector<std::size_t> rows;
};

/// The columns that the events are asked with.
struct EventColumns {
  const engine::Column& id;
  const engine::Column& timestamp;
  const engine::Column& event;
  const engine::Column& properties;
  const engine::Column& distinct_id;
  const engine::Column& chain;
  const engine::Column& session;
  const engine::Column& person;
};

/// Sessions in the order in which they begin; rows come latest first.
std::vector<Entry> Gather(const EventColumns& columns, std::size_t rows) {
  std::vector<Entry> entries;
  std::map<std::string, std::size_t, std::less<>> formal;
  struct Open {
    std::size_t entry = 0;
    std::int64_t last = 0;
  };
  std::map<Uuid, Open> informal;
  const auto begin = [&](std::string id) {
    entries.push_back({.session_id = std::move(id), .rows = {}});
    return entries.size() - 1;
  };
  for (std::size_t row = rows; row-- > 0;) {
    const std::string session =
        columns.session.IsNull(row) ? std::string() : std::string(columns.session.Text(row));
    std::size_t entry = 0;
    if (!session.empty()) {
      const auto found = formal.find(session);
      entry = found != formal.end() ? found->second : begin(session);
      formal.emplace(session, entry);
    } else {
      const std::int64_t time = columns.timestamp.Instant(row).micros;
      const auto [at, fresh] = informal.try_emplace(columns.person.Id(row));
      Open& open = at->second;
      if (fresh || time - open.last > kPauseMicros) open.entry = begin("");
      open.last = time;
      entry = open.entry;
    }
    entries[entry].rows.push_back(row);
  }
  return entries;
}

class TimelineQuestion final : public Question {
 public:
  TimelineQuestion(insights::EventsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion&) const override {
    using std::chrono::minutes;
    return {minutes(1), minutes(2), minutes(3), std::nullopt, false};
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    const Occasion& occasion = execution.occasion();
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    const insights::EventsContext context{occasion.Filters(), occasion.TestAccountFilters(),
                                          occasion.DisplayNameProperties(), nullptr};
    TRY_ASSIGN(const insights::EventsPlan plan, insights::PlanEvents(query_, context));
    TRY_ASSIGN(const Asked asked, execution.Ask(plan.query));
    const engine::Block& block = asked.block;
    if (block.columns.size() < query_.select.size()) {
      return Internal("a timeline without its columns");
    }
    const auto& all = block.columns;
    const EventColumns columns{all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]};
    const std::size_t rows = std::min(block.rows, static_cast<std::size_t>(kLatestEvents));
    const std::vector<Entry> entries = Gather(columns, rows);

    engine::CellPrinter id(*columns.id.type);
    engine::CellPrinter time(*columns.timestamp.type);
    PropertiesCell properties;
    std::string& text = out.Begin("results");
    text += '[';
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      text += entry == entries.rbegin() ? "{\"sessionId\":" : ",{\"sessionId\":";
      if (entry->session_id.empty()) {
        text += "null";
      } else {
        AppendJsonString(text, entry->session_id);
      }
      text += ",\"events\":[";
      for (auto row = entry->rows.rbegin(); row != entry->rows.rend(); ++row) {
        text += row == entry->rows.rbegin() ? "{\"id\":" : ",{\"id\":";
        id.Append(columns.id, *row, text);
        text += ",\"distinct_id\":";
        AppendJsonString(text, columns.distinct_id.Text(*row));
        text += ",\"event\":";
        AppendJsonString(text, columns.event.Text(*row));
        text += ",\"timestamp\":";
        time.Append(columns.timestamp, *row, text);
        text += ",\"properties\":";
        properties.Append(columns.properties, *row, false, text);
        AppendElements(columns.chain.Text(*row), text);
        text += '}';
        TRY(out.Check());
      }
      // Recordings are not linked to sessions yet.
      text += "],\"recording_duration_s\":null}";
    }
    text += ']';
    out.Add("hasMore", false);
    out.Add("hogql", Json(asked.compiled.hogql));
    out.Add("error", nullptr);
    return out.Check();
  }

 private:
  static void AppendElements(std::string_view chain, std::string& text) {
    text += ",\"elements_chain\":";
    if (chain.empty()) {
      text += "null,\"elements\":[]";
      return;
    }
    AppendJsonString(text, chain);
    text += ",\"elements\":";
    text += PrintJson(insights::ParseElementsChain(chain));
  }

  const insights::EventsQuery query_;
  const Json modifiers_;
};

}  // namespace

Result<QuestionPtr> ParseTimelineQuestion(const Json& json) {
  insights::EventsQuery query;
  insights::FieldReader in(json, "query");
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  query.person_id = in.Text("personId");
  query.after = in.Text("after").value_or("-24h");
  query.before = in.Text("before").value_or("-0h");
  TRY(in.Finish());
  query.select = {"uuid",        "timestamp",      "event",       "properties",
                  "distinct_id", "elements_chain", "$session_id", "person_id"};
  query.has_order_by = true;
  query.order_by = {"timestamp DESC", "uuid DESC"};
  query.limit = kLatestEvents;
  return QuestionPtr(std::make_unique<TimelineQuestion>(std::move(query), ModifiersOf(json)));
}

}  // namespace tenrec::query
