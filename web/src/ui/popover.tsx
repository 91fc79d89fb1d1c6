import { Popover as Base } from '@base-ui/react/popover'
import { useRef, type ReactElement, type ReactNode } from 'react'
import { cx } from './cx'
import { popupClass } from './popup'

interface PopoverProps {
  trigger: ReactElement
  label: string
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  className?: string
}

/**
 * A small layer beside its trigger; Esc and a click outside close it and give focus back.
 * What carries `data-first` gets focus when it opens.
 */
export function Popover({ trigger, label, children, open, onOpenChange, align = 'start', className }: PopoverProps) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} collisionPadding={8} className="z-40">
          <Base.Popup ref={popup} initialFocus={() => popup.current?.querySelector<HTMLElement>('[data-first]') ?? true} aria-label={label} className={cx(popupClass, className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
