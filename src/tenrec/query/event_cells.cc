#include "tenrec/query/event_cells.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <simdjson.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json.h"
#include "tenrec/base/json_text.h"
#include "tenrec/engine/cell_printer.h"
#include "tenrec/insights/elements_chain.h"

namespace tenrec::query {
namespace {

using engine::CellPrinter;
using engine::Column;
using engine::Type;
using engine::TypeKind;
using insights::EventsColumn;

/// Puts JSON text that is stored as text into an answer as it is.
class EmbeddedJson {
 public:
  /// What can be said of the text before it is embedded.
  struct Look {
    bool valid = false;
    /// It is an object and has this member.
    bool has_member = false;
  };

  Look LookAt(std::string_view text, std::string_view member) {
    simdjson::dom::element element;
    if (parser_.parse(text.data(), text.size()).get(element) == simdjson::SUCCESS) {
      simdjson::dom::object object;
      if (element.get(object) != simdjson::SUCCESS) return {true, false};
      return {true, !member.empty() && object.at_key(member).error() == simdjson::SUCCESS};
    }
    // Numbers past 64 bits are JSON too.
    const auto parsed = ParseJson(text);
    if (!parsed) return {};
    return {true, !member.empty() && FindMember(*parsed, member) != nullptr};
  }

 private:
  simdjson::dom::parser parser_;
};

bool IsTupleOf(const Type& type, std::size_t fields) {
  return type.kind == TypeKind::kTuple && type.children.size() == fields;
}

/// A property object that is kept as text: embedded, or null when it is no JSON.
class PropertiesCell {
 public:
  void Append(const Column& column, std::size_t row, bool marks_recordings, std::string& out) {
    if (column.IsNull(row) || column.type->kind != TypeKind::kString) {
      out += "null";
      return;
    }
    const std::string_view text = TrimAscii(column.Text(row));
    const auto look = json_.LookAt(text, marks_recordings ? "$session_id" : "");
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

 private:
  EmbeddedJson json_;
};

/// `*`: the fields of an event as an object.
class EventCell {
 public:
  explicit EventCell(const Type& type) {
    for (const auto& child : type.children) printers_.emplace_back(*child);
  }

  void operator()(const Column& column, std::size_t row, std::string& out) {
    const auto& fields = insights::kStarFields;
    std::string_view chain;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      out += i == 0 ? '{' : ',';
      AppendJsonString(out, fields[i]);
      out += ':';
      if (fields[i] == "properties") {
        properties_->Append(column.child(i), row, true, out);
      } else {
        printers_[i].Append(column.child(i), row, out);
      }
      if (fields[i] == "elements_chain" && column.child(i).type->kind == TypeKind::kString) {
        chain = column.child(i).Text(row);
      }
    }
    if (!chain.empty()) {
      out += ",\"elements\":";
      out += PrintJson(insights::ParseElementsChain(chain));
    }
    out += '}';
  }

 private:
  std::vector<CellPrinter> printers_;
  std::shared_ptr<PropertiesCell> properties_ = std::make_shared<PropertiesCell>();
};

/// (id, created_at, properties, distinct_id) as the event's person.
class PersonCell {
 public:
  explicit PersonCell(const Type& type) {
    for (const auto& child : type.children) printers_.emplace_back(*child);
  }

  void operator()(const Column& column, std::size_t row, std::string& out) {
    out += '{';
    if (!column.child(0).IsNull(row) && !column.child(1).IsNull(row)) {
      out += "\"uuid\":";
      printers_[0].Append(column.child(0), row, out);
      out += ",\"created_at\":";
      printers_[1].Append(column.child(1), row, out);
      out += ",\"properties\":";
      properties_->Append(column.child(2), row, false, out);
      out += ',';
    }
    out += "\"distinct_id\":";
    printers_[3].Append(column.child(3), row, out);
    out += '}';
  }

 private:
  std::vector<CellPrinter> printers_;
  std::shared_ptr<PropertiesCell> properties_ = std::make_shared<PropertiesCell>();
};

/// (display_name, id, distinct_id) as an object.
class DisplayNameCell {
 public:
  explicit DisplayNameCell(const Type& type) {
    for (const auto& child : type.children) printers_.emplace_back(*child);
  }

  void operator()(const Column& column, std::size_t row, std::string& out) const {
    out += "{\"display_name\":";
    printers_[0].Append(column.child(0), row, out);
    out += ",\"id\":";
    printers_[1].Append(column.child(1), row, out);
    out += ",\"distinct_id\":";
    printers_[2].Append(column.child(2), row, out);
    out += '}';
  }

 private:
  std::vector<CellPrinter> printers_;
};

}  // namespace

CellWriter EventsCellWriter(EventsColumn shape, const Type& type) {
  switch (shape) {
    case EventsColumn::kPlain:
      return nullptr;
    case EventsColumn::kEvent:
      if (!IsTupleOf(type, insights::kStarFields.size())) return nullptr;
      return EventCell(type);
    case EventsColumn::kPerson:
      if (!IsTupleOf(type, 4)) return nullptr;
      return PersonCell(type);
    case EventsColumn::kDisplayName:
      if (!IsTupleOf(type, 3)) return nullptr;
      return DisplayNameCell(type);
  }
  return nullptr;
}

}  // namespace tenrec::query
