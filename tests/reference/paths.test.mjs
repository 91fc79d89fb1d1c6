// PathsQuery beside a program that walks every actor's events one by one.
import assert from 'node:assert/strict';

import { rowsOf, someNode, someProperties } from './filters.mjs';
import { outcomes, windowOf } from './funnels.mjs';
import { EVENTS } from './history.mjs';
import { resolved, someRange, suite } from './generated.mjs';

const PAUSE = 30 * 60_000;
const trimmed = (text) => (text && text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text);
const bytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const escaped = (text) => text.replace(/[^\w*\s]/g, '\\$&').replaceAll('*', '.*');

/** What an event is called; null when it has no name or is left out. */
function itemOf(row, filter, rules) {
  const types = filter.includeEventTypes ?? [];
  const excluded = filter.excludeEvents ?? [];
  const custom = types.includes('custom_event') && !row.event.startsWith('$');
  const named = types.filter((type) => type !== 'hogql');
  if (named.length && !custom && !named.includes(row.event)) return null;
  const reads = (type) => (types.length === 0 ? !excluded.includes(type) : types.includes(type));
  let item = row.event;
  if (reads('hogql') && filter.pathsHogQLExpression) item = `${row.event}!`;
  if (row.event === '$pageview' && reads('$pageview')) item = trimmed(row.properties.$current_url);
  if (row.event === '$screen' && reads('$screen')) item = row.properties.$screen_name;
  if (item === undefined || item === null) return null;
  for (const { regex, alias } of [...(filter.localPathCleaningFilters ?? []), ...(filter.pathReplacements ? rules : [])]) item = item.replace(new RegExp(regex, 'g'), alias);
  for (const grouping of filter.pathGroupings ?? []) {
    if (new RegExp(escaped(grouping), 's').test(item)) {
      item = grouping;
      break;
    }
  }
  return item === '' || excluded.includes(item) ? null : item;
}

/** The part of a session that is shown; null when it lacks a target. */
function cut(path, filter) {
  const limit = filter.stepLimit ?? 5;
  const start = trimmed(filter.startPoint);
  const end = trimmed(filter.endPoint);
  const at = (steps, target) => steps.findIndex(({ item }) => item === target);
  if (start && end) {
    const from = at(path, start);
    if (from < 0) return null;
    const rest = path.slice(from);
    const to = at(rest, end);
    if (to < 0) return null;
    const between = rest.slice(0, to + 1);
    if (between.length <= limit) return between;
    const half = Math.floor(limit / 2);
    return [...between.slice(0, half), { item: '...', time: between[half].time }, ...(half ? between.slice(-half) : [])];
  }
  if (start) return at(path, start) < 0 ? null : path.slice(at(path, start)).slice(0, limit);
  if (end) return at(path, end) < 0 ? null : path.slice(0, at(path, end) + 1).slice(-limit);
  return path.slice(0, limit);
}

/** Of a question about a funnel: actor → the time whose events count. */
function stretchesOf(query, history) {
  if (!query.funnelPathsFilter) return null;
  const { funnelPathType: part, funnelSource: funnel, funnelStep: step } = query.funnelPathsFilter;
  const last = step > 0 ? step : -step - 1;
  const stretches = new Map();
  for (const { actor, times, bits } of outcomes(funnel, history)) {
    if (!bits.has(last) || (step < 0 && bits.has(last + 1))) continue;
    const at = times[last - 1];
    const lost = step < 0 ? windowOf(funnel) : 0;
    stretches.set(actor, part === 'funnel_path_before_step' ? { from: -Infinity, to: at } : part === 'funnel_path_after_step' ? { from: at + lost, to: Infinity } : { from: times[last - 2], to: at });
  }
  return stretches;
}

