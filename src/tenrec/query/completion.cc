#include "tenrec/query/completion.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/macros.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/print.h"
#include "tenrec/hogql/tables.h"

namespace tenrec::query {
namespace {

using hogql::As;
using hogql::ExprPtr;
using hogql::FieldKind;
using hogql::HogQLTable;
using hogql::SelectNode;
using hogql::TableField;

constexpr std::size_t kMaxProperties = 220;
/// Stands for what is not written yet.
constexpr std::string_view kMarker = "tenrec__cursor";
constexpr std::array<std::string_view, 24> kKeywords = {
    "SELECT", "FROM", "WHERE",     "GROUP BY", "HAVING",   "ORDER BY", "LIMIT",   "OFFSET",
    "WITH",   "JOIN", "LEFT JOIN", "ON",       "DISTINCT", "AS",       "AND",     "OR",
    "NOT",    "IN",   "LIKE",      "ILIKE",    "BETWEEN",  "CASE",     "IS NULL", "UNION ALL"};

bool IsNameByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '_' || byte == '$' || byte >= 0x80 || (byte >= '0' && byte <= '9') ||
         (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// Where a code point begins; the end of the text for one past it.
std::size_t ByteOf(std::string_view text, std::size_t code_point) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && code_point-- == 0) return at;
  }
  return at;
}

/// The names in front of a word, as in `e.person.` before `properties`.
struct Path {
  std::vector<std::string> names;
  std::size_t start = 0;
};

Path PathBefore(std::string_view text, std::size_t word) {
  Path path{.names = {}, .start = word};
  while (path.start > 0 && text[path.start - 1] == '.') {
    const std::size_t end = path.start - 1;
    std::size_t begin = end;
    std::string name;
    if (end > 0 && (text[end - 1] == '`' || text[end - 1] == '"')) {
      if (end < 2) break;
      const auto open = text.rfind(text[end - 1], end - 2);
      if (open == std::string_view::npos) break;
      name = text.substr(open + 1, end - open - 2);
      begin = open;
    } else {
      while (begin > 0 && IsNameByte(text[begin - 1])) --begin;
      name = text.substr(begin, end - begin);
    }
    if (name.empty()) break;
    path.names.insert(path.names.begin(), std::move(name));
    path.start = begin;
  }
  return path;
}

/// Whether the text ends with a word that tables follow.
bool AsksForATable(std::string_view before) {
  const std::string_view trimmed = TrimAscii(before);
  std::size_t begin = trimmed.size();
  while (begin > 0 && IsNameByte(trimmed[begin - 1])) --begin;
  const std::string_view word = trimmed.substr(begin);
  return EqualsIgnoreCase(word, "from") || EqualsIgnoreCase(word, "join");
}

/// One table of FROM as names are looked up in it.
struct Source {
  std::string name;
  const HogQLTable* table = nullptr;
  /// Of a query in place of a table.
  std::vector<std::string> columns;
};

using Tables = std::vector<const hogql::CommonTable*>;

/// The SELECT in which the marker stands.
struct Found {
  const SelectNode* select = nullptr;
  bool is_table = false;
  Tables ctes;
};

bool IsMarked(const ExprPtr& expr) {
  const auto* field = As<hogql::FieldNode>(expr);
  return field != nullptr && !field->chain.empty() && field->chain.back() == kMarker;
}

bool FindMarker(const ExprPtr& expr, Found here, Found& out) {
  if (const auto* select = As<SelectNode>(expr)) {
    here.select = select;
    if (select->ctes) {
      for (const auto& table : *select->ctes) here.ctes.push_back(&table);
    }
    for (const hogql::JoinItem& item : select->from) {
      if (!IsMarked(item.table)) continue;
      here.is_table = true;
      out = here;
      return true;
    }
  }
  if (IsMarked(expr)) {
    out = here;
    return true;
  }
  bool found = false;
  hogql::ForEachChild(*expr, [&](const ExprPtr& child) {
    if (!found) found = FindMarker(child, here, out);
  });
  return found;
}

/// The tree of a text that somebody is writing, with the marker at the cursor: what is missing
/// behind it is guessed.
ExprPtr Tolerant(std::string_view before, std::string_view after) {
  const std::string marked = std::string(before) + std::string(kMarker);
  const std::string rest(after);
  const std::array<std::string, 10> guesses = {
      rest,           ")" + rest,      " " + rest,    "",           ")", "))",
      " FROM events", ") FROM events", " = 1" + rest, " END" + rest};
  for (const std::string& guess : guesses) {
    auto tree = hogql::ParseSelect(marked + guess);
    if (tree) return *std::move(tree);
  }
  return nullptr;
}

std::vector<Source> SourcesOf(const SelectNode& select, const Tables& ctes, int depth);

