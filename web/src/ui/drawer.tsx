import { Dialog as Base } from '@base-ui/react/dialog'
import { ArrowLeft, X } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { IconButton } from './button'
import { cx } from './cx'
import { useNarrow } from './use_media'

interface FrameProps {
  open: boolean
  /** × was pressed. */
  onClose: () => void
  /** Esc was pressed; by default the same as ×. */
  onEscape?: () => void
  /** The element that gets focus back. */
  returnFocus?: RefObject<HTMLElement | null>
  side?: 'right' | 'left'
  /** The page behind a modal drawer waits; below 860 px every drawer covers it and is modal. */
  modal?: boolean
  /** A width class; 560 px unless told. */
  width?: string
  children: ReactNode
}

function DrawerFrame({ open, onClose, onEscape, returnFocus, side = 'right', modal = false, width = 'w-panel', children }: FrameProps) {
  const narrow = useNarrow()
  const popup = useRef<HTMLDivElement>(null)
  const covers = modal || narrow
  return (
    <Base.Root
      open={open}
      modal={covers}
      disablePointerDismissal={!modal}
      onOpenChange={(next, details) => {
        if (next) return
        if (details.reason === 'escape-key' && onEscape) onEscape()
        else onClose()
      }}
    >
      <Base.Portal>
        {modal && (
          <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        )}
        <Base.Popup
          ref={popup}
          // The panel itself, so that its title is read and no button looks pressed; or what asks for it.
          initialFocus={() => popup.current?.querySelector<HTMLElement>('[data-first]') ?? popup.current}
          finalFocus={returnFocus}
          className={cx(
            'fixed z-40 flex max-w-full flex-col overflow-hidden bg-surface text-fg shadow-3 outline-none',
            side === 'right'
              ? 'panel-motion inset-y-2 right-2 rounded-card max-md:inset-y-0 max-md:right-0 max-md:w-full max-md:rounded-none'
              : 'panel-motion-left inset-y-0 left-0 max-w-[calc(100vw-48px)]',
            width,
          )}
        >
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

interface HeadProps {
  title: ReactNode
  subtitle?: ReactNode
  /** A CSS colour for the mark before the title: that of the series it belongs to. */
  mark?: string
  actions?: ReactNode
  onBack?: () => void
  /** The label of the level Back goes to. */
  backTo?: string
}

function DrawerHead({ title, subtitle, mark, actions, onBack, backTo }: HeadProps) {
  return (
    <header className="shrink-0 px-5 pt-3.5 pb-3">
      <div className={cx('flex gap-2.5', subtitle ? 'items-start' : 'items-center')}>
        {onBack && (
          <IconButton
            label={backTo ? `Back to ${backTo}` : 'Back'}
            icon={<ArrowLeft size={16} strokeWidth={1.75} aria-hidden />}
            onClick={onBack}
            className="-ml-2"
          />
        )}
        {mark && <span aria-hidden data-colors className="mt-1.5 h-3.5 w-1 shrink-0 rounded-full" style={{ background: mark }} />}
        <div className="min-w-0 flex-1">
          <Base.Title className="text-panel font-semibold break-words">{title}</Base.Title>
          {subtitle && <div className="break-words text-fg-2">{subtitle}</div>}
        </div>
        <Base.Close render={<IconButton label="Close" icon={<X size={16} strokeWidth={1.75} aria-hidden />} className="-mr-2" />} />
      </div>
      {actions && <div className="scroll-none mt-2.5 flex flex-wrap items-center gap-1.5 max-md:flex-nowrap max-md:overflow-x-auto">{actions}</div>}
    </header>
  )
}

interface DrawerProps extends Omit<FrameProps, 'onEscape'> {
  title: ReactNode
  subtitle?: ReactNode
  mark?: string
  /** Buttons below the title. */
  actions?: ReactNode
  footer?: ReactNode
  /** The content brings its own tab strip, whose line stands in for the one below the head. */
  tabbed?: boolean
}

/** A panel from the side; the page behind it stays usable unless it is modal. */
export function Drawer({ title, subtitle, mark, actions, footer, tabbed, children, ...frame }: DrawerProps) {
  return (
    <DrawerFrame {...frame}>
      <DrawerHead title={title} subtitle={subtitle} mark={mark} actions={actions} />
      <div className={cx('scroll-thin min-h-0 flex-1 overflow-y-auto', !tabbed && 'border-t border-line')}>{children}</div>
      {footer && <DrawerFoot>{footer}</DrawerFoot>}
    </DrawerFrame>
  )
}

function DrawerFoot({ children }: { children: ReactNode }) {
  return <footer className="flex min-h-bar shrink-0 items-center gap-3 border-t border-line px-5 text-fg-2">{children}</footer>
}

/** One step into a panel: a list, then a person in it, then an event of that person. */
export interface DrawerLevel {
  /** Tells levels apart; the same key keeps what is on screen. */
  key: string
  title: ReactNode
  /** Names the level on the Back button of the next one. */
  name: string
  subtitle?: ReactNode
  mark?: string
  actions?: ReactNode
  footer?: ReactNode
  tabbed?: boolean
  content: ReactNode
}

interface DrawerStackProps {
  /** From the outermost to the one shown; none closes the panel. */
  levels: DrawerLevel[]
  /** Steps out one level; Back and Esc do it, and on the outermost level it closes. */
  onBack: () => void
  onClose: () => void
  returnFocus?: RefObject<HTMLElement | null>
}

/**
 * The panel of a drill-down. Levels below the one shown stay as they were, with their place in the list,
 * and get focus back where it was.
 */
export function DrawerStack({ levels, onBack, onClose, returnFocus }: DrawerStackProps) {
  // While the panel slides out it keeps showing what it showed.
  const [last, setLast] = useState(levels)
  if (levels.length > 0 && levels !== last) setLast(levels)
  const shown = levels.length > 0 ? levels : last
  const top = shown.at(-1)
  const inner = shown.length > 1
  return (
    <DrawerFrame open={levels.length > 0} onClose={onClose} onEscape={inner ? onBack : onClose} returnFocus={returnFocus}>
      {top && (
        <DrawerHead
          title={top.title}
          subtitle={top.subtitle}
          mark={top.mark}
          actions={top.actions}
          onBack={inner ? onBack : undefined}
          backTo={shown.at(-2)?.name}
        />
      )}
      <div className="relative min-h-0 flex-1">
        {shown.map((level) => (
          <LevelBody key={level.key} level={level} current={level === top} inner={level !== shown[0]} />
        ))}
      </div>
      {top?.footer && <DrawerFoot>{top.footer}</DrawerFoot>}
    </DrawerFrame>
  )
}

/**
 * The content of one level. Under another it is out of sight but still laid out, so that long lists keep the rows
 * they drew, and its scroll and its focus are where they were.
 */
function LevelBody({ level, current, inner }: { level: DrawerLevel; current: boolean; inner: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const left = useRef<{ focus: HTMLElement | null; seen: boolean }>({ focus: null, seen: false })
  useEffect(() => {
    if (!current || !box.current) return
    if (left.current.seen) {
      const back = left.current.focus?.isConnected ? left.current.focus : box.current
      back.focus({ preventScroll: true })
    } else if (inner) {
      box.current.focus()
    }
    left.current.seen = true
  }, [current, inner])
  return (
    // Focus is only noted, to be given back.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      role="group"
      aria-label={level.name}
      tabIndex={-1}
      inert={!current}
      onFocus={(event) => {
        left.current.focus = event.target
      }}
      className={cx(
        'scroll-thin absolute inset-0 overflow-y-auto bg-surface outline-none',
        !level.tabbed && 'border-t border-line',
        inner && 'level-motion',
        !current && 'invisible',
      )}
    >
      {level.content}
    </div>
  )
}
