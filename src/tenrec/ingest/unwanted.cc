#include "tenrec/ingest/unwanted.h"

#include <string>

#include "tenrec/accounts/event_filter.h"
#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/ingest/bots.h"
#include "tenrec/ingest/json_members.h"

namespace tenrec::ingest {
namespace {

using accounts::EventFilter;
using accounts::Restriction;

/// An event as filters see it.
class EventToFilter : public accounts::FilteredEvent {
 public:
  explicit EventToFilter(const Event& event) : event_(event) {}

  std::string_view name() const override { return event_.name; }
  std::string_view distinct_id() const override { return event_.distinct_id; }
  std::string_view property(std::string_view key) const override {
    const EventProperty* found = event_.FindByKey(key);
    if (found == nullptr) return {};
    if (!IsJsonString(found->value)) return found->value;
    const std::string_view text = found->value.substr(1, found->value.size() - 2);
    if (text.find('\\') == std::string_view::npos) return text;
    unescaped_ = UnescapeJson(found->value);
    return unescaped_;
  }

 private:
  const Event& event_;
  mutable std::string unescaped_;
};

/// Drops, or only counts when the filter is on trial.
std::optional<DropReason> Judge(const EventFilter& filter, DropReason reason,
                                StepContext& context) {
  if (filter.mode() == EventFilter::Mode::kLive) return reason;
  if (context.trial_matches != nullptr) context.trial_matches->Add();
  return std::nullopt;
}

}  // namespace

std::optional<DropReason> ApplyRestrictions(Event& event, StepContext& context) {
  const accounts::IngestionRestrictions* const of_token =
      context.restrictions == nullptr ? nullptr : context.restrictions->Find(event.team->api_token);
  const accounts::IngestionRestrictions* const of_project = event.team->restrictions.get();
  if (of_token == nullptr && of_project == nullptr) return std::nullopt;
  std::string unescaped;
  const EventProperty* session = event.Find(KnownKey::kSessionId);
  if (session != nullptr && IsJsonString(session->value)) unescaped = UnescapeJson(session->value);
  const accounts::EventFacts facts{.name = event.name,
                                   .distinct_id = event.distinct_id,
                                   .session_id = unescaped,
                                   .uuid = event.record.uuid};
  const auto applies = [&](Restriction restriction) {
    return (of_token != nullptr && of_token->Applies(restriction, facts)) ||
           (of_project != nullptr && of_project->Applies(restriction, facts));
  };
  if (applies(Restriction::kDrop)) return DropReason::kRestricted;
  if (applies(Restriction::kDeadLetter)) return DropReason::kRestrictedToDeadLetters;
  event.is_restricted_to_personless = applies(Restriction::kSkipPersons);
  return std::nullopt;
}

std::optional<DropReason> DropUnwanted(Event& event, StepContext& context) {
  const EventFilter* filter = event.team->event_filter.get();
  if (filter == nullptr || !filter->Matches(EventToFilter(event))) return std::nullopt;
  return Judge(*filter, DropReason::kFiltered, context);
}

std::optional<DropReason> DropBots(Event& event, StepContext& context) {
  const EventFilter* filter = event.team->event_filter.get();
  if (filter == nullptr || !filter->drops_bots()) return std::nullopt;
  const EventToFilter facts(event);
  const bool is_bot = IsBotUserAgent(facts.property("$raw_user_agent")) ||
                      IsBotUserAgent(facts.property("$user_agent"));
  return is_bot ? Judge(*filter, DropReason::kBot, context) : std::nullopt;
}

}  // namespace tenrec::ingest
