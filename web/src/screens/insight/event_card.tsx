import { ArrowDown, ArrowUp, Copy, Ellipsis, Filter, Pencil, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { namesIn, subjectName, withSubject, type EventNode } from '@/lib/question_parts'
import { IconButton } from '@/ui/button'
import { Input } from '@/ui/field'
import { Menu, MenuItem } from '@/ui/menu'
import { useFilters } from '@/filters/filters'
import { EventPicker } from '@/filters/pickers'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const
interface EventCardProps<N extends EventNode> {
  /** What it is: "series", "step". */
  what: string
  /** Its letter or number. */
  mark: string
  node: N
  onChange: (node: N) => void
  onRemove?: () => void
  onCopy?: () => void
  onMoveUp?: () => void
  onMoveDown?: () => void
  filtering: boolean
  onFiltering: (open: boolean) => void
  /** What else its menu offers. */
  menu?: ReactNode
  /** How it is counted. */
  children?: ReactNode
}

/** One event of a question: which it is, how it is counted, under which conditions, and its name. */
export function EventCard<N extends EventNode>({ what, mark, node, onChange, onRemove, onCopy, onMoveUp, onMoveDown, filtering, onFiltering, menu, children }: EventCardProps<N>) {
  const [naming, setNaming] = useState(false)
  const own = subjectName(node)
  const filters = useFilters({
    filters: node.properties ?? [],
    onChange: (properties) => onChange({ ...node, properties }),
    eventNames: namesIn(node),
    adding: {
      open: filtering,
      onOpenChange: onFiltering,
      label: `Find a property to filter ${mark} by`,
      trigger: <IconButton label={`Filter ${what} ${mark}`} icon={<Filter {...icon} />} />,
    },
  })
  return (
    <li className="rounded-card border border-line bg-surface p-1.5 shadow-1" aria-label={`${what.charAt(0).toUpperCase()}${what.slice(1)} ${mark}`}>
      <div className="flex items-center gap-0.5">
        <span
          aria-hidden
          className="mr-0.5 ml-0.5 flex size-5 shrink-0 items-center justify-center rounded-chip bg-accent-soft text-meta font-semibold text-accent-text"
        >
          {mark}
        </span>
        {naming ? (
          <Input
            aria-label={`Name of ${what} ${mark}`}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of what was pressed
            autoFocus
            className="h-7"
            placeholder={own}
            value={node.custom_name ?? ''}
            maxLength={200}
            onChange={(event) => onChange({ ...node, custom_name: event.target.value || undefined })}
            onBlur={() => setNaming(false)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === 'Escape') setNaming(false)
            }}
          />
        ) : (
          <EventPicker
            label={`Find an event for ${mark}`}
            picked={node}
            withActions
            onPick={(subject) => onChange(withSubject(node, subject))}
            trigger={
              <button
                type="button"
                aria-label={`Event of ${what} ${mark}: ${own}`}
                title={node.custom_name ? `${node.custom_name}: ${own}` : undefined}
                className="flex h-7 min-w-0 flex-1 items-center rounded-chip px-1.5 text-left font-medium hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-touch"
              >
                <span className="truncate">{node.custom_name || own}</span>
              </button>
            }
          />
        )}
        {filters.picker}
        <Menu align="end" trigger={<IconButton label={`More for ${what} ${mark}`} icon={<Ellipsis {...icon} />} />}>
          <MenuItem icon={<Pencil {...icon} />} onClick={() => setNaming(true)}>
            Rename
          </MenuItem>
          <MenuItem icon={<Copy {...icon} />} disabled={!onCopy} onClick={onCopy}>
            Duplicate
          </MenuItem>
          <MenuItem icon={<ArrowUp {...icon} />} disabled={!onMoveUp} onClick={onMoveUp}>
            Move up
          </MenuItem>
          <MenuItem icon={<ArrowDown {...icon} />} disabled={!onMoveDown} onClick={onMoveDown}>
            Move down
          </MenuItem>
          {menu}
          <MenuItem icon={<Trash2 {...icon} />} danger disabled={!onRemove} onClick={onRemove}>
            Remove {what} {mark}
          </MenuItem>
        </Menu>
      </div>
      {children}
      {filters.chips.length > 0 && <div className="mt-1 mb-0.5 flex flex-wrap gap-1.5 pl-7">{filters.chips}</div>}
    </li>
  )
}
