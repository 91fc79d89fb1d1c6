#include "tenrec/base/uuid.h"

#include <algorithm>

#include "tenrec/base/hash.h"
#include "tenrec/base/random.h"

namespace tenrec {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void SetVersion(Uuid& uuid, std::uint8_t version) {
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0F) | (version << 4));
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3F) | 0x80);
}

std::uint64_t BigEndian(const std::uint8_t* bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | bytes[i];
  return value;
}

}  // namespace

std::optional<Uuid> Uuid::Parse(std::string_view text) {
  const bool dashed = text.size() == 36;
  if (!dashed && text.size() != 32) return std::nullopt;
  Uuid uuid;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (dashed && (i == 4 || i == 6 || i == 8 || i == 10)) {
      if (text[at++] != '-') return std::nullopt;
    }
    const int high = HexValue(text[at]);
    const int low = HexValue(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    uuid.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
  }
  return uuid;
}

Uuid Uuid::V4() {
  Uuid uuid;
  RandomBytes(uuid.bytes.data(), uuid.bytes.size());
  SetVersion(uuid, 4);
  return uuid;
}

Uuid Uuid::V7(Timestamp now) {
  Uuid uuid;
  RandomBytes(uuid.bytes.data(), uuid.bytes.size());
  const auto millis = static_cast<std::uint64_t>(std::max<std::int64_t>(0, now.millis()));
  for (std::size_t i = 0; i < 6; ++i) {
    uuid.bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  }
  SetVersion(uuid, 7);
  return uuid;
}

Uuid Uuid::V5(const Uuid& name_space, std::string_view name) {
  std::string input(reinterpret_cast<const char*>(name_space.bytes.data()), 16);
  input += name;
  const auto digest = Sha1(input);
  Uuid uuid;
  std::copy_n(digest.begin(), 16, uuid.bytes.begin());
  SetVersion(uuid, 5);
  return uuid;
}

std::string Uuid::ToString() const {
  std::string text(36, '-');
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) ++at;
    text[at++] = kHex[bytes[i] >> 4];
    text[at++] = kHex[bytes[i] & 15];
  }
  return text;
}

std::uint64_t Uuid::high() const {
  return BigEndian(bytes.data());
}
std::uint64_t Uuid::low() const {
  return BigEndian(bytes.data() + 8);
}

Uuid Uuid::FromHalves(std::uint64_t high, std::uint64_t low) {
  Uuid uuid;
  for (std::size_t i = 0; i < 8; ++i) {
    uuid.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    uuid.bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  return uuid;
}

}  // namespace tenrec
