// StickinessQuery beside a program that counts every actor's buckets one by one.
import assert from 'node:assert/strict';

import { EVENTS } from './history.mjs';
import { isOf, labelOf, rowsOf, someNode, someProperties } from './filters.mjs';
import { resolved, someRange, suite } from './generated.mjs';
import { someDays } from './random.mjs';
import { onDays } from './trends.mjs';

const DAY = 86_400_000;
const compares = { gte: (a, b) => a >= b, lte: (a, b) => a <= b, exact: (a, b) => a === b };

/** How many whole intervals lie between an instant and the end. */
function age(interval, from, to, calendar) {
  const a = calendar.local(from);
  const b = calendar.local(to);
  if (interval === 'day') return Math.floor((b - a) / DAY);
  if (interval === 'week') return Math.floor((b - a) / (7 * DAY));
  const [x, y] = [new Date(a), new Date(b)];
  const months = (y.getUTCFullYear() - x.getUTCFullYear()) * 12 + y.getUTCMonth() - x.getUTCMonth();
  const rest = (date) => ((date.getUTCDate() * 24 + date.getUTCHours()) * 60 + date.getUTCMinutes()) * 60 + date.getUTCSeconds();
  return rest(x) > rest(y) ? months - 1 : months;
}

/** The actors of a node by how many intervals they were active in. */
function actorsOf(query, history, node) {
  const { calendar } = history;
  const { lower, to, buckets } = resolved(query, history);
  const size = query.intervalCount ?? 1;
  const criterion = query.stickinessFilter?.stickinessCriteria;
  const actors = new Map();
  for (const row of rowsOf(query, history)) {
    if (!isOf(node, row) || row.timestamp < lower || row.timestamp > to || !onDays(query, calendar, row.timestamp)) continue;
    const actor = node.math === 'unique_group' ? row.groups[0] : node.math === 'hogql' ? row.distinctId : row.person;
    if (actor === '') continue;
    const bucket = size === 1 ? calendar.startOf(query.interval, row.timestamp) : Math.floor(age(query.interval, row.timestamp, to - (to % 1000), calendar) / size);
    const counts = actors.get(actor) ?? new Map();
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    actors.set(actor, counts);
  }
  const intervals = Math.ceil(buckets.length / size);
  const sets = Array.from({ length: intervals }, () => []);
  for (const [actor, counts] of actors) {
    const active = [...counts.values()].filter((count) => !criterion || compares[criterion.operator](count, criterion.value)).length;
    if (active > 0) sets[active - 1].push(actor);
  }
  return sets;
}

suite('stickiness', {
  makeQuery(random, history) {
    const interval = random.pick(['day', 'day', 'day', 'week', 'month', 'hour']);
    const node = () => ({ ...someNode(random, EVENTS, history), ...random.pick([{}, {}, {}, { math: 'unique_group', math_group_type_index: 0 }, { math: 'hogql', math_hogql: 'distinct_id' }, { math: 'dau' }]) });
    const stickinessFilter = {};
    if (random.chance(40)) stickinessFilter.computedAs = random.pick(['cumulative', 'non_cumulative']);
    if (random.chance(30)) stickinessFilter.stickinessCriteria = { operator: random.pick(['gte', 'lte', 'exact']), value: random.between(1, 3) };
    return {
      kind: 'StickinessQuery',
      interval,
      series: random.chance(25) ? [node(), node()] : [node()],
      ...(interval !== 'hour' && random.chance(30) ? { intervalCount: random.between(1, 4) } : {}),
      dateRange: { ...someRange(random, history, interval === 'hour' ? 3 : interval === 'day' ? 25 : 60, interval), ...(random.chance(15) ? { daysOfWeek: someDays(random) } : {}) },
      properties: someProperties(random, history),
      filterTestAccounts: random.chance(25),
      stickinessFilter,
    };
  },
  expected(query, history) {
    const cumulative = query.stickinessFilter.computedAs === 'cumulative';
    return query.series.map((node) => {
      const exact = actorsOf(query, history, node).map((ids) => ids.length);
      const data = cumulative ? exact.map((_, i) => exact.slice(i).reduce((a, b) => a + b, 0)) : exact;
      return {
        label: labelOf(node, history),
        count: exact.reduce((a, b) => a + b, 0),
        data,
        days: data.map((_, i) => i + 1),
        labels: data.map((_, i) => `${i + 1} ${query.interval}${i === 0 ? '' : 's'}${cumulative ? ' or more' : ''}`),
      };
    });
  },
  actual: (answer) => answer.results.map(({ label, count, data, days, labels }) => ({ label, count, data, days, labels })),
  async check(query, history, _answer, random) {
    if (!random.chance(15)) return;
    const series = random.below(query.series.length);
    if (query.series[series].math === 'hogql') return;
    const sets = actorsOf(query, history, query.series[series]);
    const day = random.between(1, sets.length);
    const cumulative = query.stickinessFilter.computedAs === 'cumulative';
    const operator = random.pick([undefined, 'exact', 'gte', 'lte']);
    const passes = cumulative ? compares.gte : compares[operator ?? 'exact'];
    const wanted = sets.flatMap((ids, i) => (passes(i + 1, day) ? ids : [])).sort();
    const source = { kind: operator ? 'StickinessActorsQuery' : 'InsightActorsQuery', source: query, series, day, ...(operator ? { operator } : {}) };
    assert.deepEqual(await history.actors(source), wanted, JSON.stringify({ series, day, operator }));
  },
});
