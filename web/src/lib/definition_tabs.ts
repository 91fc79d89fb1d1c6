/** The pages of Definitions, in the order of their tabs; addresses stand below the project. */
export const definitionTabs = [
  { label: 'Events', path: '/data-management/events' },
  { label: 'Properties', path: '/data-management/properties' },
  { label: 'Ingestion', path: '/data-management/ingestion' },
  { label: 'Warnings', path: '/data-management/ingestion-warnings' },
  { label: 'Disk', path: '/data-management/disk' },
] as const
