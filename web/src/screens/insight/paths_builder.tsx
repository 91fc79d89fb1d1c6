import { Plus, X } from 'lucide-react'
import { pathTypes, type PathsFilter, type PathsQuery, type PathType } from '@/api/types'
import { PathItemPicker } from '@/filters/path_item_picker'
import { aroundOf, defaultEdges, describeAround, mostEdges, partsAround, pathsAround, stepLabel, withPaths, type FunnelPart } from '@/lib/paths_query'
import { eventNamesOf } from '@/lib/question'
import { Button, IconButton } from '@/ui/button'
import { FilterChip } from '@/ui/filter_chip'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import type { BuilderProps } from './builder'
import { BuilderSection, OptionRow } from './builder_section'
import { CleaningRules } from './cleaning_rules'
import { CountsRow } from './counts_row'
import { FiltersSection } from './filters_section'
import { NumberBox } from './number_box'
import { Settled } from './settled'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

const typeLabels: Record<PathType, string> = { $pageview: 'Page views', $screen: 'Screens', custom_event: 'Custom events', hogql: 'An SQL expression' }

type Props = Pick<BuilderProps<PathsQuery>, 'query' | 'onChange'>

/** What the steps are, where paths begin and end, what counts as one, what is left out, how much is drawn. */
export function PathsBuilder({ query, onChange, open, onOpen }: BuilderProps<PathsQuery>) {
  return (
    <>
      {query.funnelPathsFilter && <Around query={query} onChange={onChange} />}
      <Types query={query} onChange={onChange} />
      <Ends query={query} onChange={onChange} />
      <Together query={query} onChange={onChange} />
      <LeftOut query={query} onChange={onChange} />
      <FiltersSection query={query} onChange={onChange} eventNames={eventNamesOf(query)} open={open === 'filter'} onOpenChange={(next) => onOpen(next ? 'filter' : null)} />
      <Drawn query={query} onChange={onChange} />
    </>
  )
}

const partLabels: Record<FunnelPart, string> = { funnel_path_before_step: 'Before', funnel_path_between_steps: 'On the way to', funnel_path_after_step: 'After' }

/** The step of a funnel around which the paths lie. */
function Around({ query, onChange }: Props) {
  const around = aroundOf(query)
  const steps = around?.funnel.series ?? []
  return (
    <BuilderSection title="Around a funnel">
      <div className="mb-1.5">
        <FilterChip text={around ? `Paths ${describeAround(around)}` : 'Only around a step of a funnel'} onRemove={() => onChange({ ...query, funnelPathsFilter: undefined })} />
      </div>
      {around && (
        <OptionRow label="Paths">
          <span className="flex min-w-0 gap-1.5">
            <Select<FunnelPart>
              label="Which part of the paths"
              value={around.part}
              options={partsAround(around.step).map((value) => ({ value, label: partLabels[value] }))}
              onChange={(part) => onChange(pathsAround({ ...around, part }, query))}
            />
            <Select
              label="Step of the funnel"
              value={String(around.step)}
              options={[...steps.keys()].map((at) => ({ value: String(around.step < 0 ? -(at + 1) : at + 1), label: `Step ${at + 1}` })).slice(around.step < 0 ? 1 : 0)}
              onChange={(value) => {
                const step = Number(value)
                onChange(pathsAround({ ...around, step, part: partsAround(step).includes(around.part) ? around.part : 'funnel_path_after_step' }, query))
              }}
            />
          </span>
        </OptionRow>
      )}
    </BuilderSection>
  )
}

/** Paths and the funnel they lie around are of the same actors. */
function withActors(query: PathsQuery): PathsQuery {
  const around = aroundOf(query)
  return around ? pathsAround({ ...around, funnel: { ...around.funnel, aggregation_group_type_index: query.aggregation_group_type_index } }, query) : query
}

function Types({ query, onChange }: Props) {
  const { includeEventTypes = [], pathsHogQLExpression } = query.pathsFilter
  const toggle = (type: PathType, on: boolean) =>
    onChange(withPaths(query, { includeEventTypes: on ? [...includeEventTypes, type] : includeEventTypes.filter((one) => one !== type) }))
  return (
    <BuilderSection title="Steps are">
      {pathTypes.map((type) => (
        <Switch key={type} label={typeLabels[type]} checked={includeEventTypes.includes(type)} onChange={(on) => toggle(type, on)} />
      ))}
      {includeEventTypes.includes('hogql') && (
        <Settled
          label="SQL expression of a step"
          placeholder="properties.$pathname"
          code
          value={pathsHogQLExpression ?? ''}
          onSettle={(text) => onChange(withPaths(query, { pathsHogQLExpression: text || undefined }))}
        />
      )}
      {includeEventTypes.length === 0 && <p className="text-small text-fg-3">Without any of them every event is a step.</p>}
    </BuilderSection>
  )
}

