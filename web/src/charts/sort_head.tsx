import { ArrowDown, ArrowUp } from 'lucide-react'
import { cx } from '@/ui/cx'
import { nextSort, type Sort } from '@/ui/table_sort'

interface SortHeadProps {
  column: string
  label: string
  sort: Sort | null
  onSort: (sort: Sort | null) => void
  /** Names sort upwards first and stand left, numbers the other way round. */
  isText?: boolean
  className?: string
}

/** The head of a column of a legend. */
export function SortHead({ column, label, sort, onSort, isText = false, className }: SortHeadProps) {
  const active = sort?.column === column
  return (
    <th
      scope="col"
      aria-sort={active ? (sort.down ? 'descending' : 'ascending') : 'none'}
      className={cx('h-row px-3 font-normal', isText ? 'text-left' : 'text-right', className)}
    >
      <button
        type="button"
        onClick={() => onSort(nextSort(sort, column, !isText))}
        className={cx('inline-flex h-6 items-center gap-1 rounded-chip whitespace-nowrap hover:text-fg', active && 'font-medium text-fg')}
      >
        {label}
        {active && (sort.down ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
      </button>
    </th>
  )
}
