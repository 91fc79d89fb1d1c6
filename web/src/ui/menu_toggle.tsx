import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { itemClass } from './popup'

interface MenuToggleProps {
  children: ReactNode
  icon?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
}

/** An item that is on or off; the menu stays open. */
export function MenuToggle({ children, icon, checked, onChange }: MenuToggleProps) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={(next) => onChange(next)} closeOnClick={false} className={itemClass}>
      {icon && <span className="text-fg-3">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <Base.CheckboxItemIndicator className="text-accent-text">
        <Check size={14} strokeWidth={2} aria-hidden />
      </Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  )
}
