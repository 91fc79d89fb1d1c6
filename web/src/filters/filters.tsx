import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Building2, Code as CodeIcon, Timer, User, Users, Workflow } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import { sessionPropertiesQuery } from '@/api/definitions'
import type { AnyFilter, FilterOperator, PropertyFilter } from '@/api/types'
import { describeAny, describeCohort, filterLabel, isCohortFilter, isComplete, isPropertyFilter, listOf, operatorLabels, operatorsFor, valueFor, valueShape, type CohortFilter } from '@/lib/filters'
import { rawNote } from '@/lib/taxonomy'
import { Input } from '@/ui/field'
import { FilterChip } from '@/ui/filter_chip'
import { holdKeysUntil } from '@/ui/held_keys'
import type { PropertyChoice } from '@/ui/property_picker'
import { Select } from '@/ui/select'
import { otherChoices, useOthers, type OtherSubject } from './other_choices'
import { ProjectPropertyPicker, usePropertyType, ValuePicker } from './pickers'

const small = { size: 13, strokeWidth: 1.75 } as const

interface FiltersProps {
  filters: AnyFilter[]
  onChange: (filters: AnyFilter[]) => void
  eventNames: string[]
  /** The button that adds one, given by whoever owns the heading; null hides it. */
  /** Only properties of people; those of events, too, when left out. */
  scope?: 'person'
  adding: { open: boolean; onOpenChange: (open: boolean) => void; trigger: ReactElement; label: string }
}

/** A list of conditions and the picker that adds one. */
export function useFilters({ filters, onChange, eventNames, scope, adding }: FiltersProps) {
  const [editing, setEditing] = useState<number | null>(null)

  const add = (filter: AnyFilter) => {
    onChange([...filters, filter])
    // The picker gives focus back to its button first; then the new condition opens for its value, and takes what is
    // typed meanwhile where it has a field for that.
    const edit = () => setEditing(filters.length)
    if (isPropertyFilter(filter) ? valueShape(filter.operator) !== 'none' : filter.type === 'hogql') holdKeysUntil(edit)
    else setTimeout(edit, 0)
  }
  const addProperty = (property: PropertyChoice) => {
    const operator = operatorsFor(property.type)[0] ?? 'exact'
    const filter: PropertyFilter = { type: property.scope, key: property.key, operator }
    if (valueShape(operator) === 'list') filter.value = []
    add(filter)
  }

  const others = useOtherConditions(filters, add, { wanted: adding.open && scope === undefined })
  const picker = (
    <ProjectPropertyPicker
      label={adding.label}
      trigger={adding.trigger}
      eventNames={eventNames}
      scope={scope}
      open={adding.open}
      onOpenChange={adding.onOpenChange}
      onPick={addProperty}
      others={scope === undefined ? others.choices : undefined}
    />
  )
  const chips = filters.map((filter, i) => {
    const replace = (next: AnyFilter) => onChange(filters.map((one, at) => (at === i ? next : one)))
    const isHogql = filter.type === 'hogql'
    return (
      <FilterChip
        // oxlint-disable-next-line react/no-array-index-key -- conditions have no other identity, and may be equal
        key={i}
        text={others.describe(filter)}
        icon={iconOf(filter)}
        incomplete={isPropertyFilter(filter) ? !isComplete(filter) : isHogql && !filter.key?.trim()}
        onRemove={() => {
          setEditing(null)
          onChange(filters.filter((_, at) => at !== i))
        }}
        open={editing === i}
        onOpenChange={(open) => setEditing(open ? i : null)}
        editor={
          isPropertyFilter(filter) ? (
            <FilterEditor filter={filter} onChange={replace} onDone={() => setEditing(null)} />
          ) : isCohortFilter(filter) ? (
            <CohortEditor filter={filter} name={others.cohortName(filter)} onChange={replace} />
          ) : isHogql ? (
            <ExpressionEditor
              label="SQL condition"
              value={filter.key ?? ''}
              hint="An expression that is true for the events to keep, such as properties.price > 20."
              onChange={(key) => replace({ ...filter, key })}
              onDone={() => setEditing(null)}
            />
          ) : undefined
        }
      />
    )
  })
  return { picker, chips, addExpression: () => add({ type: 'hogql', key: '', value: null }) }
}

