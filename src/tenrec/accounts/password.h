#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::accounts {

/// What guessing one password costs, and so what checking one costs. The default takes about 50 ms
/// of one core of 2025 and 19 MiB.
struct PasswordCost {
  std::uint32_t passes = 6;
  std::uint32_t memory_kib = 19'456;
};

/// Argon2id with a fresh salt, as the text "$argon2id$v=19$m=…". Takes tens of milliseconds: never
/// on an IO thread.
Result<std::string> HashPassword(std::string_view password, const PasswordCost& cost = {});
/// Whether the password belongs to the hash. As slow as hashing.
bool VerifyPassword(const std::string& hash, std::string_view password);

/// Refuses passwords that are guessed quickly. `known` is what an attacker knows of the person:
/// names, e-mail.
/// Errors: kInvalidArgument, field "password", tag password_too_short or password_too_weak.
/// Source: rest-api.md 37.6
Status CheckPasswordStrength(std::string_view password, std::span<const std::string> known);

/// How many guesses the password takes, as a power of ten, at least 0.
/// Source: the model of zxcvbn (Wheeler 2016): the cheapest way to cut it into known words,
/// sequences, repeats, keyboard runs, years and unknown characters.
double EstimateGuessesLog10(std::string_view password, std::span<const std::string> known);

}  // namespace tenrec::accounts
