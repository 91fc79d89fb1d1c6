import { expect, test } from 'vitest'
import { emptyQuestion, hasFilters, hogqlQuery, readVisualization, sameQuestion, variableNames, writeVisualization } from './visualization'

const saved = {
  kind: 'DataVisualizationNode',
  source: {
    kind: 'HogQLQuery',
    query: 'select day, n from t where plan = {variables.plan}',
    variables: { 'b0': { variableId: 'b0', code_name: 'plan', value: 'Pro' } },
    name: 'signups',
  },
  display: 'ActionsBar',
  chartSettings: { xAxis: { column: 'day' }, yAxis: [{ column: 'n' }], goalLines: [{ label: 'goal', value: 3 }] },
  tableSettings: { columns: [{ column: 'day' }] },
}

test('what PostHog saved is read, and written again with what is not shown here', () => {
  const question = readVisualization(saved)
  expect(question).toMatchObject({ text: saved.source.query, display: 'ActionsBar', chart: { x: 'day', y: ['n'], by: null }, variables: { plan: 'Pro' } })
  const written = question && writeVisualization(question)
  expect(written).toMatchObject({ display: 'ActionsBar', tableSettings: saved.tableSettings, chartSettings: saved.chartSettings })
  expect(written?.source).toMatchObject({ name: 'signups', variables: { plan: { code_name: 'plan', value: 'Pro' } } })
})

test('a bare question and a table of one are read; other kinds are not', () => {
  expect(readVisualization({ kind: 'HogQLQuery', query: 'select 1' })?.text).toBe('select 1')
  expect(readVisualization({ kind: 'DataTableNode', source: { kind: 'HogQLQuery', query: 'select 2' } })).toMatchObject({ text: 'select 2', display: 'ActionsTable' })
  for (const other of [null, 3, {}, { kind: 'InsightVizNode', source: { kind: 'TrendsQuery' } }, { kind: 'HogQLQuery' }]) expect(readVisualization(other)).toBeNull()
})

test('variables are those that the text names; a missing one is null', () => {
  const text = "select {variables.a}, { variables.b_2 }, {variables.a}, '{other}'"
  expect(variableNames(text)).toEqual(['a', 'b_2'])
  expect(hogqlQuery({ ...emptyQuestion(text), variables: { a: 4, gone: 'x' } }).variables).toEqual({
    a: { variableId: 'a', code_name: 'a', value: 4 },
    b_2: { variableId: 'b_2', code_name: 'b_2', value: null, isNull: true },
  })
})

test('dates go along where the text has a place for them', () => {
  expect(hogqlQuery(emptyQuestion('select 1')).filters).toBeUndefined()
  expect(hogqlQuery({ ...emptyQuestion('select count() from events where {filters}'), dateRange: { date_from: '-30d' } }).filters).toEqual({ dateRange: { date_from: '-30d' } })
  expect(hasFilters('{filters.dateRange.from}')).toBe(true)
})

test('questions are compared by what they ask and show', () => {
  const question = readVisualization(saved)
  if (!question) throw new Error('not read')
  expect(sameQuestion(question, { ...question })).toBe(true)
  expect(sameQuestion(question, { ...question, display: 'ActionsPie' })).toBe(false)
})
