import {
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
  type ParsedLocation,
} from '@tanstack/react-router'
import type { DashboardFilters } from '@/api/dashboards'
import { queryClient } from '@/api/query_client'
import { meQuery, preflightQuery, readMe, serverChecksQuery, setCurrentProject } from '@/api/session'
import { insightKinds, type AnyFilter, type InsightKind, type Me } from '@/api/types'
import { loadPart } from '@/lib/parts'
import Frame from '@/shell/frame'
import { screen } from '@/shell/screen'

const NotFound = screen(() => import('@/ui/not_found'), 'NotFound')
const PageNotFound = screen(() => import('@/ui/not_found'), 'PageNotFound')
const RouteError = screen(() => loadPart(() => import('@/shell/route_error')), 'RouteError')

/** Leads to the first account of a server that has none, or to what has to be mended before. */
async function leaveNewServer(): Promise<void> {
  const preflight = await queryClient.ensureQueryData(preflightQuery)
  if (preflight.initiated) return
  const checks = await queryClient.ensureQueryData(serverChecksQuery).catch(() => null)
  throw redirect({ to: checks?.ready === false ? '/preflight' : '/signup' })
}

/** The signed-in user, or a redirect to where one signs in (a new server: signs up). */
async function requireMe(location: ParsedLocation): Promise<Me> {
  // A page that is open stays so when the login expires: what it asks next asks for a login over it.
  const me = queryClient.getQueryData(meQuery.queryKey) ?? (await readMe())
  if (me) return me
  await leaveNewServer()
  throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } })
}

/** Where a project is entered: the installation until its first event, Home from then on. */
function projectStart(me: Me) {
  if (!me.team) throw new Error('Your account has no project. Ask an admin of your organization for access.')
  const params = { projectId: String(me.team.id) }
  return me.team.ingested_event ? redirect({ to: '/project/$projectId/home', params }) : redirect({ to: '/project/$projectId/onboarding', params })
}

/** Text of an address; of digits alone it is read as a number. */
const textIn = (value: unknown): string | undefined => (typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined)

/** What a list is searched for. */
function readSearch(search: Record<string, unknown>): { search?: string } {
  const text = textIn(search.search)
  return text === undefined ? {} : { search: text }
}

export interface InsightListSearch {
  search?: string
  tag?: string
  kind?: InsightKind
  show?: 'starred' | 'mine'
  order?: string
}

function readInsightSearch(search: Record<string, unknown>): InsightListSearch {
  const read: InsightListSearch = {
    search: textIn(search.search),
    tag: textIn(search.tag),
    kind: insightKinds.find((kind) => kind === search.kind),
    show: search.show === 'starred' || search.show === 'mine' ? search.show : undefined,
    order: textIn(search.order),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: RouteError })

const entry = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ location }) => {
    throw projectStart(await requireMe(location))
  },
})

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    // Only a path of this site: anything else could send people elsewhere after signing in.
    typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {},
  beforeLoad: async () => {
    if (await readMe()) throw redirect({ to: '/' })
    await leaveNewServer()
  },
  component: screen(() => import('@/screens/login/login')),
})

/** How a new server stands; nobody needs it once there is an account. */
const preflight = createRoute({
  getParentRoute: () => root,
  path: '/preflight',
  beforeLoad: async () => {
    if ((await queryClient.ensureQueryData(preflightQuery)).initiated) throw redirect({ to: '/' })
  },
  component: screen(() => import('@/screens/preflight/preflight')),
})

const signup = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  beforeLoad: async () => {
    if (await readMe()) throw redirect({ to: '/' })
  },
  loader: () => queryClient.ensureQueryData(preflightQuery),
  component: screen(() => import('@/screens/signup/signup')),
})

/** The link of an invite, for who has no account and for who has one. */
const inviteSignup = createRoute({
  getParentRoute: () => root,
  path: '/signup/$inviteId',
  beforeLoad: async () => ({ me: await readMe() }),
  component: screen(() => import('@/screens/invite/invite')),
})

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: screen(() => import('@/screens/reset/reset')),
})

const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset/$uuid/$token',
  component: screen(() => import('@/screens/reset/new_password')),
})

/** What somebody sees who was sent a public link. */
const shared = (path: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: screen(() => import('@/screens/shared/shared')),
  })

