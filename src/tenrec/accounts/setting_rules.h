#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/settings_table.h"
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

// As Rule::read.
Result<Json> ReadBoolSetting(const Json& sent, const Json& current);
Result<Json> ReadIntSetting(const Json& sent, const Json& current);
Result<Json> ReadTextSetting(const Json& sent, const Json& current);
Result<Json> ReadTextListSetting(const Json& sent, const Json& current);
Result<Json> ReadObjectSetting(const Json& sent, const Json& current);
Result<Json> MergeObjectSetting(const Json& sent, const Json& current);
Result<Json> MergeDeeplySetting(const Json& sent, const Json& current);
Result<Json> ReadListSetting(const Json& sent, const Json& current);
Result<Json> ReadAnySetting(const Json& sent, const Json& current);

// As Rule::shape.
shape::Shape TextsShape();
shape::Shape ListShape();
shape::Shape ObjectShape();

inline constexpr Rule kBoolRule{ReadBoolSetting, shape::Bool};
inline constexpr Rule kIntRule{ReadIntSetting, shape::Int};
inline constexpr Rule kTextRule{ReadTextSetting, shape::Text};
inline constexpr Rule kTextListRule{ReadTextListSetting, TextsShape};
inline constexpr Rule kObjectRule{ReadObjectSetting, ObjectShape};
/// The members of the new object replace those of the old one; the others stay.
inline constexpr Rule kMergedObjectRule{MergeObjectSetting, ObjectShape};
/// As kMergedObjectRule, with objects inside merged too.
inline constexpr Rule kDeeplyMergedObjectRule{MergeDeeplySetting, ObjectShape};
inline constexpr Rule kListRule{ReadListSetting, ListShape};
inline constexpr Rule kAnyRule{ReadAnySetting, shape::Any};

template <const auto& kChoices>
Result<Json> ReadChoiceSetting(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::string text, ReadText(sent, 400));
  for (std::string_view choice : kChoices) {
    if (choice == text) return Json(text);
  }
  return NotAChoice(text);
}

template <const auto& kChoices>
Result<Json> ReadChoiceListSetting(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::vector<std::string> texts, ReadTextList(sent, 400));
  JsonArray list;
  for (const auto& text : texts) {
    TRY_ASSIGN(Json word, ReadChoiceSetting<kChoices>(Json(text), Json()));
    list.push_back(std::move(word));
  }
  return Json(std::move(list));
}

template <std::int64_t kMin, std::int64_t kMax>
Result<Json> ReadRangeSetting(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::int64_t number, ReadInt(sent, kMin, kMax));
  return Json(number);
}

/// One of some words.
template <const auto& kChoices>
inline constexpr Rule kChoiceRule{ReadChoiceSetting<kChoices>,
                                  [] { return shape::Words(std::span(kChoices)); }};
/// A list of some words.
template <const auto& kChoices>
inline constexpr Rule kChoiceListRule{ReadChoiceListSetting<kChoices>, [] {
                                        return shape::ListOf(shape::Words(std::span(kChoices)));
                                      }};
template <std::int64_t kMin, std::int64_t kMax>
inline constexpr Rule kRangeRule{ReadRangeSetting<kMin, kMax>,
                                 [] { return shape::Int().Min(kMin).Max(kMax); }};

/// Refuses strings with NUL anywhere inside.
Status CheckNoNul(const Json& value);

}  // namespace tenrec::accounts
