import { useId, type ReactNode } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'

interface FormDialogProps {
  open?: boolean
  onClose: () => void
  title: ReactNode
  /** What the button says that sends it: the verb and the thing. */
  action: string
  onSend: () => void
  busy: boolean
  /** Whether it can be sent as it stands. */
  ready?: boolean
  /** For what takes something away. */
  danger?: boolean
  /** What the button says that leaves everything as it is, and what it does when that is not closing. */
  cancel?: string
  onCancel?: () => void
  /** At the other end of the row of buttons. */
  aside?: ReactNode
  wide?: boolean
  children: ReactNode
}

/** A dialog that is one form: Enter in a field sends it, as the button does. */
export function FormDialog({ open = true, onClose, title, action, onSend, busy, ready = true, danger, cancel = 'Cancel', onCancel = onClose, aside, wide, children }: FormDialogProps) {
  const form = useId()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      wide={wide}
      actions={
        <>
          {aside}
          <Button size="form" onClick={onCancel}>
            {cancel}
          </Button>
          <Button size="form" look={danger ? 'danger' : 'primary'} type="submit" form={form} busy={busy} disabled={!ready}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="grid gap-4 text-fg"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onSend()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
