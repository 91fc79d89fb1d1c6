import type { KeyboardEvent } from 'react'

const controls = 'a, button, input, select, textarea, label, [role="checkbox"], [role="switch"], [role="menuitem"], [data-row-open]'

/** What opens the row that was clicked; null when the click was meant for a control in it, or marked text. */
export function rowOpener(row: HTMLElement, target: EventTarget | null): HTMLElement | null {
  if (target instanceof Element && target.closest(controls)) return null
  if (window.getSelection()?.type === 'Range') return null
  return row.querySelector<HTMLElement>('[data-row-open]')
}

interface Rows {
  count: number
  /** Rows that fit on the screen. */
  page: number
  /** Draws a row that may not be drawn yet. */
  reveal: (index: number) => void
}

/** How long a row that was scrolled to may take to be drawn. */
const framesToDraw = 60

/** Moves focus between the openers of rows: arrows or J and K by one, Page keys by a screen, Home and End to the ends. */
export function moveAmongRows(event: KeyboardEvent<HTMLElement>, { count, page, reveal }: Rows): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return
  const from = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row-open]') : null
  const row = from?.closest<HTMLElement>('[data-row]')
  if (!row) return
  const at = Number(row.dataset.row)
  const to = rowFor(event.key, at, count, page)
  if (to === null) return
  event.preventDefault()
  event.stopPropagation()
  const table = event.currentTarget
  const focus = () => {
    const next = table.querySelector<HTMLElement>(`[data-row="${to}"] [data-row-open]`)
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
    return next !== null
  }
  if (focus()) return
  reveal(to)
  // Drawn with the next frame, once the list has scrolled, or a few later on a busy machine; who goes elsewhere meanwhile stays there.
  const focusOnceDrawn = (frames: number) => {
    requestAnimationFrame(() => {
      const isHere = document.activeElement === from || document.activeElement === document.body
      if (isHere && !focus() && frames > 1) focusOnceDrawn(frames - 1)
    })
  }
  focusOnceDrawn(framesToDraw)
}

function rowFor(key: string, at: number, count: number, page: number): number | null {
  const within = (index: number) => Math.min(count - 1, Math.max(0, index))
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return within(at + 1)
    case 'ArrowUp':
    case 'k':
      return within(at - 1)
    case 'PageDown':
      return within(at + page)
    case 'PageUp':
      return within(at - page)
    case 'Home':
      return 0
    case 'End':
      return within(count - 1)
    default:
      return null
  }
}
