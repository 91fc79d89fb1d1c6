import { cellText, type EventColumn, type EventRow } from '@/lib/event_columns'
import { valueLabel } from '@/lib/taxonomy'
import { EventNameCell, TextCell, TimeCell } from '@/ui/cells'
import type { Column } from '@/ui/table'

/** How the columns of a list of events are drawn. */
export function tableColumns(columns: EventColumn[], now: number): Column<EventRow>[] {
  return columns.map((column) => ({ id: column.id, label: column.label, ...sizeOf(column), cell: (row) => <Cell row={row} column={column} now={now} /> }))
}

function sizeOf(column: EventColumn): Partial<Column<EventRow>> {
  switch (column.kind) {
    case 'event':
      return { minWidth: 140, grow: 1.2 }
    case 'person':
      return { minWidth: 140, hideBelow: 'sm' }
    case 'place':
      return { minWidth: 180, grow: 1.6, hideBelow: 'md' }
    case 'time':
      return { width: 116, align: 'end', sortable: true }
    case 'property':
      return { minWidth: 130 }
  }
}

function Cell({ row, column, now }: { row: EventRow; column: EventColumn; now: number }) {
  if (column.kind === 'time') return <TimeCell time={row.timestamp} now={now} />
  if (column.kind === 'event') return <EventNameCell event={row.event} />
  const text = cellText(row, column)
  return <TextCell isId={column.kind === 'person'} text={text !== null && column.kind === 'property' ? valueLabel(column.key, text) : text} />
}
