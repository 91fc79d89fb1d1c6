#include "tenrec/engine/native_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace tenrec::engine {
namespace {

/// Of a LowCardinality: what it begins with, and flags before each block's keys.
constexpr std::uint64_t kDictionaryVersion = 1;
constexpr std::uint64_t kOwnKeys = 0x600;
constexpr std::uint64_t kIndexWidth = 3;

}  // namespace

/// Takes blocks off the front of the bytes, column after column.
class NativeReader {
 public:
  explicit NativeReader(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }

  Result<Block> ReadBlock() {
    Block block;
    TRY_ASSIGN(const std::uint64_t columns, ReadVarint());
    TRY_ASSIGN(block.rows, ReadVarint());
    // A column takes at least the lengths of its name and type, and a value at least a byte.
    if (columns > rest_.size() || (columns != 0 && block.rows > rest_.size())) return Fault();
    for (std::uint64_t i = 0; i < columns; ++i) {
      TRY_ASSIGN(const std::string_view name, ReadBytes());
      TRY_ASSIGN(const std::string_view type_name, ReadBytes());
      TRY_ASSIGN(TypePtr type, ParseType(type_name));
      Column& column = block.columns.emplace_back(std::string(name), std::move(type));
      TRY(ReadValues(column, block.rows));
    }
    return block;
  }

 private:
  static Error Fault() { return InvalidArgument("the engine's answer is cut off or malformed"); }

  Result<std::uint64_t> ReadVarint() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return Fault();
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) return number;
    }
    return Fault();
  }

  Result<std::string_view> Cut(std::uint64_t size) {
    if (size > rest_.size()) return Fault();
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  Result<std::string_view> ReadBytes() {
    TRY_ASSIGN(const std::uint64_t size, ReadVarint());
    return Cut(size);
  }

  template <typename T>
  Result<T> ReadFixed() {
    TRY_ASSIGN(const std::string_view bytes, Cut(sizeof(T)));
    T value;
    std::memcpy(&value, bytes.data(), bytes.size());
    return value;
  }

  Status ReadValues(Column& column, std::uint64_t rows) {
    // No rows take no bytes, whatever their type.
    if (rows == 0) return Ok();
    const Type& type = *column.type;
    if (type.low_cardinality) return ReadDictionary(column, rows);
    if (type.nullable) {
      TRY_ASSIGN(const std::string_view nulls, Cut(rows));
      column.nulls_.resize(rows);
      std::ranges::transform(nulls, column.nulls_.begin(), [](char null) { return null != 0; });
    }
    switch (type.kind) {
      case TypeKind::kNothing:
      case TypeKind::kArray:
      case TypeKind::kTuple:
      case TypeKind::kMap:
        return Unimplemented("no values of " + type.name + " in Native");
      case TypeKind::kString:
        TRY(ReadTexts(column, rows));
        break;
      default: {
        if (rows > std::numeric_limits<std::uint64_t>::max() / type.width) return Fault();
        TRY_ASSIGN(const std::string_view values, Cut(rows * type.width));
        column.fixed_ = values;
        BlankNulls(column);
        break;
      }
    }
    column.rows_ = rows;
    return Ok();
  }

  /// Keys, and for each row the number of one; of texts only.
  Status ReadDictionary(Column& column, std::uint64_t rows) {
    if (column.type->kind != TypeKind::kString) {
      return Unimplemented("no values of " + column.type->name + " in Native");
    }
    TRY_ASSIGN(const auto version, ReadFixed<std::uint64_t>());
    if (version != kDictionaryVersion) return Fault();
    TRY_ASSIGN(const auto flags, ReadFixed<std::uint64_t>());
    const std::uint64_t width = std::uint64_t{1} << (flags & kIndexWidth);
    if ((flags & ~kIndexWidth) != kOwnKeys) return Fault();
    TRY_ASSIGN(const auto count, ReadFixed<std::uint64_t>());
    std::vector<std::string_view> keys;
    for (std::uint64_t i = 0; i < count; ++i) {
      TRY_ASSIGN(const std::string_view key, ReadBytes());
      keys.push_back(key);
    }
    TRY_ASSIGN(const auto indexed, ReadFixed<std::uint64_t>());
    if (indexed != rows || rows > rest_.size() / width) return Fault();
    TRY_ASSIGN(const std::string_view indexes, Cut(rows * width));
    column.offsets_.reserve(rows);
    for (std::uint64_t i = 0; i < rows; ++i) {
      std::uint64_t index = 0;
      std::memcpy(&index, indexes.data() + i * width, width);
      if (index >= keys.size()) return Fault();
      // The first key of a column that may be NULL is that.
      const bool null = column.type->nullable && index == 0;
      if (column.type->nullable) column.nulls_.push_back(null ? 1 : 0);
      if (!null) column.bytes_ += keys[index];
      column.offsets_.push_back(column.bytes_.size());
    }
    column.rows_ = rows;
    return Ok();
  }

  Status ReadTexts(Column& column, std::uint64_t rows) {
    column.offsets_.reserve(rows);
    for (std::uint64_t i = 0; i < rows; ++i) {
      TRY_ASSIGN(const std::string_view text, ReadBytes());
      if (column.nulls_.empty() || column.nulls_[i] == 0) column.bytes_ += text;
      column.offsets_.push_back(column.bytes_.size());
    }
    return Ok();
  }

  /// What the engine computed with lies where NULL is, and nobody is to read that.
  static void BlankNulls(Column& column) {
    const std::size_t width = column.type->width;
    for (std::size_t row = 0; row < column.nulls_.size(); ++row) {
      if (column.nulls_[row] != 0) column.fixed_.replace(row * width, width, width, '\0');
    }
  }

  std::string_view rest_;
};

Status DecodeNative(std::string_view bytes, const std::function<Status(Block&&)>& on_block) {
  NativeReader reader(bytes);
  while (!reader.at_end()) {
    TRY_ASSIGN(Block block, reader.ReadBlock());
    TRY(on_block(std::move(block)));
  }
  return Ok();
}

}  // namespace tenrec::engine
