#include "tenrec/store/event_batch.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "tenrec/base/hash.h"
#include "tenrec/engine/native_writer.h"
#include "tenrec/schema/property_text.h"
#include "tenrec/schema/schema.h"

namespace tenrec::store {
namespace {

using engine::AppendFixed;
using engine::AppendText;
using engine::AppendUuid;
using schema::PropertyScope;

using HotColumn = std::variant<engine::DictionaryColumn, engine::NullableTextColumn>;

HotColumn MakeHotColumn(bool low_cardinality) {
  if (low_cardinality) return engine::DictionaryColumn(true);
  return engine::NullableTextColumn();
}

/// What there is to know about a key, found with one look while a batch is filled.
class KeyTable {
 public:
  struct Key {
    std::uint64_t hash = 0;
    std::string text;
    int hot = -1;              // the column, or -1
    bool is_tail = false;      // goes to the map, beside a promoted column or alone
    std::uint32_t tail = 0;    // the key's number in the map, 0 until it has one
    std::size_t next_row = 0;  // behind the last row that had it
  };

  /// nullptr when the key is new.
  Key* Find(std::string_view text, std::uint64_t hash) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
      Key& key = keys_[slots_[at] - 1];
      if (key.hash == hash && key.text == text) return &key;
    }
    return nullptr;
  }
  /// Forgets what keys had in the last batch, and all of them when they are many.
  void StartAgain() {
    constexpr std::size_t kMany = 4096;
    if (keys_.size() > kMany) {
      *this = KeyTable();
      return;
    }
    for (Key& key : keys_) {
      key.tail = 0;
      key.next_row = 0;
    }
  }
  Key& Add(Key key) {
    keys_.push_back(std::move(key));
    if (keys_.size() * 2 > slots_.size()) {
      slots_.assign(slots_.size() * 2, 0);
      for (std::size_t i = 0; i + 1 < keys_.size(); ++i) Place(i);
    }
    Place(keys_.size() - 1);
    return keys_.back();
  }

 private:
  void Place(std::size_t index) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = keys_[index].hash & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(index) + 1;
  }

  std::vector<Key> keys_;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(256, 0);  // 1 + index of a key
};

/// The properties of one scope: raw text, tail map, and the hot columns of the scope.
class PropertyColumns {
 public:
  PropertyColumns(const schema::PropertyLayout& layout, PropertyScope scope)
      : layout_(layout), scope_(scope) {
    for (const auto& hot : layout.hot_columns()) hot_.push_back(MakeHotColumn(hot.low_cardinality));
  }

  Status Parse(std::string_view json) { return splitter_.Parse(json); }

  /// Adds the object that was parsed last as row number `row`.
  void Add(std::string_view json, std::size_t row) {
    AppendText(raw_, json);
    splitter_.ForEach([&](std::string_view name, std::optional<std::string_view> text) {
      const std::uint64_t hash = FastHash(name);
      KeyTable::Key* key = keys_.Find(name, hash);
      if (key == nullptr) key = &NewKey(name, hash);
      if (key->next_row == row + 1) return;  // of a key that occurs twice the first counts
      key->next_row = row + 1;
      if (text) AddValue(*key, *text, row);
    });
    tail_.EndRow();
  }

  /// Rows without a value of a hot column are filled up when it is next written.
  void PadTo(std::size_t rows) {
    for (std::size_t i = 0; i < hot_.size(); ++i) {
      if (layout_.hot_columns()[i].scope != scope_) continue;
      std::visit([&](auto& typed) { typed.PadTo(rows); }, hot_[i]);
    }
  }

  void Clear() {
    keys_.StartAgain();
    raw_.clear();
    tail_.Clear();
    for (HotColumn& column : hot_) {
      std::visit([](auto& typed) { typed.Clear(); }, column);
    }
  }

  std::size_t bytes() const {
    std::size_t bytes = raw_.size() + tail_.bytes();
    for (const HotColumn& column : hot_) {
      bytes += std::visit([](const auto& typed) { return typed.bytes(); }, column);
    }
    return bytes;
  }

