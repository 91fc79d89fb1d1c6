import { useState } from 'react'

interface Sending {
  busy: boolean
  /** What stopped the last one, in words. */
  problem: string | null
  setProblem: (words: string | null) => void
  /** Does the work unless some is under way; true when it was done. */
  send: (work: () => Promise<unknown>) => Promise<boolean>
}

/** A write at a time, and the words of what stopped it: for whoever shows `problem`, or for `tell`. */
export function useSending(tell?: (words: string) => void): Sending {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async (work: () => Promise<unknown>) => {
    if (busy) return false
    setBusy(true)
    setProblem(null)
    try {
      await work()
      return true
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (tell) tell(words)
      else setProblem(words)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, setProblem, send }
}
