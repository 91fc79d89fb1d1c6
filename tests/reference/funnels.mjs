// What a FunnelsQuery answers over the rows of a history: plain and slow.
import { isMember, isNamed, isOf, labelOf, matches, rowsOf } from './filters.mjs';
import { asNumber, binOf, onDays, rangesOf, spreadOf } from './trends.mjs';

const DAY = 86_400_000;
const UNIT = { second: 1_000, minute: 60_000, hour: 3_600_000, day: DAY, week: 7 * DAY, month: 31 * DAY };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const text = (value) => (value === undefined || value === null ? '' : String(value));

export function actorOf(query, row) {
  if (query.aggregation_group_type_index !== undefined) return row.groups[0];
  if (query.funnelsFilter?.funnelAggregateByHogQL) return text(row.properties.$session_id);
  return row.person;
}

/** How far the numbers of the breakdown spread over the events that are steps. */
function spreadOfSteps(query, history) {
  const { from, to } = rangeOf({ ...query, range: undefined }, history);
  const steps = query.series.slice(0, countOf(query));
  const rows = rowsOf(query, history).filter((row) => row.timestamp >= from && row.timestamp <= to && actorOf(query, row) !== '' && fitsDays(query, row, history) && steps.some((node) => isStep(node, row, history)));
  return spreadOf(rows.map((row) => asNumber(row.properties[query.breakdownFilter.breakdown])));
}

/** Only a graph over time leaves out days. */
const fitsDays = (query, row, history) => query.funnelsFilter?.funnelVizType !== 'trends' || onDays(query, history.calendar, row.timestamp);
const countOf = (query) => (query.funnelsFilter?.funnelVizType === 'trends' ? (query.funnelsFilter.funnelToStep ?? query.series.length - 1) + 1 : query.series.length);

const spreads = new WeakMap();

function valueOf(query, row, history) {
  const { breakdown, breakdown_type: type, breakdown_histogram_bin_count: count } = query.breakdownFilter;
  if (count) {
    // The period before has the bins of the question's own.
    if (!spreads.has(query.breakdownFilter)) spreads.set(query.breakdownFilter, spreadOfSteps(query, history));
    return binOf({ bins: count }, asNumber(row.properties[breakdown]), spreads.get(query.breakdownFilter), '');
  }
  if (type === 'person') return text(row.personProperties[breakdown]);
  if (type === 'group') return history.groupCreatedAt.has(row.groups[0]) ? row.groups[0] : '';
  if (type === 'hogql') return text(row.properties.plan);
  if (type === 'event_metadata') return row.event;
  return text(row.properties[breakdown]);
}

export const byCohort = (query) => query.breakdownFilter?.breakdown_type === 'cohort';

/** The values that the row counts for: a person is in several cohorts, or in none. */
function valuesOfRow(query, row, history) {
  if (!query.breakdownFilter) return [''];
  if (byCohort(query)) return query.breakdownFilter.breakdown.filter((cohort) => isMember(cohort, row)).map(String);
  return [valueOf(query, row, history)];
}

/** The engine orders uuids by their second half first. */
const clickhouseOrder = (uuid) => uuid.slice(19) + uuid.slice(0, 19);

/** Whether the row is an event of the step; the first of all time, when the step says so. */
function isStep(node, row, history) {
  if (!isOf(node, row)) return false;
  if (node.math === undefined || node.math === 'total') return true;
  const same = history.rows.filter((other) => other.person === row.person && isNamed(node, other));
  const all = node.math === 'first_time_for_user_with_filters' ? same.filter((other) => matches(node.properties, other)) : same;
  return all.every((other) => other === row || other.timestamp > row.timestamp || (other.timestamp === row.timestamp && clickhouseOrder(row.uuid) < clickhouseOrder(other.uuid)));
}

