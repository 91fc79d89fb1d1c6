// The rows that references read are the events that the program has.
import assert from 'node:assert/strict';
import test from 'node:test';

import { startWorld } from './history.mjs';
import { theSeed } from './random.mjs';

test('every row of a history is an event of its project', async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const world = await startWorld({ seed });
  t.after(() => world.remove());
  for (const history of world.histories) {
    const columns = 'toString(uuid), event, toUnixTimestamp(timestamp) * 1000, distinct_id, toString(person_id), $group_0, toString(properties.plan), properties.amount, toString(properties.mixed), toString(person.properties.tier)';
    const stored = await history.hogql(`select ${columns} from events order by timestamp, toString(uuid) limit 50000`);
    const text = (value) => (value === undefined || value === null ? null : String(value));
    const kept = history.rows.map((row) => [row.uuid, row.event, row.timestamp, row.distinctId, row.person, row.groups[0], text(row.properties.plan), row.properties.amount ?? null, text(row.properties.mixed), text(row.personProperties.tier)]);
    assert.deepEqual(stored.map((row) => row.map((cell, i) => (i === 2 ? Number(cell) : cell))), kept, history.zone);
    const created = await history.hogql('select toString(id), toUnixTimestamp(created_at) * 1000 from persons order by id limit 10000');
    const createdAt = new Map(history.rows.map((row) => [row.person, row.personCreatedAt]));
    assert.deepEqual(created.map(([id, at]) => [id, Number(at)]).sort(), [...createdAt].sort(), history.zone);
    // Starts of buckets, on both sides of every change of the clock.
    for (const interval of ['Hour', 'Day', 'Week', 'Month']) {
      const starts = await history.hogql(`select toUnixTimestamp(toDateTime(toStartOf${interval}(timestamp))) * 1000 from events order by timestamp, toString(uuid) limit 50000`);
      assert.deepEqual(starts.map(([at]) => Number(at)), history.rows.map((row) => history.calendar.startOf(interval.toLowerCase(), row.timestamp)), `${interval} in ${history.zone}`);
    }
  }
});
