import { ChevronDown } from 'lucide-react'
import { Button } from './button'
import { Menu, MenuChoice } from './menu'

interface MenuSelectProps<T extends string> {
  label: string
  value: T
  options: { value: T; label: string; bare?: boolean }[]
  onChange: (value: T) => void
  /** Grey word before the value: "by", "vs"; left out for options that stand alone. */
  prefix?: string
}

/** One of a few choices, above a list or a chart; lighter than Select where no form needs it. */
export function MenuSelect<T extends string>({ label, value, options, onChange, prefix }: MenuSelectProps<T>) {
  const current = options.find((option) => option.value === value)
  const before = current?.bare ? undefined : prefix
  const shown = current?.label ?? value
  return (
    <Menu
      className="max-w-72"
      trigger={
        <Button aria-label={`${label}: ${before ? `${before} ` : ''}${shown}`}>
          {/* The space keeps the words apart in the name that is spoken. */}
          {before && <span className="font-normal text-fg-2">{before} </span>}
          <span className="max-w-40 truncate">{shown}</span>
          <ChevronDown size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
        </Button>
      }
    >
      <MenuChoice<T> label={label} value={value} options={options} onChange={onChange} />
    </Menu>
  )
}
