import { useState, type KeyboardEvent } from 'react'

/** Which of a list of shapes is looked at, by pointer or by arrow keys. */
export interface ItemCursor {
  at: number | null
  /** Set when arrow keys chose it: then it is announced. */
  byKeyboard: boolean
  point: (index: number | null) => void
  onKeyDown: (event: KeyboardEvent) => void
  onBlur: () => void
}

interface ItemCursorOptions {
  count: number
  /** How far up and down move; one row of a grid. */
  row?: number
  /** How far left and right move; more than one where the shapes stand in columns. */
  column?: number
  /** How far a shifted arrow moves. */
  far?: number
  onChoose?: (index: number) => void
}

export function useItemCursor({ count, row = 1, column = 1, far = 7, onChoose }: ItemCursorOptions): ItemCursor {
  const [state, setState] = useState<{ at: number; byKeyboard: boolean } | null>(null)
  const valid = state && state.at < count ? state : null
  const move = (by: number) => {
    const from = valid?.at
    const to = from === undefined ? (by > 0 ? 0 : count - 1) : from + by
    setState({ at: Math.max(0, Math.min(count - 1, to)), byKeyboard: true })
  }
  return {
    at: valid?.at ?? null,
    byKeyboard: valid?.byKeyboard ?? false,
    point: (index) => setState(index === null ? null : { at: index, byKeyboard: false }),
    onBlur: () => setState((now) => (now?.byKeyboard ? null : now)),
    onKeyDown: (event) => {
      if (count === 0 || event.metaKey || event.ctrlKey || event.altKey) return
      const times = event.shiftKey ? far : 1
      const moves: Record<string, () => void> = {
        ArrowLeft: () => move(-column * times),
        ArrowRight: () => move(column * times),
        ArrowUp: () => move(-row * times),
        ArrowDown: () => move(row * times),
        Home: () => setState({ at: 0, byKeyboard: true }),
        End: () => setState({ at: count - 1, byKeyboard: true }),
      }
      if (event.key === 'Escape' && valid) {
        event.stopPropagation()
        setState(null)
      } else if (event.key === 'Enter' && valid) {
        onChoose?.(valid.at)
      } else if (moves[event.key]) {
        event.preventDefault()
        moves[event.key]?.()
      }
    },
  }
}
