import { Link } from '@tanstack/react-router'
import { cx } from './cx'

interface PageTabsProps {
  /** Names the strip: "Events". */
  label: string
  tabs: readonly { label: string; path: string }[]
  /** The address that the paths stand below. */
  base: string
  /** The path of the page that is open. */
  current: string
}

/** Pages of one product side by side, each with an address of its own. */
export function PageTabs({ label, tabs, base, current }: PageTabsProps) {
  return (
    <nav aria-label={label} className="scroll-none flex shrink-0 gap-5 overflow-x-auto border-b border-line px-5 max-sm:px-4">
      {tabs.map((tab) => (
        <Link
          key={tab.path}
          to={`${base}${tab.path}`}
          search={{}}
          aria-current={tab.path === current ? 'page' : undefined}
          className={cx(
            'inline-flex h-tabs shrink-0 items-center border-b-2 font-medium whitespace-nowrap no-underline -outline-offset-2 transition-colors hover:text-fg pointer-coarse:h-touch',
            tab.path === current ? 'border-accent text-fg' : 'border-transparent text-fg-2',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
