import { deviceStore } from './device_store'
import { emptyQuestion, sameQuestion, type SqlQuestion } from './visualization'

/** A question being written; it may belong to a saved insight. */
export interface SqlTab {
  id: string
  name: string
  question: SqlQuestion
  /** Short id of the insight it came from or was saved as. */
  insight?: string
  /** The question as that insight holds it. */
  saved?: SqlQuestion
}

export interface SqlTabs {
  tabs: SqlTab[]
  current: string
}

const most = 30

const isQuestion = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' && 'variables' in value && typeof value.variables === 'object' && value.variables !== null && 'display' in value

const isTabs = (value: unknown): value is SqlTabs =>
  typeof value === 'object' &&
  value !== null &&
  'current' in value &&
  typeof value.current === 'string' &&
  'tabs' in value &&
  Array.isArray(value.tabs) &&
  value.tabs.length > 0 &&
  value.tabs.every((tab: unknown) => typeof tab === 'object' && tab !== null && 'id' in tab && typeof tab.id === 'string' && 'name' in tab && typeof tab.name === 'string' && 'question' in tab && isQuestion(tab.question))

const isKept = (value: unknown): value is Record<string, SqlTabs> => typeof value === 'object' && value !== null && Object.values(value).every(isTabs)

/** The open questions of each project, on this device. */
export const sqlTabsStore = deviceStore<Record<string, SqlTabs>>('tenrec.sql', {}, isKept)

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('')

export const firstTabs = (): SqlTabs => {
  const tab: SqlTab = { id: newId(), name: 'Query 1', question: emptyQuestion() }
  return { tabs: [tab], current: tab.id }
}

export const currentTab = (all: SqlTabs): SqlTab => all.tabs.find((tab) => tab.id === all.current) ?? (all.tabs[0] as SqlTab)

/** A name that no tab has. */
function freeName(tabs: SqlTab[]): string {
  for (let n = 1; ; n++) if (!tabs.some((tab) => tab.name === `Query ${n}`)) return `Query ${n}`
}

const isUnused = (tab: SqlTab) => tab.insight === undefined && tab.question.text.trim() === ''

/** Opens a question: in the tab that has it, in an empty one, or in a new one behind the current. */
export function openTab(all: SqlTabs, question: SqlQuestion, from?: { insight: string; name: string }): SqlTabs {
  const known = all.tabs.find((tab) => (from ? tab.insight === from.insight : tab.question.text === question.text && question.text !== ''))
  if (known) {
    // A draft of the insight stays; one without changes follows what was saved meanwhile.
    const follows = from && known.saved && sameQuestion(known.question, known.saved)
    const next = from ? { ...known, name: from.name, saved: question, ...(follows && { question }) } : known
    return { tabs: all.tabs.map((tab) => (tab === known ? next : tab)), current: known.id }
  }
  const belongs = from ? { insight: from.insight, name: from.name, saved: question } : {}
  const here = currentTab(all)
  if (isUnused(here) && question.text !== '') return changeTab(all, here.id, { question, ...belongs })
  const made: SqlTab = { id: newId(), name: freeName(all.tabs), question, ...belongs }
  const at = all.tabs.indexOf(here) + 1
  // The oldest that nothing is lost with gives way.
  const kept = all.tabs.length < most ? all.tabs : all.tabs.filter((_, i) => i !== all.tabs.findIndex((one) => one !== here))
  return { tabs: kept.toSpliced(Math.min(at, kept.length), 0, made), current: made.id }
}

export function changeTab(all: SqlTabs, id: string, change: Partial<Omit<SqlTab, 'id'>>): SqlTabs {
  return { ...all, tabs: all.tabs.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)) }
}

/** Closes a tab; its neighbour is shown, and a new one where none is left. */
export function closeTab(all: SqlTabs, id: string): SqlTabs {
  const at = all.tabs.findIndex((tab) => tab.id === id)
  const tabs = all.tabs.filter((tab) => tab.id !== id)
  if (tabs.length === 0) return firstTabs()
  const current = all.current === id ? (tabs[Math.min(at, tabs.length - 1)] as SqlTab).id : all.current
  return { tabs, current }
}

/** Brings a closed tab back to its place. */
export function reopenTab(all: SqlTabs, tab: SqlTab, at: number): SqlTabs {
  return { tabs: all.tabs.toSpliced(at, 0, tab), current: tab.id }
}

/** Whether closing it would lose something that is written nowhere else. */
export const isChanged = (tab: SqlTab): boolean => (tab.saved ? !sameQuestion(tab.question, tab.saved) : tab.question.text.trim() !== '')

export interface PastQuery {
  text: string
  at: number
}

const isPast = (value: unknown): value is Record<string, PastQuery[]> =>
  typeof value === 'object' && value !== null && Object.values(value).every((list: unknown) => Array.isArray(list) && list.every((one: unknown) => typeof one === 'object' && one !== null && 'text' in one && typeof one.text === 'string' && 'at' in one))

/** What was run, newest first, by project. */
export const sqlHistoryStore = deviceStore<Record<string, PastQuery[]>>('tenrec.sql.history', {}, isPast)

export function rememberRun(projectId: number, text: string, at: number): void {
  const all = sqlHistoryStore.read()
  const others = (all[projectId] ?? []).filter((one) => one.text !== text)
  sqlHistoryStore.write({ ...all, [projectId]: [{ text, at }, ...others].slice(0, 50) })
}
