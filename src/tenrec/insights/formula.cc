#include "tenrec/insights/formula.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/names.h"

namespace tenrec::insights {
namespace {

constexpr int kMaxDepth = 64;

}  // namespace

/// Recursive descent: sum → product → sign → power → atom.
class Formula::Parser {
 public:
  Parser(std::string_view text, std::size_t series_count, std::vector<Step>& out)
      : text_(text), series_count_(series_count), out_(out) {}

  Status Parse() {
    TRY(Sum(0));
    Skip();
    if (at_ != text_.size()) return Unexpected();
    return Ok();
  }

 private:
  Error Fault(const std::string& why) const {
    return InvalidArgument("Formula '" + hogql::Shown(text_) + "' is not valid: " + why);
  }
  Error Unexpected() const {
    return Fault("unexpected '" + std::string(Utf8Prefix(text_.substr(at_), 1)) + "'");
  }
  void Skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool Eat(std::string_view symbol) {
    Skip();
    if (!text_.substr(at_).starts_with(symbol)) return false;
    at_ += symbol.size();
    return true;
  }
  void Emit(Op op) { out_.push_back({.op = op}); }

  Status Sum(int depth) {
    if (depth > kMaxDepth) return Fault("it is nested too deep");
    TRY(Product(depth));
    while (true) {
      if (Eat("+")) {
        TRY(Product(depth));
        Emit(Op::kAdd);
      } else if (Eat("-")) {
        TRY(Product(depth));
        Emit(Op::kSubtract);
      } else {
        return Ok();
      }
    }
  }

  Status Product(int depth) {
    TRY(Sign(depth));
    while (true) {
      Op op = Op::kMultiply;
      if (Eat("*")) {
        op = Op::kMultiply;
      } else if (Eat("/")) {
        op = Op::kDivide;
      } else if (Eat("%")) {
        op = Op::kModulo;
      } else {
        return Ok();
      }
      TRY(Sign(depth));
      Emit(op);
    }
  }

  Status Sign(int depth) {
    if (depth > kMaxDepth) return Fault("it is nested too deep");
    if (Eat("-")) {
      TRY(Sign(depth + 1));
      Emit(Op::kNegate);
      return Ok();
    }
    if (Eat("+")) return Sign(depth + 1);
    TRY(Atom(depth));
    if (!Eat("**")) return Ok();
    TRY(Sign(depth + 1));  // right to left, and 2 ** -1 is allowed
    Emit(Op::kPower);
    return Ok();
  }

  Status Atom(int depth) {
    if (Eat("(")) {
      TRY(Sum(depth + 1));
      if (!Eat(")")) return Fault("')' is missing");
      return Ok();
    }
    Skip();
    if (at_ == text_.size()) return Fault("it ends too early");
    const char c = text_[at_];
    const char letter = static_cast<char>(c & ~0x20);
    if (letter >= 'A' && letter <= 'Z') {
      const auto series = static_cast<std::size_t>(letter - 'A');
      if (series >= series_count_) {
        return Fault("there is no series " + std::string(1, letter));
      }
      ++at_;
      out_.push_back({.op = Op::kSeries, .series = series});
      return Ok();
    }
    double number = 0;
    const auto [end, error] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
    if (error != std::errc()) return Unexpected();
    at_ = static_cast<std::size_t>(end - text_.data());
    out_.push_back({.op = Op::kNumber, .number = number});
    return Ok();
  }

  const std::string_view text_;
  const std::size_t series_count_;
  std::vector<Step>& out_;
  std::size_t at_ = 0;
};

Result<Formula> Formula::Parse(std::string_view text, std::size_t series_count) {
  Formula formula;
  TRY(Parser(text, series_count, formula.steps_).Parse());
  return formula;
}

double Formula::Evaluate(std::span<const double> values) const {
  std::vector<double> stack;
  const auto pop = [&] {
    const double top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const Step& step : steps_) {
    switch (step.op) {
      case Op::kNumber:
        stack.push_back(step.number);
        continue;
      case Op::kSeries:
        stack.push_back(step.series < values.size() ? values[step.series] : 0);
        continue;
      case Op::kNegate:
        stack.back() = -stack.back();
        continue;
      default:
        break;
    }
    const double right = pop();
    const double left = pop();
    switch (step.op) {
      case Op::kAdd:
        stack.push_back(left + right);
        break;
      case Op::kSubtract:
        stack.push_back(left - right);
        break;
      case Op::kMultiply:
        stack.push_back(left * right);
        break;
      case Op::kDivide:
        stack.push_back(right == 0 ? 0 : left / right);
        break;
      case Op::kModulo:
        // The sign of the divisor, as in Python.
        stack.push_back(right == 0 ? 0 : left - right * std::floor(left / right));
        break;
      default: {
        const double power = std::pow(left, right);
        stack.push_back(std::isfinite(power) ? power : 0);
        break;
      }
    }
  }
  return stack.back();
}

}  // namespace tenrec::insights
