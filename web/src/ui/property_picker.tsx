import { Calendar, CircleHelp, Hash, ToggleLeft, Type } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import type { FilterScope, PropertyType } from '@/api/types'
import { formatPercent } from '@/lib/format'
import { rankBy } from '@/lib/rank'
import { propertyLabel, rawNote } from '@/lib/taxonomy'
import { Picker, type PickerGroup, type PickerItem } from './picker'

export interface PropertyChoice {
  scope: FilterScope
  key: string
  type: PropertyType | null
  /** Seen on the chosen events: such come first. Unknown counts as seen. */
  seen?: boolean | null
}

/** What is known about the property the list stands on. */
export interface PropertyFacts {
  /** Values seen lately, most frequent first. */
  samples?: string[]
  /** Share of the chosen events that have it, 0 to 1. */
  share?: number | null
  loading?: boolean
}

/** What else the list offers, below the properties. */
export interface OtherChoice extends PickerItem {
  onPick: () => void
}

interface PropertyPickerProps {
  label: string
  trigger: ReactElement
  /** In the order of likeliness; the search ranks them again. */
  properties: PropertyChoice[]
  search: string
  onSearch: (search: string) => void
  onPick: (property: PropertyChoice) => void
  /** The property the list stands on, for whoever reads its facts. */
  onHighlight?: (property: PropertyChoice | null) => void
  facts?: PropertyFacts
  /** Already searched and in order. */
  others?: PickerGroup<OtherChoice>[]
  loading?: boolean
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

interface PropertyItem extends PickerItem {
  property: PropertyChoice
}

export function PropertyTypeIcon({ type }: { type: PropertyType | null }) {
  const look = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const
  switch (type) {
    case 'Numeric':
    case 'Duration':
      return <Hash {...look} />
    case 'Boolean':
      return <ToggleLeft {...look} />
    case 'DateTime':
      return <Calendar {...look} />
    case 'String':
      return <Type {...look} />
    case null:
      return <CircleHelp {...look} />
  }
}

const typeNames: Record<PropertyType, string> = { String: 'Text', Numeric: 'Number', Boolean: 'Yes or no', DateTime: 'Date and time', Duration: 'Duration' }

/**
 * Before a search: properties of the chosen events, then those of other events, then of people. With one: a
 * single list, exact names first, then those that start so, then the rest; equals in the order above.
 */
export function groupProperties(properties: PropertyChoice[], search: string): PickerGroup<PropertyItem>[] {
  const own = properties.filter((one) => one.scope === 'event' && one.seen !== false)
  const others = properties.filter((one) => one.scope === 'event' && one.seen === false)
  const people = properties.filter((one) => one.scope === 'person')
  if (search.trim() === '') {
    return [
      { label: 'Event properties', items: own.map((one) => itemOf(one)) },
      { label: 'Not seen on this event', items: others.map((one) => itemOf(one)) },
      { label: 'Person properties', items: people.map((one) => itemOf(one)) },
    ]
  }
  const ranked = rankBy([...own, ...others, ...people], search, (one) => [one.key, propertyLabel(one.key)])
  return [{ label: '', items: ranked.map((one) => itemOf(one, one.scope === 'person' ? 'person' : one.seen === false ? 'other events' : undefined)) }]
}

function itemOf(property: PropertyChoice, aside?: string): PropertyItem {
  const name = propertyLabel(property.key)
  return {
    id: `${property.scope}:${property.key}`,
    label: name,
    note: rawNote(name, property.key),
    icon: <PropertyTypeIcon type={property.type} />,
    aside,
    property,
  }
}

/** Finds a property of events or people, and shows what its values look like before it is taken. */
export function PropertyPicker({ properties, others, search, onPick, onHighlight, facts, ...rest }: PropertyPickerProps) {
  const [current, setCurrent] = useState<PropertyChoice | null>(null)
  return (
    <Picker<PropertyItem | OtherChoice>
      {...rest}
      search={search}
      groups={[...groupProperties(properties, search), ...(others ?? [])]}
      onPick={(item) => ('property' in item ? onPick(item.property) : item.onPick())}
      onHighlight={(item) => {
        if (item === null) return
        const property = 'property' in item ? item.property : null
        setCurrent(property)
        onHighlight?.(property)
      }}
      emptyText={search === '' ? 'No properties seen yet.' : `No property matches “${search}”.`}
      footer={facts && current && <Facts property={current} facts={facts} />}
    />
  )
}

function Facts({ property, facts }: { property: PropertyChoice; facts: PropertyFacts }) {
  const samples = facts.samples ?? []
  const about = [property.type ? typeNames[property.type] : 'Type not known yet', facts.share == null ? null : `on ${formatPercent(facts.share)} of these events`]
  return (
    <>
      <p className="truncate text-fg-2">{about.filter(Boolean).join(', ')}</p>
      <p className="truncate text-fg-3" title={samples.join(', ')}>
        {samples.length > 0 ? samples.slice(0, 6).join(' · ') : facts.loading ? 'Looking for values…' : 'No values seen lately'}
      </p>
    </>
  )
}
