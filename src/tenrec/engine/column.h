#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::engine {

enum class TypeKind : std::uint8_t {
  kNothing,  // only as Nullable(Nothing) and Array(Nothing)
  kBool,
  kInt,      // Int8 to Int256; `width` bytes
  kUInt,     // UInt8 to UInt256; `width` bytes
  kFloat,    // Float32, Float64, BFloat16; `width` bytes
  kDecimal,  // `width` bytes, `scale` digits after the point
  kString,
  kFixedString,  // `width` bytes
  kUuid,
  kIpv4,
  kIpv6,
  kDate,        // days, 2 bytes
  kDate32,      // days, 4 bytes, signed
  kDateTime,    // seconds, 4 bytes, shown in `zone`
  kDateTime64,  // 10^-scale seconds, 8 bytes, shown in `zone`
  kEnum,        // Enum8, Enum16; `names`
  kInterval,    // 8 bytes, signed
  kArray,       // children[0] are the elements
  kTuple,       // children are the fields; `names` when they are named
  kMap,         // children are keys and values
};

/// A ClickHouse type, parsed from its name. Nullable and LowCardinality are marks on the type they
/// wrap, because every reader treats them alike.
struct Type {
  std::string name;  // as ClickHouse prints it, wrappers included
  TypeKind kind = TypeKind::kNothing;
  bool nullable = false;
  bool low_cardinality = false;
  std::size_t width = 0;
  int scale = 0;
  std::string zone;  // empty means the server's zone, UTC
  std::vector<std::string> names;
  std::vector<std::int16_t> enum_values;
  std::vector<std::shared_ptr<const Type>> children;
};

using TypePtr = std::shared_ptr<const Type>;

/// Reads a type name such as "Array(LowCardinality(Nullable(String)))".
/// Errors: kUnimplemented for types that have no place here (JSON, Dynamic, Variant,
///         AggregateFunction, empty tuples), kInvalidArgument for text that is no type.
Result<TypePtr> ParseType(std::string_view name);

/// Values of one type. Nullable and LowCardinality do not show. Which accessor fits is a matter of
/// `type->kind`, and asking for the wrong one stops the process. NULL reads as zero or as the empty
/// text.
class Column {
 public:
  std::string name;
  TypePtr type;

  Column() = default;
  Column(std::string column_name, TypePtr column_type);

  std::size_t rows() const { return rows_; }
  /// Values in all: the rows, and what arrays, tuples and maps hold.
  std::size_t values() const;
  bool IsNull(std::size_t row) const;

  /// String, FixedString (padding kept), Enum (the name).
  std::string_view Text(std::size_t row) const;
  /// An integer of up to 64 bits, Bool, Date, Date32 (days), DateTime (seconds), DateTime64
  /// (ticks), Enum (the number), Interval. A UInt64 past the range wraps around.
  std::int64_t Int(std::size_t row) const;
  std::uint64_t UInt(std::size_t row) const { return static_cast<std::uint64_t>(Int(row)); }
  /// An integer of 128 bits: the upper half, then the lower.
  std::pair<std::uint64_t, std::uint64_t> Halves(std::size_t row) const;
  /// Any number, Decimal included; NULL reads as NaN.
  double Number(std::size_t row) const;
  Uuid Id(std::size_t row) const;
  /// Date, Date32, DateTime, DateTime64. Digits past microseconds are cut.
  Timestamp Instant(std::size_t row) const;
  /// Array and Map: the half-open range of the row in child(0), for maps also child(1).
  std::pair<std::size_t, std::size_t> Range(std::size_t row) const;
  /// Elements of an array, a field of a tuple, keys (0) and values (1) of a map.
  const Column& child(std::size_t index) const { return children_[index]; }

  /// The bytes of a fixed-width value, little-endian as ClickHouse keeps it.
  std::string FixedBytes(std::size_t row) const { return std::string(Fixed(row)); }
  /// As FixedBytes, of the rows from `begin` to before `end`, side by side as they lie here.
  std::string_view Bytes(std::size_t begin, std::size_t end) const;

  /// Puts the rows of `more`, which has the same type, behind these.
  void Append(Column&& more);

 private:
  friend class NativeReader;
  friend class RowBinaryReader;

  std::size_t rows_ = 0;
  std::string fixed_;                   // fixed-width values, little-endian, `width` bytes each
  std::string bytes_;                   // of strings
  std::vector<std::uint64_t> offsets_;  // end of each string in bytes_, of each array in children_
  std::vector<std::uint8_t> nulls_;     // of nullable types: 1 is NULL
  std::vector<Column> children_;

  std::string_view Fixed(std::size_t row) const;
  double WideNumber(std::size_t row) const;
};

/// Rows of a result, by column.
struct Block {
  std::vector<Column> columns;
  std::size_t rows = 0;

  /// nullptr when there is no such column.
  const Column* Find(std::string_view name) const;
  /// Puts the rows of `more`, which has the same columns, behind these; a block without columns
  /// takes its columns as well.
  void Append(Block&& more);
};

}  // namespace tenrec::engine
