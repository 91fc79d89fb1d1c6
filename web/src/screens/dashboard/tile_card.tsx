import { Link } from '@tanstack/react-router'
import { Copy, Ellipsis, ExternalLink, GripVertical, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { DashboardTile } from '@/api/dashboards'
import { describeDateRange } from '@/lib/date_range'
import { kindLabels, kindOf } from '@/lib/insight_kind'
import { parseTrendsQuery } from '@/lib/trends_query'
import { IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'
import { Markdown } from '@/ui/markdown'
import { Menu, MenuItem, MenuLine } from '@/ui/menu'
import { InsightTile, nameOf } from './insight_tile'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

interface TileCardProps {
  projectId: number
  tile: DashboardTile
  refreshes: number
  onAnswered: (at: number) => void
  onRefresh: () => void
  onEditText: () => void
  onDuplicate: () => void
  onRemove: () => void
  /** While places are edited: the head moves the tile, arrow keys too. */
  editing: boolean
  onKey?: (event: KeyboardEvent<HTMLElement>) => void
  className?: string
}

/** One tile: a head that names it, and what it shows. */
export function TileCard({ projectId, tile, refreshes, onAnswered, onRefresh, onEditText, onDuplicate, onRemove, editing, onKey, className }: TileCardProps) {
  const { insight, text } = tile
  const name = insight ? nameOf(insight) : 'Text'
  const query = insight ? parseTrendsQuery(insight.query) : null
  const kind = insight && kindOf(insight.query)
  const menu: ReactNode = (
    <Menu
      align="end"
      trigger={
        <IconButton
          label={`More for ${name}`}
          icon={<Ellipsis {...icon} />}
          className={editing ? '' : 'opacity-0 group-focus-within/tile:opacity-100 group-hover/tile:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100'}
        />
      }
    >
      {insight && (
        <>
          <MenuItem icon={<RefreshCw {...icon} />} onClick={onRefresh}>
            Compute again
          </MenuItem>
          <MenuItem icon={<Copy {...icon} />} onClick={onDuplicate}>
            Duplicate
          </MenuItem>
        </>
      )}
      {text && (
        <MenuItem icon={<Pencil {...icon} />} onClick={onEditText}>
          Edit text
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={<Trash2 {...icon} />} danger onClick={onRemove}>
        Remove from dashboard
      </MenuItem>
    </Menu>
  )
  return (
    <section
      aria-label={name}
      className={cx(
        'group/tile relative flex h-full min-h-0 flex-col rounded-card border border-line bg-surface',
        editing && 'shadow-1 has-[[data-move]:focus-visible]:border-accent',
        className,
      )}
    >
      {insight ? (
        <header className={cx('flex h-10 shrink-0 items-center gap-2 pr-1.5 pl-4', editing && 'tile-handle cursor-grab active:cursor-grabbing')}>
          {editing && <Grip name={name} onKey={onKey} />}
          <h2 className="min-w-0 truncate font-semibold">
            {editing ? (
              name
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
            {query ? describeDateRange(query.dateRange ?? {}) : kind ? kindLabels[kind] : ''}
          </span>
          <span className="tile-still ml-auto flex shrink-0 items-center">
            {!editing && (
              <Link
                to="/project/$projectId/insights/$shortId"
                params={{ projectId: String(projectId), shortId: insight.short_id }}
                aria-label={`Open ${name}`}
                title="Open"
                className="rounded-control p-1.5 text-fg-3 opacity-0 group-focus-within/tile:opacity-100 group-hover/tile:opacity-100 hover:bg-hover pointer-coarse:hidden"
              >
                <ExternalLink {...icon} />
              </Link>
            )}
            {menu}
          </span>
        </header>
      ) : (
        <div className="tile-still absolute top-1 right-1.5 z-10 flex items-center">
          {editing && <Grip name={name} onKey={onKey} />}
          {menu}
        </div>
      )}
      <div className="min-h-0 flex-1">
        {insight && <InsightTile projectId={projectId} insight={insight} refreshes={refreshes} onAnswered={onAnswered} interactive={!editing} />}
        {text && (
          <div className={cx('scroll-thin h-full overflow-y-auto py-3 pr-10 pl-4', editing && 'tile-handle cursor-grab')}>
            <Markdown text={text.body} />
          </div>
        )}
      </div>
    </section>
  )
}

/** Where a tile is held: by the mouse, or by the keyboard, whose arrow keys move it. */
function Grip({ name, onKey }: { name: string; onKey?: (event: KeyboardEvent<HTMLElement>) => void }) {
  return (
    <button
      type="button"
      data-move
      aria-label={`Move ${name}: arrow keys; with shift, resize`}
      onKeyDown={onKey}
      className="-ml-2 shrink-0 cursor-grab rounded-chip p-0.5 text-fg-3 hover:bg-hover"
    >
      <GripVertical size={14} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
