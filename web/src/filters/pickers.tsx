import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Zap } from 'lucide-react'
import { useDeferredValue, useState, type ReactElement } from 'react'
import { eventDefinitionsQuery, propertyDefinitionsQuery, propertyValuesQuery } from '@/api/definitions'
import type { FilterScope, PropertyDefinition } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { Picker, type PickerItem } from '@/ui/picker'
import { PropertyPicker, type PropertyChoice } from '@/ui/property_picker'
import { ValueList } from '@/ui/value_list'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

function useProjectId(): number {
  return Number(useParams({ strict: false }).projectId)
}

interface EventPickerProps {
  label: string
  trigger: ReactElement
  /** The chosen event; null is every event; undefined is none yet. */
  picked?: string | null
  onPick: (event: string | null) => void
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

interface EventItem extends PickerItem {
  event: string | null
}

const everyEvent: EventItem = { id: '*', label: 'All events', event: null, icon: <Zap {...icon} /> }

/** Events of the project, the ones seen last first. */
export function EventPicker({ label, trigger, picked, onPick, open, onOpenChange }: EventPickerProps) {
  const projectId = useProjectId()
  const [search, setSearch] = useState('')
  const asked = useDeferredValue(search)
  const { data, isFetching } = useQuery(eventDefinitionsQuery(projectId, asked))
  const events = (data?.results ?? [])
    .filter((definition) => definition.hidden !== true)
    .map(({ name }): EventItem => {
      const shown = eventLabel(name)
      return { id: `e:${name}`, label: shown, note: rawNote(shown, name), event: name, icon: <Zap {...icon} /> }
    })
  const ranked = rankBy([everyEvent, ...events], search, (item) => [item.label, item.event ?? ''])
  return (
    <Picker
      label={label}
      trigger={trigger}
      groups={[{ label: 'Events', items: ranked }]}
      search={search}
      onSearch={setSearch}
      onPick={(item) => onPick(item.event)}
      picked={picked === undefined ? null : picked === null ? '*' : `e:${picked}`}
      loading={isFetching || asked !== search}
      emptyText={`No event matches “${search}”.`}
      open={open}
      onOpenChange={onOpenChange}
    />
  )
}

interface ProjectPropertyPickerProps {
  label: string
  trigger: ReactElement
  /** Events whose properties come first. */
  eventNames: string[]
  numerical?: boolean
  /** Only properties of people. */
  scope?: 'person'
  onPick: (property: PropertyChoice) => void
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

export function ProjectPropertyPicker({ eventNames, numerical, scope: only, onPick, ...rest }: ProjectPropertyPickerProps) {
  const projectId = useProjectId()
  const [search, setSearch] = useState('')
  const [current, setCurrent] = useState<PropertyChoice | null>(null)
  const wanted = useDeferredValue(search)
  const ofEvents = useQuery({ ...propertyDefinitionsQuery(projectId, { type: 'event', search: wanted, eventNames, numerical }), enabled: only === undefined })
  const ofPeople = useQuery(propertyDefinitionsQuery(projectId, { type: 'person', search: wanted, numerical }))
  const looked = useDeferredValue(current)
  const values = useQuery(propertyValuesQuery(projectId, looked?.scope ?? 'event', looked?.key ?? '', ''))
  const choices = (scope: FilterScope, found: PropertyDefinition[] = []): PropertyChoice[] =>
    found.map((definition) => ({
      scope,
      key: definition.name,
      type: definition.property_type,
      seen: scope === 'person' || eventNames.length === 0 ? null : definition.is_seen_on_filtered_events,
    }))
  return (
    <PropertyPicker
      {...rest}
      properties={[...choices('event', ofEvents.data?.results), ...choices('person', ofPeople.data?.results)]}
      search={search}
      onSearch={setSearch}
      loading={ofEvents.isFetching || ofPeople.isFetching || wanted !== search}
      onPick={onPick}
      onHighlight={setCurrent}
      facts={{
        samples: values.isPlaceholderData ? [] : values.data?.map(({ name }) => String(name)),
        loading: values.isFetching,
      }}
    />
  )
}

interface ValuePickerProps {
  label: string
  scope: FilterScope
  property: string
  values: string[]
  onChange: (values: string[]) => void
}

export function ValuePicker({ label, scope, property, values, onChange }: ValuePickerProps) {
  const projectId = useProjectId()
  const [search, setSearch] = useState('')
  const { data, isFetching } = useQuery(propertyValuesQuery(projectId, scope, property, useDeferredValue(search)))
  return (
    <ValueList
      label={label}
      values={values}
      suggestions={(data ?? []).map(({ name }) => String(name))}
      search={search}
      onSearch={setSearch}
      onChange={onChange}
      loading={isFetching}
    />
  )
}

/** The type of a property, to offer the operators that fit it. */
export function usePropertyType(scope: FilterScope, key: string) {
  const { data } = useQuery(propertyDefinitionsQuery(useProjectId(), { type: scope, search: key }))
  return data?.results.find((definition) => definition.name === key)?.property_type ?? null
}
