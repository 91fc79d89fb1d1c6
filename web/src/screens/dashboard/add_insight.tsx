import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { messageOf } from '@/api/client'
import { placeInsight } from '@/api/dashboards'
import { foundInsightsQuery } from '@/api/insights'
import { kindLabels, kindOf } from '@/lib/insight_kind'
import { insightName } from '@/tiles/insight_name'
import { Button, buttonClass } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { PickList } from '@/ui/pick_list'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'

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
  const [busy, setBusy] = useState<string | null>(null)
  const toggle = (id: string, on: boolean) => {
    const insight = found.data?.results.find((one) => String(one.id) === id)
    if (!insight) return
    setBusy(id)
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
      <PickList
        label="Insights"
        placeholder="Find an insight"
        search={search}
        onSearch={setSearch}
        busy={busy}
        onToggle={toggle}
        entries={
          found.error
            ? []
            : found.data?.results.map((insight) => {
                const on = insight.dashboards?.includes(dashboardId) ?? false
                const kind = kindOf(insight.query)
                return { id: String(insight.id), label: insightName(insight), note: on ? 'On it' : kind ? kindLabels[kind] : undefined, on }
              })
        }
      >
        {found.error ? (
          <Empty title="The insights could not be read">{found.error.message}</Empty>
        ) : (
          <Empty title={asked ? `No insight matches “${asked}”` : 'No insight is saved yet'}>Make a new one; saving it puts it here.</Empty>
        )}
      </PickList>
    </Dialog>
  )
}
