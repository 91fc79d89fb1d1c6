#include "tenrec/accounts/ingestion_restrictions.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kMaxText = 450;
constexpr std::size_t kMaxListed = 10'000;

// In the order of Restriction.
constexpr std::array<std::string_view, 4> kTypes = {"drop_event_from_ingestion", "redirect_to_dlq",
                                                    "force_overflow_from_ingestion",
                                                    "skip_person_processing"};
constexpr std::array<std::string_view, 2> kPipelines = {"analytics", "session_recordings"};
constexpr std::string_view kType = "restriction_type";
constexpr std::array<std::string_view, 4> kLists = {"distinct_ids", "session_ids", "event_names",
                                                    "event_uuids"};

Error At(std::size_t place, Error error) {
  const std::string number = std::to_string(place);
  error.field = error.field.empty() ? number : number + "__" + error.field;
  return error;
}

/// The texts of a list that may be missing.
Result<std::vector<std::string>> ReadTexts(const Json& rule, std::string_view member) {
  const Json* sent = FindMember(rule, member);
  if (sent == nullptr || sent->is_null()) return std::vector<std::string>();
  auto texts = ReadTextList(*sent, kMaxText);
  if (!texts) return std::move(texts).error().WithField(std::string(member));
  if (texts->size() > kMaxListed) {
    return InvalidArgument("Ensure this field has no more than " + std::to_string(kMaxListed) +
                           " elements.")
        .WithTag("max_length")
        .WithField(std::string(member));
  }
  return texts;
}

Status CheckMembers(const Json& rule) {
  if (!rule.is_object()) return InvalidArgument("Must be a JSON object.").WithTag("invalid_input");
  for (const auto& member : rule.get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name == kType || name == "pipelines" || std::ranges::find(kLists, name) != kLists.end()) {
      continue;
    }
    return InvalidArgument("Unknown key \"" + std::string(name) + "\".").WithTag("invalid_input");
  }
  return Ok();
}

Result<Restriction> ReadType(const Json& rule) {
  const auto word = StringMember(rule, kType);
  const auto* const found = std::ranges::find(kTypes, word.value_or(""));
  if (found != kTypes.end()) return static_cast<Restriction>(found - kTypes.begin());
  return InvalidArgument(
             "Must be one of drop_event_from_ingestion, redirect_to_dlq, "
             "force_overflow_from_ingestion, skip_person_processing.")
      .WithTag(word ? "invalid_choice" : "required")
      .WithField(std::string(kType));
}

Result<std::vector<std::string>> ReadPipelines(const Json& rule) {
  const Json* sent = FindMember(rule, "pipelines");
  if (sent == nullptr) return std::vector<std::string>{std::string(kPipelines[0])};
  auto words = ReadTextList(*sent, kMaxText);
  if (!words) return std::move(words).error().WithField("pipelines");
  const bool is_known = std::ranges::all_of(*words, [](const std::string& word) {
    return std::ranges::find(kPipelines, word) != kPipelines.end();
  });
  if (is_known && !words->empty()) return words;
  return InvalidArgument(words->empty() ? "At least one pipeline must be selected"
                                        : "Must be analytics or session_recordings.")
      .WithTag(words->empty() ? "empty" : "invalid_choice")
      .WithField("pipelines");
}

template <typename Set, typename Value>
bool Admits(const Set& set, const Value& value) {
  return set.empty() || set.contains(value);
}

}  // namespace

