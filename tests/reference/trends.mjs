// What TrendsQuery means, said plainly: slow, obvious, over rows of a history (history.mjs).
// Source: queries.md 2.2 and 4
import { isNamed, isOf, rowsOf } from './filters.mjs';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const NONE = '$$_posthog_breakdown_null_$$';
export const OTHER = '$$_posthog_breakdown_other_$$';

const TOTALS = ['BoldNumber', 'Progress', 'ActionsPie', 'ActionsBarValue', 'ActionsTable', 'WorldMap'];
const displayOf = (query) => query.trendsFilter?.display ?? 'ActionsLineGraph';
export const isTotal = (query) => TOTALS.includes(displayOf(query));
const isCumulative = (query) => displayOf(query) === 'ActionsLineGraphCumulative';

const sum = (list) => list.reduce((a, b) => a + b, 0);
const text = (value) => (value === undefined || value === null ? null : String(value));

function groupBy(list, key) {
  const groups = new Map();
  for (const item of list) {
    if (!groups.has(key(item))) groups.set(key(item), []);
    groups.get(key(item)).push(item);
  }
  return groups;
}

const keyOf = (value) => JSON.stringify(value);

// Dates.

const parse = (calendar, date) => calendar.instant(Date.parse(`${date.includes('T') ? date : `${date}T00:00:00`}Z`));
const shifted = (calendar, instant, by) => calendar.instant(calendar.local(instant) + by);
const endOfDay = (calendar, instant) => calendar.next('day', calendar.startOf('day', instant)) - 1;
const endOfHour = (calendar, instant) => calendar.next('hour', calendar.startOf('hour', instant)) - 1;
const addDays = (calendar, instant, days) => shifted(calendar, instant, days * DAY);

function addMonths(calendar, instant, months) {
  const local = new Date(calendar.local(instant));
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, last));
  return calendar.instant(local.getTime());
}

const belowDay = (interval) => interval === 'hour' || interval === 'minute';

function makeRange(query, calendar, from, to, interval) {
  const exact = displayOf(query) === 'BoldNumber' || query.dateRange.explicitDate;
  let lower = calendar.startOf(interval === 'week' ? 'day' : interval, from);
  if (exact) lower = from;
  const buckets = calendar.buckets(interval, from, to).filter((bucket) => interval !== 'day' || onDays(query, calendar, bucket));
  return { from, to, lower, interval, buckets };
}

/** Whether the moment lies on a day that counts; 1 is Monday, 7 Sunday. */
export function onDays(query, calendar, instant) {
  const days = query.dateRange.daysOfWeek ?? [];
  return days.length === 0 || days.includes(new Date(calendar.local(instant)).getUTCDay() || 7);
}

/** The range of the question, or of the period that it is compared with. Dates of the question are absolute. */
export function rangesOf(query, calendar) {
  const interval = isTotal(query) ? 'day' : (query.interval ?? 'day');
  const from = parse(calendar, query.dateRange.date_from);
  let to = parse(calendar, query.dateRange.date_to);
  if (!query.dateRange.explicitDate && !belowDay(interval)) to = endOfDay(calendar, to);
  const ranges = [makeRange(query, calendar, from, to, interval)];
  if (!query.compareFilter?.compare || ['SlopeGraph', 'BoxPlot', 'CalendarHeatmap'].includes(displayOf(query))) return ranges;

  const length = calendar.local(to) - calendar.local(from);
  const shift = query.compareFilter.compare_to;
  let before;
  let end;
  if (shift) {
    const [, count, unit] = /^-(\d+)([dwmy])$/.exec(shift);
    const days = { d: 1, w: 7 }[unit];
    before = days ? addDays(calendar, from, -days * count) : addMonths(calendar, from, -count * (unit === 'y' ? 12 : 1));
    end = shifted(calendar, before, length);
  } else if (interval === 'minute') {
    before = shifted(calendar, from, -length);
    before -= before % SECOND;
    end = shifted(calendar, before, length);
  } else if (interval === 'hour') {
    const local = calendar.local(shifted(calendar, from, -length));
    const hour = calendar.local(from) - (calendar.local(from) % HOUR);
    before = calendar.instant(local - (((local % DAY) + DAY) % DAY) + (((hour % DAY) + DAY) % DAY));
    end = endOfHour(calendar, shifted(calendar, before, length));
  } else {
    before = calendar.startOf('day', shifted(calendar, from, -length));
    end = endOfDay(calendar, shifted(calendar, before, length));
  }
  ranges.push(makeRange(query, calendar, before, end, interval));
  return ranges;
}