/** A date at the end of a range of hours is its midnight; otherwise it is the whole day. */
export function rangeOf(query, history) {
  if (query.range) return query.range; // of the period that is compared with
  const { date_from: from, date_to: to } = query.dateRange;
  const range = history.calendar.range(from, to);
  return query.interval === 'hour' ? { from: range.from, to: history.calendar.range(to, to).from } : range;
}

/** The events of each actor: {time, steps: [1, 2], excludes: [2], value}, steps counted from 1. */
export function actorsOf(query, history) {
  const filter = query.funnelsFilter ?? {};
  const { from, to } = rangeOf(query, history);
  const count = countOf(query);
  const actors = new Map();
  for (const row of rowsOf(query, history)) {
    if (row.timestamp < from || row.timestamp > to || !fitsDays(query, row, history)) continue;
    const actor = actorOf(query, row);
    if (actor === '') continue;
    const steps = [];
    const excludes = [];
    for (let step = 1; step <= count; ++step) {
      if (isStep(query.series[step - 1], row, history)) steps.push(step);
      if ((filter.exclusions ?? []).some((one) => one.funnelFromStep + 1 < step && step <= one.funnelToStep + 1 && isOf(one, row))) excludes.push(step);
    }
    if (filter.funnelOrderType !== 'strict' && steps.length + excludes.length === 0) continue;
    for (const value of valuesOfRow(query, row, history)) {
      if (!actors.has(actor)) actors.set(actor, []);
      actors.get(actor).push({ id: row.uuid, time: row.timestamp, steps, excludes, value });
    }
  }
  const mask = (list) => list.reduce((sum, step) => sum + 2 ** step, 0);
  const order = (a, b) => a.time - b.time || mask(a.steps) - mask(b.steps) || mask(a.excludes) - mask(b.excludes) || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  for (const events of actors.values()) events.sort(order);
  return actors;
}

/** The values for which an actor counts. */
function valuesOf(query, events) {
  if (!query.breakdownFilter) return [''];
  if (byCohort(query)) return [...new Set(events.map((event) => event.value))].sort();
  const filter = query.funnelsFilter ?? {};
  const real = events.filter((event) => event.value !== '');
  switch (filter.breakdownAttributionType ?? 'first_touch') {
    case 'first_touch':
      return [real[0]?.value ?? ''];
    case 'last_touch':
      return [real.at(-1)?.value ?? ''];
    case 'all_events':
      return [...new Set(events.map((event) => event.value))].sort();
    case 'step':
      return [...new Set(events.filter((event) => filter.funnelOrderType === 'unordered' || event.steps.includes((filter.breakdownAttributionValue ?? 0) + 1)).map((event) => event.value))].sort();
    default:
      throw new Error('no such attribution');
  }
}

export const windowOf = ({ funnelsFilter: filter }) => (filter?.funnelWindowInterval ?? 14) * UNIT[filter?.funnelWindowIntervalUnit ?? 'day'];

const rulesOf = (query) => {
  const filter = query.funnelsFilter ?? {};
  return {
    window: windowOf(query),
    strict: filter.funnelOrderType === 'strict',
    unordered: filter.funnelOrderType === 'unordered',
    attributed: query.breakdownFilter && !byCohort(query) && filter.breakdownAttributionType === 'step' ? (filter.breakdownAttributionValue ?? 0) : -1,
    allEvents: byCohort(query) || (query.breakdownFilter && filter.breakdownAttributionType === 'all_events'),
    optional: new Set(query.series.flatMap((node, i) => (node.optionalInFunnel ? [i + 1] : []))),
  };
};