const project = createRoute({
  getParentRoute: () => root,
  path: '/project/$projectId',
  params: {
    parse: ({ projectId }) => ({ projectId: /^[0-9]{1,15}$/.test(projectId) ? projectId : '' }),
    stringify: ({ projectId }) => ({ projectId }),
  },
  beforeLoad: async ({ location, params }) => {
    const me = await requireMe(location)
    const alias = settingsAliases[location.pathname]
    if (alias && me.team) throw toSettings(me.team.id, alias)
    const id = Number(params.projectId)
    if (me.team?.id === id) return
    // Opening a link of another project makes that one current, for this and the next visit.
    if (me.organization?.teams.some((team) => team.id === id)) await setCurrentProject(id)
    else throw projectStart(me)
  },
  component: Frame,
  notFoundComponent: NotFound,
})

const projectEntry = createRoute({
  getParentRoute: () => project,
  path: '/',
  beforeLoad: async ({ location }) => {
    throw projectStart(await requireMe(location))
  },
})

const projectHome = createRoute({
  getParentRoute: () => project,
  path: '/home',
  component: screen(() => import('@/screens/home/home')),
})

const onboarding = createRoute({
  getParentRoute: () => project,
  path: '/onboarding',
  validateSearch: (search: Record<string, unknown>): { stack?: string } =>
    typeof search.stack === 'string' ? { stack: search.stack } : {},
  component: screen(() => import('@/screens/onboarding/onboarding')),
})

const insights = createRoute({
  getParentRoute: () => project,
  path: '/insights',
  validateSearch: readInsightSearch,
  component: screen(() => import('@/screens/insights/insights')),
})

/** The screen reads the question; the first page does not carry the code for it. */
const readQuestion = (search: Record<string, unknown>): { q?: object; dashboard?: number } => ({
  ...(typeof search.q === 'object' && search.q !== null ? { q: search.q } : {}),
  ...(typeof search.dashboard === 'number' && Number.isSafeInteger(search.dashboard) ? { dashboard: search.dashboard } : {}),
})

/** Has the screen's question asked while the page around the answer is drawn; later ones the screen asks by itself. */
const asksAhead = {
  staleTime: Number.POSITIVE_INFINITY,
  loader: async ({ params, location, preload }: { params: { projectId: string; shortId?: string }; location: ParsedLocation; preload: boolean }) => {
    if (preload) return
    try {
      const { askAhead } = await import('@/screens/insight/insight')
      void askAhead(Number(params.projectId), params.shortId, readQuestion(location.search as Record<string, unknown>).q)
    } catch {
      // The screen says what is wrong, in its place.
    }
  },
}

const trends = createRoute({
  getParentRoute: () => project,
  path: '/insights/new',
  validateSearch: readQuestion,
  ...asksAhead,
  beforeLoad: async ({ location, params }) => {
    if (!/^(q|insight)=/.test(location.hash)) return
    const { questionFromHash } = await import('@/lib/question')
    const query = questionFromHash(location.hash)
    if (query) throw redirect({ to: '/project/$projectId/insights/new', params, search: { q: query }, hash: '', replace: true })
  },
  component: screen(() => import('@/screens/insight/insight')),
})

const savedInsight = createRoute({
  getParentRoute: () => project,
  path: '/insights/$shortId',
  validateSearch: readQuestion,
  ...asksAhead,
  component: screen(() => import('@/screens/insight/insight')),
})

/** Pages that PostHog has apart and that are parts of the insight here. */
const toInsight = (path: string) =>
  createRoute({
    getParentRoute: () => project,
    path,
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/project/$projectId/insights/$shortId', params: params as { projectId: string; shortId: string }, replace: true })
    },
  })

const dashboards = createRoute({
  getParentRoute: () => project,
  path: '/dashboard',
  validateSearch: readSearch,
  component: screen(() => import('@/screens/dashboards/dashboards')),
})

const dashboard = createRoute({
  getParentRoute: () => project,
  path: '/dashboard/$dashboardId',
  validateSearch: (search: Record<string, unknown>): { filters?: DashboardFilters } =>
    typeof search.filters === 'object' && search.filters !== null && !Array.isArray(search.filters) ? { filters: search.filters as DashboardFilters } : {},
  component: screen(() => import('@/screens/dashboard/dashboard')),
})

/** Pages that PostHog has apart and that are parts of the dashboard here. */
const toDashboard = (path: string) =>
  createRoute({
    getParentRoute: () => project,
    path,
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/project/$projectId/dashboard/$dashboardId', params: params as { projectId: string; dashboardId: string }, replace: true })
    },
  })