/** A slope reads only the first and the last bucket, but for maths that look back. */
const atEnds = (query, node, range, row) => {
  if (displayOf(query) !== 'SlopeGraph' || TRAILING[node.math] || range.buckets.length < 3) return true;
  return row.timestamp < range.buckets[1] || row.timestamp >= range.buckets.at(-1);
};

const within = (row, from, to) => row.timestamp >= Math.floor(from / SECOND) * SECOND && row.timestamp <= to;

// Numbers.

/** ClickHouse's quantile, which interpolates. */
function quantile(level, values) {
  const sorted = [...values].sort((a, b) => a - b);
  const index = level * (sorted.length - 1);
  const left = Math.floor(index);
  if (left + 1 >= sorted.length) return sorted[left];
  return sorted[left] * (left + 1 - index) + sorted[left + 1] * (index - left);
}

const LEVELS = { median: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 };

function aggregate(name, values) {
  if (values.length === 0) return 0;
  switch (name) {
    case 'sum':
      return sum(values);
    case 'avg':
      return sum(values) / values.length;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    default:
      return quantile(LEVELS[name], values);
  }
}

const PROPERTY = /^(sum|avg|min|max|median|p75|p90|p95|p99)$/;
const PER_ACTOR = /^(avg|min|max|median|p75|p90|p95|p99)_count_per_actor$/;
const TRAILING = { weekly_active: 7, monthly_active: 30 };
const isFirst = (math) => math === 'first_time_for_user' || math === 'first_matching_event_for_user';

/** Whether sums of the math's numbers are the same in every order. */
export const isExact = (math) => !PER_ACTOR.test(math ?? '') && !/^(avg|median|p\d+)$/.test(math ?? '');

const groupIndexOf = (query, node) => (node.math_group_type_index !== undefined && !PROPERTY.test(node.math ?? '') ? node.math_group_type_index : query.aggregation_group_type_index);
const actorOf = (query, node) => (groupIndexOf(query, node) === undefined ? (row) => row.person : (row) => row.groups[0]);
const needsActor = (math) => ['dau', 'weekly_active', 'monthly_active', 'unique_group'].includes(math) || PER_ACTOR.test(math ?? '') || isFirst(math);

const numberOf = (node, row) => {
  const value = node.math_property_type === 'person_properties' ? row.personProperties[node.math_property] : row.properties[node.math_property];
  return asNumber(value);
};

/** What the rows of one bucket, or of the whole range, come to. */
function valueOf(query, node, rows) {
  const math = node.math ?? 'total';
  const actor = actorOf(query, node);
  if (math === 'total') return rows.length;
  if (math === 'dau' || math === 'unique_group' || TRAILING[math]) return new Set(rows.map(actor)).size;
  if (math === 'unique_session') return new Set(rows.map((row) => row.properties.$session_id ?? '')).size;
  if (math === 'hogql') {
    if (node.math_hogql === 'count() * 2') return rows.length * 2;
    if (node.math_hogql === 'uniq(distinct_id) + 1') return new Set(rows.map((row) => row.distinctId)).size + 1;
    throw new Error(`no expression ${node.math_hogql}`);
  }
  if (PROPERTY.test(math)) return aggregate(math, rows.map((row) => numberOf(node, row)).filter((n) => n !== null));
  const counts = new Map();
  for (const row of rows) counts.set(actor(row), (counts.get(actor(row)) ?? 0) + 1);
  return aggregate(PER_ACTOR.exec(math)[1], [...counts.values()]);
}

