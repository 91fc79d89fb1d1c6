#include "tenrec/db/value.h"

#include "tenrec/base/check.h"

namespace tenrec::db {

std::int64_t Row::Int(std::size_t column) const {
  const auto* value = std::get_if<std::int64_t>(&cells_[column]);
  TENREC_CHECK(value != nullptr) << "column " << column << " holds no integer";
  return *value;
}

double Row::Double(std::size_t column) const {
  if (const auto* value = std::get_if<double>(&cells_[column])) return *value;
  return static_cast<double>(Int(column));
}

const std::string& Row::Text(std::size_t column) const {
  const auto* value = std::get_if<std::string>(&cells_[column]);
  TENREC_CHECK(value != nullptr) << "column " << column << " holds no text";
  return *value;
}

Uuid Row::Id(std::size_t column) const {
  const auto uuid = Uuid::Parse(Text(column));
  TENREC_CHECK(uuid.has_value()) << "column " << column << " holds no UUID";
  return *uuid;
}

std::optional<std::int64_t> Row::OptionalInt(std::size_t column) const {
  if (IsNull(column)) return std::nullopt;
  return Int(column);
}

std::optional<bool> Row::OptionalBool(std::size_t column) const {
  if (IsNull(column)) return std::nullopt;
  return Bool(column);
}

std::optional<std::string> Row::OptionalText(std::size_t column) const {
  if (IsNull(column)) return std::nullopt;
  return Text(column);
}

std::optional<Timestamp> Row::OptionalTime(std::size_t column) const {
  if (IsNull(column)) return std::nullopt;
  return Time(column);
}

std::optional<Uuid> Row::OptionalId(std::size_t column) const {
  if (IsNull(column)) return std::nullopt;
  return Id(column);
}

}  // namespace tenrec::db