function Ends({ query, onChange }: Props) {
  const end = (which: 'startPoint' | 'endPoint', what: string) => {
    const value = query.pathsFilter[which]
    return (
      <div className="flex min-h-9 items-center gap-1 text-fg-2">
        <span className="w-20 shrink-0">{what}</span>
        <PathItemPicker
          label={`${what} page, screen or event`}
          {...offeredIn(query.pathsFilter)}
          picked={value}
          onPick={(item) => onChange(withPaths(query, { [which]: item }))}
          trigger={
            <button
              type="button"
              aria-label={`${what}: ${value === undefined ? 'anywhere' : stepLabel(value)}`}
              title={value}
              className="flex h-7 min-w-0 flex-1 items-center rounded-control border border-line-2 bg-surface px-2 text-left text-fg shadow-1 hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-touch"
            >
              <span className={value === undefined ? 'truncate text-fg-3' : 'truncate'}>{value === undefined ? 'Anywhere' : stepLabel(value)}</span>
            </button>
          }
        />
        {value !== undefined && <IconButton label={`${what} anywhere`} icon={<X {...icon} />} onClick={() => onChange(withPaths(query, { [which]: undefined }))} />}
      </div>
    )
  }
  return (
    <BuilderSection title="From and to">
      {end('startPoint', 'Start at')}
      {end('endPoint', 'End at')}
    </BuilderSection>
  )
}

const offeredIn = ({ includeEventTypes = [], pathGroupings = [] }: PathsFilter) => ({ types: includeEventTypes, wildcards: pathGroupings })

function Together({ query, onChange }: Props) {
  const { pathGroupings = [], pathReplacements, localPathCleaningFilters = [], showFullUrls } = query.pathsFilter
  return (
    <BuilderSection title="Count as one step">
      {pathGroupings.length > 0 && (
        <div className="mb-1.5 flex flex-wrap gap-1.5">
          {pathGroupings.map((wildcard) => (
            <FilterChip key={wildcard} text={wildcard} onRemove={() => onChange(withPaths(query, { pathGroupings: pathGroupings.filter((one) => one !== wildcard) }))} />
          ))}
        </div>
      )}
      <Settled
        label="Add a wildcard"
        placeholder="Wildcard, such as /product/*"
        value=""
        onSettle={(text) => onChange(withPaths(query, { pathGroupings: [...pathGroupings, text] }))}
      />
      <CleaningRules rules={localPathCleaningFilters} onChange={(rules) => onChange(withPaths(query, { localPathCleaningFilters: rules }))} />
      <Switch label="Path cleaning of the project" checked={pathReplacements ?? false} onChange={(on) => onChange(withPaths(query, { pathReplacements: on ? true : undefined }))} />
      <Switch label="Show full addresses" checked={showFullUrls ?? false} onChange={(on) => onChange(withPaths(query, { showFullUrls: on ? true : undefined }))} />
    </BuilderSection>
  )
}

function LeftOut({ query, onChange }: Props) {
  const { excludeEvents = [] } = query.pathsFilter
  return (
    <BuilderSection title="Leave out">
      {excludeEvents.length > 0 && (
        <div className="mb-1 flex flex-wrap gap-1.5">
          {excludeEvents.map((item) => (
            <FilterChip key={item} text={stepLabel(item)} onRemove={() => onChange(withPaths(query, { excludeEvents: excludeEvents.filter((one) => one !== item) }))} />
          ))}
        </div>
      )}
      <PathItemPicker
        label="Find a step to leave out"
        {...offeredIn(query.pathsFilter)}
        onPick={(item) => onChange(withPaths(query, { excludeEvents: [...excludeEvents, item] }))}
        trigger={
          <Button aria-label="Leave out a step" look="ghost" className="-ml-2" icon={<Plus {...icon} />}>
            Page, screen or event
          </Button>
        }
      />
    </BuilderSection>
  )
}

function Drawn({ query, onChange }: Props) {
  const { edgeLimit = defaultEdges, minEdgeWeight, maxEdgeWeight } = query.pathsFilter
  const atLeast = minEdgeWeight ?? 1
  return (
    <BuilderSection title="Drawn">
      <CountsRow query={query} onChange={(next) => onChange(withActors(next))} />
      <OptionRow label="Paths at most">
        <NumberBox label="Paths drawn" value={edgeLimit} least={1} most={mostEdges} onChange={(value) => onChange(withPaths(query, { edgeLimit: value }))} />
      </OptionRow>
      <OptionRow label="Taken at least, times">
        <NumberBox label="Taken at least" value={atLeast} least={1} most={1_000_000} onChange={(value) => onChange(withPaths(query, { minEdgeWeight: value > 1 ? value : undefined }))} />
      </OptionRow>
      <Switch
        label="Only paths taken seldom"
        checked={maxEdgeWeight !== undefined}
        onChange={(on) => onChange(withPaths(query, { maxEdgeWeight: on ? Math.max(10, atLeast) : undefined }))}
      />
      {maxEdgeWeight !== undefined && (
        <OptionRow label="Taken at most, times">
          <NumberBox label="Taken at most" value={maxEdgeWeight} least={1} most={1_000_000} onChange={(value) => onChange(withPaths(query, { maxEdgeWeight: value }))} />
        </OptionRow>
      )}
    </BuilderSection>
  )
}
