import { Link } from '@tanstack/react-router'
import { Copy, Ellipsis, LayoutDashboard, Pin, Trash2 } from 'lucide-react'
import type { DashboardBasic } from '@/api/dashboards'
import { IconButton } from '@/ui/button'
import { EventTime } from '@/ui/event_time'
import { Menu, MenuItem } from '@/ui/menu'
import type { Column } from '@/ui/table'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

export const nameOf = (board: DashboardBasic): string => board.name || 'Untitled dashboard'

interface ColumnsProps {
  projectId: string
  now: number
  onPin: (board: DashboardBasic) => void
  onCopy: (board: DashboardBasic) => void
  onDelete: (board: DashboardBasic) => void
}

/** What the list says of a dashboard, and what can be done with it in its row. */
export function columnsFor({ projectId, now, onPin, onCopy, onDelete }: ColumnsProps): Column<DashboardBasic>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      grow: 3,
      minWidth: 200,
      sortBy: (board) => nameOf(board).toLowerCase(),
      cell: (board) => (
        <span className="flex items-center gap-2">
          <LayoutDashboard {...icon} className="shrink-0 text-fg-3" />
          <Link
            to="/project/$projectId/dashboard/$dashboardId"
            params={{ projectId, dashboardId: String(board.id) }}
            data-row-open
            title={board.description || undefined}
            className="min-w-0 truncate rounded-chip leading-7 font-medium text-fg no-underline hover:underline"
          >
            {nameOf(board)}
          </Link>
          <IconButton
            label={board.pinned ? `Unpin ${nameOf(board)}` : `Pin ${nameOf(board)}`}
            aria-pressed={board.pinned}
            icon={<Pin size={14} strokeWidth={1.75} className={board.pinned ? 'fill-brand text-brand' : ''} aria-hidden />}
            onClick={() => onPin(board)}
            className={board.pinned ? '' : 'opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100'}
          />
        </span>
      ),
    },
    {
      id: 'tags',
      label: 'Tags',
      hideBelow: 'md',
      grow: 1.4,
      cell: (board) => (
        <span className="flex gap-1 overflow-hidden">
          {board.tags.map((tag) => (
            <span key={tag} className="h-6 max-w-40 truncate rounded-chip bg-hover px-1.5 text-small leading-6 text-fg-2">
              {tag}
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'by',
      label: 'Made by',
      hideBelow: 'lg',
      grow: 1,
      cell: (board) => <span className="text-fg-2">{board.created_by?.first_name || board.created_by?.email || '–'}</span>,
    },
    {
      id: 'viewed',
      label: 'Viewed',
      hideBelow: 'sm',
      width: 120,
      align: 'end',
      sortBy: (board) => board.last_viewed_at,
      cell: (board) => <span className="text-fg-2">{board.last_viewed_at ? <EventTime time={board.last_viewed_at} now={now} /> : 'Never'}</span>,
    },
    {
      id: 'menu',
      label: '',
      width: 76,
      align: 'end',
      cell: (board) => (
        <Menu align="end" trigger={<IconButton label={`More for ${nameOf(board)}`} icon={<Ellipsis {...icon} />} />}>
          <MenuItem icon={<Pin {...icon} />} onClick={() => onPin(board)}>
            {board.pinned ? 'Unpin' : 'Pin'}
          </MenuItem>
          <MenuItem icon={<Copy {...icon} />} onClick={() => onCopy(board)}>
            Duplicate
          </MenuItem>
          <MenuItem icon={<Trash2 {...icon} />} danger onClick={() => onDelete(board)}>
            Delete
          </MenuItem>
        </Menu>
      ),
    },
  ]
}
