import { changeOf } from '@/lib/format'
import { Delta } from '@/ui/num'
import { cx } from '@/ui/cx'
import { seriesColor } from './scale'

export interface TooltipRow {
  id: string
  name: string
  slot: number
  value: number | null
  /** Undefined when nothing is compared. */
  previous?: number | null
}

interface ChartTooltipProps {
  x: number
  chartWidth: number
  title: string
  soFar: boolean
  previousTitle: string | null
  rows: TooltipRow[]
  standsOut: string | null
  format: (value: number) => string
}

const most = 10

/** The values of one bucket, largest first; on a phone it stays at the lower edge of the page. */
export function ChartTooltip({ x, chartWidth, title, soFar, previousTitle, rows, standsOut, format }: ChartTooltipProps) {
  const { shown, rest } = rankRows(rows, standsOut)
  const flip = x > chartWidth * 0.55
  return (
    <div
      aria-hidden
      style={flip ? { right: chartWidth - x + 14 } : { left: x + 14 }}
      className={cx(
        'pointer-events-none absolute top-2 z-20 max-w-[min(420px,70vw)] min-w-[200px] rounded-card border border-line bg-surface px-1 py-2 shadow-2',
        'max-md:fixed max-md:top-auto max-md:!right-2 max-md:bottom-2 max-md:!left-2 max-md:max-w-none',
      )}
    >
      <p className="px-2 pb-1 font-medium">
        {title}
        {soFar && <span className="font-normal text-fg-3"> so far</span>}
      </p>
      <table className="w-full border-collapse">
        <tbody>
          {shown.map((row) => (
            <tr key={row.id} className={cx(row.id === standsOut && 'bg-accent-soft')}>
              {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the name is its text */}
              <td className="w-full rounded-l-chip py-px pl-2">
                <span className="flex items-center gap-2">
                  <span className="h-2.5 w-[3px] shrink-0 rounded-full" style={{ background: seriesColor(row.slot) }} />
                  <span className="max-w-60 truncate max-md:max-w-[40vw]">{row.name}</span>
                </span>
              </td>
              <td className={cx('py-px pl-4 text-right font-medium whitespace-nowrap', row.previous === undefined && 'rounded-r-chip pr-2')}>
                {row.value === null ? '–' : format(row.value)}
              </td>
              {row.previous !== undefined && (
                <>
                  <td className="py-px pl-3 text-right whitespace-nowrap text-fg-3">
                    {row.previous === null ? '–' : format(row.previous)}
                  </td>
                  <td className="rounded-r-chip py-px pr-2 pl-3 text-right">
                    {!soFar && row.value !== null && row.previous !== null && (
                      <Delta change={changeOf(row.value, row.previous)} />
                    )}
                  </td>
                </>
              )}
            </tr>
          ))}
          {rest.length > 0 && (
            <tr className="text-fg-3">
              <td className="py-px pl-2">{rest.length} more</td>
              <td className={cx('py-px pl-4 text-right', rest[0]?.previous === undefined && 'pr-2')}>
                {format(rest.reduce((sum, row) => sum + (row.value ?? 0), 0))}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {previousTitle && <p className="mt-1 border-t border-line px-2 pt-1.5 text-small text-fg-3">compared with {previousTitle}</p>}
    </div>
  )
}

/** Ten or fewer rows, largest first; the one in focus is always among them. */
export function rankRows(rows: TooltipRow[], standsOut: string | null): { shown: TooltipRow[]; rest: TooltipRow[] } {
  const ranked = rows.toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity))
  if (ranked.length <= most) return { shown: ranked, rest: [] }
  const at = ranked.findIndex((row) => row.id === standsOut)
  const [focused] = at >= most - 1 ? ranked.splice(at, 1) : []
  const cut = focused ? most - 2 : most - 1
  return {
    shown: focused ? [...ranked.slice(0, cut), focused] : ranked.slice(0, cut),
    rest: ranked.slice(cut),
  }
}
