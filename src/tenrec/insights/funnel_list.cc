#include "tenrec/insights/funnel_list.h"

#include <string>
#include <utility>

#include "tenrec/base/json_text.h"

namespace tenrec::insights {
namespace {

using hogql::Alias;
using hogql::Call;
using hogql::Constant;
using hogql::ExprPtr;
using hogql::Field;

/// A text is copied when it grows, into the tree, and into the statement's parameters.
constexpr std::size_t kCopies = 4;
/// Of a way, printed.
constexpr std::size_t kWayBytes = 64;

/// The rows that a JSON text holds.
ExprPtr RowsOf(std::string text, const char* type) {
  return Call("arrayJoin", {Call("JSONExtract", {Constant(std::move(text)), Constant(type)})});
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

void ActorRows::Add(const ListedActor& actor) {
  if (size_++ != 0) text_ += ',';
  if (!with_events_) {
    AppendJsonString(text_, actor.id);
    return;
  }
  text_ += '[';
  AppendJsonString(text_, actor.id);
  text_ += ",[";
  if (actor.event != nullptr) {
    text_ += "[\"" + EngineTime(actor.event->time) + "\",\"" + actor.event->uuid.ToString() + "\",";
    AppendJsonString(text_, actor.event->session);
    text_ += ',';
    AppendJsonString(text_, actor.event->window);
    text_ += ']';
  }
  text_ += "]]";
}

std::size_t ActorRows::bytes() const {
  return kCopies * text_.size();
}

ExprPtr ActorRows::Select(ActorKind kind) && {
  text_ += ']';
  hogql::SelectNode select;
  if (!with_events_) {
    select.select = {Alias("actor_id", IdOf(RowsOf(std::move(text_), "Array(String)"), kind))};
    return hogql::Make(std::move(select));
  }
  hogql::SelectNode unpack;
  unpack.select = {
      Alias("row", RowsOf(std::move(text_),
                          "Array(Tuple(String, Array(Tuple(DateTime64(6, 'UTC'), UUID, String, "
                          "String))))"))};
  select.select = {Alias("actor_id", IdOf(Part("row", 1), kind)),
                   Alias("matching_events", Part("row", 2))};
  select.from = {hogql::Table(hogql::Make(std::move(unpack)), "listed")};
  return hogql::Make(std::move(select));
}

std::size_t BytesOfWays(const std::vector<ListedActor>& actors) {
  const std::size_t id = actors.empty() ? 0 : actors.front().id.size();
  // The list is copied once when only some of the actors are wanted.
  return actors.size() * (2 * (sizeof(ListedActor) + id) + kCopies * (id + kWayBytes));
}

ExprPtr ActorWays(const std::vector<ListedActor>& actors, ActorKind kind) {
  std::string rows = "[";
  for (const ListedActor& actor : actors) {
    if (rows.size() > 1) rows += ',';
    rows += '[';
    AppendJsonString(rows, actor.id);
    rows.append(",\"").append(EngineTime(actor.entered));
    rows.append("\",\"").append(EngineTime(actor.until));
    rows.append(actor.converted ? "\",1]" : "\",0]");
  }
  rows += ']';
  hogql::SelectNode unpack;
  unpack.select = {Alias(
      "way", RowsOf(std::move(rows),
                    "Array(Tuple(String, DateTime64(6, 'UTC'), DateTime64(6, 'UTC'), UInt8))"))};
  hogql::SelectNode select;
  select.select = {Alias("actor_id", IdOf(Part("way", 1), kind)), Alias("entered", Part("way", 2)),
                   Alias("until", Part("way", 3)), Alias("converted", Part("way", 4))};
  select.from = {hogql::Table(hogql::Make(std::move(unpack)), "ways")};
  return hogql::Make(std::move(select));
}

}  // namespace tenrec::insights
