import { useCallback, useEffect, useRef, useState } from 'react'
import { runSql, type Progress, type SqlAnswer } from '@/api/hogql'
import { readResult, type ResultTable } from '@/lib/result_table'
import { rememberRun } from '@/lib/sql_tabs'
import type { QueryNode } from '@/api/types'

/** What became of a tab's question. */
export interface Run {
  /** The text that is asked, or was. */
  text: string
  running: boolean
  startedAt: number
  progress: Progress | null
  /** The last answer; it stays while the next is computed. */
  answer: { of: string; query: QueryNode; table: ResultTable; cost: SqlAnswer } | null
  error: Error | null
  /** It was stopped before its end. */
  cancelled: boolean
}

export interface Runs {
  run: Run | null
  start: (query: QueryNode & { query: string }) => void
  cancel: () => void
}

/** The runs of all open tabs: one goes on while another tab is looked at. */
export function useRuns(projectId: number, tabId: string): Runs {
  const [runs, setRuns] = useState<Record<string, Run>>({})
  const controls = useRef(new Map<string, AbortController>())
  useEffect(() => {
    const open = controls.current
    return () => {
      for (const control of open.values()) control.abort()
    }
  }, [])
  const change = useCallback((id: string, next: Partial<Run>) => {
    setRuns((all) => {
      const known = all[id]
      return known ? { ...all, [id]: { ...known, ...next } } : all
    })
  }, [])

  const start: Runs['start'] = (query) => {
    controls.current.get(tabId)?.abort()
    const control = new AbortController()
    controls.current.set(tabId, control)
    const key = JSON.stringify(query)
    const before = runs[tabId]?.answer ?? null
    setRuns((all) => ({ ...all, [tabId]: { text: query.query, running: true, startedAt: Date.now(), progress: null, answer: before, error: null, cancelled: false } }))
    rememberRun(projectId, query.query, Date.now())
    // Asking again for what is on the screen means: compute it again.
    runSql(projectId, query, { signal: control.signal, force: before?.of === key, onProgress: (progress) => change(tabId, { progress }) })
      .then((cost) => {
        if (!control.signal.aborted) change(tabId, { running: false, answer: { of: key, query, table: readResult(cost.response), cost } })
      })
      .catch((error: unknown) => {
        if (!control.signal.aborted) change(tabId, { running: false, error: error instanceof Error ? error : new Error(String(error)) })
      })
  }
  const cancel = () => {
    controls.current.get(tabId)?.abort()
    change(tabId, { running: false, cancelled: true })
  }
  return { run: runs[tabId] ?? null, start, cancel }
}
