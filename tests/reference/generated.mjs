// Runs generated questions over generated histories, and holds the program's answers to those of a reference.
//
//   suite('lifecycle', { cases: 500, makeQuery, expected, actual });
//
// makeQuery(random, history) gives a query, expected(query, history) what the reference says, and
// actual(answer) the same part of the program's answer. check(query, history, answer, random) may look at more.
import assert from 'node:assert/strict';
import test from 'node:test';

import { startWorld } from './history.mjs';
import { Random, theSeed } from './random.mjs';

export function suite(name, { cases = 500, makeQuery, expected, actual, check, world: options = {} }) {
  const wanted = Number(process.env.TENREC_CASES ?? cases);
  const seed = theSeed();
  test(`${name}: ${wanted} generated questions are answered as the reference says`, { timeout: 1_200_000 }, async (t) => {
    t.diagnostic(`TENREC_SEED=${seed}`);
    const world = await startWorld({ seed, ...options });
    t.after(() => world.remove());
    for (let i = 0; i < wanted; ++i) {
      const history = world.histories[i % world.histories.length];
      const random = new Random(seed * 100_003 + i);
      const query = makeQuery(random, history);
      const about = `case ${i} in ${history.zone}: ${JSON.stringify(query)}`;
      const answer = await history.ask(query);
      assert.deepEqual(actual(answer), expected(query, history), about);
      if (check) {
        try {
          await check(query, history, answer, random);
        } catch (error) {
          error.message = `${error.message}\n${about}`;
          throw error;
        }
      }
    }
  });
}

/** A range of days inside the history or over its ends; both days are in it. */
export function someRange(random, history, longest = 30, interval = 'day') {
  const calendar = history.calendar;
  const rows = history.rows;
  const last = rows[rows.length - 1].timestamp;
  const first = rows.find((row) => row.event !== '$groupidentify' && row.distinctId !== 'first').timestamp;
  const begin = first + random.between(-3 * 86_400_000, last - first);
  const end = begin + random.below(longest) * 86_400_000;
  // A date alone is the first hour of its day where hours are counted.
  return { date_from: calendar.date(begin), date_to: calendar.date(end) + (interval === 'hour' ? 'T23:59:59' : '') };
}

/** The instants of the range, as a question with this interval reads it: {from, to, lower, buckets}. */
export function resolved(query, history) {
  const { calendar } = history;
  const { from, to } = calendar.range(query.dateRange.date_from, query.dateRange.date_to.slice(0, 10));
  const interval = query.interval ?? 'day';
  const buckets = calendar.buckets(interval, from, to);
  // Of a week only the days in the range count.
  const lower = interval === 'month' ? buckets[0] : from;
  return { from, to, lower, buckets };
}
