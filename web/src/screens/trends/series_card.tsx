import { ArrowDown, ArrowUp, ChevronDown, Copy, Ellipsis, Filter, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { seriesMaths, type EventsNode, type SeriesMath } from '@/api/types'
import { mathLabels } from '@/charts/trends_data'
import { eventLabel, propertyLabel } from '@/lib/taxonomy'
import { needsProperty } from '@/lib/trends_query'
import { IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'
import { Input } from '@/ui/field'
import { Menu, MenuItem } from '@/ui/menu'
import { Select } from '@/ui/select'
import { useFilters } from '@/filters/filters'
import { EventPicker, ProjectPropertyPicker } from '@/filters/pickers'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const
const small =
  'inline-flex h-6 max-w-full min-w-0 items-center gap-1 rounded-chip px-1 text-fg-2 transition-colors duration-100 hover:bg-hover hover:text-fg data-popup-open:bg-hover pointer-coarse:h-9'

interface SeriesCardProps {
  letter: string
  node: EventsNode
  onChange: (node: EventsNode) => void
  onRemove?: () => void
  onCopy?: () => void
  onMoveUp?: () => void
  onMoveDown?: () => void
  filtering: boolean
  onFiltering: (open: boolean) => void
}

/** One series: its event, how it is counted, under which conditions, and its name. */
export function SeriesCard({ letter, node, onChange, onRemove, onCopy, onMoveUp, onMoveDown, filtering, onFiltering }: SeriesCardProps) {
  const [naming, setNaming] = useState(false)
  const filters = useFilters({
    filters: node.properties ?? [],
    onChange: (properties) => onChange({ ...node, properties }),
    eventNames: node.event === null ? [] : [node.event],
    adding: {
      open: filtering,
      onOpenChange: onFiltering,
      label: `Find a property to filter ${letter} by`,
      trigger: <IconButton label={`Filter series ${letter}`} icon={<Filter {...icon} />} />,
    },
  })
  return (
    <li className="rounded-card border border-line bg-surface p-1.5 shadow-1" aria-label={`Series ${letter}`}>
      <div className="flex items-center gap-0.5">
        <span
          aria-hidden
          className="mr-0.5 ml-0.5 flex size-5 shrink-0 items-center justify-center rounded-chip bg-accent-soft text-meta font-semibold text-accent-text"
        >
          {letter}
        </span>
        {naming ? (
          <Input
            aria-label={`Name of series ${letter}`}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of what was pressed
            autoFocus
            className="h-7"
            placeholder={eventLabel(node.event)}
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
            label={`Find an event for ${letter}`}
            picked={node.event}
            onPick={(event) => onChange({ ...node, event })}
            trigger={
              <button
                type="button"
                aria-label={`Event of series ${letter}: ${eventLabel(node.event)}`}
                title={node.custom_name ? `${node.custom_name}: ${eventLabel(node.event)}` : undefined}
                className="flex h-7 min-w-0 flex-1 items-center rounded-chip px-1.5 text-left font-medium hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-touch"
              >
                <span className="truncate">{node.custom_name || eventLabel(node.event)}</span>
              </button>
            }
          />
        )}
        {filters.picker}
        <Menu align="end" trigger={<IconButton label={`More for series ${letter}`} icon={<Ellipsis {...icon} />} />}>
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
          <MenuItem icon={<Trash2 {...icon} />} danger disabled={!onRemove} onClick={onRemove}>
            Remove series {letter}
          </MenuItem>
        </Menu>
      </div>
      <Counting letter={letter} node={node} onChange={onChange} />
      {filters.chips.length > 0 && <div className="mt-1 mb-0.5 flex flex-wrap gap-1.5 pl-7">{filters.chips}</div>}
    </li>
  )
}

function Counting({ letter, node, onChange }: Pick<SeriesCardProps, 'letter' | 'node' | 'onChange'>) {
  const math = node.math ?? 'total'
  // Groups are counted only where a link or a saved question brought their type.
  const offered = seriesMaths.filter((value) => value !== 'unique_group' || math === 'unique_group')
  const choose = (next: SeriesMath) => {
    const { math_property, math_property_type, math_hogql, math_group_type_index, ...rest } = node
    onChange({
      ...rest,
      math: next,
      ...(needsProperty(next) ? { math_property, math_property_type } : {}),
      ...(next === 'hogql' ? { math_hogql: math_hogql ?? 'count()' } : {}),
      ...(next === 'unique_group' ? { math_group_type_index } : {}),
    })
  }
  return (
    <div className="flex flex-wrap items-center gap-x-1 pl-6.5">
      <Select<SeriesMath>
        label={`Counting of series ${letter}`}
        look="ghost"
        value={math}
        options={offered.map((value) => ({ value, label: needsProperty(value) ? `${mathLabels[value]} of a property` : mathLabels[value] }))}
        onChange={choose}
        className="-ml-0.5 !h-6 !gap-1 !px-1.5"
      />
      {needsProperty(math) && (
        <ProjectPropertyPicker
          label="Find a numeric property"
          numerical
          eventNames={node.event === null ? [] : [node.event]}
          onPick={({ key, scope }) =>
            onChange({ ...node, math_property: key, math_property_type: scope === 'person' ? 'person_properties' : undefined })
          }
          trigger={
            <button
              type="button"
              aria-label={`Property of series ${letter}: ${node.math_property ? propertyLabel(node.math_property) : 'choose one'}`}
              className={cx(small, !node.math_property && 'text-accent-text')}
            >
              <span className="truncate">{node.math_property ? propertyLabel(node.math_property) : 'choose a property'}</span>
              <ChevronDown size={13} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
            </button>
          }
        />
      )}
      {math === 'hogql' && (
        <Input
          aria-label={`SQL expression of series ${letter}`}
          className="mt-1 mb-0.5 h-7 font-mono"
          placeholder="count() / uniq(person_id)"
          value={node.math_hogql ?? ''}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ ...node, math_hogql: event.target.value })}
        />
      )}
    </div>
  )
}
