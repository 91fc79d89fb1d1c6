import { beforeEach, expect, test } from 'vitest'
import { changeTab, closeTab, currentTab, firstTabs, isChanged, openTab, rememberRun, reopenTab, sqlHistoryStore, sqlTabsStore } from './sql_tabs'
import { emptyQuestion } from './visualization'

beforeEach(() => localStorage.clear())

const names = (all: { tabs: { name: string }[] }) => all.tabs.map((tab) => tab.name)

test('a question opens in the empty tab, the next one behind it, a known one where it is', () => {
  let all = openTab(firstTabs(), emptyQuestion('select 1'))
  expect(all.tabs).toHaveLength(1)
  all = openTab(all, emptyQuestion('select 2'))
  expect(names(all)).toEqual(['Query 1', 'Query 2'])
  expect(currentTab(all).question.text).toBe('select 2')
  all = openTab(all, emptyQuestion('select 1'))
  expect(all.tabs).toHaveLength(2)
  expect(currentTab(all).name).toBe('Query 1')
})

test('an insight that is opened again keeps its draft, and follows what was saved where there is none', () => {
  const from = { insight: 'Ab12', name: 'Signups' }
  let all = openTab(firstTabs(), emptyQuestion('select 1'), from)
  expect(isChanged(currentTab(all))).toBe(false)
  all = openTab(all, emptyQuestion('select 10'), from)
  expect(currentTab(all).question.text).toBe('select 10')
  all = changeTab(all, all.current, { question: emptyQuestion('select 11') })
  all = openTab(all, emptyQuestion('select 12'), { ...from, name: 'Sign-ups' })
  expect(currentTab(all)).toMatchObject({ name: 'Sign-ups', question: { text: 'select 11' }, saved: { text: 'select 12' } })
  expect(isChanged(currentTab(all))).toBe(true)
})

test('closing shows the neighbour, the last tab leaves a new one, and a closed one comes back', () => {
  const all = openTab(openTab(openTab(firstTabs(), emptyQuestion('a')), emptyQuestion('b')), emptyQuestion('c'))
  const [, second] = all.tabs
  if (!second) throw new Error('no second tab')
  const less = closeTab(closeTab(all, all.current), second.id)
  expect(names(less)).toEqual(['Query 1'])
  expect(currentTab(less).question.text).toBe('a')
  expect(names(reopenTab(less, second, 1))).toEqual(['Query 1', 'Query 2'])
  const none = closeTab(less, less.current)
  expect(currentTab(none).question.text).toBe('')
})

test('more tabs than are kept: the oldest gives way', () => {
  let all = firstTabs()
  for (let n = 0; n < 40; n++) all = openTab(all, emptyQuestion(`select ${n}`))
  expect(all.tabs).toHaveLength(30)
  expect(currentTab(all).question.text).toBe('select 39')
  expect(new Set(all.tabs.map((tab) => tab.id)).size).toBe(30)
})

test('what an older page kept in another shape is not shown', () => {
  sqlTabsStore.write({ 1: firstTabs() })
  expect(sqlTabsStore.read()[1]?.tabs).toHaveLength(1)
  localStorage.setItem('tenrec.sql', '{"1":{"tabs":[],"current":""}}')
  expect(sqlTabsStore.read()).toEqual({})
})

test('runs are remembered once each, newest first', () => {
  for (const text of ['a', 'b', 'a']) rememberRun(1, text, 5)
  expect(sqlHistoryStore.read()[1]?.map((one) => one.text)).toEqual(['a', 'b'])
})
