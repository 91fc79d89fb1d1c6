import { actorsText, capitalized, people } from '@/lib/question_parts'
import { formatExact, formatPercent } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Margin, Num } from '@/ui/num'
import { heatOf, type RetentionCell, type RetentionData, type RetentionGroup, type RetentionRow } from './retention_data'
import { heatColor, heatHue } from './scale'

/** A number that was opened: those of a row, or those of them who came back in a column. */
export interface RetentionPick {
  group: RetentionGroup
  row: RetentionRow
  column: number
  count: number
}

interface RetentionTableProps {
  label: string
  data: RetentionData
  /** Shares, or numbers of people. */
  shows: 'share' | 'people'
  onPick?: (pick: RetentionPick) => void
  /** Opens all who began. */
  onBegan?: (group: RetentionGroup) => void
}

const stripes = `repeating-linear-gradient(135deg, color-mix(in srgb, ${heatHue} 22%, transparent) 0 2px, transparent 2px 6px)`
const head = 'h-row px-2 text-small font-medium whitespace-nowrap text-fg-2'

/** Who began when, and how many of them came back later: the more, the stronger the colour. Every cell opens its people. */
export function RetentionTable({ label, data, shows, onPick, onBegan }: RetentionTableProps) {
  const several = data.groups.length > 1
  return (
    <div className="scroll-thin overflow-x-auto">
      <table aria-label={label} className="w-full border-separate border-spacing-0.5">
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'sticky left-0 z-10 bg-surface text-left')}>
              Began
            </th>
            <th scope="col" className={cx(head, 'text-right')}>
              {capitalized((data.actors ?? people).many)}
            </th>
            {data.columns.map((name) => (
              <th key={name} scope="col" className={cx(head, 'text-center')}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {data.groups.map((group) => (
          <tbody key={group.id}>
            {several && (
              <tr>
                <th scope="rowgroup" colSpan={data.columns.length + 2} className="h-row px-2 pt-2 text-left font-semibold">
                  {group.name}
                </th>
              </tr>
            )}
            <tr>
              <th scope="row" className="sticky left-0 z-10 h-row bg-surface px-2 text-left font-medium whitespace-nowrap">
                Mean
              </th>
              <td className="px-2 text-right text-fg-2">
                <Num value={group.size} format={formatExact} label={`${formatExact(group.size)} began in all periods${several ? `, ${group.name}` : ''}`} onOpen={onBegan && group.size > 0 ? () => onBegan(group) : undefined} />
              </td>
              {group.means.map((mean, column) => (
                // oxlint-disable-next-line react/no-array-index-key -- a column is its place
                <td key={column} className="px-2 text-center font-medium">
                  {mean === null ? '–' : formatPercent(mean)}
                </td>
              ))}
            </tr>
            {group.rows.map((row) => (
              <tr key={row.index}>
                <th scope="row" className="sticky left-0 z-10 h-row bg-surface px-2 text-left font-normal whitespace-nowrap">
                  {row.name}
                </th>
                <td className="px-2 text-right">
                  <Num
                    value={row.size}
                    format={formatExact}
                    label={`${actorsText(row.size, data.actors)} began ${row.name}`}
                    onOpen={onPick && row.size > 0 ? () => onPick({ group, row, column: 0, count: row.size }) : undefined}
                  />
                  <Margin of={row.cells[0]?.margin} />
                </td>
                {row.cells.map((cell, column) => (
                  // oxlint-disable-next-line react/no-array-index-key -- a column is its place
                  <td key={column} className="p-0">
                    <Cell data={data} row={row} cell={cell} column={column} shows={shows} onPick={onPick && (() => onPick({ group, row, column, count: cell.count }))} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

interface CellProps {
  data: RetentionData
  row: RetentionRow
  cell: RetentionCell
  column: number
  shows: 'share' | 'people'
  onPick?: () => void
}

function Cell({ data, row, cell, column, shows, onPick }: CellProps) {
  if (cell.state === 'ahead' || row.size === 0) return <span className="block h-row min-w-14" />
  const running = cell.state === 'running'
  const name = data.columns[column] ?? ''
  const margin = cell.margin === undefined ? '' : ` ± ${formatExact(cell.margin)}`
  const says = `${formatExact(cell.count)}${margin} of ${actorsText(row.size, data.actors)} came back on ${name} after ${row.name}, ${formatPercent(cell.share)}${running ? ', so far' : ''}`
  const shape = {
    className: cx('flex h-row w-full min-w-14 items-center justify-center rounded-chip px-1.5', onPick && 'hover:outline hover:outline-1 hover:outline-fg'),
    // The first column is everybody: it has no part in the scale.
    style: { background: column === 0 ? 'var(--hover)' : running ? stripes : heatColor(heatOf(data, cell.share)) },
    title: says,
  }
  const text = shows === 'share' ? formatPercent(cell.share) : `${formatExact(cell.count)}${margin}`
  return onPick ? (
    <button type="button" {...shape} aria-label={`${text}: ${says}`} onClick={onPick}>
      {text}
    </button>
  ) : (
    <span {...shape}>{text}</span>
  )
}
