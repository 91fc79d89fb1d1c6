import { useRef, useState } from 'react'

type Work = () => Promise<unknown>

interface Sending {
  busy: boolean
  /** What stopped the last one, in words. */
  problem: string | null
  setProblem: (words: string | null) => void
  /** Does the work unless some is under way; true when it was done. */
  send: (work: Work) => Promise<boolean>
  /**
   * Does the work, after what is under way, so that what was asked for last is done. Asked for once more by the same
   * name while it runs, `again` says so, once, and the work may take that on itself. What waits is forgotten when what
   * it waits for fails.
   */
  sendLast: (name: string, work: (again: () => boolean) => Promise<unknown>) => Promise<boolean>
}

/** A write at a time, and the words of what stopped it: for whoever shows `problem`, or for `tell`. */
export function useSending(tell?: (words: string) => void): Sending {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  // Two calls of one moment see the same `busy`.
  const running = useRef(false)
  const waiting = useRef(new Map<string, Work>())
  const run = async (work: Work): Promise<boolean> => {
    running.current = true
    setBusy(true)
    setProblem(null)
    try {
      await work()
      return true
    } catch (error) {
      waiting.current.clear()
      const words = error instanceof Error ? error.message : String(error)
      if (tell) tell(words)
      else setProblem(words)
      return false
    } finally {
      running.current = false
      setBusy(false)
      const [next] = waiting.current
      if (next) {
        waiting.current.delete(next[0])
        void run(next[1])
      }
    }
  }
  return {
    busy,
    problem,
    setProblem,
    send: async (work) => !running.current && (await run(work)),
    sendLast: async (name, work) => {
      const named = () => work(() => waiting.current.delete(name))
      if (!running.current) return run(named)
      waiting.current.set(name, named)
      return false
    },
  }
}