/// The names of a query's columns.
std::vector<std::string> ColumnsOf(const ExprPtr& query, const Tables& ctes, int depth) {
  std::vector<std::string> out;
  if (depth > 16) return out;
  if (const auto* set = As<hogql::SelectSetNode>(query)) {
    return ColumnsOf(set->initial, ctes, depth + 1);
  }
  const auto* select = As<SelectNode>(query);
  if (select == nullptr) return out;
  for (const ExprPtr& item : select->select) {
    if (const auto* alias = As<hogql::AliasNode>(item)) out.push_back(alias->alias);
    const auto* field = As<hogql::FieldNode>(item);
    if (field == nullptr || field->chain.empty()) continue;
    if (field->chain.back() != "*") {
      out.push_back(field->chain.back());
      continue;
    }
    for (const Source& source : SourcesOf(*select, ctes, depth + 1)) {
      out.insert(out.end(), source.columns.begin(), source.columns.end());
      if (source.table == nullptr) continue;
      for (const TableField& column : source.table->fields) {
        if (!column.hidden) out.emplace_back(column.name);
      }
    }
  }
  return out;
}

std::vector<Source> SourcesOf(const SelectNode& select, const Tables& ctes, int depth) {
  std::vector<Source> out;
  for (const hogql::JoinItem& item : select.from) {
    Source source{.name = item.alias, .table = nullptr, .columns = {}};
    if (const auto* name = As<hogql::FieldNode>(item.table)) {
      std::string written;
      for (const std::string& part : name->chain) written += (written.empty() ? "" : ".") + part;
      if (source.name.empty()) source.name = written;
      const auto cte = std::ranges::find_if(
          ctes, [&](const hogql::CommonTable* table) { return table->name == written; });
      if (cte != ctes.end()) {
        source.columns = ColumnsOf((*cte)->expr, ctes, depth + 1);
      } else {
        source.table = hogql::FindTable(written);
      }
    } else if (item.table != nullptr) {
      source.columns = ColumnsOf(item.table, ctes, depth + 1);
    }
    out.push_back(std::move(source));
  }
  return out;
}

std::string_view TypeWord(const TableField& field) {
  using hogql::TypeKind;
  if (field.kind == FieldKind::kLazyTable || field.kind == FieldKind::kVirtualTable) {
    return "Table";
  }
  switch (field.type.kind) {
    case TypeKind::kBoolean:
      return "Boolean";
    case TypeKind::kInteger:
      return "Integer";
    case TypeKind::kFloat:
    case TypeKind::kDecimal:
      return "Float";
    case TypeKind::kString:
      return "String";
    case TypeKind::kUuid:
      return "UUID";
    case TypeKind::kDate:
      return "Date";
    case TypeKind::kDateTime:
      return "DateTime";
    case TypeKind::kArray:
      return "Array";
    case TypeKind::kJson:
      return "Object";
    default:
      return "";
  }
}

std::string Written(const std::string& name) {
  return hogql::PrintHogQL(*hogql::Field({name}));
}

/// Where a path of names leads: to a table, to the properties of one, or nowhere.
struct Target {
  const HogQLTable* table = nullptr;
  const std::vector<std::string>* columns = nullptr;
  std::optional<hogql::PropertyScope> properties;
  int group_index = -1;
};

hogql::PropertyScope ScopeOfTable(const HogQLTable& table) {
  if (table.is_events()) return hogql::PropertyScope::kEvent;
  return table.table == "groups" ? hogql::PropertyScope::kGroup : hogql::PropertyScope::kPerson;
}

/// The field that the project's name of a group type stands for.
const TableField* FieldOfGroupType(const HogQLTable& events, std::string_view name,
                                   const ProjectNames& names) {
  const auto type = std::ranges::find(names.group_types, name);
  if (name.empty() || type == names.group_types.end()) return nullptr;
  return events.Find("group_" + std::to_string(type - names.group_types.begin()));
}

/// One name further; nothing when it leads nowhere.
std::optional<Target> Follow(const Target& from, std::string_view name, const ProjectNames& names) {
  if (from.table == nullptr) return std::nullopt;
  const TableField* field = from.table->Find(name);
  if (field == nullptr && from.table->is_events())
    field = FieldOfGroupType(*from.table, name, names);
  if (field == nullptr) return std::nullopt;
  if (field->kind == FieldKind::kLazyTable || field->kind == FieldKind::kVirtualTable) {
    return Target{.table = &hogql::TableOf(*field),
                  .group_index = std::max(from.group_index, field->group_index)};
  }
  if (field->type.kind != hogql::TypeKind::kJson) return std::nullopt;
  return Target{.properties = ScopeOfTable(*from.table), .group_index = from.group_index};
}

std::optional<Target> Resolve(const std::vector<std::string>& path,
                              const std::vector<Source>& sources, const ProjectNames& names) {
  std::optional<Target> at;
  std::size_t used = 1;
  for (const Source& source : sources) {
    if (source.name == path.front()) at = Target{.table = source.table, .columns = &source.columns};
  }
  for (const Source& source : sources) {
    if (at) break;
    at = Follow(Target{.table = source.table}, path.front(), names);
    const bool kept = std::ranges::find(source.columns, path.front()) != source.columns.end();
    // A query hands the properties of events on under their own name.
    if (!at && kept && path.front() == "properties") {
      at = Target{.properties = hogql::PropertyScope::kEvent};
    }
  }
  for (; at && used < path.size(); ++used) at = Follow(*at, path[used], names);
  return at;
}

