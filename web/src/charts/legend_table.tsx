import { Download, Search } from 'lucide-react'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { plural } from '@/lib/format'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { cx } from '@/ui/cx'
import { Delta, Margin, Num } from '@/ui/num'
import { compareCells, type Sort } from '@/ui/table_sort'
import { csvOf } from './csv'
import { numbersOf, spokenBucket, type ChartData, type ChartSeries, type OnPick, type SeriesNumbers } from './data'
import { mostColourful } from './marks'
import { fileName, saveFile } from './save_file'
import { seriesColor } from './scale'
import { Sparkline } from './sparkline'
import { SeriesName } from './series_name'
import { SortHead } from './sort_head'
import { useRowWindow } from './use_row_window'
import type { Visibility } from './use_visibility'
import { cellValue, exactValue, numberLabel } from './value_format'

type SortKey = 'name' | 'total' | 'average' | 'highest' | 'latest' | 'change'

export interface LegendTableProps {
  data: ChartData
  /** Head of the first column: "Series", "Browser". */
  what: string
  /** Whether the rows are values of one property. */
  isBreakdown?: boolean
  /** Whether values beyond the limit were summed into "Other". */
  hasOther?: boolean
  /** "Daily average" */
  averageLabel?: string
  /** "Today so far" */
  latestLabel?: string
  visibility: Visibility
  onFocus: (id: string | null) => void
  onPick?: OnPick
  /** Names the CSV. */
  title?: string
}

const searchFrom = 9

interface Row {
  series: ChartSeries
  numbers: SeriesNumbers
}

