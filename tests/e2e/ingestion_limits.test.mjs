// Every limit and every warning of ingestion, one line each: what is sent, what is kept of it, what the
// project is told, and why the rest is gone. Each line has a project of its own, whose books must
// balance with exactly these numbers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

let server;
let owner;

before(async () => {
  server = await startServer();
  owner = await signUp(server);
});
after(() => server?.remove());

const DAY = 86_400_000;
const uuid = (n) => `0190b0d4-7c5f-7000-8000-${String(n).padStart(12, '0')}`;
const event = (name, distinct_id, properties = {}, more = {}) => ({ event: name, distinct_id, properties, ...more });
const identify = (into, other, properties = {}) => event('$identify', into, { $anon_distinct_id: other, ...properties });
const merge = (into, other) => event('$merge_dangerously', into, { alias: other });
/** So many properties with names and values of their own. */
const many = (count, value = (i) => i) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key_${i}`, value(i)]));

const PERSONS = 'select count(distinct person_id) from events';
const IN_ONE = [[1]];
const ILLEGAL = [
  'anonymous', 'guest', 'distinctid', 'distinct_id', 'id', 'not_authenticated', 'email', 'undefined', 'true', 'false', 'GUEST', 'Undefined',
  '[object Object]', 'NaN', 'None', 'none', 'null', '0', '"null"', "'guest'", '" "', ' ', '\t',
];
/** Cookieless events lack what is named. */
const cookieless = (properties, more = {}) => event('seen', '$posthog_cookieless', { $cookieless_mode: true, $raw_user_agent: 'Firefox', $host: 'shop.example.com', $ip: '192.0.2.7', ...properties }, more);
const heatmap = (data, viewport = { $viewport_width: 1600, $viewport_height: 800 }) => event('$$heatmap', 'u', { ...viewport, $heatmap_data: data });
/** A page of one session that began an hour ago; its id is a UUIDv7 of that time. */
const BEGAN = Date.now() - 3_600_000;
const SESSION = BEGAN.toString(16).padStart(12, '0').replace(/(.{8})(.{4})/, '$1-$2-7000-8000-000000000001');
const page = (path, seconds, properties = {}) => event('$pageview', 'u', { $session_id: SESSION, $current_url: `https://a.test${path}`, ...properties }, { timestamp: new Date(BEGAN + seconds * 1000).toISOString() });
const vitals = (value, rating) => event('$web_vitals', 'u', { $web_vitals_LCP_value: value, $web_vitals_LCP_event: { name: 'LCP', value, rating } });

/**
 * what       the sentence that the line proves
 * settings   of the project, when they are not the usual ones
 * send       the events, one request each
 * stores     how many events have a row
 * drops      the others by their reason
 * warns      the kinds of warnings and how many of each are written
 * tells      the details of a kind of warning
 * asks       a question of HogQL and its answer
 * refuses    the request is refused: status and words
 */
