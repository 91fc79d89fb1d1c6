#include "tenrec/ingest/event_reader.h"

#include <cstring>
#include <string>
#include <utility>

#include <simdjson.h>

#include "tenrec/base/json.h"
#include "tenrec/ingest/json_members.h"

namespace tenrec::ingest {
namespace {

constexpr std::string_view kEscapedNul = "\\u0000";
constexpr std::size_t kMaxDepth = 512;

/// Replaces every escaped NUL; `\\u0000` (a backslash and letters) is left alone.
std::string ReplaceNuls(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '\\' || i + 1 == json.size()) {
      out += json[i];
    } else if (json.substr(i).starts_with(kEscapedNul)) {
      out += "\\ufffd";
      i += kEscapedNul.size() - 1;
    } else {
      out += json[i];
      out += json[++i];
    }
  }
  return out;
}

}  // namespace

struct EventReader::State {
  simdjson::dom::parser parser;
  std::string padded;

  bool IsValidObject(std::string_view json) {
    if (padded.size() < json.size() + simdjson::SIMDJSON_PADDING) {
      padded.resize((json.size() + simdjson::SIMDJSON_PADDING) * 2);
    }
    std::memcpy(padded.data(), json.data(), json.size());
    simdjson::dom::element element;
    if (parser.parse(padded.data(), json.size(), false).get(element) != simdjson::SUCCESS) {
      return false;
    }
    return element.is_object();
  }

  /// The text, or one that stands for it and that every reader behind us takes.
  Result<std::string_view> Accept(std::string_view json, TextArena& arena) {
    if (json.find(kEscapedNul) != std::string_view::npos) json = arena.Keep(ReplaceNuls(json));
    if (IsValidObject(json)) return json;
    // Numbers past 64 bits or past a double are valid JSON all the same.
    TRY_ASSIGN(const Json value, ParseJson(json, kMaxDepth));
    if (!value.is_object()) return InvalidArgument("properties are no JSON object");
    return arena.Keep(PrintJson(value));
  }
};

EventReader::EventReader() : state_(std::make_unique<State>()) {
}
EventReader::~EventReader() = default;

Status EventReader::ReadProperties(const log::EventRecord& record, TextArena& arena, Event& event) {
  event.record = record;
  event.name = record.event;
  event.distinct_id = record.distinct_id;
  TRY_ASSIGN(event.record.properties, state_->Accept(record.properties, arena));
  for (std::string_view* beside :
       {&event.record.set, &event.record.set_once, &event.record.unset}) {
    if (beside->empty() || *beside == "null") {
      *beside = {};
    } else if (IsJsonArray(*beside)) {
      TRY_ASSIGN(const Json list, ParseJson(*beside, kMaxDepth));
      *beside = arena.Keep(PrintJson(list));
    } else {
      // What is neither is the client's mistake, and the event is worth more than it.
      const auto accepted = state_->Accept(*beside, arena);
      *beside = accepted ? *accepted : std::string_view();
    }
  }

  event.properties.reserve(40);
  JsonMembers members(event.record.properties);
  for (JsonMember member; members.Next(member);) {
    const bool is_plain = member.key.find('\\') == std::string_view::npos;
    const std::string_view key = is_plain ? member.key : arena.Keep(UnescapeJson(member.key));
    event.properties.push_back(
        {.raw_key = member.key, .key = key, .value = member.value, .known = FindKnownKey(key)});
  }
  return Ok();
}

}  // namespace tenrec::ingest
