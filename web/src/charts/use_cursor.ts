import { useCallback, useEffect, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import { bucketCount, longStep, type ChartData } from './data'
import { indexAt, seriesAt, type Plot } from './layout'

/** Where the reader is looking. */
export interface Cursor {
  index: number
  series: string | null
  by: 'pointer' | 'touch' | 'keyboard'
  /** It stays until the reader looks elsewhere, and its numbers can be clicked. */
  pinned: boolean
}

export interface CursorHandlers {
  onKeyDown: (event: KeyboardEvent) => void
  onBlur: () => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerLeave: () => void
  onClick: () => void
}

interface CursorOptions {
  plot: Plot
  data: ChartData
  /** The chart: a press outside of it and of its tooltip lets go of a pinned cursor. */
  holder: RefObject<HTMLElement | null>
  /** A point was chosen; false when nothing can be opened, so that the tooltip is pinned instead. */
  onChoose: (index: number, series: string) => boolean
}

/** Follows mouse, touch and arrow keys over the points of a chart. */
export function useCursor({ plot, data, holder, onChoose }: CursorOptions) {
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const last = bucketCount(data.axis) - 1
  const { series } = data

  const find = useCallback(
    (event: PointerEvent<HTMLElement>): Cursor | null => {
      const box = event.currentTarget.getBoundingClientRect()
      const x = event.clientX - box.left
      const y = event.clientY - box.top
      if (last < 0 || x < plot.left - 12 || x > plot.right + 12 || y < 0 || y > plot.height) return null
      const index = indexAt(plot, x)
      const touch = event.pointerType !== 'mouse'
      return { index, series: seriesAt(plot, series, index, x, y), by: touch ? 'touch' : 'pointer', pinned: touch }
    },
    [plot, series, last],
  )

  const move = (key: string, far: boolean): Cursor | null => {
    const ids = series.map((one) => one.id)
    const at = cursor?.series ?? ids[0] ?? null
    const from = cursor?.index ?? last
    const step = far ? longStep(data.axis) : 1
    const to = (index: number, id: string | null = at): Cursor => ({ index, series: id, by: 'keyboard', pinned: false })
    switch (key) {
      case 'ArrowLeft':
        return to(cursor ? Math.max(0, from - step) : last)
      case 'ArrowRight':
        return to(cursor ? Math.min(last, from + step) : 0)
      case 'Home':
        return to(0)
      case 'End':
        return to(last)
      case 'ArrowUp':
      case 'ArrowDown': {
        if (!cursor) return to(from)
        const place = (ids.indexOf(at ?? '') + (key === 'ArrowDown' ? 1 : -1) + ids.length) % ids.length
        return to(from, ids[place] ?? null)
      }
      default:
        return null
    }
  }

  const handlers: CursorHandlers = {
    onKeyDown: (event) => {
      if (last < 0 || event.metaKey || event.ctrlKey || event.altKey) return
      if (event.key === 'Escape') {
        if (cursor === null) return
        event.stopPropagation()
        setCursor(null)
        return
      }
      if (event.key === 'Enter') {
        if (cursor?.series && onChoose(cursor.index, cursor.series)) event.preventDefault()
        return
      }
      const next = move(event.key, event.shiftKey)
      if (!next) return
      event.preventDefault()
      setCursor(next)
    },
    onBlur: () => setCursor((now) => (now?.by === 'keyboard' ? null : now)),
    onPointerMove: (event) => {
      const next = find(event)
      setCursor((now) => (now?.pinned || isSame(now, next) ? now : next))
    },
    onPointerDown: (event) => {
      const next = find(event)
      if (event.pointerType !== 'mouse') setCursor(next)
      // A press elsewhere in the chart lets go of what was pinned.
      else setCursor((now) => (now?.pinned && !isSame(now, next) ? next : now))
    },
    onPointerLeave: () => setCursor((now) => (now?.by === 'pointer' && !now.pinned ? null : now)),
    onClick: () => {
      if (cursor?.by !== 'pointer') return
      const id = cursor.series ?? (series.length === 1 ? series[0]?.id : undefined)
      if (id !== undefined && onChoose(cursor.index, id)) return
      setCursor({ ...cursor, pinned: !cursor.pinned })
    },
  }

  const pinned = cursor?.pinned === true
  useEffect(() => {
    if (!pinned) return
    const away = (event: Event) => {
      const target = event.target instanceof Element ? event.target : null
      if (!holder.current?.contains(target) && !target?.closest('[data-chart-layer]')) setCursor(null)
    }
    const escape = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') setCursor(null)
    }
    document.addEventListener('pointerdown', away)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('keydown', escape)
    }
  }, [pinned, holder])

  // The data may have become shorter under the cursor.
  const valid = cursor && cursor.index <= last ? cursor : null
  return { cursor: valid, handlers, letGo: () => setCursor(null) }
}

function isSame(a: Cursor | null, b: Cursor | null): boolean {
  return a === b || (a !== null && b !== null && a.index === b.index && a.series === b.series && a.by === b.by)
}