const LINES = [
  // Names and ids.
  { what: 'an event name keeps its first 200 characters', send: [event('é'.repeat(205), 'u')], stores: 1, asks: ['select event from events', [['é'.repeat(200)]]] },
  { what: 'an empty event name is refused', send: [event('', 'u')], refuses: [400, /empty event name/] },
  { what: 'an event name that is no text is refused', send: [event(7, 'u')], refuses: [400, /event is not a string/] },
  { what: 'a distinct id keeps its first 200 characters', send: [event('e', 'é'.repeat(250))], stores: 1, asks: ['select distinct_id from events', [['é'.repeat(200)]]] },
  { what: 'a distinct id that is a number is its text', send: [event('e', 123)], stores: 1, asks: ['select distinct_id from events', [['123']]] },
  { what: 'a blank distinct id is refused', send: [event('e', ' \t')], refuses: [400, /without a distinct_id/] },
  { what: 'NUL in names, keys and values is U+FFFD', send: [event('a\0b', 'u\0', { 'k\0': 'v\0', list: ['x\0'] })], stores: 1, asks: ["select event, distinct_id, properties.`k\uFFFD`, properties.list from events", [['a\uFFFDb', 'u\uFFFD', 'v\uFFFD', '["x\uFFFD"]']]] },
  { what: 'a session id that is a uuid is lower-cased, another is kept', send: [event('e', 'u', { $session_id: '0190B0D4-7C5F-7000-8000-00000000ABCD' }), event('e', 'u', { $session_id: 'MINE' })], stores: 2, asks: ['select properties.$session_id from events order by 1', [['0190b0d4-7c5f-7000-8000-00000000abcd'], ['MINE']]] },
  { what: 'properties that are never stored are not', send: [event('e', 'u', { ph_product_tours: 1, $product_tours_activated: 1, $override_feature_flag_payloads: 1, a: 1 })], stores: 1, asks: ['select properties from events', [['{"a":1,"$ip":"127.0.0.1"}']]] },
  { what: 'an id of insertion makes no two events one', send: [event('e', 'u', { $insert_id: 'same' }), event('e', 'u', { $insert_id: 'same' })], stores: 2 },

  // Sizes.
  { what: 'an event of a megabyte is stored whole', send: [event('e', 'u', { text: 'x'.repeat(1_000_000) })], stores: 1, asks: ['select length(properties.text) from events', [[1_000_000]]] },
  { what: 'an event over a megabyte is refused', send: [event('e', 'u', { text: 'x'.repeat(1_100_000) })], refuses: [413, /maximum event size exceeded/] },
  { what: 'among others an event over a megabyte leaves a warning', batch: [event('e', 'u', { text: 'x'.repeat(1_100_000) }), event('e', 'u')], stores: 1, drops: { client_ingestion_warning: 1 }, warns: { message_size_too_large: 1 } },
  { what: 'a person over 512 KiB stays as it was', send: [event('e', 'u', { $set: { plan: 'pro' } }), event('e', 'u', { $set: { plan: 'huge', text: 'x'.repeat(600_000) } })], stores: 2, warns: { person_properties_size_violation: 1 }, asks: ["select properties.plan, length(ifNull(properties.text, '')) from persons", [['pro', 0]]] },
  { what: '10,000 properties, with the address, are stored and defined', send: [event('e', 'u', many(9999))], stores: 1, asks: ['select properties.key_9998 from events', [[9998]]], defines: 9999 },
  { what: 'more properties are stored and not defined', send: [event('e', 'u', many(10_000))], stores: 1, asks: ['select properties.key_9999 from events', [['9999']]], defines: 0 },
  { what: '10,000 properties of a person are kept in any order', send: [event('e', 'u', { $set: many(10_000, (i) => 10_000 - i) }), event('e', 'u', { $set: Object.fromEntries(Object.entries(many(10_000)).reverse()) })], stores: 2, asks: ['select properties.key_0, properties.key_9999 from persons', [['0', '9999']]] },

  // Types of properties: the first that is seen stays.
  { what: 'a property keeps the first type it had', send: [event('e', 'u', { seats: 3 }), event('e', 'u', { seats: 'many' }), event('e', 'u', { seats: true })], stores: 3, asks: ['select properties.seats, count() from events group by 1 order by 2 desc, 1', null], types: { seats: 'Numeric' } },
  { what: 'types are read from names and values', send: [event('signup', 'u', { plan: 'pro', seats: 3, ok: true, created_at: Math.floor(Date.now() / 1000) - 3600, utm_id: 5, on: 'TRUE', day: '2026-11-22', list: [1], nothing: null })], stores: 1, types: { plan: 'String', seats: 'Numeric', ok: 'Boolean', created_at: 'DateTime', utm_id: 'String', on: 'Boolean', day: 'DateTime', list: null, nothing: null } },
  { what: 'a property whose name has more than 200 bytes is stored and not defined', send: [event('e', 'u', { [`key_${'é'.repeat(99)}`]: 1, key_ok: 2 })], stores: 1, asks: ['select properties.key_ok from events', [[2]]], defines: 1 },
  { what: 'a flag that is on is a property of type text', send: [event('e', 'u', { '$feature/beta': true })], stores: 1, types: { '$feature/beta': 'String' } },

  // Clocks.
  { what: 'an event of 1970 is stored in 1970', send: [event('e', 'u', {}, { timestamp: '1970-01-01T00:00:00Z' })], stores: 1, asks: ['select toString(toDate(timestamp)) from events', [['1970-01-01']]] },
  { what: 'an event of 2199 is stored now, with a warning', send: [event('e', 'u', {}, { uuid: uuid(3), timestamp: '2199-12-31T23:59:59Z' })], stores: 1, warns: { event_timestamp_in_future: 1 }, tells: { event_timestamp_in_future: { eventUuid: uuid(3), event: 'e', distinctId: 'u', timestamp: '2199-12-31T23:59:59.000Z' } }, asks: ['select abs(dateDiff(\'hour\', timestamp, now())) <= 1 from events', [[1]]] },
  { what: 'an event 22 hours ahead stays there', send: [event('e', 'u', {}, { timestamp: new Date(Date.now() + 22 * 3_600_000).toISOString() })], stores: 1, asks: ['select dateDiff(\'hour\', now(), timestamp) between 20 and 22 from events', [[1]]] },
  { what: 'an unreadable time is now, with a warning', send: [event('e', 'u', {}, { timestamp: 'garbage' })], stores: 1, warns: { ignored_invalid_timestamp: 1 }, asks: ['select abs(dateDiff(\'hour\', timestamp, now())) <= 1 from events', [[1]]] },
  { what: 'an unreadable time of sending is ignored, with a warning', send: [event('e', 'u', {}, { timestamp: '1970-01-01T00:00:00Z', sent_at: 'whenever' })], stores: 1, warns: { ignored_invalid_timestamp: 1 }, asks: ['select toString(toDate(timestamp)) from events', [['1970-01-01']]] },
  { what: 'a clock that is years wrong is set right by what it says at sending', send: [event('e', 'u', {}, { timestamp: '1970-01-01T00:00:00Z', sent_at: '1970-01-01T01:00:00Z' })], stores: 1, asks: ['select dateDiff(\'minute\', timestamp, now()) between 58 and 62 from events', [[1]]] },
  { what: 'a project may drop what is too old', settings: { drop_events_older_than_seconds: 3600 }, send: [event('e', 'u', {}, { timestamp: new Date(Date.now() - DAY).toISOString() }), event('e', 'u')], stores: 1, drops: { event_dropped_too_old: 1 }, warns: { event_dropped_too_old: 1 } },

  // Persons.
  ...ILLEGAL.map((id) => ({ what: `${JSON.stringify(id)} is nobody's id and is not merged`, send: [event('e', 'known'), identify('known', id)], stores: 2, warns: { cannot_merge_with_illegal_distinct_id: 1 }, asks: ['select id from person_distinct_ids', null], ids: ['known'] })),
  { what: 'an illegal id of its own is not merged either', send: [{ ...identify('null', 'somebody'), uuid: uuid(2) }], stores: 1, warns: { cannot_merge_with_illegal_distinct_id: 1 }, tells: { cannot_merge_with_illegal_distinct_id: { illegalDistinctId: 'null', otherDistinctId: 'somebody', eventUuid: uuid(2) } }, ids: ['null'] },
  { what: 'ids that only look illegal are merged', send: [identify('known', 'NULL'), identify('known', 'guest1'), identify('known', 'NONE')], stores: 3, asks: [PERSONS, IN_ONE], ids: ['NONE', 'NULL', 'guest1', 'known'] },
  { what: 'somebody who is identified is not merged', send: [identify('first', 'anon'), event('e', 'second'), { ...identify('second', 'first'), uuid: uuid(3) }], stores: 3, warns: { cannot_merge_already_identified: 1 }, tells: { cannot_merge_already_identified: { sourcePersonDistinctId: 'first', targetPersonDistinctId: 'second', eventUuid: uuid(3) } }, asks: [PERSONS, [[2]]] },
  { what: 'merging with oneself changes nothing', send: [event('e', 'a'), identify('a', 'a'), merge('a', 'a')], stores: 3, asks: [PERSONS, IN_ONE], ids: ['a'] },
  { what: 'merges in a circle end as one person', send: [event('e', 'a'), event('e', 'b'), event('e', 'c'), merge('b', 'a'), merge('c', 'b'), merge('a', 'c'), merge('b', 'a')], stores: 7, asks: [PERSONS, IN_ONE], ids: ['a', 'b', 'c'] },
  { what: 'merges in a circle within one request end as one person', batch: [event('e', 'a'), event('e', 'b'), merge('a', 'b'), merge('b', 'a'), merge('a', 'b')], stores: 5, asks: [PERSONS, IN_ONE], ids: ['a', 'b'] },
  { what: 'an odd wish for a profile is a warning and counts as true', send: [event('e', 'u', { $process_person_profile: 'no' })], stores: 1, warns: { invalid_process_person_profile: 1 }, ids: ['u'] },
  ...['$identify', '$create_alias', '$merge_dangerously', '$groupidentify'].map((name) => ({ what: `${name} without a profile is dropped`, send: [event(name, 'u', { $process_person_profile: false, alias: 'x', $anon_distinct_id: 'x', $group_type: 'company', $group_key: 'x' })], stores: 0, drops: { invalid_event_when_process_person_profile_is_false: 1 }, warns: { invalid_event_when_process_person_profile_is_false: 1 }, ids: [] })),
  { what: 'an exception does not change its person', send: [event('e', 'u', { $set: { plan: 'pro' } }), event('$exception', 'u', { $set: { plan: 'broken' } })], stores: 2, asks: ['select properties.plan from persons', [['pro']]] },
  { what: 'a flag check from a server makes no person', send: [event('$feature_flag_called', 'u', { $feature_flag: 'f' })], stores: 1, ids: [] },
  { what: 'an event without a profile has neither person nor groups', send: [event('e', 'u', { $process_person_profile: false, $set: { plan: 'pro' }, $groups: { company: 'x' } })], stores: 1, asks: ["select person_mode, properties.$set, $group_0, person.properties.plan, properties.$process_person_profile from events", [['propertyless', null, '', null, 'false']]], ids: [] },
  { what: 'a project without profiles drops who says who they are', settings: { person_processing_opt_out: true }, send: [event('e', 'u', { $set: { plan: 'pro' } }), identify('u', 'anon')], stores: 1, drops: { invalid_event_when_process_person_profile_is_false: 1 }, warns: { invalid_event_when_process_person_profile_is_false: 1 }, ids: [] },

  // Groups.
  { what: 'a sixth type of group is ignored and the event stored', send: [...['a', 'b', 'c', 'd', 'e'].map((type) => event('e', 'u', { $groups: { [type]: 'x' } })), event('e', 'u', { $groups: { f: 'x' }, sixth: true })], stores: 6, asks: ['select $group_0, $group_4, properties.$groups from events where properties.sixth = true', [['', '', '{"f":"x"}']]] },
  { what: 'a group key that is a number is its text', send: [event('e', 'u', { $groups: { company: 7 } })], stores: 1, asks: ['select $group_0 from events', [['7']]] },
  { what: 'a group without a key is no group', send: [event('$groupidentify', 'u', { $group_type: 'company', $group_set: { a: 1 } })], stores: 1, asks: ['select count() from groups', [[0]]] },
  // Upstream keeps a name for a warning of this, group_key_too_long, and writes none.
  { what: 'a group key of more than 400 characters is no group', send: [event('$groupidentify', 'u', { $group_type: 'company', $group_key: 'x'.repeat(401), $group_set: { a: 1 } }), event('$groupidentify', 'u', { $group_type: 'company', $group_key: 'x'.repeat(400), $group_set: { a: 1 } })], stores: 2, asks: ['select length(key) from groups', [[400]]] },

  // Heatmaps.
  { what: 'points of a heatmap are no event', send: [heatmap({ 'https://a.test/': [{ x: 160, y: 80, target_fixed: false, type: 'click' }] })], stores: 0, drops: { heatmap_only: 1 }, asks: ['select type, x, y, scale_factor, viewport_width, current_url from heatmaps', [['click', 10, 5, 16, 100, 'https://a.test/']]] },
  { what: 'heatmap data that are no object are a warning', send: [heatmap('nonsense')], stores: 0, drops: { heatmap_only: 1 }, warns: { invalid_heatmap_data: 1 } },
  { what: 'a heatmap of no page is a warning', send: [heatmap({ '': [{ x: 1, y: 1, target_fixed: false, type: 'click' }] })], stores: 0, drops: { heatmap_only: 1 }, warns: { rejecting_heatmap_data_with_invalid_url: 1 } },
  { what: 'points that are no list are a warning', send: [heatmap({ 'https://a.test/': 7 })], stores: 0, drops: { heatmap_only: 1 }, warns: { rejecting_heatmap_data_with_invalid_items: 1 } },
  { what: 'a heatmap without a viewport is silent', send: [heatmap({ 'https://a.test/': [{ x: 1, y: 1, target_fixed: false, type: 'click' }] }, {})], stores: 0, drops: { heatmap_only: 1 } },
  { what: 'nobody’s points are not kept', send: [{ ...heatmap({ 'https://a.test/': [{ x: 1, y: 1, target_fixed: false, type: 'click' }] }), distinct_id: 'undefined' }], stores: 0, drops: { heatmap_only: 1 }, asks: ['select count() from heatmaps', [[0]]] },
  { what: 'a project without heatmaps keeps the event and no points', settings: { heatmaps_opt_in: false }, send: [{ ...heatmap({ 'https://a.test/': [{ x: 1, y: 1, target_fixed: false, type: 'click' }] }), event: 'e' }], stores: 1, asks: ['select properties.$heatmap_data, (select count() from heatmaps) from events', [[null, 0]]] },
  { what: 'how far a page was scrolled is a point of that page', send: [event('$pageleave', 'u', { $viewport_width: 1600, $viewport_height: 800, $prev_pageview_pathname: '/old', $prev_pageview_max_scroll: 320, $current_url: 'https://a.test/new' })], stores: 1, asks: ['select type, y, current_url from heatmaps', [['scrolldepth', 20, 'https://a.test/old']]] },

  // Visitors without cookies.
  { what: 'a project without the mode drops cookieless events', send: [cookieless()], stores: 0, drops: { cookieless: 1 } },
  ...[['$raw_user_agent', 'user_agent'], ['$host', 'host']].map(([property, name]) => ({ what: `a cookieless event without ${property} is dropped`, settings: { cookieless_server_hash_mode: 1 }, send: [cookieless({ [property]: '' }, { uuid: uuid(4) })], stores: 0, drops: { [`cookieless_missing_${name}`]: 1 }, warns: { [`cookieless_missing_${name}`]: 1 }, tells: { [`cookieless_missing_${name}`]: { eventUuid: uuid(4), event: 'seen', distinctId: '$posthog_cookieless', missingProperty: property } } })),
  // Every request has an address and a time, so nothing over HTTP lacks these two.
  { what: 'a cookieless event without $ip is of the address that sent it', settings: { cookieless_server_hash_mode: 1 }, send: ['', '127.0.0.1'].map(($ip) => cookieless({ $ip })), stores: 2, asks: ["select count(distinct distinct_id), countIf(startsWith(distinct_id, 'cookieless_')), countIf(notEmpty(ifNull(properties.$ip, ''))) from events", [[1, 2, 0]]] },
  { what: 'a cookieless event without a time is of the day it came', settings: { cookieless_server_hash_mode: 1 }, send: [cookieless({}, { timestamp: 'garbage' }), cookieless()], stores: 2, warns: { ignored_invalid_timestamp: 1 }, asks: ['select abs(dateDiff(\'hour\', min(timestamp), now())) <= 1 from events', [[1]]] },
  { what: 'a stateless project knows nobody without cookies by name', settings: { cookieless_server_hash_mode: 1 }, send: [{ ...cookieless({ $anon_distinct_id: '$posthog_cookieless' }), event: '$identify', distinct_id: 'u' }, { ...cookieless(), distinct_id: 'u' }], stores: 0, drops: { cookieless_unsupported_event: 2 }, ids: [] },
  { what: 'without cookies only the nameless can say who they are', settings: { cookieless_server_hash_mode: 2 }, send: ['somebody', '$posthog_cookieless'].map(($anon_distinct_id) => ({ ...cookieless({ $anon_distinct_id }), event: '$identify', distinct_id: 'u' })), stores: 1, drops: { cookieless_unsupported_event: 1 } },
  { what: 'a cookieless event of last week is dropped', settings: { cookieless_server_hash_mode: 1 }, send: [cookieless({}, { timestamp: new Date(Date.now() - 7 * DAY).toISOString() }), cookieless()], stores: 1, drops: { cookieless_timestamp_out_of_range: 1 }, warns: { cookieless_timestamp_out_of_range: 1 } },
  { what: 'cookieless people cannot be merged', settings: { cookieless_server_hash_mode: 2 }, send: [event('$create_alias', 'u', { $cookieless_mode: true, alias: 'x' }), event('$merge_dangerously', 'u', { $cookieless_mode: true, alias: 'x' })], stores: 0, drops: { cookieless_unsupported_event: 2 }, ids: [] },
  { what: 'a cookieless mode that is no boolean is refused', send: [event('e', 'u', { $cookieless_mode: 'yes' })], refuses: [400, /invalid cookieless mode/] },

  // Sessions and web vitals.
  { what: 'a session goes from its first event to its last, whichever came first', send: [page('/out', 25), page('/in', 0, { $referring_domain: 'www.google.com' })], stores: 2, asks: ['select $entry_pathname, $end_pathname, $session_duration, $pageview_count, $is_bounce, $channel_type from sessions', [['/in', '/out', 25, 2, 0, 'Organic Search']]] },
  { what: 'one page and no more is a bounce', send: [page('/in', 0, { $referring_domain: '$direct' })], stores: 1, asks: ['select $session_duration, $is_bounce, $channel_type from sessions', [[0, 1, 'Direct']]] },
  { what: 'an id that is no UUIDv7 makes no session', send: ['mine', '0190b0d4-7c5f-4000-8000-00000000abcd', SESSION.slice(0, -1), SESSION.toUpperCase()].map((id) => page('/in', 0, { $session_id: id })), stores: 4, asks: ['select id, $pageview_count from sessions', [[SESSION, 1]]] },
  { what: 'web vitals are numbers that percentiles can be asked of', send: [vitals(1000.5, 'good'), vitals(3000, 'poor'), vitals(2000, 'good')], stores: 3, asks: ["select quantile(0.5)(properties.$web_vitals_LCP_value), countIf(properties.$web_vitals_LCP_event.rating = 'good') from events", [[2000, 2]]], types: { $web_vitals_LCP_value: 'Numeric', $web_vitals_LCP_event: null } },

  // Clients that complain, and clients that repeat themselves.
  { what: 'what a client says of itself is a warning', send: [event('$$client_ingestion_warning', 'u', { $$client_ingestion_warning_message: 'too many events' })], stores: 0, drops: { client_ingestion_warning: 1 }, warns: { client_ingestion_warning: 1 } },
  { what: 'the same warning a thousand times is written once', batch: Array.from({ length: 1000 }, () => event('e', 'u', { $process_person_profile: 'no' })), stores: 1000, warns: { invalid_process_person_profile: 1 } },
  { what: 'an event that comes twice is stored once', send: [event('e', 'u', {}, { uuid: uuid(1) }), event('e', 'u', {}, { uuid: uuid(1), timestamp: new Date(Date.now() - DAY).toISOString() })], stores: 1, drops: { duplicate: 1 } },
];

