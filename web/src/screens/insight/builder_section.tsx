import { Plus } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { Kbd } from '@/ui/kbd'

export function BuilderSection({ title, action, children }: { title: string; action?: ReactNode; children?: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-b border-line px-4 py-3 last:border-0">
      <div className="mb-1.5 flex h-7 items-center justify-between pointer-coarse:h-touch">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}

interface AddButtonProps {
  label: string
  shortcut?: string
}

export function AddButton({ label, shortcut, ...rest }: AddButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className="-mr-1.5 inline-flex h-7 items-center gap-1.5 rounded-control px-1.5 text-fg-2 transition-colors duration-100 hover:bg-hover hover:text-fg data-popup-open:bg-hover pointer-coarse:h-touch"
    >
      <Plus size={14} strokeWidth={1.75} aria-hidden />
      Add
      {shortcut && <Kbd hint>{shortcut}</Kbd>}
    </button>
  )
}

/** A word on the left, its control on the right. */
export function OptionRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-3 text-fg-2">
      <span className="min-w-0">{label}</span>
      {children}
    </div>
  )
}
