import { readEvent } from './query'
import type { CapturedEvent } from './types'

export type StreamState = 'connecting' | 'open' | 'waiting'

interface StreamHandlers {
  onEvent: (event: CapturedEvent) => void
  onState?: (state: StreamState) => void
}

const firstWaitMs = 1000
const longestWaitMs = 30_000

/** Listens to a project's events as they arrive, connecting again with growing waits. Returns the way to stop. */
export function openLiveEvents(projectId: number, { onEvent, onState }: StreamHandlers): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = firstWaitMs
  let stopped = false

  const connect = () => {
    if (stopped) return
    onState?.('connecting')
    source = new EventSource(`/api/projects/${projectId}/live_events/`)
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
      const event = readEvent(parsed)
      if (event) onEvent(event)
    })
    source.addEventListener('error', () => {
      source?.close()
      if (stopped) return
      onState?.('waiting')
      timer = setTimeout(connect, wait)
      wait = Math.min(wait * 2, longestWaitMs)
    })
  }
  connect()

  return () => {
    stopped = true
    clearTimeout(timer)
    source?.close()
  }
}
