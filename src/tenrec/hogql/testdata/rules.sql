! resolution_error: Already have joined a table called "events". Can't redefine.
! at: events
;
! resolution_error: Already have joined a table called "t". Can't join another one with the same name.
! at: events as t
;
! query_error: "true" cannot be an alias or identifier, as it's a reserved keyword
! at: 1 as `true`
;
! query_error: "null" cannot be an alias or identifier, as it's a reserved keyword
! at: 1 as `null`
;
! resolution_error: Unable to resolve field: a
! at: a
;
! query_error: Cannot use '*' without table name when there are multiple tables in the query
! at: *
;
SELECT 1 AS `equals(1, 1)`, 0 AS `notEquals(1, 1)`, 1 AS `less(1, 2)`, 0 AS `equals('a', 'b')` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [equals(1, 1)] [notEquals(1, 1)] [less(1, 2)] [equals('a', 'b')]
-- hogql: SELECT equals(1, 1), notEquals(1, 1), less(1, 2), equals('a', 'b')
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [event]
-- hogql: SELECT event FROM events WHERE and(equals(1, 1), equals(event, 'a'))
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [event]
-- hogql: SELECT event FROM events WHERE or(equals(1, 2), equals(event, 'a'))
;
SELECT arraySlice([1, 2, 3], 1, plus(minus(2, 1), 1)) AS `[1, 2, 3][1:2]`, arraySlice([1, 2, 3], 2) AS `[1, 2, 3][2:]`, arraySlice([1, 2, 3], 1, plus(minus(2, 1), 1)) AS `[1, 2, 3][:2]`, arrayElement([1, 2, 3], 1) AS `[1, 2, 3][1]` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [[1, 2, 3][1:2]] [[1, 2, 3][2:]] [[1, 2, 3][:2]] [[1, 2, 3][1]]
-- hogql: SELECT [1, 2, 3][1:2], [1, 2, 3][2:], [1, 2, 3][:2], [1, 2, 3][1]
;
SELECT tupleElement(tuple(1, 2), 1) AS `tuple(1, 2).1`, tuple('__hx_tag', '__hx_obj', {p0:String}, 1, {p1:String}, {p2:String}) AS `{'a': 1, 'b': 'c'}`, arrayMap((x) -> plus(x, 1), [1]) AS `arrayMap((x) -> plus(x, 1), [1])` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- p2: c
-- columns: [tuple(1, 2).1] [{'a': 1, 'b': 'c'}] [arrayMap((x) -> plus(x, 1), [1])]
-- hogql: SELECT tuple(1, 2).1, {'a': 1, 'b': 'c'}, arrayMap((x) -> plus(x, 1), [1])
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) LIMIT 0.1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT event FROM events LIMIT 10 %
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE greater(__events.timestamp, minus(now64(6, 'America/New_York'), toIntervalDay(1))) LIMIT 1 OFFSET 2 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT event FROM events WHERE greater(timestamp, minus(now(), toIntervalDay(1))) LIMIT 1 OFFSET 2
;
SELECT count() AS `COUNT()`, max(lower(__events.event)) AS `Max(Lower(event))`, max(isNull(__events.event)) AS `max(ISNULL(event))` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [COUNT()] [Max(Lower(event))] [max(ISNULL(event))]
-- hogql: SELECT COUNT(), Max(Lower(event)), max(ISNULL(event)) FROM events
;
! query_error: Function 'toString' expects at most 2 arguments, found 3
! at: toString(1, 2, 3)
;
SELECT toDate(toTimeZone(__events.timestamp, 'America/New_York')) AS `toDate(timestamp)`, toDate({p0:String}) AS `toDate('2024-01-01')`, toDateOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'x'), ''), NULL, equals(arrayElement(__events.properties_tail, 'x'), '\x01'), '', arrayElement(__events.properties_tail, 'x'))) AS `to_date(properties.x)`, parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'x'), ''), NULL, equals(arrayElement(__events.properties_tail, 'x'), '\x01'), '', arrayElement(__events.properties_tail, 'x')), 6, 'America/New_York') AS `toDateTime(properties.x)`, toDateTime(1700000000, 'America/New_York') AS `toDateTime(1700000000)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01
-- columns: [toDate(timestamp)] [toDate('2024-01-01')] [to_date(properties.x)] [toDateTime(properties.x)] [toDateTime(1700000000)]
-- hogql: SELECT toDate(timestamp), toDate('2024-01-01'), to_date(properties.x), toDateTime(properties.x), toDateTime(1700000000) FROM events
;
SELECT toDateTime64({p0:String}, 6, 'America/New_York') AS `toDateTime('2024-01-01 00:00:00.123')`, parseDateTime64BestEffort({p1:String}, 6, 'America/New_York') AS `toDateTime('2024-01-01T00:00:00Z')`, now64(6, 'America/New_York') AS `now()`, today() AS `today()`, now64(6, 'America/New_York') AS `current_timestamp()` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01 00:00:00.123
-- p1: 2024-01-01T00:00:00Z
-- columns: [toDateTime('2024-01-01 00:00:00.123')] [toDateTime('2024-01-01T00:00:00Z')] [now()] [today()] [current_timestamp()]
-- hogql: SELECT toDateTime('2024-01-01 00:00:00.123'), toDateTime('2024-01-01T00:00:00Z'), now(), today(), current_timestamp()
;
SELECT accurateCastOrNull(cast(__events.event, 'String'), 'Int64') AS `toInt(event)`, accurateCastOrNull(cast(__events.event, 'String'), 'Float64') AS `toFloat(event)`, accurateCastOrNull(cast(__events.event, 'String'), 'UUID') AS `toUUID(event)`, accurateCastOrNull(cast(__events.event, 'String'), 'Decimal64(2)') AS `toDecimal(event, 2)`, accurateCastOrNull(cast(__events.event, 'String'), 'Nullable(String)') AS `toNullableString(event)`, toInt64OrZero(cast(__events.event, 'String')) AS `toIntOrZero(event)`, toBool(cast(__events.event, 'String')) AS `toBool(event)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [toInt(event)] [toFloat(event)] [toUUID(event)] [toDecimal(event, 2)] [toNullableString(event)] [toIntOrZero(event)] [toBool(event)]
-- hogql: SELECT toInt(event), toFloat(event), toUUID(event), toDecimal(event, 2), toNullableString(event), toIntOrZero(event), toBool(event) FROM events
;
SELECT leftUTF8(__events.event, 2) AS `left(event, 2)`, rightUTF8(__events.event, 2) AS `right(event, 2)`, toStartOfInterval(toTimeZone(__events.timestamp, 'America/New_York'), toIntervalDay(1), toTimeZone(__events.timestamp, 'America/New_York')) AS `date_bin(toIntervalDay(1), timestamp, timestamp)`, toTimeZone(toTimeZone(__events.timestamp, 'America/New_York'), {p0:String}) AS `timezone('UTC', timestamp)`, empty(__events.event) AS `isEmpty(event)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: UTC
-- columns: [left(event, 2)] [right(event, 2)] [date_bin(toIntervalDay(1), timestamp, timestamp)] [timezone('UTC', timestamp)] [isEmpty(event)]
-- hogql: SELECT left(event, 2), right(event, 2), date_bin(toIntervalDay(1), timestamp, timestamp), timezone('UTC', timestamp), isEmpty(event) FROM events
;
SELECT arraySort([1, 2]) AS `arrayReverseSort([1, 2])`, toJSONString(groupArray(__events.event)) AS `json_agg(event)`, arrayStringConcat(groupArray(__events.event), {p0:String}) AS `string_agg(event, ',')`, toBool(min(equals(__events.event, {p1:String}))) AS `every(equals(event, 'a'))`, groupArray(__events.event) AS `array_agg(event)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: ,
-- p1: a
-- columns: [arrayReverseSort([1, 2])] [json_agg(event)] [string_agg(event, ',')] [every(equals(event, 'a'))] [array_agg(event)]
-- hogql: SELECT arrayReverseSort([1, 2]), json_agg(event), string_agg(event, ','), every(equals(event, 'a')), array_agg(event) FROM events
;
SELECT countDistinct(__events.event) AS `countDistinct(event)`, countDistinctIf(__events.event, equals(__events.event, {p0:String})) AS `countDistinctIf(event, equals(event, 'a'))`, sumArrayIf([1], equals(__events.event, {p0:String})) AS `sumArrayIf([1], equals(event, 'a'))`, avgOrNullIf(1, equals(__events.event, {p0:String})) AS `avgOrNullIf(1, equals(event, 'a'))` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [countDistinct(event)] [countDistinctIf(event, equals(event, 'a'))] [sumArrayIf([1], equals(event, 'a'))] [avgOrNullIf(1, equals(event, 'a'))]
-- hogql: SELECT countDistinct(event), countDistinctIf(event, equals(event, 'a')), sumArrayIf([1], equals(event, 'a')), avgOrNullIf(1, equals(event, 'a')) FROM events
;
! query_error: Aggregation 'countDistinct' expects 1 argument, found 2
! at: countDistinct(event, timestamp)
;
SELECT tuple('__hx_tag', 'Sparkline', 'data', [1, 2]) AS `sparkline([1, 2])`, tuple('__hx_tag', 'RecordingButton', 'sessionId', {p0:String}) AS `recordingButton('s')`, tuple('__hx_tag', 'RecordingButton', 'sessionId', {p0:String}, 'recordingStatus', {p1:String}) AS `recordingButton('s', 'active')` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: s
-- p1: active
-- columns: [sparkline([1, 2])] [recordingButton('s')] [recordingButton('s', 'active')]
-- hogql: SELECT sparkline([1, 2]), recordingButton('s'), recordingButton('s', 'active')
;
SELECT tuple('__hx_tag', {p0:String}, {p1:String}, {p2:String}, {p3:String}, tuple({p4:String})) AS `<a href={'x'}>{'text'}</a>`, tuple('__hx_tag', {p5:String}, {p6:String}, [1, 2]) AS `<Sparkline data={[1, 2]} />` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: href
-- p2: x
-- p3: children
-- p4: text
-- p5: Sparkline
-- p6: data
-- columns: [<a href={'x'}>{'text'}</a>] [<Sparkline data={[1, 2]} />]
-- hogql: SELECT <a href={'x'}>{'text'}</a>, <Sparkline data={[1, 2]} />
;
! query_error: IN COHORT only works with constant arguments
! at: person_id in cohort event
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(greaterOrEquals(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')), lessOrEquals(__events.timestamp, toDateTime64({p1:String}, 6, 'America/New_York'))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01
-- p1: 2024-02-01
-- columns: [event]
-- hogql: SELECT event FROM events WHERE timestamp BETWEEN '2024-01-01' AND '2024-02-01'
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE greaterOrEquals(toDate(toTimeZone(__events.timestamp, 'America/New_York')), {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01
-- columns: [event]
-- hogql: SELECT event FROM events WHERE greaterOrEquals(toDate(timestamp), '2024-01-01')
;
SELECT toStartOfWeek(toTimeZone(__events.timestamp, 'America/New_York'), 3) AS `toStartOfWeek(timestamp)`, toStartOfWeek(toTimeZone(__events.timestamp, 'America/New_York'), 0) AS `toStartOfWeek(timestamp, 0)`, toStartOfInterval(toTimeZone(__events.timestamp, 'America/New_York'), toIntervalWeek(1)) AS `toStartOfInterval(timestamp, toIntervalWeek(1))`, toStartOfDay(toTimeZone(__events.timestamp, 'America/New_York')) AS `toStartOfDay(timestamp)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [toStartOfWeek(timestamp)] [toStartOfWeek(timestamp, 0)] [toStartOfInterval(timestamp, toIntervalWeek(1))] [toStartOfDay(timestamp)]
-- hogql: SELECT toStartOfWeek(timestamp), toStartOfWeek(timestamp, 0), toStartOfInterval(timestamp, toIntervalWeek(1)), toStartOfDay(timestamp) FROM events
;
SELECT lagInFrame(toNullable(cast(__events.event, 'String'))) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `lag(event) OVER (ORDER BY timestamp ASC)`, leadInFrame(toNullable(cast(__events.event, 'String')), 1) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `lead(event, 1) OVER (ORDER BY timestamp ASC)`, row_number() OVER w AS `row_number() OVER w` FROM events AS __events PREWHERE equals(__events.team_id, 7) WINDOW w AS (PARTITION BY __events.distinct_id) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [lag(event) OVER (ORDER BY timestamp ASC)] [lead(event, 1) OVER (ORDER BY timestamp ASC)] [row_number() OVER w]
-- hogql: SELECT lag(event) OVER (ORDER BY timestamp ASC), lead(event, 1) OVER (ORDER BY timestamp ASC), row_number() OVER w FROM events WINDOW w AS (PARTITION BY distinct_id)
;
! not_implemented_error: Unsupported: SelectStmt.settingsClause()
! at: settings
;
SELECT __JSON.event AS event FROM events AS __JSON PREWHERE equals(__JSON.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT event FROM events AS JSON
;
SELECT quantileExactInclusive(0.5)(__numbers.number) AS `percentile_cont(0.5) WITHIN GROUP (ORDER BY number ASC)` FROM numbers(3) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [percentile_cont(0.5) WITHIN GROUP (ORDER BY number ASC)]
-- hogql: SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY number ASC) FROM numbers(3)
;
SELECT isNull(__events.event) AS `equals(event, NULL)`, ifNull(notEquals(multiIf(equals(arrayElement(__events.properties_tail, 'x'), ''), NULL, equals(arrayElement(__events.properties_tail, 'x'), '\x01'), '', arrayElement(__events.properties_tail, 'x')), {p0:String}), 1) AS `notEquals(properties.x, 'a')`, in(__events.event, tuple({p0:String}, {p1:String})) AS `in(event, tuple('a', 'b'))`, ifNull(like(multiIf(equals(arrayElement(__events.properties_tail, 'x'), ''), NULL, equals(arrayElement(__events.properties_tail, 'x'), '\x01'), '', arrayElement(__events.properties_tail, 'x')), {p2:String}), 0) AS column_4 FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- p2: %a
-- columns: [equals(event, NULL)] [notEquals(properties.x, 'a')] [in(event, tuple('a', 'b'))] [like(properties.x, '%a')]
-- hogql: SELECT equals(event, NULL), notEquals(properties.x, 'a'), in(event, tuple('a', 'b')), like(properties.x, '%a') FROM events
;
SELECT __query_0.event AS event, __query_0.timestamp AS timestamp FROM (SELECT __events.event AS event, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp FROM events AS __events PREWHERE equals(__events.team_id, 7)) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event] [timestamp]
-- hogql: SELECT event, timestamp FROM (SELECT event, timestamp FROM events)
;
SELECT __events.uuid AS uuid, __events.event AS event, __events.properties AS properties, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp, __events.distinct_id AS distinct_id, __events.elements_chain AS elements_chain, toTimeZone(__events.created_at, 'America/New_York') AS created_at, __events.`$session_id` AS `$session_id`, __events.`$window_id` AS `$window_id`, __events.person_mode AS person_mode, __events.`$group_0` AS `$group_0`, __events.`$group_1` AS `$group_1`, __events.`$group_2` AS `$group_2`, __events.`$group_3` AS `$group_3`, __events.`$group_4` AS `$group_4`, extract(__events.elements_chain, {p0:String}) AS elements_chain_href, arrayDistinct(extractAll(__events.elements_chain, {p1:String})) AS elements_chain_texts, arrayDistinct(extractAll(__events.elements_chain, {p2:String})) AS elements_chain_ids, arrayDistinct(extractAll(__events.elements_chain, {p3:String})) AS elements_chain_elements FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: (?::|")href="(.*?)"
-- p1: (?::|")text="(.*?)"
-- p2: (?::|")attr_id="(.*?)"
-- p3: (?:^|;)(a|button|form|input|select|textarea|label)(?:\\.|$|:)
-- columns: [uuid] [event] [properties] [timestamp] [distinct_id] [elements_chain] [created_at] [$session_id] [$window_id] [person_mode] [$group_0] [$group_1] [$group_2] [$group_3] [$group_4] [elements_chain_href] [elements_chain_texts] [elements_chain_ids] [elements_chain_elements]
-- hogql: SELECT events.uuid, events.event, events.properties, events.timestamp, events.distinct_id, events.elements_chain, events.created_at, events.$session_id, events.$window_id, events.person_mode, events.$group_0, events.$group_1, events.$group_2, events.$group_3, events.$group_4, events.elements_chain_href, events.elements_chain_texts, events.elements_chain_ids, events.elements_chain_elements FROM events
;
SELECT toTypeName(__events.properties) AS `toTypeName(properties)`, __events.uuid AS uuid FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE equals(__events.uuid, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 00000000-0000-0000-0000-000000000001
-- columns: [toTypeName(properties)] [uuid]
-- hogql: SELECT toTypeName(properties), uuid FROM events WHERE equals(uuid, '00000000-0000-0000-0000-000000000001')
;
SELECT hex(MD5({p0:String})) AS `md5('a')`, trimBoth({p1:String}) AS `trim('  a ')`, trimLeft({p2:String}, {p3:String}) AS `trimLeft('xa', 'x')`, concat(toString(1), '', {p0:String}, __events.event) AS `concat(1, NULL, 'a', event)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1:   a 
-- p2: xa
-- p3: x
-- columns: [md5('a')] [trim('  a ')] [trimLeft('xa', 'x')] [concat(1, NULL, 'a', event)]
-- hogql: SELECT md5('a'), trim('  a '), trimLeft('xa', 'x'), concat(1, NULL, 'a', event) FROM events
;
SELECT coalesce(nullIf(transform(lower(ifNull(toString({p0:String}), '')), splitByChar(' ', {p1:String}), splitByChar('|', {p2:String}), ''), ''), nullIf(transform(cutToFirstSignificantSubdomain(lower(ifNull(toString({p0:String}), ''))), splitByChar(' ', {p1:String}), splitByChar('|', {p2:String}), ''), '')) AS `lookupDomainType('google.com')`, nullIf(transform(lower(ifNull(toString({p3:String}), '')), splitByChar(' ', {p4:String}), splitByChar('|', {p5:String}), ''), '') AS `lookupPaidMediumType('cpc')` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: google.com
-- p1: google google.com google.co.uk google.de google.fr google.es google.it google.ca google.com.au google.com.br google.co.in google.co.jp google.nl google.pl google.se google.ch google.at google.be google.dk google.no google.fi google.ie google.pt google.com.mx google.com.tr google.cz google.ro google.hu google.gr google.co.nz google.com.sg google.co.za google.co.kr adwords googleads bing bing.com bingads yahoo yahoo.com yahoo.co.jp duckduckgo duckduckgo.com baidu baidu.com yandex yandex.ru yandex.com ya.ru ecosia ecosia.org qwant qwant.com startpage startpage.com brave search.brave.com kagi kagi.com naver naver.com seznam seznam.cz sogou sogou.com ask.com aol aol.com msn msn.com presearch.com swisscows.com mojeek.com you.com so.com daum daum.net com.google.android.googlequicksearchbox youtube youtube.com youtu.be vimeo vimeo.com twitch twitch.tv dailymotion dailymotion.com bilibili bilibili.com netflix netflix.com hulu hulu.com rumble.com wistia wistia.com com.google.android.youtube facebook facebook.com fb fb.com fb.me m.facebook.com l.facebook.com lm.facebook.com facebookads meta instagram instagram.com ig l.instagram.com twitter twitter.com t.co x x.com linkedin linkedin.com lnkd.in reddit reddit.com out.reddit.com old.reddit.com pinterest pinterest.com pin.it tiktok tiktok.com snapchat snapchat.com whatsapp whatsapp.com wa.me telegram telegram.org t.me web.telegram.org discord discord.com mastodon mastodon.social threads threads.net bluesky bsky.app quora quora.com tumblr tumblr.com vk vk.com ok.ru weibo weibo.com wechat line.me hackernews hacker-news news.ycombinator.com producthunt producthunt.com medium medium.com substack substack.com slack slack.com stackoverflow.com github github.com dev.to lobste.rs xing xing.com nextdoor nextdoor.com flickr flickr.com meetup meetup.com com.linkedin.android com.reddit.frontpage com.twitter.android amazon amazon.com amazon.co.uk amazon.de amazon.fr amazon.co.jp ebay ebay.com etsy etsy.com walmart walmart.com shopify shopify.com alibaba alibaba.com aliexpress aliexpress.com taobao.com rakuten rakuten.com shopping.google.com shopping.yahoo.com idealo.de mercadolibre mercadolivre.com.br target.com bestbuy.com pricegrabber.com shopzilla.com mail.google.com gmail.com com.google.android.gm outlook.live.com outlook.office.com outlook.office365.com mail.yahoo.com mail.aol.com mail.proton.me mail.ru newsletter mailchimp sendgrid klaviyo customer.io customerio hubspot convertkit mailerlite substackmail gmail email e-mail sms twilio attentive postscript onesignal firebase pushwoosh
-- p2: Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Search|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Video|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Social|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Shopping|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|Email|SMS|SMS|SMS|SMS|Push|Push|Push
-- p3: cpc
-- p4: email e-mail e_mail mail newsletter sms text push mobile notification notifications webpush affiliate affiliates partner partners audio podcast radio referral app link display banner expandable interstitial cpm search organic sem paidsearch paid-search paid_search social social-network social-media sm social_network social_media paidsocial paid-social paid_social video paidvideo paid-video paid_video shopping
-- p5: Email|Email|Email|Email|Email|SMS|SMS|Push|Push|Push|Push|Push|Affiliate|Affiliate|Affiliate|Affiliate|Audio|Audio|Audio|Referral|Referral|Referral|Display|Display|Display|Display|Display|Paid Search|Paid Search|Paid Search|Paid Search|Paid Search|Paid Search|Paid Social|Paid Social|Paid Social|Paid Social|Paid Social|Paid Social|Paid Social|Paid Social|Paid Social|Paid Video|Paid Video|Paid Video|Paid Video|Paid Shopping
-- columns: [lookupDomainType('google.com')] [lookupPaidMediumType('cpc')]
-- hogql: SELECT lookupDomainType('google.com'), lookupPaidMediumType('cpc')
;
! query_error: Aggregation 'quantile' expects 1 parameter, found 0
! at: quantile()(1)
;
SELECT 9223372036854775808 AS `9223372036854775808`, 31 AS `31`, 5 AS `5`, 1000.0 AS `1000.0`, Inf AS `inf`, NaN AS `nan`, -5 AS `-5`, 0.5 AS `0.5` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [9223372036854775808] [31] [5] [1000.0] [inf] [nan] [-5] [0.5]
-- hogql: SELECT 9223372036854775808, 31, 5, 1000.0, inf, nan, -5, 0.5
;
SELECT {p0:String} AS `'{filters}'`, concat({p1:String}, ifNull(toString(plus(1, 1)), ''), {p2:String}) AS `concat('a', plus(1, 1), 'b')`, {p3:String} AS `'it''s'` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: {filters}
-- p1: a
-- p2: b
-- p3: it's
-- columns: ['{filters}'] [concat('a', plus(1, 1), 'b')] ['it''s']
-- hogql: SELECT '{filters}', concat('a', plus(1, 1), 'b'), 'it''s'
;
! resolution_error: Can not access property "b" of a field that is no object: a
! at: a.b
