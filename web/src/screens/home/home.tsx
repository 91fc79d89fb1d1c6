import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { dashboardQuery, type DashboardTile } from '@/api/dashboards'
import { projectQuery } from '@/api/projects'
import { meQuery } from '@/api/session'
import type { Me } from '@/api/types'
import { placesOf } from '@/tiles/places'
import { TileCard } from '@/tiles/tile_card'
import { TileGrid } from '@/tiles/tile_grid'
import { buttonClass } from '@/ui/button'
import { Page } from '@/ui/page'
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
  if (!board.data || board.data.tiles.length === 0) return null
  const places = placesOf(board.data.tiles)
  const draw = (tile: DashboardTile) => <TileCard key={tile.id} projectId={projectId} tile={tile} />
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
