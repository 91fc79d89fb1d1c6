import { ChevronDown, Filter, Plus, Split, Trash2 } from 'lucide-react'
import { useId, type ReactElement, type ReactNode } from 'react'
import { seriesMaths, type EventsNode, type SeriesMath, type TrendsQuery } from '@/api/types'
import { eventLabel, propertyLabel } from '@/lib/taxonomy'
import { formulaProblem, letters, maxSeries, needsProperty } from '@/lib/trends_query'
import { Button, IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'
import { Input } from '@/ui/field'
import { FilterChip } from '@/ui/filter_chip'
import { Kbd } from '@/ui/kbd'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import { useFilters } from './filters'
import type { OpenPicker } from './open_picker'
import { EventPicker, ProjectPropertyPicker } from './pickers'
import { mathLabels } from '@/charts/trends_data'

interface BuilderProps {
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
}

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

/** The left side: what is counted, under which conditions, split by what. */
export default function Builder({ query, onChange, open, onOpen }: BuilderProps) {
  const eventNames = [...new Set(query.series.flatMap((node) => (node.event === null ? [] : [node.event])))]
  const toggle = (picker: OpenPicker) => (next: boolean) => onOpen(next ? picker : null)
  const setSeries = (series: EventsNode[]) => onChange({ ...query, series })
  const filters = useFilters({
    filters: query.properties ?? [],
    onChange: (properties) => onChange({ ...query, properties }),
    eventNames,
    adding: {
      open: open === 'filter',
      onOpenChange: toggle('filter'),
      label: 'Find a property',
      trigger: <AddButton label="Add filter" shortcut="F" />,
    },
  })

  return (
    <div className="flex flex-col">
      <Section
        title="Events"
        action={
          query.series.length < maxSeries && (
            <EventPicker
              label="Find an event"
              trigger={<AddButton label="Add event" shortcut="E" />}
              open={open === 'event'}
              onOpenChange={toggle('event')}
              onPick={(event) => setSeries([...query.series, { kind: 'EventsNode', event }])}
            />
          )
        }
      >
        <ul className="m-0 flex list-none flex-col gap-2 p-0">
          {query.series.map((node, i) => (
            <SeriesCard
              // oxlint-disable-next-line react/no-array-index-key -- a series is its letter
              key={i}
              letter={letters[i] ?? ''}
              node={node}
              filtering={open === `series-${i}`}
              onFiltering={toggle(`series-${i}`)}
              onChange={(next) => setSeries(query.series.map((one, at) => (at === i ? next : one)))}
              onRemove={query.series.length > 1 ? () => setSeries(query.series.filter((_, at) => at !== i)) : undefined}
            />
          ))}
        </ul>
        <Formulas query={query} onChange={onChange} />
      </Section>
      <Section title="Filters" action={filters.picker}>
        {filters.chips.length > 0 && <div className="mb-2 flex flex-wrap gap-1.5">{filters.chips}</div>}
        <Switch
          label="Hide internal and test users"
          checked={query.filterTestAccounts ?? false}
          onChange={(filterTestAccounts) => onChange({ ...query, filterTestAccounts })}
        />
      </Section>
      <Breakdown query={query} onChange={onChange} open={open} onOpen={onOpen} eventNames={eventNames} />
    </div>
  )
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children?: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-b border-line px-4 py-3 last:border-0">
      <div className="mb-1.5 flex h-7 items-center justify-between pointer-coarse:h-10">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}

interface AddButtonProps {
  label: string
  text?: string
  shortcut?: string
}

function AddButton({ label, text, shortcut, ...rest }: AddButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className="-mr-1.5 inline-flex h-7 items-center gap-1.5 rounded-control px-1.5 text-fg-2 transition-colors duration-100 hover:bg-hover hover:text-fg data-popup-open:bg-hover pointer-coarse:h-10"
    >
      {!text && <Plus {...icon} />}
      {text ?? 'Add'}
      {shortcut && <Kbd hint>{shortcut}</Kbd>}
    </button>
  )
}

interface SeriesCardProps {
  letter: string
  node: EventsNode
  onChange: (node: EventsNode) => void
  onRemove?: () => void
  filtering: boolean
  onFiltering: (open: boolean) => void
}

const small =
  'inline-flex h-6 max-w-full min-w-0 items-center gap-1 rounded-chip px-1 text-fg-2 transition-colors duration-100 hover:bg-hover hover:text-fg data-popup-open:bg-hover pointer-coarse:h-9'

