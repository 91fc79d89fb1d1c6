import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { IconButton } from './button'
import { cx } from './cx'

interface LayerProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
}

/** A question in the middle of the page that has to be answered first. */
export function Dialog({ open, onClose, title, children, actions }: LayerProps & { actions: ReactNode }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/40 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="pop-motion fixed top-[18vh] left-1/2 z-40 w-[min(27rem,calc(100vw-32px))] -translate-x-1/2 rounded-dialog bg-surface p-5 shadow-3 outline-none">
          <Base.Title className="text-panel font-semibold break-words">{title}</Base.Title>
          <div className="mt-2 break-words text-fg-2">{children}</div>
          {/* A button may carry a name of any length: it is cut, not the dialog widened. */}
          <div className="mt-5 flex justify-end gap-2 *:min-w-0 *:last:shrink">{actions}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

interface DrawerProps extends LayerProps {
  subtitle?: ReactNode
  /** The element that gets focus back. */
  returnFocus?: RefObject<HTMLElement | null>
  side?: 'right' | 'left'
  modal?: boolean
  width?: string
}

/** A panel from the side; the page behind it stays usable unless it is modal. */
export function Drawer({ open, onClose, title, subtitle, children, returnFocus, side = 'right', modal = false, width = 'w-[560px]' }: DrawerProps) {
  return (
    <Base.Root
      open={open}
      modal={modal}
      disablePointerDismissal={!modal}
      onOpenChange={(next) => !next && onClose()}
    >
      <Base.Portal>
        {modal && (
          <Base.Backdrop className="fixed inset-0 z-40 bg-black/40 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        )}
        <Base.Popup
          finalFocus={returnFocus}
          className={cx(
            'panel-motion fixed z-40 flex max-w-full flex-col overflow-hidden bg-surface shadow-3 outline-none',
            side === 'right' ? 'inset-y-2 right-2 rounded-card max-md:inset-y-0 max-md:right-0 max-md:rounded-none' : 'inset-y-0 left-0',
            width,
            'max-md:w-full',
          )}
        >
          <header className={cx('flex gap-3 border-b border-line px-5 py-3', subtitle ? 'items-start' : 'items-center')}>
            <div className="min-w-0 flex-1">
              <Base.Title className="text-panel font-semibold break-words">{title}</Base.Title>
              {subtitle && <div className="text-fg-2">{subtitle}</div>}
            </div>
            <Base.Close
              render={<IconButton label="Close" icon={<X size={16} strokeWidth={1.75} aria-hidden />} className="-mr-2" />}
            />
          </header>
          <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
