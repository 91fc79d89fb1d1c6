import { useEffect, useState, type RefObject } from 'react'
import { useRowHeight } from '@/ui/use_media'

const manyRows = 60
const overscan = 8

/**
 * The rows in sight of a table that scrolls by itself, and the heights of what is above and below.
 * Up to sixty rows are all in sight.
 */
export function useRowWindow<T>(rows: T[], scroller: RefObject<HTMLElement | null>): [rows: T[], before: number, after: number] {
  const [top, setTop] = useState(0)
  const rowHeight = useRowHeight()
  const many = rows.length > manyRows
  useEffect(() => {
    const element = scroller.current
    if (!many || !element) return
    const onScroll = () => setTop(Math.floor(element.scrollTop / rowHeight))
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [many, scroller, rowHeight])
  if (!many) return [rows, 0, 0]
  const from = Math.max(0, Math.min(top, rows.length - 1) - overscan)
  const to = Math.min(rows.length, from + 17 + 2 * overscan)
  return [rows.slice(from, to), from * rowHeight, (rows.length - to) * rowHeight]
}
