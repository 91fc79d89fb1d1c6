#include "tenrec/demo/session.h"

#include <array>

#include "tenrec/demo/random.h"

namespace tenrec::demo {
namespace {

struct WeightedPage {
  PageId page;
  std::uint32_t weight;
};
constexpr std::array<WeightedPage, 7> kPublicPages = {{{PageId::kHome, 20},
                                                       {PageId::kFeatures, 30},
                                                       {PageId::kPricing, 34},
                                                       {PageId::kTemplates, 14},
                                                       {PageId::kBlogMeetings, 10},
                                                       {PageId::kDocs, 16},
                                                       {PageId::kCustomers, 12}}};

enum class Task : std::uint8_t {
  kReadNote,
  kEditNote,
  kNewNote,
  kShare,
  kComment,
  kSearch,
  kTemplate,
  kUpload,
  kExport,
  kIntegrate,
  kSummarize,
  kInvite,
};
struct WeightedTask {
  Task task;
  std::uint32_t weight;
};
constexpr std::array<WeightedTask, 12> kTasks = {{{Task::kReadNote, 30},
                                                  {Task::kEditNote, 28},
                                                  {Task::kNewNote, 14},
                                                  {Task::kShare, 7},
                                                  {Task::kComment, 11},
                                                  {Task::kSearch, 12},
                                                  {Task::kTemplate, 5},
                                                  {Task::kUpload, 5},
                                                  {Task::kExport, 3},
                                                  {Task::kIntegrate, 2},
                                                  {Task::kSummarize, 9},
                                                  {Task::kInvite, 3}}};

/// Writes the steps down while the clock of the session runs.
class Script {
 public:
  Script(const Session& session, std::vector<Step>& steps)
      : random_(session.seed), session_(session), steps_(steps) {
    steps_.clear();
  }

  Random& random() { return random_; }

