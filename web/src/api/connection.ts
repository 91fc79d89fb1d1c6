/** Whether the server can be reached, as the last requests saw it. */
export type Connection = 'well' | 'offline' | 'unreachable'

let state: Connection = 'well'
let timer: ReturnType<typeof setTimeout> | undefined
let wait = 0
const listeners = new Set<() => void>()

const firstWaitMs = 500
const longestWaitMs = 8000

export const readConnection = (): Connection => state

/** Calls back on every change. Returns the way to stop. */
export function followConnection(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Any answer, also a refusal, shows that the server is there. */
export function reportAnswer(): void {
  clearTimeout(timer)
  change('well')
}

/** From here on the server is asked by itself until it answers. */
export function reportLoss(): void {
  if (state !== 'well') return
  wait = firstWaitMs
  change(navigator.onLine === false ? 'offline' : 'unreachable')
  timer = setTimeout(() => void probe(), wait)
}

/** Asks the server now whether it is there. */
export async function probe(): Promise<void> {
  clearTimeout(timer)
  try {
    const { status } = await fetch('/_health', { cache: 'no-store' })
    // A gateway answers for the server while it is away.
    if (status === 502) throw new Error()
    reportAnswer()
  } catch {
    if (state === 'well') return reportLoss()
    change(navigator.onLine === false ? 'offline' : 'unreachable')
    wait = Math.min(wait * 2, longestWaitMs)
    timer = setTimeout(() => void probe(), wait)
  }
}

/** Asks the server, and resolves once it answers. */
export async function answered(): Promise<void> {
  await probe()
  if (state === 'well') return
  await new Promise<void>((resolve) => {
    const stop = followConnection(() => {
      if (state !== 'well') return
      stop()
      resolve()
    })
  })
}

function change(next: Connection): void {
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

window.addEventListener('offline', reportLoss)
window.addEventListener('online', () => void probe())
