import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DateRange as Range, TrendsInterval } from '@/api/types'
import { daysOf } from '@/lib/date_range'
import type { Question } from '@/lib/question'
import { tidy } from '@/lib/question_parts'
import { Button } from '@/ui/button'
import { DateRange } from '@/ui/date_range'
import { MenuSelect } from '@/ui/menu_select'
import { DaysOfWeek } from './days_of_week'
import type { OpenPicker } from './open_picker'

export interface ControlsProps<Q extends Question = Question> {
  query: Q
  onChange: (query: Q) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
  onSheet: () => void
}

interface ControlsBarProps extends Pick<ControlsProps, 'open' | 'onOpen' | 'onSheet'> {
  range: Range | null | undefined
  onRange: (range: Range) => void
  /** Whether days of the week and the period that still runs can be left out. */
  byPeriod?: boolean
  /** What follows the dates. */
  children?: ReactNode
  /** What stands at the far end: how the answer is drawn. */
  end?: ReactNode
}

/** The row above the answer: dates first, how it is drawn last. */
export function ControlsBar({ range, onRange, byPeriod, open, onOpen, onSheet, children, end }: ControlsBarProps) {
  const change = (edit: Range) => onRange(tidy<Range>({ ...range, ...edit }))
  return (
    <div className="scroll-none flex items-center gap-1.5 overflow-x-auto px-5 pt-3.5 pb-0.5 max-sm:px-3">
      <Button className="lg:hidden" icon={<SlidersHorizontal size={15} strokeWidth={1.75} aria-hidden />} onClick={onSheet}>
        Question
      </Button>
      <DateRange
        value={range ?? {}}
        onChange={({ date_from, date_to }) => change({ date_from, date_to, explicitDate: undefined })}
        open={open === 'date'}
        onOpenChange={(next) => onOpen(next ? 'date' : null)}
        shortcut="D"
        onlyComplete={range?.excludeIncompletePeriods ?? false}
        onOnlyComplete={byPeriod ? (on) => change({ excludeIncompletePeriods: on ? true : undefined }) : undefined}
        more={<DaysOfWeek days={range?.daysOfWeek ?? []} onChange={(daysOfWeek) => change({ daysOfWeek })} />}
      />
      {children}
      <span className="min-w-2 flex-1" />
      {end}
    </div>
  )
}

const intervals: TrendsInterval[] = ['minute', 'hour', 'day', 'week', 'month']

/** How wide a bucket is; short ones are offered for short ranges only. */
export function IntervalSelect({ range, value, onChange }: { range: Range | null | undefined; value: TrendsInterval; onChange: (interval: TrendsInterval) => void }) {
  const days = daysOf(range ?? {})
  const offered = intervals.filter((interval) => (interval === 'minute' ? days !== null && days <= 1 : interval !== 'hour' || (days !== null && days <= 60)))
  return (
    <MenuSelect<TrendsInterval>
      label="Interval"
      prefix="by"
      value={value}
      options={(offered.includes(value) ? offered : [value, ...offered]).map((one) => ({ value: one, label: one }))}
      onChange={onChange}
    />
  )
}
