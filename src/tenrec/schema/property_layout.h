#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tenrec/base/thread_annotations.h"

namespace tenrec::schema {

/// Whose properties, among those that a row of `events` holds.
enum class PropertyScope : std::uint8_t {
  kEvent,
  kPerson,  // as they were when the event came in
};

/// The empty text as a value of a tail map, where '' means that the key is missing: asking the map
/// whether it has a key would read all of its keys, its value reads one bucket. No untyped text has
/// control characters, so nothing else looks like this.
inline constexpr std::string_view kEmptyTailText = "\x01";

/// Where the untyped text of a property is found in a row of `events`.
/// Shape: kColumn: the column itself, Nullable(String), NULL when missing.
///        kTail:   a Map(String, String), read as
///                 multiIf(m[key] = '', NULL, m[key] = kEmptyTailText, '', m[key]).
///        Read it in the SELECT that names `events` itself: through a subquery the engine reads the
///        whole map and not one bucket of it.
///        Nested access (properties.a.b) reads RawColumn(scope) with JSONExtractRaw instead.
struct PropertyLocation {
  enum class Kind : std::uint8_t { kColumn, kTail };
  Kind kind = Kind::kTail;
  std::string column;
  bool low_cardinality = false;  // of a kColumn
};

/// The column with the whole JSON object as the client sent it: properties, person_properties.
std::string_view RawColumn(PropertyScope scope);
/// The map with every key but the initial layout's.
std::string_view TailColumn(PropertyScope scope);
/// The column of a key that has one: "p_$browser" of an event, "pp_email" of a person.
std::string HotColumnName(PropertyScope scope, std::string_view key);
/// LowCardinality(Nullable(String)), or Nullable(String) for keys with many values.
std::string_view HotColumnType(bool low_cardinality);
/// The scope and key of a hot column; nothing for every other column.
std::optional<std::pair<PropertyScope, std::string_view>> ParseHotColumnName(
    std::string_view column);

/// Which keys have a column of their own. Immutable; a change is a new layout.
/// Threads: any.
class PropertyLayout {
 public:
  struct HotColumn {
    PropertyScope scope = PropertyScope::kEvent;
    std::string key;
    std::string column;
    bool low_cardinality = true;
    /// Added by promotion. Rows then keep the key in the tail map as well, so that a question that
    /// was written before the layout changed still finds it there.
    bool promoted = false;
  };

  explicit PropertyLayout(std::vector<HotColumn> columns);

  PropertyLocation Locate(PropertyScope scope, std::string_view key) const;
  /// Index into hot_columns(), or -1.
  int FindHot(PropertyScope scope, std::string_view key) const;
  const std::vector<HotColumn>& hot_columns() const { return columns_; }

 private:
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  std::vector<HotColumn> columns_;
  std::unordered_map<std::string, int, KeyHash, std::equal_to<>> by_key_[2];
};

/// The layout a new installation starts with.
std::shared_ptr<const PropertyLayout> InitialPropertyLayout();

/// The layout in force: read by every question and every batch, replaced when a key is promoted.
/// Threads: any.
class PropertyLayoutHolder {
 public:
  PropertyLayoutHolder() : current_(InitialPropertyLayout()) {}
  explicit PropertyLayoutHolder(std::shared_ptr<const PropertyLayout> layout)
      : current_(std::move(layout)) {}

  std::shared_ptr<const PropertyLayout> Current() const EXCLUDES(mutex_);
  void Publish(std::shared_ptr<const PropertyLayout> layout) EXCLUDES(mutex_);

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const PropertyLayout> current_ GUARDED_BY(mutex_);
};

}  // namespace tenrec::schema
