import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Insight } from '@/api/types'
import { draftKey, drafts, keepDraft, readDraft } from '@/lib/drafts'
import { parseQuestion, turnedInto, type Question, type QuestionKind } from '@/lib/question'
import { redo, startSteps, step, undo, type Steps } from '@/lib/undo'

export interface Editor {
  query: Question
  /** Whether it differs from what is saved, or for a new one from where it began. */
  changed: boolean
  /** What was saved when the change began, as text. */
  beganFrom: () => string | undefined
  /** Whether this device keeps the change; one that came with a link is kept once it is touched. */
  kept: boolean
  change: (next: Question) => void
  /** Asks the same events as another kind. */
  turn: (kind: QuestionKind) => void
  undo: () => void
  redo: () => void
  /** Back to what is saved; can be undone. */
  revert: () => void
  /** Forgets the draft of what has been saved; what was changed since is a draft of the insight it was saved as. */
  settle: (query: Question, kept: Pick<Insight, 'short_id' | 'query'>) => void
}

interface EditorProps {
  projectId: number
  /** Null while the insight has not been saved. */
  shortId: string | null
  /** What is saved, or what a new insight begins with. */
  base: Question
  /** All that is saved, as text: what a draft that begins now began from. */
  on?: string
}

/**
 * A question being changed. Every change is in the address, so that a link brings it back, and a draft
 * on this device, so that leaving the page loses nothing.
 */
export function useEditor({ projectId, shortId, base, on }: EditorProps): Editor {
  const navigate = useNavigate()
  const { q } = useSearch({ strict: false }) as { q?: object }
  const key = draftKey(projectId, shortId)
  const linked = useMemo(() => parseQuestion(q), [q])
  const linkedText = linked ? JSON.stringify(linked) : ''
  const baseText = JSON.stringify(base)
  const [steps, setSteps] = useState<Steps<Question>>(() => startSteps(linked ?? readDraft(key)?.query ?? base))
  // Addresses that were written here; others come from links and the back button.
  const written = useRef(new Set<string>([linkedText]))

  const write = (next: Steps<Question>) => {
    const text = JSON.stringify(next.now)
    const same = text === baseText
    setSteps(next)
    keepDraft(key, same ? null : next.now, Date.now(), on)
    written.current.add(same ? '' : text)
    void navigate({ to: '.', search: same ? {} : { q: next.now }, hash: '', replace: true, resetScroll: false })
  }

  // What nobody touched here follows what is saved elsewhere.
  const [followed, setFollowed] = useState(baseText)
  if (followed !== baseText) {
    setFollowed(baseText)
    if (JSON.stringify(steps.now) === followed) setSteps(startSteps(base))
  }

  useEffect(() => {
    if (written.current.has(linkedText)) return
    written.current = new Set([linkedText])
    setSteps(startSteps(linked ?? base))
    // oxlint-disable-next-line react/exhaustive-deps -- their texts stand for them
  }, [linkedText])

  // A draft that was taken up goes into the address.
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) return
    first.current = false
    if (linkedText === '' && JSON.stringify(steps.now) !== baseText) write(steps)
  })

  // What the draft of this tab began from, also after another tab forgot it.
  const began = useRef(on)
  const isChanged = JSON.stringify(steps.now) !== baseText
  useEffect(() => {
    if (!isChanged) began.current = on
  }, [isChanged, on])

  // Another tab that saved or reverted the same insight forgot its draft there, and with it the one of this tab.
  const stored = drafts.use()
  const saved = useRef('')
  const text = JSON.stringify(steps.now)
  useEffect(() => {
    if (steps.past.length > 0 && text !== baseText && text !== saved.current && !(key in stored)) keepDraft(key, steps.now, Date.now(), began.current)
    // oxlint-disable-next-line react/exhaustive-deps -- the text stands for the question
  }, [stored, text, baseText, key])

  // While something is saved, what is on the screen may be newer.
  const newest = useRef(steps.now)
  useLayoutEffect(() => {
    newest.current = steps.now
  })

  // What was asked as each kind, so that going back to one brings its settings back.
  const asked = useRef<Partial<Record<QuestionKind, Question>>>({})
  const named = useRef<Question>(undefined)
  const change = (next: Question) => {
    const kept = parseQuestion(next)
    if (kept && JSON.stringify(kept) !== text) write(step(steps, kept, Date.now()))
  }

  return {
    query: steps.now,
    changed: text !== baseText,
    beganFrom: () => readDraft(key)?.on ?? began.current,
    kept: JSON.stringify(readDraft(key)?.query) === text,
    change,
    turn: (kind) => {
      asked.current[steps.now.kind] = steps.now
      if (steps.now.kind !== 'PathsQuery') named.current = steps.now
      change(turnedInto(steps.now, kind, asked.current[kind], named.current))
    },
    undo: () => {
      if (steps.past.length > 0) write(undo(steps))
    },
    redo: () => {
      if (steps.future.length > 0) write(redo(steps))
    },
    revert: () => write(step(steps, base, Date.now())),
    settle: (query, kept) => {
      const settled = JSON.stringify(query)
      const rest = newest.current
      const isSettled = JSON.stringify(rest) === settled
      const keptKey = draftKey(projectId, kept.short_id)
      saved.current = keptKey === key ? settled : JSON.stringify(rest)
      keepDraft(key, null, Date.now())
      if (!isSettled) {
        began.current = JSON.stringify(kept.query)
        return keepDraft(keptKey, rest, Date.now(), began.current)
      }
      written.current.add('')
      void navigate({ to: '.', search: {}, replace: true, resetScroll: false })
    },
  }
}
