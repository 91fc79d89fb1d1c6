import { useLayoutEffect, useRef } from 'react'
import { deviceStore } from '@/lib/device_store'

/** Keys of a screen: "e", "Shift+d", or two in a row, "g i". */
export type Shortcuts = Record<string, () => void>

/** Whether single keys do something: those who speak to their computer switch them off. */
export const singleKeys = deviceStore('tenrec.single-keys', true, (value): value is boolean => typeof value === 'boolean')

const secondKeyMs = 1200

/** True where letters are meant as text, or belong to an open layer; one that is closing has given them back. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('input, textarea, select')) return true
  return target.closest('[role="dialog"], [role="listbox"], [role="menu"]') !== null && target.closest('[data-closed]') === null
}

/** Listens to single keys while nobody is typing, from the moment the screen is seen. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useLayoutEffect(() => {
    latest.current = shortcuts
  })
  useLayoutEffect(() => {
    let first = ''
    // When the first key was pressed, by the clock of the events: a page that is busy in between misses no second key.
    let firstAt = 0
    const onKeyDown = (event: KeyboardEvent) => {
      if (!singleKeys.read() || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const pressed = event.shiftKey && /^[a-z]$/.test(key) ? `Shift+${key}` : key
      const chord = first === '' || event.timeStamp - firstAt > secondKeyMs ? pressed : `${first} ${pressed}`
      first = ''
      const run = latest.current[chord] ?? latest.current[pressed]
      if (run) {
        event.preventDefault()
        run()
        return
      }
      if (Object.keys(latest.current).some((known) => known.startsWith(`${pressed} `))) {
        first = pressed
        firstAt = event.timeStamp
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
