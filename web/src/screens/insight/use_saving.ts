import { useNavigate } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState } from 'react'
import { messageOf } from '@/api/client'
import { changeInsight, createInsight, deleteInsight, readInsight, saveQuestion } from '@/api/insights'
import type { Insight, InsightChange } from '@/api/types'
import type { Question } from '@/lib/question'
import { toast, toastUndo } from '@/ui/toast'
import { useSending } from '@/ui/use_sending'

interface SavingProps {
  projectId: number
  insight: Insight | null
  query: Question
  /** What a new insight is called. */
  name: string
  /** Where a new insight is put when it is saved. */
  dashboard?: number
  /** What was saved when the change began, as text. */
  beganFrom: () => string | undefined
  /** Forgets the draft of what is saved now, and under which insight. */
  onSaved: (query: Question, kept: Insight) => void
}

const isOther = (one: Question, other: Question) => JSON.stringify(one) !== JSON.stringify(other)

/** Keeping an insight and what is said about it; what fails is said and nothing is lost. */
export function useSaving(props: SavingProps) {
  const { projectId, insight, query, name, dashboard, onSaved } = props
  const navigate = useNavigate()
  const { busy, send: attempt, sendLast } = useSending((words) => toast(words, 'error'))
  // Somebody saved another question since the change to it began.
  const [conflict, setConflict] = useState<Insight | null>(null)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })

  const open = (made: Insight) =>
    navigate({ to: '/project/$projectId/insights/$shortId', params: { projectId: String(projectId), shortId: made.short_id }, search: {} })

  const openDashboard = (id: number) =>
    navigate({ to: '/project/$projectId/dashboard/$dashboardId', params: { projectId: String(projectId), dashboardId: String(id) } })

  const opened = async (made: Insight, called: string) => {
    await open(made)
    if (dashboard === undefined) toast(`Saved as ${called}`)
    else toast(`Saved as ${called}, on the dashboard`, 'plain', { label: 'Open it', run: () => void openDashboard(dashboard) })
  }
  const create = (called: string) =>
    attempt(async () => {
      const made = await createInsight(projectId, called, query, dashboard)
      onSaved(query, made)
      await opened(made, called)
    })
  const overwrite = (known: Insight) =>
    attempt(async () => {
      const saved = await saveQuestion(projectId, known, query)
      setConflict(null)
      onSaved(query, saved)
      toast('Saved')
    })
  // Asked for again while it runs, it goes on with what was changed meanwhile.
  const save = () =>
    sendLast('save', async (again) => {
      let known = latest.current.insight
      const isNew = known === null
      try {
        for (let saved: Question | null = null; saved === null || (again() && isOther(saved, latest.current.query)); ) {
          saved = latest.current.query
          if (known) {
            const now = await readInsight(projectId, known.short_id)
            if (now && JSON.stringify(now.query) !== latest.current.beganFrom()) return setConflict(now)
            known = await saveQuestion(projectId, known, saved)
          } else {
            known = await createInsight(projectId, name, saved, dashboard)
          }
          latest.current.onSaved(saved, known)
        }
        if (!isNew) toast('Saved')
      } finally {
        // What was made is there, also when a change to it could not be saved any more.
        if (isNew && known) await opened(known, name)
      }
    })
  return {
    busy,
    conflict,
    save,
    overwrite,
    dismiss: () => setConflict(null),
    saveCopy: () => create(`${name} (copy)`),
    change: (change: InsightChange) => (insight ? changeInsight(projectId, insight, change) : Promise.resolve()),
    remove: () =>
      attempt(async () => {
        if (!insight) return
        await deleteInsight(projectId, insight)
        await navigate({ to: '/project/$projectId/insights', params: { projectId: String(projectId) } })
        toastUndo(`Deleted ${insight.name ?? name}`, () => {
          deleteInsight(projectId, insight, false).catch((error: unknown) => toast(messageOf(error), 'error'))
        })
      }),
  }
}
