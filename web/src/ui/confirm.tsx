import { useState } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { Field, Input } from './field'
import { useSending } from './use_sending'

interface ConfirmProps {
  open: boolean
  onClose: () => void
  /** The question, naming the thing: "Delete the cohort Power users?" */
  title: string
  /** What will happen, and whether it can be undone. */
  children: React.ReactNode
  /** The verb and the thing: "Delete Power users". */
  action: string
  onConfirm: () => void | Promise<unknown>
  /** Has to be typed first, for what cannot be brought back. */
  nameToType?: string
}

/** Asks before something is taken away; the answer that keeps it is the first. */
export function Confirm({ open, onClose, title, children, action, onConfirm, nameToType }: ConfirmProps) {
  const [typed, setTyped] = useState('')
  const { busy, problem, setProblem, send } = useSending()
  const ready = nameToType === undefined || typed.trim() === nameToType.trim()
  const close = () => {
    setTyped('')
    setProblem(null)
    onClose()
  }
  const confirm = async () => {
    if (!ready) return
    await send(async () => {
      await onConfirm()
      close()
    })
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      actions={
        <>
          <Button size="form" onClick={close}>
            Keep it
          </Button>
          <Button size="form" look="danger" busy={busy} disabled={!ready} onClick={() => void confirm()}>
            <span className="truncate">{action}</span>
          </Button>
        </>
      }
    >
      {children}
      {nameToType !== undefined && (
        <form
          className="mt-4 text-fg"
          onSubmit={(event) => {
            event.preventDefault()
            void confirm()
          }}
        >
          <Field label={`Type ${nameToType} to go on`}>
            {(control) => <Input {...control} value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        </form>
      )}
      {problem && (
        <p role="alert" className="mt-3 text-negative">
          {problem}
        </p>
      )}
    </Dialog>
  )
}
