#pragma once

#include <string>
#include <string_view>

#include "tenrec/hogql/ast.h"

namespace tenrec::hogql {

/// "+", "-", "*", "/", "%".
std::string_view ArithmeticOpText(ArithmeticOp op);
/// The function that an operator stands for: "plus".
std::string_view ArithmeticOpFunction(ArithmeticOp op);

/// "==", "not ilike", "in cohort": the words of the JSON tree.
std::string_view CompareOpText(CompareOp op);
/// The function that a comparison stands for: "equals", "notILike", "match".
std::string_view CompareOpFunction(CompareOp op);

/// How alike two words are, 0 to 1: twice the common letters in order over all letters.
double Likeness(std::string_view a, std::string_view b);

/// What somebody wrote, as an error quotes it: at most 100 characters, then "…".
std::string Shown(std::string_view text);

}  // namespace tenrec::hogql
