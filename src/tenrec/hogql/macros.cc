#include "tenrec/hogql/macros.h"

#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/check.h"
#include "tenrec/hogql/parser.h"

namespace tenrec::hogql {
namespace {

// _channel(campaign, medium, source, referring domain, has gclid, has fbclid, gad source), all of
// them tidy.
constexpr std::string_view kChannelRules = R"(
  multiIf(
    match({a}, 'cross-network'), 'Cross Network',
    or({b} in ('cpc', 'cpm', 'cpv', 'cpa', 'ppc', 'retargeting'), startsWith({b}, 'paid'), {e},
       isNotNull({g})),
    coalesce(
      lookupPaidSourceType({c}),
      if(match({a}, '^(.*(([^a-df-z]|^)shop|shopping).*)$'), 'Paid Shopping', null),
      lookupPaidMediumType({b}),
      lookupPaidSourceType({d}),
      multiIf(ifNull({g}, '') = '1', 'Paid Search', match({a}, '^(.*video.*)$'), 'Paid Video',
              {f}, 'Paid Social', 'Paid Unknown')),
    and({d} = '$direct', isnull({b}), or(isnull({c}), {c} in ('(direct)', 'direct', '$direct')),
        not({f})), 'Direct',
    coalesce(
      lookupOrganicSourceType({c}),
      if(match({a}, '^(.*(([^a-df-z]|^)shop|shopping).*)$'), 'Organic Shopping', null),
      lookupOrganicMediumType({b}),
      lookupOrganicSourceType({d}),
      multiIf(match({a}, '^(.*video.*)$'), 'Organic Video', endsWith({b}, 'push'), 'Push',
              {f}, 'Organic Social', {d} = '$direct', 'Direct', isNotNull({d}), 'Referral',
              'Unknown'))))";

// The lambda computes each input once; without it the rules would repeat them twenty times.
constexpr std::string_view kTidyChannel = R"(
  arrayMap((a, b, c, d, e, f, g) -> _channel(a, b, c, d, e, f, g),
           [nullIf(nullIf(lower(toString({a})), ''), 'null')],
           [nullIf(nullIf(lower(toString({b})), ''), 'null')],
           [nullIf(nullIf(lower(toString({c})), ''), 'null')],
           [nullIf(nullIf(lower(toString({d})), ''), 'null')],
           [ifNull({e}, false)], [ifNull({f}, false)],
           [nullIf(nullIf(lower(toString({g})), ''), 'null')])[1])";

// Words of user agents; the first that fits decides.
constexpr std::string_view kAutomation =
    "multiIf(ifNull({a}, '') = '', 'No user agent', "
    "match({a}, '(?i)gptbot|oai-searchbot|chatgpt-user'), 'OpenAI', "
    "match({a}, '(?i)claudebot|claude-web|claude-user|anthropic-ai'), 'Anthropic', "
    "match({a}, '(?i)perplexitybot|perplexity-user'), 'Perplexity', "
    "match({a}, "
    "'(?i)googlebot|google-extended|adsbot-google|mediapartners-google|storebot-google'),"
    " 'Google', match({a}, '(?i)bingbot|msnbot|adidxbot'), 'Microsoft', "
    "match({a}, '(?i)facebookexternalhit|meta-externalagent|facebookbot'), 'Meta', "
    "match({a}, '(?i)applebot'), 'Apple', match({a}, '(?i)amazonbot'), 'Amazon', "
    "match({a}, '(?i)bytespider'), 'ByteDance', match({a}, '(?i)yandex(bot|images)'), 'Yandex', "
    "match({a}, '(?i)baiduspider'), 'Baidu', match({a}, '(?i)duckduckbot'), 'DuckDuckGo', "
    "match({a}, '(?i)ahrefsbot'), 'Ahrefs', match({a}, '(?i)semrushbot'), 'Semrush', "
    "match({a}, '(?i)slackbot'), 'Slack', match({a}, '(?i)twitterbot'), 'X', "
    "match({a}, '(?i)linkedinbot'), 'LinkedIn', "
    "match({a}, '(?i)uptimerobot|pingdom|statuscake|site24x7'), 'Monitoring', "
    "match({a}, '(?i)headlesschrome|phantomjs|selenium|puppeteer|playwright'), 'Headless browser', "
    "match({a}, '(?i)^(curl|wget|python-requests|python-urllib|go-http-client|java/|okhttp|axios|"
    "node-fetch|libwww-perl|scrapy|httpie|ruby)'), 'HTTP client', "
    "match({a}, '(?i)bot\\\\b|crawler|spider|scraper|crawling'), 'Other', '')";