const events = createRoute({
  getParentRoute: () => project,
  path: '/activity/explore',
  validateSearch: (search: Record<string, unknown>): { q?: object; search?: string } => ({
    ...readQuestion(search),
    ...readSearch(search),
  }),
  component: screen(() => import('@/screens/events/events')),
})

const sql = createRoute({
  getParentRoute: () => project,
  path: '/sql',
  validateSearch: (search: Record<string, unknown>): { open_query?: string; open_insight?: string; view?: object } => ({
    ...(textIn(search.open_query) !== undefined && { open_query: textIn(search.open_query) }),
    ...(textIn(search.open_insight) !== undefined && { open_insight: textIn(search.open_insight) }),
    ...(typeof search.view === 'object' && search.view !== null && { view: search.view }),
  }),
  component: screen(() => import('@/screens/sql/sql')),
})

/** The screen reads the conditions. */
const persons = createRoute({
  getParentRoute: () => project,
  path: '/persons',
  validateSearch: (search: Record<string, unknown>): { search?: string; filters?: AnyFilter[]; columns?: string[] } => ({
    ...readSearch(search),
    ...(Array.isArray(search.filters) && { filters: search.filters.filter((one: unknown): one is AnyFilter => typeof one === 'object' && one !== null && 'type' in one) }),
    ...(Array.isArray(search.columns) && { columns: search.columns.filter((one: unknown): one is string => typeof one === 'string') }),
  }),
  component: screen(() => import('@/screens/persons/persons')),
})

const readTab = (search: Record<string, unknown>): { tab?: string } => (typeof search.tab === 'string' ? { tab: search.tab } : {})

const person = createRoute({
  getParentRoute: () => project,
  path: '/persons/$personId',
  validateSearch: readTab,
  component: screen(() => import('@/screens/person/person')),
})

/** Whoever has the distinct id. */
const personOfId = createRoute({
  getParentRoute: () => project,
  path: '/person/$',
  component: screen(() => import('@/screens/person/person_of_id')),
})

const groups = createRoute({
  getParentRoute: () => project,
  path: '/groups/$groupType',
  validateSearch: readSearch,
  component: screen(() => import('@/screens/groups/groups')),
})

const group = createRoute({
  getParentRoute: () => project,
  path: '/groups/$groupType/$groupKey',
  validateSearch: readTab,
  component: screen(() => import('@/screens/group/group')),
})

export interface DefinitionListSearch {
  search?: string
  show?: 'verified' | 'hidden'
  /** Whose properties, where not those of events: "person", "group-0". */
  type?: string
}

const readDefinitionSearch = (search: Record<string, unknown>): DefinitionListSearch => ({
  ...readSearch(search),
  ...((search.show === 'verified' || search.show === 'hidden') && { show: search.show }),
  ...(typeof search.type === 'string' && { type: search.type }),
})

const definitions = (path: string) =>
  createRoute({
    getParentRoute: () => project,
    path,
    validateSearch: readDefinitionSearch,
    component: screen(() => import('@/screens/definitions/definitions')),
  })

const ingestion = createRoute({
  getParentRoute: () => project,
  path: '/data-management/ingestion',
  validateSearch: (search: Record<string, unknown>): { range?: string } => (typeof search.range === 'string' ? { range: search.range } : {}),
  component: screen(() => import('@/screens/ingestion/ingestion')),
})

const eventFilter = createRoute({
  getParentRoute: () => project,
  path: '/data-management/event-filter',
  component: screen(() => import('@/screens/event_filter/event_filter')),
})

const restrictions = createRoute({
  getParentRoute: () => project,
  path: '/data-management/restrictions',
  component: screen(() => import('@/screens/restrictions/restrictions')),
})

const disk = createRoute({
  getParentRoute: () => project,
  path: '/data-management/disk',
  component: screen(() => import('@/screens/disk/disk')),
})

const warnings = createRoute({
  getParentRoute: () => project,
  path: '/data-management/ingestion-warnings',
  validateSearch: readSearch,
  component: screen(() => import('@/screens/warnings/warnings')),
})

const notes = createRoute({
  getParentRoute: () => project,
  path: '/data-management/annotations',
  component: screen(() => import('@/screens/notes/notes')),
})

const actions = createRoute({
  getParentRoute: () => project,
  path: '/data-management/actions',
  validateSearch: readSearch,
  component: screen(() => import('@/screens/actions/actions')),
})