/** One attempt after another, in order. Gives {times, bits} of the best one, or null. */
function walk(events, value, count, rules) {
  let entered = Array(count + 1).fill(null);
  let best = null;
  const step = (event, flags, alone) => {
    for (const { step: to, excluded } of flags) {
      const inWindow = (at) => entered[at] !== null && event.time - entered[at].since <= rules.window;
      let from = to - 1;
      while (from > 0 && !inWindow(from) && rules.optional.has(from)) --from;
      if (!inWindow(from) || entered[to]?.since === entered[from].since) continue;
      if (excluded) {
        if (entered[from].excluded) continue;
        entered[from] = { ...entered[from], excluded: true };
        if (best?.step === from && event.time - best.since <= rules.window) best = { ...best, excluded: true };
        continue;
      }
      if (rules.attributed === from && event.value !== value) continue;
      if (!alone && entered[from].ids.includes(event.id)) continue;
      const required = !rules.optional.has(to);
      const reached = {
        ...entered[from],
        step: to,
        bits: [...entered[from].bits, to],
        times: required ? [...entered[from].times, event.time] : entered[from].times,
        ids: required ? [...entered[from].ids, event.id] : entered[from].ids,
      };
      if (!entered[from].excluded) entered[to] = reached;
      if (best === null || to > best.step || (to === best.step && best.excluded)) best = reached;
    }
    if (rules.strict && alone) entered = entered.map((one, i) => (i === 0 || event.steps.includes(i) ? one : null));
  };
  const instants = [...new Set(events.map((event) => event.time))];
  for (const instant of instants) {
    const group = events.filter((event) => event.time === instant);
    entered[0] = { since: instant, excluded: false, times: [], ids: [], bits: [] };
    const kinds = new Set(group.map((event) => JSON.stringify([event.steps, event.excludes])));
    if (kinds.size === 1) {
      for (const event of group) {
        step(event, [...event.excludes.map((to) => ({ step: to, excluded: true })), ...event.steps.map((to) => ({ step: to })).reverse()], true);
      }
    } else {
      const single = group.flatMap((event) => event.steps.map((to) => ({ event, to })));
      single.sort((a, b) => a.to - b.to);
      for (const { event, to } of single) step(event, [{ step: to }], false);
    }
    if (entered[count] !== null) break;
  }
  if (best === null || best.excluded) return null;
  return { times: best.times, bits: new Set(best.bits) };
}

/** Steps in any order: what waits, and the most that ever waited. */
function walkUnordered(events, value, count, rules, onOldest = () => {}) {
  const queues = Array.from({ length: count }, () => []);
  const waiting = () => queues.filter((queue) => queue.length > 0);
  let best = [];
  const note = () => {
    if (waiting().length > best.length) best = waiting().map((queue) => queue[0].time);
  };
  const oldest = () => waiting().reduce((a, b) => (b[0].time < a[0].time ? b : a));
  const pop = () => {
    note();
    onOldest(oldest()[0], waiting().length);
    oldest().shift();
  };
  for (const event of events) {
    while (waiting().length > 0 && (waiting().length === count || event.time - oldest()[0].time > rules.window)) pop();
    if (event.steps.length === 0) {
      if (event.excludes.length > 0) for (const queue of queues) queue.length = 0;
      continue;
    }
    if (rules.attributed === waiting().length && event.value !== value) continue;
    const newest = (to) => queues[to - 1].at(-1)?.time ?? -Infinity;
    const to = event.steps.reduce((a, b) => (newest(b) < newest(a) ? b : a));
    queues[to - 1].push(event);
  }
  note();
  while (waiting().length > 0) pop();
  if (best.length === 0) return null;
  best.sort((a, b) => a - b);
  return { times: best, bits: new Set(best.map((_, i) => i + 1)) };
}

/** How far every actor came, once for each of its values: [{actor, value, times, bits}]. */
export function outcomes(query, history) {
  const rules = rulesOf(query);
  const out = [];
  for (const [actor, all] of actorsOf(query, history)) {
    for (const value of valuesOf(query, all)) {
      const events = rules.allEvents ? all.filter((event) => event.value === value) : all;
      const outcome = (rules.unordered ? walkUnordered : walk)(events, value, query.series.length, rules);
      if (outcome) out.push({ actor, value, ...outcome });
    }
  }
  return out;
}