/** Cells [bucket, value] of the rows of one breakdown value; bucket 0 for one total. */
function cellsOf(query, node, range, rows, calendar) {
  const math = node.math ?? 'total';
  const scaled = (cells) => cells.map(([bucket, value]) => [bucket, value * (node.math_multiplier ?? 1)]);
  if (isTotal(query)) return scaled([[0, valueOf(query, node, rows)]]);
  const bucketOf = (row) => calendar.startOf(range.interval, row.timestamp);
  if (isTrailing(node, range)) {
    const unit = belowDay(range.interval) ? range.interval : 'day';
    const actor = actorOf(query, node);
    return scaled(
      range.buckets.flatMap((bucket) => {
        const seen = rows.filter((row) => {
          const t = calendar.startOf(unit, row.timestamp);
          return t <= bucket && t > trailingStart(node, range, bucket, calendar);
        });
        return seen.length === 0 ? [] : [[bucket, new Set(seen.map(actor)).size]];
      }),
    );
  }
  if (isCumulative(query) && (math === 'dau' || math === 'unique_group')) {
    const first = new Map();
    for (const row of rows) if (!first.has(actorOf(query, node)(row))) first.set(actorOf(query, node)(row), bucketOf(row));
    const counts = new Map();
    for (const bucket of first.values()) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    return scaled([...counts]);
  }
  const byBucket = groupBy(rows, bucketOf);
  return scaled([...byBucket].map(([bucket, inside]) => [bucket, valueOf(query, node, inside)]));
}

function isTrailing(node, range) {
  const days = TRAILING[node.math];
  if (!days) return false;
  return !(days === 7 && ['week', 'month'].includes(range.interval)) && !(days === 30 && range.interval === 'month');
}

/** Moments after this count in the bucket. */
const trailingStart = (node, range, bucket, calendar) => (belowDay(range.interval) ? bucket - TRAILING[node.math] * DAY : addDays(calendar, bucket, -TRAILING[node.math]));

/** The rows that a series reads, from a moment on. */
function rowsOfSeries(query, node, history, from, to) {
  const rows = rowsOf(query, history).filter((row) => isOf(node, row) && within(row, from, to) && onDays(query, history.calendar, row.timestamp));
  return needsActor(node.math) && groupIndexOf(query, node) !== undefined ? rows.filter((row) => row.groups[0] !== '') : rows;
}

/** Where a series begins to read: trailing actors look back further than the range. */
function readsFrom(query, node, range, calendar) {
  const days = TRAILING[node.math];
  if (!days) return range.lower;
  if (isTotal(query)) return addDays(calendar, range.to, -days);
  return isTrailing(node, range) ? addDays(calendar, range.from, -days) : range.lower;
}

/** The first event of each actor, for the maths that count by it: rows with the breakdown's value. */
function firstEvents(query, node, history, range, valueOfRow) {
  const actor = actorOf(query, node);
  const isGroup = groupIndexOf(query, node) !== undefined;
  const passing = new Set(rowsOf(query, history).filter((row) => isOf(node, row)));
  const firsts = new Map();
  for (const row of history.rows) {
    if (!isNamed(node, row)) continue;
    if (row.timestamp > range.to || (isGroup && row.groups[0] === '')) continue;
    const counted = passing.has(row);
    if (node.math === 'first_matching_event_for_user' && !counted) continue;
    const first = firsts.get(actor(row)) ?? { at: row.timestamp, rows: [] };
    firsts.set(actor(row), first);
    if (counted && row.timestamp === first.at && within(row, range.lower, range.to) && onDays(query, history.calendar, row.timestamp)) first.rows.push(row);
  }
  return [...firsts.values()]
    .filter((first) => first.rows.length > 0)
    .map((first) => {
      const smallest = first.rows.map((row) => ({ row, value: valueOfRow(row) })).sort((a, b) => compareValues(a.value, b.value))[0];
      return smallest;
    });
}

// Breakdowns.

const compareTexts = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
function compareValues(a, b) {
  if (!Array.isArray(a)) return compareTexts(a, b);
  for (let i = 0; i < a.length; ++i) if (a[i] !== b[i]) return compareTexts(a[i], b[i]);
  return 0;
}

/** Ten digits, as bounds of bins are shown and compared. */
const ten = (number) => String(Number(number.toPrecision(10)));

function breakdownsOf(query) {
  const filter = query.breakdownFilter;
  if (!filter) return { list: [], multiple: false };
  if (filter.breakdowns) return { list: filter.breakdowns.map((one) => ({ type: one.type ?? 'event', property: one.property, url: one.normalize_url, bins: one.histogram_bin_count })), multiple: true };
  return { list: [{ type: filter.breakdown_type ?? 'event', property: filter.breakdown, url: filter.breakdown_normalize_url, bins: filter.breakdown_histogram_bin_count }], multiple: false };
}