/** A new one at "new", which may begin with an event. */
const action = createRoute({
  getParentRoute: () => project,
  path: '/data-management/actions/$actionId',
  validateSearch: (search: Record<string, unknown>): { event?: string } =>
    textIn(search.event) === undefined ? {} : { event: textIn(search.event) },
  component: screen(() => import('@/screens/action/action')),
})

const live = createRoute({
  getParentRoute: () => project,
  path: '/activity/live',
  validateSearch: readSearch,
  component: screen(() => import('@/screens/live_events/live_events')),
})

const shows = (path: string, to: '/project/$projectId/insights/new' | '/project/$projectId/onboarding' | '/project/$projectId/data-management/annotations') =>
  createRoute({
    getParentRoute: () => project,
    path,
    beforeLoad: ({ params }) => {
      throw redirect({ to, params: params as { projectId: string }, replace: true })
    },
  })

const toEvents = (path: string) =>
  createRoute({
    getParentRoute: () => project,
    path,
    beforeLoad: ({ params, search }) => {
      throw redirect({ to: '/project/$projectId/activity/explore', params: params as { projectId: string }, search, replace: true })
    },
  })

const toDefinitions = (path: string) =>
  createRoute({
    getParentRoute: () => project,
    path,
    beforeLoad: ({ params }) => {
      throw redirect({ href: `/project/${(params as { projectId: string }).projectId}/data-management/events`, replace: true })
    },
  })

const settings = createRoute({
  getParentRoute: () => project,
  path: '/settings/$section',
  component: screen(() => import('@/screens/settings/settings')),
})

const settingsHome = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/project/$projectId/settings/$section', params: { ...params, section: 'project' } })
  },
})

/** Addresses of settings that stand outside a project in PostHog. */
const settingsAliases: Record<string, string> = {
  '/me/settings': 'user-profile',
  '/project/settings': 'project',
  '/organization/settings': 'organization',
  '/organization/members': 'organization-members',
}

const toSettings = (projectId: number, section: string) =>
  redirect({ href: `/project/${projectId}/settings/${section}`, replace: true })

/** Any other address of a project: the sidebar stays. */
const noSuchPage = createRoute({ getParentRoute: () => project, path: '$', component: PageNotFound })

/** Every part of the kit on one page: for those who build and check the app, in no menu. */
const kit = createRoute({
  getParentRoute: () => root,
  path: '/kit',
  component: screen(() => import('@/screens/kit/kit')),
})

/** A path without a project means the current one. */
const withoutProject = createRoute({
  getParentRoute: () => root,
  path: '$',
  beforeLoad: async ({ location }) => {
    const me = await requireMe(location)
    const alias = settingsAliases[location.pathname]
    if (alias && me.team) throw toSettings(me.team.id, alias)
    if (me.team && !location.pathname.startsWith('/project/')) {
      throw redirect({ href: `/project/${me.team.id}${location.href}`, replace: true })
    }
  },
  component: NotFound,
})

const tree = root.addChildren([
  entry,
  login,
  preflight,
  signup,
  inviteSignup,
  reset,
  newPassword,
  shared('/shared/$token'),
  shared('/shared_dashboard/$token'),
  shared('/embedded/$token'),
  project.addChildren([
    projectEntry,
    projectHome,
    onboarding,
    insights,
    trends,
    savedInsight,
    toInsight('/insights/$shortId/edit'),
    toInsight('/insights/$shortId/sharing'),
    toInsight('/insights/$shortId/subscriptions'),
    toInsight('/insights/$shortId/alerts'),
    dashboards,
    dashboard,
    toDashboard('/dashboard/$dashboardId/sharing'),
    toDashboard('/dashboard/$dashboardId/subscriptions'),
    events,
    live,
    sql,
    definitions('/data-management/events'),
    definitions('/data-management/events/$definitionId'),
    definitions('/data-management/properties'),
    definitions('/data-management/properties/$definitionId'),
    toDefinitions('/data-management'),
    actions,
    action,
    notes,
    shows('/annotations', '/project/$projectId/data-management/annotations'),
    ingestion,
    eventFilter,
    restrictions,
    warnings,
    disk,
    persons,
    person,
    personOfId,
    groups,
    group,
    toEvents('/activity'),
    toEvents('/events'),
    shows('/onboarding/$product', '/project/$projectId/onboarding'),
    shows('/ingestion', '/project/$projectId/onboarding'),
    shows('/trends', '/project/$projectId/insights/new'),
    settings,
    settingsHome,
    noSuchPage,
  ]),
  kit,
  withoutProject,
])

export function createAppRouter() {
  return createRouter({
    routeTree: tree,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: RouteError,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