const cohortNumber = (value) => (value === 'all' ? 0 : Number(value));
export const shown = (query, value) => (byCohort(query) ? cohortNumber(value) : query.breakdownFilter.breakdown_type === 'group' ? value : [value]);
const titled = (query, value, { sets }) => (!byCohort(query) ? shown(query, value) : value === 'all' ? 'all users' : sets.cohorts.find(({ id }) => id === Number(value)).name);
const seconds = (ms) => ms / 1_000;
const mean = (list) => (list.length === 0 ? null : (list.reduce((a, b) => a + b, 0) * 1_000) / list.length / 1e6);
function median(list) {
  if (list.length === 0) return null;
  const sorted = [...list].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return seconds(sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
}

/** The values in the order of their rows, and which rows stand for several. */
export function groupsOf(query, found) {
  const count = query.series.length;
  const byValue = groupBy(found, (outcome) => outcome.value);
  if (!query.breakdownFilter) return byValue;
  const counts = (value) => Array.from({ length: count }, (_, i) => byValue.get(value).filter((one) => one.bits.has(count - i)).length);
  const values = [...byValue.keys()].sort((a, b) => {
    const [ofA, ofB] = [counts(a), counts(b)];
    for (let i = 0; i < count; ++i) if (ofA[i] !== ofB[i]) return ofB[i] - ofA[i];
    return a < b ? -1 : 1;
  });
  const limited = ['event', 'person', 'group'].includes(query.breakdownFilter.breakdown_type);
  const limit = limited ? (query.breakdownFilter.breakdown_limit ?? 25) : Infinity;
  const groups = new Map(values.slice(0, limit).map((value) => [value, byValue.get(value)]));
  const rest = values.slice(limit).flatMap((value) => byValue.get(value));
  if (rest.length > 0) groups.set('Other', rest);
  return groups;
}

function stepRows(query, found, value, history) {
  const unordered = query.funnelsFilter?.funnelOrderType === 'unordered';
  return query.series.map((node, i) => {
    const gaps = i === 0 ? [] : found.map((one) => one.times[i] - one.times[i - 1]).filter((gap) => gap > 0);
    return {
      action_id: unordered ? null : (node.id ?? node.event ?? null),
      name: unordered ? `Completed ${i + 1} step${i === 0 ? '' : 's'}` : labelOf(node, history),
      custom_name: null,
      order: i,
      people: [],
      count: found.filter((one) => one.bits.has(i + 1)).length,
      type: { ActionsNode: 'actions', GroupNode: 'groups' }[node.kind] ?? 'events',
      average_conversion_time: mean(gaps),
      median_conversion_time: median(gaps),
      ...(query.breakdownFilter ? { breakdown: titled(query, value, history), breakdown_value: shown(query, value) } : {}),
    };
  });
}

/** How long each of those who converted took. */
function conversions(query, found) {
  const from = query.funnelsFilter.funnelFromStep ?? 0;
  const to = query.funnelsFilter.funnelToStep ?? query.series.length - 1;
  return found.filter((one) => one.times.length > to).map((one) => one.times[to] - one.times[from]);
}

/** The times in bins that are made for all of them. */
function bins(query, times, all) {
  if (all.length === 0) return { bins: [], average_conversion_time: null };
  const count = query.funnelsFilter.binCount ? Math.min(Math.max(query.funnelsFilter.binCount, 1), 90) : Math.min(60, Math.ceil(Math.cbrt(all.length) - 1e-9));
  const low = Math.floor(seconds(Math.min(...all)));
  const high = Math.ceil(seconds(Math.max(...all)));
  const width = Math.ceil((high - low) / count) || 60;
  const rows = Array.from({ length: count + 1 }, (_, k) => [low + k * width, 0]);
  for (const time of times) ++rows[Math.floor((seconds(time) - low) / width)][1];
  return { bins: rows, average_conversion_time: mean(times) };
}

function timeToConvert(query, found) {
  const times = conversions(query, found);
  return bins(query, times, times);
}

/** The walk of a graph over time: one set of attempts for each period of entry. */
function walkPeriods(events, value, count, fromStep, rules, periodOf) {
  const entries = new Map();
  for (const event of events) {
    const flags = [...event.excludes.map((step) => ({ step, excluded: true })), ...event.steps.map((step) => ({ step })).reverse()];
    for (const { step, excluded } of flags) {
      if (!excluded && rules.attributed === step - 1 && event.value !== value) continue;
      if (step === 1) {
        const period = periodOf(event.time);
        const entry = entries.get(period);
        if (entry?.success) continue;
        const slot = { since: event.time, excluded: false };
        if (entry === undefined || (entry.best === 1 && entry.exclusion !== 'none')) {
          entries.set(period, { slots: new Map([[1, slot]]), best: 1, bestTime: event.time, exclusion: 'none', success: count === 1 });
        } else {
          entry.slots.set(1, slot);
        }
        continue;
      }
      for (const entry of entries.values()) {
        if (entry.success) continue;
        const before = entry.slots.get(step - 1);
        if (before === undefined || event.time - before.since > rules.window) continue;
        if (entry.slots.get(step)?.since === before.since) continue;
        if (excluded) {
          if (before.excluded) continue;
          before.excluded = true;
          if (entry.best === step - 1 && event.time - entry.bestTime <= rules.window) entry.exclusion = 'partial';
          continue;
        }
        if (!before.excluded) entry.slots.set(step, { since: before.since, excluded: false });
        if (entry.slots.has(count)) {
          entry.success = true;
        } else if (step > entry.best || (step === entry.best && entry.exclusion === 'partial')) {
          Object.assign(entry, { best: step, bestTime: event.time, exclusion: before.excluded ? 'full' : 'none' });
        }
      }
    }
    if (!rules.strict) continue;
    for (const entry of entries.values()) {
      if (entry.success) continue;
      for (const step of [...entry.slots.keys()]) if (!event.steps.includes(step)) entry.slots.delete(step);
    }
  }
  const full = [...entries.values()].some((entry) => !entry.success && entry.exclusion === 'full');
  const out = [];
  for (const [period, entry] of entries) {
    if (entry.success) out.push({ period, converted: true });
    else if (!full && entry.best > fromStep && entry.exclusion !== 'partial') out.push({ period, converted: false });
  }
  return out;
}

/** Who entered when, and what became of it: [{actor, value, period, converted}], period as its index. */
export function entrances(query, history) {
  const rules = rulesOf(query);
  const filter = query.funnelsFilter;
  const count = (filter.funnelToStep ?? query.series.length - 1) + 1;
  const fromStep = filter.funnelFromStep ?? 0;
  const periods = periodsOf(query, history);
  const periodOf = (time) => periods.findLastIndex((start) => start <= time);
  const out = [];
  for (const [actor, all] of actorsOf(query, history)) {
    for (const value of valuesOf(query, all)) {
      const events = rules.allEvents ? all.filter((event) => event.value === value) : all;
      let found;
      if (rules.unordered) {
        const most = new Map();
        walkUnordered(events, value, count, rules, (oldest, waiting) => {
          const period = periodOf(oldest.time);
          most.set(period, Math.max(most.get(period) ?? 0, waiting));
        });
        found = [...most].filter(([, steps]) => steps > fromStep).map(([period, steps]) => ({ period, converted: steps === count }));
      } else {
        found = walkPeriods(events, value, count, fromStep, rules, periodOf);
      }
      for (const one of found) out.push({ actor, value, ...one });
    }
  }
  return out;
}

export function periodsOf(query, history) {
  const { from, to } = rangeOf(query, history);
  const interval = query.interval ?? 'day';
  return history.calendar.buckets(interval, from, to).filter((start) => interval !== 'day' || onDays(query, history.calendar, start));
}

function trends(query, history) {
  const found = entrances(query, history);
  const periods = periodsOf(query, history);
  const byValue = groupBy(found, (one) => one.value);
  let values = [...byValue.keys()];
  let points = 1_000;
  if (query.breakdownFilter) {
    values.sort((a, b) => byValue.get(b).length - byValue.get(a).length || (a < b ? 1 : -1));
    points = Math.min(points, (query.breakdownFilter.breakdown_limit ?? 25) * periods.length);
  } else {
    values = [''];
  }
  const { calendar } = history;
  const rows = [];
  for (const value of values) {
    const drawn = periods.slice(0, points);
    points -= drawn.length;
    if (drawn.length === 0) break;
    const of = (i) => (byValue.get(value) ?? []).filter((one) => one.period === i);
    const data = drawn.map((_, i) => {
      const [from, to] = [of(i).length, of(i).filter((one) => one.converted).length];
      return from === 0 ? 0 : Math.round((to / from) * 100 * 100) / 100;
    });
    const label = (start) => {
      const [year, month, day] = calendar.date(start).split('-').map(Number);
      return `${day}-${MONTHS[month - 1]}-${year}`;
    };
    rows.push({
      value,
      row: {
        count: drawn.length,
        data,
        days: drawn.map((start) => (query.interval === 'hour' ? calendar.dateTime(start) : calendar.date(start))),
        labels: drawn.map(label),
        ...(query.breakdownFilter ? { breakdown_value: shown(query, value) } : {}),
      },
    });
  }
  return rows.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)).map(({ row }) => row);
}