/** A funnel whose people have paths, and a step of it. */
function someFunnel(random, history, groups) {
  const series = Array.from({ length: random.between(2, 3) }, () => someNode(random, EVENTS, history));
  const days = [...new Set(history.rows.map((row) => history.calendar.date(row.timestamp)))].slice(1);
  const funnelsFilter = { funnelOrderType: random.pick(['ordered', 'ordered', 'strict', 'unordered']), funnelWindowInterval: random.between(1, 20), funnelWindowIntervalUnit: random.pick(['minute', 'hour', 'day']) };
  const funnelSource = { kind: 'FunnelsQuery', series, dateRange: { date_from: days[0], date_to: days.at(-1) }, funnelsFilter, ...(groups === undefined ? {} : { aggregation_group_type_index: groups }) };
  const funnelPathType = random.pick(['funnel_path_before_step', 'funnel_path_between_steps', 'funnel_path_after_step']);
  const least = funnelPathType === 'funnel_path_between_steps' ? 2 : 1;
  const step = random.between(least, series.length);
  const funnelStep = random.chance(25) && series.length > least ? -random.between(least + 1, series.length) : step;
  return { funnelPathType, funnelSource, funnelStep };
}

/** Each actor's paths: [{ actor, path: [{ item, time }] }]. */
function pathsOf(query, history) {
  const filter = query.pathsFilter;
  const { from, to } = resolved(query, history);
  const people = new Map();
  for (const row of rowsOf(query, history)) {
    if (row.timestamp < from || row.timestamp > to) continue;
    const actor = query.aggregation_group_type_index === 0 ? row.groups[0] : row.person;
    const item = itemOf(row, filter, history.pathRules);
    if (actor === '' || item === null) continue;
    if (!people.has(actor)) people.set(actor, []);
    people.get(actor).push({ item, time: row.timestamp });
  }
  const stretches = stretchesOf(query, history);
  for (const [actor, steps] of people) {
    const way = stretches?.get(actor);
    if (stretches) people.set(actor, way ? steps.filter(({ time }) => time >= way.from && time <= way.to) : []);
  }
  const pause = query.funnelPathsFilter ? windowOf(query.funnelPathsFilter.funnelSource) : PAUSE;
  const paths = [];
  for (const [actor, steps] of people) {
    steps.sort((a, b) => a.time - b.time || bytes(a.item, b.item));
    let session = [];
    const close = () => {
      const whole = session.filter(({ item }, i) => item !== session[i + 1]?.item);
      const path = whole.length ? cut(whole, filter) : null;
      if (path) paths.push({ actor, path });
      session = [];
    };
    for (const step of steps) {
      if (session.length && step.time - session[session.length - 1].time >= pause) close();
      session.push(step);
    }
    close();
  }
  return paths;
}

const keyOf = (path, i) => `${i + 1}_${path[i].item}`;

function edgesOf(query, history) {
  const filter = query.pathsFilter;
  const edges = new Map();
  for (const { path } of pathsOf(query, history)) {
    for (let i = 0; i + 1 < path.length; ++i) {
      const id = JSON.stringify([keyOf(path, i), keyOf(path, i + 1)]);
      if (!edges.has(id)) edges.set(id, []);
      edges.get(id).push(path[i + 1].time - path[i].time);
    }
  }
  const ranked = [...edges]
    .map(([id, times]) => ({ source: JSON.parse(id)[0], target: JSON.parse(id)[1], value: times.length, average_conversion_time: times.reduce((a, b) => a + b, 0) / times.length }))
    .filter(({ value }) => !(filter.minEdgeWeight && value < filter.minEdgeWeight) && !(filter.maxEdgeWeight && value > filter.maxEdgeWeight))
    .sort((a, b) => b.value - a.value || bytes(a.source, b.source) || bytes(a.target, b.target))
    .slice(0, filter.edgeLimit ?? 50);
  const reached = new Set();
  const walk = (key) => {
    if (reached.has(key)) return;
    reached.add(key);
    for (const edge of ranked) if (edge.source === key) walk(edge.target);
  };
  for (const { source } of ranked) if (source.startsWith('1_')) walk(source);
  return ranked.filter(({ source }) => reached.has(source));
}

const ITEMS = ['https://x.example/a', 'https://x.example/b', 'https://x.example/product/2/', 'https://x.example/', 'signed up', 'paid', 'Home', 'note', '$pageview'];

