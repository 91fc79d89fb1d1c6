import { useState } from 'react'
import { Input } from '@/ui/field'

interface NumberBoxProps {
  label: string
  value: number
  least: number
  most?: number
  onChange: (value: number) => void
}

/** A whole number that may be empty or half written while it is typed. */
export function NumberBox({ label, value, least, most = 10_000, onChange }: NumberBoxProps) {
  const [text, setText] = useState<string | null>(null)
  return (
    <Input
      aria-label={label}
      className="!h-7 !w-16"
      type="number"
      inputMode="numeric"
      min={least}
      max={most}
      value={text ?? String(value)}
      onBlur={() => setText(null)}
      onChange={(event) => {
        setText(event.target.value)
        const next = Number(event.target.value)
        if (event.target.value !== '' && Number.isInteger(next) && next >= least && next <= most) onChange(next)
      }}
    />
  )
}
