import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { ChartLine, Clock, FolderPlus, Keyboard, LayoutDashboard, Link2, LogOut, Monitor, Moon, MousePointerClick, PanelLeft, Rows2, Rows3, Settings, Sun, Tag, User, Zap, type LucideIcon } from 'lucide-react'
import { Suspense, useDeferredValue, useState, type ReactNode } from 'react'
import { actionsQuery } from '@/api/actions'
import { peopleQuery, personName } from '@/api/actors'
import { dashboardsQuery } from '@/api/dashboards'
import { eventDefinitionsQuery, propertyDefinitionsQuery } from '@/api/definitions'
import { foundInsightsQuery } from '@/api/insights'
import type { Me } from '@/api/types'
import { askedKinds, kindLabels, newInsightPath } from '@/lib/insight_kind'
import { kindIcons } from '@/ui/kind_icons'
import { chooseDensity } from '@/lib/appearance'
import { questionHref } from '@/lib/href'
import { lazy } from '@/lib/parts'
import { rankBy } from '@/lib/rank'
import { recentPages } from '@/lib/recent_pages'
import { settingsSections } from '@/lib/settings_sections'
import { eventLabel, propertyLabel, rawNote } from '@/lib/taxonomy'
import { useInsightName } from '@/tiles/use_insight_name'
import { copyText } from '@/ui/copy'
import { toast } from '@/ui/toast'
import { destinations, hrefOf } from './destinations'
import { mayCreateProjects } from './project_switcher'
import { sidebarStore } from './sidebar_state'
import { pickTheme, useLogOut } from './user_menu'

const NewProject = lazy(() => import('./layers').then((layers) => ({ default: layers.NewProject })))

export interface Command {
  id: string
  label: string
  note?: string
  icon: LucideIcon
  /** Where it leads; a command that leads nowhere runs. */
  href?: string
  run?: () => void
  /** The menu stays until the command's own layer is done. */
  keepsOpen?: boolean
  /** The keys that do the same. */
  keys?: string
  /** More words it is found by. */
  words?: string[]
}

export interface CommandGroup {
  label: string
  items: Command[]
}

interface CommandsProps {
  me: Me
  projectId: string
  search: string
  onHelp: () => void
  onClose: () => void
}

/** The groups that the server fills. */
const foundOnServer = new Set(['Dashboards', 'Insights', 'Events', 'Actions', 'Properties', 'People'])
const mostOfAKind = 6
const mostEvents = 50
const mostPeople = 20

