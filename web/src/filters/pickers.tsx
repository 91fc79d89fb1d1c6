import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { MousePointerClick, Zap } from 'lucide-react'
import { useDeferredValue, useState, type ReactElement } from 'react'
import { actionsQuery } from '@/api/actions'
import { eventDefinitionsQuery, groupDefinitionsQuery, propertyDefinitionsQuery, propertyValuesQuery, searchesValuesQuery, sessionPropertiesQuery, type OwnedProperty } from '@/api/definitions'
import type { FilterScope, PropertyDefinition } from '@/api/types'
import { subjectName, type Subject } from '@/lib/question_parts'
import { rankBy } from '@/lib/rank'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { Picker, type PickerGroup, type PickerItem } from '@/ui/picker'
import { PropertyPicker, type OtherChoice, type PropertyChoice } from '@/ui/property_picker'
import { ValueList } from '@/ui/value_list'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

function useProjectId(): number {
  return Number(useParams({ strict: false }).projectId)
}

interface EventPickerProps {
  label: string
  trigger: ReactElement
  picked?: Subject
  onPick: (subject: Subject) => void
  /** Whether actions can be chosen, too. */
  withActions?: boolean
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

interface EventItem extends PickerItem {
  subject: Subject
}

const idOf = ({ kind, event, id }: Subject): string => (kind === 'ActionsNode' ? `a:${id ?? ''}` : event ? `e:${event}` : '*')
const ofEvent = (event: string | null): Pick<EventItem, 'id' | 'subject'> => ({ id: idOf({ kind: 'EventsNode', event }), subject: { kind: 'EventsNode', event } })
const everyEvent: EventItem = { ...ofEvent(null), label: 'All events', icon: <Zap {...icon} /> }

/** Events of the project, the ones seen last first. */
export function EventPicker({ label, trigger, picked, onPick, withActions = false, open, onOpenChange }: EventPickerProps) {
  const projectId = useProjectId()
  const [search, setSearch] = useState('')
  const asked = useDeferredValue(search)
  const { data, isFetching } = useQuery(eventDefinitionsQuery(projectId, asked))
  const events = (data?.results ?? [])
    .filter((definition) => definition.hidden !== true)
    .map(({ name }): EventItem => {
      const shown = eventLabel(name)
      return { ...ofEvent(name), label: shown, note: rawNote(shown, name), icon: <Zap {...icon} /> }
    })
  const ranked = rankBy([everyEvent, ...events], search, (item) => [item.label, item.subject.event ?? ''])
  const actions = useQuery({ ...actionsQuery(projectId), enabled: withActions })
  const named = (withActions ? (actions.data?.results ?? []) : []).map(({ id, name }): EventItem => {
    const subject: Subject = { kind: 'ActionsNode', id, name: name ?? undefined }
    return { id: idOf(subject), label: subjectName(subject), subject, icon: <MousePointerClick {...icon} /> }
  })
  return (
    <Picker
      label={label}
      trigger={trigger}
      groups={[
        { label: 'Events', items: ranked },
        { label: 'Actions', items: rankBy(named, search, (item) => [item.label]) },
      ]}
      search={search}
      onSearch={setSearch}
      onPick={(item) => onPick(item.subject)}
      picked={picked ? idOf(picked) : null}
      loading={isFetching || asked !== search}
      emptyText={`No event${withActions ? ' or action' : ''} matches “${search}”.`}
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
  /** What else can be picked, for what is searched for; whether it is still on its way. */
  others?: { of: (search: string) => PickerGroup<OtherChoice>[]; loading: boolean; instead: boolean }
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

export function ProjectPropertyPicker({ eventNames, numerical, scope: only, onPick, others, ...rest }: ProjectPropertyPickerProps) {
  const projectId = useProjectId()
  const [search, setSearch] = useState('')
  const [current, setCurrent] = useState<PropertyChoice | null>(null)
  const wanted = useDeferredValue(search)
  const ofEvents = useQuery({ ...propertyDefinitionsQuery(projectId, { type: 'event', search: wanted, eventNames, numerical }), enabled: only === undefined })
  const ofPeople = useQuery(propertyDefinitionsQuery(projectId, { type: 'person', search: wanted, numerical }))
  const looked = useDeferredValue(current)
  const values = useQuery(propertyValuesQuery(projectId, { type: looked?.scope ?? 'event', key: looked?.key ?? '' }, ''))
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
      properties={others?.instead ? [] : [...choices('event', ofEvents.data?.results), ...choices('person', ofPeople.data?.results)]}
      others={others?.of(search)}
      search={search}
      onSearch={setSearch}
      loading={ofEvents.isFetching || ofPeople.isFetching || wanted !== search || others?.loading}
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
  property: OwnedProperty
  values: string[]
  onChange: (values: string[]) => void
}

export function ValuePicker({ label, property, values, onChange }: ValuePickerProps) {
  const projectId = useProjectId()
  const [search, setSearch] = useState('')
  const { data, isFetching } = useQuery(propertyValuesQuery(projectId, property, useDeferredValue(search)))
  useQuery(searchesValuesQuery(projectId, property))
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
export function usePropertyType({ type, key, group_type_index }: OwnedProperty) {
  const projectId = useProjectId()
  const ofOne = useQuery({ ...propertyDefinitionsQuery(projectId, { type: type === 'person' ? type : 'event', search: key }), enabled: type === 'event' || type === 'person' })
  const ofSessions = useQuery({ ...sessionPropertiesQuery(projectId), enabled: type === 'session' })
  const ofGroups = useQuery({ ...groupDefinitionsQuery(projectId, group_type_index ?? 0), enabled: type === 'group' })
  const { data } = type === 'session' ? ofSessions : type === 'group' ? ofGroups : ofOne
  return data?.results.find((definition) => definition.name === key)?.property_type ?? null
}
