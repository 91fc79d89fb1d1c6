#include "tenrec/demo/history.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "tenrec/demo/random.h"
#include "tenrec/demo/session.h"

namespace tenrec::demo {
namespace {

// Streams of random numbers, so that one does not shift the other.
constexpr std::uint64_t kTraits = 1ULL << 40U;
constexpr std::uint64_t kLife = 2ULL << 40U;

// Of a thousand visitors, at a channel of average conversion.
constexpr std::uint32_t kSignups = 175;
constexpr std::uint32_t kActivates = 610;
constexpr std::uint32_t kJoinsByInvitation = 450;

/// How somebody takes to the product: chance to be active on a working day, by days since sign-up.
struct Habit {
  std::uint32_t first_week;
  std::uint32_t first_month;
  std::uint32_t later;
  std::uint32_t weekend;           // in hundredths of a working day
  std::uint32_t quits;             // chance to leave for good, each day
  std::uint32_t weight;            // among those who did not activate
  std::uint32_t activated_weight;  // among those who did
};
constexpr std::array<Habit, 4> kHabits = {{
    {90, 25, 10, 40, 160, 760, 270},    // tried it
    {190, 140, 110, 30, 14, 190, 380},  // now and then
    {480, 430, 400, 22, 6, 45, 240},    // most days
    {830, 810, 790, 45, 3, 5, 110},     // lives in it
}};

const Habit& DrawHabit(Random& random, bool activates) {
  struct Entry {
    std::uint32_t weight;
  };
  std::array<Entry, kHabits.size()> entries{};
  for (std::size_t i = 0; i < kHabits.size(); ++i) {
    entries[i].weight = activates ? kHabits[i].activated_weight : kHabits[i].weight;
  }
  return kHabits[random.Pick(std::span<const Entry>(entries))];
}

/// Plans one person after the other.
class Planner {
 public:
  Planner(const Calendar& calendar, std::uint64_t seed, std::uint64_t events)
      : calendar_(calendar), seed_(seed), wanted_(events) {}

  History Run() {
    while (planned_ < wanted_) {
      const std::uint64_t before = planned_;
      PlanPerson();
      // A history of a few minutes may have no room for most people.
      if (planned_ == before && history_.persons > 1000 + wanted_ * 100) break;
    }
    // Planned per person, told by time. Seeds differ, so the order is the same everywhere.
    std::sort(history_.sessions.begin(), history_.sessions.end(),
              [](const Session& a, const Session& b) {
                return std::tie(a.start, a.person, a.seed) < std::tie(b.start, b.person, b.seed);
              });
    return std::move(history_);
  }

 private:
  void PlanPerson() {
    const Person person = MakePerson(seed_, history_.persons);
    ++history_.persons;
    first_seen_ = {};
    Random random(seed_, kLife + person.number);
    const int offset = Cities()[person.city].utc_offset_minutes;
    const int first_day = calendar_.DrawArrivalDay(random);
    const Channel& channel = Channels()[person.channel];
    const bool is_mobile = Devices()[person.device].type != "Desktop";
    // The product has become better at explaining itself: later visitors convert more often.
    const std::uint32_t improved = 100 + 35 * static_cast<std::uint32_t>(first_day) /
                                             static_cast<std::uint32_t>(calendar_.days());
    std::uint32_t chance = kSignups * channel.conversion / 100 * improved / 100;
    if (is_mobile) chance /= 4;
    const bool signs_up = random.Chance(chance);
    const std::uint32_t visits_before = signs_up
                                            ? (random.Chance(350) ? random.Between(1, 2) : 0)
                                            : 1 + (random.Chance(230) ? random.Between(1, 2) : 0);

    int day = first_day;
    bool is_first = true;
    for (std::uint32_t visit = 0; visit < visits_before && day < calendar_.days(); ++visit) {
      Session session = NewSession(random, person, SessionKind::kVisit, day, offset);
      session.is_first = std::exchange(is_first, false);
      Keep(session, person);
      day += static_cast<int>(random.Between(1, 9));
    }
    if (!signs_up || day >= calendar_.days()) return;
    ++history_.users;
    Session signup = NewSession(random, person, SessionKind::kSignup, day, offset);
    signup.is_first = is_first;
    signup.activates = random.Chance(kActivates);
    signup.company = JoinOrFound(random, signup);
    Keep(signup, person);
    Live(random, person, signup);
  }

  /// The days after sign-up.
  void Live(Random& random, const Person& person, const Session& signup) {
    const int offset = Cities()[person.city].utc_offset_minutes;
    const int signup_day = calendar_.DayOf(signup.start);
    const Habit& habit = DrawHabit(random, signup.activates);
    const bool likes_new_things = random.Chance(450);
    bool upgraded = !signup.founds_company;
    for (int day = signup_day + 1; day < calendar_.days(); ++day) {
      const int age = day - signup_day;
      const Company& company = history_.companies[signup.company];
      const Timestamp midnight = calendar_.start() + std::chrono::hours(24 * day);
      const bool pays = company.PlanAt(midnight) != Plan::kFree;
      if (random.Chance(pays ? habit.quits / 3 : habit.quits)) return;
      std::uint32_t chance = age <= 7    ? habit.first_week
                             : age <= 30 ? habit.first_month
                                         : habit.later;
      if (pays) chance += chance / 5;
      if (calendar_.IsWeekend(day)) chance = chance * habit.weekend / 100;
      // The last day is young: not everybody who will come has come.
      if (day == calendar_.days() - 1) chance = chance * HourShare() / 100;
      if (!random.Chance(chance)) continue;
      const std::uint32_t sittings = 1 + (random.Chance(380) ? random.Between(1, 2) : 0);
      for (std::uint32_t i = 0; i < sittings; ++i) {
        Session session = NewSession(random, person, SessionKind::kUse, day, offset);
        session.company = signup.company;
        session.is_user = true;
        session.plan = company.PlanAt(session.start);
        session.likes_new_things =
            likes_new_things &&
            day * 3 > calendar_.days() * 2 + static_cast<int>(person.number % 20);
        if (!upgraded && session.plan != Plan::kFree) {
          upgraded = true;
          session.plan = Plan::kFree;
          session.upgrade_to = company.paid_plan;
          session.seats = Seats(company);
          Keep(session, person);
          PlanInvoices(random, person, session);
          continue;
        }
        Keep(session, person);
      }
    }
  }

