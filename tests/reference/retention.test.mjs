// RetentionQuery beside a program that follows every actor's start and return events one by one.
import assert from 'node:assert/strict';

import { EVENTS } from './history.mjs';
import { isMember, isNamed, isOf, rowsOf, someFilters, someProperties } from './filters.mjs';
import { someRange, suite } from './generated.mjs';
import { asNumber, binOf, spreadOf } from './trends.mjs';

const OTHER = '$$_posthog_breakdown_other_$$';

const asNode = ({ id, type, properties }) => (type === 'actions' ? { kind: 'ActionsNode', id, properties } : { event: id, properties });
const text = (value) => (value === undefined || value === null ? '' : String(value));

/** The starts of the cohorts' intervals, and the end. */
function intervals(query, history) {
  const { calendar } = history;
  const interval = query.retentionFilter.period.toLowerCase();
  const { from, to } = calendar.range(query.dateRange.date_from ?? query.dateRange.date_to.slice(0, 10), query.dateRange.date_to.slice(0, 10));
  const end = calendar.next(interval, calendar.startOf(interval, to));
  let start = calendar.startOf(interval, from);
  if (!query.dateRange.date_from) {
    start = end;
    for (let i = 0; i < query.retentionFilter.totalIntervals; ++i) start = calendar.startOf(interval, start - 1);
  }
  const starts = [];
  for (; start < end; start = calendar.next(interval, start)) starts.push(start);
  return { interval, starts, end };
}

/** How many boundaries of a unit lie between two instants, as ClickHouse's dateDiff counts them. */
function dateDiff(unit, from, to, calendar) {
  if (unit === 'day') return calendar.dayNumber(to) - calendar.dayNumber(from);
  const hour = (instant) => Math.floor((instant + calendar.offset(0)) / 3_600_000);
  return hour(to) - hour(from);
}

const ROLLING = { hour: ['hour', 1], day: ['hour', 24], week: ['day', 7], month: ['day', 30] };

function columnsOf(filter) {
  return filter.retentionCustomBrackets ? filter.retentionCustomBrackets.length + 1 : filter.totalIntervals;
}

/** The column of a distance in intervals; null outside. */
function columnOf(filter, distance) {
  if (distance <= 0) return null;
  if (!filter.retentionCustomBrackets) return distance < filter.totalIntervals ? distance : null;
  let last = 0;
  for (const [i, size] of filter.retentionCustomBrackets.entries()) {
    last += size;
    if (distance <= last) return i + 1;
  }
  return null;
}

