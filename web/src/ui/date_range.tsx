import { Calendar as CalendarIcon } from 'lucide-react'
import { Suspense, useState, type ReactNode } from 'react'
import type { DateRange as Range } from '@/api/types'
import { datePresets, describeDateRange, isoDay, presetOf } from '@/lib/date_range'
import { lazy } from '@/lib/parts'
import { Button } from './button'
import { cx } from './cx'
import { Input } from './field'
import { Kbd } from './kbd'
import { MenuSelect } from './menu_select'
import { Popover } from './popover'
import { Switch } from './switch'

const Calendar = lazy(() => import('./calendar'))

interface DateRangeProps {
  value: Range
  onChange: (range: Range) => void
  open?: boolean
  onOpenChange?: (open: boolean) => void
  shortcut?: string
  /** Said where no range is chosen; without it that is the default range. */
  noneLabel?: string
  /** Leaves out the period that still runs; the switch shows only where this can be changed. */
  onlyComplete?: boolean
  onOnlyComplete?: (on: boolean) => void
  /** What else narrows the days. */
  more?: ReactNode
}

/** Ranges that move with the clock on the left, a calendar on the right. */
export function DateRange({ value, onChange, open: openOutside, onOpenChange, shortcut, noneLabel, onlyComplete = false, onOnlyComplete, more }: DateRangeProps) {
  const [openInside, setOpenInside] = useState(false)
  const open = openOutside ?? openInside
  const setOpen = onOpenChange ?? setOpenInside
  const none = noneLabel !== undefined && !value.date_from
  const current = none ? null : presetOf(value)
  const pick = (range: Range) => {
    onChange(range)
    setOpen(false)
  }
  return (
    <Popover
      label="Date range"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          icon={<CalendarIcon size={15} strokeWidth={1.75} className="text-fg-3" aria-hidden />}
        >
          <span className="sr-only">Date range: </span>
          {none ? noneLabel : describeDateRange(value)}
          {shortcut && <Kbd hint>{shortcut}</Kbd>}
        </Button>
      }
    >
      <div className="flex max-sm:flex-col">
        <ul className="scroll-thin m-0 grid list-none gap-px p-1 max-sm:max-h-40 max-sm:overflow-y-auto sm:w-40 sm:border-r sm:border-line">
          {datePresets.map((preset) => (
            <li key={preset.label}>
              <button
                type="button"
                aria-pressed={preset === current}
                onClick={() => pick({ date_from: preset.from, date_to: preset.to ?? null })}
                className={cx(
                  'h-7 w-full rounded-chip px-2 text-left hover:bg-hover pointer-coarse:h-touch',
                  preset === current && 'bg-accent-soft font-medium text-accent-text hover:bg-accent-soft',
                )}
              >
                {preset.label}
              </button>
            </li>
          ))}
        </ul>
        <div className="flex w-builder flex-col gap-3 p-3 max-sm:w-full">
          <Relative value={value} onPick={pick} />
          {/* As tall as the calendar that loads, so that nothing jumps. */}
          <div className="min-h-calendar">
            <Suspense fallback={null}>
              <Calendar value={value} onPick={(from, to) => pick({ date_from: isoDay(from), date_to: isoDay(to) })} />
            </Suspense>
          </div>
          {onOnlyComplete && (
            <div className="border-t border-line pt-2">
              <Switch label="Only complete periods" checked={onlyComplete} onChange={onOnlyComplete} />
              {more}
            </div>
          )}
        </div>
      </div>
    </Popover>
  )
}

const units = { h: 'hours', d: 'days', w: 'weeks', m: 'months' } as const
type Unit = keyof typeof units

/** "Last 45 days": any number of any unit, up to now. */
function Relative({ value, onPick }: { value: Range; onPick: (range: Range) => void }) {
  const now = /^-(\d+)([hdwm])$/.exec(value.date_from ?? '')
  const [count, setCount] = useState(now?.[1] ?? '7')
  const [unit, setUnit] = useState<Unit>((now?.[2] as Unit | undefined) ?? 'd')
  const number = Number(count)
  const valid = /^\d{1,4}$/.test(count) && number > 0
  return (
    <form
      className="flex items-center gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onPick({ date_from: `-${number}${unit}`, date_to: null })
      }}
    >
      <span className="text-fg-2">Last</span>
      <Input
        aria-label="How many"
        aria-invalid={valid ? undefined : true}
        inputMode="numeric"
        autoComplete="off"
        value={count}
        onChange={(event) => setCount(event.target.value)}
        className="!w-14"
      />
      <MenuSelect<Unit>
        label="Unit"
        value={unit}
        options={(Object.keys(units) as Unit[]).map((one) => ({ value: one, label: units[one] }))}
        onChange={setUnit}
      />
      <span className="flex-1" />
      <Button size="form" type="submit" disabled={!valid}>
        Show
      </Button>
    </form>
  )
}
