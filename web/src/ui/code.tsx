import '@fontsource-variable/jetbrains-mono/index.css'
import { Check, Copy } from 'lucide-react'
import { IconButton } from './button'
import { useCopy } from './copy'
import { cx } from './cx'

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
        className="scroll-thin my-0 min-w-0 flex-1 overflow-x-auto rounded-control py-2.5 pl-3 -outline-offset-2 font-mono text-code"
      >
        <code>{text}</code>
      </pre>
      <div className="m-1">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
    </div>
  )
}