function rawValue(breakdown, row, calendar) {
  switch (breakdown.type) {
    case 'event':
      return text(row.properties[breakdown.property]);
    case 'person':
      return text(row.personProperties[breakdown.property]);
    case 'event_metadata':
      return { event: row.event, distinct_id: row.distinctId, $group_0: row.groups[0] }[breakdown.property];
    case 'hogql':
      if (breakdown.property === 'toHour(timestamp)') return String(new Date(calendar.local(row.timestamp)).getUTCHours());
      if (breakdown.property === "concat(event, '!')") return `${row.event}!`;
  }
  throw new Error(`no breakdown ${keyOf(breakdown)}`);
}

/** How far numbers spread; nothing when there are none. */
export function spreadOf(numbers) {
  const some = numbers.filter((number) => number !== null);
  return some.length === 0 ? null : { low: Math.min(...some), high: Math.max(...some) };
}

/** A value of an event or a person as a number, or null. */
export const asNumber = (value) => (value === undefined || value === null || Number.isNaN(Number(value)) ? null : Number(value));

export function binOf(breakdown, number, spread, none = NONE) {
  if (!spread || spread.low >= spread.high) return '["",""]';
  const width = (spread.high - spread.low) / breakdown.bins;
  for (let i = 0; i < breakdown.bins; ++i) {
    const low = ten(spread.low + i * width);
    const high = ten(i + 1 === breakdown.bins ? spread.high + 0.01 : spread.low + (i + 1) * width);
    if (number !== null && number >= Number(low) && number < Number(high)) return `[${low},${high}]`;
  }
  return none;
}

