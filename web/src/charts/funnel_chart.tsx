import { actorsText } from '@/lib/question_parts'
import { formatDuration, formatExact, formatPercent } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Margin, Num } from '@/ui/num'
import { currentOf, entered, marginAt, shareOf, together, type FunnelData, type FunnelGroup } from './funnel_data'
import { seriesColor } from './scale'
import { Swatch } from './swatch'

/** A number of a funnel: those of a group, or of all, who reached a step or left before it. */
export interface FunnelPick {
  /** From 0. */
  step: number
  reached: boolean
  count: number
  group?: FunnelGroup
  /** The median time of those people, when that is the number that was clicked. */
  median?: string
}

interface FunnelChartProps {
  label: string
  data: FunnelData
  /** Columns beside each other, or rows below each other. */
  layout: 'columns' | 'rows'
  /** Whether shares are of those who entered or of the step before. */
  reference: 'total' | 'previous'
  onPick?: (pick: FunnelPick) => void
  /** Pixels of the bars, for columns. */
  height?: number
}

/** More groups than these are in the table only: their bars would be too thin to press. */
export const mostDrawn = 6

/** Pixels that a step needs beside others. */
export const columnWidth = ({ groups }: FunnelData): number => (groups.length > 2 ? 184 : 148)

const hatch = (color: string) =>
  `repeating-linear-gradient(135deg, color-mix(in srgb, ${color} 26%, transparent) 0 2px, color-mix(in srgb, ${color} 8%, transparent) 2px 6px)`

/** The steps of a funnel: solid for those who got there, hatched for those who left before. Every part opens its people. */
export function FunnelChart({ label, data, layout, reference, onPick, height = 220 }: FunnelChartProps) {
  const groups = data.groups.slice(0, mostDrawn)
  return layout === 'columns' ? (
    <div className="scroll-thin overflow-x-auto">
      <ol aria-label={label} className="m-0 grid list-none p-0" style={{ gridTemplateColumns: `repeat(${data.steps.length}, minmax(${columnWidth(data)}px, 1fr))` }}>
        {data.steps.map((name, step) => (
          // oxlint-disable-next-line react/no-array-index-key -- a step is its place
          <li key={step} className="min-w-0 border-l border-line px-3 first:border-0 first:pl-0">
            <StepHead data={data} step={step} name={name} reference={reference} />
            <div className="mt-3 flex items-end gap-1 border-b border-line-2" style={{ height }}>
              {groups.map((group) => (
                <Parts key={group.id} group={group} data={data} step={step} upright onPick={onPick} />
              ))}
            </div>
            <StepCounts data={data} step={step} onPick={onPick} />
          </li>
        ))}
      </ol>
    </div>
  ) : (
    <ol aria-label={label} className="m-0 flex list-none flex-col gap-5 p-0">
      {data.steps.map((name, step) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step is its place
        <li key={step} className="min-w-0">
          <StepHead data={data} step={step} name={name} reference={reference} wide />
          <div className="mt-1.5 flex flex-col gap-1">
            {groups.map((group) => (
              <Parts key={group.id} group={group} data={data} step={step} onPick={onPick} />
            ))}
          </div>
          <StepCounts data={data} step={step} onPick={onPick} wide />
        </li>
      ))}
    </ol>
  )
}

/** What stands over a step: its name, its rate, how long people took to come here. */
function StepHead({ data, step, name, reference, wide }: { data: FunnelData; step: number; name: string; reference: 'total' | 'previous'; wide?: boolean }) {
  const { counts } = together(data)
  const of = reference === 'previous' && step > 0 ? (counts[step - 1] ?? 0) : (counts[0] ?? 0)
  const current = currentOf(data)
  const only = current.length === 1 ? current[0] : undefined
  const median = only?.medians[step] ?? null
  return (
    <div className={cx('flex min-w-0 flex-col', wide && 'sm:flex-row sm:items-baseline sm:gap-3')}>
      <p className="flex min-w-0 items-center gap-1.5 font-medium">
        <span aria-hidden className="flex size-5 shrink-0 items-center justify-center rounded-chip bg-hover text-meta font-semibold text-fg-2">
          {step + 1}
        </span>
        <span className="truncate" title={name}>
          {name}
        </span>
      </p>
      <p className={cx('flex min-w-0 items-baseline gap-1.5', !wide && 'mt-1')}>
        <span className="font-semibold">{formatPercent(shareOf(counts[step] ?? 0, of))}</span>
        {median !== null && <span className="truncate text-small text-fg-3">median {formatDuration(median * 1000)}</span>}
      </p>
    </div>
  )
}

