import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { cx } from './cx'
import { Input } from './field'

interface SearchFieldProps {
  /** What is looked for: "Find an insight". */
  label: string
  /** What is searched, where it says more than the label. */
  placeholder?: string
  value: string
  onChange: (value: string) => void
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  /** As high as a button beside it, or as a field of a form. */
  size?: 'control' | 'form'
  id?: string
  /** Of the box around it: its width. */
  className?: string
}

/** Where a list is searched. */
export function SearchField({ label, placeholder = label, value, onChange, onKeyDown, size = 'control', id, className }: SearchFieldProps) {
  return (
    <div className={cx('relative', className)}>
      <Search size={15} strokeWidth={1.75} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-fg-3" aria-hidden />
      <Input
        type="search"
        id={id}
        aria-label={label}
        placeholder={placeholder}
        className={cx('pl-8', size === 'control' && 'h-control! pointer-coarse:h-touch!')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