async function makeProject(line) {
  const project = await owner.api('POST', '/api/projects/', { name: line.what.slice(0, 100) });
  if (line.settings) await owner.api('PATCH', `/api/projects/${project.id}/`, line.settings);
  return project;
}

async function hogql(project, query) {
  return (await owner.api('POST', `/api/projects/${project.id}/query/`, { query: { kind: 'HogQLQuery', query }, refresh: 'force_blocking' })).results;
}

const P = (project, rest) => `/api/projects/${project.id}/${rest}`;

async function settled(project, line, sent) {
  const ledger = await until(line.what, async () => {
    const { total } = await owner.api('GET', P(project, 'ingestion/ledger/'));
    return total.accepted === sent && total.in_flight === 0 && total;
  });
  assert.deepEqual({ stored: ledger.stored, dropped: ledger.dropped, dead: ledger.dead_lettered, balanced: ledger.balanced }, { stored: line.stores, dropped: line.drops ?? {}, dead: {}, balanced: true }, line.what);
}

/** Everything that the line says but how its events are sent. */
async function holds(project, line, sent) {
  await settled(project, line, sent);
  const warnings = await owner.api('GET', P(project, 'ingestion_warnings/'));
  assert.deepEqual(Object.fromEntries(warnings.map((one) => [one.type, one.count])), line.warns ?? {}, `${line.what}: warnings`);
  for (const [type, details] of Object.entries(line.tells ?? {})) {
    assert.deepEqual(warnings.find((one) => one.type === type).warnings.map((one) => one.details), [details], `${line.what}: ${type}`);
  }
  if (line.asks && line.asks[1] !== null) {
    const rows = await hogql(project, line.asks[0]);
    assert.deepEqual(rows.map((row) => row.map(String)), line.asks[1].map((row) => row.map(String)), `${line.what}: ${line.asks[0]}`);
  }
  if (line.ids) {
    const people = await owner.api('GET', P(project, 'persons/?limit=100'));
    assert.deepEqual(people.results.flatMap((person) => person.distinct_ids).sort(), line.ids, `${line.what}: distinct ids`);
  }
  if (line.types) {
    const names = Object.keys(line.types).join(',');
    const known = await until(`definitions: ${line.what}`, async () => {
      const { results } = await owner.api('GET', P(project, `property_definitions/?properties=${names}&limit=100`));
      return results.length === Object.keys(line.types).length && results;
    });
    assert.deepEqual(Object.fromEntries(known.map((one) => [one.name, one.property_type])), line.types, line.what);
  }
  if (line.defines !== undefined) {
    await until(`definitions: ${line.what}`, async () => (await owner.api('GET', P(project, 'property_definitions/?search=key_&limit=1'))).count === line.defines);
  }
}

