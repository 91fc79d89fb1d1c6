import { followConnection, readConnection } from './connection'
import { request } from './client'

export type StreamState = 'connecting' | 'open' | 'waiting'

interface StreamHandlers {
  onMessage: (message: unknown) => void
  onState?: (state: StreamState) => void
}

const firstWaitMs = 1000
const longestWaitMs = 30_000

/**
 * Listens to server-sent events of JSON, connecting again with growing waits, and at once when the server is
 * back or somebody has signed in again. Returns the way to stop.
 */
export function openStream(path: string, { onMessage, onState }: StreamHandlers): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = firstWaitMs
  let stopped = false

  const connect = () => {
    clearTimeout(timer)
    source?.close()
    if (stopped) return
    onState?.('connecting')
    source = new EventSource(path)
    source.addEventListener('open', () => {
      wait = firstWaitMs
      onState?.('open')
    })
    source.addEventListener('message', (message: MessageEvent<string>) => {
      let parsed: unknown
      try {
        parsed = JSON.parse(message.data)
      } catch {
        return
      }
      onMessage(parsed)
    })
    source.addEventListener('error', () => {
      source?.close()
      if (stopped) return
      onState?.('waiting')
      timer = setTimeout(() => void again(), wait)
      wait = Math.min(wait * 2, longestWaitMs)
    })
  }
  // The stream itself does not say why it ended; an ordinary request finds out, and asks for a login if it must.
  const again = async () => {
    try {
      await request('/api/users/@me/')
    } catch {
      // The next attempt fails in the same way and waits longer.
    }
    connect()
  }
  const unfollow = followConnection(() => {
    if (readConnection() === 'well' && source?.readyState === EventSource.CLOSED) connect()
  })
  connect()

  return () => {
    stopped = true
    clearTimeout(timer)
    unfollow()
    source?.close()
  }
}
