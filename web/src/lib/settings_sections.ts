/** One setting of a section, to be found by search and addressed by `#id`. */
export interface SettingEntry {
  id: string
  label: string
  /** Other words people look for it by. */
  words?: string
}

export interface SettingsSection {
  id: string
  group: 'You' | 'Project' | 'Organization'
  label: string
  settings: SettingEntry[]
}

/** Every setting that can be changed here, in the order of the page. */
export const settingsSections: SettingsSection[] = [
  {
    id: 'project',
    group: 'Project',
    label: 'General',
    settings: [
      { id: 'name', label: 'Project name', words: 'rename' },
      { id: 'time-zone', label: 'Time zone', words: 'clock dates utc' },
      { id: 'week-start', label: 'First day of the week', words: 'monday sunday' },
      { id: 'api-key', label: 'Project API key', words: 'token phc rotate reset sdk host' },
      { id: 'install', label: 'Install', words: 'snippet sdk setup' },
      { id: 'delete-project', label: 'Delete the project', words: 'remove danger' },
    ],
  },
  {
    id: 'user-profile',
    group: 'You',
    label: 'Profile',
    settings: [
      { id: 'first-name', label: 'Your name', words: 'first name' },
      { id: 'email', label: 'Email', words: 'address login' },
      { id: 'password', label: 'Password', words: 'change login security' },
    ],
  },
  {
    id: 'user-api-keys',
    group: 'You',
    label: 'Personal API keys',
    settings: [{ id: 'keys', label: 'Personal API keys', words: 'token phx scopes script' }],
  },
  {
    id: 'appearance',
    group: 'You',
    label: 'Appearance',
    settings: [
      { id: 'theme', label: 'Theme', words: 'dark light colour' },
      { id: 'density', label: 'Density', words: 'compact comfortable rows' },
      { id: 'contrast', label: 'Contrast', words: 'accessibility lines' },
      { id: 'keys', label: 'Single-key shortcuts', words: 'keyboard accessibility switch off speech' },
      { id: 'sidebar', label: 'Sidebar', words: 'hide entries navigation menu' },
    ],
  },
  {
    id: 'organization',
    group: 'Organization',
    label: 'General',
    settings: [{ id: 'organization-name', label: 'Organization name', words: 'rename company' }],
  },
  {
    id: 'organization-members',
    group: 'Organization',
    label: 'Members',
    settings: [
      { id: 'members', label: 'Members', words: 'people team level admin owner remove leave' },
      { id: 'invite', label: 'Invite somebody', words: 'teammate link email add' },
    ],
  },
]

const aliases: Record<string, string> = {
  'project-details': 'project',
  environment: 'project',
  'environment-details': 'project',
  'project-danger-zone': 'project',
  'environment-danger-zone': 'project',
  user: 'user-profile',
  'user-customization': 'appearance',
  'user-api-key': 'user-api-keys',
  'organization-details': 'organization',
}

/** The section that an address names, also by the names that PostHog gives it. */
export function sectionOf(id: string): SettingsSection | null {
  const own = aliases[id] ?? id
  return settingsSections.find((section) => section.id === own) ?? null
}