for (const line of LINES) {
  test(line.what, async () => {
    const project = await makeProject(line);
    const requests = line.batch ? [{ batch: line.batch }] : line.send;
    for (const body of requests) {
      const sentAt = body.sent_at === undefined ? {} : { sent_at: body.sent_at };
      const answer = await server.post(line.batch ? '/batch/' : '/e/', { api_key: project.api_token, ...body, ...sentAt });
      if (line.refuses) {
        assert.equal(answer.status, line.refuses[0], `${line.what}: ${answer.text}`);
        assert.match(answer.text, line.refuses[1]);
      } else {
        assert.equal(answer.status, 200, `${line.what}: ${answer.text}`);
      }
    }
    if (!line.refuses) await holds(project, line, line.batch?.length ?? line.send.length);
  });
}

test('recordings that are too long ago or too large leave no warning: the names of those are reserved', async () => {
  const line = { what: 'recordings', stores: 1 };
  const project = await makeProject(line);
  const recording = (text, more = {}) => [{ event: '$snapshot', api_key: project.api_token, distinct_id: 'u', properties: { $snapshot_data: [{ type: 2, data: { text }, timestamp: 1 }], $session_id: SESSION }, ...more }];
  for (const body of [recording('', { timestamp: '1970-01-01T00:00:00Z' }), recording('x'.repeat(2_000_000))]) {
    const answer = await server.post('/s/', body);
    assert.equal(answer.status, 200, answer.text);
  }
  assert.equal((await server.post('/e/', { api_key: project.api_token, ...event('e', 'u') })).status, 200);
  await holds(project, line, 1);
});

test('after all of that the books of the whole server balance', async () => {
  const ready = await server.request('GET', '/_readyz');
  assert.equal(ready.json.books, true, ready.text);
});
