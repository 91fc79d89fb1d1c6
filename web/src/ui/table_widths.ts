import { useEffect, useState, type RefObject } from 'react'
import { useMedia } from './use_media'

interface Sized {
  width?: number
  grow?: number
  minWidth?: number
  hideBelow?: 'sm' | 'md' | 'lg'
}

const leastWidth = 88

/** Gives every column its pixels: fixed ones theirs, the others a share of the rest, none less than its least. */
export function shareWidths(columns: Sized[], room: number): number[] {
  const least = (column: Sized) => column.width ?? column.minWidth ?? leastWidth
  const widths = columns.map(least)
  // Who would get less than its least takes the least, and the others share what is left.
  let free = columns.map((_, at) => at).filter((at) => columns[at]?.width === undefined)
  for (;;) {
    const taken = widths.reduce((sum, width, at) => (free.includes(at) ? sum : sum + width), 0)
    const shares = free.reduce((sum, at) => sum + (columns[at]?.grow ?? 1), 0)
    const give = (at: number) => ((room - taken) * (columns[at]?.grow ?? 1)) / shares
    const short = free.filter((at) => give(at) < least(columns[at] ?? {}))
    if (short.length === 0) {
      for (const at of free) widths[at] = Math.floor(give(at))
      return widths
    }
    free = free.filter((at) => !short.includes(at))
  }
}

/** The columns that the screen has room for. */
export function useFittingColumns<C extends Sized>(columns: C[]): C[] {
  const sm = useMedia('(width < 560px)')
  const md = useMedia('(width < 860px)')
  const lg = useMedia('(width < 1100px)')
  const off = { sm, md, lg }
  return columns.filter((column) => !column.hideBelow || !off[column.hideBelow])
}

/** The inner width of a box, as it changes; null until it is known. */
export function useWidth(box: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null)
  useEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [box])
  return width
}
