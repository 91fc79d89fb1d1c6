#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "tenrec/engine/column.h"

namespace tenrec::engine {
namespace {

constexpr int kMaxDepth = 32;

struct PlainType {
  std::string_view name;
  TypeKind kind;
  std::size_t width;
};

constexpr PlainType kPlainTypes[] = {
    {"Nothing", TypeKind::kNothing, 0},
    {"Bool", TypeKind::kBool, 1},
    {"Int8", TypeKind::kInt, 1},
    {"Int16", TypeKind::kInt, 2},
    {"Int32", TypeKind::kInt, 4},
    {"Int64", TypeKind::kInt, 8},
    {"Int128", TypeKind::kInt, 16},
    {"Int256", TypeKind::kInt, 32},
    {"UInt8", TypeKind::kUInt, 1},
    {"UInt16", TypeKind::kUInt, 2},
    {"UInt32", TypeKind::kUInt, 4},
    {"UInt64", TypeKind::kUInt, 8},
    {"UInt128", TypeKind::kUInt, 16},
    {"UInt256", TypeKind::kUInt, 32},
    {"BFloat16", TypeKind::kFloat, 2},
    {"Float32", TypeKind::kFloat, 4},
    {"Float64", TypeKind::kFloat, 8},
    {"String", TypeKind::kString, 0},
    {"UUID", TypeKind::kUuid, 16},
    {"IPv4", TypeKind::kIpv4, 4},
    {"IPv6", TypeKind::kIpv6, 16},
    {"Date", TypeKind::kDate, 2},
    {"Date32", TypeKind::kDate32, 4},
    {"DateTime", TypeKind::kDateTime, 4},
    {"DateTime64", TypeKind::kDateTime64, 8},
};

constexpr std::string_view kIntervals[] = {
    "IntervalNanosecond", "IntervalMicrosecond", "IntervalMillisecond", "IntervalSecond",
    "IntervalMinute",     "IntervalHour",        "IntervalDay",         "IntervalWeek",
    "IntervalMonth",      "IntervalQuarter",     "IntervalYear"};

bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Reads a type name from left to right.
class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : text_(text) {}

  Result<TypePtr> ParseAll() {
    TRY_ASSIGN(TypePtr type, Parse(0));
    if (position_ != text_.size()) return Fault();
    return type;
  }

 private:
  Error Fault() const {
    return InvalidArgument("not a ClickHouse type: '" + std::string(text_.substr(0, 200)) + "'");
  }

