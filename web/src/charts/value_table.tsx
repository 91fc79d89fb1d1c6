import { useMemo } from 'react'
import { changeOf } from '@/lib/format'
import { Delta, Margin, Num } from '@/ui/num'
import { Table, type Column } from '@/ui/table'
import { wholePrevious, wholeValue, type ChartData, type ChartSeries, type OnPick } from './data'
import { SeriesName } from './series_name'
import { Swatch } from './swatch'
import { cellValue, exactValue, numberLabel } from './value_format'

interface ValueTableProps {
  label: string
  data: ChartData
  /** Head of the first column. */
  what: string
  /** Head of the number column. */
  valueLabel?: string
  onPick?: OnPick
}

interface Row {
  series: ChartSeries
  value: number
  before: number | null
  change: number | null
}

const nameCell = ({ series }: Row) => (
  <span className="flex min-w-0 items-center gap-2">
    <Swatch slot={series.slot} />
    <SeriesName series={series} />
  </span>
)
const changeCell = ({ before, change, series }: Row) => before !== null && <Delta change={change} goodWhen={series.goodWhen} />

/** Names and numbers for the whole range, sorted as the reader likes. */
export default function ValueTable({ label, data, what, valueLabel = 'Value', onPick }: ValueTableProps) {
  const rows = useMemo(
    () =>
      data.series.map((series): Row => {
        const [value, before] = [wholeValue(series), wholePrevious(series)]
        return { series, value, before, change: before === null ? null : changeOf(value, before) }
      }),
    [data.series],
  )
  const columns = useMemo((): Column<Row>[] => {
    const number = ({ series }: Row, value: number | null, period: 'current' | 'previous') => {
      if (value === null) return '–'
      const format = series.format ?? data.format
      return (
        <>
        <Num
          value={value}
          format={(size) => cellValue(size, format)}
          exact={(size) => exactValue(size, format)}
          label={numberLabel(value, format, cellValue, `${series.name}${period === 'previous' ? ' before' : ''}`)}
          onOpen={onPick && (() => onPick({ series, index: null, period, value }))}
          className={period === 'current' ? 'font-medium' : 'text-fg-2'}
        />
        {period === 'current' && <Margin of={series.margin} format={(size) => cellValue(size, format)} />}
        </>
      )
    }
    const name: Column<Row> = {
      id: 'name',
      label: what,
      grow: 3,
      minWidth: 140,
      sortBy: (row) => row.series.name,
      cell: nameCell,
    }
    const value: Column<Row> = { id: 'value', label: valueLabel, align: 'end', minWidth: 116, sortBy: (row) => row.value, cell: (row) => number(row, row.value, 'current') }
    if (rows.every((row) => row.before === null)) return [name, value]
    return [
      name,
      value,
      { id: 'before', label: 'Before', align: 'end', minWidth: 116, hideBelow: 'sm', sortBy: (row) => row.before, cell: (row) => number(row, row.before, 'previous') },
      {
        id: 'change',
        label: 'Change',
        align: 'end',
        sortBy: (row) => row.change,
        cell: changeCell,
      },
    ]
  }, [rows, what, valueLabel, data.format, onPick])
  return <Table label={label} columns={columns} rows={rows} rowKey={(row) => row.series.id} />
}