/** The legend: every series with its course and its numbers; hides, isolates, sorts and finds. */
export function LegendTable(props: LegendTableProps) {
  const { data, what, isBreakdown = false, hasOther = false, averageLabel = 'Average', latestLabel = 'Latest', visibility, onFocus, onPick, title = what } = props
  const { axis, format } = data
  const all = useMemo(() => data.series.map((series): Row => ({ series, numbers: numbersOf(series, axis) })), [data.series, axis])
  const additive = all.some((row) => row.numbers.total !== null)
  const compared = all.some((row) => row.numbers.change !== undefined)
  const [sort, setSort] = useState<Sort | null>(null)
  const [search, setSearch] = useState('')
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    const found = all.filter((row) => row.series.name.toLowerCase().includes(wanted))
    return sort ? found.toSorted((a, b) => compareCells(cellOf(a, sort.column), cellOf(b, sort.column), sort.down)) : found
  }, [all, search, sort])
  const scroller = useRef<HTMLDivElement>(null)
  const [shown, before, after] = useRowWindow(rows, scroller)

  const pick = (id: string, hides: boolean) => (hides ? visibility.toggle(id) : visibility.isolate(id))
  const head = (key: SortKey, label: string, className?: string) => (
    <SortHead column={key} label={label} sort={sort} onSort={setSort} isText={key === 'name'} className={className} />
  )
  const last = data.series[0] ? data.series[0].values.length - 1 : -1
  const number = ({ series }: Row, value: number | null, index: number | null, of: string): ReactNode =>
    value === null ? (
      '–'
    ) : (
      <>
        <Num
          value={value}
          format={(size) => cellValue(size, series.format ?? format)}
          exact={(size) => exactValue(size, series.format ?? format)}
          label={numberLabel(value, series.format ?? format, cellValue, `${series.name}, ${of}`)}
          onOpen={onPick && index !== -1 ? () => onPick({ series, index, period: 'current', value }) : undefined}
        />
        {index !== null && <Margin of={series.margins?.[index]} format={(size) => cellValue(size, series.format ?? format)} />}
      </>
    )

  return (
    <section aria-label="Numbers behind the chart" className="border-t border-line">
      <div className="flex min-h-10 items-center gap-3 px-5">
        {all.length >= searchFrom && (
          <label className="flex items-center gap-2 text-fg-3">
            <Search size={15} strokeWidth={1.75} aria-hidden />
            <input
              aria-label={`Find in ${what}`}
              placeholder={`Find in ${what.toLowerCase()}`}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              className="h-7 w-40 bg-transparent text-fg outline-none"
            />
          </label>
        )}
        <p className="ml-auto text-right text-small text-fg-2 max-sm:hidden">{summary(all.length, visibility.hidden.size, isBreakdown, hasOther)}</p>
        {visibility.hidden.size > 0 && (
          <Button look="ghost" onClick={visibility.showAll} className="-mx-2.5 max-sm:ml-auto">
            Show all
          </Button>
        )}
        <Button
          look="ghost"
          className="-mr-2.5 max-sm:ml-auto"
          icon={<Download size={14} strokeWidth={1.75} aria-hidden />}
          onClick={() => saveFile(csvOf(data), `${fileName(title)}.csv`)}
        >
          CSV
        </Button>
      </div>
      <div ref={scroller} className={cx('scroll-thin overflow-x-auto', rows.length > shown.length && 'max-h-panel overflow-y-auto')}>
        <table className="w-full border-collapse" aria-rowcount={rows.length + 1}>
          <thead className="sticky top-0 z-10 border-y border-line bg-inset text-small text-fg-2">
            <tr>
              {head('name', what, 'pl-[46px]')}
              <th scope="col" className="w-24 px-3 text-left font-normal max-sm:hidden">
                Trend
              </th>
              {head(additive ? 'total' : 'highest', additive ? 'Total' : 'Highest', compared ? '' : 'max-sm:pr-5')}
              {head('average', averageLabel, 'max-sm:hidden')}
              {head('latest', latestLabel, cx('max-sm:hidden', !compared && 'pr-5'))}
              {compared && head('change', 'Change', 'pr-5')}
            </tr>
          </thead>
          <tbody>
            <RowGap height={before} />
            {shown.map((row) => {
              const { series, numbers } = row
              const on = !visibility.hidden.has(series.id)
              return (
                // The name is the control; the rest of its row only makes it larger for a mouse.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
                <tr
                  key={series.id}
                  onClick={(event) => {
                    if (event.target instanceof Element && event.target.closest('button, a, input, label, [role="checkbox"]')) return
                    pick(series.id, event.altKey)
                  }}
                  onPointerEnter={() => on && onFocus(series.id)}
                  onPointerLeave={() => onFocus(null)}
                  className={cx('h-row cursor-default border-b border-line hover:bg-hover', !on && 'text-fg-3')}
                >
                  <th scope="row" className="max-w-64 px-3 py-0 pl-5 text-left font-medium max-sm:max-w-40">
                    <span className="flex items-center gap-3">
                      <Checkbox label={`Show ${series.name}`} checked={on} onChange={() => visibility.toggle(series.id)} color={seriesColor(series.slot)} />
                      <button
                        type="button"
                        title={`${series.name}: click to show only this one, ⌥ click to hide it`}
                        onClick={(event) => pick(series.id, event.altKey)}
                        className="flex h-7 min-w-0 items-center text-left pointer-coarse:h-10"
                      >
                        <SeriesName series={series} />
                      </button>
                    </span>
                  </th>
                  <td className="px-3 max-sm:hidden">
                    <Sparkline values={series.values} slot={series.slot} unfinished={axis.unfinished} />
                  </td>
                  <Cell className={compared ? '' : 'max-sm:pr-5'}>
                    {additive ? number(row, numbers.total, null, 'whole range') : number(row, numbers.highest, numbers.highestAt, 'highest')}
                  </Cell>
                  <Cell className="max-sm:hidden">{numbers.average === null ? '–' : cellValue(numbers.average, series.format ?? format)}</Cell>
                  <Cell className={cx('max-sm:hidden', !compared && 'pr-5')}>{number(row, numbers.latest, last, spokenBucket(axis, last))}</Cell>
                  {compared && (
                    <td className="px-3 pr-5 text-right">{numbers.change !== undefined && <Delta change={numbers.change} goodWhen={series.goodWhen} />}</td>
                  )}
                </tr>
              )
            })}
            <RowGap height={after} />
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="px-5 py-4 text-fg-3">Nothing here matches “{search}”.</p>}
    </section>
  )
}

function Cell({ children, className }: { children: ReactNode; className?: string }) {
  return <td className={cx('px-3 text-right whitespace-nowrap', className)}>{children}</td>
}

function cellOf({ series, numbers }: Row, column: string): string | number | null | undefined {
  return column === 'name' ? series.name : numbers[column as Exclude<SortKey, 'name'>]
}

/** Stands for the rows that are scrolled out of sight. */
function RowGap({ height }: { height: number }) {
  return height === 0 ? null : <tr aria-hidden style={{ height }} />
}

function summary(count: number, hidden: number, isBreakdown: boolean, hasOther: boolean): string {
  const parts = []
  if (hasOther) parts.push(`The largest ${count - 1} values, the rest in Other.`)
  else if (isBreakdown) parts.push(`${plural(count, 'value')}, none left out.`)
  if (count - hidden > mostColourful) parts.push(`The ${mostColourful} largest are drawn in full colour.`)
  if (hidden > 0) parts.push(`${hidden} hidden.`)
  return parts.join(' ')
}
