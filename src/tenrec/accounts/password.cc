#include "tenrec/accounts/password.h"

#include <argon2.h>

#include "tenrec/base/random.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kMinLength = 8;
constexpr std::size_t kMaxLength = 1024;
// Score 3 of 4 in zxcvbn.
constexpr double kMinGuessesLog10 = 8;

}  // namespace

Result<std::string> HashPassword(std::string_view password, const PasswordCost& cost) {
  std::uint8_t salt[kSaltBytes];
  RandomBytes(salt, sizeof salt);
  std::string encoded(
      argon2_encodedlen(cost.passes, cost.memory_kib, kLanes, kSaltBytes, kHashBytes, Argon2_id),
      '\0');
  const int code =
      argon2id_hash_encoded(cost.passes, cost.memory_kib, kLanes, password.data(), password.size(),
                            salt, kSaltBytes, kHashBytes, encoded.data(), encoded.size());
  if (code != ARGON2_OK) {
    return Unavailable("cannot hash a password: " + std::string(argon2_error_message(code)));
  }
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool VerifyPassword(const std::string& hash, std::string_view password) {
  return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

Status CheckPasswordStrength(std::string_view password, std::span<const std::string> known) {
  if (password.size() < kMinLength) {
    return InvalidArgument("This password is too short. It must contain at least 8 characters.")
        .WithTag("password_too_short")
        .WithField("password");
  }
  if (password.size() > kMaxLength) {
    return InvalidArgument("This password is too long. It must have at most 1024 bytes.")
        .WithTag("max_length")
        .WithField("password");
  }
  if (EstimateGuessesLog10(password, known) < kMinGuessesLog10) {
    return InvalidArgument(
               "This password is too weak. Add words or characters that are hard to guess.")
        .WithTag("password_too_weak")
        .WithField("password");
  }
  return Ok();
}

}  // namespace tenrec::accounts
