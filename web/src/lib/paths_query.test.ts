import { expect, test } from 'vitest'
import type { FunnelsQuery, PathsQuery } from '@/api/types'
import { aroundOf, askedPaths, describeAround, parsePathsQuery, partsAround, pathsAround, pathsProblem, type FunnelPart } from './paths_query'
import { askedOf, eventsOf, isWhole, questionFromHash, turnedInto } from './question'

const full: PathsQuery = {
  kind: 'PathsQuery',
  pathsFilter: {
    includeEventTypes: ['$pageview', 'hogql'],
    pathsHogQLExpression: 'properties.$pathname',
    excludeEvents: ['/logout'],
    startPoint: 'https://a.example/pricing',
    endPoint: '/signup',
    stepLimit: 7,
    edgeLimit: 20,
    minEdgeWeight: 2,
    maxEdgeWeight: 90,
    pathGroupings: ['/product/*'],
    pathReplacements: true,
    localPathCleaningFilters: [{ regex: '/user/\\d+', alias: '/user/:id' }],
    showFullUrls: true,
  },
  dateRange: { date_from: '-30d' },
  properties: [{ type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }],
  funnelPathsFilter: { funnelPathType: 'funnel_path_after_step', funnelStep: 2, funnelSource: { kind: 'FunnelsQuery' } },
}
const step = (event: string) => ({ kind: 'EventsNode' as const, event })

test('paths survive the trip through the URL, and defaults are left out', () => {
  expect(parsePathsQuery(JSON.parse(JSON.stringify({ kind: 'InsightVizNode', source: full })))).toEqual(full)
  expect(isWhole(full)).toBe(true)
  const plain = parsePathsQuery({ kind: 'PathsQuery', pathsFilter: { stepLimit: 5, edgeLimit: 50, includeEventTypes: [], minEdgeWeight: 0 } })
  expect(JSON.stringify(plain)).toBe('{"kind":"PathsQuery","pathsFilter":{}}')
})

test('nonsense is brought into bounds or is no question about paths', () => {
  const odd = parsePathsQuery({ kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$screen', 7, 'x'], stepLimit: 1000, edgeLimit: -3, pathGroupings: ['/a/*', '/a/*', null], localPathCleaningFilters: [7, { regex: 'x' }] } })
  expect(odd?.pathsFilter).toEqual({ includeEventTypes: ['$screen'], stepLimit: 20, pathGroupings: ['/a/*'], localPathCleaningFilters: [{ regex: 'x', alias: '' }] })
  for (const value of [null, 7, {}, { kind: 'TrendsQuery', series: [] }]) expect(parsePathsQuery(value)).toBeNull()
})

test('what only changes the drawing, or is not written yet, is not asked', () => {
  const { pathsFilter } = askedPaths({ ...full, pathsFilter: { ...full.pathsFilter, includeEventTypes: ['$pageview'], localPathCleaningFilters: [{ regex: '', alias: 'x' }] } })
  expect(pathsFilter.showFullUrls).toBeUndefined()
  expect(pathsFilter.pathsHogQLExpression).toBeUndefined()
  expect(pathsFilter.localPathCleaningFilters).toBeUndefined()
  expect(askedOf(full)).toMatchObject({ pathsFilter: { pathsHogQLExpression: 'properties.$pathname' } })
})

test('an expression that is not written, or bounds that exclude each other, wait', () => {
  expect(pathsProblem(full)).toBeNull()
  expect(pathsProblem({ ...full, pathsFilter: { includeEventTypes: ['hogql'] } })).toMatch(/SQL expression/)
  expect(pathsProblem({ ...full, pathsFilter: { minEdgeWeight: 9, maxEdgeWeight: 2 } })).toMatch(/at least/)
})

test('going to paths and back keeps the events that paths do not have', () => {
  const funnel: FunnelsQuery = { kind: 'FunnelsQuery', series: [step('$pageview'), step('paid')], properties: full.properties }
  const paths = turnedInto(funnel, 'PathsQuery')
  expect(paths).toMatchObject({ kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview', 'custom_event'] }, properties: full.properties })
  expect(turnedInto(paths, 'FunnelsQuery', funnel, funnel)).toEqual(funnel)
  expect(turnedInto(paths, 'TrendsQuery', undefined, funnel)).toMatchObject({ series: [step('$pageview'), step('paid')] })
  // From a link nothing else is known: what the steps are made of.
  expect(eventsOf(turnedInto({ kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$screen'] } }, 'LifecycleQuery'))).toEqual([step('$screen')])
  expect(eventsOf(paths)).toEqual([{ kind: 'EventsNode', event: null }])
  expect(questionFromHash('#insight=PATHS')).toEqual({ kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview'] } })
})

const bought: FunnelsQuery = {
  kind: 'FunnelsQuery',
  series: [step('opened'), { ...step('signed up'), custom_name: 'Joined' }, step('paid')],
  dateRange: { date_from: '-30d', daysOfWeek: [1] },
  filterTestAccounts: true,
  aggregation_group_type_index: 0,
  interval: 'week',
  breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' },
  compareFilter: { compare: true },
  funnelsFilter: { funnelVizType: 'trends', funnelWindowInterval: 3, funnelWindowIntervalUnit: 'hour', layout: 'horizontal' },
}

test('paths around a step carry the funnel, and ask about the same days and actors', () => {
  const asked = pathsAround({ part: 'funnel_path_between_steps', funnel: bought, step: 3 })
  expect(asked).toEqual({
    kind: 'PathsQuery',
    pathsFilter: {},
    dateRange: { date_from: '-30d' },
    filterTestAccounts: true,
    aggregation_group_type_index: 0,
    funnelPathsFilter: {
      funnelPathType: 'funnel_path_between_steps',
      funnelStep: 3,
      funnelSource: {
        kind: 'FunnelsQuery',
        series: bought.series,
        dateRange: { date_from: '-30d' },
        filterTestAccounts: true,
        aggregation_group_type_index: 0,
        funnelsFilter: { funnelWindowInterval: 3, funnelWindowIntervalUnit: 'hour' },
      },
    },
  })
  expect(parsePathsQuery(JSON.parse(JSON.stringify(asked)))).toEqual(asked)
  expect(aroundOf(asked)).toMatchObject({ part: 'funnel_path_between_steps', step: 3, funnel: { series: bought.series } })
  expect(aroundOf({ ...asked, funnelPathsFilter: { funnelPathType: 'elsewhere' } })).toBeNull()
})

test('what lies around a step is said, and nothing lies before the first', () => {
  const says = (part: FunnelPart, at: number) => describeAround({ part, funnel: bought, step: at })
  expect(says('funnel_path_after_step', 2)).toBe('after “Joined”')
  expect(says('funnel_path_between_steps', 2)).toBe('between “opened” and “Joined”')
  expect(says('funnel_path_before_step', 1)).toBe('before “opened”')
  expect(says('funnel_path_after_step', -3)).toBe('after leaving before “paid”')
  expect(says('funnel_path_before_step', -3)).toBe('before “Joined” of those who left before “paid”')
  expect([partsAround(1), partsAround(-2)].map((parts) => parts.length)).toEqual([2, 2])
  expect([partsAround(2), partsAround(-3)].map((parts) => parts.length)).toEqual([3, 3])
})
