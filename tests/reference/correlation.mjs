// What a FunnelCorrelationQuery answers over the rows of a history: plain and slow.
import { eventsOf, isOf } from './filters.mjs';
import { actorOf, outcomes, rangeOf, windowOf } from './funnels.mjs';

const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Who is compared, and what each did on the way: [{actor, converted, rows}]. */
function ways(query, history, withSteps = false) {
  const funnel = query.source.source;
  const { from, to } = rangeOf(funnel, history);
  const steps = new Set(funnel.series.flatMap((node) => eventsOf(node, history)));
  const seen = new Set();
  const out = [];
  for (const { actor, times, bits } of outcomes(funnel, history)) {
    if (seen.has(actor)) continue;
    seen.add(actor);
    const converted = bits.has(funnel.series.length);
    const until = converted ? times.at(-1) : times[0] + windowOf(funnel);
    const rows = history.rows.filter((row) => actorOf(funnel, row) === actor && row.timestamp >= from && row.timestamp <= to && times[0] < row.timestamp && row.timestamp < until && (withSteps || !steps.has(row.event)));
    out.push({ actor, converted, rows });
  }
  return out;
}

/** The candidates that an actor has. */
function namesOf(query, way, persons) {
  if (query.funnelCorrelationType === 'properties') {
    return query.funnelCorrelationNames.flatMap((name) => (persons.has(way.actor) ? [`${name}::${persons.get(way.actor)[name] ?? ''}`] : []));
  }
  if (query.funnelCorrelationType === 'events') return way.rows.map((row) => row.event).filter((event) => !(query.funnelCorrelationExcludeEventNames ?? []).includes(event));
  return way.rows
    .filter((row) => query.funnelCorrelationEventNames.includes(row.event))
    .flatMap((row) => Object.entries(row.properties).filter(([key, value]) => value !== null && !query.funnelCorrelationEventExcludePropertyNames.includes(key)).map(([key, value]) => `${row.event}::${key}::${text(value)}`));
}

export function correlation(query, history, persons) {
  const all = ways(query, history);
  const total = (converted) => all.filter((way) => way.converted === converted).length;
  const [success, failure] = [total(true), total(false)];
  if (success === 0 || failure === 0) return { events: [], skewed: true };
  const found = new Map();
  for (const way of all) {
    for (const name of new Set(namesOf(query, way, persons))) {
      const counts = found.get(name) ?? { success: 0, failure: 0 };
      ++counts[way.converted ? 'success' : 'failure'];
      found.set(name, counts);
    }
  }
  const least = query.funnelCorrelationType === 'event_with_properties' ? 3 : 0;
  const rows = [];
  for (const [name, { success: s, failure: f }] of found) {
    if (s + f < Math.min(25, 0.02 * (success + failure)) || s + f < least) continue;
    const odds = ((s + 1) * (failure - f + 1)) / ((success - s + 1) * (f + 1));
    rows.push({ success_count: s, failure_count: f, odds_ratio: odds, correlation_type: odds > 1 ? 'success' : 'failure', event: { event: name, properties: {}, elements: [] } });
  }
  const sorted = (type, sign) => rows.filter((row) => row.correlation_type === type).sort((a, b) => sign * (a.odds_ratio - b.odds_ratio) || (a.event.event < b.event.event ? -1 : 1)).slice(0, 10);
  return { events: [...sorted('success', -1), ...sorted('failure', 1)], skewed: success / failure > 10 || failure / success > 10 };
}

/** Who did the event, with its filters, on the way, of those who came through or of those who did not. */
export function correlationActors(query, entity, converted, history) {
  const did = (way) => way.rows.some((row) => isOf(entity, row));
  return ways(query, history, true).filter((way) => way.converted === converted && did(way)).map((way) => way.actor).sort();
}
