import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
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
  /** Forgets the draft. */
  onSaved: () => void
}

/** Keeping an insight and what is said about it; what fails is said and nothing is lost. */
export function useSaving({ projectId, insight, query, name, dashboard, beganFrom, onSaved }: SavingProps) {
  const navigate = useNavigate()
  const { busy, send: attempt } = useSending((words) => toast(words, 'error'))
  // Somebody saved another question since the change to it began.
  const [conflict, setConflict] = useState<Insight | null>(null)

  const open = (made: Insight) =>
    navigate({ to: '/project/$projectId/insights/$shortId', params: { projectId: String(projectId), shortId: made.short_id }, search: {} })

  const openDashboard = (id: number) =>
    navigate({ to: '/project/$projectId/dashboard/$dashboardId', params: { projectId: String(projectId), dashboardId: String(id) } })

  const create = (called: string) =>
    attempt(async () => {
      const made = await createInsight(projectId, called, query, dashboard)
      onSaved()
      await open(made)
      if (dashboard === undefined) toast(`Saved as ${called}`)
      else toast(`Saved as ${called}, on the dashboard`, 'plain', { label: 'Open it', run: () => void openDashboard(dashboard) })
    })
  const overwrite = (known: Insight) =>
    attempt(async () => {
      await saveQuestion(projectId, known, query)
      setConflict(null)
      onSaved()
      toast('Saved')
    })
  const save = async () => {
    if (!insight) return create(name)
    await attempt(async () => {
      const now = await readInsight(projectId, insight.short_id)
      if (now && JSON.stringify(now.query) !== beganFrom()) {
        setConflict(now)
        return
      }
      await saveQuestion(projectId, insight, query)
      onSaved()
      toast('Saved')
    })
  }
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