  /// Monthly payments from an upgrade on.
  void PlanInvoices(Random& random, const Person& person, const Session& upgrade) {
    Timestamp at = upgrade.start + std::chrono::minutes(10);
    while (at < calendar_.end()) {
      Session invoice;
      invoice.kind = SessionKind::kInvoice;
      invoice.start = at;
      invoice.first_seen = upgrade.first_seen;
      invoice.seed = random.Next();
      invoice.person = person.number;
      invoice.company = upgrade.company;
      invoice.is_user = true;
      invoice.plan = upgrade.upgrade_to;
      invoice.seats = upgrade.seats;
      Keep(invoice, person);
      at = at + std::chrono::hours(24 * 30);
    }
  }

  Session NewSession(Random& random, const Person& person, SessionKind kind, int day, int offset) {
    Session session;
    session.kind = kind;
    session.person = person.number;
    session.start = calendar_.DrawMoment(random, day, offset);
    session.seed = random.Next();
    if (first_seen_ == Timestamp{}) first_seen_ = session.start;
    session.first_seen = first_seen_;
    return session;
  }

  std::uint32_t JoinOrFound(Random& random, Session& signup) {
    auto& companies = history_.companies;
    if (!companies.empty() && random.Chance(kJoinsByInvitation)) {
      for (int attempt = 0; attempt < 4; ++attempt) {
        const std::uint32_t at = random.Below(static_cast<std::uint32_t>(companies.size()));
        Company& company = companies[at];
        if (company.created_at >= signup.start || company.members >= company.employees) continue;
        ++company.members;
        return at;
      }
    }
    signup.founds_company = true;
    companies.push_back(NewCompany(random, signup.start));
    return static_cast<std::uint32_t>(companies.size() - 1);
  }

  Company NewCompany(Random& random, Timestamp now) {
    Company company;
    company.created_at = now;
    company.members = 1;
    company.first_word = random.Below(static_cast<std::uint32_t>(CompanyFirstWords().size()));
    company.last_word = random.Below(static_cast<std::uint32_t>(CompanyLastWords().size()));
    company.industry = random.Below(static_cast<std::uint32_t>(Industries().size()));
    company.employees = random.Between(2, 12);
    while (company.employees < 4000 && random.Chance(420)) company.employees *= 3;
    const std::uint32_t roll = random.Below(1000);
    if (roll < 150 && company.employees > 100) {
      company.paid_plan = Plan::kEnterprise;
    } else if (roll < 90) {
      company.paid_plan = Plan::kBusiness;
    } else if (roll < 260) {
      company.paid_plan = Plan::kPro;
    }
    company.paid_from = now + std::chrono::hours(24 * random.Between(1, 32));
    return company;
  }

  static std::uint32_t Seats(const Company& company) {
    return std::max<std::uint32_t>(2, company.employees / 3);
  }

  /// Percent of an ordinary day that the last one has had so far.
  std::uint32_t HourShare() const {
    const std::int64_t seconds = calendar_.end().seconds() % 86'400;
    return static_cast<std::uint32_t>(seconds * 100 / 86'400);
  }

  /// Counts the session's events and keeps it; the last one is cut where the number is reached.
  void Keep(Session session, const Person& person) {
    if (planned_ >= wanted_) return;
    PlanSteps(session, person, steps_);
    std::uint64_t events = 0;
    for (const Step& step : steps_) {
      if (session.start + std::chrono::milliseconds(step.offset_ms) <= calendar_.end()) ++events;
    }
    events = std::min(events, wanted_ - planned_);
    if (events == 0) return;
    session.events = static_cast<std::uint16_t>(events);
    planned_ += events;
    history_.sessions.push_back(session);
  }

  const Calendar& calendar_;
  const std::uint64_t seed_;
  const std::uint64_t wanted_;
  std::uint64_t planned_ = 0;
  Timestamp first_seen_;  // of the person being planned
  History history_;
  std::vector<Step> steps_;
};

}  // namespace

Person MakePerson(std::uint64_t seed, std::uint32_t number) {
  Random random(seed, kTraits + number);
  Person person;
  person.number = number;
  person.city = static_cast<std::uint32_t>(random.Pick(Cities()));
  person.device = static_cast<std::uint32_t>(random.Pick(Devices()));
  person.channel = static_cast<std::uint32_t>(random.Pick(Channels()));
  person.first_name = random.Below(static_cast<std::uint32_t>(FirstNames().size()));
  person.last_name = random.Below(static_cast<std::uint32_t>(LastNames().size()));
  person.role = random.Below(static_cast<std::uint32_t>(Roles().size()));
  return person;
}

History PlanHistory(const Calendar& calendar, std::uint64_t seed, std::uint64_t events) {
  return Planner(calendar, seed, events).Run();
}

}  // namespace tenrec::demo