  void EncodeRaw(std::string& out) const { out += raw_; }
  void EncodeTail(std::string& out) const { tail_.Encode(out); }
  void EncodeHot(std::size_t index, std::string& out) const {
    std::visit([&](const auto& typed) { typed.Encode(out); }, hot_[index]);
  }

 private:
  KeyTable::Key& NewKey(std::string_view name, std::uint64_t hash) {
    const int hot = layout_.FindHot(scope_, name);
    const bool is_tail = hot < 0 || layout_.hot_columns()[static_cast<std::size_t>(hot)].promoted;
    return keys_.Add({.hash = hash, .text = std::string(name), .hot = hot, .is_tail = is_tail});
  }

  void AddValue(KeyTable::Key& key, std::string_view text, std::size_t row) {
    if (key.hot >= 0) {
      std::visit(
          [&](auto& typed) {
            typed.PadTo(row);
            typed.Add(text);
          },
          hot_[static_cast<std::size_t>(key.hot)]);
    }
    if (!key.is_tail) return;
    if (key.tail == 0) key.tail = tail_.FindKey(key.text);
    tail_.Add(key.tail, text.empty() ? schema::kEmptyTailText : text);
  }

  const schema::PropertyLayout& layout_;
  const PropertyScope scope_;
  schema::PropertySplitter splitter_;
  KeyTable keys_;
  std::string raw_;
  engine::TextMapColumn tail_;
  std::vector<HotColumn> hot_;  // by index in the layout; those of the other scope stay empty
};

}  // namespace

struct EventBatch::State {
  State(std::shared_ptr<const schema::PropertyLayout> in_force, Timestamp now)
      : layout(std::move(in_force)),
        inserted_at(now),
        event_properties(*layout, PropertyScope::kEvent),
        person_properties(*layout, PropertyScope::kPerson) {
    Write(nullptr);
  }

  /// Writes every column with its name and type; without a target only notes the names.
  void Write(std::string* out);

  const std::shared_ptr<const schema::PropertyLayout> layout;
  Timestamp inserted_at;
  std::size_t rows = 0;
  std::vector<std::string> names;

  std::string team_ids;
  std::string uuids;
  engine::DictionaryColumn events{false};
  std::string timestamps;
  std::string created_ats;
  std::string distinct_ids;
  std::string person_ids;
  std::string person_created_ats;
  std::string person_modes;
  std::string elements_chains;
  std::array<std::string, 5> groups;
  PropertyColumns event_properties;
  PropertyColumns person_properties;
};

void EventBatch::State::Write(std::string* out) {
  const schema::Table& table = schema::EventsTable();
  std::vector<std::string> written;
  const auto start = [&](std::string_view name, std::string_view type) {
    written.emplace_back(name);
    if (out != nullptr) engine::AppendColumnHeader(*out, name, type);
  };
  const auto column = [&](std::string_view name, const auto& encode) {
    start(name, table.Find(name)->type);
    if (out != nullptr) encode(*out);
  };
  const auto bytes = [&](std::string_view name, const std::string& values) {
    column(name, [&](std::string& target) { target += values; });
  };

  bytes("team_id", team_ids);
  bytes("uuid", uuids);
  column("event", [&](std::string& target) { events.Encode(target); });
  bytes("timestamp", timestamps);
  bytes("created_at", created_ats);
  column("inserted_at", [&](std::string& target) {
    for (std::size_t row = 0; row < rows; ++row) AppendFixed(target, inserted_at.micros);
  });
  bytes("distinct_id", distinct_ids);
  bytes("person_id", person_ids);
  bytes("person_created_at", person_created_ats);
  bytes("person_mode", person_modes);
  bytes("elements_chain", elements_chains);
  for (std::size_t i = 0; i < groups.size(); ++i) bytes("$group_" + std::to_string(i), groups[i]);
  for (const PropertyScope scope : {PropertyScope::kEvent, PropertyScope::kPerson}) {
    const auto& properties = scope == PropertyScope::kEvent ? event_properties : person_properties;
    column(schema::RawColumn(scope), [&](std::string& target) { properties.EncodeRaw(target); });
    column(schema::TailColumn(scope), [&](std::string& target) { properties.EncodeTail(target); });
    for (std::size_t i = 0; i < layout->hot_columns().size(); ++i) {
      const auto& hot = layout->hot_columns()[i];
      if (hot.scope != scope) continue;
      start(hot.column, schema::HotColumnType(hot.low_cardinality));
      if (out != nullptr) properties.EncodeHot(i, *out);
    }
  }
  names = std::move(written);
}