/** How the value of the breakdown reads of a row of the series: a text, a list of texts, or nothing. */
function valueReader(query, node, history, range) {
  const { list, multiple } = breakdownsOf(query);
  if (list.length === 0) return () => undefined;
  const readers = list.map((breakdown) => {
    if (breakdown.bins) {
      const number = (row) => numberOf({ math_property: breakdown.property }, row);
      const rows = rowsOf(query, history).filter((row) => isOf(node, row) && within(row, range.lower, range.to) && onDays(query, history.calendar, row.timestamp) && atEnds(query, node, range, row));
      const spread = spreadOf(rows.map(number));
      return (row) => binOf(breakdown, number(row), spread);
    }
    return (row) => {
      let value = rawValue(breakdown, row, history.calendar);
      if (breakdown.url && value !== null) value = value.replace(/[/?#]*$/, '') || '/';
      return value === null || value === '' ? NONE : value;
    };
  });
  return multiple ? (row) => readers.map((read) => read(row)) : readers[0];
}

const has = (value, label) => (Array.isArray(value) ? value.includes(label) : value === label);

// Rows of the answer.

/** Cells by value of the breakdown, of one series and period. */
function groupsOf(query, node, history, range, current) {
  const { calendar } = history;
  const read = valueReader(query, node, history, current);
  let pairs;
  if (isFirst(node.math)) {
    pairs = firstEvents(query, node, history, range, read).filter(({ row }) => atEnds(query, node, range, row));
    const groups = groupBy(pairs, ({ value }) => keyOf(value ?? null));
    return [...groups.values()].map((group) => {
      const counts = new Map();
      for (const { row } of group) {
        const bucket = isTotal(query) ? 0 : calendar.startOf(range.interval, row.timestamp);
        counts.set(bucket, (counts.get(bucket) ?? 0) + (node.math_multiplier ?? 1));
      }
      return { value: group[0].value, cells: [...counts] };
    });
  }
  const rows = rowsOfSeries(query, node, history, readsFrom(query, node, range, calendar), range.to).filter((row) => atEnds(query, node, range, row));
  // A total of no events is a number, too.
  if (!query.breakdownFilter) return [{ value: undefined, cells: cellsOf(query, node, range, rows, calendar) }];
  const groups = groupBy(rows, (row) => keyOf(read(row) ?? null));
  return [...groups.values()].map((group) => ({ value: read(group[0]), cells: cellsOf(query, node, range, group, calendar) })).filter(({ cells }) => cells.length > 0);
}

function ranked(query, groups) {
  const { list, multiple } = breakdownsOf(query);
  if (list.length === 0) return { groups: groups.length === 0 ? [{ value: undefined, cells: [] }] : groups, hasMore: false };
  const filter = query.breakdownFilter;
  const limit = filter.breakdown_limit || (displayOf(query) === 'WorldMap' ? 250 : 25);
  const order = groups
    .map((group) => ({ ...group, total: sum(group.cells.map(([, value]) => value)), none: has(group.value, NONE) ? 1 : 0 }))
    .sort((a, b) => a.none - b.none || b.total - a.total || compareValues(a.value, b.value));
  const shown = order.slice(0, limit);
  const rest = order.slice(limit);
  if (rest.length > 0 && !filter.breakdown_hide_other_aggregation) {
    shown.push({ value: multiple ? list.map(() => OTHER) : OTHER, cells: rest.flatMap(({ cells }) => cells) });
  }
  const plain = !multiple && !list[0].bins;
  const empty = ({ value, cells }) => plain && value === NONE && cells.every(([, number]) => number === 0);
  return { groups: shown.filter((group) => !empty(group)), hasMore: rest.length > 0 };
}

function dataOf(query, range, cells) {
  if (isTotal(query)) return [sum(cells.map(([, value]) => value))];
  let data = range.buckets.map((bucket) => sum(cells.filter(([at]) => at === bucket).map(([, value]) => value)));
  if (isCumulative(query)) data = data.map((_, i) => sum(data.slice(0, i + 1)));
  const window = displayOf(query) === 'SlopeGraph' ? 1 : (query.trendsFilter?.smoothingIntervals ?? 1);
  if (window > 1) {
    data = data.map((_, i) => {
      const part = data.slice(Math.max(0, i + 1 - window), i + 1);
      return Math.floor(sum(part) / part.length);
    });
  }
  return data;
}

/** What a sample stands for; Math.round would round halves up, and the program rounds them to even. */
function scaledUp(query, node, data) {
  const factor = query.samplingFactor ?? 1;
  const statistic = node.math === 'hogql' || PER_ACTOR.test(node.math ?? '') || (PROPERTY.test(node.math ?? '') && node.math !== 'sum');
  if (factor === 1 || statistic) return data;
  return data.map((value) => {
    const whole = Math.floor(value * (1 / factor));
    const rest = value * (1 / factor) - whole;
    return rest > 0.5 || (rest === 0.5 && whole % 2 !== 0) ? whole + 1 : whole;
  });
}

function evaluate(formula, values) {
  const names = values.map((_, i) => String.fromCharCode(65 + i));
  const guarded = formula.toUpperCase().replace(/\/\s*([A-Z])/g, '* SAFE($1)');
  return new Function(...names, 'SAFE', `return ${guarded}`)(...values, (x) => (x === 0 ? 0 : 1 / x));
}

/** Rows {order, previous, value, data, count} as the answer should have them, and hasMore. */
export function answer(query, history) {
  const ranges = rangesOf(query, history.calendar);
  const rows = [];
  let hasMore = false;
  for (const [period, range] of ranges.entries()) {
    for (const [order, node] of query.series.entries()) {
      const found = ranked(query, groupsOf(query, node, history, range, ranges[0]));
      hasMore ||= found.hasMore;
      for (const { value, cells } of found.groups) {
        const data = scaledUp(query, node, dataOf(query, range, cells));
        const ends = displayOf(query) === 'SlopeGraph' && data.length > 2 ? [data[0], data.at(-1)] : data;
        rows.push({ order, previous: period === 1, value, data: ends, count: isCumulative(query) ? (data.at(-1) ?? 0) : sum(data) });
      }
    }
  }
  const formulas = query.trendsFilter?.formulas ?? [];
  if (formulas.length === 0) return { rows, hasMore, ranges };
  const out = [];
  for (const [order, formula] of formulas.entries()) {
    const groups = [...groupBy(rows, (row) => keyOf([row.previous, row.value ?? null])).values()];
    const results = groups.map((group) => {
      const { previous, value, data } = group[0];
      const series = query.series.map((_, i) => group.find((row) => row.order === i)?.data);
      const numbers = data.map((_, bucket) => evaluate(formula, series.map((one) => one?.[bucket] ?? 0)));
      return { order, previous, value, data: numbers, count: sum(numbers) };
    });
    const rank = ({ value }) => (has(value, OTHER) ? 2 : has(value, NONE) ? 1 : 0);
    results.sort((a, b) => a.previous - b.previous || rank(a) - rank(b) || b.count - a.count);
    out.push(...results);
  }
  return { rows: out, hasMore, ranges };
}

/** The boxes of a box plot. */
export function boxes(query, history) {
  const { calendar } = history;
  const [range] = rangesOf(query, calendar);
  const [node] = query.series;
  const rows = rowsOfSeries(query, node, history, range.lower, range.to).filter((row) => numberOf(node, row) !== null);
  return range.buckets.flatMap((bucket) => {
    const values = rows.filter((row) => calendar.startOf(range.interval, row.timestamp) === bucket).map((row) => numberOf(node, row));
    if (values.length === 0) return [];
    const day = belowDay(range.interval) ? calendar.dateTime(bucket) : calendar.date(bucket);
    return [{ day, min: Math.min(...values), q1: quantile(0.25, values), median: quantile(0.5, values), q3: quantile(0.75, values), max: Math.max(...values), mean: sum(values) / values.length }];
  });
}

/** The cells and sums of a calendar heatmap: {data, rowAggregations, columnAggregations, allAggregations}. */
export function calendarHeatmap(query, history) {
  const { calendar } = history;
  const [range] = rangesOf({ ...query, interval: 'day' }, calendar);
  const [node] = query.series;
  const actor = actorOf(query, node);
  const rows = rowsOf(query, history).filter((row) => isOf(node, row) && (node.math !== 'dau' || groupIndexOf(query, node) === undefined || row.groups[0] !== ''));
  let things = rows.filter((row) => within(row, range.lower, range.to) && onDays(query, calendar, row.timestamp)).map((row, i) => ({ at: row.timestamp, who: i }));
  if (node.math === 'dau') {
    const sessions = groupBy(rows, (row) => row.properties.$session_id ?? '');
    things = [...sessions.values()].map((session) => {
      const at = Math.min(...session.map((row) => row.timestamp));
      const [who] = session.filter((row) => row.timestamp === at).map(actor).sort(compareIds);
      return { at, who };
    });
    things = things.filter(({ at }) => within({ timestamp: at }, range.lower, range.to) && onDays(query, calendar, at));
  }
  const cell = ({ at }) => {
    const local = new Date(calendar.local(at));
    return { row: ((local.getUTCDay() + 6) % 7) + 1, column: local.getUTCHours() };
  };
  const count = (list) => new Set(list.map(({ who }) => who)).size;
  const by = (key, show) => [...groupBy(things, (thing) => keyOf(key(cell(thing)))).values()].map((group) => ({ ...show(cell(group[0])), value: count(group) }));
  return {
    data: by((c) => [c.row, c.column], (c) => c),
    rowAggregations: by((c) => c.row, ({ row }) => ({ row })),
    columnAggregations: by((c) => c.column, ({ column }) => ({ column })),
    allAggregations: count(things),
  };
}

/** ClickHouse orders UUIDs by their second half first. */
function compareIds(a, b) {
  const halves = (id) => (id.length === 36 ? id.slice(19) + id.slice(0, 19) : id);
  return compareTexts(halves(a), halves(b));
}

/** The ids of the actors behind a number, sorted. */
export function actorsBehind(query, history, { order, previous, value, bucket }) {
  const { calendar } = history;
  const ranges = rangesOf(query, calendar);
  const range = ranges[previous ? 1 : 0];
  const node = query.series[order];
  const read = valueReader(query, node, history, ranges[0]);
  const actor = actorOf(query, node);
  let from = range.lower;
  let before = range.to + 1;
  if (!isTotal(query)) {
    const start = range.buckets[bucket];
    if (start === undefined) return [];
    before = calendar.next(range.interval, start);
    if (!isCumulative(query)) from = start;
    if (isTrailing(node, range)) {
      const unit = belowDay(range.interval) ? range.interval : 'day';
      before = calendar.next(unit, start);
      from = unit === 'day' ? addDays(calendar, start, 1 - TRAILING[node.math]) : before - TRAILING[node.math] * DAY;
    }
  } else if (TRAILING[node.math]) {
    from = addDays(calendar, range.to, -TRAILING[node.math]);
  }
  const inFrame = (row) => row.timestamp >= from && row.timestamp < before;
  const fits = (one) => value === undefined || keyOf(one) === keyOf(value);
  const rows = isFirst(node.math)
    ? firstEvents(query, node, history, range, read).filter((first) => fits(first.value)).map(({ row }) => row)
    : rowsOfSeries(query, { ...node, math: 'dau' }, history, readsFrom(query, node, range, calendar), range.to).filter((row) => fits(read(row)));
  return [...new Set(rows.filter(inFrame).map(actor))].sort();
}
