import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { LayoutDashboard, Plus } from 'lucide-react'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { createDashboard, dashboardQuery, type DashboardTile } from '@/api/dashboards'
import { changeProject, projectQuery } from '@/api/projects'
import { meQuery } from '@/api/session'
import type { Me } from '@/api/types'
import { placesOf } from '@/tiles/places'
import { TileCard } from '@/tiles/tile_card'
import { TileGrid } from '@/tiles/tile_grid'
import { Button, buttonClass } from '@/ui/button'
import { Page } from '@/ui/page'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { daysSince } from './findings'
import { FirstSteps } from './first_steps'
import { noteVisit } from './last_visit'
import { Findings, RecentAndPinned, TeamChanges } from './lists'
import { NumberRow } from './number_row'

/** What somebody wants to know first: their numbers, what changed, where they were. */
export default function Home() {
  const { projectId } = useParams({ from: '/project/$projectId/home' })
  const { data: me } = useSuspenseQuery(meQuery)
  const id = Number(projectId)
  return (
    <Page
      title="Home"
      className="bg-canvas"
      actions={
        me.team?.ingested_event ? (
          <Link to="/project/$projectId/insights/new" params={{ projectId }} className={buttonClass('primary')}>
            <Plus size={15} strokeWidth={1.75} aria-hidden />
            New insight
          </Link>
        ) : (
          <Link to="/project/$projectId/onboarding" params={{ projectId }} className={buttonClass('primary')}>
            Install
          </Link>
        )
      }
    >
      <div className="grid gap-5 px-5 py-4 max-sm:px-3">
        <FirstSteps projectId={id} me={me} />
        {me.team?.ingested_event && <Numbers key={id} projectId={id} me={me} />}
      </div>
    </Page>
  )
}

function Numbers({ projectId, me }: { projectId: number; me: Me }) {
  const [days] = useState(() => {
    const now = Date.now()
    return daysSince(noteVisit(projectId, now), now)
  })
  return (
    <>
      <NumberRow projectId={projectId} />
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] items-start gap-3">
        <Findings projectId={projectId} days={days} />
        <RecentAndPinned projectId={projectId} />
        <TeamChanges projectId={projectId} me={me} />
      </div>
      <MainDashboard projectId={projectId} />
    </>
  )
}

/** The dashboard that the project shows first. */
function MainDashboard({ projectId }: { projectId: number }) {
  const project = useQuery(projectQuery(projectId))
  const main = project.data?.primary_dashboard ?? null
  const board = useQuery({ ...dashboardQuery(projectId, main ?? 0), enabled: main !== null })
  const isGone = isApiError(board.error) && board.error.status === 404
  if (project.data && (main === null || isGone)) return <NoDashboard projectId={projectId} />
  if (!board.data || board.data.tiles.length === 0) return null
  const places = placesOf(board.data.tiles)
  const draw = (tile: DashboardTile) => <TileCard key={tile.id} projectId={projectId} tile={tile} dashboardId={main ?? undefined} />
  return (
    <section aria-labelledby="main-dashboard">
      <h2 id="main-dashboard" className="mb-2 font-semibold">
        <Link
          to="/project/$projectId/dashboard/$dashboardId"
          params={{ projectId: String(projectId), dashboardId: String(board.data.id) }}
          className="rounded-chip text-fg no-underline hover:underline"
        >
          {board.data.name || 'Untitled dashboard'}
        </Link>
      </h2>
      <TileGrid tiles={board.data.tiles} places={places} draw={draw} />
    </section>
  )
}

/** A project that shows no dashboard on Home yet. */
function NoDashboard({ projectId }: { projectId: number }) {
  const [busy, setBusy] = useState(false)
  const make = async () => {
    setBusy(true)
    try {
      const made = await createDashboard(projectId, { name: 'Product overview', use_template: firstTemplate })
      await changeProject(projectId, { primary_dashboard: made.id })
    } catch (error) {
      toast(messageOf(error), 'error')
      setBusy(false)
    }
  }
  return (
    <section aria-label="Main dashboard" className="rounded-card border border-dashed border-line-2">
      <Empty
        icon={<LayoutDashboard size={22} strokeWidth={1.5} aria-hidden />}
        title="A dashboard can stand here for everybody"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button busy={busy} onClick={() => void make()}>
              Make one from a template
            </Button>
            <Link to="/project/$projectId/dashboard" params={{ projectId: String(projectId) }} className={buttonClass()}>
              Choose one
            </Link>
          </div>
        }
      >
        Any dashboard has “Show it on Home” in its menu.
      </Empty>
    </section>
  )
}

/** The template that PostHog's clients call so: visits, people and what they come back for. */
const firstTemplate = 'DEFAULT_APP'
