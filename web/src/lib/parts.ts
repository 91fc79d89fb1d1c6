import { lazy as lazily } from 'react'

let patience: () => Promise<void> = () => Promise.resolve()

/** Says what to wait for before a part that did not come is asked for once more. */
export function waitForParts(wait: () => Promise<void>): void {
  patience = wait
}

/** Loads a part of the app, also from a server that is away for a moment; what it has no longer is a failure. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch {
    await patience()
    return await load()
  }
}

/** React's, for parts that come when they are first shown: a server that restarts does not take the page with it. */
export const lazy: typeof lazily = (load) => lazily(() => loadPart(load))