constexpr Macro kMacros[] = {
    {"_defaultChannelType", 7, 7, kTidyChannel},
    {"_channel", 7, 7, kChannelRules},
    {"_domainType", 1, 1, "lookupDomainType({a})"},
    {"getBotOperator", 1, 1, kAutomation},
    {"isLikelyBot", 1, 1, "getBotOperator({a}) != ''"},
    {"getTrafficType", 1, 1,
     "multiIf(getBotOperator({a}) = '', 'Regular', getBotOperator({a}) in ('OpenAI', 'Anthropic', "
     "'Perplexity', 'ByteDance'), 'AI Agent', getBotOperator({a}) in ('HTTP client', 'Headless "
     "browser', 'No user agent'), 'Automation', 'Bot')"},
    {"getTrafficCategory", 1, 1,
     "multiIf(getBotOperator({a}) = '', 'regular', getBotOperator({a}) in ('OpenAI', 'Anthropic', "
     "'Perplexity', 'ByteDance'), 'ai_crawler', getBotOperator({a}) = 'HTTP client', "
     "'http_client', getBotOperator({a}) = 'Headless browser', 'headless_browser', "
     "getBotOperator({a}) = 'No user agent', 'no_user_agent', getBotOperator({a}) in ('Google', "
     "'Microsoft', 'Yandex', 'Baidu', 'DuckDuckGo', 'Apple'), 'search_crawler', "
     "getBotOperator({a}) in ('Ahrefs', 'Semrush'), 'seo_crawler', getBotOperator({a}) in ('Meta', "
     "'Slack', 'X', 'LinkedIn'), 'social_crawler', getBotOperator({a}) = 'Monitoring', "
     "'monitoring', 'other_bot')"},
    {"getBotType", 1, 1, "if(isLikelyBot({a}), getTrafficCategory({a}), '')"},
    {"getBotName", 1, 1,
     "if(isLikelyBot({a}), nullIf(extract({a}, '(?i)([a-z0-9_-]*(?:bot|spider|crawler|"
     "externalhit|curl|wget|requests|HeadlessChrome))'), ''), '')"},
    {"make_interval", 6, 6,
     "toIntervalYear({a}) + toIntervalMonth({b}) + toIntervalWeek({c}) + toIntervalDay({d}) + "
     "toIntervalHour({e}) + toIntervalMinute({f})"},
    // The last number is among them.
    {"generateSeries", 3, 3, "range({a}, {b} + if({c} > 0, 1, -1), {c})"},
    {"split_part", 3, 3, "arrayElement(splitByString({b}, ifNull(toString({a}), '')), {c})"},
    {"extractIPv4Substrings", 1, 1,
     "extractAll(ifNull(toString({a}), ''), '\\\\b(?:(?:25[0-5]|2[0-4]\\\\d|1?\\\\d?\\\\d)\\\\.){3}"
     "(?:25[0-5]|2[0-4]\\\\d|1?\\\\d?\\\\d)\\\\b')"},
    {"languageCodeToName", 1, 1,
     "transform(lower({a}), ['af', 'ar', 'az', 'be', 'bg', 'bn', 'bs', 'ca', 'cs', "
     "'cy', 'da', 'de', 'el', 'en', 'eo', 'es', 'et', 'eu', 'fa', 'fi', 'fil', 'fr', "
     "'ga', 'gl', 'gu', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja', 'ka', "
     "'kk', 'km', 'kn', 'ko', 'ky', 'lo', 'lt', 'lv', 'mk', 'ml', 'mn', 'mr', 'ms', "
     "'my', 'nb', 'ne', 'nl', 'nn', 'no', 'pa', 'pl', 'ps', 'pt', 'ro', 'ru', 'si', "
     "'sk', 'sl', 'sq', 'sr', 'sv', 'sw', 'ta', 'te', 'th', 'tl', 'tr', 'uk', 'ur', "
     "'uz', 'vi', 'zh', 'zu'], "
     "['Afrikaans', 'Arabic', 'Azerbaijani', 'Belarusian', 'Bulgarian', 'Bengali', "
     "'Bosnian', 'Catalan', 'Czech', 'Welsh', 'Danish', 'German', 'Greek', 'English', "
     "'Esperanto', 'Spanish', 'Estonian', 'Basque', 'Persian', 'Finnish', 'Filipino', "
     "'French', 'Irish', 'Galician', 'Gujarati', 'Hebrew', 'Hindi', 'Croatian', "
     "'Hungarian', 'Armenian', 'Indonesian', 'Icelandic', 'Italian', 'Japanese', "
     "'Georgian', 'Kazakh', 'Khmer', 'Kannada', 'Korean', 'Kyrgyz', 'Lao', "
     "'Lithuanian', 'Latvian', 'Macedonian', 'Malayalam', 'Mongolian', 'Marathi', "
     "'Malay', 'Burmese', 'Norwegian', 'Nepali', 'Dutch', 'Norwegian', 'Norwegian', "
     "'Punjabi', 'Polish', 'Pashto', 'Portuguese', 'Romanian', 'Russian', 'Sinhala', "
     "'Slovak', 'Slovenian', 'Albanian', 'Serbian', 'Swedish', 'Swahili', 'Tamil', "
     "'Telugu', 'Thai', 'Tagalog', 'Turkish', 'Ukrainian', 'Urdu', 'Uzbek', "
     "'Vietnamese', 'Chinese', 'Zulu'], 'Unknown')"},
    {"getSurveyResponse", 1, 3, ""},
    {"convertCurrency", 3, 4, ""},
    {"uniqueSurveySubmissionsFilter", 1, 3,
     "uuid in (select argMax(uuid, timestamp) from events where event = 'survey sent' and "
     "JSONExtractString(properties, '$survey_id') = {a} and ({b} is null or timestamp >= "
     "toDateTime({b})) and ({c} is null or timestamp <= toDateTime({c})) group by "
     "if(JSONExtractString(properties, '$survey_submission_id') = '', toString(uuid), "
     "JSONExtractString(properties, '$survey_submission_id')))"},
};

