import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '@/api/client'
import { dashboardsQuery, placeInsight } from '@/api/dashboards'
import type { Insight } from '@/api/types'
import { Button, buttonClass } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { PickList } from '@/ui/pick_list'
import { Empty } from '@/ui/states'
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
  const [busy, setBusy] = useState<string | null>(null)
  const shown = boards.data?.results.filter((board) => (board.name ?? '').toLowerCase().includes(search.trim().toLowerCase()))
  const toggle = (id: string, on: boolean) => {
    setBusy(id)
    placeInsight(projectId, insight, Number(id), on)
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
      <PickList
        label="Dashboards"
        placeholder="Find a dashboard"
        search={search}
        onSearch={setSearch}
        busy={busy}
        onToggle={toggle}
        entries={
          boards.error
            ? []
            : shown?.map((board) => {
                const on = insight.dashboards?.includes(board.id) ?? false
                return { id: String(board.id), label: board.name || 'Untitled dashboard', note: on ? 'On it' : undefined, on }
              })
        }
      >
        {boards.error ? (
          <Empty title="The dashboards could not be read">{boards.error.message}</Empty>
        ) : (
          <Empty
            title={search ? `No dashboard matches “${search}”` : 'There is no dashboard yet'}
            action={
              <Link to="/project/$projectId/dashboard" params={{ projectId: String(projectId) }} className={buttonClass()}>
                All dashboards
              </Link>
            }
          />
        )}
      </PickList>
    </Dialog>
  )
}
