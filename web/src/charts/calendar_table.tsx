import { formatCompact, formatExact } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Num } from '@/ui/num'
import { clockOf, hoursOfDay, placeName, weekdayOf, type WeekHours, type WeekPlace } from './calendar_data'

interface CalendarTableProps {
  label: string
  week: WeekHours
  /** Whether there is room for numbers in full. */
  narrow: boolean
  onPick?: (place: WeekPlace) => void
}

const cell = 'h-row px-3 text-right whitespace-nowrap max-sm:px-0.5'

/** The numbers of a week of hours: an hour a row, a day a column, and the sums of both. */
export function CalendarTable({ label, week, narrow, onPick }: CalendarTableProps) {
  const { days, valueAt } = week
  const number = (place: WeekPlace) => {
    const value = valueAt(place)
    const where = placeName(place)
    return (
      <Num
        value={value}
        format={narrow ? formatCompact : formatExact}
        label={where ? `${formatExact(value)} on ${where}`.replace(/ on (\d)/, ' at $1') : `${formatExact(value)} in all`}
        className={cx(value === 0 && 'text-fg-3')}
        onOpen={onPick && value > 0 ? () => onPick(place) : undefined}
      />
    )
  }
  return (
    <div className="scroll-thin overflow-x-auto border-t border-line">
      <table aria-label={label} className="w-full border-collapse max-sm:text-small">
        <thead>
          <tr className="border-b border-line bg-inset text-small text-fg-2">
            <th scope="col" className="h-row px-5 text-left font-medium max-sm:px-3">
              Hour
            </th>
            {days.map((day) => (
              <th key={day} scope="col" className={cx(cell, 'font-medium')} aria-label={weekdayOf(day)}>
                {weekdayOf(day).slice(0, 3)}
              </th>
            ))}
            <th scope="col" className={cx(cell, 'pr-5 font-medium max-sm:pr-3')}>
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {[undefined, ...hoursOfDay].map((hour) => (
            <tr key={hour ?? 'all'} className={cx('border-b border-line hover:bg-hover', hour === undefined && 'font-medium')}>
              <th scope="row" className={cx('h-row px-5 text-left whitespace-nowrap max-sm:px-3', hour === undefined ? 'font-medium' : 'font-normal')}>
                {hour === undefined ? 'All' : clockOf(hour)}
              </th>
              {days.map((day) => (
                <td key={day} className={cell}>
                  {number({ day, hour })}
                </td>
              ))}
              <td className={cx(cell, 'pr-5 font-medium max-sm:pr-3')}>{number({ hour })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
