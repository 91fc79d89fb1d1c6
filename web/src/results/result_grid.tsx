import { useCallback, useMemo, useState } from 'react'
import { cellText, sortKey, type ResultTable } from '@/lib/result_table'
import { DataGrid, type GridColumn } from '@/ui/data_grid'
import { compareCells, type Sort } from '@/ui/table_sort'

interface ResultGridProps {
  label: string
  table: ResultTable
  /** Enter or a double click on a row. */
  onRow?: (row: unknown[], opener: HTMLElement) => void
  onEnd?: () => void
}

/** The rows of an answer, sorted by any column; cells are copied as they are written. */
export function ResultGrid({ label, table, onRow, onEnd }: ResultGridProps) {
  const [chosen, setChosen] = useState<{ of: ResultTable; sort: Sort | null }>({ of: table, sort: null })
  const sort = chosen.of === table ? chosen.sort : null
  const columns = useMemo(
    () => table.columns.map((column, at): GridColumn => ({ id: String(at), label: column.name, note: column.note || undefined, align: column.kind === 'number' ? 'end' : 'start' })),
    [table],
  )
  const rows = useMemo(() => {
    if (!sort) return table.rows
    const at = Number(sort.column)
    return table.rows.toSorted((a, b) => compareCells(sortKey(a[at]), sortKey(b[at]), sort.down))
  }, [table, sort])
  const text = useCallback(
    (row: number, at: number) => {
      const column = table.columns[at]
      return column ? cellText(rows[row]?.[at], column, table.zone) : null
    },
    [table, rows],
  )
  return (
    <DataGrid
      label={label}
      columns={columns}
      rowCount={rows.length}
      text={text}
      sort={sort}
      onSort={(next) => setChosen({ of: table, sort: next })}
      onOpen={
        onRow &&
        (({ row }, opener) => {
          const found = rows[row]
          if (found) onRow(found, opener)
        })
      }
      onEnd={onEnd}
    />
  )
}
