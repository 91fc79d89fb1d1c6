import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx'
import { Kbd } from './kbd'
import { itemClass, popupClass } from './popup'

interface MenuProps {
  trigger: ReactElement
  children: ReactNode
  side?: 'top' | 'bottom' | 'right'
  align?: 'start' | 'end'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  className?: string
}

export function Menu({ trigger, children, side = 'bottom', align = 'start', open, onOpenChange, className }: MenuProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} side={side} align={align} collisionPadding={8} className="z-50">
          <Base.Popup className={cx(popupClass, 'scroll-thin max-h-(--available-height) min-w-48 overflow-y-auto p-1', className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

interface MenuItemProps {
  children: ReactNode
  icon?: ReactNode
  onClick?: () => void
  checked?: boolean
  disabled?: boolean
  /** Takes something away. */
  danger?: boolean
  shortcut?: string
}

export function MenuItem({ children, icon, onClick, checked, disabled, danger, shortcut }: MenuItemProps) {
  return (
    <Base.Item onClick={onClick} disabled={disabled} className={cx(itemClass, danger && 'text-negative data-highlighted:bg-negative-soft')}>
      {icon && <span className={danger ? '' : 'text-fg-3'}>{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {checked && <Check size={14} strokeWidth={2} className="text-accent-text" aria-label="current" />}
      {shortcut && <Kbd hint>{shortcut}</Kbd>}
    </Base.Item>
  )
}

export function MenuLink({ icon, children, render }: { icon?: ReactNode; children: ReactNode; render: ReactElement }) {
  return (
    <Base.LinkItem render={render} closeOnClick className={itemClass}>
      {icon && <span className="text-fg-3">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Base.LinkItem>
  )
}

/** Items under a name. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-small text-fg-3">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}

interface MenuChoiceProps<T extends string> {
  label: string
  value: T
  options: { value: T; label: string; icon?: ReactNode }[]
  onChange: (value: T) => void
}

/** A group of which one item is chosen. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-small text-fg-3">{label}</Base.GroupLabel>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} className={itemClass} closeOnClick>
          {option.icon && <span className="text-fg-3">{option.icon}</span>}
          <span className="flex-1">{option.label}</span>
          <Base.RadioItemIndicator className="text-accent-text">
            <Check size={14} strokeWidth={2} aria-hidden />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuLine() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />
}