/** Conditions on what no event and no person carries: properties of groups and sessions, and cohorts. */
function useOtherConditions(filters: AnyFilter[], onAdd: (filter: AnyFilter) => void, { wanted }: { wanted: boolean }) {
  const { loading, typeName, ...known } = useOthers({
    groups: wanted || filters.some(({ type }) => type === 'group'),
    cohorts: wanted || filters.some(isCohortFilter),
  })
  const projectId = Number(useParams({ strict: false }).projectId)
  const sessions = useQuery({ ...sessionPropertiesQuery(projectId), enabled: wanted })
  const typeOf = ({ type, property }: OtherSubject) => (type === 'session' ? (sessions.data?.results.find(({ name }) => name === property)?.property_type ?? null) : null)
  const onPick = (subject: OtherSubject) => {
    const { type, property, group_type_index, name } = subject
    if (type === 'cohort') return onAdd({ type, key: 'id', value: Number(property), operator: 'in', label: name })
    const operator = operatorsFor(typeOf(subject))[0] ?? 'exact'
    onAdd({ type, key: property, operator, ...(valueShape(operator) === 'list' && { value: [] }), ...(type === 'group' && { group_type_index }) })
  }
  const cohortName = (filter: CohortFilter) => known.cohorts.find(({ id }) => id === filter.value)?.name
  return {
    choices: {
      of: (search: string) => {
        const { ofGroups, ofSessions, ofCohorts } = otherChoices({ ...known, sessions: sessions.data?.results.map(({ name }) => name) ?? [], onPick }, search)
        return [...ofGroups, ofSessions, ofCohorts]
      },
      loading: wanted && (loading || sessions.isFetching),
      instead: false,
    },
    cohortName,
    describe: (filter: AnyFilter) => {
      if (isCohortFilter(filter)) return describeCohort(filter, cohortName(filter))
      return filter.type === 'group' && isPropertyFilter(filter) ? `${typeName(filter.group_type_index ?? 0)}: ${describeAny(filter)}` : describeAny(filter)
    },
  }
}

function CohortEditor({ filter, name, onChange }: { filter: CohortFilter; name: string | undefined; onChange: (filter: CohortFilter) => void }) {
  return (
    <div className="flex flex-col gap-2 p-3">
      <p className="font-medium break-words">{describeCohort({ ...filter, operator: 'in' }, name).replace(/^In /, '')}</p>
      <Select<'in' | 'not_in'>
        label="Operator"
        value={filter.operator ?? 'in'}
        options={[
          { value: 'in', label: 'People in this cohort' },
          { value: 'not_in', label: 'People not in this cohort' },
        ]}
        onChange={(operator) => onChange({ ...filter, operator })}
        className="w-full"
      />
    </div>
  )
}

function iconOf(filter: AnyFilter) {
  if (filter.type === 'group') return <Building2 {...small} aria-label="Group property" />
  if (filter.type === 'session') return <Timer {...small} aria-label="Session property" />
  if (filter.type === 'cohort') return <Users {...small} aria-label="Cohort" />
  if (filter.type === 'person') return <User {...small} aria-label="Person property" />
  if (filter.type === 'hogql') return <CodeIcon {...small} aria-label="SQL condition" />
  return filter.type === 'event' ? undefined : <Workflow {...small} aria-label={filter.type} />
}

interface ExpressionEditorProps {
  label: string
  value: string
  hint: string
  onChange: (value: string) => void
  onDone: () => void
}

