import { createContext, useContext, useEffect, type ReactNode } from 'react'
import { cx } from './cx'

/** What the frame puts at the start of every top bar: the button that opens the sidebar on small screens. */
export const TopBarStart = createContext<ReactNode>(null)

interface PageProps {
  title: string
  /** Stands for the title where it can be changed in place. */
  heading?: ReactNode
  /** Where the page belongs: "Insights", or a link to it. */
  parent?: ReactNode
  status?: ReactNode
  /** Right side of the top bar: at most two buttons, one of them primary. */
  actions?: ReactNode
  tabs?: ReactNode
  children: ReactNode
  className?: string
}

/** One screen inside the card: top bar, then its content. */
export function Page({ title, heading, parent, status, actions, tabs, children, className }: PageProps) {
  const start = useContext(TopBarStart)
  useEffect(() => {
    document.title = `${title} · Tenrec`
  }, [title])
  return (
    <>
      <header className="flex h-bar shrink-0 items-center gap-2.5 border-b border-line px-5 max-sm:px-4">
        {start}
        {parent && (
          <span className="flex items-center gap-2.5 whitespace-nowrap text-fg-2 max-md:hidden">
            {parent}
            <span className="text-fg-3" aria-hidden>
              /
            </span>
          </span>
        )}
        {heading ?? <h1 className="truncate text-base font-semibold">{title}</h1>}
        {status}
        <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div>
      </header>
      {tabs}
      <main id="content" tabIndex={-1} className={cx('scroll-thin min-h-0 flex-1 overflow-y-auto outline-none', className)}>
        {children}
      </main>
    </>
  )
}