Result<std::shared_ptr<const IngestionRestrictions>> IngestionRestrictions::Parse(
    const Json& setting) {
  if (!setting.is_array()) {
    return InvalidArgument("Expected a list of items.").WithTag("not_a_list");
  }
  auto restrictions = std::make_shared<IngestionRestrictions>();
  std::array<bool, kTypes.size()> seen{};
  const auto read = [&](const Json& json) -> Status {
    TRY(CheckMembers(json));
    Rule rule;
    TRY_ASSIGN(rule.restriction, ReadType(json));
    if (std::exchange(seen[static_cast<std::size_t>(rule.restriction)], true)) {
      return InvalidArgument("There is such a restriction already: put both into one.")
          .WithTag("unique")
          .WithField(std::string(kType));
    }
    TRY_ASSIGN(const auto pipelines, ReadPipelines(json));
    const auto read_into = [&](std::string_view member, Texts& texts) -> Status {
      TRY_ASSIGN(auto list, ReadTexts(json, member));
      texts.insert(std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
      return Ok();
    };
    TRY(read_into("distinct_ids", rule.distinct_ids));
    TRY(read_into("session_ids", rule.session_ids));
    TRY(read_into("event_names", rule.event_names));
    TRY_ASSIGN(const auto uuids, ReadTexts(json, "event_uuids"));
    for (const std::string& text : uuids) {
      const auto uuid = Uuid::Parse(text);
      if (!uuid) {
        return InvalidArgument("Must be a valid UUID.")
            .WithTag("invalid_input")
            .WithField("event_uuids");
      }
      rule.event_uuids.insert(*uuid);
    }
    if (std::ranges::find(pipelines, kPipelines[0]) != pipelines.end()) {
      restrictions->rules_.push_back(std::move(rule));
    }
    return Ok();
  };
  for (std::size_t i = 0; i < setting.get_array().size(); ++i) {
    Status one = read(setting.get_array()[i]);
    if (!one) return At(i, std::move(one).error());
  }
  return std::shared_ptr<const IngestionRestrictions>(std::move(restrictions));
}

bool IngestionRestrictions::Applies(Restriction restriction, const EventFacts& event) const {
  return std::ranges::any_of(rules_, [&](const Rule& rule) {
    return rule.restriction == restriction && Admits(rule.distinct_ids, event.distinct_id) &&
           Admits(rule.session_ids, event.session_id) && Admits(rule.event_names, event.name) &&
           Admits(rule.event_uuids, event.uuid);
  });
}

Status TokenRestrictions::Add(Restriction restriction, std::string_view entries) {
  while (!entries.empty()) {
    const std::size_t end = std::min(entries.find(','), entries.size());
    const std::string_view entry = TrimAscii(entries.substr(0, end));
    entries.remove_prefix(std::min(end + 1, entries.size()));
    if (entry.empty()) continue;
    const std::size_t colon = std::min(entry.find(':'), entry.size());
    if (colon == 0) {
      return InvalidArgument("no token in '" + std::string(entry) +
                             "': write token or token:distinct_id");
    }
    std::string_view distinct_id = entry.substr(std::min(colon + 1, entry.size()));
    // PostHog's longer form names what the text is.
    constexpr std::string_view kLongForm = "distinct_id:";
    if (distinct_id.starts_with(kLongForm)) distinct_id.remove_prefix(kLongForm.size());
    IngestionRestrictions::Rule rule{.restriction = restriction};
    if (!distinct_id.empty()) rule.distinct_ids.emplace(distinct_id);
    by_token_[std::string(entry.substr(0, colon))].rules_.push_back(std::move(rule));
  }
  return Ok();
}

const IngestionRestrictions* TokenRestrictions::Find(std::string_view token) const {
  const auto found = by_token_.find(token);
  return found == by_token_.end() ? nullptr : &found->second;
}

Result<Json> ReadRestrictionsSetting(const Json& sent, const Json&) {
  TRY(CheckNoNul(sent));
  TRY(IngestionRestrictions::Parse(sent));
  JsonArray kept;
  for (const Json& rule : sent.get_array()) {
    JsonObject whole{{kType, *FindMember(rule, kType)}};
    for (const std::string_view list : kLists) {
      const Json* given = FindMember(rule, list);
      whole[list] = given == nullptr || given->is_null() ? Json(JsonArray()) : *given;
    }
    TRY_ASSIGN(const auto pipelines, ReadPipelines(rule));
    JsonArray words;
    for (const std::string& word : pipelines) words.emplace_back(word);
    whole["pipelines"] = std::move(words);
    kept.push_back(std::move(whole));
  }
  return Json(std::move(kept));
}

shape::Shape RestrictionsShape() {
  return shape::ListOf(
      shape::Object({{std::string(kType), shape::Words(std::span(kTypes))},
                     {"distinct_ids", shape::ListOf(shape::Text())},
                     {"session_ids", shape::ListOf(shape::Text())},
                     {"event_names", shape::ListOf(shape::Text())},
                     {"event_uuids", shape::ListOf(shape::Text())},
                     {"pipelines", shape::ListOf(shape::Words(std::span(kPipelines)))}})
          .Named("EventIngestionRestriction"));
}

}  // namespace tenrec::accounts
