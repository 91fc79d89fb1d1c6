// A dashboard's filters over a question are the question with them written in, whatever its kind.
import assert from 'node:assert/strict';
import test from 'node:test';

import { someFilters, someNode } from './filters.mjs';
import { EVENTS, startWorld } from './history.mjs';
import { Random, theSeed } from './random.mjs';

const CASES = Number(process.env.TENREC_CASES ?? 90);

const KINDS = {
  TrendsQuery: (node) => ({ series: [node()], interval: 'day' }),
  FunnelsQuery: (node) => ({ series: [node(), node()] }),
  LifecycleQuery: (node) => ({ series: [node()], interval: 'day' }),
  StickinessQuery: (node) => ({ series: [node()], interval: 'day' }),
  RetentionQuery: (_, random) => ({ retentionFilter: { period: 'Day', totalIntervals: 6, targetEntity: { id: random.pick(EVENTS), type: 'events' }, returningEntity: { id: null, type: 'events' } } }),
  PathsQuery: () => ({ pathsFilter: {} }),
};

/** Own filters and those of the dashboard: each must hold. */
function joined(own, added) {
  if (Array.isArray(own) && own.length === 0) return added;
  const group = (filters) => (Array.isArray(filters) ? { type: 'AND', values: filters } : filters);
  return { type: 'AND', values: [group(own), group(added)] };
}

test('filters of a dashboard are written into questions of every kind', async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const world = await startWorld({ seed, zones: ['Europe/Berlin', 'UTC'] });
  t.after(() => world.remove());
  const random = new Random(seed);
  const changed = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, 0]));
  for (let i = 0; i < CASES; ++i) {
    const history = world.histories[i % world.histories.length];
    const days = [...new Set(history.rows.map((row) => history.calendar.date(row.timestamp)))].slice(1);
    const kind = Object.keys(KINDS)[i % 6];
    const node = () => someNode(random, EVENTS, history);
    const query = { kind, ...KINDS[kind](node, random), dateRange: { date_from: days[2], date_to: days[12] }, properties: someFilters(random, history) };
    const override = {};
    const expected = { ...query };
    if (random.chance(60)) {
      Object.assign(override, { date_from: days[6], date_to: days[20] });
      expected.dateRange = { date_from: days[6], date_to: days[20] };
    }
    if (random.chance(60)) {
      override.properties = [{ type: 'event', key: 'plan', operator: 'exact', value: [random.pick(['free', 'pro'])] }];
      expected.properties = joined(query.properties, override.properties);
    }
    if (random.chance(50)) {
      override.filterTestAccounts = true;
      expected.filterTestAccounts = true;
    }
    if (random.chance(40)) {
      override.breakdown_filter = { breakdown: 'plan', breakdown_type: 'event' };
      if (['TrendsQuery', 'FunnelsQuery', 'RetentionQuery'].includes(kind)) expected.breakdownFilter = override.breakdown_filter;
    }
    if (random.chance(40)) {
      override.interval = 'week';
      if ('interval' in query) expected.interval = 'week';
    }
    const about = `${history.zone} ${JSON.stringify(query)} under ${JSON.stringify(override)}`;
    const { results } = await history.ask(query, { filters_override: override });
    assert.deepEqual(results, (await history.ask(expected)).results, about);
    const plain = await history.ask(query);
    if (JSON.stringify(plain.results) !== JSON.stringify(results)) ++changed[kind];
  }
  for (const [kind, count] of Object.entries(changed)) assert.ok(count > CASES / 30, `${kind}: only ${count} answers changed`);
});
