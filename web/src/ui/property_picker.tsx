import { Calendar, CircleHelp, Hash, ToggleLeft, Type } from 'lucide-react'
import type { ReactElement } from 'react'
import type { FilterScope, PropertyType } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { propertyLabel, rawNote } from '@/lib/taxonomy'
import { Picker, type PickerItem } from './picker'

export interface PropertyChoice {
  scope: FilterScope
  key: string
  type: PropertyType | null
}

interface PropertyPickerProps {
  label: string
  trigger: ReactElement
  /** In the order of likeliness; the search ranks them again. */
  properties: PropertyChoice[]
  search: string
  onSearch: (search: string) => void
  onPick: (property: PropertyChoice) => void
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

/** Finds a property of events or people: exact matches first, then those that start so, then the rest. */
export function PropertyPicker({ properties, search, onPick, ...rest }: PropertyPickerProps) {
  const groupOf = (scope: FilterScope, label: string) => ({
    label,
    items: rankBy(
      properties.filter((property) => property.scope === scope),
      search,
      (property) => [property.key, propertyLabel(property.key)],
    ).map((property): PropertyItem => {
      const name = propertyLabel(property.key)
      return {
        id: `${scope}:${property.key}`,
        label: name,
        note: rawNote(name, property.key),
        icon: <PropertyTypeIcon type={property.type} />,
        property,
      }
    }),
  })
  return (
    <Picker
      {...rest}
      search={search}
      groups={[groupOf('event', 'Event properties'), groupOf('person', 'Person properties')]}
      onPick={(item) => onPick(item.property)}
      emptyText={search === '' ? 'No properties seen yet.' : `No property matches “${search}”.`}
    />
  )
}
