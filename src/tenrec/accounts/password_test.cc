#include "tenrec/accounts/password.h"

#include <gtest/gtest.h>

namespace tenrec::accounts {
namespace {

constexpr PasswordCost kCheap{.passes = 1, .memory_kib = 64};

TEST(Password, HashesWithASaltAndVerifies) {
  const auto first = HashPassword("correct horse", kCheap);
  const auto second = HashPassword("correct horse", kCheap);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(first->starts_with("$argon2id$")) << *first;
  EXPECT_NE(*first, *second);
  EXPECT_TRUE(VerifyPassword(*first, "correct horse"));
  EXPECT_FALSE(VerifyPassword(*first, "correct horse "));
  EXPECT_FALSE(VerifyPassword("not a hash", "correct horse"));
}

TEST(Password, RefusesWhatIsGuessedQuickly) {
  const std::string known[] = {"jane.roe@acme.example", "Jane", "Acme Corp"};
  const auto refused = [&](std::string_view password, std::string_view tag) {
    const Status checked = CheckPasswordStrength(password, known);
    ASSERT_FALSE(checked) << password << " " << EstimateGuessesLog10(password, known);
    EXPECT_EQ(checked.error().tag, tag) << password;
    EXPECT_EQ(checked.error().field, "password");
  };
  refused("", "password_too_short");
  refused("1234567", "password_too_short");
  for (std::string_view password :
       {"password", "Password123!", "p4$$w0rd1", "qwertyuiop", "abcdefghijkl", "11111111111",
        "abcabcabcabc", "janeroe2026", "acmecorp", "iloveyou1990", "summer2026", "drowssap1"}) {
    refused(password, "password_too_weak");
  }
}

TEST(Password, AcceptsWhatIsNot) {
  for (std::string_view password : {"correct horse battery staple", "vK3#pq9Zx", "tr0ub4dor&3x9",
                                    "gravel-otter-lamp-77", "Zwölf Boxkämpfer jagen"}) {
    EXPECT_TRUE(CheckPasswordStrength(password, {}))
        << password << " " << EstimateGuessesLog10(password, {});
  }
}

TEST(Password, EstimatesLongOnesInBoundedTime) {
  EXPECT_FALSE(CheckPasswordStrength(std::string(1000, 'x'), {}));
  EXPECT_FALSE(CheckPasswordStrength(std::string(1025, 'x'), {}));
}

}  // namespace
}  // namespace tenrec::accounts
