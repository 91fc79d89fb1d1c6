import { cellText, type EventColumn, type EventRow } from '@/lib/event_columns'
import { eventLabel, rawNote, valueLabel } from '@/lib/taxonomy'
import { EventTime } from '@/ui/event_time'
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
  if (column.kind === 'time') {
    return (
      <span className="text-fg-3">
        <EventTime time={row.timestamp} now={now} />
      </span>
    )
  }
  if (column.kind === 'event') {
    const label = eventLabel(row.event)
    const note = rawNote(label, row.event)
    return (
      <>
        <span className="font-medium">{label}</span>
        {note && <span className="pl-2 text-small text-fg-3 max-lg:hidden">{note}</span>}
      </>
    )
  }
  const text = cellText(row, column)
  if (text === null) return <span className="text-fg-3">–</span>
  const shown = column.kind === 'property' ? valueLabel(column.key, text) : text
  return (
    <span className="text-fg-2" title={shown}>
      {shown}
    </span>
  )
}
