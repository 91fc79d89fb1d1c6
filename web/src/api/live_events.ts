import { readEvent } from './query'
import { openStream, type StreamState } from './stream'
import type { CapturedEvent } from './types'

export type { StreamState }

interface LiveHandlers {
  onEvent: (event: CapturedEvent) => void
  onState?: (state: StreamState) => void
}

/** Listens to a project's events as they arrive. Returns the way to stop. */
export function openLiveEvents(projectId: number, { onEvent, onState }: LiveHandlers): () => void {
  return openStream(`/api/projects/${projectId}/live_events/`, {
    onMessage: (message) => {
      const event = readEvent(message)
      if (event) onEvent(event)
    },
    onState,
  })
}
