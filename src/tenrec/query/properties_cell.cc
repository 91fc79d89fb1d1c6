#include "tenrec/query/properties_cell.h"

#include <simdjson.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"

namespace tenrec::query {
namespace {

/// What can be said of a text before it is embedded.
struct Look {
  bool valid = false;
  /// It is an object and has the member.
  bool has_member = false;
};

Look LookAt(simdjson::dom::parser& parser, std::string_view text, std::string_view member) {
  simdjson::dom::element element;
  if (parser.parse(text.data(), text.size()).get(element) == simdjson::SUCCESS) {
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) return {true, false};
    return {true, !member.empty() && object.at_key(member).error() == simdjson::SUCCESS};
  }
  // Numbers past 64 bits are JSON too.
  const auto parsed = ParseJson(text);
  if (!parsed) return {};
  return {true, !member.empty() && FindMember(*parsed, member) != nullptr};
}

}  // namespace

struct PropertiesCell::Parser {
  simdjson::dom::parser dom;
};

PropertiesCell::PropertiesCell() : parser_(std::make_unique<Parser>()) {
}
PropertiesCell::~PropertiesCell() = default;

void PropertiesCell::Append(const engine::Column& column, std::size_t row, bool marks_recordings,
                            std::string& out) {
  if (column.IsNull(row) || column.type->kind != engine::TypeKind::kString) {
    out += "null";
    return;
  }
  const std::string_view text = TrimAscii(column.Text(row));
  const Look look = LookAt(parser_->dom, text, marks_recordings ? "$session_id" : "");
  if (!look.valid) {
    out += "null";
  } else if (look.has_member) {
    // Recordings are not linked to events yet.
    out += text.substr(0, text.size() - 1);
    out += ",\"$has_recording\":false}";
  } else {
    out += text;
  }
}

}  // namespace tenrec::query
