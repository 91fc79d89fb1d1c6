import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { axisFormats, type AxisFormat, type GoalLine, type TrendsFilter, type TrendsQuery } from '@/api/types'
import { displayOf, intervalOf, isOfOneSeries, isOverTime } from '@/lib/trends_query'
import { Button, IconButton } from '@/ui/button'
import { Input } from '@/ui/field'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import { BuilderSection, OptionRow } from './builder_section'

interface DisplayOptionsProps {
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
}

const formatLabels: Record<AxisFormat, string> = {
  numeric: 'Number',
  short: 'Short number',
  percentage: 'Percent',
  percentage_scaled: 'Share as percent',
  duration: 'Seconds',
  duration_ms: 'Milliseconds',
  currency: 'Currency',
}

/** How the answer is drawn and written; only smoothing changes its numbers. */
export function DisplayOptions({ query, onChange }: DisplayOptionsProps) {
  const filter = query.trendsFilter ?? {}
  const set = (edit: Partial<TrendsFilter>) => onChange({ ...query, trendsFilter: { ...filter, ...edit } })
  const display = displayOf(query)
  const interval = intervalOf(query)
  const drawn = isOverTime(display) && !isOfOneSeries(display)
  const smoothing = filter.smoothingIntervals ?? 1
  const windows = [...new Set([1, 7, 14, 28, smoothing])].toSorted((a, b) => a - b)
  return (
    <BuilderSection title="Display">
      {drawn && (
        <OptionRow label="Smoothing">
          <Select
            label="Smoothing"
            value={String(smoothing)}
            options={windows.map((count) => ({ value: String(count), label: count === 1 ? 'None' : `${count}-${interval} average` }))}
            onChange={(value) => set({ smoothingIntervals: Number(value) })}
          />
        </OptionRow>
      )}
      <OptionRow label="Value format">
        <Select<AxisFormat>
          label="Value format"
          value={filter.aggregationAxisFormat ?? 'numeric'}
          options={axisFormats.map((value) => ({ value, label: formatLabels[value] }))}
          onChange={(value) => set({ aggregationAxisFormat: value })}
        />
      </OptionRow>
      <OptionRow label="Around values">
        <span className="flex gap-1.5">
          <Input
            aria-label="Before each value"
            placeholder="€"
            className="!h-7 !w-14"
            maxLength={20}
            value={filter.aggregationAxisPrefix ?? ''}
            onChange={(event) => set({ aggregationAxisPrefix: event.target.value })}
          />
          <Input
            aria-label="After each value"
            placeholder="pts"
            className="!h-7 !w-14"
            maxLength={20}
            value={filter.aggregationAxisPostfix ?? ''}
            onChange={(event) => set({ aggregationAxisPostfix: event.target.value })}
          />
        </span>
      </OptionRow>
      {drawn && (
        <>
          <Switch label="Values at the points" checked={filter.showValuesOnSeries ?? false} onChange={(on) => set({ showValuesOnSeries: on })} />
          <Switch label="Logarithmic axis" checked={filter.yAxisScaleType === 'log10'} onChange={(on) => set({ yAxisScaleType: on ? 'log10' : undefined })} />
          <Switch label="Trend lines" checked={filter.showTrendLines ?? false} onChange={(on) => set({ showTrendLines: on })} />
          <Goals goals={filter.goalLines ?? []} onChange={(goalLines) => set({ goalLines: goalLines.length > 0 ? goalLines : undefined })} />
        </>
      )}
    </BuilderSection>
  )
}

function Goals({ goals, onChange }: { goals: GoalLine[]; onChange: (goals: GoalLine[]) => void }) {
  return (
    <div className="mt-1">
      <OptionRow label="Goal lines">
        <Button
          look="ghost"
          className="-mr-2.5"
          icon={<Plus size={14} strokeWidth={1.75} aria-hidden />}
          onClick={() => onChange([...goals, { label: 'Goal', value: 100 }])}
        >
          Add
        </Button>
      </OptionRow>
      {goals.map((goal, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- goals have no other identity
        <div key={i} className="mb-1.5 flex items-center gap-1.5">
          <Input
            aria-label={`Name of goal ${i + 1}`}
            className="!h-7"
            maxLength={100}
            value={goal.label}
            onChange={(event) => onChange(goals.map((one, at) => (at === i ? { ...one, label: event.target.value } : one)))}
          />
          <GoalValue value={goal.value} label={`Value of goal ${i + 1}`} onChange={(value) => onChange(goals.map((one, at) => (at === i ? { ...one, value } : one)))} />
          <IconButton label={`Remove goal ${i + 1}`} icon={<X size={14} strokeWidth={1.75} aria-hidden />} onClick={() => onChange(goals.filter((_, at) => at !== i))} />
        </div>
      ))}
    </div>
  )
}

/** A number that may be empty or half written while it is typed. */
function GoalValue({ value, label, onChange }: { value: number; label: string; onChange: (value: number) => void }) {
  const [text, setText] = useState(String(value))
  return (
    <Input
      aria-label={label}
      className="!h-7 !w-24"
      type="number"
      step="any"
      inputMode="decimal"
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        if (event.target.value !== '' && Number.isFinite(Number(event.target.value))) onChange(Number(event.target.value))
      }}
    />
  )
}
