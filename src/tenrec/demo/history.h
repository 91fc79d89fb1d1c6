#pragma once

#include <cstdint>
#include <vector>

#include "tenrec/base/time.h"
#include "tenrec/demo/calendar.h"
#include "tenrec/demo/world.h"

namespace tenrec::demo {

constexpr std::uint32_t kNoCompany = UINT32_MAX;

/// What somebody is, made from the seed and the number again whenever it is needed.
struct Person {
  std::uint32_t number = 0;
  std::uint32_t city = 0;
  std::uint32_t device = 0;
  std::uint32_t channel = 0;
  std::uint32_t first_name = 0;
  std::uint32_t last_name = 0;
  std::uint32_t role = 0;
};
Person MakePerson(std::uint64_t seed, std::uint32_t number);

/// A customer: the group "company".
struct Company {
  Timestamp created_at;
  std::uint32_t first_word = 0;
  std::uint32_t last_word = 0;
  std::uint32_t industry = 0;
  std::uint32_t employees = 0;
  /// The plan that it moves to, and when; kFree for never.
  Plan paid_plan = Plan::kFree;
  Timestamp paid_from;
  std::uint32_t members = 0;

  Plan PlanAt(Timestamp t) const {
    return paid_plan != Plan::kFree && t >= paid_from ? paid_plan : Plan::kFree;
  }
};

enum class SessionKind : std::uint8_t {
  kVisit,    // looks at the public pages
  kSignup,   // the same, and signs up
  kUse,      // works in the product
  kInvoice,  // the server reports a payment
};

/// One sitting of a person. What happens in it follows from `seed` and the fields.
struct Session {
  Timestamp start;
  /// Of the person, in any session.
  Timestamp first_seen;
  std::uint64_t seed = 0;
  std::uint32_t person = 0;
  std::uint32_t company = kNoCompany;
  std::uint32_t seats = 0;   // of an upgrade or an invoice
  std::uint16_t events = 0;  // how many come before the end of the history
  SessionKind kind = SessionKind::kVisit;
  Plan plan = Plan::kFree;  // of the company at that time
  Plan upgrade_to = Plan::kFree;
  bool is_first = false;        // of this person
  bool is_user = false;         // has signed up before
  bool founds_company = false;  // at sign-up: not by invitation
  bool activates = false;       // at sign-up: goes on to the first note
  bool likes_new_things = false;
};

/// Everything that happens, in order of time.
struct History {
  std::vector<Session> sessions;
  std::vector<Company> companies;
  std::uint32_t persons = 0;
  std::uint32_t users = 0;
};

/// Plans persons until their sessions hold that many events.
History PlanHistory(const Calendar& calendar, std::uint64_t seed, std::uint64_t events);

}  // namespace tenrec::demo