/// Those that people may call, sorted.
std::vector<std::string_view> FunctionNames() {
  std::vector<std::string_view> names;
  hogql::ForEachFunction([&](const hogql::Function& function) {
    if (!function.name.starts_with('_')) names.push_back(function.name);
  });
  hogql::ForEachMacro([&](const hogql::Macro& macro) {
    if (!macro.name.starts_with('_')) names.push_back(macro.name);
  });
  // Those that stand in no table, for they are more than their arguments.
  names.insert(names.end(),
               {"exists", "explainCSPReport", "matchesAction", "recordingButton", "sparkline"});
  std::ranges::sort(names);
  return names;
}

class Completer {
 public:
  Completer(std::string_view word, const ProjectNames& names) : word_(word), names_(names) {}

  void AddTables(const Tables& ctes) {
    for (const hogql::CommonTable* table : ctes) Add("Folder", table->name, "Table");
    for (const HogQLTable& table : hogql::AllTables()) {
      if (table.rows != hogql::TableRows::kVirtual) {
        AddAs("Folder", std::string(table.name), std::string(table.name), "Table");
      }
    }
  }

  void AddFields(const HogQLTable& table) {
    for (const TableField& field : table.fields) {
      if (field.name != "team_id") Add("Variable", std::string(field.name), TypeWord(field));
    }
    if (!table.is_events()) return;
    for (const std::string& type : names_.group_types) Add("Variable", type, "Table");
  }

  void AddColumns(const std::vector<std::string>& columns) {
    for (const std::string& column : columns) Add("Variable", column, "");
  }

  /// What may begin an expression.
  void AddScope(const std::vector<Source>& sources) {
    for (const Source& source : sources) {
      if (source.table != nullptr) AddFields(*source.table);
      AddColumns(source.columns);
    }
    for (const Source& source : sources) {
      if (!source.name.empty()) Add("Folder", source.name, "Table");
    }
    for (const std::string_view name : FunctionNames()) {
      AddAs("Function", std::string(name), std::string(name) + "()", "Function");
    }
    for (const std::string_view keyword : kKeywords) {
      AddAs("Keyword", std::string(keyword), std::string(keyword), "");
    }
  }

  Status AddProperties(hogql::PropertyScope scope, int group_index) {
    if (!names_.properties) return Ok();
    TRY_ASSIGN(const auto found, names_.properties(scope, group_index, word_));
    for (const PropertyName& property : found) {
      if (out_.list.size() == kMaxProperties) {
        out_.incomplete = true;
        break;
      }
      Add("Property", property.name, property.type);
    }
    return Ok();
  }

  Completions Take() { return std::move(out_); }

 private:
  void Add(std::string_view kind, const std::string& name, std::string_view detail) {
    AddAs(kind, name, Written(name), detail);
  }
  void AddAs(std::string_view kind, std::string label, std::string text, std::string_view detail) {
    if (label.empty()) return;
    const bool there = std::ranges::any_of(
        out_.list, [&](const Completion& one) { return one.label == label && one.kind == kind; });
    if (there && kind != "Function") return;
    out_.list.push_back({kind, std::move(label), std::move(text), std::string(detail)});
  }

  const std::string_view word_;
  const ProjectNames& names_;
  Completions out_;
};

}  // namespace

Result<Completions> Complete(std::string_view text, WritingPlace place, const SelectNode* scope,
                             const ProjectNames& names) {
  const std::size_t begin = ByteOf(text, std::min(place.start, place.end));
  const std::size_t end = ByteOf(text, std::max(place.start, place.end));
  const Path path = PathBefore(text, begin);
  Completer completer(text.substr(begin, end - begin), names);

  Found found;
  ExprPtr tree;
  if (scope != nullptr) {
    found.select = scope;
  } else {
    tree = Tolerant(text.substr(0, begin), text.substr(end));
    if (tree != nullptr) FindMarker(tree, {}, found);
  }
  if (path.names.empty()) {
    if (found.is_table || (scope == nullptr && AsksForATable(text.substr(0, path.start)))) {
      completer.AddTables(found.ctes);
      return completer.Take();
    }
  }
  std::vector<Source> sources;
  if (found.select != nullptr) sources = SourcesOf(*found.select, found.ctes, 0);
  // Most questions are about events, and people often write FROM last.
  if (sources.empty()) {
    sources.push_back({.name = "events", .table = hogql::FindTable("events"), .columns = {}});
  }
  if (path.names.empty()) {
    completer.AddScope(sources);
    return completer.Take();
  }
  const auto target = Resolve(path.names, sources, names);
  if (!target) return completer.Take();
  if (target->properties) {
    TRY(completer.AddProperties(*target->properties, target->group_index));
    return completer.Take();
  }
  if (target->table != nullptr) completer.AddFields(*target->table);
  if (target->columns != nullptr) completer.AddColumns(*target->columns);
  return completer.Take();
}

}  // namespace tenrec::query