/** Members: { actor, breakdown, cohort, offsets: offset → the sum of its numbers }. */
function membersOf(query, history) {
  const filter = query.retentionFilter;
  const { calendar } = history;
  const { interval, starts, end } = intervals(query, history);
  const start = asNode(filter.targetEntity);
  const back = asNode(filter.returningEntity);
  const breakdown = query.breakdownFilter?.breakdown ?? query.breakdownFilter?.breakdowns?.map(({ property }) => property);
  const keys = breakdown === undefined ? [] : [breakdown].flat();
  const type = query.breakdownFilter?.breakdown_type ?? query.breakdownFilter?.breakdowns?.[0].type;
  let read = (row, key) => {
    if (type === 'person') return row.personProperties[key];
    if (type === 'group') return history.groupCreatedAt.has(row.groups[0]) ? row.groups[0] : '';
    return row.properties[key];
  };
  // A person is in several cohorts, or in none.
  const bins = query.breakdownFilter?.breakdown_histogram_bin_count;
  if (bins) {
    const spread = spreadOf(rowsOf(query, history).filter((row) => row.timestamp >= starts[0] && row.timestamp < end && isOf(start, row) && (query.aggregation_group_type_index !== 0 || row.groups[0] !== '')).map((row) => asNumber(row.properties[keys[0]])));
    const readAs = read;
    read = (row, key) => binOf({ bins }, asNumber(readAs(row, key)), spread, '');
  }
  const valuesOf = (row) => (type === 'cohort' ? keys.filter((cohort) => isMember(cohort, row)).map((cohort) => (cohort === 'all' ? 0 : cohort)) : [keys.map((key) => text(read(row, key))).join('::')]);
  const people = new Map();
  for (const row of rowsOf(query, history)) {
    if (row.timestamp >= end) continue;
    const actor = query.aggregation_group_type_index === 0 ? row.groups[0] : row.person;
    if (actor === '') continue;
    for (const value of valuesOf(row)) {
      const id = JSON.stringify([actor, value]);
      if (!people.has(id)) people.set(id, { actor, breakdown: value, rows: [] });
      people.get(id).rows.push(row);
    }
  }
  const indexOf = (instant) => (instant < starts[0] ? -1 : starts.indexOf(calendar.startOf(interval, instant)));
  const number = (row) => {
    const raw = (filter.aggregationPropertyType === 'person' ? row.personProperties : row.properties)[filter.aggregationProperty];
    return Number(raw ?? 0);
  };
  const members = [];
  for (const { actor, breakdown: value, rows } of people.values()) {
    const begins = rows.filter((row) => isOf(start, row));
    const inRange = begins.filter((row) => row.timestamp >= starts[0]);
    const returns = rows.filter((row) => isOf(back, row) && row.timestamp >= starts[0]);
    if (inRange.length === 0) continue;
    const first = begins[0].timestamp;
    if (filter.retentionType !== 'retention_recurring' && first < starts[0]) continue;
    if (filter.retentionType === 'retention_first_ever_occurrence') {
      const named = rows.find((row) => isNamed(start, row));
      if (named.timestamp !== first) continue;
    }
    const add = (cohort, offsets) => members.push({ actor, breakdown: value, cohort, offsets });
    if (filter.timeWindowMode === '24_hour_windows') {
      const begin = inRange[0].timestamp;
      const [unit, length] = ROLLING[interval];
      const offsets = new Map([[0, 0]]);
      for (const row of returns) {
        if (row.timestamp < begin) continue;
        const column = columnOf(filter, Math.floor(dateDiff(unit, begin, row.timestamp, calendar) / length));
        if (column !== null) offsets.set(column, 0);
      }
      add(Math.floor(dateDiff(unit, starts[0], begin, calendar) / length), offsets);
      continue;
    }
    const cohorts = new Set(inRange.map((row) => indexOf(row.timestamp)));
    for (const cohort of filter.retentionType === 'retention_recurring' ? cohorts : [indexOf(first)]) {
      const offsets = new Map();
      const put = (column, sum) => offsets.set(column, (offsets.get(column) ?? 0) + sum);
      if (['sum', 'avg'].includes(filter.aggregationType)) {
        const own = inRange.filter((row) => indexOf(row.timestamp) === cohort);
        for (const row of own) put(0, number(row));
        const differ = filter.targetEntity.id !== filter.returningEntity.id;
        for (const row of returns) {
          const at = indexOf(row.timestamp);
          if (at === cohort && differ && row.timestamp > own[0].timestamp) put(0, number(row));
          const column = columnOf(filter, at - cohort);
          if (column !== null) put(column, number(row));
        }
      } else {
        put(0, 0);
        const counts = new Map();
        for (const row of returns) counts.set(indexOf(row.timestamp), (counts.get(indexOf(row.timestamp)) ?? 0) + 1);
        for (const [at, count] of counts) {
          const column = columnOf(filter, at - cohort);
          if (column !== null && count >= filter.minimumOccurrences) put(column, 0);
        }
      }
      add(cohort, offsets);
    }
  }
  return { members: members.filter(({ cohort }) => cohort >= 0 && cohort < starts.length), starts };
}

/** The cohorts that a breakdown asks for, in either form. */
function cohortsOf({ breakdown, breakdown_type: type, breakdowns }) {
  if (type === 'cohort') return breakdown;
  return breakdowns?.[0].type === 'cohort' ? breakdowns.map(({ property }) => property) : null;
}

/** The breakdown values that have rows of their own. */
function shownOf(query, members) {
  const cohorts = cohortsOf(query.breakdownFilter);
  if (cohorts) return cohorts.map((cohort) => (cohort === 'all' ? 0 : cohort));
  const sizes = new Map();
  for (const { breakdown } of members) sizes.set(breakdown, (sizes.get(breakdown) ?? 0) + 1);
  const bytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return [...sizes].sort((a, b) => b[1] - a[1] || bytes(a[0], b[0])).slice(0, query.breakdownFilter.breakdown_limit).map(([value]) => value);
}

const inRow = (query, shown, value) => ({ breakdown }) => !query.breakdownFilter || (value === OTHER ? !shown.includes(breakdown) : breakdown === value);

