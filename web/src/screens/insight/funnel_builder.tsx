import { Route } from 'lucide-react'
import { attributions, funnelMaths, stepOrders, windowUnits, type Attribution, type FunnelMath, type FunnelsQuery, type FunnelStepNode, type StepOrder, type WindowUnit } from '@/api/types'
import { funnelProblem, orderOf, viewOf, windowOf, withFunnel } from '@/lib/funnels_query'
import { describeAround, partsAround, pathsAround } from '@/lib/paths_query'
import { eventNamesOf, type Question } from '@/lib/question'
import { breakdownsOf } from '@/lib/question_parts'
import { MenuItem, MenuLine } from '@/ui/menu'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import { Breakdowns } from './breakdowns'
import type { BuilderProps } from './builder'
import { BuilderSection, OptionRow } from './builder_section'
import { CountsRow } from './counts_row'
import { EventList } from './event_list'
import { FiltersSection } from './filters_section'
import { NumberBox } from './number_box'
import { Exclusions } from './exclusions'

const orderLabels: Record<StepOrder, string> = { ordered: 'In this order', strict: 'Directly after each other', unordered: 'In any order' }
const attributionLabels: Record<Attribution, string> = { first_touch: 'First touch', last_touch: 'Last touch', all_events: 'All steps', step: 'A step' }
const mathLabels: Record<FunnelMath, string> = { total: 'Every time', first_time_for_user: 'First time ever', first_time_for_user_with_filters: 'First time with these filters' }

/** The steps, how they follow each other, under which conditions, split by what. */
export function FunnelBuilder({ query, onChange, open, onOpen, onTurn }: BuilderProps<FunnelsQuery> & { onTurn: (question: Question) => void }) {
  const eventNames = eventNamesOf(query)
  const order = orderOf(query)
  const { count, unit } = windowOf(query)
  const view = viewOf(query)
  return (
    <>
      <EventList
        title="Steps"
        what="step"
        nodes={query.series}
        onChange={(series) => onChange({ ...query, series })}
        markOf={(at) => String(at + 1)}
        open={open}
        onOpen={onOpen}
        renderMenu={(at) => funnelProblem(query) === null && <PathsItems query={query} step={at + 1} onTurn={onTurn} />}
        renderCounting={(node, at, change) => <StepOptions node={node} at={at} mayBeOptional={order !== 'unordered' && view === 'steps'} onChange={change} />}
      />
      <BuilderSection title="Conversion">
        <CountsRow query={query} onChange={onChange} />
        <OptionRow label="Steps follow">
          <Select<StepOrder>
            label="Order of steps"
            value={order}
            options={stepOrders.map((value) => ({ value, label: orderLabels[value] }))}
            onChange={(funnelOrderType) => onChange(withFunnel(query, { funnelOrderType }))}
          />
        </OptionRow>
        <OptionRow label="Within">
          <span className="flex gap-1.5">
            <NumberBox label="Conversion window" value={count} least={1} onChange={(funnelWindowInterval) => onChange(withFunnel(query, { funnelWindowInterval, funnelWindowIntervalUnit: unit }))} />
            <Select<WindowUnit>
              label="Unit of the window"
              value={unit}
              options={windowUnits.map((value) => ({ value, label: count === 1 ? value : `${value}s` }))}
              onChange={(next) => onChange(withFunnel(query, { funnelWindowInterval: count, funnelWindowIntervalUnit: next }))}
            />
          </span>
        </OptionRow>
        {view !== 'steps' && query.series.length > 2 && <StepRange query={query} onChange={onChange} />}
        {view === 'time_to_convert' && (
          <OptionRow label="Bars">
            <Select
              label="Number of bars"
              value={String(query.funnelsFilter?.binCount ?? 0)}
              options={[...new Set([0, 5, 10, 20, 40, query.funnelsFilter?.binCount ?? 0])].map((bins) => ({ value: String(bins), label: bins === 0 ? 'Automatic' : `${bins} bars` }))}
              onChange={(value) => onChange(withFunnel(query, { binCount: value === '0' ? undefined : Number(value) }))}
            />
          </OptionRow>
        )}
        <Exclusions query={query} onChange={onChange} />
      </BuilderSection>
      <FiltersSection query={query} onChange={onChange} eventNames={eventNames} open={open === 'filter'} onOpenChange={(next) => onOpen(next ? 'filter' : null)} />
      {view === 'time_to_convert' ? null : (
        <Breakdowns query={query} onChange={onChange} open={open} onOpen={onOpen} eventNames={eventNames} most={1}>
          <AttributionRow query={query} onChange={onChange} />
        </Breakdowns>
      )}
    </>
  )
}

