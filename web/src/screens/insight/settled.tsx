import { useState } from 'react'
import { Input } from '@/ui/field'

interface SettledProps {
  label: string
  placeholder: string
  code?: boolean
  value: string
  onSettle: (text: string) => void
}

/** A text that counts once Enter is pressed or the field is left; Escape takes it back. */
export function Settled({ label, placeholder, code, value, onSettle }: SettledProps) {
  const [text, setText] = useState<string | null>(null)
  const settle = () => {
    const next = (text ?? value).trim()
    setText(null)
    if (next !== value) onSettle(next)
  }
  return (
    <Input
      aria-label={label}
      className={code ? '!h-7 font-mono' : '!h-7'}
      placeholder={placeholder}
      maxLength={1000}
      autoComplete="off"
      spellCheck={false}
      value={text ?? value}
      onChange={(event) => setText(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle()
        if (event.key === 'Escape') setText(null)
      }}
    />
  )
}
