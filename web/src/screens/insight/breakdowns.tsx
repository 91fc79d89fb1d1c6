import { Building2, Code as CodeIcon, Link2, Split, Timer, User, Users } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Breakdown, BreakdownFilter } from '@/api/types'
import { propertyLabel, sessionLabel } from '@/lib/taxonomy'
import { breakdownFilter, breakdownsOf, limitsOf } from '@/lib/question_parts'
import { Button } from '@/ui/button'
import { FilterChip } from '@/ui/filter_chip'
import { holdKeysUntil } from '@/ui/held_keys'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import { isNumberOfSession, useBreakdownChoices } from './breakdown_choices'
import { AddButton, BuilderSection, OptionRow } from './builder_section'
import { ExpressionEditor } from '@/filters/filters'
import type { OpenPicker } from './open_picker'
import { ProjectPropertyPicker, usePropertyType } from '@/filters/pickers'

const small = { size: 13, strokeWidth: 1.75 } as const
const limits = ['5', '10', '25', '50', '100']
const binCounts = ['5', '10', '20', '50']

interface BreakdownsProps<Q> {
  query: Q
  onChange: (query: Q) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
  eventNames: string[]
  /** How many properties the kind of question takes; cohorts may always be several. */
  most: number
  /** What else there is to say about them, such as which value counts. */
  children?: ReactNode
}

/** Properties whose values become series, or cohorts that become one each. */
export function Breakdowns<Q extends { breakdownFilter?: BreakdownFilter }>({ query, onChange, open, onOpen, eventNames, most, children }: BreakdownsProps<Q>) {
  const [editing, setEditing] = useState<number | null>(null)
  const items = breakdownsOf(query)
  const options = limitsOf(query.breakdownFilter)
  const set = (next: Breakdown[], more = options) => onChange({ ...query, breakdownFilter: breakdownFilter(next, more) })
  const add = (item: Breakdown) => {
    set([...items, item])
    if (item.type === 'hogql') holdKeysUntil(() => setEditing(items.length))
  }
  const limit = String(options.limit ?? 25)
  const byCohort = items[0]?.type === 'cohort'
  const full = !byCohort && items.length >= most
  const choices = useBreakdownChoices(items, add, open === 'breakdown' || items.some((one) => one.type === 'group'))
  const nameOf = (item: Breakdown) => {
    if (item.type === 'cohort') return item.property === 'all' ? 'Everybody' : (choices.cohorts.find(({ id }) => String(id) === item.property)?.name ?? `Cohort ${item.property}`)
    return item.type === 'group' ? `${choices.typeName(item.group_type_index ?? 0)}: ${describeBreakdown(item)}` : describeBreakdown(item)
  }
  return (
    <BuilderSection
      title="Break down by"
      action={
        !full && (
          <ProjectPropertyPicker
            label={byCohort ? 'Find another cohort' : 'Find a property to break down by'}
            trigger={<AddButton label="Add breakdown" shortcut="B" />}
            eventNames={eventNames}
            open={open === 'breakdown'}
            onOpenChange={(next) => onOpen(next ? 'breakdown' : null)}
            onPick={({ scope, key }) => add({ property: key, type: scope })}
            others={choices.others}
          />
        )
      }
    >
      {items.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {items.map((item, i) => (
            <FilterChip
              // oxlint-disable-next-line react/no-array-index-key -- breakdowns have no other identity, and may be equal
              key={i}
              text={nameOf(item)}
              icon={iconOf(item)}
              incomplete={item.property.trim() === ''}
              onRemove={() => {
                setEditing(null)
                set(items.filter((_, at) => at !== i))
              }}
              open={editing === i}
              onOpenChange={(next) => setEditing(next ? i : null)}
              editor={
                byCohort ? undefined : <BreakdownEditor item={item} onChange={(next) => set(items.map((one, at) => (at === i ? next : one)))} onDone={() => setEditing(null)} />
              }
            />
          ))}
        </div>
      )}
      {!full && !byCohort && (
        <Button look="ghost" className="-ml-2" icon={<CodeIcon size={14} strokeWidth={1.75} aria-hidden />} onClick={() => add({ property: '', type: 'hogql' })}>
          Add SQL expression
        </Button>
      )}
      {items.length > 0 && !byCohort && (
        <>
          <OptionRow label="Show at most">
            <Select
              label="Values shown"
              value={limit}
              options={[...new Set([...limits, limit])]
                .toSorted((a, b) => Number(a) - Number(b))
                .map((value) => ({ value, label: `${value} values` }))}
              onChange={(value) => set(items, { ...options, limit: Number(value) })}
            />
          </OptionRow>
          <Switch label="Sum up the rest as Other" checked={!options.hideOther} onChange={(on) => set(items, { ...options, hideOther: !on })} />
          {children}
        </>
      )}
    </BuilderSection>
  )
}

const labelOf = ({ type, property }: Breakdown): string => (type === 'session' ? sessionLabel(property) : propertyLabel(property))

function describeBreakdown(item: Breakdown): string {
  if (item.type === 'hogql') return item.property.trim() || 'SQL expression …'
  const name = labelOf(item)
  if (item.histogram_bin_count) return `${name}, ${item.histogram_bin_count} bins`
  return item.normalize_url ? `${name}, tidied` : name
}

function iconOf(item: Breakdown) {
  if (item.type === 'hogql') return <CodeIcon {...small} aria-label="SQL expression" />
  if (item.type === 'person') return <User {...small} aria-label="Person property" />
  if (item.type === 'cohort') return <Users {...small} aria-label="Cohort" />
  if (item.type === 'group') return <Building2 {...small} aria-label="Group property" />
  if (item.type === 'session') return <Timer {...small} aria-label="Session property" />
  return item.normalize_url ? <Link2 {...small} aria-hidden /> : <Split {...small} aria-hidden />
}

interface BreakdownEditorProps {
  item: Breakdown
  onChange: (item: Breakdown) => void
  onDone: () => void
}

function BreakdownEditor({ item, onChange, onDone }: BreakdownEditorProps) {
  const found = usePropertyType({ type: item.type === 'person' ? 'person' : 'event', key: item.property })
  const type = item.type === 'session' ? (isNumberOfSession(item.property) ? 'Numeric' : 'String') : item.type === 'group' ? null : found
  if (item.type === 'hogql') {
    return (
      <ExpressionEditor
        label="SQL expression"
        value={item.property}
        hint="Its values become series, such as properties.plan or toHour(timestamp)."
        onChange={(property) => onChange({ ...item, property })}
        onDone={onDone}
      />
    )
  }
  const bins = item.histogram_bin_count
  return (
    <div className="flex flex-col gap-1 p-3">
      <p className="font-medium break-words">{labelOf(item)}</p>
      {(type === 'Numeric' || type === 'Duration' || item.type === 'group' || bins !== undefined) && (
        <OptionRow label="Group numbers">
          <Select
            label="Bins"
            value={String(bins ?? 0)}
            options={[{ value: '0', label: 'Each value' }, ...[...new Set([...binCounts, ...(bins ? [String(bins)] : [])])].map((value) => ({ value, label: `${value} bins` }))]}
            onChange={(value) => onChange({ ...item, histogram_bin_count: value === '0' ? undefined : Number(value) })}
          />
        </OptionRow>
      )}
      {(type === 'String' || type === null) && (
        <Switch
          label="Tidy URLs"
          note="Leaves away what follows the path, and trailing slashes."
          checked={item.normalize_url ?? false}
          onChange={(on) => onChange({ ...item, normalize_url: on ? true : undefined })}
        />
      )}
    </div>
  )
}
