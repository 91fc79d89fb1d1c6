/** The pages of Definitions, in the order of their tabs; addresses stand below the project. */
export const definitionTabs = [
  { label: 'Events', path: '/data-management/events' },
  { label: 'Properties', path: '/data-management/properties' },
  { label: 'Actions', path: '/data-management/actions' },
  { label: 'Notes', path: '/data-management/annotations' },
] as const
