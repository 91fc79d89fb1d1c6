import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Plus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { messageOf } from '@/api/client'
import { placeInsight } from '@/api/dashboards'
import { foundInsightsQuery } from '@/api/insights'
import type { Insight } from '@/api/types'
import { kindLabels, kindOf } from '@/lib/insight_kind'
import { Button, buttonClass } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Input } from '@/ui/field'
import { Empty, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { nameOf } from './insight_tile'

interface AddInsightProps {
  projectId: number
  dashboardId: number
  onClose: () => void
}

/** Saved insights to put on the dashboard, or to take off it again. */
export default function AddInsight({ projectId, dashboardId, onClose }: AddInsightProps) {
  const [search, setSearch] = useState('')
  const asked = useDeferredValue(search.trim())
  const found = useQuery({ ...foundInsightsQuery(projectId, { search: asked || undefined, limit: 50 }), placeholderData: (before) => before })
  const [busy, setBusy] = useState<number | null>(null)
  const toggle = (insight: Insight, on: boolean) => {
    setBusy(insight.id)
    placeInsight(projectId, insight, dashboardId, on)
      .catch((error: unknown) => toast(messageOf(error), 'error'))
      .finally(() => setBusy(null))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add insights"
      actions={
        <>
          <Link
            to="/project/$projectId/insights/new"
            params={{ projectId: String(projectId) }}
            search={{ dashboard: dashboardId }}
            className={buttonClass('default', 'form')}
          >
            New insight
          </Link>
          <Button size="form" look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <Input type="search" aria-label="Find an insight" placeholder="Find an insight" value={search} onChange={(event) => setSearch(event.target.value)} />
      <ul aria-label="Insights" className="scroll-thin m-0 mt-3 -mx-2 h-72 list-none overflow-y-auto p-0 text-fg">
        {found.isPending ? (
          ['a', 'b', 'c'].map((one) => (
            <li key={one} className="px-2 py-2.5">
              <Skeleton className="h-4 w-3/4" />
            </li>
          ))
        ) : found.error ? (
          <li>
            <Empty title="The insights could not be read">{found.error.message}</Empty>
          </li>
        ) : found.data.results.length === 0 ? (
          <li>
            <Empty title={asked ? `No insight matches “${asked}”` : 'No insight is saved yet'}>Make a new one; saving it puts it here.</Empty>
          </li>
        ) : (
          found.data.results.map((insight) => {
            const on = insight.dashboards?.includes(dashboardId) ?? false
            const kind = kindOf(insight.query)
            return (
              <li key={insight.id}>
                <button
                  type="button"
                  aria-pressed={on}
                  disabled={busy === insight.id}
                  onClick={() => toggle(insight, !on)}
                  className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-hover pointer-coarse:h-touch"
                >
                  {on ? <Check size={15} strokeWidth={2} className="shrink-0 text-accent-text" aria-hidden /> : <Plus size={15} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />}
                  <span className="min-w-0 flex-1 truncate">{nameOf(insight)}</span>
                  <span className="shrink-0 text-small text-fg-3">{on ? 'On it' : kind ? kindLabels[kind] : ''}</span>
                </button>
              </li>
            )
          })
        )}
      </ul>
    </Dialog>
  )
}
