#include "tenrec/blobs/blobs.h"

#include <cstddef>

namespace tenrec::blobs {
namespace {

constexpr std::size_t kMaxKey = 512;

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

Status CheckKey(std::string_view key) {
  const auto wrong = [key](std::string_view what) {
    return InvalidArgument("blob key '" + std::string(key.substr(0, kMaxKey)) + "' " +
                           std::string(what));
  };
  if (key.size() > kMaxKey) return wrong("is longer than 512 characters");
  bool at_start = true;
  for (const char c : key) {
    if (c == '/') {
      if (at_start) return wrong("has an empty part");
      at_start = true;
      continue;
    }
    if (!IsKeyCharacter(c)) return wrong("may hold only letters, digits, '.', '_', '-' and '/'");
    if (at_start && c == '.') return wrong("has a part that begins with a dot");
    at_start = false;
  }
  if (at_start) return wrong("has an empty part");
  return Ok();
}

}  // namespace tenrec::blobs
