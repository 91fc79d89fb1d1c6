import { Check } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { messageOf } from '@/api/client'
import { Field, Input } from '@/ui/field'
import { replacesTheirs, useTextEdit } from '@/ui/use_text_edit'

export type SaveState = { kind: 'idle' | 'saving' | 'saved' } | { kind: 'failed'; problem: string }

/** Saves by itself and says so; what failed stays in the field, with the reason. */
export function useAutosave<T>(write: (value: T) => Promise<unknown>): [SaveState, (value: T) => void] {
  const [state, setState] = useState<SaveState>({ kind: 'idle' })
  const save = async (value: T) => {
    setState({ kind: 'saving' })
    try {
      await write(value)
      setState({ kind: 'saved' })
    } catch (error) {
      setState({ kind: 'failed', problem: messageOf(error) })
    }
  }
  return [state, (value) => void save(value)]
}

export const problemOf = (state: SaveState): string | null => (state.kind === 'failed' ? state.problem : null)

/** "Saving", then "Saved" for three seconds, then the hint again. */
export function Saved({ state, children }: { state: SaveState; children?: ReactNode }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (state.kind !== 'saved') return
    setShown(true)
    const timer = setTimeout(() => setShown(false), 3000)
    return () => clearTimeout(timer)
  }, [state])
  if (state.kind === 'saving') return <span role="status">Saving</span>
  if (shown && state.kind === 'saved') {
    return (
      <span role="status" className="inline-flex items-center gap-1 text-positive">
        <Check size={13} strokeWidth={2} aria-hidden />
        Saved
      </span>
    )
  }
  return children ?? null
}

interface TextSettingProps {
  label: string
  value: string
  maxLength: number
  onSave: (value: string) => Promise<unknown>
  hint?: ReactNode
  /** Whether it may be empty; otherwise an empty field goes back to what it was. */
  optional?: boolean
  autoComplete?: string
}

/** One line of text that is saved with Enter or when it is left. */
export function TextSetting({ label, value, maxLength, onSave, hint, optional, autoComplete = 'off' }: TextSettingProps) {
  const { text, setText, changed, theirs, goOn, revert } = useTextEdit(value)
  const [told, setTold] = useState<string | null>(null)
  const [state, save] = useAutosave(onSave)
  const keep = () => {
    const next = text.trim()
    setTold(theirs)
    if (next === '' && !optional) revert()
    else if (theirs !== null) goOn()
    else if (changed) save(next)
  }
  return (
    <Field label={label} error={problemOf(state) ?? (told === null ? null : replacesTheirs(told, 'Press Enter'))} hint={<Saved state={state}>{hint}</Saved>}>
      {(control) => (
        <Input
          {...control}
          value={text}
          maxLength={maxLength}
          autoComplete={autoComplete}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => told === null && keep()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') keep()
          }}
        />
      )}
    </Field>
  )
}
