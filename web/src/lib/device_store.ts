import { useSyncExternalStore } from 'react'

/** A value kept on this device that every part of the page, and every tab, sees change. */
export interface DeviceStore<T> {
  read: () => T
  write: (value: T) => void
  use: () => T
}

/**
 * Keeps a value as JSON under `key`. What cannot be read, because it is old or the browser keeps nothing, is
 * `fallback`; what cannot be kept lasts until the page is closed.
 */
export function deviceStore<T>(key: string, fallback: T, check: (value: unknown) => value is T): DeviceStore<T> {
  const listeners = new Set<() => void>()
  let text: string | null = null
  let value = fallback
  let unkept: { value: T } | null = null

  const read = (): T => {
    if (unkept) return unkept.value
    let now: string | null
    try {
      now = localStorage.getItem(key)
    } catch {
      return value
    }
    if (now === text) return value
    text = now
    value = fallback
    try {
      const parsed: unknown = now === null ? null : JSON.parse(now)
      if (check(parsed)) value = parsed
    } catch {
      // Something else wrote it.
    }
    return value
  }
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const write = (next: T) => {
    try {
      localStorage.setItem(key, JSON.stringify(next))
      unkept = null
    } catch {
      unkept = { value: next }
    }
    tell()
  }
  const subscribe = (listener: () => void) => {
    const onStorage = (event: StorageEvent) => {
      if (event.key === key || event.key === null) listener()
    }
    listeners.add(listener)
    window.addEventListener('storage', onStorage)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('storage', onStorage)
    }
  }
  return { read, write, use: () => useSyncExternalStore(subscribe, read) }
}

export const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