  void Wait(std::uint32_t low_ms, std::uint32_t high_ms) {
    now_ms_ += random_.Between(low_ms, high_ms);
  }
  void Happens(EventKind kind, std::uint32_t value = 0) {
    steps_.push_back({now_ms_, kind, page_, value});
    now_ms_ += random_.Between(3, 40);
  }
  /// Public pages load afresh, so the old one is left; the product changes its address in place.
  void OpenPage(PageId page, std::uint32_t value = 0) {
    const bool leaves = !steps_.empty() && page_ < PageId::kWelcome;
    if (leaves) LeavePage();
    page_ = page;
    page_since_ms_ = now_ms_;
    Happens(EventKind::kPageview, value);
  }
  void LeavePage() { Happens(EventKind::kPageleave, now_ms_ - page_since_ms_); }
  void Click() {
    Wait(700, 9'000);
    Happens(EventKind::kAutocapture, random_.Below(8));
  }
  /// One of the notes of the company.
  std::uint32_t DrawNote() { return (session_.company % 9973) * 100 + random_.Below(60); }

 private:
  Random random_;
  const Session& session_;
  std::vector<Step>& steps_;
  std::uint32_t now_ms_ = 0;
  std::uint32_t page_since_ms_ = 0;
  PageId page_ = PageId::kHome;
};

PageId LandingPage(const Person& person) {
  const std::string_view path = Channels()[person.channel].landing;
  for (int id = 0; id < static_cast<int>(PageId::kWelcome); ++id) {
    if (PageOf(static_cast<PageId>(id)).path == path) return static_cast<PageId>(id);
  }
  return PageId::kHome;
}

void LookAround(Script& script, const Session& session, const Person& person) {
  Random& random = script.random();
  script.OpenPage(session.is_first ? LandingPage(person) : PageId::kHome);
  // A third leaves at once; the others look at two pages or more.
  if (session.kind == SessionKind::kVisit && random.Chance(340)) return script.Wait(800, 30'000);
  std::uint32_t pages = 1 + random.Below(2);
  while (pages < 7 && random.Chance(480)) ++pages;
  for (std::uint32_t i = 0; i < pages; ++i) {
    if (random.Chance(430)) script.Click();
    script.Wait(2'500, 75'000);
    script.OpenPage(kPublicPages[random.Pick(std::span<const WeightedPage>(kPublicPages))].page);
  }
  if (session.kind == SessionKind::kVisit && random.Chance(90)) {
    // Begins to sign up and thinks better of it.
    script.Click();
    script.OpenPage(PageId::kSignup);
    if (random.Chance(620)) {
      script.Wait(2'000, 20'000);
      script.Happens(EventKind::kSignupStarted);
    }
  }
  script.Wait(1'500, 60'000);
}

void SignUp(Script& script, const Session& session) {
  Random& random = script.random();
  script.Click();
  script.OpenPage(PageId::kSignup);
  script.Wait(2'000, 15'000);
  script.Happens(EventKind::kSignupStarted);
  script.Wait(15'000, 90'000);
  script.Happens(EventKind::kIdentify);
  if (session.founds_company) script.Happens(EventKind::kGroupIdentify);
  script.Happens(EventKind::kSignedUp);
  script.Wait(300, 1'500);
  script.OpenPage(PageId::kWelcome);
  // Each of the three steps of the tour loses some.
  for (std::uint32_t step = 1; step <= 3; ++step) {
    if (!random.Chance(session.activates ? 960 : 640)) break;
    script.Wait(4'000, 40'000);
    script.Happens(EventKind::kOnboardingStep, step);
  }
  script.OpenPage(PageId::kApp);
  if (!session.activates) return script.Wait(3'000, 60'000);
  script.Click();
  script.Wait(2'000, 60'000);
  const std::uint32_t note = script.DrawNote();
  script.OpenPage(PageId::kNote, note);
  script.Happens(EventKind::kNoteCreated, note);
  script.Wait(20'000, 200'000);
  script.Happens(EventKind::kNoteEdited, note);
  if (session.founds_company && random.Chance(420)) {
    script.OpenPage(PageId::kTeam);
    script.Wait(5'000, 40'000);
    script.Happens(EventKind::kTeammateInvited, random.Between(1, 4));
  }
}

void DoTask(Script& script, const Session& session, Task task) {
  Random& random = script.random();
  const std::uint32_t note = script.DrawNote();
  switch (task) {
    case Task::kReadNote:
      script.OpenPage(PageId::kNote, note);
      if (random.Chance(300)) script.Click();
      return script.Wait(5'000, 120'000);
    case Task::kEditNote:
      script.OpenPage(PageId::kNote, note);
      script.Wait(10'000, 180'000);
      return script.Happens(EventKind::kNoteEdited, note);
    case Task::kNewNote:
      script.Click();
      script.OpenPage(PageId::kNote, note);
      script.Happens(EventKind::kNoteCreated, note);
      script.Wait(20'000, 240'000);
      return script.Happens(EventKind::kNoteEdited, note);
    case Task::kShare:
      script.Click();
      return script.Happens(EventKind::kNoteShared, note);
    case Task::kComment:
      script.Wait(4'000, 60'000);
      return script.Happens(EventKind::kCommentAdded, note);
    case Task::kSearch:
      script.OpenPage(PageId::kSearch);
      script.Wait(1'500, 9'000);
      return script.Happens(EventKind::kSearched, random.Below(25));
    case Task::kTemplate:
      script.OpenPage(PageId::kGallery);
      script.Wait(4'000, 40'000);
      return script.Happens(EventKind::kTemplateUsed, random.Below(6));
    case Task::kUpload:
      script.Wait(3'000, 30'000);
      return script.Happens(EventKind::kFileUploaded, random.Between(12, 9'000));
    case Task::kExport:
      script.Click();
      return script.Happens(EventKind::kExported, random.Below(3));
    case Task::kIntegrate:
      if (session.plan == Plan::kFree) return script.Click();
      script.OpenPage(PageId::kIntegrations);
      script.Wait(4'000, 60'000);
      return script.Happens(EventKind::kIntegrationConnected, random.Below(5));
    case Task::kSummarize:
      // Came out in the last third of the history; some users took to it, paying ones more.
      if (!session.likes_new_things) return script.Click();
      script.Wait(2'000, 12'000);
      return script.Happens(EventKind::kSummaryGenerated, random.Between(180, 4'000));
    case Task::kInvite:
      script.OpenPage(PageId::kTeam);
      script.Wait(5'000, 40'000);
      return script.Happens(EventKind::kTeammateInvited, random.Between(1, 3));
  }
}

void UseProduct(Script& script, const Session& session) {
  Random& random = script.random();
  script.OpenPage(PageId::kApp);
  if (session.upgrade_to != Plan::kFree) {
    script.Wait(5'000, 40'000);
    script.OpenPage(PageId::kBilling);
    script.Wait(10'000, 90'000);
    script.Happens(EventKind::kCheckoutStarted);
    script.Wait(20'000, 120'000);
    script.Happens(EventKind::kUpgraded);
    script.Happens(EventKind::kGroupIdentify);
  }
  std::uint32_t tasks = 1 + random.Below(3);
  const std::uint32_t again = session.plan == Plan::kFree ? 560 : 660;
  while (tasks < 14 && random.Chance(again)) ++tasks;
  for (std::uint32_t i = 0; i < tasks; ++i) {
    script.Wait(1'000, 30'000);
    DoTask(script, session, kTasks[random.Pick(std::span<const WeightedTask>(kTasks))].task);
  }
  if (random.Chance(12)) script.Happens(EventKind::kRageclick);
  script.Wait(2'000, 60'000);
}

}  // namespace

std::string_view EventName(EventKind kind) {
  switch (kind) {
    case EventKind::kPageview:
      return "$pageview";
    case EventKind::kPageleave:
      return "$pageleave";
    case EventKind::kAutocapture:
      return "$autocapture";
    case EventKind::kRageclick:
      return "$rageclick";
    case EventKind::kIdentify:
      return "$identify";
    case EventKind::kGroupIdentify:
      return "$groupidentify";
    case EventKind::kSignupStarted:
      return "signup started";
    case EventKind::kSignedUp:
      return "signed up";
    case EventKind::kOnboardingStep:
      return "onboarding step completed";
    case EventKind::kNoteCreated:
      return "note created";
    case EventKind::kNoteEdited:
      return "note edited";
    case EventKind::kNoteShared:
      return "note shared";
    case EventKind::kCommentAdded:
      return "comment added";
    case EventKind::kSearched:
      return "search performed";
    case EventKind::kTemplateUsed:
      return "template used";
    case EventKind::kFileUploaded:
      return "file uploaded";
    case EventKind::kExported:
      return "note exported";
    case EventKind::kIntegrationConnected:
      return "integration connected";
    case EventKind::kSummaryGenerated:
      return "summary generated";
    case EventKind::kTeammateInvited:
      return "teammate invited";
    case EventKind::kCheckoutStarted:
      return "checkout started";
    case EventKind::kUpgraded:
      return "subscription upgraded";
    case EventKind::kInvoicePaid:
      return "invoice paid";
  }
  return "";
}

void PlanSteps(const Session& session, const Person& person, std::vector<Step>& steps) {
  Script script(session, steps);
  switch (session.kind) {
    case SessionKind::kVisit:
      LookAround(script, session, person);
      break;
    case SessionKind::kSignup:
      LookAround(script, session, person);
      SignUp(script, session);
      break;
    case SessionKind::kUse:
      UseProduct(script, session);
      break;
    case SessionKind::kInvoice:
      return script.Happens(EventKind::kInvoicePaid);
  }
  // Some browsers are killed before they can say that the page was left.
  if (script.random().Chance(880)) script.LeavePage();
}

}  // namespace tenrec::demo
