import { useMemo } from 'react'
import { capitalized } from '@/lib/question_parts'
import { Num } from '@/ui/num'
import { Table, type Column } from '@/ui/table'
import { boxParts, type BoxPart, type BoxPlotData } from './box_plot_data'
import type { Box } from './box_plot'
import { bucketTitle, isUnfinished } from './data'
import { cellValue, exactValue, numberLabel, type ValueFormat } from './value_format'

interface BoxPlotTableProps {
  label: string
  data: BoxPlotData
  format?: ValueFormat
  onPick?: (index: number, part: BoxPart) => void
}

interface Row {
  index: number
  box: Box
  name: string
  soFar: boolean
}

const whenCell = ({ name, soFar }: Row) => (
  <span className="truncate" title={name}>
    {name}
    {soFar && <span className="text-fg-3"> so far</span>}
  </span>
)

/** How the numbers spread in every bucket that has some, the newest first. */
export function BoxPlotTable({ label, data: { axis, series }, format, onPick }: BoxPlotTableProps) {
  const rows = useMemo(
    () => series.boxes.flatMap((box, index): Row[] => (box ? [{ index, box, name: bucketTitle(axis, index), soFar: isUnfinished(axis, index) }] : [])).toReversed(),
    [axis, series],
  )
  const columns = useMemo((): Column<Row>[] => {
    const number = ({ index, box, name }: Row, key: BoxPart, part: string) => (
      <Num
        value={box[key] ?? 0}
        format={(size) => cellValue(size, format)}
        exact={(size) => exactValue(size, format)}
        label={numberLabel(box[key] ?? 0, format, cellValue, `${name}, ${part.toLowerCase()}`)}
        onOpen={onPick && (() => onPick(index, key))}
      />
    )
    return [
      { id: 'when', label: capitalized(axis.interval), grow: 2, minWidth: 136, sortBy: (row) => row.index, cell: whenCell },
      ...boxParts.map(({ key, label: part }): Column<Row> => ({
        id: key,
        label: part,
        align: 'end',
        minWidth: 76,
        // On a phone the ends and the middle say most.
        hideBelow: key === 'min' || key === 'median' || key === 'max' ? undefined : 'sm',
        sortBy: (row) => row.box[key],
        cell: (row) => number(row, key, part),
      })),
    ]
  }, [axis.interval, format, onPick])
  return <Table label={label} columns={columns} rows={rows} rowKey={(row) => String(row.index)} />
}
