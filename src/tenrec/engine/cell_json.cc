#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>

#include <cctz/time_zone.h>

#include "tenrec/base/check.h"
#include "tenrec/engine/column.h"

namespace tenrec::engine {
namespace {

std::string PrintDate(Timestamp t) {
  const CivilTime civil = ToCivilUtc(t);
  char text[32];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", static_cast<int>(civil.year), civil.month,
                civil.day);
  return text;
}

/// "2020-01-10T00:00:00-08:00": no fraction when it is zero, else six digits.
std::string PrintInstant(Timestamp t, const std::string& zone_name) {
  std::int64_t offset = 0;
  if (!zone_name.empty() && zone_name != "UTC") {
    cctz::time_zone zone;
    if (cctz::load_time_zone(zone_name, &zone)) {
      const auto instant = std::chrono::time_point<std::chrono::system_clock, cctz::seconds>(
          cctz::seconds(t.seconds()));
      offset = zone.lookup(instant).offset;
    }
  }
  const CivilTime civil = ToCivilUtc(t + std::chrono::seconds(offset));
  char text[80];
  int size = std::snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d",
                           static_cast<int>(civil.year), civil.month, civil.day, civil.hour,
                           civil.minute, civil.second);
  std::string out(text, static_cast<std::size_t>(size));
  if (civil.micros != 0) {
    size = std::snprintf(text, sizeof(text), ".%06d", civil.micros);
    out.append(text, static_cast<std::size_t>(size));
  }
  const bool utc = zone_name.empty() || zone_name == "UTC" || zone_name == "Etc/UTC";
  if (utc) return out + "Z";
  const std::int64_t minutes = std::abs(offset) / 60;
  size = std::snprintf(text, sizeof(text), "%c%02d:%02d", offset < 0 ? '-' : '+',
                       static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
  return out.append(text, static_cast<std::size_t>(size));
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

Json FloatToJson(double number) {
  return std::isfinite(number) ? Json(number) : Json(nullptr);
}

/// A map key as the name of a JSON member.
std::string PrintKey(const Column& column, std::size_t row) {
  const Json key = CellToJson(column, row);
  return key.is_string() ? std::string(View(key.get_string())) : PrintJson(key);
}

}  // namespace

Json CellToJson(const Column& column, std::size_t row) {
  if (column.IsNull(row)) return nullptr;
  switch (column.type->kind) {
    case TypeKind::kNothing:
      return nullptr;
    case TypeKind::kBool:
      return column.Int(row) != 0;
    case TypeKind::kInt:
    case TypeKind::kInterval:
      if (column.type->width > 8) return Json(PrintWideInteger(column.FixedBytes(row), true));
      return column.Int(row);
    case TypeKind::kUInt:
      if (column.type->width > 8) return Json(PrintWideInteger(column.FixedBytes(row), false));
      return column.UInt(row);
    case TypeKind::kFloat:
    case TypeKind::kDecimal:
      return FloatToJson(column.Number(row));
    case TypeKind::kString:
    case TypeKind::kFixedString:
    case TypeKind::kEnum:
      return Json(column.Text(row));
    case TypeKind::kUuid:
      return Json(column.Id(row).ToString());
    case TypeKind::kIpv4:
      return Json(PrintIpv4(static_cast<std::uint32_t>(column.Int(row))));
    case TypeKind::kIpv6:
      return Json(PrintIpv6(column.FixedBytes(row)));
    case TypeKind::kDate:
    case TypeKind::kDate32:
      return Json(PrintDate(column.Instant(row)));
    case TypeKind::kDateTime:
    case TypeKind::kDateTime64:
      return Json(PrintInstant(column.Instant(row), column.type->zone));
    case TypeKind::kArray: {
      JsonArray array;
      const auto [begin, end] = column.Range(row);
      for (std::size_t i = begin; i < end; ++i) array.push_back(CellToJson(column.child(0), i));
      return array;
    }
    case TypeKind::kTuple: {
      JsonArray array;
      for (std::size_t i = 0; i < column.type->children.size(); ++i) {
        array.push_back(CellToJson(column.child(i), row));
      }
      return array;
    }
    case TypeKind::kMap: {
      JsonObject object;
      const auto [begin, end] = column.Range(row);
      for (std::size_t i = begin; i < end; ++i) {
        object[PrintKey(column.child(0), i)] = CellToJson(column.child(1), i);
      }
      return object;
    }
  }
  return nullptr;
}

}  // namespace tenrec::engine
