#include "tenrec/hogql/names.h"

#include "tenrec/base/encoding.h"

namespace tenrec::hogql {

std::string_view ArithmeticOpText(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return "+";
    case ArithmeticOp::kSubtract:
      return "-";
    case ArithmeticOp::kMultiply:
      return "*";
    case ArithmeticOp::kDivide:
      return "/";
    case ArithmeticOp::kModulo:
      return "%";
  }
  return {};
}

std::string_view ArithmeticOpFunction(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return "plus";
    case ArithmeticOp::kSubtract:
      return "minus";
    case ArithmeticOp::kMultiply:
      return "multiply";
    case ArithmeticOp::kDivide:
      return "divide";
    case ArithmeticOp::kModulo:
      return "modulo";
  }
  return {};
}

namespace {

struct CompareWords {
  std::string_view text;
  std::string_view function;
};

CompareWords WordsOf(CompareOp op) {
  switch (op) {
    case CompareOp::kEq:
      return {"==", "equals"};
    case CompareOp::kNotEq:
      return {"!=", "notEquals"};
    case CompareOp::kLt:
      return {"<", "less"};
    case CompareOp::kLtEq:
      return {"<=", "lessOrEquals"};
    case CompareOp::kGt:
      return {">", "greater"};
    case CompareOp::kGtEq:
      return {">=", "greaterOrEquals"};
    case CompareOp::kLike:
      return {"like", "like"};
    case CompareOp::kILike:
      return {"ilike", "ilike"};
    case CompareOp::kNotLike:
      return {"not like", "notLike"};
    case CompareOp::kNotILike:
      return {"not ilike", "notILike"};
    case CompareOp::kIn:
      return {"in", "in"};
    case CompareOp::kNotIn:
      return {"not in", "notIn"};
    case CompareOp::kInCohort:
      return {"in cohort", "inCohort"};
    case CompareOp::kNotInCohort:
      return {"not in cohort", "notInCohort"};
    case CompareOp::kRegex:
      return {"=~", "match"};
    case CompareOp::kNotRegex:
      return {"!~", "notMatch"};
    case CompareOp::kIRegex:
      return {"=~*", "matchCaseInsensitive"};
    case CompareOp::kNotIRegex:
      return {"!~*", "notMatchCaseInsensitive"};
  }
  return {};
}

}  // namespace

std::string_view CompareOpText(CompareOp op) {
  return WordsOf(op).text;
}

std::string_view CompareOpFunction(CompareOp op) {
  return WordsOf(op).function;
}

double Likeness(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (const char c : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = c == b[j] ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return 2.0 * static_cast<double>(row[b.size()]) / static_cast<double>(a.size() + b.size());
}

std::string Shown(std::string_view text) {
  constexpr std::size_t kMaxCharacters = 100;
  const std::string_view start = Utf8Prefix(text, kMaxCharacters);
  std::string out(start);
  if (start.size() < text.size()) out += "…";
  return out;
}

}  // namespace tenrec::hogql