  void SkipBlanks() {
    while (position_ < text_.size() && text_[position_] == ' ') ++position_;
  }
  bool Take(char c) {
    SkipBlanks();
    if (position_ >= text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  bool At(char c) {
    SkipBlanks();
    return position_ < text_.size() && text_[position_] == c;
  }
  std::string_view Word() {
    SkipBlanks();
    const std::size_t start = position_;
    while (position_ < text_.size() && IsWordChar(text_[position_])) ++position_;
    return text_.substr(start, position_ - start);
  }
  Result<std::int64_t> Number() {
    SkipBlanks();
    std::int64_t number = 0;
    const char* begin = text_.data() + position_;
    const auto [end, status] = std::from_chars(begin, text_.data() + text_.size(), number);
    if (status != std::errc()) return Fault();
    position_ += static_cast<std::size_t>(end - begin);
    return number;
  }
  /// 'text' or `text`, with backslash escapes.
  Result<std::string> Quoted() {
    SkipBlanks();
    if (position_ >= text_.size()) return Fault();
    const char quote = text_[position_++];
    std::string out;
    while (position_ < text_.size() && text_[position_] != quote) {
      char c = text_[position_++];
      if (c == '\\' && position_ < text_.size()) {
        c = text_[position_++];
        if (c == 'n') c = '\n';
        if (c == 't') c = '\t';
        if (c == '0') c = '\0';
      }
      out += c;
    }
    if (!Take(quote)) return Fault();
    return out;
  }

  Result<TypePtr> Parse(int depth) {
    if (depth > kMaxDepth) return Fault();
    SkipBlanks();
    const std::size_t start = position_;
    const std::string_view word = Word();
    if (word == "Nullable" || word == "LowCardinality") return ParseWrapper(word, start, depth);
    if (word == "SimpleAggregateFunction") {
      if (!Take('(')) return Fault();
      Word();
      if (!Take(',')) return Fault();
      TRY_ASSIGN(TypePtr inner, Parse(depth + 1));
      if (!Take(')')) return Fault();
      return inner;
    }

    auto type = std::make_shared<Type>();
    TRY(ParseBody(word, depth, *type));
    type->name = std::string(text_.substr(start, position_ - start));
    return TypePtr(std::move(type));
  }

  Result<TypePtr> ParseWrapper(std::string_view word, std::size_t start, int depth) {
    if (!Take('(')) return Fault();
    TRY_ASSIGN(const TypePtr inner, Parse(depth + 1));
    if (!Take(')')) return Fault();
    auto type = std::make_shared<Type>(*inner);
    (word == "Nullable" ? type->nullable : type->low_cardinality) = true;
    type->name = std::string(text_.substr(start, position_ - start));
    return TypePtr(std::move(type));
  }

  Status ParseBody(std::string_view word, int depth, Type& type) {
    if (word == "Array" || word == "Map" || word == "Tuple") return ParseNested(word, depth, type);
    if (word == "Enum8" || word == "Enum16") return ParseEnum(word, type);
    if (word == "FixedString") return ParseFixedString(type);
    if (word.starts_with("Decimal")) return ParseDecimal(word, type);
    for (const std::string_view interval : kIntervals) {
      if (word != interval) continue;
      type.kind = TypeKind::kInterval;
      type.width = 8;
      return Ok();
    }
    for (const PlainType& plain : kPlainTypes) {
      if (word != plain.name) continue;
      type.kind = plain.kind;
      type.width = plain.width;
      if (type.kind == TypeKind::kDateTime) return ParseZone(type);
      if (type.kind == TypeKind::kDateTime64) return ParseDateTime64(type);
      return Ok();
    }
    if (word.empty()) return Fault();
    return Unimplemented("answers of type " + std::string(word) +
                         " cannot be read; convert it, for example with toString()");
  }

  Status ParseNested(std::string_view word, int depth, Type& type) {
    type.kind = word == "Array" ? TypeKind::kArray
                : word == "Map" ? TypeKind::kMap
                                : TypeKind::kTuple;
    if (!Take('(')) return Fault();
    if (At(')')) return Unimplemented("answers of type " + std::string(text_) + " cannot be read");
    do {
      if (type.kind == TypeKind::kTuple) {
        TRY_ASSIGN(std::optional<std::string> name, FieldName());
        if (name) type.names.push_back(std::move(*name));
      }
      TRY_ASSIGN(TypePtr child, Parse(depth + 1));
      type.children.push_back(std::move(child));
    } while (Take(','));
    if (!Take(')')) return Fault();
    const std::size_t count = type.children.size();
    if (type.kind == TypeKind::kArray && count != 1) return Fault();
    if (type.kind == TypeKind::kMap && count != 2) return Fault();
    if (!type.names.empty() && type.names.size() != count) return Fault();
    return Ok();
  }

  /// The name in "Tuple(a Int8, `b c` String)"; nothing when the field has none.
  Result<std::optional<std::string>> FieldName() {
    SkipBlanks();
    if (At('`') || At('"')) {
      TRY_ASSIGN(std::string name, Quoted());
      return std::optional<std::string>(std::move(name));
    }
    const std::size_t start = position_;
    const std::string_view word = Word();
    // A name is followed by a blank and a type, a type by a parenthesis or a comma.
    if (position_ < text_.size() && text_[position_] == ' ' && !word.empty()) {
      return std::optional<std::string>(std::string(word));
    }
    position_ = start;
    return std::optional<std::string>();
  }

  Status ParseEnum(std::string_view word, Type& type) {
    type.kind = TypeKind::kEnum;
    type.width = word == "Enum8" ? 1 : 2;
    if (!Take('(')) return Fault();
    do {
      TRY_ASSIGN(std::string name, Quoted());
      if (!Take('=')) return Fault();
      TRY_ASSIGN(const std::int64_t number, Number());
      if (number < INT16_MIN || number > INT16_MAX) return Fault();
      type.names.push_back(std::move(name));
      type.enum_values.push_back(static_cast<std::int16_t>(number));
    } while (Take(','));
    return Take(')') ? Ok() : Status(Fault());
  }

  Status ParseFixedString(Type& type) {
    type.kind = TypeKind::kFixedString;
    if (!Take('(')) return Fault();
    TRY_ASSIGN(const std::int64_t width, Number());
    if (width < 1 || width > (1 << 24) || !Take(')')) return Fault();
    type.width = static_cast<std::size_t>(width);
    return Ok();
  }

  Status ParseDecimal(std::string_view word, Type& type) {
    type.kind = TypeKind::kDecimal;
    if (!Take('(')) return Fault();
    TRY_ASSIGN(std::int64_t scale, Number());
    std::int64_t precision = word == "Decimal32"    ? 9
                             : word == "Decimal64"  ? 18
                             : word == "Decimal128" ? 38
                                                    : 76;
    if (word == "Decimal") {
      precision = scale;
      if (!Take(',')) return Fault();
      TRY_ASSIGN(scale, Number());
    }
    if (!Take(')') || scale < 0 || scale > 76 || precision < 1 || precision > 76) return Fault();
    type.scale = static_cast<int>(scale);
    type.width = precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
    return Ok();
  }

  Status ParseZone(Type& type) {
    if (!Take('(')) return Ok();
    TRY_ASSIGN(type.zone, Quoted());
    return Take(')') ? Ok() : Status(Fault());
  }

  Status ParseDateTime64(Type& type) {
    if (!Take('(')) return Fault();
    TRY_ASSIGN(const std::int64_t scale, Number());
    if (scale < 0 || scale > 9) return Fault();
    type.scale = static_cast<int>(scale);
    if (Take(',')) {
      TRY_ASSIGN(type.zone, Quoted());
    }
    return Take(')') ? Ok() : Status(Fault());
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

Result<TypePtr> ParseType(std::string_view name) {
  return TypeParser(name).ParseAll();
}

}  // namespace tenrec::engine
