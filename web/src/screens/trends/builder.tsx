import { Code as CodeIcon } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { EventsNode, TrendsQuery } from '@/api/types'
import { conditionsOf, letters, maxSeries, withConditions } from '@/lib/trends_query'
import { Button } from '@/ui/button'
import { FilterChip } from '@/ui/filter_chip'
import { Segmented } from '@/ui/segmented'
import { Switch } from '@/ui/switch'
import { Breakdowns } from './breakdowns'
import { AddButton, BuilderSection } from './builder_section'
import { useFilters } from '@/filters/filters'
import { Formulas } from './formulas'
import type { OpenPicker } from './open_picker'
import { EventPicker } from '@/filters/pickers'
import { SeriesCard } from './series_card'

// Stands last, below what is changed most.
const DisplayOptions = lazy(() => import('./display_options').then((part) => ({ default: part.DisplayOptions })))

export interface BuilderProps {
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
}

/** The left side: what is counted, under which conditions, split by what, and how it is shown. */
export default function Builder({ query, onChange, open, onOpen }: BuilderProps) {
  const eventNames = [...new Set(query.series.flatMap((node) => (node.event === null ? [] : [node.event])))]
  const toggle = (picker: OpenPicker) => (next: boolean) => onOpen(next ? picker : null)
  const setSeries = (series: EventsNode[]) => onChange({ ...query, series })
  const move = (from: number, to: number) => {
    const series = [...query.series]
    series.splice(to, 0, ...series.splice(from, 1))
    setSeries(series)
  }
  return (
    <div className="flex flex-col">
      <BuilderSection
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
              onCopy={query.series.length < maxSeries ? () => setSeries([...query.series.slice(0, i + 1), node, ...query.series.slice(i + 1)]) : undefined}
              onMoveUp={i > 0 ? () => move(i, i - 1) : undefined}
              onMoveDown={i < query.series.length - 1 ? () => move(i, i + 1) : undefined}
            />
          ))}
        </ul>
        <Formulas query={query} onChange={onChange} />
      </BuilderSection>
      <Filters query={query} onChange={onChange} eventNames={eventNames} open={open === 'filter'} onOpenChange={toggle('filter')} />
      <Breakdowns query={query} onChange={onChange} open={open} onOpen={onOpen} eventNames={eventNames} />
      <Suspense fallback={null}>
        <DisplayOptions query={query} onChange={onChange} />
      </Suspense>
    </div>
  )
}

interface FiltersProps extends Pick<BuilderProps, 'query' | 'onChange'> {
  eventNames: string[]
  open: boolean
  onOpenChange: (open: boolean) => void
}

function Filters({ query, onChange, eventNames, open, onOpenChange }: FiltersProps) {
  const { filters: conditions, any, nested } = conditionsOf(query)
  const filters = useFilters({
    filters: conditions,
    onChange: (next) => onChange(withConditions(query, next, any)),
    eventNames,
    adding: { open, onOpenChange, label: 'Find a property', trigger: <AddButton label="Add filter" shortcut="F" /> },
  })
  return (
    <BuilderSection title="Filters" action={nested ? undefined : filters.picker}>
      {nested && (
        <div className="mb-2 flex flex-wrap gap-1.5">
          <FilterChip text="Conditions in groups" onRemove={() => onChange({ ...query, properties: undefined })} />
          <p className="text-small text-fg-3">They hold as they were saved. Take them away to begin anew.</p>
        </div>
      )}
      {conditions.length > 1 && (
        <div className="mb-2">
          <Segmented<'all' | 'any'>
            label="Filters that have to hold"
            value={any ? 'any' : 'all'}
            options={[
              { value: 'all', label: 'All hold' },
              { value: 'any', label: 'Any holds' },
            ]}
            onChange={(next) => onChange(withConditions(query, conditions, next === 'any'))}
          />
        </div>
      )}
      {filters.chips.length > 0 && <div className="mb-1 flex flex-wrap gap-1.5">{filters.chips}</div>}
      {!nested && (
        <Button look="ghost" className="-ml-2" icon={<CodeIcon size={14} strokeWidth={1.75} aria-hidden />} onClick={filters.addExpression}>
          Add SQL condition
        </Button>
      )}
      <Switch
        label="Hide internal and test users"
        checked={query.filterTestAccounts ?? false}
        onChange={(filterTestAccounts) => onChange({ ...query, filterTestAccounts })}
      />
    </BuilderSection>
  )
}
