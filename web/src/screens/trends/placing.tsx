import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Plus } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/api/client'
import { dashboardsQuery, placeInsight } from '@/api/dashboards'
import type { Insight } from '@/api/types'
import { Button, buttonClass } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Input } from '@/ui/field'
import { Empty, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'

interface PlacingProps {
  projectId: number
  insight: Insight
  onClose: () => void
}

/** The dashboards that the insight is on, and those it could be on. */
export default function Placing({ projectId, insight, onClose }: PlacingProps) {
  const [search, setSearch] = useState('')
  const boards = useQuery(dashboardsQuery(projectId))
  const [busy, setBusy] = useState<number | null>(null)
  const shown = boards.data?.results.filter((board) => (board.name ?? '').toLowerCase().includes(search.trim().toLowerCase())) ?? []
  const toggle = (board: number, on: boolean) => {
    setBusy(board)
    placeInsight(projectId, insight, board, on)
      .catch((error: unknown) => toast(messageOf(error), 'error'))
      .finally(() => setBusy(null))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add to dashboard"
      actions={
        <Button size="form" look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <Input type="search" aria-label="Find a dashboard" placeholder="Find a dashboard" value={search} onChange={(event) => setSearch(event.target.value)} />
      <ul aria-label="Dashboards" className="scroll-thin m-0 mt-3 -mx-2 h-56 list-none overflow-y-auto p-0 text-fg">
        {boards.isPending ? (
          <li className="px-2 py-2.5">
            <Skeleton className="h-4 w-3/4" />
          </li>
        ) : shown.length === 0 ? (
          <li>
            <Empty
              title={search ? `No dashboard matches “${search}”` : 'There is no dashboard yet'}
              action={
                <Link to="/project/$projectId/dashboard" params={{ projectId: String(projectId) }} className={buttonClass()}>
                  All dashboards
                </Link>
              }
            />
          </li>
        ) : (
          shown.map((board) => {
            const on = insight.dashboards?.includes(board.id) ?? false
            return (
              <li key={board.id}>
                <button
                  type="button"
                  aria-pressed={on}
                  disabled={busy === board.id}
                  onClick={() => toggle(board.id, !on)}
                  className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-hover pointer-coarse:h-touch"
                >
                  {on ? <Check size={15} strokeWidth={2} className="shrink-0 text-accent-text" aria-hidden /> : <Plus size={15} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />}
                  <span className="min-w-0 flex-1 truncate">{board.name || 'Untitled dashboard'}</span>
                  {on && <span className="shrink-0 text-small text-fg-3">On it</span>}
                </button>
              </li>
            )
          })
        )}
      </ul>
    </Dialog>
  )
}
