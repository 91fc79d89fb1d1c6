import { Link, useRouterState } from '@tanstack/react-router'
import { PanelLeft, Search, Settings } from 'lucide-react'
import { Suspense, type ReactNode } from 'react'
import { firstAnswered } from '@/api/query_client'
import type { Me } from '@/api/types'
import { hiddenEntries } from '@/lib/hidden_entries'
import { lazy } from '@/lib/parts'
import { Avatar } from '@/ui/avatar'
import { IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'
import { Kbd } from '@/ui/kbd'
import { Mark } from '@/ui/mark'
import { Tooltip } from '@/ui/tooltip'
import { commandKey } from './command_key'
import { destinationGroups, hrefOf, isAt, shownDestinations } from './destinations'

// Their menus come after what the page is about; until then the names stand in their places.
const ProjectSwitcher = lazy(() => firstAnswered().then(() => import('./project_switcher')).then((part) => ({ default: part.ProjectSwitcher })))
const Pinned = lazy(() => firstAnswered().then(() => import('./pinned')).then((part) => ({ default: part.Pinned })))
const UserMenu = lazy(() => firstAnswered().then(() => import('./user_menu')).then((part) => ({ default: part.UserMenu })))

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

interface SidebarProps {
  me: Me
  projectId: string
  folded: boolean
  onFold?: () => void
  onHelp: () => void
  onSearch: () => void
  /** A link was followed. */
  onGo?: () => void
}

/** Project, search, the products that have something to show, what is pinned, and the person. */
export function Sidebar({ me, projectId, folded, onFold, onHelp, onSearch, onGo }: SidebarProps) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const hidden = new Set(hiddenEntries.use())
  const shown = shownDestinations(me, hidden)
  return (
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col">
      <div className={cx('flex items-center pt-2', folded ? 'justify-center' : 'px-2')}>
        <Suspense
          fallback={
            <div className={cx('flex h-9 min-w-0 items-center gap-2.5', folded ? 'w-9 justify-center' : 'flex-1 px-1.5')}>
              <Mark />
              {!folded && <span className="truncate font-semibold">{me.team?.name}</span>}
            </div>
          }
        >
          <ProjectSwitcher me={me} folded={folded} />
        </Suspense>
      </div>
      <div className={cx('flex pt-2', folded ? 'justify-center' : 'px-2.5')}>
        {folded ? (
          <IconButton label="Search or jump to" shortcut={commandKey} icon={<Search {...icon} />} onClick={onSearch} className="size-nav-row" />
        ) : (
          <button
            type="button"
            onClick={onSearch}
            aria-keyshortcuts="Meta+K Control+K"
            className="flex h-8 w-full items-center gap-2 rounded-control border border-line-2 bg-surface px-2 text-fg-2 shadow-1 transition-colors duration-100 hover:bg-hover pointer-coarse:h-10"
          >
            <Search size={15} strokeWidth={1.75} className="text-fg-3" aria-hidden />
            <span className="flex-1 truncate text-left">Search or jump to</span>
            <Kbd hint>{commandKey}</Kbd>
          </button>
        )}
      </div>
      <div className={cx('scroll-none flex min-h-0 flex-1 flex-col overflow-y-auto pt-2 pb-3', folded ? 'items-center' : 'px-2.5')}>
        {destinationGroups.map((group) => {
          const entries = shown.filter((one) => one.group === group)
          if (entries.length === 0) return null
          return (
            <SidebarGroup key={group} title={group === 'Start' ? null : group} folded={folded}>
              {entries.map((one) => (
                <SidebarEntry
                  key={one.id}
                  label={one.label}
                  icon={<one.icon {...icon} />}
                  href={hrefOf(projectId, one.path)}
                  current={isAt(one, projectId, path)}
                  folded={folded}
                  onGo={onGo}
                  shortcut={one.key ? `G ${one.key.toUpperCase()}` : undefined}
                />
              ))}
            </SidebarGroup>
          )
        })}
        <Suspense fallback={null}>
          <Pinned projectId={projectId} folded={folded} path={path} onGo={onGo} />
        </Suspense>
      </div>
      <div className={cx('flex gap-0.5 border-t border-line py-2', folded ? 'flex-col-reverse items-center' : 'items-center px-2.5')}>
        <Suspense
          fallback={
            <div className={cx('flex h-8 min-w-0 items-center gap-2', folded ? 'w-8 justify-center' : 'flex-1 px-1.5')}>
              <Avatar name={me.first_name || me.email} />
            </div>
          }
        >
          <UserMenu me={me} projectId={projectId} folded={folded} onHelp={onHelp} />
        </Suspense>
        {onFold && (
          <IconButton label={folded ? 'Show the sidebar' : 'Fold the sidebar'} shortcut="[" icon={<PanelLeft {...icon} />} onClick={onFold} />
        )}
        <Tooltip label="Settings" shortcut="G ,">
          <Link
            to="/project/$projectId/settings"
            params={{ projectId }}
            aria-label="Settings"
            onClick={onGo}
            className="inline-flex size-7 items-center justify-center rounded-control text-fg-2 hover:bg-hover hover:text-fg pointer-coarse:size-10"
          >
            <Settings {...icon} />
          </Link>
        </Tooltip>
      </div>
    </nav>
  )
}

export function SidebarGroup({ title, folded, children }: { title: string | null; folded: boolean; children: ReactNode }) {
  return (
    <div role="group" aria-label={title ?? 'Products'} className={cx('flex flex-col gap-px', folded && 'items-center')}>
      {title !== null &&
        (folded ? (
          <span aria-hidden className="my-2 h-px w-5 bg-line-2" />
        ) : (
          <p aria-hidden className="mt-4 mb-1 px-2 text-small text-fg-3">
            {title}
          </p>
        ))}
      {children}
    </div>
  )
}

interface SidebarEntryProps {
  label: string
  icon: ReactNode
  href: string
  current: boolean
  folded: boolean
  shortcut?: string
  onGo?: () => void
}

export function SidebarEntry({ label, icon: picture, href, current, folded, shortcut, onGo }: SidebarEntryProps) {
  const link = (
    <Link
      to={href}
      onClick={onGo}
      aria-label={folded ? label : undefined}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'flex h-nav-row min-w-0 items-center gap-2.5 rounded-control font-nav no-underline transition-colors duration-100 pointer-coarse:h-10',
        folded ? 'w-8.5 justify-center' : 'px-2',
        current ? 'bg-active font-medium text-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
      )}
    >
      <span className="shrink-0">{picture}</span>
      {!folded && <span className="truncate">{label}</span>}
    </Link>
  )
  return folded ? (
    <Tooltip label={label} shortcut={shortcut} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}
