import { changeOf } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Delta, Margin, Num } from '@/ui/num'
import { wholePrevious, wholeValue, type ChartData, type OnPick } from './data'
import { seriesColor } from './scale'
import { SeriesName } from './series_name'
import { cellValue, exactValue, numberLabel } from './value_format'

interface TotalBarsProps {
  label: string
  data: ChartData
  onPick?: OnPick
  /** Whether all bars have one colour: values of one thing, not different things. */
  oneColor?: boolean
  className?: string
}

/** One bar a series for the whole range, its name on it and its number at the right. */
export function TotalBars({ label, data, onPick, oneColor = false, className }: TotalBarsProps) {
  const rows = data.series.map((series) => ({ series, value: wholeValue(series), before: wholePrevious(series) }))
  const largest = Math.max(...rows.flatMap((row) => [Math.abs(row.value), Math.abs(row.before ?? 0)]), 1e-9)
  const compared = rows.some((row) => row.before !== null)
  const share = (value: number) => ({ width: `${(Math.abs(value) / largest) * 100}%`, minWidth: 2 })
  return (
    <table className={cx('w-full border-collapse', className)} aria-label={label}>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
          {compared && <th scope="col">Change</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ series, value, before }) => {
          const color = seriesColor(oneColor ? 0 : series.slot)
          const format = series.format ?? data.format
          return (
            <tr key={series.id} className="hover:bg-hover">
              <th scope="row" className="relative h-row w-full max-w-0 p-0 text-left font-normal">
                <span
                  aria-hidden
                  className="absolute inset-y-[3px] left-0 rounded-control"
                  style={{ ...share(value), background: `color-mix(in srgb, ${color} 20%, transparent)` }}
                />
                {before !== null && (
                  <span aria-hidden className="absolute inset-y-[3px] left-0 rounded-control border border-dotted opacity-55" style={{ ...share(before), borderColor: color }} />
                )}
                <span className="relative flex px-2.5">
                  <SeriesName series={series} />
                </span>
              </th>
              <td className="pr-2.5 pl-4 text-right font-medium whitespace-nowrap">
                <Num
                  value={value}
                  format={(size) => cellValue(size, format)}
                  exact={(size) => exactValue(size, format)}
                  label={numberLabel(value, format, cellValue, series.name)}
                  onOpen={onPick && (() => onPick({ series, index: null, period: 'current', value }))}
                />
                <Margin of={series.margin} format={(size) => cellValue(size, format)} />
              </td>
              {compared && <td className="w-20 pr-2.5 text-right">{before !== null && <Delta change={changeOf(value, before)} goodWhen={series.goodWhen} />}</td>}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
