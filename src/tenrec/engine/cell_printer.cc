#include "tenrec/engine/cell_printer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include <cctz/time_zone.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/json_text.h"

namespace tenrec::engine {
namespace {

/// Digits of a number that is not negative, with zeros in front.
void AppendDigits(std::string& out, std::int64_t number, std::size_t width) {
  std::array<char, 20> digits{};
  std::size_t at = digits.size();
  do {
    digits[--at] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  const std::size_t count = digits.size() - at;
  if (count < width) out.append(width - count, '0');
  out.append(digits.data() + at, count);
}

void AppendDate(std::string& out, const CivilTime& civil) {
  AppendDigits(out, civil.year, 4);
  out += '-';
  AppendDigits(out, civil.month, 2);
  out += '-';
  AppendDigits(out, civil.day, 2);
}

template <typename T>
void AppendNumber(std::string& out, T number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

/// As PrintJson: the shortest form that reads back, with a fraction.
void AppendFloat(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  const std::size_t begin = out.size();
  AppendNumber(out, number);
  if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

bool IsAscii(std::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}

/// The engine's texts are bytes: a function can cut a character in two.
void AppendText(std::string& out, std::string_view text) {
  if (IsAscii(text) || IsValidUtf8(text)) {
    AppendJsonString(out, text);
  } else {
    AppendJsonString(out, RepairUtf8(text));
  }
}

/// Decimal digits of a little-endian two's complement number of any width.
std::string PrintWideInteger(std::string bytes, bool is_signed) {
  const bool negative = is_signed && (bytes.back() & '\x80') != 0;
  if (negative) {
    int carry = 1;
    for (char& byte : bytes) {
      const int sum = static_cast<std::uint8_t>(~byte) + carry;
      byte = static_cast<char>(sum);
      carry = sum >> 8;
    }
  }
  std::string digits;
  bool more = true;
  while (more) {
    int remainder = 0;
    more = false;
    for (auto it = bytes.rbegin(); it != bytes.rend(); ++it) {
      const int part = remainder * 256 + static_cast<std::uint8_t>(*it);
      *it = static_cast<char>(part / 10);
      remainder = part % 10;
      more |= *it != 0;
    }
    digits += static_cast<char>('0' + remainder);
  }
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string PrintIpv4(std::uint32_t address) {
  char text[20];
  std::snprintf(text, sizeof(text), "%u.%u.%u.%u", address >> 24, (address >> 16) & 255,
                (address >> 8) & 255, address & 255);
  return text;
}

/// Source: RFC 5952; the longest run of zero groups is written "::".
std::string PrintIpv6(std::string_view bytes) {
  unsigned groups[8];
  for (std::size_t i = 0; i < 8; ++i) {
    groups[i] = static_cast<unsigned>(static_cast<std::uint8_t>(bytes[2 * i])) << 8 |
                static_cast<std::uint8_t>(bytes[2 * i + 1]);
  }
  int best = -1;
  int best_length = 1;
  for (int i = 0; i < 8; ++i) {
    int length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > best_length) {
      best = i;
      best_length = length;
    }
  }
  std::string out;
  for (int i = 0; i < 8; ++i) {
    if (i == best) {
      out += i == 0 ? "::" : ":";
      i += best_length - 1;
      continue;
    }
    char text[8];
    std::snprintf(text, sizeof(text), "%x", groups[i]);
    out += text;
    if (i != 7) out += ':';
  }
  return out;
}

}  // namespace

struct CellPrinter::Zone {
  cctz::time_zone zone;
  bool utc = true;
};

CellPrinter::CellPrinter(const Type& type) {
  for (const TypePtr& child : type.children) children_.emplace_back(*child);
  if (type.kind != TypeKind::kDateTime && type.kind != TypeKind::kDateTime64) return;
  auto zone = std::make_shared<Zone>();
  zone->utc = type.zone.empty() || type.zone == "UTC" || type.zone == "Etc/UTC" ||
              !cctz::load_time_zone(type.zone, &zone->zone);
  zone_ = std::move(zone);
}

/// "2020-01-10T00:00:00-08:00": no fraction when it is zero, else six digits.
void CellPrinter::AppendInstant(std::string& out, Timestamp t) const {
  std::int64_t offset = 0;
  if (!zone_->utc) {
    const auto instant = std::chrono::time_point<std::chrono::system_clock, cctz::seconds>(
        cctz::seconds(t.seconds()));
    offset = zone_->zone.lookup(instant).offset;
  }
  const CivilTime civil = ToCivilUtc(t + std::chrono::seconds(offset));
  AppendDate(out, civil);
  out += 'T';
  AppendDigits(out, civil.hour, 2);
  out += ':';
  AppendDigits(out, civil.minute, 2);
  out += ':';
  AppendDigits(out, civil.second, 2);
  if (civil.micros != 0) {
    out += '.';
    AppendDigits(out, civil.micros, 6);
  }
  if (zone_->utc) {
    out += 'Z';
    return;
  }
  const std::int64_t minutes = std::abs(offset) / 60;
  out += offset < 0 ? '-' : '+';
  AppendDigits(out, minutes / 60, 2);
  out += ':';
  AppendDigits(out, minutes % 60, 2);
}

/// The name of a member must be a string.
void CellPrinter::AppendKey(const Column& keys, std::size_t row, std::string& out) const {
  std::string key;
  Append(keys, row, key);
  if (key.starts_with('"')) {
    out += key;
  } else {
    AppendJsonString(out, key);
  }
}

void CellPrinter::AppendList(const Column& items, std::size_t begin, std::size_t end,
                             std::string& out) const {
  out += '[';
  for (std::size_t i = begin; i < end; ++i) {
    if (i != begin) out += ',';
    Append(items, i, out);
  }
  out += ']';
}

void CellPrinter::Append(const Column& column, std::size_t row, std::string& out) const {
  if (column.IsNull(row)) {
    out += "null";
    return;
  }
  switch (column.type->kind) {
    case TypeKind::kNothing:
      out += "null";
      return;
    case TypeKind::kBool:
      out += column.Int(row) != 0 ? "true" : "false";
      return;
    case TypeKind::kInt:
    case TypeKind::kInterval:
      if (column.type->width > 8) {
        AppendJsonString(out, PrintWideInteger(column.FixedBytes(row), true));
      } else {
        AppendNumber(out, column.Int(row));
      }
      return;
    case TypeKind::kUInt:
      if (column.type->width > 8) {
        AppendJsonString(out, PrintWideInteger(column.FixedBytes(row), false));
      } else {
        AppendNumber(out, column.UInt(row));
      }
      return;
    case TypeKind::kFloat:
    case TypeKind::kDecimal:
      AppendFloat(out, column.Number(row));
      return;
    case TypeKind::kString:
    case TypeKind::kFixedString:
    case TypeKind::kEnum:
      AppendText(out, column.Text(row));
      return;
    case TypeKind::kUuid:
      AppendJsonString(out, column.Id(row).ToString());
      return;
    case TypeKind::kIpv4:
      AppendJsonString(out, PrintIpv4(static_cast<std::uint32_t>(column.Int(row))));
      return;
    case TypeKind::kIpv6:
      AppendJsonString(out, PrintIpv6(column.FixedBytes(row)));
      return;
    case TypeKind::kDate:
    case TypeKind::kDate32:
      out += '"';
      AppendDate(out, ToCivilUtc(column.Instant(row)));
      out += '"';
      return;
    case TypeKind::kDateTime:
    case TypeKind::kDateTime64:
      out += '"';
      AppendInstant(out, column.Instant(row));
      out += '"';
      return;
    case TypeKind::kArray: {
      const auto [begin, end] = column.Range(row);
      children_[0].AppendList(column.child(0), begin, end, out);
      return;
    }
    case TypeKind::kTuple:
      out += '[';
      for (std::size_t i = 0; i < children_.size(); ++i) {
        if (i != 0) out += ',';
        children_[i].Append(column.child(i), row, out);
      }
      out += ']';
      return;
    case TypeKind::kMap: {
      const auto [begin, end] = column.Range(row);
      out += '{';
      for (std::size_t i = begin; i < end; ++i) {
        if (i != begin) out += ',';
        children_[0].AppendKey(column.child(0), i, out);
        out += ':';
        children_[1].Append(column.child(1), i, out);
      }
      out += '}';
      return;
    }
  }
}

std::string PrintCell(const Column& column, std::size_t row) {
  std::string out;
  CellPrinter(*column.type).Append(column, row, out);
  return out;
}

}  // namespace tenrec::engine
