#include "tenrec/hogql/sessions.h"

#include <cmath>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/check.h"
#include "tenrec/hogql/channel_rules.h"
#include "tenrec/hogql/parser.h"

namespace tenrec::hogql {
namespace {

constexpr Type kText{TypeKind::kString, false};
constexpr Type kMaybeText{TypeKind::kString, true};
constexpr Type kNumber{TypeKind::kInteger, false};
constexpr Type kFlag{TypeKind::kBoolean, false};
constexpr Type kTime{TypeKind::kDateTime, false};

constexpr std::string_view kIsView = "e.event in ('$pageview', '$screen')";

ExprPtr Read(std::string_view hogql) {
  auto parsed = ParseExpr(hogql);
  TENREC_CHECK(parsed) << hogql << ": " << parsed.error().message;
  return *std::move(parsed);
}

class Fields {
 public:
  void Add(std::string name, Type type, std::string hogql, bool hidden = false) {
    TableField field;
    field.name = Keep(std::move(name));
    field.type = type;
    field.hidden = hidden;
    field.kind = FieldKind::kExpression;
    field.expression = Keep(std::move(hogql));
    fields_.push_back(field);
  }

  std::span<const TableField> fields() const { return fields_; }

 private:
  std::string_view Keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::deque<std::string> texts_;
  std::vector<TableField> fields_;
};

// A property where the session began: of its first page or screen, or of its first event when it
// has none.
std::string AtEntry(const std::string& property) {
  return "nullIf(argMin(ifNull(toString(e.properties." + property + "), ''), tuple(not(" +
         std::string(kIsView) + "), e.timestamp)), '')";
}

std::string FirstUrl() {
  return "argMinIf(e.properties.$current_url, e.timestamp, " + std::string(kIsView) + ")";
}

std::string LastUrl() {
  return "argMaxIf(e.properties.$current_url, e.timestamp, " + std::string(kIsView) + ")";
}

std::string Events(std::string_view condition) {
  return "uniqExactIf(e.uuid, " + std::string(condition) + ")";
}

constexpr std::string_view kStart = "min(e.timestamp)";
constexpr std::string_view kEnd = "max(e.timestamp)";

std::string Duration() {
  return "dateDiff('second', " + std::string(kStart) + ", " + std::string(kEnd) + ")";
}

std::string Urls() {
  return "groupUniqArrayIf(e.properties.$current_url, " + std::string(kIsView) + ")";
}

std::string Seen() {
  return Events("e.event in ('$pageview', '$screen', '$autocapture')");
}

// A session without a page has no answer; one that shows a second, or that lasts, is no bounce.
std::string IsBounce(const Modifiers& modifiers) {
  std::string pages = Seen();
  std::string acted;
  if (modifiers.bounce_pages != BouncePages::kPagesScreensAutocaptures) {
    pages = modifiers.bounce_pages == BouncePages::kPageviews
                ? Events(kIsView)
                : "length(" + Urls() + ") + " + Events("e.event = '$screen'");
    acted = Events("e.event = '$autocapture'") + " > 0, ";
  }
  std::string seconds = std::to_string(modifiers.bounce_seconds);
  if (modifiers.bounce_seconds == std::floor(modifiers.bounce_seconds)) {
    seconds.erase(seconds.find('.'));
  }
  return "if(" + pages + " = 0, null, not(or(" + pages + " > 1, " + acted + Duration() +
         " >= " + seconds + ")))";
}

Fields Make() {
  Fields out;
  const std::string start(kStart);
  const std::string end(kEnd);
  const std::string duration = Duration();
  const std::string seen = Seen();

  out.Add("session_id", kText, "e.$session_id");
  out.Add("id", kText, "e.$session_id", true);
  out.Add("session_id_v7", {TypeKind::kUuid, true}, "toUUID(e.$session_id)", true);
  out.Add("session_timestamp", {TypeKind::kDateTime, true},
          "toTimeZone(UUIDv7ToDateTime(toUUID(e.$session_id)))", true);
  out.Add("team_id", kNumber, "e.team_id");
  out.Add("distinct_id", kText, "argMax(e.distinct_id, e.timestamp)");
  out.Add("person_id", {TypeKind::kUuid, true}, "argMax(e.person_id, e.timestamp)", true);
  out.Add("$start_timestamp", kTime, start);
  out.Add("$end_timestamp", kTime, end);
  out.Add("max_inserted_at", kTime, "max(e.created_at)");
  const std::string urls = Urls();
  out.Add("$urls", {TypeKind::kArray, false}, urls);
  out.Add("$num_uniq_urls", kNumber, "length(" + urls + ")");
  out.Add("$entry_current_url", kMaybeText, FirstUrl());
  out.Add("$entry_pathname", kMaybeText, "path(" + FirstUrl() + ")");
  out.Add("$entry_hostname", kMaybeText, "domain(" + FirstUrl() + ")");
  out.Add("$end_current_url", kMaybeText, LastUrl());
  out.Add("$end_pathname", kMaybeText, "path(" + LastUrl() + ")");
  out.Add("$end_hostname", kMaybeText, "domain(" + LastUrl() + ")");
  out.Add("$entry_referring_domain", kMaybeText, AtEntry("$referring_domain"));
  out.Add("$last_external_click_url", kMaybeText,
          "argMax(e.properties.$external_click_url, e.timestamp)");
  for (const std::string utm :
       {"utm_source", "utm_campaign", "utm_medium", "utm_term", "utm_content"}) {
    out.Add("$entry_" + utm, kMaybeText, AtEntry(utm));
  }
  for (const std::string id :
       {"gclid", "gad_source", "fbclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid",
        "li_fat_id", "mc_cid", "igshid", "ttclid", "epik", "qclid", "sccid", "_kx", "irclid"}) {
    out.Add("$entry_" + id, kMaybeText, AtEntry(id));
    if (id != "gad_source") {
      out.Add("$entry_has_" + id, kFlag, "isNotNull(" + AtEntry(id) + ")", true);
    }
  }
  out.Add("$pageview_count", kNumber, Events("e.event = '$pageview'"));
  out.Add("$autocapture_count", kNumber, Events("e.event = '$autocapture'"));
  out.Add("$screen_count", kNumber, Events("e.event = '$screen'"));
  out.Add("$channel_type", kMaybeText,
          "_defaultChannelType(" + AtEntry("utm_campaign") + ", " + AtEntry("utm_medium") + ", " +
              AtEntry("utm_source") + ", " + AtEntry("$referring_domain") + ", isNotNull(" +
              AtEntry("gclid") + "), isNotNull(" + AtEntry("fbclid") + "), " +
              AtEntry("gad_source") + ")");
  out.Add("$session_duration", kNumber, duration);
  out.Add("duration", kNumber, duration, true);
  out.Add("$is_bounce", {TypeKind::kBoolean, true}, IsBounce(Modifiers()));
  out.Add("$exit_current_url", kMaybeText, LastUrl(), true);
  out.Add("$exit_pathname", kMaybeText, "path(" + LastUrl() + ")", true);
  out.Add("$page_screen_autocapture_count_up_to", kNumber, "least(" + seen + ", 2)", true);
  return out;
}

const ExprPtr& TreeOf(const TableField& field) {
  static const std::vector<ExprPtr> trees = [] {
    std::vector<ExprPtr> all;
    all.reserve(SessionFields().size());
    for (const TableField& one : SessionFields()) all.push_back(Read(one.expression));
    return all;
  }();
  return trees[static_cast<std::size_t>(&field - SessionFields().data())];
}

ExprPtr ChannelInputOfSession(std::string_view name) {
  std::string entry = "$entry_" + std::string(name == "url" ? "current_url" : name);
  for (const TableField& field : SessionFields()) {
    if (field.name == entry) return TreeOf(field);
  }
  return nullptr;
}

}  // namespace

std::span<const TableField> SessionFields() {
  static const Fields fields = Make();
  return fields.fields();
}

ExprPtr SessionFieldTree(const TableField& field, const Modifiers& modifiers) {
  if (field.name == "$is_bounce") return Read(IsBounce(modifiers));
  return WithChannelRules(TreeOf(field), modifiers.channel_rules, ChannelInputOfSession);
}

}  // namespace tenrec::hogql