/** Both counts in words, each the way to its people: an equal of the parts above, which may be thin. */
function StepCounts({ data, step, onPick, wide }: { data: FunnelData; step: number; onPick?: (pick: FunnelPick) => void; wide?: boolean }) {
  const { counts } = together(data)
  const [count, before] = [counts[step] ?? 0, counts[step - 1] ?? 0]
  const name = data.steps[step] ?? ''
  return (
    <div className={cx('mt-1.5 flex text-small text-fg-2', wide ? 'flex-wrap gap-x-4' : 'flex-col')}>
      <p className="flex min-h-6 items-center gap-1 whitespace-nowrap">
        <Num value={count} format={formatExact} label={`${actorsText(count, data.actors)} ${step === 0 ? 'entered with' : 'reached'} ${name}`} onOpen={onPick && (() => onPick({ step, reached: true, count }))} />
        <Margin of={marginAt(data, step)} />{' '}
        {step === 0 ? 'entered' : 'went on'}
      </p>
      {step > 0 && (
        <p className="flex min-h-6 items-center gap-1 whitespace-nowrap">
          <Num value={before - count} format={formatExact} label={`${actorsText(before - count, data.actors)} left before ${name}`} onOpen={onPick && (() => onPick({ step, reached: false, count: before - count }))} />{' '}
          left <span className="text-fg-3">({formatPercent(shareOf(before - count, before))})</span>
        </p>
      )}
    </div>
  )
}

interface PartsProps {
  group: FunnelGroup
  data: FunnelData
  step: number
  upright?: boolean
  onPick?: (pick: FunnelPick) => void
}

/** One group at one step: those who got there, and those who were there before and left. */
function Parts({ group, data, step, upright, onPick }: PartsProps) {
  const color = seriesColor(group.slot)
  const of = entered(group)
  const count = group.counts[step] ?? 0
  const before = step === 0 ? count : (group.counts[step - 1] ?? 0)
  const name = data.steps[step] ?? ''
  const who = data.groups.length > 1 ? `${group.name}: ` : ''
  const part = (reached: boolean, size: number) => {
    const share = shareOf(size, of)
    if (share === 0) return null
    const says = `${who}${actorsText(size, data.actors)} ${reached ? (step === 0 ? 'entered with' : 'reached') : 'left before'} ${name}, ${formatPercent(share)}`
    const shape = {
      className: cx('block min-h-0.5 min-w-0.5 p-0', reached ? 'hover:brightness-110' : 'hover:bg-hover', upright ? 'w-full' : 'h-full'),
      style: { [upright ? 'height' : 'width']: `${share * 100}%`, backgroundColor: reached ? color : `color-mix(in srgb, ${color} 6%, transparent)`, ...(!reached && { backgroundImage: hatch(color) }) },
      title: says,
    }
    return onPick ? (
      <button type="button" {...shape} aria-label={says} onClick={() => onPick({ step, reached, count: size, group })} />
    ) : (
      <span {...shape} role="img" aria-label={says} />
    )
  }
  return (
    <span className={cx('flex', group.previous && 'opacity-55', upright ? 'h-full max-w-32 min-w-0 flex-1 flex-col justify-end' : 'h-7 w-full')}>
      {upright ? (
        <>
          {part(false, before - count)}
          {part(true, count)}
        </>
      ) : (
        <>
          {part(true, count)}
          {part(false, before - count)}
        </>
      )}
    </span>
  )
}

/** The groups by colour, for funnels with several. */
export function FunnelLegend({ data }: { data: FunnelData }) {
  if (data.groups.length < 2) return null
  const rest = data.groups.length - mostDrawn
  return (
    <ul aria-label="Legend" className="m-0 flex list-none flex-wrap gap-x-3 gap-y-1 p-0 text-small text-fg-2">
      {data.groups.slice(0, mostDrawn).map((group) => (
        <li key={group.id} className="flex max-w-48 min-w-0 items-center gap-1.5">
          <span className={cx('flex', group.previous && 'opacity-55')}>
            <Swatch slot={group.slot} />
          </span>
          <span className="truncate">{group.name}</span>
        </li>
      ))}
      {rest > 0 && <li className="text-fg-3">{rest} more in the table</li>}
    </ul>
  )
}