suite('retention', {
  cases: 700,
  makeQuery(random, history) {
    const period = random.pick(['Day', 'Day', 'Day', 'Week', 'Month', 'Hour']);
    const interval = period.toLowerCase();
    const entity = () => (random.chance(15) ? { id: random.pick(history.sets.actions).id, type: 'actions', properties: someFilters(random) } : { id: random.chance(10) ? null : random.pick(EVENTS), type: 'events', properties: random.chance(30) ? someFilters(random) : [] });
    const targetEntity = entity();
    const returningEntity = random.chance(35) ? targetEntity : entity();
    const retentionFilter = {
      period,
      totalIntervals: random.between(1, 11),
      targetEntity,
      returningEntity,
      retentionType: random.pick(['retention_recurring', 'retention_first_time', 'retention_first_ever_occurrence']),
      minimumOccurrences: random.chance(25) ? random.between(2, 3) : 1,
    };
    const kind = random.below(10);
    if (kind < 3) retentionFilter.timeWindowMode = '24_hour_windows';
    else if (kind < 5) retentionFilter.cumulative = true;
    else if (kind < 7) Object.assign(retentionFilter, { aggregationType: random.pick(['sum', 'avg']), aggregationProperty: 'amount', minimumOccurrences: 1 });
    if (random.chance(25)) retentionFilter.retentionCustomBrackets = Array.from({ length: random.between(1, 4) }, () => random.between(1, 4));
    const query = {
      kind: 'RetentionQuery',
      dateRange: someRange(random, history, interval === 'hour' ? 3 : interval === 'day' ? 20 : 60, interval),
      properties: someProperties(random, history),
      filterTestAccounts: random.chance(25),
      retentionFilter,
    };
    if (random.chance(20)) delete query.dateRange.date_from;
    if (random.chance(15)) query.aggregation_group_type_index = 0;
    if (random.chance(35)) {
      const cohorts = history.sets.cohorts.map(({ id }) => id).filter(() => random.chance(60));
      query.breakdownFilter = { ...random.pick([{ breakdown: ['all', ...cohorts], breakdown_type: 'cohort' }, { breakdowns: ['all', ...cohorts].map((property) => ({ property, type: 'cohort' })) }, { breakdown: 'tier', breakdown_type: 'person' }, { breakdowns: [{ property: 'name', type: 'group', group_type_index: 0 }] }, { breakdown: 'plan', breakdown_type: 'event' }, { breakdown: 'amount', breakdown_type: 'event', breakdown_histogram_bin_count: random.between(1, 4) }, { breakdowns: [{ property: 'mixed', type: 'event' }] }, { breakdowns: [{ property: 'plan', type: 'event' }, { property: 'amount', type: 'event' }] }]), breakdown_limit: random.between(1, 6) };
    }
    return query;
  },
  expected(query, history) {
    const filter = query.retentionFilter;
    const { members, starts } = membersOf(query, history);
    const shown = query.breakdownFilter ? shownOf(query, members) : [null];
    const values = [...shown];
    if (query.breakdownFilter && members.some(({ breakdown }) => !shown.includes(breakdown))) values.push(OTHER);
    const aggregates = ['sum', 'avg'].includes(filter.aggregationType);
    const columns = columnsOf(filter);
    return values.flatMap((value) => {
      const own = members.filter(inRow(query, shown, value));
      return starts.map((start, cohort) => {
        const row = own.filter((member) => member.cohort === cohort);
        return {
          label: `${filter.period} ${cohort}`,
          date: history.calendar.iso(start),
          breakdown_value: value,
          values: Array.from({ length: columns }, (_, column) => {
            const here = row.filter(({ offsets }) => (filter.cumulative ? Math.max(...offsets.keys()) >= column : offsets.has(column)));
            const sum = here.reduce((total, { offsets }) => total + (offsets.get(column) ?? 0), 0);
            return { count: here.length, ...(aggregates ? { aggregation_value: filter.aggregationType === 'sum' ? sum : here.length ? sum / here.length : 0 } : {}) };
          }),
        };
      });
    });
  },
  actual: (answer) =>
    answer.results.map(({ label, date, breakdown_value, values }) => ({
      label,
      date,
      breakdown_value,
      values: values.map(({ count, aggregation_value }) => ({ count, ...(aggregation_value === undefined ? {} : { aggregation_value }) })),
    })),
  async check(query, history, answer, random) {
    assert.ok(answer.results.length === 0 || answer.results[0].values[0].label === `${query.retentionFilter.period} 0`);
    if (!random.chance(20)) return;
    const { members } = membersOf(query, history);
    if (members.length === 0) return;
    const { cohort } = random.pick(members);
    const shown = query.breakdownFilter ? shownOf(query, members) : [];
    const value = query.breakdownFilter ? random.pick([...shown, OTHER]) : undefined;
    const own = members.filter((member) => member.cohort === cohort).filter(inRow(query, shown, value));
    const source = { kind: 'InsightActorsQuery', source: query, interval: cohort, ...(value === undefined ? {} : { breakdown: value }) };
    const listed = await history.ask({ kind: 'ActorsQuery', source, select: ['actor_id', 'appearances'], orderBy: ['actor_id'], limit: 1000 });
    const offsets = new Map();
    for (const member of own) offsets.set(member.actor, new Set([...(offsets.get(member.actor) ?? []), ...member.offsets.keys()]));
    const wanted = [...offsets].map(([id, set]) => [id, [...set].sort((a, b) => a - b)]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
    assert.deepEqual(listed.results.sort((a, b) => (a[0] < b[0] ? -1 : 1)), wanted, `actors of row ${cohort}, breakdown ${value}`);
  },
});
