#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tenrec/demo/history.h"

namespace tenrec::demo {

enum class EventKind : std::uint8_t {
  kPageview,
  kPageleave,
  kAutocapture,
  kRageclick,
  kIdentify,
  kGroupIdentify,
  kSignupStarted,
  kSignedUp,
  kOnboardingStep,
  kNoteCreated,
  kNoteEdited,
  kNoteShared,
  kCommentAdded,
  kSearched,
  kTemplateUsed,
  kFileUploaded,
  kExported,
  kIntegrationConnected,
  kSummaryGenerated,
  kTeammateInvited,
  kCheckoutStarted,
  kUpgraded,
  kInvoicePaid,
};
std::string_view EventName(EventKind kind);

/// One event of a session.
struct Step {
  std::uint32_t offset_ms = 0;
  EventKind kind = EventKind::kPageview;
  PageId page = PageId::kHome;
  /// What the kind needs: a note's number, an onboarding step, milliseconds on the page.
  std::uint32_t value = 0;
};

/// Fills `steps` with what happens in the session, in order of time. Equal sessions give equal
/// steps.
void PlanSteps(const Session& session, const Person& person, std::vector<Step>& steps);

}  // namespace tenrec::demo
