import { useEffect, useRef, useState } from 'react'
import { openLiveEvents, type StreamState } from '@/api/live_events'
import { latestEvents } from '@/api/query'
import type { CapturedEvent } from '@/api/types'
import { addEvents, ArrivalRate } from '@/lib/live_list'

const limit = 1000
const flushMs = 250

export interface LiveEvents {
  events: CapturedEvent[]
  state: StreamState
  perSecond: number
  /** Events that arrived while paused, not shown yet. */
  held: number
  loading: boolean
  error: Error | null
}

/** The newest stored events, then those that arrive, shown in batches so that a busy stream stays readable. */
export function useLiveEvents(projectId: number, paused: boolean): LiveEvents {
  const [events, setEvents] = useState<CapturedEvent[]>([])
  const [state, setState] = useState<StreamState>('connecting')
  const [perSecond, setPerSecond] = useState(0)
  const [held, setHeld] = useState(0)
  const [loading, setLoading] = useState(true)
  const [error, setError] = useState<Error | null>(null)
  const waiting = useRef<CapturedEvent[]>([])
  const isPaused = useRef(paused)

  useEffect(() => {
    isPaused.current = paused
  }, [paused])

  useEffect(() => {
    const rate = new ArrivalRate(Date.now())
    const aborter = new AbortController()
    setEvents([])
    setLoading(true)
    setError(null)
    waiting.current = []

    const close = openLiveEvents(projectId, {
      onEvent: (event) => {
        waiting.current.push(event)
        rate.add(1, Date.now())
      },
      onState: setState,
    })
    latestEvents(projectId, 100, aborter.signal)
      .then((stored) => setEvents((shown) => addEvents([...stored], shown.toReversed(), limit)))
      .catch((problem: unknown) => {
        if (!aborter.signal.aborted) setError(problem instanceof Error ? problem : new Error(String(problem)))
      })
      .finally(() => {
        if (!aborter.signal.aborted) setLoading(false)
      })

    const timer = setInterval(() => {
      setPerSecond(rate.perSecond(Date.now()))
      if (isPaused.current) {
        // Held back, and never more than the list can show.
        waiting.current = waiting.current.slice(-limit)
        setHeld(waiting.current.length)
        return
      }
      setHeld(0)
      if (waiting.current.length === 0) return
      const arrived = waiting.current
      waiting.current = []
      setEvents((shown) => addEvents(shown, arrived, limit))
    }, flushMs)

    return () => {
      aborter.abort()
      close()
      clearInterval(timer)
    }
  }, [projectId])

  return { events, state, perSecond, held, loading, error }
}
