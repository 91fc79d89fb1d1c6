#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::db {

/// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};

/// One value for a `$n` of a statement. Text given as a view or as an lvalue string is not copied,
/// so it must live until the statement has run; a temporary string is taken over.
/// Shape: times are microseconds, UUIDs their 36 characters, an empty optional is NULL.
class Param {
 public:
  using State =
      std::variant<std::monostate, std::int64_t, double, bool, std::string_view, std::string, Blob>;

  // Implicit on purpose: db.Query("... $1, $2", {team_id, name}).
  // NOLINTBEGIN(google-explicit-constructor)
  Param(std::nullptr_t) {}
  Param(bool value) : state_(value) {}
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Param(T value) : state_(static_cast<std::int64_t>(value)) {}
  Param(double value) : state_(value) {}
  Param(const char* text) : state_(std::string_view(text)) {}
  Param(std::string_view text) : state_(text) {}
  Param(const std::string& text) : state_(std::string_view(text)) {}
  Param(std::string&& text) : state_(std::move(text)) {}
  Param(Blob blob) : state_(blob) {}
  Param(Timestamp time) : state_(time.micros) {}
  Param(const Uuid& uuid) : state_(uuid.ToString()) {}
  template <typename T>
  Param(const std::optional<T>& value) {
    if (value) *this = Param(*value);
  }
  // NOLINTEND(google-explicit-constructor)

  const State& state() const { return state_; }

 private:
  State state_;
};

/// One field of an answer.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

/// One row of an answer; valid as long as its Rows. The caller knows the types, since it wrote the
/// statement: asking for another type than the column has stops the process.
class Row {
 public:
  explicit Row(const Cell* cells) : cells_(cells) {}

  bool IsNull(std::size_t column) const {
    return std::holds_alternative<std::monostate>(cells_[column]);
  }
  std::int64_t Int(std::size_t column) const;
  bool Bool(std::size_t column) const { return Int(column) != 0; }
  /// Also reads a whole number.
  double Double(std::size_t column) const;
  const std::string& Text(std::size_t column) const;
  Timestamp Time(std::size_t column) const { return {Int(column)}; }
  Uuid Id(std::size_t column) const;

  std::optional<std::int64_t> OptionalInt(std::size_t column) const;
  std::optional<bool> OptionalBool(std::size_t column) const;
  std::optional<std::string> OptionalText(std::size_t column) const;
  std::optional<Timestamp> OptionalTime(std::size_t column) const;
  std::optional<Uuid> OptionalId(std::size_t column) const;

 private:
  const Cell* cells_;
};

/// The answer of a statement, held in memory.
class Rows {
 public:
  Rows() = default;
  Rows(std::vector<Cell> cells, std::size_t width, std::int64_t affected)
      : cells_(std::move(cells)), width_(width), affected_(affected) {}

  std::size_t size() const { return width_ == 0 ? 0 : cells_.size() / width_; }
  bool empty() const { return cells_.empty(); }
  Row operator[](std::size_t row) const { return Row(cells_.data() + row * width_); }
  /// How many rows a write inserted, changed or deleted.
  std::int64_t affected() const { return affected_; }

  class Iterator {
   public:
    Iterator(const Rows& rows, std::size_t at) : rows_(rows), at_(at) {}
    Row operator*() const { return rows_[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const Rows& rows_;
    std::size_t at_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  std::vector<Cell> cells_;
  std::size_t width_ = 0;
  std::int64_t affected_ = 0;
};

}  // namespace tenrec::db
