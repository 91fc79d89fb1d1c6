// LifecycleQuery beside a program that looks at every actor's buckets one by one.
import assert from 'node:assert/strict';

import { EVENTS } from './history.mjs';
import { isOf, labelOf, rowsOf, someNode, someProperties } from './filters.mjs';
import { resolved, someRange, suite } from './generated.mjs';
import { someDays } from './random.mjs';
import { onDays } from './trends.mjs';

const STATUSES = ['new', 'returning', 'resurrecting', 'dormant'];

/** The sets of actors: status → bucket → ids. */
function reference(query, history) {
  const { calendar } = history;
  const { interval } = query;
  const { buckets } = resolved(query, history);
  const before = calendar.startOf(interval, buckets[0] - 1);
  const end = calendar.next(interval, buckets[buckets.length - 1]);
  const actors = new Map();
  for (const row of rowsOf(query, history)) {
    if (!isOf(query.series[0], row) || row.timestamp < before || row.timestamp >= end || !onDays(query, calendar, row.timestamp)) continue;
    const ofGroups = query.aggregation_group_type_index === 0;
    const id = ofGroups ? row.groups[0] : row.person;
    if (id === '') continue;
    const actor = actors.get(id) ?? { active: new Set(), createdAt: Infinity };
    actor.active.add(calendar.startOf(interval, row.timestamp));
    // A group that nobody described was never created.
    actor.createdAt = Math.min(actor.createdAt, ofGroups ? (history.groupCreatedAt.get(id) ?? Infinity) : row.personCreatedThen);
    actors.set(id, actor);
  }
  const sets = Object.fromEntries(STATUSES.map((status) => [status, buckets.map(() => new Set())]));
  const put = (status, bucket, id) => {
    const at = buckets.indexOf(bucket);
    if (at >= 0) sets[status][at].add(id);
  };
  for (const [id, { active, createdAt }] of actors) {
    const created = createdAt === Infinity ? null : calendar.startOf(interval, createdAt);
    const first = Math.min(...active);
    for (const bucket of active) {
      const previous = calendar.startOf(interval, bucket - 1);
      if (bucket === first) put(bucket === created ? 'new' : 'resurrecting', bucket, id);
      else put(active.has(previous) ? 'returning' : 'resurrecting', bucket, id);
      const next = calendar.next(interval, bucket);
      if (!active.has(next)) put('dormant', next, id);
    }
  }
  return { sets, buckets };
}

suite('lifecycle', {
  makeQuery(random, history) {
    const interval = random.pick(['day', 'day', 'week', 'month', 'hour']);
    return {
      kind: 'LifecycleQuery',
      interval,
      series: [someNode(random, EVENTS, history)],
      dateRange: { ...someRange(random, history, interval === 'hour' ? 4 : interval === 'day' ? 25 : 60, interval), ...(random.chance(15) ? { daysOfWeek: someDays(random) } : {}) },
      properties: someProperties(random, history),
      filterTestAccounts: random.chance(25),
      ...(random.chance(15) ? { aggregation_group_type_index: 0 } : {}),
    };
  },
  expected(query, history) {
    const { sets, buckets } = reference(query, history);
    const short = query.interval === 'hour';
    return STATUSES.map((status) => {
      const data = sets[status].map((ids) => (status === 'dormant' && ids.size ? -ids.size : ids.size));
      return {
        status,
        label: `${labelOf(query.series[0], history)} - ${status}`,
        data,
        count: data.reduce((sum, value) => sum + value, 0),
        days: buckets.map((bucket) => (short ? history.calendar.dateTime(bucket) : history.calendar.date(bucket))),
      };
    });
  },
  actual: (answer) => answer.results.map(({ status, label, data, count, days }) => ({ status, label, data, count, days })),
  async check(query, history, _answer, random) {
    if (!random.chance(15)) return;
    const { sets, buckets } = reference(query, history);
    const status = random.pick(STATUSES);
    const full = buckets.map((_, i) => i).filter((i) => sets[status][i].size > 0);
    const at = full.length ? random.pick(full) : 0;
    const source = { kind: 'InsightActorsQuery', source: query, status, day: history.calendar.iso(buckets[at]) };
    assert.deepEqual(await history.actors(source), [...sets[status][at]].sort(), `${status} on ${source.day}`);
  },
});
