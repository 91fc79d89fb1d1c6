#include "tenrec/hogql/channels.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <utility>

namespace tenrec::hogql {
namespace {

using sql::Call;
using sql::Fixed;

// What a source is, and the channel of its visits with and without paying for them.
struct Known {
  std::string_view type;
  std::string_view paid;
  std::string_view organic;
  /// Separated by spaces.
  std::string_view names;
};

constexpr Known kSources[] = {
    {"Search", "Paid Search", "Organic Search",
     "google google.com google.co.uk google.de google.fr google.es google.it google.ca "
     "google.com.au google.com.br google.co.in google.co.jp google.nl google.pl google.se "
     "google.ch google.at google.be google.dk google.no google.fi google.ie google.pt "
     "google.com.mx google.com.tr google.cz google.ro google.hu google.gr google.co.nz "
     "google.com.sg google.co.za google.co.kr adwords googleads bing bing.com bingads yahoo "
     "yahoo.com yahoo.co.jp duckduckgo duckduckgo.com baidu baidu.com yandex yandex.ru yandex.com "
     "ya.ru ecosia ecosia.org qwant qwant.com startpage startpage.com brave search.brave.com "
     "kagi kagi.com naver naver.com seznam seznam.cz sogou sogou.com ask.com aol aol.com "
     "msn msn.com presearch.com swisscows.com mojeek.com you.com so.com daum daum.net "
     "com.google.android.googlequicksearchbox"},
    {"Video", "Paid Video", "Organic Video",
     "youtube youtube.com youtu.be vimeo vimeo.com twitch twitch.tv dailymotion dailymotion.com "
     "bilibili bilibili.com netflix netflix.com hulu hulu.com rumble.com wistia wistia.com "
     "com.google.android.youtube"},
    {"Social", "Paid Social", "Organic Social",
     "facebook facebook.com fb fb.com fb.me m.facebook.com l.facebook.com lm.facebook.com "
     "facebookads meta instagram instagram.com ig l.instagram.com twitter twitter.com t.co x "
     "x.com linkedin linkedin.com lnkd.in reddit reddit.com out.reddit.com old.reddit.com "
     "pinterest pinterest.com pin.it tiktok tiktok.com snapchat snapchat.com whatsapp "
     "whatsapp.com wa.me telegram telegram.org t.me web.telegram.org discord discord.com "
     "mastodon mastodon.social threads threads.net bluesky bsky.app quora quora.com tumblr "
     "tumblr.com vk vk.com ok.ru weibo weibo.com wechat line.me hackernews hacker-news "
     "news.ycombinator.com producthunt producthunt.com medium medium.com substack substack.com "
     "slack slack.com stackoverflow.com github github.com dev.to lobste.rs xing xing.com "
     "nextdoor nextdoor.com flickr flickr.com meetup meetup.com com.linkedin.android "
     "com.reddit.frontpage com.twitter.android"},
    {"Shopping", "Paid Shopping", "Organic Shopping",
     "amazon amazon.com amazon.co.uk amazon.de amazon.fr amazon.co.jp ebay ebay.com etsy etsy.com "
     "walmart walmart.com shopify shopify.com alibaba alibaba.com aliexpress aliexpress.com "
     "taobao.com rakuten rakuten.com shopping.google.com shopping.yahoo.com idealo.de "
     "mercadolibre mercadolivre.com.br target.com bestbuy.com pricegrabber.com shopzilla.com"},
    {"Email", "Email", "Email",
     "mail.google.com gmail.com com.google.android.gm outlook.live.com outlook.office.com "
     "outlook.office365.com mail.yahoo.com mail.aol.com mail.proton.me mail.ru newsletter "
     "mailchimp sendgrid klaviyo customer.io customerio hubspot convertkit mailerlite substackmail "
     "gmail email e-mail"},
    {"SMS", "SMS", "SMS", "sms twilio attentive postscript"},
    {"Push", "Push", "Push", "onesignal firebase pushwoosh"},
};

// utm_medium. The paid column is for visits that were paid for.
constexpr Known kMedia[] = {
    {"", "Email", "Email", "email e-mail e_mail mail newsletter"},
    {"", "SMS", "SMS", "sms text"},
    {"", "Push", "Push", "push mobile notification notifications webpush"},
    {"", "Affiliate", "Affiliate", "affiliate affiliates partner partners"},
    {"", "Audio", "Audio", "audio podcast radio"},
    {"", "Referral", "Referral", "referral app link"},
    {"", "Display", "Display", "display banner expandable interstitial cpm"},
    {"", "Paid Search", "Organic Search", "search organic sem paidsearch paid-search paid_search"},
    {"", "Paid Social", "Organic Social",
     "social social-network social-media sm social_network social_media paidsocial paid-social "
     "paid_social"},
    {"", "Paid Video", "Organic Video", "video paidvideo paid-video paid_video"},
    {"", "Paid Shopping", "Organic Shopping", "shopping"},
};

std::string_view Of(const Known& known, std::string_view function) {
  if (function == "lookupDomainType") return known.type;
  return function.find("Paid") != std::string_view::npos ? known.paid : known.organic;
}

// The words are one text each, which the statement brings once however often it looks them up; the
// engine splits it before it begins.
sql::ExprPtr Lookup(std::span<const Known> table, std::string_view function,
                    const sql::ExprPtr& text) {
  std::string names;
  std::string answers;
  for (const Known& known : table) {
    if (!names.empty()) names += ' ';
    names += known.names;
    const auto count = 1 + std::count(known.names.begin(), known.names.end(), ' ');
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      if (!answers.empty() || i > 0 || &known != &table.front()) answers += '|';
      answers += Of(known, function);
    }
  }
  return Call(
      "nullIf",
      {Call("transform",
            {text, Call("splitByChar", {Fixed(" "), sql::Literal(std::move(names))}),
             Call("splitByChar", {Fixed("|"), sql::Literal(std::move(answers))}), Fixed("")}),
       Fixed("")});
}

}  // namespace

bool IsChannelLookup(std::string_view function) {
  constexpr std::string_view kNames[] = {"lookupDomainType", "lookupPaidSourceType",
                                         "lookupOrganicSourceType", "lookupPaidMediumType",
                                         "lookupOrganicMediumType"};
  return std::find(std::begin(kNames), std::end(kNames), function) != std::end(kNames);
}

sql::ExprPtr LowerChannelLookup(std::string_view function, const sql::ExprPtr& text) {
  const sql::ExprPtr word = Call("lower", {Call("ifNull", {Call("toString", {text}), Fixed("")})});
  if (function.ends_with("MediumType")) return Lookup(kMedia, function, word);
  // A domain that is not known may be below one that is: fr.search.yahoo.com.
  return Call("coalesce",
              {Lookup(kSources, function, word),
               Lookup(kSources, function, Call("cutToFirstSignificantSubdomain", {word}))});
}

std::span<const std::string_view> ChannelTypes() {
  static constexpr std::string_view kTypes[] = {"Cross Network",
                                                "Paid Search",
                                                "Paid Social",
                                                "Paid Video",
                                                "Paid Shopping",
                                                "Paid Unknown",
                                                "Direct",
                                                "Organic Search",
                                                "Organic Social",
                                                "Organic Video",
                                                "Organic Shopping",
                                                "Display",
                                                "Push",
                                                "SMS",
                                                "Audio",
                                                "Email",
                                                "Referral",
                                                "Affiliate",
                                                "Unknown"};
  return kTypes;
}

}  // namespace tenrec::hogql
