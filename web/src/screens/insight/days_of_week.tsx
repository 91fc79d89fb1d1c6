import { cx } from '@/ui/cx'

const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const all = [1, 2, 3, 4, 5, 6, 7]

/** The days that are left after one is taken out or put back; all of them are none chosen. */
export function toggled(days: number[], day: number): number[] | undefined {
  const shown = days.length > 0 ? days : all
  const next = all.filter((one) => (one === day ? !shown.includes(one) : shown.includes(one)))
  return next.length > 0 && next.length < 7 ? next : undefined
}

interface DaysOfWeekProps {
  /** 1 is Monday; none stand for all. */
  days: number[]
  onChange: (days: number[] | undefined) => void
}

/** Which days of the week count. */
export function DaysOfWeek({ days, onChange }: DaysOfWeekProps) {
  return (
    <div role="group" aria-label="Days that count" className="mt-1.5 flex gap-1">
      {all.map((day) => {
        const on = days.length === 0 || days.includes(day)
        return (
          <button
            key={day}
            type="button"
            aria-pressed={on}
            title={names[day - 1]}
            onClick={() => onChange(toggled(days, day))}
            className={cx(
              'h-7 min-w-0 flex-1 rounded-chip text-small hover:bg-hover pointer-coarse:h-touch',
              on ? 'bg-accent-soft font-medium text-accent-text hover:bg-accent-soft' : 'text-fg-2 line-through',
            )}
          >
            {names[day - 1]?.slice(0, 3)}
          </button>
        )
      })}
    </div>
  )
}
