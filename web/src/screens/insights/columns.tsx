import { Link } from '@tanstack/react-router'
import { Copy, Ellipsis, FileQuestionMark, Star, Trash2 } from 'lucide-react'
import type { Insight } from '@/api/types'
import { kindLabels, kindOf } from '@/lib/insight_kind'
import { insightName } from '@/tiles/insight_name'
import { IconButton } from '@/ui/button'
import { EventTime } from '@/ui/event_time'
import { kindIcons } from '@/ui/kind_icons'
import { Menu, MenuItem } from '@/ui/menu'
import type { Column } from '@/ui/table'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

function KindIcon({ insight }: { insight: Insight }) {
  const kind = kindOf(insight.query)
  const Icon = kind ? kindIcons[kind] : FileQuestionMark
  return <Icon size={15} strokeWidth={1.75} className="shrink-0 text-fg-3" role="img" aria-label={kind ? kindLabels[kind] : 'Other'} />
}

interface ColumnsProps {
  projectId: string
  now: number
  onStar: (insight: Insight) => void
  onCopy: (insight: Insight) => void
  onDelete: (insight: Insight) => void
  onTag: (tag: string) => void
}

/** What the list says of an insight, and what can be done with it in its row. */
export function columnsFor({ projectId, now, onStar, onCopy, onDelete, onTag }: ColumnsProps): Column<Insight>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      sortable: true,
      grow: 3,
      minWidth: 200,
      cell: (insight) => (
          <span className="flex items-center gap-2">
            <KindIcon insight={insight} />
            <Link
              to="/project/$projectId/insights/$shortId"
              params={{ projectId, shortId: insight.short_id }}
              data-row-open
              className="min-w-0 truncate rounded-chip leading-7 font-medium text-fg no-underline hover:underline"
              title={insight.description || undefined}
            >
              {insightName(insight)}
            </Link>
            <IconButton
              label={insight.favorited ? `Take the star of ${insightName(insight)} away` : `Star ${insightName(insight)}`}
              aria-pressed={insight.favorited}
              icon={<Star size={14} strokeWidth={1.75} className={insight.favorited ? 'fill-brand text-brand' : ''} aria-hidden />}
              onClick={() => onStar(insight)}
              className={insight.favorited ? '' : 'opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100'}
            />
          </span>
      ),
    },
    {
      id: 'tags',
      label: 'Tags',
      hideBelow: 'md',
      grow: 1.4,
      cell: (insight) => (
        <span className="flex gap-1 overflow-hidden">
          {insight.tags.map((tag) => (
            <button
              key={tag}
              type="button"
              onClick={() => onTag(tag)}
              title={`Only ${tag}`}
              className="h-6 max-w-40 truncate rounded-chip bg-hover px-1.5 text-small text-fg-2 hover:bg-active hover:text-fg"
            >
              {tag}
            </button>
          ))}
        </span>
      ),
    },
    {
      id: 'by',
      label: 'Made by',
      hideBelow: 'lg',
      grow: 1,
      cell: (insight) => <span className="text-fg-2">{insight.created_by?.first_name || insight.created_by?.email || '–'}</span>,
    },
    {
      id: 'changed',
      label: 'Changed',
      sortable: true,
      hideBelow: 'sm',
      width: 120,
      align: 'end',
      cell: (insight) => (
        <span className="text-fg-2">
          <EventTime time={insight.last_modified_at} now={now} />
        </span>
      ),
    },
    {
      id: 'menu',
      label: '',
      width: 76,
      align: 'end',
      cell: (insight) => (
        <Menu align="end" trigger={<IconButton label={`More for ${insightName(insight)}`} icon={<Ellipsis {...icon} />} />}>
          <MenuItem icon={<Star {...icon} />} onClick={() => onStar(insight)}>
            {insight.favorited ? 'Take the star away' : 'Star'}
          </MenuItem>
          <MenuItem icon={<Copy {...icon} />} onClick={() => onCopy(insight)}>
            Duplicate
          </MenuItem>
          <MenuItem icon={<Trash2 {...icon} />} danger onClick={() => onDelete(insight)}>
            Delete
          </MenuItem>
        </Menu>
      ),
    },
  ]
}