suite('paths', {
  makeQuery(random, history) {
    const pathsFilter = {};
    const some = (percent, make) => (random.chance(percent) ? make() : {});
    Object.assign(
      pathsFilter,
      some(70, () => ({ includeEventTypes: ['$pageview', '$screen', 'custom_event', 'hogql'].filter(() => random.chance(50)) })),
      some(20, () => ({ pathsHogQLExpression: "concat(event, '!')" })),
      some(30, () => ({ excludeEvents: [random.pick(ITEMS), random.pick(ITEMS)] })),
      some(25, () => ({ startPoint: random.pick(ITEMS) })),
      some(25, () => ({ endPoint: random.pick(ITEMS) })),
      some(50, () => ({ stepLimit: random.between(1, 8) })),
      some(30, () => ({ edgeLimit: random.between(1, 12) })),
      some(20, () => ({ minEdgeWeight: random.between(1, 3) })),
      some(15, () => ({ maxEdgeWeight: random.between(1, 4) })),
      some(25, () => ({ pathGroupings: random.pick([['*/product/*'], ['https://x.example/*'], ['*/a*', '*docs*'], ['paid']]) })),
      some(25, () => ({ localPathCleaningFilters: [{ alias: '/product/:id', regex: '/product/\\d+' }] })),
      some(20, () => ({ pathReplacements: true })),
    );
    const groups = random.chance(15) ? 0 : undefined;
    return {
      kind: 'PathsQuery',
      ...(random.chance(30) ? { funnelPathsFilter: someFunnel(random, history, groups) } : {}),
      dateRange: someRange(random, history, 60),
      properties: someProperties(random, history),
      filterTestAccounts: random.chance(25),
      ...(groups === undefined ? {} : { aggregation_group_type_index: groups }),
      pathsFilter,
    };
  },
  expected: edgesOf,
  actual: (answer) => answer.results,
  async check(query, history, _answer, random) {
    if (!random.chance(20)) return;
    const paths = pathsOf(query, history).filter(({ path }) => path.length > 1);
    if (paths.length === 0) return;
    const { path } = random.pick(paths);
    const i = random.below(path.length - 1);
    const keys = random.pick([{ pathStartKey: keyOf(path, i) }, { pathEndKey: keyOf(path, i + 1) }, { pathStartKey: keyOf(path, i), pathEndKey: keyOf(path, i + 1) }, { pathDropoffKey: keyOf(path, path.length - 1) }]);
    const isHere = (one, at) =>
      keys.pathDropoffKey
        ? at === one.length - 1 && keyOf(one, at) === keys.pathDropoffKey
        : (!keys.pathEndKey || keyOf(one, at) === keys.pathEndKey) && (!keys.pathStartKey || (at > 0 && keyOf(one, at - 1) === keys.pathStartKey));
    const wanted = new Map();
    for (const one of pathsOf(query, history)) {
      for (const [at, step] of one.path.entries()) {
        if (!isHere(one.path, at)) continue;
        if (!wanted.has(one.actor)) wanted.set(one.actor, new Set());
        wanted.get(one.actor).add(step.time);
      }
    }
    const source = { kind: 'InsightActorsQuery', source: { ...query, pathsFilter: { ...query.pathsFilter, ...keys } } };
    assert.deepEqual(await history.actors(source), [...wanted.keys()].sort(), JSON.stringify(keys));
    // The same actors with the events that brought them there.
    const matched = await history.ask({ kind: 'ActorsQuery', source: { ...source, includeRecordings: true }, select: ['actor_id', 'matching_events'], limit: 50_000 });
    assert.deepEqual(matched.results.map(([id]) => id).sort(), [...wanted.keys()].sort(), JSON.stringify(keys));
    for (const [id, events] of matched.results) {
      assert.equal(new Set(events.map(([, uuid]) => uuid)).size, events.length);
      const times = [...new Set(events.map(([time]) => Date.parse(time)))].sort((a, b) => a - b);
      const all = [...wanted.get(id)].sort((a, b) => a - b);
      assert.deepEqual(events.length < 100 ? times : all, all, JSON.stringify(keys));
    }
  },
});
