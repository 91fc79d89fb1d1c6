#include "tenrec/insights/funnel_list.h"

#include <string>
#include <utility>

#include "tenrec/base/json.h"

namespace tenrec::insights {
namespace {

using hogql::Alias;
using hogql::Call;
using hogql::Constant;
using hogql::ExprPtr;
using hogql::Field;

/// The rows that a JSON text holds. One text, because a query of a million constants would take
/// minutes to read.
ExprPtr RowsOf(const JsonArray& rows, const char* type) {
  return Call("arrayJoin", {Call("JSONExtract", {Constant(PrintJson(rows)), Constant(type)})});
}

ExprPtr Part(const char* tuple, int index) {
  return Call("tupleElement", {Field({tuple}), Constant(index)});
}

/// "2026-11-22 09:30:00.123456", in UTC.
std::string EngineTime(Timestamp t) {
  std::string text = FormatIso(t);
  text.resize(text.size() - 1);
  text[10] = ' ';
  return text;
}

ExprPtr IdOf(ExprPtr text, ActorKind kind) {
  return kind == ActorKind::kPerson ? Call("toUUID", {std::move(text)}) : text;
}

}  // namespace

ExprPtr ActorRows(const std::vector<ListedActor>& actors, ActorKind kind, bool with_events) {
  JsonArray rows;
  for (const ListedActor& actor : actors) {
    JsonArray events;
    if (actor.event) {
      events.push_back(JsonArray{Json(EngineTime(actor.event->time)),
                                 Json(actor.event->uuid.ToString()), Json(actor.event->session),
                                 Json(actor.event->window)});
    }
    rows.push_back(with_events ? Json(JsonArray{Json(actor.id), std::move(events)})
                               : Json(actor.id));
  }
  hogql::SelectNode select;
  if (!with_events) {
    select.select = {Alias("actor_id", IdOf(RowsOf(rows, "Array(String)"), kind))};
    return hogql::Make(std::move(select));
  }
  hogql::SelectNode unpack;
  unpack.select = {
      Alias("row", RowsOf(rows,
                          "Array(Tuple(String, Array(Tuple(DateTime64(6, 'UTC'), UUID, String, "
                          "String))))"))};
  select.select = {Alias("actor_id", IdOf(Part("row", 1), kind)),
                   Alias("matching_events", Part("row", 2))};
  select.from = {hogql::Table(hogql::Make(std::move(unpack)), "listed")};
  return hogql::Make(std::move(select));
}

ExprPtr ActorWays(const std::vector<ListedActor>& actors, ActorKind kind) {
  JsonArray rows;
  for (const ListedActor& actor : actors) {
    rows.push_back(JsonArray{Json(actor.id), EngineTime(actor.entered), EngineTime(actor.until),
                             actor.converted ? 1 : 0});
  }
  hogql::SelectNode unpack;
  unpack.select = {Alias(
      "way",
      RowsOf(rows, "Array(Tuple(String, DateTime64(6, 'UTC'), DateTime64(6, 'UTC'), UInt8))"))};
  hogql::SelectNode select;
  select.select = {Alias("actor_id", IdOf(Part("way", 1), kind)), Alias("entered", Part("way", 2)),
                   Alias("until", Part("way", 3)), Alias("converted", Part("way", 4))};
  select.from = {hogql::Table(hogql::Make(std::move(unpack)), "ways")};
  return hogql::Make(std::move(select));
}

}  // namespace tenrec::insights
