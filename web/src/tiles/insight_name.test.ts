import { expect, test } from 'vitest'
import { insightName } from './insight_name'

const insight = (query: object | null, name: string | null = null, derived_name: string | null = null) => insightName({ name, derived_name, query: query as never })

test('a name of its own comes first, then the one that was made for it', () => {
  const query = { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'signed up' }] } }
  expect(insight(query, 'Sign-ups', 'signed up count')).toBe('Sign-ups')
  expect(insight(query, '', 'signed up count')).toBe('signed up count')
})

test('an insight without a name is called by what it asks', () => {
  expect(insight({ kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'signed up' }] } })).toBe('signed up')
  expect(insight({ kind: 'InsightVizNode', source: { kind: 'FunnelsQuery', series: [{ kind: 'EventsNode', event: 'a' }, { kind: 'EventsNode', event: 'b' }] } })).toBe('a → b')
  expect(insight({ kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: '\n select event,\n  count() from events ' } })).toBe('select event, count() from events')
  expect(insight({ kind: 'HogQLQuery', query: `select ${'x, '.repeat(40)}1` })).toHaveLength(60)
})

test('what cannot be read is untitled', () => {
  expect(insight(null)).toBe('Untitled')
  expect(insight({ kind: 'SomethingNew' })).toBe('Untitled')
})
