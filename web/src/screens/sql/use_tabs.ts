import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { insightQuery } from '@/api/insights'
import { changeTab, currentTab, firstTabs, openTab, sqlTabsStore, type SqlTab, type SqlTabs } from '@/lib/sql_tabs'
import { emptyQuestion, readVisualization, writeVisualization, type SqlQuestion } from '@/lib/visualization'
import { insightName } from '@/tiles/insight_name'

/** The part of the address that a link brings a question back by. */
export interface SqlSearch {
  open_query?: string
  open_insight?: string
  /** What is not text: how the answer is shown, variables and dates. */
  view?: object
}

const searchOf = (tab: SqlTab): SqlSearch => {
  const { source, kind: _kind, ...shown } = writeVisualization(tab.question)
  const { kind: _query, query, ...asked } = source ?? { kind: '', query: '' }
  const isPlain = tab.question.display === 'ActionsTable' && tab.question.chart === null && Object.keys(asked).length === 0
  return {
    ...(typeof query === 'string' && query !== '' && { open_query: query }),
    ...(tab.insight !== undefined && { open_insight: tab.insight }),
    ...(!isPlain && { view: { ...shown, source: asked } }),
  }
}

/** The question that an address holds; null where it holds none. */
function questionOf({ open_query: text, view }: SqlSearch): SqlQuestion | null {
  if (text === undefined) return null
  const shown = (view ?? {}) as { source?: object }
  return readVisualization({ ...shown, kind: 'DataVisualizationNode', source: { ...shown.source, kind: 'HogQLQuery', query: text } }) ?? emptyQuestion(text)
}

export interface Tabs {
  all: SqlTabs
  tab: SqlTab
  /** The insight of the address could not be read. */
  error: Error | null
  loading: boolean
  update: (change: (all: SqlTabs) => SqlTabs) => void
  ask: (change: Partial<SqlQuestion>) => void
}

/**
 * The open questions: kept on this device, the current one in the address. Windows share the tabs and each
 * looks at one of its own.
 */
export function useTabs(projectId: number): Tabs {
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as SqlSearch
  const kept = sqlTabsStore.use()
  const [first] = useState(firstTabs)
  const stored = kept[projectId] ?? first
  const [current, setCurrent] = useState(stored.current)
  const all = useMemo((): SqlTabs => ({ tabs: stored.tabs, current }), [stored, current])
  const tab = currentTab(all)

  const update = useCallback(
    (change: (all: SqlTabs) => SqlTabs) => {
      const now = sqlTabsStore.read()
      const next = change({ tabs: (now[projectId] ?? first).tabs, current })
      sqlTabsStore.write({ ...now, [projectId]: next })
      setCurrent(next.current)
    },
    [projectId, current, first],
  )

  const wanted = JSON.stringify(search)
  // Addresses that were written here; others come from links and the back button.
  const written = useRef('')
  const isForeign = wanted !== written.current && wanted !== '{}'
  const insightId = isForeign ? search.open_insight : undefined
  const insight = useQuery({ ...insightQuery(projectId, insightId ?? ''), enabled: insightId !== undefined })
  const waiting = insightId !== undefined && insight.isPending
  const missing = insightId !== undefined && !insight.isPending && !insight.data
  const unfit = insight.data != null && insightId !== undefined && !readVisualization(insight.data.query)

  useEffect(() => {
    if (!isForeign || waiting || insight.error) return
    const draft = questionOf(search)
    const found = insightId !== undefined && insight.data && !insight.data.deleted ? insight.data : null
    const saved = found && readVisualization(found.query)
    update((now) => {
      if (!found || !saved) return draft ? openTab(now, draft) : now
      const opened = openTab(now, saved, { insight: found.short_id, name: insightName(found) })
      return draft ? changeTab(opened, opened.current, { question: draft }) : opened
    })
    written.current = wanted
    // oxlint-disable-next-line react/exhaustive-deps -- one address is followed once
  }, [wanted, waiting, insight.data, insight.error])

  // What is asked goes into the address, after a pause.
  const own = useMemo(() => searchOf(tab), [tab])
  const ownText = JSON.stringify(own)
  useEffect(() => {
    if (isForeign || ownText === wanted) return
    const timer = setTimeout(() => {
      written.current = ownText
      void navigate({ to: '.', search: own as never, replace: true, resetScroll: false })
    }, 300)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react/exhaustive-deps -- its text stands for the object
  }, [ownText, wanted, isForeign, navigate])

  return {
    all,
    tab,
    error: insight.error ?? (missing ? new Error('It was deleted, or belongs to another project.') : unfit ? new Error('It holds another kind of question.') : null),
    loading: waiting,
    update,
    ask: (change) => update((now) => changeTab(now, tab.id, { question: { ...tab.question, ...change } })),
  }
}
