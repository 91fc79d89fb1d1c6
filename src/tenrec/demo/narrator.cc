#include "tenrec/demo/narrator.h"

#include <algorithm>
#include <array>

#include "tenrec/base/encoding.h"

namespace tenrec::demo {
namespace {

constexpr std::string_view kSite = "https://www.acmenotes.example";
constexpr std::string_view kHost = "www.acmenotes.example";
constexpr std::string_view kWebVersion = "1.449.2";
constexpr std::string_view kNodeVersion = "5.70.0";
constexpr std::uint64_t kIds = 3ULL << 40U;

constexpr std::array<std::string_view, 8> kPublicButtons = {
    "Start free",     "See pricing",   "Book a demo",   "Read more",
    "Watch the tour", "Compare plans", "Talk to sales", "Log in"};
constexpr std::array<std::string_view, 8> kAppButtons = {
    "New note", "Share", "Comment", "Add tag", "Pin note", "Invite", "Upload", "Dismiss"};
constexpr std::array<std::string_view, 3> kTourSteps = {"name workspace", "pick template",
                                                        "write first line"};
constexpr std::array<std::string_view, 6> kTemplates = {
    "meeting notes", "one on one", "project brief", "retrospective", "interview", "weekly plan"};
constexpr std::array<std::string_view, 3> kFormats = {"pdf", "markdown", "docx"};
constexpr std::array<std::string_view, 5> kIntegrations = {"slack", "google drive", "github",
                                                           "jira", "zapier"};
constexpr std::array<std::string_view, 4> kFileTypes = {"png", "pdf", "csv", "mp4"};

/// "Blue Labs" → "blue-labs"
std::string Slug(std::string_view text) {
  std::string slug = ToLowerAscii(text);
  std::replace(slug.begin(), slug.end(), ' ', '-');
  return slug;
}

}  // namespace

Uuid Narrator::MakeUuid(Random& random, Timestamp t) const {
  const auto millis = static_cast<std::uint64_t>(t.millis());
  const std::uint64_t high = (millis << 16U) | 0x7000U | (random.Next() & 0x0FFFU);
  const std::uint64_t low = (random.Next() & 0x3FFF'FFFF'FFFF'FFFFULL) | 0x8000'0000'0000'0000ULL;
  return Uuid::FromHalves(high, low);
}

void Narrator::Begin(const Session& session, const History& history) {
  session_ = session;
  person_ = MakePerson(options_.seed, session.person);
  random_ = Random(session.seed, kIds);
  PlanSteps(session, person_, steps_);
  next_ = 0;
  identified_ = session.is_user;
  plan_ = session.plan;
  company_ = session.company == kNoCompany ? nullptr : &history.companies[session.company];

  Random ids(options_.seed, kIds + session.person);
  anonymous_id_ = MakeUuid(ids, session.first_seen).ToString();
  user_id_ = "usr_" + MakeUuid(ids, session.first_seen).ToString().substr(24);
  ip_ = "203.0.113." + std::to_string(ids.Between(1, 254));
  if (company_ != nullptr) {
    const std::string_view first = FirstNames()[person_.first_name];
    const std::string_view last = LastNames()[person_.last_name];
    company_name_ = std::string(CompanyFirstWords()[company_->first_word]) + " " +
                    std::string(CompanyLastWords()[company_->last_word]);
    company_key_ = Slug(company_name_) + "-" + std::to_string(session.company);
    name_ = std::string(first) + " " + std::string(last);
    email_ = ToLowerAscii(first) + "." + ToLowerAscii(last) + "@" + company_key_ + ".example";
  }
  PrintConstants();
}

void Narrator::PrintConstants() {
  const City& city = Cities()[person_.city];
  const Device& device = Devices()[person_.device];
  const Channel& channel = Channels()[person_.channel];
  constants_.Clear();
  constants_.Text("token", options_.token);
  if (session_.kind == SessionKind::kInvoice) {
    constants_.Text("$lib", "posthog-node");
    constants_.Text("$lib_version", kNodeVersion);
    constants_.Bool("$is_server", true);
    constants_.Bool("$geoip_disable", true);
    return;
  }
  constants_.Text("$os", device.os);
  if (!device.os_version.empty()) constants_.Text("$os_version", device.os_version);
  constants_.Text("$browser", device.browser);
  constants_.Number("$browser_version", device.browser_version);
  constants_.Text("$device_type", device.type);
  constants_.Text("$timezone", city.time_zone);
  constants_.Number("$timezone_offset", -city.utc_offset_minutes);
  constants_.Text("$raw_user_agent", device.user_agent);
  constants_.Text("$browser_language", city.language);
  constants_.Text("$browser_language_prefix", city.language.substr(0, 2));
  constants_.Number("$screen_height", device.screen_height);
  constants_.Number("$screen_width", device.screen_width);
  constants_.Number("$viewport_height", device.screen_height - device.chrome_height);
  constants_.Number("$viewport_width", device.screen_width);
  constants_.Text("$host", kHost);
  constants_.Text("$lib", "web");
  constants_.Text("$lib_version", kWebVersion);
  constants_.Text("$config_defaults", "2026-01-30");
  constants_.Text("$device_id", anonymous_id_);
  constants_.Text("$session_id", MakeUuid(random_, session_.start).ToString());
  constants_.Text("$window_id", MakeUuid(random_, session_.start).ToString());
  // Only the first visit comes from somewhere; later the address is typed or a bookmark.
  const bool came_from = session_.is_first;
  constants_.Text("$referrer", came_from ? channel.referrer : "$direct");
  constants_.Text("$referring_domain", came_from ? channel.referring_domain : "$direct");
  if (came_from) PrintUtm(channel.campaign, "", constants_);
  const Page& entry = PageOf(steps_.front().page);
  constants_.Text("$session_entry_url", std::string(kSite) + std::string(entry.path));
  constants_.Text("$session_entry_host", kHost);
  constants_.Text("$session_entry_pathname", entry.path);
  constants_.Text("$session_entry_referrer", came_from ? channel.referrer : "$direct");
  constants_.Text("$session_entry_referring_domain",
                  came_from ? channel.referring_domain : "$direct");
  constants_.Text("$ip", ip_);
  constants_.Text("$geoip_city_name", city.name);
  constants_.Text("$geoip_country_name", city.country);
  constants_.Text("$geoip_country_code", city.country_code);
  constants_.Text("$geoip_continent_name", city.continent);
  constants_.Text("$geoip_continent_code", city.continent_code);
  constants_.Raw("$geoip_latitude", city.latitude);
  constants_.Raw("$geoip_longitude", city.longitude);
  constants_.Text("$geoip_time_zone", city.time_zone);
  constants_.Text("$geoip_subdivision_1_code", city.region_code);
  constants_.Text("$geoip_subdivision_1_name", city.region);
  constants_.Bool("$process_person_profile", true);
}

void Narrator::PrintUtm(std::string_view campaign, std::string_view prefix, JsonText& out) const {
  while (!campaign.empty()) {
    const std::size_t end = campaign.find('&');
    const std::string_view pair = campaign.substr(0, end);
    campaign = end == std::string_view::npos ? std::string_view() : campaign.substr(end + 1);
    const std::size_t equals = pair.find('=');
    out.Text(std::string(prefix) + std::string(pair.substr(0, equals)),
             PercentDecode(pair.substr(equals + 1), true));
  }
}

log::EventRecord Narrator::Tell() {
  const Timestamp now = next_time();
  const Step& step = steps_[next_];
  const bool opens = next_++ == 0;
  if (step.kind == EventKind::kIdentify) identified_ = true;
  if (step.kind == EventKind::kUpgraded) plan_ = session_.upgrade_to;

  members_.Clear();
  members_.Members(constants_.text());
  set_.clear();
  set_once_.clear();
  if (session_.kind != SessionKind::kInvoice) PrintPage(step, now);
  members_.Text("distinct_id", identified_ ? user_id_ : anonymous_id_);
  PrintDetails(step);
  if (identified_ && company_ != nullptr) PrintGroup();
  PrintPerson(step);
  if ((opens && session_.is_first) || step.kind == EventKind::kIdentify) PrintInitials();
  members_.PutObject(properties_);

  log::EventRecord record;
  record.team_id = options_.team_id;
  record.token = options_.token;
  record.uuid = MakeUuid(random_, now);
  record.event = EventName(step.kind);
  record.distinct_id = identified_ ? user_id_ : anonymous_id_;
  record.ip = session_.kind == SessionKind::kInvoice ? std::string_view() : ip_;
  record.timestamp = now;
  record.received_at = now + std::chrono::milliseconds(random_.Between(40, 3'000));
  record.properties = properties_;
  record.set = set_;
  record.set_once = set_once_;
  record.historical = true;
  return record;
}

void Narrator::PrintPage(const Step& step, Timestamp now) {
  const Page& page = PageOf(step.page);
  std::string path(page.path);
  if (step.page == PageId::kNote) path += std::to_string(step.value);
  std::string url = std::string(kSite) + path;
  const bool is_landing = session_.is_first && step.offset_ms == 0;
  const std::string_view campaign = Channels()[person_.channel].campaign;
  if (is_landing && !campaign.empty()) url += "?" + std::string(campaign);
  if (step.kind == EventKind::kPageview) pageview_id_ = MakeUuid(random_, now).ToString();
  members_.Text("$current_url", url);
  members_.Text("$pathname", path);
  members_.Text("title", page.title);
  members_.Text("$pageview_id", pageview_id_);
  members_.Seconds("$time", now.millis());
  members_.Bool("$is_identified", identified_);
  if (identified_) members_.Text("$user_id", user_id_);
}

void Narrator::PrintDetails(const Step& step) {
  switch (step.kind) {
    case EventKind::kPageview:
      if (step.page >= PageId::kWelcome) members_.Text("navigation_type", "pushState");
      return;
    case EventKind::kPageleave:
      members_.Text("$prev_pageview_pathname", PageOf(step.page).path);
      members_.Seconds("$prev_pageview_duration", step.value);
      members_.Cents("$prev_pageview_max_scroll_percentage", random_.Between(12, 100));
      return;
    case EventKind::kAutocapture:
    case EventKind::kRageclick:
      return PrintElement(step);
    case EventKind::kIdentify:
      return members_.Text("$anon_distinct_id", anonymous_id_);
    case EventKind::kGroupIdentify: {
      JsonText group;
      group.Text("name", company_name_);
      group.Text("industry", Industries()[company_->industry]);
      group.Number("employees", company_->employees);
      group.Text("plan", PlanName(plan_));
      std::string object;
      group.PutObject(object);
      members_.Text("$group_type", "company");
      members_.Text("$group_key", company_key_);
      return members_.Raw("$group_set", object);
    }
    case EventKind::kSignupStarted:
      return members_.Text("method", random_.Chance(460) ? "google" : "email");
    case EventKind::kSignedUp:
      members_.Bool("invited", !session_.founds_company);
      return members_.Text("role", Roles()[person_.role]);
    case EventKind::kOnboardingStep:
      members_.Number("step", step.value);
      return members_.Text("step_name", kTourSteps[step.value - 1]);
    case EventKind::kNoteCreated:
    case EventKind::kNoteEdited:
    case EventKind::kNoteShared:
    case EventKind::kCommentAdded:
      members_.Text("note_id", "note_" + std::to_string(step.value));
      if (step.kind == EventKind::kNoteEdited) {
        members_.Number("words_added", random_.Between(1, 420));
      } else if (step.kind == EventKind::kNoteShared) {
        members_.Text("visibility", random_.Chance(780) ? "team" : "link");
      } else if (step.kind == EventKind::kNoteCreated) {
        members_.Bool("first_note", session_.kind == SessionKind::kSignup);
      }
      return;
    case EventKind::kSearched:
      return members_.Number("results", step.value);
    case EventKind::kTemplateUsed:
      return members_.Text("template", kTemplates[step.value]);
    case EventKind::kFileUploaded:
      members_.Text("file_type", kFileTypes[step.value % kFileTypes.size()]);
      return members_.Number("size_kb", step.value);
    case EventKind::kExported:
      return members_.Text("format", kFormats[step.value]);
    case EventKind::kIntegrationConnected:
      return members_.Text("integration", kIntegrations[step.value]);
    case EventKind::kSummaryGenerated:
      members_.Number("tokens", step.value);
      return members_.Seconds("latency", random_.Between(700, 9'000));
    case EventKind::kTeammateInvited:
      return members_.Number("invitations", step.value);
    case EventKind::kCheckoutStarted:
      return members_.Text("plan_wanted", PlanName(session_.upgrade_to));
    case EventKind::kUpgraded:
    case EventKind::kInvoicePaid:
      if (step.kind == EventKind::kUpgraded) {
        members_.Text("previous_plan", PlanName(session_.plan));
      }
      members_.Number("seats", session_.seats);
      members_.Text("currency", "USD");
      members_.Text("interval", "month");
      return members_.Cents("amount", static_cast<std::int64_t>(SeatPrice(plan_)) * session_.seats);
  }
}

void Narrator::PrintElement(const Step& step) {
  const bool in_app = step.page >= PageId::kWelcome;
  const std::string text(in_app ? kAppButtons[step.value % 8] : kPublicButtons[step.value % 8]);
  members_.Text("$event_type", "click");
  members_.Number("$ce_version", 1);
  members_.Text("$el_text", text);
  members_.Text(
      "$elements_chain",
      "button.button.primary:attr__class=\"button primary\"attr__type=\"button\"nth-child="
      "\"" +
          std::to_string(step.value % 3 + 1) + "\"nth-of-type=\"1\"text=\"" + text +
          (in_app
               ? "\";div.toolbar:attr__class=\"toolbar\"nth-child=\"2\"nth-of-type="
                 "\"2\";main:nth-child=\"2\"nth-of-type=\"1\";body:nth-child=\"2\"nth-of-type=\"1\""
               : "\";section.hero:attr__class=\"hero\"nth-child=\"1\"nth-of-type=\"1\";"
                 "main:nth-child=\"2\"nth-of-type=\"1\";body:nth-child=\"2\"nth-of-type=\"1\""));
}

void Narrator::PrintGroup() {
  members_.Text("plan", PlanName(plan_));
  JsonText groups;
  groups.Text("company", company_key_);
  std::string object;
  groups.PutObject(object);
  members_.Raw("$groups", object);
}

void Narrator::PrintPerson(const Step& step) {
  set_members_.Clear();
  if (step.kind == EventKind::kIdentify) {
    set_members_.Text("email", email_);
    set_members_.Text("name", name_);
    set_members_.Text("role", Roles()[person_.role]);
    set_members_.Text("company", company_name_);
    set_members_.Text("plan", PlanName(plan_));
  } else if (step.kind == EventKind::kUpgraded) {
    set_members_.Text("plan", PlanName(plan_));
  } else {
    return;
  }
  set_members_.PutObject(set_);
}

void Narrator::PrintInitials() {
  const Channel& channel = Channels()[person_.channel];
  set_members_.Clear();
  set_members_.Text("$initial_current_url", std::string(kSite) + std::string(channel.landing));
  set_members_.Text("$initial_pathname", channel.landing);
  set_members_.Text("$initial_referrer", channel.referrer);
  set_members_.Text("$initial_referring_domain", channel.referring_domain);
  PrintUtm(channel.campaign, "$initial_", set_members_);
  set_members_.PutObject(set_once_);
}

}  // namespace tenrec::demo