/** The ways to ask what happened around a step. */
function PathsItems({ query, step, onTurn }: { query: FunnelsQuery; step: number; onTurn: (question: Question) => void }) {
  return (
    <>
      <MenuLine />
      {partsAround(step).map((part) => (
        <MenuItem key={part} icon={<Route size={14} strokeWidth={1.75} aria-hidden />} onClick={() => onTurn(pathsAround({ part, funnel: query, step }))}>
          Paths {describeAround({ part, funnel: query, step })}
        </MenuItem>
      ))}
      <MenuLine />
    </>
  )
}

interface StepOptionsProps {
  node: FunnelStepNode
  at: number
  mayBeOptional: boolean
  onChange: (node: FunnelStepNode) => void
}

/** Which time of the event counts, and whether the funnel goes on without it. */
function StepOptions({ node, at, mayBeOptional, onChange }: StepOptionsProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-1 pl-6.5">
      <Select<FunnelMath>
        label={`Counting of step ${at + 1}`}
        look="ghost"
        value={node.math ?? 'total'}
        options={funnelMaths.map((value) => ({ value, label: mathLabels[value] }))}
        onChange={(math) => onChange({ ...node, math })}
        className="-ml-0.5 !h-6 !gap-1 !px-1.5"
      />
      {mayBeOptional && at > 0 && <Switch label="Optional" checked={node.optionalInFunnel ?? false} onChange={(on) => onChange({ ...node, optionalInFunnel: on ? true : undefined })} />}
    </div>
  )
}

/** Between which steps time or conversion is measured. */
function StepRange({ query, onChange }: Pick<BuilderProps<FunnelsQuery>, 'query' | 'onChange'>) {
  const last = query.series.length - 1
  const from = query.funnelsFilter?.funnelFromStep ?? 0
  const to = query.funnelsFilter?.funnelToStep ?? last
  const steps = query.series.map((_, i) => ({ value: String(i), label: `Step ${i + 1}` }))
  return (
    <OptionRow label="From, to">
      <span className="flex gap-1.5">
        <Select
          label="First step measured"
          value={String(from)}
          options={steps.slice(0, last)}
          onChange={(value) => onChange(withFunnel(query, { funnelFromStep: Number(value), funnelToStep: Math.max(to, Number(value) + 1) }))}
        />
        <Select label="Last step measured" value={String(to)} options={steps.slice(from + 1)} onChange={(value) => onChange(withFunnel(query, { funnelToStep: Number(value) }))} />
      </span>
    </OptionRow>
  )
}

/** Whose value of the breakdown a person is counted under. */
function AttributionRow({ query, onChange }: Pick<BuilderProps<FunnelsQuery>, 'query' | 'onChange'>) {
  const type = query.funnelsFilter?.breakdownAttributionType ?? 'first_touch'
  const at = query.funnelsFilter?.breakdownAttributionValue ?? 0
  if (breakdownsOf(query).length === 0) return null
  const steps = orderOf(query) === 'unordered' ? query.series.slice(0, 1) : query.series
  const chosen = type === 'step' ? `step-${Math.min(at, steps.length - 1)}` : type
  return (
    <OptionRow label="Value taken from">
      <Select
        label="Attribution of the breakdown"
        value={chosen}
        options={[
          ...attributions.filter((one) => one !== 'step').map((value) => ({ value: value as string, label: attributionLabels[value] })),
          ...steps.map((_, i) => ({ value: `step-${i}`, label: `Step ${i + 1}` })),
        ]}
        onChange={(value) => {
          const step = /^step-(\d+)$/.exec(value)
          onChange(
            withFunnel(query, {
              breakdownAttributionType: step ? 'step' : attributions.find((one) => one === value),
              breakdownAttributionValue: step ? Number(step[1]) : undefined,
            }),
          )
        }}
      />
    </OptionRow>
  )
}
