#include "tenrec/engine/row_binary.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace tenrec::engine {

/// Takes values off the front of the bytes and appends them to columns.
class RowBinaryReader {
 public:
  explicit RowBinaryReader(std::string_view bytes) : rest_(bytes) {}

  Status Read(std::size_t block_bytes, const std::function<Status(Block&&)>& on_block) {
    Block empty;
    TRY(ReadHeader(empty));
    do {
      Block block = empty;
      const std::size_t until =
          rest_.size() - std::min(std::max<std::size_t>(block_bytes, 1), rest_.size());
      while (rest_.size() > until) {
        for (Column& column : block.columns) TRY(ReadValue(column));
        ++block.rows;
      }
      TRY(on_block(std::move(block)));
    } while (!rest_.empty());
    return Ok();
  }

 private:
  static Error Fault() { return InvalidArgument("the engine's answer is cut off or malformed"); }

  Status ReadHeader(Block& block) {
    TRY_ASSIGN(const std::uint64_t count, ReadVarint());
    // Each column takes at least two bytes of header: the lengths of its name and type.
    if (count == 0 || count > rest_.size()) return Fault();
    std::vector<std::string> names;
    for (std::uint64_t i = 0; i < count; ++i) {
      TRY_ASSIGN(const std::string_view name, ReadBytes());
      names.emplace_back(name);
    }
    for (std::string& name : names) {
      TRY_ASSIGN(const std::string_view type_name, ReadBytes());
      TRY_ASSIGN(TypePtr type, ParseType(type_name));
      block.columns.emplace_back(std::move(name), std::move(type));
    }
    return Ok();
  }

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

  Result<std::string_view> ReadBytes() {
    TRY_ASSIGN(const std::uint64_t size, ReadVarint());
    if (size > rest_.size()) return Fault();
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  Status ReadValue(Column& column) {
    if (column.type->nullable) {
      if (rest_.empty()) return Fault();
      const bool null = rest_.front() != 0;
      rest_.remove_prefix(1);
      column.nulls_.push_back(null ? 1 : 0);
      if (null) {
        AppendZero(column);
        return Ok();
      }
    }
    switch (column.type->kind) {
      case TypeKind::kNothing:
        return Fault();
      case TypeKind::kString: {
        TRY_ASSIGN(const std::string_view bytes, ReadBytes());
        column.bytes_ += bytes;
        column.offsets_.push_back(column.bytes_.size());
        break;
      }
      case TypeKind::kArray:
      case TypeKind::kMap:
        TRY(ReadElements(column));
        break;
      case TypeKind::kTuple:
        for (Column& field : column.children_) TRY(ReadValue(field));
        break;
      default:
        if (rest_.size() < column.type->width) return Fault();
        column.fixed_ += rest_.substr(0, column.type->width);
        rest_.remove_prefix(column.type->width);
        break;
    }
    ++column.rows_;
    return Ok();
  }

  /// Values that stand side by side, all of one width.
  static bool IsPlain(const Type& type) {
    switch (type.kind) {
      case TypeKind::kNothing:
      case TypeKind::kString:
      case TypeKind::kArray:
      case TypeKind::kMap:
      case TypeKind::kTuple:
        return false;
      default:
        return !type.nullable;
    }
  }

  Status ReadElements(Column& column) {
    TRY_ASSIGN(const std::uint64_t count, ReadVarint());
    // Every value of every type takes at least one byte, so this bounds the loop.
    if (count > rest_.size()) return Fault();
    if (column.children_.size() == 1 && IsPlain(*column.children_[0].type)) {
      Column& child = column.children_[0];
      const std::size_t size = count * child.type->width;
      if (size > rest_.size()) return Fault();
      child.fixed_ += rest_.substr(0, size);
      rest_.remove_prefix(size);
      child.rows_ += count;
      column.offsets_.push_back(child.rows_);
      return Ok();
    }
    for (std::uint64_t i = 0; i < count; ++i) {
      for (Column& child : column.children_) TRY(ReadValue(child));
    }
    column.offsets_.push_back(column.children_[0].rows_);
    return Ok();
  }

  /// A NULL takes a place in the column like every other value.
  static void AppendZero(Column& column) {
    switch (column.type->kind) {
      case TypeKind::kNothing:
        break;
      case TypeKind::kString:
        column.offsets_.push_back(column.bytes_.size());
        break;
      case TypeKind::kArray:
      case TypeKind::kMap:
        column.offsets_.push_back(column.children_[0].rows_);
        break;
      case TypeKind::kTuple:
        for (Column& field : column.children_) {
          if (field.type->nullable) field.nulls_.push_back(1);
          AppendZero(field);
        }
        break;
      default:
        column.fixed_.append(column.type->width, '\0');
        break;
    }
    ++column.rows_;
  }

  std::string_view rest_;
};

Result<Block> DecodeRowBinary(std::string_view bytes) {
  Block whole;
  const auto take = [&](Block&& block) -> Status {
    whole = std::move(block);
    return Ok();
  };
  TRY(RowBinaryReader(bytes).Read(bytes.size(), take));
  return whole;
}

Status DecodeRowBinary(std::string_view bytes, std::size_t block_bytes,
                       const std::function<Status(Block&&)>& on_block) {
  return RowBinaryReader(bytes).Read(block_bytes, on_block);
}

}  // namespace tenrec::engine