function SeriesCard({ letter, node, onChange, onRemove, filtering, onFiltering }: SeriesCardProps) {
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
  const math = node.math ?? 'total'
  return (
    <li className="rounded-card border border-line bg-surface p-1.5 shadow-1" aria-label={`Series ${letter}`}>
      <div className="flex items-center gap-1">
        <span
          aria-hidden
          className="ml-0.5 flex size-5 shrink-0 items-center justify-center rounded-chip bg-accent-soft text-meta font-semibold text-accent-text"
        >
          {letter}
        </span>
        <EventPicker
          label={`Find an event for ${letter}`}
          picked={node.event}
          onPick={(event) => onChange({ ...node, event })}
          trigger={
            <button
              type="button"
              aria-label={`Event of series ${letter}: ${eventLabel(node.event)}`}
              className="flex h-7 min-w-0 flex-1 items-center rounded-chip px-1.5 text-left font-medium hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-10"
            >
              <span className="truncate">{node.custom_name || eventLabel(node.event)}</span>
            </button>
          }
        />
        {filters.picker}
        {onRemove && <IconButton label={`Remove series ${letter}`} icon={<Trash2 {...icon} />} onClick={onRemove} />}
      </div>
      <div className="flex flex-wrap items-center gap-x-1 pl-6.5">
        <Select<SeriesMath>
          label={`Counting of series ${letter}`}
          look="ghost"
          value={math}
          options={seriesMaths.map((value) => ({ value, label: needsProperty(value) ? `${mathLabels[value]} of a property` : mathLabels[value] }))}
          onChange={(next) =>
            onChange(
              needsProperty(next)
                ? { ...node, math: next }
                : { ...node, math: next, math_property: undefined, math_property_type: undefined },
            )
          }
          className="-ml-0.5 !h-6 !gap-1 !px-1.5"
        />
        {needsProperty(math) && (
          <ProjectPropertyPicker
            label="Find a numeric property"
            numerical
            eventNames={node.event === null ? [] : [node.event]}
            onPick={({ key, scope }) =>
              onChange({
                ...node,
                math_property: key,
                math_property_type: scope === 'person' ? 'person_properties' : undefined,
              })
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
      </div>
      {filters.chips.length > 0 && <div className="mt-1 mb-0.5 flex flex-wrap gap-1.5 pl-7">{filters.chips}</div>}
    </li>
  )
}

function Formulas({ query, onChange }: Pick<BuilderProps, 'query' | 'onChange'>) {
  const nodes = query.trendsFilter?.formulaNodes ?? []
  const set = (formulaNodes: { formula: string }[]) =>
    onChange({ ...query, trendsFilter: { ...query.trendsFilter, formulaNodes: formulaNodes.length > 0 ? formulaNodes : undefined } })
  return (
    <div className="mt-2 flex flex-col gap-2">
      {nodes.map((node, i) => {
        const problem = node.formula.trim() === '' ? null : formulaProblem(node.formula, query.series.length)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- formulas have no other identity
          <div key={i}>
            <div className="flex items-center gap-1">
              <Input
                aria-label={`Formula ${i + 1}`}
                aria-invalid={problem ? true : undefined}
                placeholder="A / B * 100"
                value={node.formula}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => set(nodes.map((one, at) => (at === i ? { ...one, formula: event.target.value } : one)))}
              />
              <IconButton label={`Remove formula ${i + 1}`} icon={<Trash2 {...icon} />} onClick={() => set(nodes.filter((_, at) => at !== i))} />
            </div>
            {problem && (
              <p role="alert" className="mt-1 text-small text-negative">
                {problem}
              </p>
            )}
          </div>
        )
      })}
      <Button
        look="ghost"
        className="-ml-2 self-start"
        icon={<Plus {...icon} />}
        onClick={() => set([...nodes, { formula: query.series.length > 1 ? 'A / B' : 'A' }])}
      >
        Add formula
      </Button>
    </div>
  )
}

interface BreakdownProps extends BuilderProps {
  eventNames: string[]
}

const limits = ['5', '10', '25', '50', '100']

function Breakdown({ query, onChange, open, onOpen, eventNames }: BreakdownProps) {
  const breakdown = query.breakdownFilter
  const picker = (trigger: ReactElement) => (
    <ProjectPropertyPicker
      label="Find a property to break down by"
      trigger={trigger}
      eventNames={eventNames}
      open={open === 'breakdown'}
      onOpenChange={(next) => onOpen(next ? 'breakdown' : null)}
      onPick={({ scope, key }) => onChange({ ...query, breakdownFilter: { ...breakdown, breakdown: key, breakdown_type: scope } })}
    />
  )
  const limit = String(breakdown?.breakdown_limit ?? 25)
  return (
    <Section title="Break down by" action={picker(
        <AddButton label={breakdown ? 'Change breakdown' : 'Add breakdown'} text={breakdown ? 'Change' : undefined} shortcut="B" />,
      )}>
      {breakdown && (
        <div className="flex flex-col gap-2">
          <div className="flex">
            <FilterChip
              text={propertyLabel(breakdown.breakdown)}
              icon={<Split size={13} strokeWidth={1.75} aria-hidden />}
              onRemove={() => onChange({ ...query, breakdownFilter: undefined })}
            />
          </div>
          <div className="flex items-center justify-between text-fg-2">
            Show at most
            <Select
              label="Values shown"
              value={limit}
              options={[...new Set([...limits, limit])]
                .toSorted((a, b) => Number(a) - Number(b))
                .map((value) => ({ value, label: `${value} values` }))}
              onChange={(value) => onChange({ ...query, breakdownFilter: { ...breakdown, breakdown_limit: Number(value) } })}
            />
          </div>
        </div>
      )}
    </Section>
  )
}
