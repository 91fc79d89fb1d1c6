/** The names of the products in the sidebar, in its order; `shell/destinations.ts` says where they lead. */
export const sidebarEntries = [
  { id: 'home', label: 'Home' },
  { id: 'dashboards', label: 'Dashboards' },
  { id: 'insights', label: 'Insights' },
  { id: 'sql', label: 'SQL' },
  { id: 'people', label: 'People' },
  { id: 'events', label: 'Events' },
  { id: 'definitions', label: 'Definitions' },
  { id: 'ingestion', label: 'Ingestion' },
] as const

export type SidebarEntryId = (typeof sidebarEntries)[number]['id']
