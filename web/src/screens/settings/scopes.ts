/** The objects a key can be given access to, as far as the product has them. */
export const scopeObjects = [
  { id: 'query', label: 'Queries', actions: ['read'] },
  { id: 'insight', label: 'Insights', actions: ['read', 'write'] },
  { id: 'dashboard', label: 'Dashboards', actions: ['read', 'write'] },
  { id: 'dashboard_template', label: 'Dashboard templates', actions: ['read'] },
  { id: 'annotation', label: 'Annotations', actions: ['read', 'write'] },
  { id: 'person', label: 'Persons', actions: ['read', 'write'] },
  { id: 'group', label: 'Groups', actions: ['read', 'write'] },
  { id: 'cohort', label: 'Cohorts', actions: ['read', 'write'] },
  { id: 'action', label: 'Actions', actions: ['read', 'write'] },
  { id: 'event_definition', label: 'Event definitions', actions: ['read', 'write'] },
  { id: 'property_definition', label: 'Property definitions', actions: ['read', 'write'] },
  { id: 'activity_log', label: 'History of changes', actions: ['read'] },
  { id: 'file_system_shortcut', label: 'Pins', actions: ['read', 'write'] },
  { id: 'project', label: 'Projects', actions: ['read', 'write'] },
  { id: 'organization', label: 'Organizations', actions: ['read', 'write'] },
  { id: 'organization_member', label: 'Members and invites', actions: ['read', 'write'] },
  { id: 'user', label: 'Users', actions: ['read', 'write'] },
] as const

export type ScopeChoice = 'none' | 'read' | 'write'

export const presets = {
  all: 'Everything',
  read: 'Read everything listed here',
  custom: 'Choose',
} as const
export type Preset = keyof typeof presets

/** The scopes to ask for; writing includes reading. */
export function scopesOf(preset: Preset, choices: Record<string, ScopeChoice>): string[] {
  switch (preset) {
    case 'all':
      return ['*']
    case 'read':
      return scopeObjects.map(({ id }) => `${id}:read`)
    case 'custom':
      return scopeObjects.flatMap(({ id }) => {
        const choice = choices[id] ?? 'none'
        return choice === 'none' ? [] : [`${id}:${choice}`]
      })
  }
}

/** "Everything", "query:read", "3 scopes". */
export function describeScopes(scopes: string[]): string {
  if (scopes.length === 0 || scopes.includes('*')) return 'Everything'
  return scopes.length <= 2 ? scopes.join(', ') : `${scopes.length} scopes`
}
