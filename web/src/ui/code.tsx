import '@fontsource-variable/jetbrains-mono/index.css'
import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './button'
import { cx } from './cx'

/** Copies text and says so for two seconds. */
export function useCopy(): [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = (text: string) => {
    void copyText(text).then(() => {
      setCopied(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCopied(false), 2000)
    })
  }
  return [copied, copy]
}

async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  // Without https there is no clipboard interface, and self-hosted servers often start that way.
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, copy] = useCopy()
  return (
    <>
      <IconButton
        label={copied ? 'Copied' : label}
        onClick={() => copy(text)}
        icon={
          copied ? (
            <Check size={15} strokeWidth={2} className="text-positive" aria-hidden />
          ) : (
            <Copy size={15} strokeWidth={1.75} aria-hidden />
          )
        }
      />
      <span className="sr-only" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </>
  )
}

/** A block of code with a copy button; long lines scroll inside it. */
export function Code({ text, label, className }: { text: string; label: string; className?: string }) {
  return (
    <div className={cx('flex items-start overflow-hidden rounded-control border border-line bg-inset', className)}>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="scroll-thin my-0 min-w-0 flex-1 overflow-x-auto rounded-control py-2.5 pl-3 -outline-offset-2 font-mono text-small leading-[18px]"
      >
        <code>{text}</code>
      </pre>
      <div className="m-1">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
    </div>
  )
}
