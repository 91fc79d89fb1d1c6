// What a series and its filters let through, said plainly. Only what the questions of these tests use.

const text = (value) => (value === undefined || value === null ? null : String(value));

/** One property filter on a row; `operator` as in the API. */
function passes(filter, row) {
  if (filter.type === 'cohort') return isMember(filter.value, row) !== (filter.operator === 'not_in');
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

/** Whether the person of the row is in the cohort: an id, or 'all'. */
export const isMember = (cohort, row) => cohort === 'all' || row.sets.cohorts.find(({ id }) => id === cohort).members.has(row.person);

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

/** Whether the row is one of the node's, its own filters aside: an event's, an action's or one of a group of nodes. */
export function isNamed(node, row) {
  if (node.kind === 'GroupNode') return node.nodes.some((one) => isOf(one, row));
  if (node.kind === 'ActionsNode') return row.sets.actions.find(({ id }) => id === node.id).steps.some((step) => isOf(step, row));
  return node.event === null || node.event === undefined || node.event === row.event;
}

/** Whether the row is an event of the node {event? | id | nodes, properties?}. */
export const isOf = (node, row) => isNamed(node, row) && matches(node.properties, row);

/** How an answer calls the node. */
export function labelOf(node, { sets }) {
  if (node.kind === 'GroupNode') return node.name ?? node.nodes.map((one) => labelOf(one, { sets })).join(' or ');
  if (node.kind === 'ActionsNode') return sets.actions.find(({ id }) => id === node.id).name;
  return node.event ?? 'All events';
}

/** The names of which each event of the node has one; null among them: any. */
export function eventsOf(node, { sets }) {
  if (node.kind === 'GroupNode') return node.nodes.flatMap((one) => eventsOf(one, { sets }));
  if (node.kind === 'ActionsNode') return sets.actions.find(({ id }) => id === node.id).steps.map((step) => step.event ?? null);
  return [node.event ?? null];
}

/** The rows that the whole question lets through. */
export const rowsOf = (query, history) =>
  history.rows.filter((row) => matches(query.properties, row) && (!query.filterTestAccounts || matches(history.testAccountFilters, row)));

/** Filters for a question: mostly none. With a history also its cohorts. */
export function someFilters(random, history) {
  if (random.chance(65)) return [];
  if (history && random.chance(30)) return [{ type: 'cohort', key: 'id', value: random.pick(history.sets.cohorts).id, operator: random.pick(['in', 'not_in']) }];
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

/** The filters of a whole question: a list, or groups in a group. */
export function someProperties(random, history) {
  if (random.chance(80)) return someFilters(random, history);
  const group = (type) => ({ type, values: [...someFilters(random, history), { type: 'event', key: 'plan', operator: 'exact', value: [random.pick(['free', 'pro', 'team'])] }] });
  return { type: random.pick(['AND', 'OR']), values: [group(random.pick(['AND', 'OR'])), group('OR')] };
}

/** An event of the history, or null for any event; with a history also an action of it, or one of several. */
export function someNode(random, events, history) {
  if (history && random.chance(12)) return { kind: 'ActionsNode', id: random.pick(history.sets.actions).id, properties: someFilters(random) };
  if (history && random.chance(8)) {
    const nodes = Array.from({ length: random.between(1, 3) }, () => (random.chance(25) ? { kind: 'ActionsNode', id: random.pick(history.sets.actions).id } : { kind: 'EventsNode', event: random.pick(events), properties: someFilters(random) }));
    return { kind: 'GroupNode', operator: 'OR', nodes, properties: someFilters(random), ...(random.chance(50) ? { name: 'One of them' } : {}) };
  }
  const node = { kind: 'EventsNode', event: random.chance(12) ? null : random.pick(events) };
  if (random.chance(25)) node.properties = someFilters(random);
  return node;
}
