#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

/// Checks of single values that people send, with the words that PostHog's clients know.
namespace tenrec::accounts {

Result<bool> ReadBool(const Json& sent);
Result<std::int64_t> ReadInt(const Json& sent, std::int64_t min, std::int64_t max);
/// Refuses NUL characters, which no database keeps well. Units: `max` in characters.
Result<std::string> ReadText(const Json& sent, std::size_t max);
/// As ReadText, and not blank; gives it trimmed.
Result<std::string> ReadName(const Json& sent, std::size_t max);
Result<std::vector<std::string>> ReadTextList(const Json& sent, std::size_t max_each);
Error NotAChoice(std::string_view value);

// As Setting::Rule.
Result<Json> BoolRule(const Json& sent, const Json& current);
Result<Json> IntRule(const Json& sent, const Json& current);
Result<Json> TextRule(const Json& sent, const Json& current);
Result<Json> TextListRule(const Json& sent, const Json& current);
Result<Json> ObjectRule(const Json& sent, const Json& current);
/// The members of the new object replace those of the old one; the others stay.
Result<Json> MergedObjectRule(const Json& sent, const Json& current);
/// As MergedObjectRule, with objects inside merged too.
Result<Json> DeeplyMergedObjectRule(const Json& sent, const Json& current);
Result<Json> ListRule(const Json& sent, const Json& current);
Result<Json> AnyRule(const Json& sent, const Json& current);

/// One of some words.
template <const auto& kChoices>
Result<Json> ChoiceRule(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::string text, ReadText(sent, 400));
  for (std::string_view choice : kChoices) {
    if (choice == text) return Json(text);
  }
  return NotAChoice(text);
}

/// A list of some words.
template <const auto& kChoices>
Result<Json> ChoiceListRule(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::vector<std::string> texts, ReadTextList(sent, 400));
  JsonArray list;
  for (const auto& text : texts) {
    TRY_ASSIGN(Json word, ChoiceRule<kChoices>(Json(text), Json()));
    list.push_back(std::move(word));
  }
  return Json(std::move(list));
}

template <std::int64_t kMin, std::int64_t kMax>
Result<Json> RangeRule(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::int64_t number, ReadInt(sent, kMin, kMax));
  return Json(number);
}

/// Refuses strings with NUL anywhere inside.
Status CheckNoNul(const Json& value);

}  // namespace tenrec::accounts