/** The same question about the period that it is compared with. */
export function before(query, history) {
  const { compareFilter, ...rest } = query;
  const [, range] = rangesOf({ ...query, interval: query.interval ?? 'day' }, history.calendar);
  return { ...rest, range };
}

const unreached = (steps) => steps.map((step) => ({ ...step, count: 0, average_conversion_time: null, median_conversion_time: null }));
const labelled = (rows, compare_label) => rows.map((row) => ({ ...row, compare_label }));

function compared(query, history) {
  const { compareFilter, ...current } = query;
  const previous = before(query, history);
  const viz = query.funnelsFilter?.funnelVizType;
  if (viz === 'time_to_convert') {
    const spans = [current, previous].map((one) => conversions(one, outcomes(one, history)));
    return spans.map((times, i) => ({ ...bins(query, times, spans.flat()), compare_label: i === 0 ? 'current' : 'previous' }));
  }
  const [mine, theirs] = [funnels(current, history), funnels(previous, history)];
  const label = (rows, which) => labelled(rows, which);
  if (viz === 'trends') return [...label(mine, 'current'), ...label(theirs, 'previous')];
  if (!query.breakdownFilter) {
    return [...label(mine.length ? mine : unreached(theirs), 'current'), ...label(theirs.length ? theirs : unreached(mine), 'previous')];
  }
  const keyOf = (steps) => JSON.stringify(steps[0].breakdown_value);
  const keys = [...new Set([...mine, ...theirs].map(keyOf))];
  const side = (own, other, which) => keys.map((key) => label(own.find((steps) => keyOf(steps) === key) ?? unreached(other.find((steps) => keyOf(steps) === key)), which));
  return [...side(mine, theirs, 'current'), ...side(theirs, mine, 'previous')];
}

/** What the program should put under `results`. */
export function funnels(query, history) {
  if (query.compareFilter?.compare) return compared(query, history);
  const filter = query.funnelsFilter ?? {};
  if (filter.funnelVizType === 'trends') return trends(query, history);
  const found = outcomes(query, history);
  if (filter.funnelVizType === 'time_to_convert') return timeToConvert(query, found);
  if (found.length === 0) return [];
  const groups = groupsOf(query, found);
  const rows = [...groups].map(([value, all]) => stepRows(query, all, value, history));
  return query.breakdownFilter ? rows : rows[0];
}
