import { Calendar as CalendarIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { DateRange as Range } from '@/api/types'
import { datePresets, describeDateRange, isoDay, presetOf } from '@/lib/date_range'
import { Button } from './button'
import { cx } from './cx'
import { Kbd } from './kbd'
import { Popover } from './popover'

const Calendar = lazy(() => import('./calendar'))

interface DateRangeProps {
  value: Range
  onChange: (range: Range) => void
  open?: boolean
  onOpenChange?: (open: boolean) => void
  shortcut?: string
}

/** Presets on the left, a calendar on the right. */
export function DateRange({ value, onChange, open: openOutside, onOpenChange, shortcut }: DateRangeProps) {
  const [openInside, setOpenInside] = useState(false)
  const open = openOutside ?? openInside
  const setOpen = onOpenChange ?? setOpenInside
  const current = presetOf(value)
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
          {describeDateRange(value)}
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
                  'h-7 w-full rounded-chip px-2 text-left hover:bg-hover pointer-coarse:h-10',
                  preset === current && 'bg-accent-soft font-medium text-accent-text hover:bg-accent-soft',
                )}
              >
                {preset.label}
              </button>
            </li>
          ))}
        </ul>
        <div className="min-h-[330px] w-[292px] p-3">
          <Suspense fallback={null}>
            <Calendar value={value} onPick={(from, to) => pick({ date_from: isoDay(from), date_to: isoDay(to) })} />
          </Suspense>
        </div>
      </div>
    </Popover>
  )
}
