import type { ActivityLog } from '@/api/activity'

/** Kinds of things whose changes are told on Home. */
export const toldScopes = ['Insight', 'Dashboard', 'Annotation', 'Cohort', 'Action', 'FeatureFlag', 'EventDefinition']

export interface Change {
  id: string
  who: string
  /** "changed" */
  did: string
  what: string
  /** Below the project; what has no page here has none. */
  path?: string
  at: string
}

const verbs: Record<string, string> = { created: 'made', updated: 'changed', deleted: 'deleted', restored: 'restored', copied: 'copied' }
const kinds: Record<string, string> = {
  Insight: 'an insight',
  Dashboard: 'a dashboard',
  Annotation: 'an annotation',
  Cohort: 'a cohort',
  Action: 'an action',
  FeatureFlag: 'a feature flag',
  EventDefinition: 'an event',
}

/** What others did, the newest first; several changes of one thing by one person are one. */
export function changesOf(entries: ActivityLog[], self: string, most: number): Change[] {
  const told: Change[] = []
  const seen = new Set<string>()
  for (const entry of entries) {
    const { user, detail, scope, activity, item_id } = entry
    if (!user || user.uuid === self || told.length >= most) continue
    const did = verbs[activity] ?? activity
    const once = `${user.uuid} ${did} ${scope} ${item_id}`
    if (seen.has(once)) continue
    seen.add(once)
    const name = typeof detail.name === 'string' && detail.name !== '' ? detail.name : (kinds[scope] ?? scope)
    told.push({ id: entry.id, who: user.first_name || user.email, did, what: name, path: did === 'deleted' ? undefined : pathOf(entry), at: entry.created_at })
  }
  return told
}

function pathOf({ scope, detail, item_id }: ActivityLog): string | undefined {
  if (scope === 'Insight' && typeof detail.short_id === 'string') return `/insights/${detail.short_id}`
  if (scope === 'Dashboard' && item_id) return `/dashboard/${item_id}`
  return undefined
}
