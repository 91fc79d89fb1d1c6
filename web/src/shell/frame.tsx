import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useRouter, useRouterState } from '@tanstack/react-router'
import {
  Activity,
  ChartNoAxesCombined,
  ChevronsUpDown,
  Keyboard,
  LogOut,
  Menu as MenuIcon,
  Monitor,
  Moon,
  PanelLeft,
  Plus,
  Rocket,
  Settings,
  Sun,
} from 'lucide-react'
import { lazy, Suspense, useState, type ElementType, type ReactElement, type ReactNode } from 'react'
import { forgetAll, logOut, meQuery, setThemeMode } from '@/api/session'
import type { Me } from '@/api/types'
import { chooseTheme, readTheme, type ThemeChoice } from '@/lib/theme'
import { Avatar } from '@/ui/avatar'
import { IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'
import { Mark } from '@/ui/mark'
import { Menu, MenuChoice, MenuItem, MenuLine } from '@/ui/menu'
import { TopBarStart } from '@/ui/page'
import { useShortcuts } from '@/ui/shortcuts'
import { toast } from '@/ui/toast'
import { Tooltip } from '@/ui/tooltip'

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
// Layers load when they are first opened.
const Overlay = lazy(() => import('./layers').then((layers) => ({ default: layers.Overlay })))
const ShortcutHelp = lazy(() => import('./layers').then((layers) => ({ default: layers.ShortcutHelp })))
const NewProject = lazy(() => import('./layers').then((layers) => ({ default: layers.NewProject })))

const foldedKey = 'tenrec.sidebar'

/** Sidebar and card around every screen of a project. */
export default function Frame() {
  const { projectId } = useParams({ from: '/project/$projectId' })
  const { data: me } = useSuspenseQuery(meQuery)
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [folded, setFolded] = useState(() => readFolded())
  // The overlay belongs to the page it was opened on: going elsewhere closes it.
  const [overlayOn, setOverlayOn] = useState<string | null>(null)
  const [help, setHelp] = useState(false)


  const fold = () => {
    setFolded(!folded)
    keepFolded(!folded)
  }
  const params = { projectId }
  useShortcuts({
    'g i': () => void navigate({ to: '/project/$projectId/insights/new', params }),
    'g a': () => void navigate({ to: '/project/$projectId/activity/live', params }),
    '[': fold,
    '?': () => setHelp(true),
  })

  return (
    <div className="flex h-dvh bg-bg">
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-1.5 text-white focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className={cx('flex shrink-0 flex-col max-md:hidden', folded ? 'w-[52px]' : 'w-[216px]')}>
        <Sidebar me={me} projectId={projectId} folded={folded} onFold={fold} onHelp={() => setHelp(true)} />
      </div>
      <Suspense fallback={null}>
        {overlayOn === path && (
          <Overlay onClose={() => setOverlayOn(null)}>
            <Sidebar me={me} projectId={projectId} folded={false} onHelp={() => setHelp(true)} />
          </Overlay>
        )}
        {help && (
          <ShortcutHelp
            onTrends={path.includes('/insights/')}
            onLive={path.includes('/activity/')}
            onClose={() => setHelp(false)}
          />
        )}
      </Suspense>
      <div className="relative my-2 mr-2 flex min-w-0 flex-1 flex-col overflow-hidden rounded-card border border-line bg-surface max-md:m-0 max-md:rounded-none max-md:border-0">
        <TopBarStart
          value={
            <IconButton
              label="Open menu"
              icon={<MenuIcon {...icon} />}
              onClick={() => setOverlayOn(path)}
              className="-ml-2 md:hidden"
            />
          }
        >
          <Outlet />
        </TopBarStart>
      </div>
    </div>
  )
}

interface SidebarProps {
  me: Me
  projectId: string
  folded: boolean
  onFold?: () => void
  onHelp: () => void
}

function Sidebar({ me, projectId, folded, onFold, onHelp }: SidebarProps) {
  const params = { projectId }
  return (
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col">
      <div className={cx('flex items-center pt-2', folded ? 'justify-center' : 'px-2')}>
        <ProjectSwitcher me={me} folded={folded} />
      </div>
      <div className={cx('scroll-none flex min-h-0 flex-1 flex-col gap-px overflow-y-auto pt-2', folded ? 'items-center' : 'px-2.5')}>
        {me.team?.ingested_event === false && (
          <NavEntry folded={folded} label="Get started" icon={<Rocket {...icon} />}>
            <Link to="/project/$projectId/onboarding" params={params} />
          </NavEntry>
        )}
        <NavEntry folded={folded} label="Insights" icon={<ChartNoAxesCombined {...icon} />}>
          <Link to="/project/$projectId/insights/new" params={params} activeOptions={{ includeSearch: false }} />
        </NavEntry>
        {!folded && <p className="mt-4 mb-1 px-2 text-small text-fg-3">Understand</p>}
        <NavEntry folded={folded} label="Events" icon={<Activity {...icon} />}>
          <Link to="/project/$projectId/activity/live" params={params} activeOptions={{ includeSearch: false }} />
        </NavEntry>
      </div>
      <div
        className={cx(
          'flex gap-0.5 border-t border-line py-2',
          folded ? 'flex-col-reverse items-center' : 'items-center px-2.5',
        )}
      >
        <UserMenu me={me} folded={folded} onHelp={onHelp} />
        {onFold && (
          <IconButton
            label={folded ? 'Show the sidebar' : 'Fold the sidebar'}
            shortcut="["
            icon={<PanelLeft {...icon} />}
            onClick={onFold}
          />
        )}
        <Tooltip label="Settings">
          <Link
            to="/project/$projectId/settings/$section"
            params={{ ...params, section: 'project' }}
            aria-label="Settings"
            className="inline-flex size-7 items-center justify-center rounded-control text-fg-2 hover:bg-hover hover:text-fg pointer-coarse:size-10"
          >
            <Settings {...icon} />
          </Link>
        </Tooltip>
      </div>
    </nav>
  )
}

interface NavEntryProps {
  label: string
  icon: ReactNode
  folded: boolean
  /** The link to put the entry into. */
  children: ReactElement<{ className?: string; children?: ReactNode; activeProps?: object; 'aria-label'?: string }>
}

function NavEntry({ label, icon: picture, folded, children }: NavEntryProps) {
  const { type: Target, props } = children
  const TargetLink = Target as ElementType
  const link = (
    <TargetLink
      {...props}
      aria-label={folded ? label : undefined}
      activeProps={{ className: 'bg-active text-fg font-medium', 'aria-current': 'page' }}
      inactiveProps={{ className: 'text-fg-2 hover:bg-hover hover:text-fg' }}
      className={cx(
        'flex h-[30px] items-center gap-2.5 rounded-control font-[450] no-underline transition-colors duration-100 pointer-coarse:h-10',
        folded ? 'w-[34px] justify-center' : 'px-2',
      )}
    >
      {picture}
      {!folded && label}
    </TargetLink>
  )
  return folded ? (
    <Tooltip label={label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}

function ProjectSwitcher({ me, folded }: { me: Me; folded: boolean }) {
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const teams = me.organization?.teams ?? (me.team ? [me.team] : [])
  const mayCreate = (me.organization?.membership_level ?? 0) >= 8
  const name = me.team?.name ?? 'No project'
  return (
    <>
      <Menu
        className="w-56"
        trigger={
          <button
            type="button"
            className={cx(
              'flex h-9 min-w-0 items-center gap-2.5 rounded-control hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-10',
              folded ? 'w-9 justify-center' : 'flex-1 px-1.5',
            )}
          >
            <Mark />
            <span className="sr-only">Project: </span>
            <span className={folded ? 'sr-only' : 'min-w-0 flex-1 truncate text-left font-semibold'}>{name}</span>
            {!folded && <ChevronsUpDown size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />}
          </button>
        }
      >
        {teams.map((team) => (
          <MenuItem
            key={team.id}
            checked={team.id === me.team?.id}
            onClick={() => void navigate({ to: '/project/$projectId', params: { projectId: String(team.id) } })}
          >
            {team.name}
          </MenuItem>
        ))}
        {mayCreate && (
          <>
            <MenuLine />
            <MenuItem icon={<Plus {...icon} />} onClick={() => setCreating(true)}>
              New project
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense fallback={null}>{creating && <NewProject onClose={() => setCreating(false)} />}</Suspense>
    </>
  )
}

function UserMenu({ me, folded, onHelp }: { me: Me; folded: boolean; onHelp: () => void }) {
  const router = useRouter()
  const [theme, setTheme] = useState<ThemeChoice>(() => readTheme())
  const name = me.first_name || me.email
  const leave = async () => {
    try {
      await logOut()
      await router.navigate({ to: '/login' })
      forgetAll()
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), 'error')
    }
  }
  return (
    <Menu
      side="top"
      className="w-56"
      trigger={
        <button
          type="button"
          className={cx(
            'flex h-8 min-w-0 items-center gap-2 rounded-control hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-10',
            folded ? 'w-8 justify-center' : 'flex-1 px-1.5',
          )}
        >
          <Avatar name={name} />
          <span className="sr-only">Account of </span>
          <span className={folded ? 'sr-only' : 'min-w-0 truncate text-fg-2'}>{name}</span>
        </button>
      }
    >
      <p className="truncate px-2 py-1.5 text-small text-fg-3">{me.email}</p>
      <MenuLine />
      <MenuChoice<ThemeChoice>
        label="Theme"
        value={theme}
        onChange={(choice) => {
          setTheme(choice)
          chooseTheme(choice)
          setThemeMode(choice).catch(() => {
            // This device shows it already; other devices keep what they had.
          })
        }}
        options={[
          { value: 'system', label: 'As the system', icon: <Monitor {...icon} /> },
          { value: 'light', label: 'Light', icon: <Sun {...icon} /> },
          { value: 'dark', label: 'Dark', icon: <Moon {...icon} /> },
        ]}
      />
      <MenuLine />
      <MenuItem icon={<Keyboard {...icon} />} onClick={onHelp}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={<LogOut {...icon} />} onClick={() => void leave()}>
        Log out
      </MenuItem>
    </Menu>
  )
}

function readFolded(): boolean {
  try {
    return localStorage.getItem(foldedKey) === 'folded'
  } catch {
    return false
  }
}

function keepFolded(folded: boolean): void {
  try {
    localStorage.setItem(foldedKey, folded ? 'folded' : 'open')
  } catch {
    // Without storage the sidebar is open on the next visit.
  }
}