/** What answers the search, in groups; found by name here, and on the server for what only it knows. */
export function useCommands({ me, projectId, search, onHelp, onClose }: CommandsProps) {
  const [creating, setCreating] = useState(false)
  const leave = useLogOut()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const recent = recentPages.use()
  const prefix = /^[>#@]/.exec(search)?.[0] ?? ''
  const wanted = search.slice(prefix.length).trim()
  const asked = useDeferredValue(wanted)
  const found = useFound(Number(projectId), asked, wanted, prefix)

  const run = (id: string, label: string, icon: LucideIcon, does: () => void, more: Partial<Command> = {}): Command => ({
    id: `run:${id}`,
    label,
    icon,
    run: does,
    ...more,
  })
  const create: Command[] = [
    { id: 'new-trend', label: 'New insight', icon: ChartLine, href: hrefOf(projectId, '/insights/new'), words: ['trend', 'chart', 'create', 'add'] },
    ...askedKinds
      .filter((kind) => kind !== 'TRENDS')
      .map((kind): Command => ({
        id: `new-${kind}`,
        label: `New ${kindLabels[kind].toLowerCase()}`,
        icon: kindIcons[kind],
        href: hrefOf(projectId, newInsightPath(kind)),
        words: ['insight', 'chart', 'create', 'add'],
      })),
  ]
  if (mayCreateProjects(me)) {
    create.push(run('project', 'New project', FolderPlus, () => setCreating(true), { keepsOpen: true, words: ['create', 'add'] }))
  }
  const goTo: Command[] = destinations.map((one) => ({
    id: `go:${one.id}`,
    label: one.label,
    icon: one.icon,
    href: hrefOf(projectId, one.path),
    keys: one.key ? `G ${one.key.toUpperCase()}` : undefined,
    words: one.words,
  }))
  goTo.push({ id: 'go:settings', label: 'Settings', icon: Settings, href: hrefOf(projectId, '/settings'), keys: 'G ,' })
  const settings: Command[] = settingsSections.flatMap((section) =>
    section.settings.map((one) => ({
      id: `setting:${section.id}:${one.id}`,
      label: one.label,
      note: section.group === 'You' ? 'Your settings' : `${section.group} settings`,
      icon: Settings,
      href: hrefOf(projectId, `/settings/${section.id}#${one.id}`),
      words: one.words?.split(' '),
    })),
  )
  const commands: Command[] = [
    run('link', 'Copy a link to this page', Link2, () => void copyLink()),
    run('fold', 'Fold or show the sidebar', PanelLeft, () => sidebarStore.write(sidebarStore.read() === 'folded' ? 'open' : 'folded'), { keys: '[' }),
    run('dark', 'Dark theme', Moon, () => pickTheme('dark')),
    run('light', 'Light theme', Sun, () => pickTheme('light')),
    run('system', 'Theme as the system', Monitor, () => pickTheme('system')),
    run('compact', 'Compact rows', Rows3, () => chooseDensity('compact'), { words: ['density'] }),
    run('comfortable', 'Comfortable rows', Rows2, () => chooseDensity('comfortable'), { words: ['density'] }),
    run('help', 'Keyboard shortcuts', Keyboard, onHelp, { keys: '?', keepsOpen: true }),
    run('logout', 'Log out', LogOut, () => void leave(), { words: ['sign out'] }),
  ]

  const named = (items: Command[], most = Infinity) => rankBy(items, wanted, (one) => [one.label, ...(one.words ?? [])]).slice(0, most)
  const suggested = (): CommandGroup[] => [
    {
      label: 'Recent',
      items: recent
        .filter((page) => page.href.startsWith(hrefOf(projectId, '/')) && page.href.split('?')[0] !== here)
        .slice(0, 5)
        .map((page) => ({ id: `recent:${page.href}`, label: page.title, icon: Clock, href: page.href })),
    },
    { label: 'Create', items: create },
    { label: 'Go to', items: goTo },
    { label: 'Commands', items: commands.filter((one) => ['run:link', 'run:help'].includes(one.id)) },
  ]
  const searched = (): CommandGroup[] => [
    { label: 'Go to', items: named(goTo) },
    { label: 'Create', items: named(create) },
    { label: 'Dashboards', items: found.dashboards },
    { label: 'Insights', items: found.insights },
    { label: 'Events', items: found.events.slice(0, mostOfAKind) },
    { label: 'Actions', items: named(found.actions, mostOfAKind) },
    { label: 'Properties', items: found.properties.slice(0, mostOfAKind) },
    { label: 'People', items: found.people },
    { label: 'Settings', items: named(settings, mostOfAKind) },
    { label: 'Commands', items: named(commands, mostOfAKind) },
  ]
  const prefixed: Record<string, () => CommandGroup[]> = {
    '>': () => [{ label: 'Commands', items: named([...commands, ...create]) }],
    '#': () => [
      { label: 'Events', items: found.events },
      { label: 'Actions', items: named(found.actions) },
    ],
    '@': () => [{ label: 'People', items: found.people }],
  }
  const groups = (prefixed[prefix] ?? (wanted === '' ? suggested : searched))()
  const layer: ReactNode = creating ? (
    <Suspense fallback={null}>
      <NewProject onClose={onClose} />
    </Suspense>
  ) : null
  const shown = groups.filter((group) => group.items.length > 0)
  const loading = found.loading || asked !== wanted
  // What is known here stands first and stays there; what the server finds may yet come before what it found last.
  const firstIsKnown = shown[0] !== undefined && !foundOnServer.has(shown[0].label)
  return { groups: shown, loading, searching: loading && !firstIsKnown, layer }
}

/** Of what was found for another search, what is found for this one: those that have it in a name. */
export function stillFound(commands: Command[], search: string): Command[] {
  const wanted = search.toLowerCase()
  return commands.filter(({ label, words = [] }) => [label, ...words].some((name) => name.toLowerCase().includes(wanted)))
}

/** What only the server can find: it is asked for `wanted`, and what it found before stays as far as it answers `typed`, too. */
function useFound(projectId: number, wanted: string, typed: string, prefix: string) {
  const asks = prefix === '#' || (prefix === '' && wanted !== '')
  const asksPeople = prefix === '@' || (prefix === '' && wanted.length > 1)
  const people = useQuery({ ...peopleQuery(projectId, wanted, prefix === '@' ? mostPeople : mostOfAKind), enabled: asksPeople })
  const events = useQuery({ ...eventDefinitionsQuery(projectId, wanted), enabled: asks })
  // All of them are read at once: they are few, and pickers of events know them already.
  const actions = useQuery({ ...actionsQuery(projectId), enabled: asks })
  const properties = useQuery({
    ...propertyDefinitionsQuery(projectId, { type: 'event', search: wanted }),
    enabled: asks && prefix === '',
  })
  const boards = useQuery({ ...dashboardsQuery(projectId, { search: wanted, limit: mostOfAKind }), enabled: asks && prefix === '', placeholderData: keepPreviousData })
  const insights = useQuery({ ...foundInsightsQuery(projectId, { search: wanted, limit: mostOfAKind }), enabled: asks && prefix === '', placeholderData: keepPreviousData })
  const nameOf = useInsightName(insights.data?.results ?? [])
  const still = ({ isPlaceholderData }: { isPlaceholderData: boolean }, commands: Command[]) => (isPlaceholderData || wanted !== typed ? stillFound(commands, typed) : commands)
  const series = (event: string | null) => [{ kind: 'EventsNode' as const, event }]
  return {
    loading: (asksPeople && people.isFetching) || (asks && (events.isFetching || actions.isFetching || properties.isFetching || boards.isFetching || insights.isFetching)),
    people: still(people, (asksPeople ? (people.data ?? []) : []).map((person): Command => {
      const label = personName(person)
      const [distinctId = person.id] = person.distinct_ids
      return { id: `person:${person.id}`, label, note: distinctId === label ? undefined : distinctId, icon: User, href: hrefOf(projectId, `/person/${encodeURIComponent(distinctId)}`), words: person.distinct_ids }
    })),
    dashboards: still(boards, (asks && prefix === '' ? (boards.data?.results ?? []) : []).map((board): Command => ({
      id: `dashboard:${board.id}`,
      label: board.name || 'Untitled dashboard',
      note: board.tags.join(', '),
      icon: LayoutDashboard,
      href: hrefOf(projectId, `/dashboard/${board.id}`),
      words: board.tags,
    }))),
    insights: still(insights, (asks && prefix === '' ? (insights.data?.results ?? []) : []).map((insight): Command => {
      const label = nameOf(insight)
      return { id: `insight:${insight.short_id}`, label, note: insight.tags.join(', '), icon: ChartLine, href: hrefOf(projectId, `/insights/${insight.short_id}`), words: insight.tags }
    })),
    events: still(events, (asks ? (events.data?.results ?? []) : []).slice(0, mostEvents).map(({ name }): Command => {
      const label = eventLabel(name)
      return {
        id: `event:${name}`,
        label,
        note: rawNote(label, name) ?? 'Trend of this event',
        icon: Zap,
        href: questionHref(projectId, { kind: 'TrendsQuery', series: series(name) }),
        words: [name],
      }
    })),
    actions: (asks ? (actions.data?.results ?? []) : []).map(({ id, name, description, steps }): Command => ({
      id: `action:${id}`,
      label: name || `Action ${id}`,
      note: description || 'Action',
      icon: MousePointerClick,
      href: hrefOf(projectId, `/data-management/actions/${id}`),
      words: steps.flatMap(({ event }) => (event ? [event] : [])),
    })),
    properties: still(properties, (asks ? (properties.data?.results ?? []) : []).map(({ name }): Command => {
      const label = propertyLabel(name)
      return {
        id: `property:${name}`,
        label,
        note: rawNote(label, name) ?? 'Events broken down by it',
        icon: Tag,
        href: questionHref(projectId, {
          kind: 'TrendsQuery',
          series: series(null),
          breakdownFilter: { breakdown: name, breakdown_type: 'event' },
        }),
        words: [name],
      }
    })),
  }
}

async function copyLink() {
  try {
    await copyText(window.location.href)
    toast('Link copied')
  } catch {
    toast('The browser does not allow copying here', 'error')
  }
}

