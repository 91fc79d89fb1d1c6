import { useState } from 'react'
import { DayPicker, type DateRange as Days } from 'react-day-picker'
import type { DateRange as Range } from '@/api/types'
import { Button } from './button'

interface CalendarProps {
  value: Range
  onPick: (from: Date, to: Date) => void
}

// Without commas and ordinals: the number that is seen is a word of the name.
const longDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

/** Two clicks choose a range; it loads with the popover that shows it. */
export default function Calendar({ value, onPick }: CalendarProps) {
  const [days, setDays] = useState<Days | undefined>(() => readDays(value))
  const [today] = useState(() => new Date())
  const ready = days?.from && days.to
  const nav =
    'inline-flex size-control items-center justify-center rounded-control text-fg-2 hover:bg-hover disabled:opacity-40 pointer-coarse:size-touch'
  return (
    <div className="flex flex-col gap-2">
      <DayPicker
        mode="range"
        selected={days}
        onSelect={setDays}
        defaultMonth={days?.to ?? today}
        disabled={{ after: today }}
        weekStartsOn={1}
        showOutsideDays
        fixedWeeks
        labels={{ labelDayButton: (day) => longDay.format(day) }}
        classNames={{
          months: 'relative',
          month_caption: 'flex h-7 items-center px-2 font-medium pointer-coarse:h-touch',
          nav: 'absolute top-0 right-0 flex gap-1',
          button_previous: nav,
          button_next: nav,
          chevron: 'size-3.5 fill-current',
          month_grid: 'mt-2 w-full border-collapse',
          weekday: 'h-7 text-small font-normal text-fg-3',
          day: 'p-0 text-center',
          day_button: 'size-9 w-full rounded-control hover:bg-hover disabled:opacity-35 disabled:hover:bg-transparent',
          today: 'font-semibold text-accent-text',
          outside: 'text-fg-3',
          range_middle: 'bg-accent-soft text-accent-text',
          range_start: '[&>button]:bg-accent [&>button]:text-on-accent rounded-l-control bg-accent-soft',
          range_end: '[&>button]:bg-accent [&>button]:text-on-accent rounded-r-control bg-accent-soft',
        }}
      />
      <Button
        look="primary"
        disabled={!ready}
        onClick={() => {
          if (days?.from && days.to) onPick(days.from, days.to)
        }}
      >
        Show these days
      </Button>
    </div>
  )
}

function readDays(range: Range): Days | undefined {
  const read = (text: string | null | undefined) => {
    const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? '')
    return found ? new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])) : undefined
  }
  const from = read(range.date_from)
  return from ? { from, to: read(range.date_to) ?? new Date() } : undefined
}
