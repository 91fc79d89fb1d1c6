#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::insights {

/// An arithmetic expression over series, such as "A / B * 100".
/// Shape:   letters name series by order, any case; numbers, parentheses, + - * / % **, unary
/// minus.
///          Division and remainder by zero give 0.
/// Threads: any; immutable.
/// Source:  queries.md 4.5
class Formula {
 public:
  /// Errors: kInvalidArgument for any other syntax, a letter without a series, or more than 64
  ///         levels of nesting.
  static Result<Formula> Parse(std::string_view text, std::size_t series_count);

  /// The value for one bucket; `values[i]` belongs to the i-th letter.
  double Evaluate(std::span<const double> values) const;

 private:
  enum class Op { kNumber, kSeries, kAdd, kSubtract, kMultiply, kDivide, kModulo, kPower, kNegate };
  /// Reverse Polish notation: operands before their operator.
  struct Step {
    Op op;
    double number = 0;
    std::size_t series = 0;
  };
  class Parser;

  std::vector<Step> steps_;
};

}  // namespace tenrec::insights
