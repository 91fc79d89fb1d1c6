import { Activity, BookMarked, ChartNoAxesCombined, House, Inbox, LayoutDashboard, Rocket, SquareTerminal, Users, type LucideIcon } from 'lucide-react'
import type { Me } from '@/api/types'
import { sidebarEntries, type SidebarEntryId } from '@/lib/sidebar_entries'

export type DestinationGroup = 'Start' | 'Understand' | 'Ship' | 'Data'

export interface Destination {
  id: SidebarEntryId | 'onboarding'
  label: string
  icon: LucideIcon
  /** Address below the project: "/insights". Everything under it belongs to it. */
  path: string
  /** The letter after G that goes there. */
  key?: string
  group: DestinationGroup
  /** More addresses that belong to it. */
  alsoAt?: string[]
  /** Other words people look for it by. */
  words?: string[]
  /** Shown only while this holds; always, when left out. */
  when?: (me: Me) => boolean
}

/** The groups in the order of the sidebar; the first one has no title. */
export const destinationGroups: DestinationGroup[] = ['Start', 'Understand', 'Ship', 'Data']

const nameOf = (id: SidebarEntryId): string => sidebarEntries.find((entry) => entry.id === id)?.label ?? id

/** Every product that has a screen, in the order of the sidebar: one row here shows it everywhere. */
export const destinations: Destination[] = [
  {
    id: 'onboarding',
    label: 'Get started',
    icon: Rocket,
    path: '/onboarding',
    group: 'Start',
    words: ['install', 'sdk', 'setup', 'snippet'],
    when: (me) => me.team?.ingested_event === false,
  },
  {
    id: 'home',
    label: nameOf('home'),
    icon: House,
    path: '/home',
    key: 'h',
    group: 'Start',
    words: ['start', 'overview', 'numbers'],
  },
  {
    id: 'dashboards',
    label: nameOf('dashboards'),
    icon: LayoutDashboard,
    path: '/dashboard',
    key: 'd',
    group: 'Start',
    words: ['board', 'tiles', 'overview'],
  },
  {
    id: 'insights',
    label: nameOf('insights'),
    icon: ChartNoAxesCombined,
    path: '/insights',
    key: 'i',
    group: 'Start',
    words: ['trends', 'charts', 'reports', 'saved'],
  },
  {
    id: 'sql',
    label: nameOf('sql'),
    icon: SquareTerminal,
    path: '/sql',
    key: 'q',
    group: 'Start',
    words: ['query', 'hogql', 'editor', 'database', 'tables'],
  },
  {
    id: 'people',
    label: nameOf('people'),
    icon: Users,
    path: '/persons',
    alsoAt: ['/person', '/groups'],
    key: 'p',
    group: 'Understand',
    words: ['persons', 'users', 'profiles', 'groups', 'companies'],
  },
  {
    id: 'events',
    label: nameOf('events'),
    icon: Activity,
    path: '/activity/explore',
    alsoAt: ['/activity', '/events'],
    key: 'a',
    group: 'Understand',
    words: ['live', 'activity', 'stream', 'explore'],
  },
  {
    id: 'definitions',
    label: nameOf('definitions'),
    icon: BookMarked,
    path: '/data-management/events',
    alsoAt: ['/data-management/properties', '/data-management/actions', '/data-management/annotations'],
    key: 'm',
    group: 'Data',
    words: ['data management', 'taxonomy', 'properties', 'schema', 'events', 'tags', 'actions', 'annotations', 'notes'],
  },
  {
    id: 'ingestion',
    label: nameOf('ingestion'),
    icon: Inbox,
    path: '/data-management/ingestion',
    alsoAt: ['/data-management/event-filter', '/data-management/restrictions', '/data-management/ingestion-warnings', '/data-management/disk'],
    key: 't',
    group: 'Data',
    words: ['missing events', 'dropped', 'dead letters', 'warnings', 'lag', 'pipeline health', 'event filter', 'drop rules', 'restrictions', 'bots', 'disk', 'retention', 'budget'],
  },
]

/** The full address of a page of the project. */
export const hrefOf = (projectId: string | number, path: string): string => `/project/${projectId}${path}`

/** Whether the page at `pathname` belongs to the destination. */
export function isAt(destination: Destination, projectId: string, pathname: string): boolean {
  const below = pathname.slice(hrefOf(projectId, '').length)
  return [destination.path, ...(destination.alsoAt ?? [])].some((path) => below === path || below.startsWith(`${path}/`))
}

export function shownDestinations(me: Me, hidden: ReadonlySet<string>): Destination[] {
  return destinations.filter((one) => !hidden.has(one.id) && (one.when?.(me) ?? true))
}
