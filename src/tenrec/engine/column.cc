#include "tenrec/engine/column.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

#include "tenrec/base/check.h"

namespace tenrec::engine {
namespace {

std::int64_t PowerOfTen(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::int64_t FloorDiv(std::int64_t number, std::int64_t divisor) {
  const std::int64_t quotient = number / divisor;
  return number % divisor < 0 ? quotient - 1 : quotient;
}

template <typename T>
T Load(std::string_view bytes) {
  T value;
  bytes.copy(reinterpret_cast<char*>(&value), sizeof(T));
  return value;
}

/// The little-endian integer, extended to 64 bits.
std::int64_t LoadInteger(std::string_view bytes, bool is_signed) {
  const auto extend = [&]<typename Signed>(Signed) -> std::int64_t {
    const auto value = Load<Signed>(bytes);
    if (is_signed) return value;
    return static_cast<std::int64_t>(static_cast<std::make_unsigned_t<Signed>>(value));
  };
  switch (bytes.size()) {
    case 1:
      return extend(std::int8_t{});
    case 2:
      return extend(std::int16_t{});
    case 4:
      return extend(std::int32_t{});
    default:
      return Load<std::int64_t>(bytes);
  }
}

bool IsSigned(TypeKind kind) {
  switch (kind) {
    case TypeKind::kInt:
    case TypeKind::kDecimal:
    case TypeKind::kDate32:
    case TypeKind::kDateTime64:
    case TypeKind::kEnum:
    case TypeKind::kInterval:
      return true;
    case TypeKind::kNothing:
    case TypeKind::kBool:
    case TypeKind::kUInt:
    case TypeKind::kFloat:
    case TypeKind::kString:
    case TypeKind::kFixedString:
    case TypeKind::kUuid:
    case TypeKind::kIpv4:
    case TypeKind::kIpv6:
    case TypeKind::kDate:
    case TypeKind::kDateTime:
    case TypeKind::kArray:
    case TypeKind::kTuple:
    case TypeKind::kMap:
      return false;
  }
  return false;
}

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// The years 1 to 9999, in microseconds.
constexpr std::int64_t kEarliest = -62'135'596'800'000'000;
constexpr std::int64_t kLatest = 253'402'300'799'999'999;

// The product, kept within what a calendar shows: the engine stores later days than that.
std::int64_t Scaled(std::int64_t ticks, std::int64_t factor) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(ticks, factor, &product)) return ticks < 0 ? kEarliest : kLatest;
  return std::clamp(product, kEarliest, kLatest);
}

}  // namespace

Column::Column(std::string column_name, TypePtr column_type)
    : name(std::move(column_name)), type(std::move(column_type)) {
  for (const TypePtr& child : type->children) children_.emplace_back(std::string(), child);
}

std::string_view Column::Fixed(std::size_t row) const {
  TENREC_CHECK(type->width != 0 && row < rows_) << type->name << " row " << row << " of " << rows_;
  return std::string_view(fixed_).substr(row * type->width, type->width);
}

std::string_view Column::Bytes(std::size_t begin, std::size_t end) const {
  TENREC_CHECK(type->width != 0 && begin <= end && end <= rows_)
      << type->name << " rows " << begin << " to " << end << " of " << rows_;
  return std::string_view(fixed_).substr(begin * type->width, (end - begin) * type->width);
}

bool Column::IsNull(std::size_t row) const {
  TENREC_CHECK(row < rows_) << row << " of " << rows_;
  return !nulls_.empty() && nulls_[row] != 0;
}

std::string_view Column::Text(std::size_t row) const {
  if (type->kind == TypeKind::kFixedString) return Fixed(row);
  if (type->kind == TypeKind::kEnum) {
    const std::int64_t number = Int(row);
    for (std::size_t i = 0; i < type->enum_values.size(); ++i) {
      if (type->enum_values[i] == number) return type->names[i];
    }
    return {};
  }
  TENREC_CHECK(type->kind == TypeKind::kString && row < rows_)
      << "no text in " << type->name << " row " << row << " of " << rows_;
  const std::uint64_t begin = row == 0 ? 0 : offsets_[row - 1];
  return std::string_view(bytes_).substr(begin, offsets_[row] - begin);
}

std::int64_t Column::Int(std::size_t row) const {
  TENREC_CHECK(type->width <= 8 && type->kind != TypeKind::kFloat &&
               type->kind != TypeKind::kFixedString)
      << "no integer in " << type->name;
  return LoadInteger(Fixed(row), IsSigned(type->kind));
}

