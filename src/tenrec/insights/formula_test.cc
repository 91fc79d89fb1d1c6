#include "tenrec/insights/formula.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::insights {
namespace {

TEST(Formula, Calculates) {
  constexpr std::array<double, 3> kValues = {6, 4, 0};
  const auto gives = [&](std::string_view text, double want) {
    const auto formula = Formula::Parse(text, kValues.size());
    ASSERT_TRUE(formula) << text << ": " << formula.error().message;
    EXPECT_DOUBLE_EQ(formula->Evaluate(kValues), want) << text;
  };
  gives("A", 6);
  gives("a+b", 10);
  gives("A - B - 1", 1);
  gives("A + B * 2", 14);
  gives("(A + B) * 2", 20);
  gives("A / B", 1.5);
  gives("A % B", 2);
  gives("-7 % B", 1);
  gives("A / C", 0);
  gives("A % C", 0);
  gives("2 ** 3 ** 2", 512);
  gives("-2 ** 2", -4);
  gives("2 ** -1", 0.5);
  gives("A * -B", -24);
  gives("1.5e1 + .5", 15.5);
  gives(" ( ( A ) ) ", 6);
}

TEST(Formula, RefusesEverythingElse) {
  for (const std::string& text :
       {std::string("A +"), std::string("(A"), std::string("A)"), std::string("A B"),
        std::string("D"), std::string("sum(A)"), std::string("A ^ B"), std::string("A // B"),
        std::string("__import__"), std::string(), std::string("A;B"), std::string(500, '('),
        std::string(500, '-') + "A"}) {
    EXPECT_FALSE(Formula::Parse(text, 3)) << text;
  }
  EXPECT_EQ(Formula::Parse("A + é", 3).error().message,
            "Formula 'A + é' is not valid: unexpected 'é'");
  EXPECT_LT(Formula::Parse("A B" + std::string(1 << 20, 'x'), 3).error().message.size(), 200U);
}

}  // namespace
}  // namespace tenrec::insights
