import { ArrowDown, ArrowUp, Download, Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import { seriesColor } from '@/charts/scale'
import { Sparkline } from '@/charts/sparkline'
import { formatCell, plural } from '@/lib/format'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { cx } from '@/ui/cx'
import { Delta } from '@/ui/num'
import type { ResultSeries, TrendsResult } from './result'

type SortKey = 'name' | 'total' | 'average' | 'highest' | 'latest' | 'change'

interface LegendTableProps {
  result: TrendsResult
  /** Head of the first column: "Series", "Browser". */
  what: string
  /** Whether the rows are values of one property. */
  isBreakdown: boolean
  latestLabel: string
  averageLabel: string
  hidden: ReadonlySet<string>
  onHidden: (hidden: Set<string>) => void
  onFocus: (id: string | null) => void
  onCsv: () => void
}

const searchFrom = 9

/** The legend: every series with its course and its numbers; hides, isolates, sorts and finds. */
export function LegendTable({ result, what, isBreakdown, latestLabel, averageLabel, hidden, onHidden, onFocus, onCsv }: LegendTableProps) {
  const additive = result.series.some((one) => one.total !== null)
  const [sort, setSort] = useState<{ key: SortKey; down: boolean } | null>(null)
  const [search, setSearch] = useState('')
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    const found = result.series.filter((one) => one.name.toLowerCase().includes(wanted))
    return sort ? found.toSorted((a, b) => compare(a, b, sort.key) * (sort.down ? -1 : 1)) : found
  }, [result.series, search, sort])

  const toggle = (one: ResultSeries) => {
    const next = new Set(hidden)
    if (!next.delete(one.id)) next.add(one.id)
    onHidden(next)
  }
  const isolate = (one: ResultSeries) => {
    const others = result.series.filter((other) => other.id !== one.id).map((other) => other.id)
    const alone = !hidden.has(one.id) && others.length > 0 && others.every((id) => hidden.has(id))
    onHidden(new Set(alone ? [] : others))
  }
  const sorted = (key: SortKey) => (sort?.key === key ? (sort.down ? 'descending' : 'ascending') : 'none')
  const head = (key: SortKey, label: string, className?: string) => (
    <th scope="col" aria-sort={sorted(key)} className={cx('h-row px-3 font-normal', key === 'name' ? 'text-left' : 'text-right', className)}>
      <button
        type="button"
        onClick={() => setSort(sort?.key === key ? (sort.down === (key !== 'name') ? { key, down: !sort.down } : null) : { key, down: key !== 'name' })}
        className={cx('inline-flex h-6 items-center gap-1 rounded-chip whitespace-nowrap hover:text-fg', sort?.key === key ? 'font-medium text-fg' : '')}
      >
        {label}
        {sort?.key === key && (sort.down ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
      </button>
    </th>
  )

  return (
    <section aria-label="Numbers behind the chart" className="border-t border-line">
      <div className="flex min-h-10 items-center gap-3 px-5">
        {result.series.length >= searchFrom && (
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
        <p className="ml-auto text-right text-small text-fg-2 max-sm:hidden">{summary(result, hidden.size, isBreakdown)}</p>
        <Button look="ghost" className="-mr-2.5 max-sm:ml-auto" icon={<Download size={14} strokeWidth={1.75} aria-hidden />} onClick={onCsv}>
          CSV
        </Button>
      </div>
      <div className="scroll-thin overflow-x-auto">
        <table className="w-full border-collapse">
          <thead className="border-y border-line bg-inset text-small text-fg-2">
            <tr>
              {head('name', what, 'pl-[46px]')}
              <th scope="col" className="w-24 px-3 text-left font-normal max-sm:hidden">
                Trend
              </th>
              {head(additive ? 'total' : 'highest', additive ? 'Total' : 'Highest', result.compared ? '' : 'max-sm:pr-5')}
              {head('average', averageLabel, 'max-sm:hidden')}
              {head('latest', latestLabel, cx('max-sm:hidden', !result.compared && 'pr-5'))}
              {result.compared && head('change', 'Change', 'pr-5')}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => {
              const shown = !hidden.has(one.id)
              const main = additive ? one.total : one.highest
              return (
                <tr
                  key={one.id}
                  onPointerEnter={() => shown && onFocus(one.id)}
                  onPointerLeave={() => onFocus(null)}
                  className={cx('h-row border-b border-line hover:bg-hover', !shown && 'text-fg-3')}
                >
                  <th scope="row" className="max-w-64 px-3 py-0 pl-5 text-left font-medium max-sm:max-w-40">
                    <span className="flex items-center gap-3">
                      <Checkbox label={`Show ${one.name}`} checked={shown} onChange={() => toggle(one)} color={seriesColor(one.slot)} />
                      <button
                        type="button"
                        title={`${one.name}: click to show only this one`}
                        onClick={(event) => (event.altKey ? toggle(one) : isolate(one))}
                        className="h-7 min-w-0 truncate text-left pointer-coarse:h-10"
                      >
                        {one.name}
                      </button>
                    </span>
                  </th>
                  <td className="px-3 max-sm:hidden">
                    <Sparkline values={one.values} slot={one.slot} unfinished={result.unfinished} />
                  </td>
                  <Cell value={main} className={result.compared ? '' : 'max-sm:pr-5'} />
                  <Cell value={one.average} className="max-sm:hidden" />
                  <Cell value={one.latest} className={cx('max-sm:hidden', !result.compared && 'pr-5')} />
                  {result.compared && (
                    <td className="px-3 pr-5 text-right">{one.compared && <Delta change={one.change} />}</td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="px-5 py-4 text-fg-3">Nothing here matches “{search}”.</p>}
    </section>
  )
}

function Cell({ value, className }: { value: number | null; className?: string }) {
  return <td className={cx('px-3 text-right whitespace-nowrap', className)}>{value === null ? '–' : formatCell(value)}</td>
}

function compare(a: ResultSeries, b: ResultSeries, key: SortKey): number {
  if (key === 'name') return a.name.localeCompare(b.name, 'en', { numeric: true })
  return (a[key] ?? -Infinity) - (b[key] ?? -Infinity)
}

function summary(result: TrendsResult, hidden: number, isBreakdown: boolean): string {
  const count = result.series.length
  const parts = []
  if (result.hasOther) parts.push(`The largest ${count - 1} values, the rest in Other.`)
  else if (isBreakdown) parts.push(`${plural(count, 'value')}, none left out.`)
  if (count - hidden > 8) parts.push('The 8 largest are drawn in full colour.')
  if (hidden > 0) parts.push(`${hidden} hidden.`)
  return parts.join(' ')
}