std::pair<std::uint64_t, std::uint64_t> Column::Halves(std::size_t row) const {
  TENREC_CHECK(type->width == 16) << "no integer of 128 bits in " << type->name;
  const std::string_view bytes = Fixed(row);
  const auto half = [&](std::size_t at) {
    return static_cast<std::uint64_t>(LoadInteger(bytes.substr(at, 8), true));
  };
  return {half(8), half(0)};
}

double Column::WideNumber(std::size_t row) const {
  const std::string_view bytes = Fixed(row);
  const bool negative = IsSigned(type->kind) && (bytes.back() & '\x80') != 0;
  double number = 0;
  for (auto it = bytes.rbegin(); it != bytes.rend(); ++it) {
    const auto byte = static_cast<std::uint8_t>(*it);
    number = number * 256 + static_cast<std::uint8_t>(negative ? ~byte : byte);
  }
  return negative ? -number - 1 : number;
}

double Column::Number(std::size_t row) const {
  if (IsNull(row)) return std::numeric_limits<double>::quiet_NaN();
  switch (type->kind) {
    case TypeKind::kFloat: {
      const std::string_view bytes = Fixed(row);
      if (type->width == 8) return Load<double>(bytes);
      if (type->width == 4) return Load<float>(bytes);
      return std::bit_cast<float>(static_cast<std::uint32_t>(Load<std::uint16_t>(bytes)) << 16);
    }
    case TypeKind::kDecimal: {
      const double number = type->width > 8 ? WideNumber(row) : static_cast<double>(Int(row));
      return number / std::pow(10.0, type->scale);
    }
    default:
      if (type->width > 8) return WideNumber(row);
      if (type->kind == TypeKind::kUInt) return static_cast<double>(UInt(row));
      return static_cast<double>(Int(row));
  }
}

Uuid Column::Id(std::size_t row) const {
  TENREC_CHECK(type->kind == TypeKind::kUuid) << "no UUID in " << type->name;
  const std::string_view bytes = Fixed(row);
  return Uuid::FromHalves(Load<std::uint64_t>(bytes), Load<std::uint64_t>(bytes.substr(8)));
}

std::size_t Column::values() const {
  std::size_t count = rows_;
  for (const Column& child : children_) count += child.values();
  return count;
}

Timestamp Column::Instant(std::size_t row) const {
  switch (type->kind) {
    case TypeKind::kDate:
    case TypeKind::kDate32:
      return {Scaled(Int(row), 86'400 * kMicrosPerSecond)};
    case TypeKind::kDateTime:
      return {Scaled(Int(row), kMicrosPerSecond)};
    case TypeKind::kDateTime64: {
      const std::int64_t ticks = Int(row);
      if (type->scale >= 6) {
        return {Scaled(FloorDiv(ticks, PowerOfTen(type->scale - 6)), 1)};
      }
      return {Scaled(ticks, PowerOfTen(6 - type->scale))};
    }
    default:
      TENREC_CHECK(false) << "no instant in " << type->name;
      return {};
  }
}

std::pair<std::size_t, std::size_t> Column::Range(std::size_t row) const {
  TENREC_CHECK((type->kind == TypeKind::kArray || type->kind == TypeKind::kMap) && row < rows_)
      << "no range in " << type->name << " row " << row << " of " << rows_;
  return {row == 0 ? 0 : offsets_[row - 1], offsets_[row]};
}

void Column::Append(Column&& more) {
  TENREC_CHECK(type->name == more.type->name) << type->name << " and " << more.type->name;
  if (rows_ == 0) {
    *this = std::move(more);
    return;
  }
  const std::uint64_t shift = type->kind == TypeKind::kString ? bytes_.size()
                              : offsets_.empty()              ? 0
                                                              : offsets_.back();
  offsets_.reserve(offsets_.size() + more.offsets_.size());
  for (const std::uint64_t offset : more.offsets_) offsets_.push_back(offset + shift);
  fixed_ += more.fixed_;
  bytes_ += more.bytes_;
  nulls_.insert(nulls_.end(), more.nulls_.begin(), more.nulls_.end());
  for (std::size_t i = 0; i < children_.size(); ++i) {
    children_[i].Append(std::move(more.children_[i]));
  }
  rows_ += more.rows_;
}

void Block::Append(Block&& more) {
  if (columns.empty()) {
    *this = std::move(more);
    return;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i].Append(std::move(more.columns[i]));
  rows += more.rows;
}

const Column* Block::Find(std::string_view name) const {
  for (const Column& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

}  // namespace tenrec::engine
