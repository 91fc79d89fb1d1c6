import { useState } from 'react'
import { changeInsight, createNode, readInsight, saveNode } from '@/api/insights'
import type { Insight } from '@/api/types'
import { changeTab, type SqlTab, type SqlTabs } from '@/lib/sql_tabs'
import { readVisualization, sameQuestion, writeVisualization } from '@/lib/visualization'
import { toast } from '@/ui/toast'
import { useSending } from '@/ui/use_sending'

interface SavingProps {
  projectId: number
  tab: SqlTab
  update: (change: (all: SqlTabs) => SqlTabs) => void
}

/** Keeping a question as an insight; what fails is said and nothing is lost. */
export function useSaving({ projectId, tab, update }: SavingProps) {
  const { busy, send: attempt } = useSending((words) => toast(words, 'error'))
  // Somebody saved another question under this insight since it was opened here.
  const [conflict, setConflict] = useState<Insight | null>(null)

  const create = async (name: string) => {
    const made = await createNode(projectId, name, writeVisualization(tab.question))
    update((all) => changeTab(all, tab.id, { name, insight: made.short_id, saved: tab.question }))
    toast(`Saved as ${name}`)
  }
  const write = async (known: Insight) => {
    await saveNode(projectId, known, writeVisualization(tab.question))
    update((all) => changeTab(all, tab.id, { saved: tab.question }))
    setConflict(null)
    toast('Saved')
  }
  const save = () =>
    attempt(async () => {
      if (tab.insight === undefined) return create(tab.name)
      const known = await readInsight(projectId, tab.insight)
      if (!known || known.deleted) throw new Error('This insight was deleted. Save a copy to keep the question.')
      const theirs = readVisualization(known.query)
      if (tab.saved && theirs && !sameQuestion(theirs, tab.saved)) setConflict(known)
      else await write(known)
    })
  const rename = async (name: string) => {
    if (tab.insight !== undefined) {
      const known = await readInsight(projectId, tab.insight)
      if (known) await changeInsight(projectId, known, { name })
    }
    update((all) => changeTab(all, tab.id, { name }))
  }
  return { busy, conflict, save, keep: (known: Insight) => attempt(() => write(known)), dismiss: () => setConflict(null), saveCopy: () => attempt(() => create(`${tab.name} (copy)`)), rename }
}
