import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { questionQuery } from '@/api/query'
import { queryClient } from '@/api/query_client'
import { askedOf, parseQuestion, type Question } from '@/lib/question'
import { askAhead } from './ask_ahead'

const asked: { path: string; query: unknown }[] = []
const answers: Record<string, unknown> = {}

beforeEach(() => {
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    asked.push({ path, query: typeof init?.body === 'string' ? (JSON.parse(init.body) as { query: unknown }).query : undefined })
    const found = Object.keys(answers).find((start) => path.startsWith(start))
    return new Response(JSON.stringify(found ? answers[found] : { detail: 'No.', code: 'not_found' }), { status: found ? 200 : 404 })
  })
})
afterEach(() => {
  queryClient.clear()
  asked.length = 0
  for (const path of Object.keys(answers)) delete answers[path]
  vi.unstubAllGlobals()
})

const questions = () => asked.filter(({ path }) => path === '/api/projects/1/query/').map(({ query }) => query)
const of = (event: string | null): Question => ({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event }] })

test('the question of the address is asked, under the key that the page looks for', async () => {
  answers['/api/projects/1/query/'] = { results: [] }
  answers['/api/projects/1/event_definitions/'] = { results: [] }
  await askAhead(1, undefined, of('signed up'))
  expect(questions()).toEqual([JSON.parse(JSON.stringify(askedOf(parseQuestion(of('signed up'))!)))])
  await vi.waitFor(() => expect(queryClient.getQueryData(questionQuery(1, askedOf(parseQuestion(of('signed up'))!)).queryKey)).toBeDefined())
})

test('without one it is what a new insight begins with: page views where there are any', async () => {
  answers['/api/projects/1/query/'] = { results: [] }
  answers['/api/projects/1/event_definitions/'] = { results: [{ name: '$pageview' }] }
  await askAhead(1, undefined, undefined)
  expect(questions()).toMatchObject([{ series: [{ event: '$pageview' }] }])
})

test('of a saved insight it is what was saved', async () => {
  answers['/api/projects/1/query/'] = { results: [] }
  answers['/api/projects/1/insights/'] = { results: [{ short_id: 'abc', deleted: false, query: { kind: 'InsightVizNode', source: of('paid') } }] }
  await askAhead(1, 'abc', undefined)
  expect(questions()).toMatchObject([{ series: [{ event: 'paid' }] }])
})

test('what fails is left to the page', async () => {
  await askAhead(1, 'abc', undefined)
  expect(questions()).toEqual([])
})
