#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/time.h"

/// Names and values as HogQL text that reads back as the same.
namespace tenrec::hogql {

/// Between quotes of that kind, with escapes.
std::string Quoted(std::string_view text, char quote);
/// Bare, or in backquotes where it would be read as something else.
std::string NameText(std::string_view name);
/// As NameText, but and(a, b) reads as a call although AND is an operator.
std::string FunctionText(std::string_view name);
/// The first name of a path must not be mistaken for a constant either.
std::string PathText(const std::vector<std::string>& chain);
std::string NumberText(double number);
std::string InstantText(Timestamp time);

}  // namespace tenrec::hogql
