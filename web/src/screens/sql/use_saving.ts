import { useLayoutEffect, useRef, useState } from 'react'
import { changeInsight, createNode, readInsight, saveNode } from '@/api/insights'
import type { Insight } from '@/api/types'
import { changeTab, sqlTabsStore, type SqlTab, type SqlTabs } from '@/lib/sql_tabs'
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
  const { busy, send: attempt, sendLast } = useSending((words) => toast(words, 'error'))
  // Somebody saved another question under this insight since it was opened here.
  const [conflict, setConflict] = useState<Insight | null>(null)
  // Another tab may be shown by the time that one has been saved.
  const latest = useRef(update)
  useLayoutEffect(() => {
    latest.current = update
  })
  const note = (id: string, change: Partial<SqlTab>) => latest.current((all) => changeTab(all, id, change))

  const create = async ({ id, question }: SqlTab, name: string) => {
    const made = await createNode(projectId, name, writeVisualization(question))
    note(id, { name, insight: made.short_id, saved: question })
    toast(`Saved as ${name}`)
  }
  const write = async ({ id, question }: SqlTab, known: Insight) => {
    await saveNode(projectId, known, writeVisualization(question))
    note(id, { saved: question })
    setConflict(null)
    toast('Saved')
  }
  // What the tab holds when it is its turn, which may have changed since.
  const save = () =>
    sendLast(tab.id, async () => {
      const now = sqlTabsStore.read()[projectId]?.tabs.find(({ id }) => id === tab.id) ?? tab
      if (now.insight === undefined) return create(now, now.name)
      const known = await readInsight(projectId, now.insight)
      if (!known || known.deleted) throw new Error('This insight was deleted. Save a copy to keep the question.')
      const theirs = readVisualization(known.query)
      if (now.saved && theirs && !sameQuestion(theirs, now.saved)) setConflict(known)
      else await write(now, known)
    })
  const rename = async (name: string) => {
    if (tab.insight !== undefined) {
      const known = await readInsight(projectId, tab.insight)
      if (known) await changeInsight(projectId, known, { name })
    }
    note(tab.id, { name })
  }
  return { busy, conflict, save, keep: (known: Insight) => attempt(() => write(tab, known)), dismiss: () => setConflict(null), saveCopy: () => attempt(() => create(tab, `${tab.name} (copy)`)), rename }
}
