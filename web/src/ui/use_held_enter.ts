import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { holdToo, pressKey } from './held_keys'

/**
 * Enter while a list is still being searched waits for the list: what stands first then is what was meant, not what
 * stood first before. Who moved along the list meant the row they are on. Letters pressed after it were meant for
 * what comes after the choice: they wait, too, and go there; any other key takes the Enter back.
 * Takes whether the search runs; gives the handler for whatever holds the search field.
 */
export function useHeldEnter(searching: boolean): (event: KeyboardEvent) => void {
  const held = useRef<EventTarget | null>(null)
  const later = useRef<string[]>([])
  const moved = useRef(false)
  useEffect(() => {
    const field = held.current
    if (searching || field === null) return
    // The list puts its mark on the first row when this render is done; the Enter is held until then.
    const timer = setTimeout(() => {
      if (held.current === null) return
      held.current = null
      const keys = later.current.splice(0)
      pressKey(field, 'Enter')
      // A search that has begun meanwhile holds the Enter again, and what is behind it.
      if (held.current !== null) later.current.unshift(...keys)
      // The choice may open something that holds keys by itself: these come first.
      else if (!holdToo(keys)) pressLater(field, keys, framesToLeave)
    }, 0)
    return () => clearTimeout(timer)
  }, [searching])
  return (event) => {
    const take = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    const isPlain = !event.metaKey && !event.ctrlKey && !event.altKey
    if (held.current !== null && isPlain && (event.key.length === 1 || event.key === 'Enter')) {
      take()
      // A second Enter right behind the first is the same one; behind letters it is theirs.
      if (event.key !== 'Enter' || later.current.length > 0) later.current.push(event.key)
      return
    }
    if (event.key === 'Enter') {
      if (!searching || moved.current || event.metaKey || event.ctrlKey) return
      take()
      held.current = event.target
      return
    }
    // A capital letter begins with this key.
    if (event.key === 'Shift') return
    held.current = null
    later.current = []
    moved.current = event.key === 'ArrowDown' || event.key === 'ArrowUp'
  }
}

/**
 * What a search found, in groups; while it runs and has found nothing yet, what was shown for it before. A list that
 * is empty in between loses the mark on its first row, and Enter takes nothing.
 */
export function useHeldList<Group extends { items: { id: string }[] }>(found: Group[], search: string, searching: boolean): Group[] {
  const ids = found.flatMap(({ items }) => items.map(({ id }) => id)).join('\n')
  const [last, setLast] = useState({ search, ids, found })
  if (found.length > 0 && (last.search !== search || last.ids !== ids)) setLast({ search, ids, found })
  return found.length === 0 && searching && last.search === search ? last.found : found
}

/** How long the field may keep focus after the choice before the letters are forgotten. */
const framesToLeave = 60

/** Presses the keys one by one on what has focus, once that is no longer the field they were not meant for. */
function pressLater(field: EventTarget, keys: string[], frames: number): void {
  const [key, ...rest] = keys
  if (key === undefined || frames === 0) return
  requestAnimationFrame(() => {
    const target = document.activeElement ?? document.body
    if (target === field) return pressLater(field, keys, frames - 1)
    pressKey(target, key)
    pressLater(field, rest, framesToLeave)
  })
}
