#include "tenrec/query/event_cells.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/json_text.h"
#include "tenrec/engine/cell_printer.h"
#include "tenrec/insights/elements_chain.h"
#include "tenrec/query/properties_cell.h"

namespace tenrec::query {
namespace {

using engine::CellPrinter;
using engine::Column;
using engine::Type;
using engine::TypeKind;
using insights::EventsColumn;

bool IsTupleOf(const Type& type, std::size_t fields) {
  return type.kind == TypeKind::kTuple && type.children.size() == fields;
}

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
