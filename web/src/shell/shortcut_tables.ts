import { destinations } from './destinations'

export interface ShortcutTable {
  title: string
  /** Keys separated by spaces, and what they do. */
  rows: [keys: string, does: string][]
}

const everywhere: ShortcutTable = {
  title: 'Everywhere',
  rows: [
    ['⌘K', 'Search or jump to (Ctrl K on other keyboards)'],
    ...destinations.flatMap((one): [string, string][] => (one.key ? [[`G ${one.key.toUpperCase()}`, `Go to ${one.label.toLowerCase()}`]] : [])),
    ['G ,', 'Go to settings'],
    ['[', 'Fold or show the sidebar'],
    ['?', 'This list'],
    ['Esc', 'Close the top layer'],
  ],
}

/** Those of a screen, by the part of the address behind the project. */
const screens: { at: RegExp; table: ShortcutTable }[] = [
  {
    at: /^\/insights\/./,
    table: {
      title: 'Insight',
      rows: [
        ['E', 'Add an event'],
        ['F', 'Add a filter'],
        ['B', 'Break down'],
        ['D', 'Date range'],
        ['1 … 6', 'Ask as another kind, keeping events and filters'],
        ['V', 'Next chart type'],
        ['X', 'Compare with the previous period'],
        ['R', 'Compute again'],
        ['⌘S', 'Save'],
        ['⌘⇧S', 'Save a copy'],
        ['⌘Z', 'Undo the last change, ⌘⇧Z does it again'],
        ['← →', 'On the chart: move between points, ⇧ for a week'],
        ['A', 'On the chart: note what happened there'],
      ],
    },
  },
  {
    at: /^\/insights$/,
    table: {
      title: 'Insights',
      rows: [
        ['N', 'New insight'],
        ['J K', 'Next and previous row'],
        ['↵', 'Open'],
      ],
    },
  },
  {
    at: /^\/dashboard$/,
    table: {
      title: 'Dashboards',
      rows: [
        ['N', 'New dashboard'],
        ['J K', 'Next and previous row'],
        ['↵', 'Open'],
      ],
    },
  },
  {
    at: /^\/dashboard\/./,
    table: {
      title: 'Dashboard',
      rows: [
        ['D', 'Date range'],
        ['X', 'Compare every tile with the period before it'],
        ['F', 'Add a filter'],
        ['N', 'Add an insight'],
        ['E', 'Arrange tiles: arrow keys move, with ⇧ resize'],
        ['R', 'Compute all again'],
        ['⇧F', 'Full screen'],
      ],
    },
  },
  {
    at: /^\/activity\/explore/,
    table: {
      title: 'Events',
      rows: [
        ['J K', 'Next and previous event'],
        ['↵', 'Open the event'],
        ['E', 'Choose an event'],
        ['F', 'Add a filter'],
        ['D', 'Date range'],
        ['S', 'Search among events'],
        ['R', 'Look for new events'],
      ],
    },
  },
  {
    at: /^\/sql$/,
    table: {
      title: 'SQL',
      rows: [
        ['⌘↵', 'Run the question, or what is marked in it'],
        ['⌘⇧F', 'Lay the question out'],
        ['⌘S', 'Save'],
        ['⌘/', 'Comment lines out, or in again'],
        ['⌥↑', 'What was run before'],
        ['⌘F', 'Find in the question'],
        ['E', 'Write'],
        ['N', 'New query'],
        ['↵', 'On a cell: the whole row'],
      ],
    },
  },
  {
    at: /^\/data-management\//,
    table: {
      title: 'Definitions',
      rows: [
        ['S', 'Find one by name'],
        ['J K', 'Next and previous row'],
        ['↵', 'Open'],
      ],
    },
  },
  {
    at: /^\/persons$/,
    table: {
      title: 'People',
      rows: [
        ['S', 'Find a person'],
        ['F', 'Add a filter'],
        ['J K', 'Next and previous row'],
        ['↵', 'Open'],
      ],
    },
  },
  { at: /^\/activity\/live/, table: { title: 'Live events', rows: [['Space', 'Pause and go on']] } },
]

export function shortcutTables(pathname: string): ShortcutTable[] {
  const below = pathname.replace(/^\/project\/[^/]*/, '').replace(/\/$/, '')
  return [everywhere, ...screens.filter(({ at }) => at.test(below)).map(({ table }) => table)]
}
