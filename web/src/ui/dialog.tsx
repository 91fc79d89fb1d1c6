import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { cx } from './cx'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  actions: ReactNode
  /** Holds a form with long lines; scrolls when it is higher than the page. */
  wide?: boolean
}

/** A question in the middle of the page that has to be answered first. */
export function Dialog({ open, onClose, title, children, actions, wide }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          className={cx(
            'pop-motion fixed left-1/2 z-40 -translate-x-1/2 rounded-dialog bg-surface p-5 shadow-3 outline-none',
            wide ? 'scroll-thin top-[8vh] max-h-[84vh] w-[min(34rem,calc(100vw-32px))] overflow-y-auto' : 'top-[18vh] w-[min(27rem,calc(100vw-32px))]',
          )}
        >
          <Base.Title className="text-panel font-semibold break-words">{title}</Base.Title>
          <div className="mt-2 break-words text-fg-2">{children}</div>
          {/* A button may carry a name of any length: it is cut, not the dialog widened. */}
          <div className="mt-5 flex justify-end gap-2 *:min-w-0 *:last:shrink">{actions}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

export { Drawer } from './drawer'
