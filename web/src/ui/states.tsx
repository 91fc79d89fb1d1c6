import { CircleAlert } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { Button } from './button'
import { useCopy } from './copy'
import { cx } from './cx'

interface EmptyProps {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: ReactNode
  /** The layout that will be here, drawn faintly behind the words. */
  preview?: ReactNode
}

/** What will be here, in one sentence, and one thing to do about it. */
export function Empty({ title, children, action, icon, preview }: EmptyProps) {
  if (preview) {
    return (
      <div className="relative isolate grid min-h-64 grid-cols-1 overflow-hidden">
        <div aria-hidden inert className="pointer-events-none col-start-1 row-start-1 -z-10 opacity-35 [mask-image:linear-gradient(to_bottom,black,transparent)]">
          {preview}
        </div>
        <div className="col-start-1 row-start-1 m-auto max-w-full rounded-card bg-surface/90 px-2">
          <Empty title={title} action={action} icon={icon}>
            {children}
          </Empty>
        </div>
      </div>
    )
  }
  return (
    <div className="flex flex-col items-center justify-center gap-1 px-5 py-10 text-center">
      {icon && <div className="mb-2 text-fg-3">{icon}</div>}
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-md text-fg-2">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}

interface ErrorBoxProps {
  title: string
  message: string
  onRetry?: () => void
  /** Copied for a report: a query id, a status. */
  details?: string
  /** Fits a tile: no frame, smaller. */
  small?: boolean
}

/** What failed, why as far as known, and what to do. */
export function ErrorBox({ title, message, onRetry, details, small }: ErrorBoxProps) {
  const [copied, copy] = useCopy()
  return (
    <div role="alert" className={cx('m-auto flex max-w-lg gap-3', small ? 'px-4 py-3 text-small' : 'rounded-card border border-line bg-surface p-4')}>
      <CircleAlert size={18} strokeWidth={1.75} className="mt-px shrink-0 text-negative" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="break-words text-fg-2">{message}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          {onRetry && <Button onClick={onRetry}>Try again</Button>}
          {details && (
            <Button look="ghost" onClick={() => copy(details)}>
              {copied ? 'Copied' : 'Copy details'}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

/** A grey shape in the place of what is loading; it appears only when loading takes longer than 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  const shown = useAfter(150)
  return <div aria-hidden className={cx('rounded-chip', shown ? 'animate-pulse bg-hover' : 'bg-transparent', className)} />
}

/** True once `ms` have passed since the component appeared. */
export function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return passed
}

/** The 2 px bar at the top of a card that says: the old result is shown while the new one is computed. */
export function RunningBar({ running }: { running: boolean }) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden">
      {running && <div className="h-full w-full animate-run-bar bg-accent" />}
    </div>
  )
}
