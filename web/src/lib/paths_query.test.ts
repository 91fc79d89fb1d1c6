import { expect, test } from 'vitest'
import type { FunnelsQuery, PathsQuery } from '@/api/types'
import { askedPaths, parsePathsQuery, pathsProblem } from './paths_query'
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
