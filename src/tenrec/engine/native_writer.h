#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "tenrec/base/uuid.h"

namespace tenrec::engine {

/// Appends LEB128, the length of everything in Native.
inline void AppendVarint(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out += static_cast<char>(number | 0x80);
    number >>= 7;
  }
  out += static_cast<char>(number);
}

template <typename T>
  requires std::is_arithmetic_v<T>
void AppendFixed(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

/// A UUID as ClickHouse keeps it: two little-endian halves, the high one first.
inline void AppendUuid(std::string& out, const Uuid& uuid) {
  AppendFixed(out, uuid.high());
  AppendFixed(out, uuid.low());
}

inline void AppendText(std::string& out, std::string_view text) {
  AppendVarint(out, text.size());
  out.append(text);
}

/// Texts of a LowCardinality column: each distinct one once, then one number a row.
/// Shape:  type LowCardinality(String), or LowCardinality(Nullable(String)) when `nullable`.
class DictionaryColumn {
 public:
  explicit DictionaryColumn(bool nullable);

  void Add(std::string_view text) { indexes_.push_back(Find(text)); }
  /// Only of a nullable column.
  void AddNull() { indexes_.push_back(0); }
  /// Fills up with NULL until there are so many rows.
  void PadTo(std::size_t rows) {
    if (indexes_.size() < rows) indexes_.resize(rows, 0);
  }
  /// The number of a text, for AddIndex.
  std::uint32_t Find(std::string_view text);
  void AddIndex(std::uint32_t index) { indexes_.push_back(index); }
  /// Without rows and texts, as a new one, but with its memory.
  void Clear();

  std::size_t rows() const { return indexes_.size(); }
  std::size_t bytes() const { return keys_.size() + indexes_.size() * 4; }
  /// What one map of many columns puts in front of all of them.
  static void EncodePrefix(std::string& out) { AppendFixed<std::uint64_t>(out, 1); }
  /// Without the prefix; nothing at all when there are no rows.
  void EncodeData(std::string& out) const;
  void Encode(std::string& out) const {
    EncodePrefix(out);
    EncodeData(out);
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t index = 0;  // 0 is an empty slot: the first key is never looked up
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  void Grow();

  std::vector<Slot> slots_;
  std::uint32_t reserved_;  // keys that stand for NULL and the default
  std::uint32_t count_;     // keys, with the reserved ones
  std::string keys_;        // as they are written
  std::vector<std::uint32_t> indexes_;
};

/// A Nullable(String) column.
class NullableTextColumn {
 public:
  void Add(std::string_view text) {
    nulls_ += '\0';
    AppendText(texts_, text);
  }
  void AddNull() {
    nulls_ += '\1';
    texts_ += '\0';
  }
  /// Fills up with NULL until there are so many rows.
  void PadTo(std::size_t rows) {
    if (nulls_.size() >= rows) return;
    texts_.append(rows - nulls_.size(), '\0');
    nulls_.resize(rows, '\1');
  }
  void Clear() {
    nulls_.clear();
    texts_.clear();
  }
  std::size_t rows() const { return nulls_.size(); }
  std::size_t bytes() const { return nulls_.size() + texts_.size(); }
  void Encode(std::string& out) const {
    out += nulls_;
    out += texts_;
  }

 private:
  std::string nulls_;
  std::string texts_;
};

/// A Map(LowCardinality(String), String) column.
class TextMapColumn {
 public:
  TextMapColumn() : keys_(false) {}
  std::uint32_t FindKey(std::string_view key) { return keys_.Find(key); }
  void Add(std::uint32_t key, std::string_view value) {
    keys_.AddIndex(key);
    AppendText(values_, value);
  }
  void EndRow() { AppendFixed<std::uint64_t>(offsets_, keys_.rows()); }
  void Clear() {
    offsets_.clear();
    keys_.Clear();
    values_.clear();
  }
  std::size_t bytes() const { return offsets_.size() + keys_.bytes() + values_.size(); }
  void Encode(std::string& out) const {
    DictionaryColumn::EncodePrefix(out);
    out += offsets_;
    keys_.EncodeData(out);
    out += values_;
  }

 private:
  std::string offsets_;
  DictionaryColumn keys_;
  std::string values_;
};

/// Starts a Native block; each column follows with AppendColumnHeader and its data.
/// Source: docs/formats/native.md
inline void AppendBlockHeader(std::string& out, std::size_t columns, std::size_t rows) {
  AppendVarint(out, columns);
  AppendVarint(out, rows);
}
inline void AppendColumnHeader(std::string& out, std::string_view name, std::string_view type) {
  AppendText(out, name);
  AppendText(out, type);
}

}  // namespace tenrec::engine
