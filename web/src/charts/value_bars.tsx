import { Delta } from '@/ui/num'
import { seriesColor } from './scale'

export interface ValueBar {
  id: string
  name: string
  slot: number
  value: number
  /** Against the period compared with; undefined when there is none. */
  change?: number | null
}

/** One bar a value, for totals over the whole range; the number stands at the right. */
export function ValueBars({ rows, format, label }: { rows: ValueBar[]; format: (value: number) => string; label: string }) {
  const largest = Math.max(...rows.map((row) => Math.abs(row.value)), 1e-9)
  return (
    <table className="w-full border-collapse" aria-label={label}>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
          {rows.some((row) => row.change !== undefined) && <th scope="col">Change</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="relative h-row w-full max-w-0">
              <span
                aria-hidden
                className="absolute inset-y-1 left-0 rounded-chip opacity-20"
                style={{ width: `max(2px, ${(Math.abs(row.value) / largest) * 100}%)`, background: seriesColor(row.slot) }}
              />
              <span className="relative block truncate px-2.5">{row.name}</span>
            </td>
            <td className="pl-4 text-right font-medium whitespace-nowrap">{format(row.value)}</td>
            {row.change !== undefined && (
              <td className="w-20 text-right">
                <Delta change={row.change} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