// Read once; nullptr for those that are made by code.
const ExprPtr& TreeOf(const Macro& macro) {
  static const std::vector<ExprPtr> trees = [] {
    std::vector<ExprPtr> all;
    all.reserve(std::size(kMacros));
    for (const Macro& one : kMacros) {
      auto parsed = one.hogql.empty() ? Result<ExprPtr>(ExprPtr()) : ParseExpr(one.hogql);
      TENREC_CHECK(parsed) << one.name << ": " << parsed.error().message;
      all.push_back(*std::move(parsed));
    }
    return all;
  }();
  return trees[static_cast<std::size_t>(&macro - std::begin(kMacros))];
}

ExprPtr Filled(const ExprPtr& expr, const CallNode& call) {
  if (const auto* placeholder = As<PlaceholderNode>(expr)) {
    const std::string& name = As<FieldNode>(placeholder->expr)->chain.front();
    const auto index = static_cast<std::size_t>(name.front() - 'a');
    return index < call.args.size() ? call.args[index] : Null();
  }
  return MapChildren(expr, [&](const ExprPtr& child) { return Filled(child, call); });
}

// Of question n, or of the question with an id when that was given; a list when many may be chosen.
ExprPtr SurveyResponse(const CallNode& call) {
  std::string key = "$survey_response";
  if (const auto* constant = As<ConstantNode>(call.args[0])) {
    const auto* number = std::get_if<std::int64_t>(&constant->value);
    if (number != nullptr && *number > 0) key += "_" + std::to_string(*number);
  }
  const auto* many = call.args.size() > 2 ? As<ConstantNode>(call.args[2]) : nullptr;
  const bool* flag = many == nullptr ? nullptr : std::get_if<bool>(&many->value);
  const bool list = flag != nullptr && *flag;
  const auto read = [&](ExprPtr name) {
    return Call(list ? "JSONExtractArrayRaw" : "JSONExtractString",
                {Field({"properties"}), std::move(name)});
  };
  ExprPtr by_index = read(Constant(key));
  if (call.args.size() < 2) return list ? by_index : Call("nullIf", {by_index, Constant("")});
  ExprPtr by_id = read(Call("concat", {Constant("$survey_response_"), call.args[1]}));
  if (list) return Call("if", {Call("notEmpty", {by_id}), by_id, by_index});
  return Call("coalesce",
              {Call("nullIf", {by_id, Constant("")}), Call("nullIf", {by_index, Constant("")})});
}

}  // namespace

const Macro* FindMacro(std::string_view name) {
  constexpr std::string_view kOldPrefix = "__preview_";
  if (name.starts_with(kOldPrefix)) name.remove_prefix(kOldPrefix.size());
  for (const Macro& macro : kMacros) {
    if (macro.name == name) return &macro;
  }
  return nullptr;
}

void ForEachMacro(const std::function<void(const Macro&)>& callback) {
  for (const Macro& macro : kMacros) callback(macro);
}

ExprPtr Expand(const Macro& macro, const CallNode& call) {
  if (macro.hogql.empty()) return SurveyResponse(call);
  return Filled(TreeOf(macro), call);
}

}  // namespace tenrec::hogql
