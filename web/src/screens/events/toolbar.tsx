import { ChevronDown, ListFilter, Plus, Zap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { EventPicker, ProjectPropertyPicker } from '@/filters/pickers'
import { useFilters } from '@/filters/filters'
import { propertyColumn, readColumn, usualColumns } from '@/lib/event_columns'
import type { EventList } from '@/lib/events_query'
import { eventLabel } from '@/lib/taxonomy'
import { Button, IconButton } from '@/ui/button'
import { ColumnPicker } from '@/ui/column_picker'
import { DateRange } from '@/ui/date_range'
import { FilterChips } from '@/ui/filter_chips'
import { Kbd } from '@/ui/kbd'
import { SearchField } from '@/ui/search_field'
import { useNarrow } from '@/ui/use_media'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Which picker is open; one at a time, also opened by keys. */
export type OpenPicker = 'event' | 'filter' | 'date' | null

interface ToolbarProps {
  list: EventList
  search: string
  onChange: (list: EventList) => void
  onSearch: (search: string) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
}

/** What narrows the list, in one line, and its conditions below. */
export function Toolbar({ list, search, onChange, onSearch, open, onOpen }: ToolbarProps) {
  const toggle = (picker: OpenPicker) => (next: boolean) => onOpen(next ? picker : null)
  const narrow = useNarrow()
  const eventNames = list.event === null ? [] : [list.event]
  const { picker, chips } = useFilters({
    filters: list.filters,
    onChange: (filters) => onChange({ ...list, filters }),
    eventNames,
    adding: {
      open: open === 'filter',
      onOpenChange: toggle('filter'),
      label: 'Find a property',
      trigger: (
        <Button aria-label="Filter" icon={<ListFilter {...icon} className="text-fg-3" />}>
          Filter
          <Kbd hint>F</Kbd>
        </Button>
      ),
    },
  })
  return (
    <div className="shrink-0 border-b border-line py-2">
      <div className="scroll-none flex items-center gap-1.5 overflow-x-auto px-5 py-1 max-sm:px-4 [&>*]:shrink-0">
        <EventPicker
          label="Find an event"
          picked={{ kind: 'EventsNode', event: list.event }}
          onPick={({ event = null }) => onChange({ ...list, event })}
          open={open === 'event'}
          onOpenChange={toggle('event')}
          trigger={
            <Button aria-label={`Event: ${eventLabel(list.event)}`} icon={<Zap {...icon} className="text-fg-3" />}>
              <span className="max-w-48 truncate">{eventLabel(list.event)}</span>
              <ChevronDown {...icon} className="text-fg-3" />
            </Button>
          }
        />
        <DateRange value={list.range} onChange={(range) => onChange({ ...list, range })} open={open === 'date'} onOpenChange={toggle('date')} shortcut="D" />
        {picker}
        <SearchField id="event-search" label="Search events" placeholder="Event, person or URL" className="w-64 max-lg:w-48 max-sm:w-56" value={search} onChange={onSearch} />
        <span className="min-w-2 flex-1" />
        <Columns list={list} eventNames={eventNames} onChange={(columns) => onChange({ ...list, columns })} />
      </div>
      {chips.length > 0 && (
        <FilterChips label="Filters" count={chips.length} onClear={() => onChange({ ...list, filters: [] })} className="px-5 py-1 max-sm:px-4" wrap={!narrow}>
          {chips}
        </FilterChips>
      )}
    </div>
  )
}

interface ColumnsProps {
  list: EventList
  eventNames: string[]
  onChange: (columns: string[]) => void
}

/** Shows and hides columns, and adds one for any property. */
function Columns({ list, eventNames, onChange }: ColumnsProps) {
  // A property column that was hidden can be shown again while the page is open.
  const [known, setKnown] = useState(list.columns)
  useEffect(() => {
    setKnown((before) => {
      const fresh = list.columns.filter((id) => !before.includes(id))
      return fresh.length > 0 ? [...before, ...fresh] : before
    })
  }, [list.columns])
  const others = [...new Set([...usualColumns, ...known])].filter((id) => !list.columns.includes(id))
  const offered = [...list.columns, ...others].map(readColumn).filter((column) => column !== null)
  const add = (id: string) => {
    if (list.columns.includes(id)) return
    const last = list.columns.at(-1)
    // The time stays at the end.
    onChange(last === 'timestamp' ? [...list.columns.slice(0, -1), id, last] : [...list.columns, id])
  }
  return (
    <>
      <ProjectPropertyPicker
        label="Find a property to show"
        eventNames={eventNames}
        onPick={(property) => {
          const column = propertyColumn(property.scope, property.key)
          if (column) add(column.id)
        }}
        trigger={<IconButton label="Add a column" look="default" icon={<Plus {...icon} />} />}
      />
      <ColumnPicker columns={offered} shown={list.columns} onChange={onChange} usual={usualColumns} orderable />
    </>
  )
}
