import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { cx } from './cx'

interface EditableTitleProps {
  value: string
  /** Names what the title belongs to: "insight", "dashboard". */
  what: string
  /** Keeps the new name; a rejected promise brings the text back to be changed and says why. */
  onSave: (name: string) => void | Promise<unknown>
  placeholder?: string
  maxLength?: number
  className?: string
}

/** A name that becomes a field when clicked: Enter or leaving keeps the change, Esc drops it. */
export function EditableTitle({ value, what, onSave, placeholder = 'Untitled', maxLength = 400, className }: EditableTitleProps) {
  const [draft, setDraft] = useState<string | null>(null)
  // What it said when somebody began to change it: who changes nothing keeps nothing, whatever was saved elsewhere.
  const began = useRef('')
  // Shown until the new name comes back from whoever keeps it.
  const [kept, setKept] = useState<{ name: string; before: string } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const done = useRef(false)
  if (kept && kept.before !== value) setKept(null)
  const shown = kept?.name ?? value

  useEffect(() => {
    if (draft === null && done.current) button.current?.focus()
    done.current = false
  }, [draft])

  const save = async (name: string) => {
    setDraft(null)
    if (name === shown || name === began.current) return setProblem(null)
    if (name === '') return setProblem(null)
    setKept({ name, before: value })
    setProblem(null)
    try {
      await onSave(name)
    } catch (error) {
      setKept(null)
      setProblem(error instanceof Error ? error.message : String(error))
      setDraft(name)
    }
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      done.current = true
      void save(event.currentTarget.value.trim())
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      done.current = true
      setProblem(null)
      setDraft(null)
    }
  }
  // The field is as wide as its text, so that nothing beside it moves.
  const box = 'h-7 max-w-[calc(100%+12px)] min-w-0 rounded-chip px-1.5 -mx-1.5 text-left pointer-coarse:h-touch'
  if (draft === null) {
    return (
      <button
        ref={button}
        type="button"
        title={`Rename: ${shown || placeholder}`}
        aria-label={`Rename ${what}: ${shown || placeholder}`}
        onClick={() => {
          began.current = shown
          setDraft(shown)
        }}
        className={cx(box, 'truncate transition-colors hover:bg-hover', shown === '' && 'text-fg-3', className)}
      >
        {shown || placeholder}
      </button>
    )
  }
  return (
    <span className={cx('relative -mx-1.5 inline-grid max-w-full min-w-0 items-center', className)}>
      <span aria-hidden className="invisible col-start-1 row-start-1 truncate px-1.5 whitespace-pre">
        {draft || placeholder}
      </span>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
        autoFocus
        aria-label={`Name of this ${what}`}
        aria-invalid={problem ? true : undefined}
        title={problem ?? undefined}
        value={draft}
        placeholder={placeholder}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
        size={1}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={(event) => void save(event.currentTarget.value.trim())}
        className="col-start-1 row-start-1 h-7 w-full min-w-40 rounded-chip border-0 bg-surface px-1.5 font-[inherit] outline-2 outline-focus pointer-coarse:h-touch aria-invalid:outline-negative"
      />
      {problem && (
        <span role="alert" className="absolute top-full left-0 z-10 mt-1 w-max max-w-80 rounded-control bg-negative-soft px-2 py-1 text-small font-normal text-negative shadow-2">
          {problem}
        </span>
      )}
    </span>
  )
}
