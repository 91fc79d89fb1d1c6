// Every page there is, how to reach it and how to bring it into each of its states. A screen that routes.ts loads
// and that no row here names fails the test.
//
//   screen   the file routes.ts loads
//   path     its address; `project` is the number of the project
//   signedOut  for the pages before signing in
//   shows    waits until the page shows what it is for
//   again    waits for the same after a reload, where `shows` goes through other pages
//   data     the requests that are held back for `loading` and refused for `error`; none where nothing is loaded
//   loading, failed   wait for those faces
//   empty    waits for the face of a project without events
//   menu, drill   open a menu, and the panel beside the page

const query = (question) => encodeURIComponent(JSON.stringify({ kind: 'TrendsQuery', ...question }))
const pageviews = { series: [{ kind: 'EventsNode', event: '$pageview' }], dateRange: { date_from: '-30d' } }
const byBrowser = { ...pageviews, breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' }, compareFilter: { compare: true } }
const funnel = { series: ['$pageview', 'signed up', 'note created'].map((event) => ({ kind: 'EventsNode', event })), dateRange: { date_from: '-30d' } }
const heading = (page) => page.getByRole('main').getByRole('heading').first().waitFor()
const skeleton = (page) => page.locator('.animate-pulse').first().waitFor()
// While they are read, rows without anything in them stand in their places.
const rows = (page) => page.locator('[data-row]').first().waitFor()
const alert = (page) => page.getByRole('alert').first().waitFor()
const runs = async (page, shown) => {
  await page.getByRole('textbox', { name: 'Question in SQL' }).waitFor()
  await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click()
  await shown.first().waitFor()
}
const userMenu = async (page) => {
  // Below 860 px the sidebar lies over the page.
  if (page.viewportSize().width < 860) await page.getByRole('button', { name: 'Open menu' }).click()
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menu').waitFor()
}
const trends = (name, question, more = {}) => ({
  name,
  screen: 'screens/insight/insight',
  path: (project) => `/project/${project}/insights/new?q=${query(question)}`,
  shows: (page) => page.getByText(/^Computed|Total|Series/).first().waitFor(),
  ...more,
})

export const routes = [
  { name: 'login', screen: 'screens/login/login', signedOut: true, path: () => '/login', shows: (page) => page.getByLabel('Email').waitFor() },
  { name: 'forgot-password', screen: 'screens/reset/reset', signedOut: true, path: () => '/reset', shows: (page) => page.getByLabel('Email').waitFor() },
  {
    name: 'onboarding',
    screen: 'screens/onboarding/onboarding',
    path: (project) => `/project/${project}/onboarding`,
    shows: heading,
    empty: heading,
    menu: userMenu,
  },
  {
    name: 'home',
    screen: 'screens/home/home',
    path: (project) => `/project/${project}/home`,
    shows: async (page) => {
      await page.getByRole('article', { name: 'Active people' }).locator('button.link-num').waitFor()
      await page.getByText('Looked at last').waitFor()
    },
    data: '**/query/',
    loading: skeleton,
    failed: (page) => page.getByText('Could not be computed.').first().waitFor(),
    empty: (page) => page.getByRole('heading', { name: 'First steps' }).waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: 'Choose numbers' }).click()
      await page.getByRole('dialog').getByRole('button', { name: /^Active people/ }).waitFor()
    },
    drill: async (page) => {
      await page.getByRole('article', { name: 'Active people' }).locator('button.link-num').click()
      await page.getByRole('dialog').locator('[data-row]').first().waitFor()
    },
  },
  trends('trends', byBrowser, {
    shows: (page) => page.getByRole('row', { name: /Chrome/ }).waitFor(),
    data: '**/query/',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText(/^No “/).waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: /^Date range/ }).click()
      await page.getByRole('grid').waitFor()
    },
    drill: async (page) => {
      await page.getByRole('row', { name: /Chrome/ }).locator('button.link-num').first().click()
      await page.getByRole('dialog').locator('[data-row]').first().waitFor()
    },
  }),
  trends('funnel', { kind: 'FunnelsQuery', ...funnel }, {
    shows: (page) => page.getByRole('table', { name: /^Steps of/ }).waitFor(),
    data: '**/query/',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText(/^No “/).waitFor(),
    drill: async (page) => {
      await page.getByRole('button', { name: /left before signed up$/ }).first().click()
      await page.getByRole('dialog').locator('[data-row]').first().waitFor()
    },
  }),
  trends('paths', { kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview'] }, dateRange: { date_from: '-30d' } }, {
    shows: (page) => page.getByRole('table', { name: /^Steps of/ }).waitFor(),
    data: '**/query/',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText(/^No paths/).waitFor(),
    drill: async (page) => {
      await page.getByRole('table', { name: /^Steps of/ }).locator('button.link-num').first().click()
      await page.getByRole('dialog').locator('[data-row]').first().waitFor()
    },
  }),
  {
    name: 'dashboards',
    screen: 'screens/dashboards/dashboards',
    path: (project) => `/project/${project}/dashboard`,
    shows: (page) => page.getByRole('main').getByRole('link', { name: 'Product overview' }).waitFor(),
    data: '**/dashboards/?**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('Dashboards keep the charts you look at every week').waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: 'New dashboard' }).first().click()
      await page.getByRole('dialog').getByText('Product analytics').waitFor()
    },
  },
  {
    name: 'dashboard',
    screen: 'screens/dashboard/dashboard',
    // The demo project comes with one.
    path: (project) => `/project/${project}/dashboard/1`,
    shows: async (page) => {
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      // Tiles ask when they come near the window, which is small on a phone and at 400 %.
      await page.locator('section:has(h2)').first().scrollIntoViewIfNeeded()
      await page.locator('section').getByRole('group').first().waitFor()
    },
    data: '**/query/',
    loading: skeleton,
    failed: alert,
    menu: async (page) => {
      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Delete dashboard' }).waitFor()
    },
  },
  {
    name: 'insights',
    screen: 'screens/insights/insights',
    path: (project) => `/project/${project}/insights`,
    shows: (page) => page.getByRole('link', { name: 'New insight' }).first().waitFor(),
    data: '**/insights/?**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('Insights keep the questions you ask often').waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: /^Kind: / }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  ...[
    ['cumulative', 'ActionsLineGraphCumulative'],
    ['area', 'ActionsAreaGraph'],
    ['bars', 'ActionsBar'],
    ['bars-apart', 'ActionsUnstackedBar'],
    ['total-bars', 'ActionsBarValue'],
    ['pie', 'ActionsPie'],
    ['number', 'BoldNumber'],
    ['table', 'ActionsTable'],
  ].map(([name, display]) =>
    trends(`trends-${name}`, { ...byBrowser, trendsFilter: { display } }, { shows: (page) => page.getByText('Chrome').first().waitFor() }),
  ),
  {
    name: 'events',
    screen: 'screens/events/events',
    path: (project) => `/project/${project}/activity/explore`,
    shows: rows,
    data: '**/query/',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('Events are listed here once they arrive').waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByRole('dialog').waitFor()
    },
    drill: async (page) => {
      await page.locator('[data-row]').nth(1).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  ...[
    ['sql', 'ActionsTable'],
    ['sql-chart', 'ActionsLineGraph'],
  ].map(([name, display]) => ({
    name,
    screen: 'screens/sql/sql',
    path: (project) =>
      `/project/${project}/sql?open_query=${encodeURIComponent('select toStartOfDay(timestamp) as day, event, count() as events, uniq(person_id) as people\nfrom events\nwhere timestamp > now() - interval 30 day\ngroup by day, event\norder by day, event\nlimit 1000')}&view=${encodeURIComponent(JSON.stringify({ display }))}`,
    shows: (page) => runs(page, page.getByRole('button', { name: /^Show as/ })),
    data: '**/query/',
    loading: (page) => runs(page, page.getByText('Running', { exact: true })),
    failed: (page) => runs(page, page.getByText('The question could not be answered')),
    empty: (page) => runs(page, page.getByText(/^0 rows in/)),
    ...(name === 'sql' && {
      menu: async (page) => {
        await page.getByRole('button', { name: /^Show as/ }).click()
        await page.getByRole('menuitemradio', { name: 'Pie' }).waitFor()
      },
      drill: async (page) => {
        await page.getByRole('gridcell').first().dblclick()
        await page.getByRole('dialog').waitFor()
      },
    }),
  })),
  ...['events', 'properties'].map((what) => ({
    name: `definitions-${what}`,
    screen: 'screens/definitions/definitions',
    path: (project) => `/project/${project}/data-management/${what}`,
    shows: rows,
    data: `**/${what === 'events' ? 'event' : 'property'}_definitions/?**`,
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('are listed here once they arrive').waitFor(),
    drill: async (page) => {
      await page.locator('[data-row]').nth(1).click()
      await page.getByRole('dialog').getByLabel('Description').waitFor()
    },
  })),
  {
    name: 'actions',
    screen: 'screens/actions/actions',
    path: (project) => `/project/${project}/data-management/actions`,
    shows: (page) => page.getByText('Actions give several events one name').waitFor(),
    data: '**/actions/?**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('Actions give several events one name').waitFor(),
  },
  {
    name: 'action',
    screen: 'screens/action/action',
    path: (project) => `/project/${project}/data-management/actions/new?event=%24autocapture`,
    shows: (page) => page.getByRole('region', { name: 'Matching events' }).getByRole('status').waitFor(),
    data: '**/query/',
    failed: (page) => page.getByText('It could not be tried').waitFor(),
    menu: async (page) => {
      await page.getByRole('combobox', { name: /^Match 1, event/ }).click()
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'notes',
    screen: 'screens/notes/notes',
    path: (project) => `/project/${project}/data-management/annotations`,
    shows: (page) => page.getByText('Notes say on charts what happened when').waitFor(),
    data: '**/annotations/?**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('Notes say on charts what happened when').waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: 'New note' }).first().click()
      await page.getByRole('dialog').getByLabel('What happened').waitFor()
    },
  },
  {
    name: 'persons',
    screen: 'screens/persons/persons',
    path: (project) => `/project/${project}/persons`,
    shows: rows,
    data: '**/persons/?**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('People appear here with their first event').waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByRole('dialog').waitFor()
    },
    drill: async (page) => {
      for (const row of [0, 1]) await page.locator('[data-row]').nth(row).getByRole('checkbox', { name: /^Select / }).click()
      await page.getByRole('button', { name: 'Merge 2' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  ...['events', 'properties', 'groups', 'ids'].map((tab) => ({
    name: `person-${tab}`,
    screen: 'screens/person/person',
    path: (project) => `/project/${project}/persons`,
    shows: async (page) => {
      await page.locator('[data-row]').first().getByRole('link').click()
      await page.getByRole('tab', { name: { events: 'Timeline', properties: /^Properties/, groups: 'Groups', ids: /^Distinct/ }[tab] }).click()
      await page.getByText('Last seen').waitFor()
      if (tab === 'events') await page.getByRole('region', { name: 'Timeline' }).getByRole('button').first().waitFor()
    },
    again: (page) => page.getByText('Last seen').waitFor(),
    ...(tab === 'properties' && {
      menu: async (page) => {
        await page.getByRole('button', { name: 'Add property' }).click()
        await page.getByRole('dialog').waitFor()
      },
    }),
  })),
  {
    name: 'person-of-nobody',
    screen: 'screens/person/person_of_id',
    path: (project) => `/project/${project}/person/no-such-id`,
    shows: (page) => page.getByText('Nobody has the id “no-such-id”').waitFor(),
  },
  {
    name: 'groups',
    screen: 'screens/groups/groups',
    path: (project) => `/project/${project}/groups/0`,
    shows: rows,
    data: '**/groups/?**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('No groups of this kind yet').waitFor(),
  },
  {
    name: 'group',
    screen: 'screens/group/group',
    path: (project) => `/project/${project}/groups/0`,
    shows: async (page) => {
      await page.locator('[data-row]').first().getByRole('link').click()
      await page.getByRole('tab', { name: /^Properties/ }).waitFor()
    },
    again: (page) => page.getByRole('tab', { name: /^Properties/ }).waitFor(),
  },
  {
    name: 'ingestion',
    screen: 'screens/ingestion/ingestion',
    path: (project) => `/project/${project}/data-management/ingestion`,
    shows: (page) => page.getByText('Behind by').waitFor(),
    data: '**/ingestion/**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('Nothing was accepted in this time').waitFor(),
  },
  {
    name: 'event-filter',
    screen: 'screens/event_filter/event_filter',
    path: (project) => `/project/${project}/data-management/event-filter`,
    shows: (page) => page.getByRole('button', { name: 'Save filter' }).waitFor(),
    data: '**/event_filter/**',
    loading: skeleton,
    failed: alert,
    // A rule that takes much, tried.
    drill: async (page) => {
      await page.getByRole('button', { name: 'Add a rule' }).click()
      await page.getByLabel('Rule 1, condition 1, value').fill('$pageview')
      await page.getByRole('link', { name: /events match, list them$/ }).waitFor()
    },
  },
  {
    name: 'restrictions',
    screen: 'screens/restrictions/restrictions',
    path: (project) => `/project/${project}/data-management/restrictions`,
    shows: (page) => page.getByRole('switch', { name: 'Set events aside' }).waitFor(),
    // All lists of one kind, with a line that the server would refuse.
    drill: async (page) => {
      await page.getByRole('switch', { name: 'Set events aside' }).setChecked(true)
      await page.getByRole('textbox', { name: 'Set events aside: Event UUIDs' }).fill('0190b0d4')
      await page.getByText('“0190b0d4” is no UUID').waitFor()
    },
  },
  {
    name: 'warnings',
    screen: 'screens/warnings/warnings',
    path: (project) => `/project/${project}/data-management/ingestion-warnings`,
    shows: (page) => page.getByRole('searchbox', { name: 'Find a warning' }).waitFor(),
    data: '**/ingestion_warnings/**',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('No warnings in the last 30 days').waitFor(),
  },
  {
    name: 'disk',
    screen: 'screens/disk/disk',
    path: (project) => `/project/${project}/data-management/disk`,
    shows: (page) => page.getByText('Disk full in').waitFor(),
    data: '**/api/instance/disk/',
    loading: skeleton,
    failed: alert,
  },
  {
    name: 'live',
    screen: 'screens/live_events/live_events',
    path: (project) => `/project/${project}/activity/live`,
    shows: (page) => page.getByRole('row').nth(1).waitFor(),
    data: '**/query/',
    loading: skeleton,
    failed: alert,
    empty: (page) => page.getByText('Events appear here the moment they arrive').waitFor(),
    drill: async (page) => {
      await page.getByRole('row').nth(2).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  ...['project', 'user-profile', 'user-api-keys', 'appearance', 'organization', 'organization-members'].map((section) => ({
    name: `settings-${section}`,
    screen: 'screens/settings/settings',
    path: (project) => `/project/${project}/settings/${section}`,
    shows: heading,
  })),
  {
    name: 'not-found',
    screen: 'ui/not_found',
    path: (project) => `/project/${project}/no/such/page`,
    shows: (page) => page.getByText('There is no page at this address').waitFor(),
  },
  {
    name: 'command-menu',
    screen: 'shell/command_menu',
    path: (project) => `/project/${project}/settings/project`,
    shows: async (page) => {
      await heading(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search or jump to' }).waitFor()
    },
  },
  ...['comfortable', 'compact'].map((density) => ({
    name: density === 'comfortable' ? 'kit' : 'kit-compact',
    screen: 'screens/kit/kit',
    path: () => '/kit',
    density,
    whole: true,
    shows: (page) => page.getByRole('grid', { name: 'Result' }).waitFor(),
    menu: async (page) => {
      await page.getByRole('button', { name: 'Open the menu' }).click()
      await page.getByRole('menuitem', { name: 'Add to dashboard' }).click()
      await page.getByRole('menuitem', { name: 'Weekly growth review' }).waitFor()
    },
    drill: async (page) => {
      await page.getByRole('button', { name: 'Open a drill panel' }).click()
      await page.getByRole('dialog').waitFor()
    },
  })),
]

/** Screens that need what the studio has not, a new server or a link, and are looked at by the journeys. */
export const elsewhere = ['screens/preflight/preflight', 'screens/signup/signup', 'screens/invite/invite', 'screens/reset/new_password', 'screens/shared/shared']

export const states = ['default', 'empty', 'loading', 'error', 'menu', 'drill']

/** The states a page has. */
export function statesOf(route) {
  return states.filter(
    (state) =>
      state === 'default' ||
      (state === 'empty' && route.empty) ||
      (state === 'loading' && route.data && route.loading) ||
      (state === 'error' && route.data && route.failed) ||
      (state === 'menu' && route.menu) ||
      (state === 'drill' && route.drill),
  )
}