/** One line of HogQL. */
export function ExpressionEditor({ label, value, hint, onChange, onDone }: ExpressionEditorProps) {
  return (
    <div className="flex flex-col gap-1.5 p-3">
      <Input
        data-first
        aria-label={label}
        className="font-mono"
        value={value}
        placeholder="properties.price > 20"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onDone()
        }}
      />
      <p className="text-small text-fg-3">{hint}</p>
    </div>
  )
}

interface FilterEditorProps {
  filter: PropertyFilter
  onChange: (filter: PropertyFilter) => void
  onDone: () => void
}

function FilterEditor({ filter, onChange, onDone }: FilterEditorProps) {
  const type = usePropertyType(filter)
  const operators = operatorsFor(type)
  const offered = operators.includes(filter.operator) ? operators : [filter.operator, ...operators]
  const name = filterLabel(filter)
  return (
    <div className="flex flex-col">
      <div className="flex flex-col gap-2 p-3">
        <p className="font-medium break-words">
          {name} <span className="font-normal text-fg-3">{rawNote(name, filter.key)}</span>
        </p>
        <Select<FilterOperator>
          label="Operator"
          value={filter.operator}
          options={offered.map((operator) => ({ value: operator, label: operatorLabels[operator] }))}
          onChange={(operator) => onChange({ ...filter, operator, value: valueFor(operator, filter) })}
          className="w-full"
        />
      </div>
      <ValueEditor filter={filter} onChange={onChange} onDone={onDone} />
    </div>
  )
}

function ValueEditor({ filter, onChange, onDone }: FilterEditorProps) {
  const set = (value: PropertyFilter['value']) => onChange({ ...filter, value })
  const onKeyDown = (event: { key: string }) => {
    if (event.key === 'Enter') onDone()
  }
  const label = `Value of ${filterLabel(filter)}`
  const values = listOf(filter.value)
  switch (valueShape(filter.operator)) {
    case 'none':
      return null
    case 'list':
      return <ValuePicker label={label} property={filter} values={values} onChange={set} />
    case 'text':
      return (
        <div className="px-3 pb-3">
          <Input data-first aria-label={label} placeholder="Text" value={values[0] ?? ''} onChange={(event) => set(event.target.value)} onKeyDown={onKeyDown} />
        </div>
      )
    case 'number':
      return (
        <div className="px-3 pb-3">
          <NumberInput label={label} value={values[0]} onChange={set} onKeyDown={onKeyDown} />
        </div>
      )
    case 'date':
      return (
        <div className="px-3 pb-3">
          <Input data-first aria-label={label} type="date" value={values[0] ?? ''} onChange={(event) => set(event.target.value)} onKeyDown={onKeyDown} />
        </div>
      )
    case 'pair':
      return (
        <div className="flex items-center gap-2 px-3 pb-3">
          <NumberInput label={`${label}, from`} value={values[0]} onChange={(from) => set(pair(from, values[1]))} onKeyDown={onKeyDown} />
          <span className="text-fg-2">and</span>
          <NumberInput label={`${label}, to`} value={values[1]} onChange={(to) => set(pair(values[0], to))} onKeyDown={onKeyDown} />
        </div>
      )
  }
}

function pair(from: string | number | undefined | null, to: string | number | undefined | null): number[] | null {
  const both = [from, to].map((end) => (end === undefined || end === null || end === '' ? Number.NaN : Number(end)))
  return both.every(Number.isNaN) ? null : both.map((end) => (Number.isNaN(end) ? 0 : end))
}

interface NumberInputProps {
  label: string
  value: string | undefined
  onChange: (value: number | null) => void
  onKeyDown: (event: { key: string }) => void
}

function NumberInput({ label, value, onChange, onKeyDown }: NumberInputProps) {
  return (
    <Input
      data-first
      aria-label={label}
      inputMode="decimal"
      type="number"
      step="any"
      placeholder="Number"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
      onKeyDown={onKeyDown}
    />
  )
}
