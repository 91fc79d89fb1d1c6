// What a series and its filters let through, said plainly. Only what the questions of these tests use.

const text = (value) => (value === undefined || value === null ? null : String(value));

/** One property filter on a row; `operator` as in the API. */
function passes(filter, row) {
  const value = filter.type === 'person' ? row.personProperties[filter.key] : row.properties[filter.key];
  const has = value !== undefined && value !== null && value !== '';
  const wanted = Array.isArray(filter.value) ? filter.value : [filter.value];
  switch (filter.operator ?? 'exact') {
    case 'exact':
      return has && wanted.map(String).includes(text(value));
    case 'is_not':
      return !has || !wanted.map(String).includes(text(value));
    case 'is_set':
      return has;
    case 'is_not_set':
      return !has;
    case 'gt':
      return has && Number(value) > Number(filter.value);
    case 'lt':
      return has && Number(value) < Number(filter.value);
    case 'icontains':
      return has && text(value).toLowerCase().includes(String(filter.value).toLowerCase());
    default:
      throw new Error(`no operator ${filter.operator}`);
  }
}

/** A list is AND; {type: 'AND' | 'OR', values} nests. */
export function matches(filters, row) {
  if (!filters) return true;
  if (Array.isArray(filters)) return filters.every((filter) => matches(filter, row));
  if (filters.values) {
    if (filters.values.length === 0) return true;
    return filters.type === 'OR' ? filters.values.some((one) => matches(one, row)) : filters.values.every((one) => matches(one, row));
  }
  return passes(filters, row);
}

/** Whether the row is an event of the node {event?, properties?}. */
export const isOf = (node, row) => (node.event === null || node.event === undefined || node.event === row.event) && matches(node.properties, row);

/** The rows that the whole question lets through. */
export const rowsOf = (query, history) =>
  history.rows.filter((row) => matches(query.properties, row) && (!query.filterTestAccounts || matches(history.testAccountFilters, row)));

/** Filters for a question: mostly none. */
export function someFilters(random) {
  if (random.chance(65)) return [];
  return [
    random.pick([
      { type: 'event', key: 'plan', operator: 'exact', value: random.pick([['free'], ['pro', 'team'], 'free']) },
      { type: 'event', key: 'plan', operator: 'is_not', value: ['pro'] },
      { type: 'event', key: 'plan', operator: random.pick(['is_set', 'is_not_set']), value: random.pick(['is_set', 'is_not_set']) },
      { type: 'event', key: 'amount', operator: random.pick(['gt', 'lt']), value: random.between(1, 6) },
      { type: 'event', key: 'mixed', operator: 'icontains', value: random.pick(['a', '1']) },
    ]),
  ];
}

/** An event of the history, or null for any event. */
export function someNode(random, events) {
  const node = { kind: 'EventsNode', event: random.chance(12) ? null : random.pick(events) };
  if (random.chance(25)) node.properties = someFilters(random);
  return node;
}
