import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DashboardTile } from '@/api/dashboards'
import { describeDateRange } from '@/lib/date_range'
import { kindLabels, kindOf } from '@/lib/insight_kind'
import { parseQuestion } from '@/lib/question'
import { sampleText } from '@/lib/question_parts'
import { cx } from '@/ui/cx'
import { Markdown } from '@/ui/markdown'
import { insightName } from './insight_name'
import { InsightTile } from './insight_tile'

interface TileCardProps {
  projectId: number
  tile: DashboardTile
  /** Counts up when the tile is to be computed again. */
  refreshes?: number
  onAnswered?: (at: number) => void
  /** The dashboard that it stands on. */
  dashboardId?: number
  /** What can be done with it. */
  menu?: ReactNode
  /** While places are edited: what holds the tile. The head moves it too, and nothing in it can be opened. */
  grip?: ReactNode
  /** On a public page: nothing leads inside. */
  isPublic?: boolean
}

export const tileName = ({ insight }: DashboardTile): string => (insight ? insightName(insight) : 'Text')

/** One tile: a head that names it, and what it shows. */
export function TileCard({ projectId, tile, refreshes = 0, onAnswered, dashboardId, menu, grip, isPublic }: TileCardProps) {
  const { insight, text } = tile
  const editing = grip !== undefined
  const name = tileName(tile)
  const query = insight ? parseQuestion(insight.query) : null
  const kind = insight && kindOf(insight.query)
  return (
    <section
      aria-label={name}
      className={cx(
        'group/tile relative flex h-full min-h-0 flex-col rounded-card border border-line bg-surface',
        editing && 'shadow-1 has-[[data-move]:focus-visible]:border-accent',
      )}
    >
      {insight ? (
        <header className={cx('flex h-10 shrink-0 items-center gap-2 pr-1.5 pl-4', editing && 'tile-handle cursor-grab active:cursor-grabbing')}>
          {grip}
          <h2 className="min-w-0 truncate font-semibold">
            {editing || isPublic ? (
              <span title={insight.description || name}>{name}</span>
            ) : (
              <Link
                to="/project/$projectId/insights/$shortId"
                params={{ projectId: String(projectId), shortId: insight.short_id }}
                title={insight.description || name}
                className="rounded-chip text-fg no-underline hover:underline"
              >
                {name}
              </Link>
            )}
          </h2>
          <span className="min-w-0 shrink-[9999] truncate text-small text-fg-3">
            {query ? [describeDateRange(query.dateRange ?? {}), sampleText(query.samplingFactor)].filter(Boolean).join(', ') : kind ? kindLabels[kind] : ''}
          </span>
          <span className="tile-still ml-auto flex shrink-0 items-center">
            {!editing && !isPublic && (
              <Link
                to="/project/$projectId/insights/$shortId"
                params={{ projectId: String(projectId), shortId: insight.short_id }}
                aria-label={`Open ${name}`}
                title="Open"
                className="rounded-control p-1.5 text-fg-3 opacity-0 group-focus-within/tile:opacity-100 group-hover/tile:opacity-100 hover:bg-hover pointer-coarse:hidden"
              >
                <ExternalLink size={15} strokeWidth={1.75} aria-hidden />
              </Link>
            )}
            {menu}
          </span>
        </header>
      ) : (
        (grip || menu) && (
          <div className="tile-still absolute top-1 right-1.5 z-10 flex items-center">
            {grip}
            {menu}
          </div>
        )
      )}
      <div className="min-h-0 flex-1">
        {insight && <InsightTile projectId={projectId} insight={insight} refreshes={refreshes} onAnswered={onAnswered} interactive={!editing} isPublic={isPublic} dashboardId={dashboardId} />}
        {text && (
          <div className={cx('scroll-thin h-full overflow-y-auto py-3 pr-10 pl-4', editing && 'tile-handle cursor-grab')}>
            <Markdown text={text.body} />
          </div>
        )}
      </div>
    </section>
  )
}
