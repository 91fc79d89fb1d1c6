/** The pages of Ingestion, in the order of their tabs; addresses stand below the project. */
export const ingestionTabs = [
  { label: 'Overview', path: '/data-management/ingestion' },
  { label: 'Event filter', path: '/data-management/event-filter' },
  { label: 'Restrictions', path: '/data-management/restrictions' },
  { label: 'Warnings', path: '/data-management/ingestion-warnings' },
  { label: 'Disk', path: '/data-management/disk' },
] as const
