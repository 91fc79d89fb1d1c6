/** The pages of Events, in the order of their tabs; addresses stand below the project. */
export const activityTabs = [
  { label: 'Explore', path: '/activity/explore' },
  { label: 'Live', path: '/activity/live' },
] as const
