import { useEffect, useRef, type KeyboardEvent } from 'react'

/**
 * Enter while a list is still being searched waits for the list: what stands first then is what was meant, not what
 * stood first before. Who moved along the list meant the row they are on.
 * Takes whether the search runs; gives the handler for whatever holds the search field.
 */
export function useHeldEnter(searching: boolean): (event: KeyboardEvent) => void {
  const held = useRef<EventTarget | null>(null)
  const moved = useRef(false)
  useEffect(() => {
    const field = held.current
    if (searching || field === null) return
    held.current = null
    // The list puts its mark on the first row when this render is done.
    const timer = setTimeout(() => field.dispatchEvent(new globalThis.KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })), 0)
    return () => clearTimeout(timer)
  }, [searching])
  return (event) => {
    if (event.key === 'Enter') {
      if (!searching || moved.current || event.metaKey || event.ctrlKey) return
      event.preventDefault()
      event.stopPropagation()
      held.current = event.target
      return
    }
    held.current = null
    moved.current = event.key === 'ArrowDown' || event.key === 'ArrowUp'
  }
}