EventBatch::EventBatch(std::shared_ptr<const schema::PropertyLayout> layout, Timestamp inserted_at)
    : state_(std::make_unique<State>(std::move(layout), inserted_at)) {
}
EventBatch::~EventBatch() = default;
EventBatch::EventBatch(EventBatch&&) noexcept = default;
EventBatch& EventBatch::operator=(EventBatch&&) noexcept = default;

void EventBatch::Clear(Timestamp inserted_at) {
  State& s = *state_;
  s.inserted_at = inserted_at;
  s.rows = 0;
  for (std::string* column :
       {&s.team_ids, &s.uuids, &s.timestamps, &s.created_ats, &s.distinct_ids, &s.person_ids,
        &s.person_created_ats, &s.person_modes, &s.elements_chains}) {
    column->clear();
  }
  for (std::string& group : s.groups) group.clear();
  s.events.Clear();
  s.event_properties.Clear();
  s.person_properties.Clear();
}

const std::shared_ptr<const schema::PropertyLayout>& EventBatch::layout() const {
  return state_->layout;
}

Status EventBatch::Add(const EventRow& row) {
  State& s = *state_;
  // Everything that can fail comes before the first byte is written.
  TRY(s.event_properties.Parse(row.properties));
  TRY(s.person_properties.Parse(row.person_properties));

  AppendFixed<std::int64_t>(s.team_ids, row.team_id);
  AppendUuid(s.uuids, row.uuid);
  s.events.Add(row.event);
  AppendFixed(s.timestamps, row.timestamp.micros);
  AppendFixed(s.created_ats, row.created_at.micros);
  AppendText(s.distinct_ids, row.distinct_id);
  AppendUuid(s.person_ids, row.person_id);
  AppendFixed(s.person_created_ats, row.person_created_at.value_or(Timestamp{}).micros);
  s.person_modes += static_cast<char>(row.person_mode);
  AppendText(s.elements_chains, row.elements_chain);
  for (std::size_t i = 0; i < row.groups.size(); ++i) AppendText(s.groups[i], row.groups[i]);
  s.event_properties.Add(row.properties, s.rows);
  s.person_properties.Add(row.person_properties, s.rows);
  ++s.rows;
  return Ok();
}

std::size_t EventBatch::rows() const {
  return state_->rows;
}

std::size_t EventBatch::bytes() const {
  const State& s = *state_;
  std::size_t bytes = s.team_ids.size() + s.uuids.size() + s.events.bytes() + s.timestamps.size() +
                      s.created_ats.size() + s.distinct_ids.size() + s.person_ids.size() +
                      s.person_created_ats.size() + s.person_modes.size() +
                      s.elements_chains.size() + s.rows * sizeof(std::int64_t);
  for (const std::string& group : s.groups) bytes += group.size();
  return bytes + s.event_properties.bytes() + s.person_properties.bytes();
}

void EventBatch::Encode(std::string& out) const {
  state_->event_properties.PadTo(state_->rows);
  state_->person_properties.PadTo(state_->rows);
  out.clear();
  out.reserve(bytes() + 8192);
  engine::AppendBlockHeader(out, state_->names.size(), state_->rows);
  state_->Write(&out);
}

const std::vector<std::string>& EventBatch::columns() const {
  return state_->names;
}

}  // namespace tenrec::store
