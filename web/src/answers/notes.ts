import type { Annotation } from '@/api/types'
import type { AnnotationKind, ChartAnnotation } from '@/charts/annotations'
import { deviceStore, isStrings } from '@/lib/device_store'
import { wallTimeIn } from '@/lib/wall_time'

/** The kinds that somebody does not want to see on charts. */
export const hiddenNotes = deviceStore<string[]>('tenrec.notes-hidden', [], isStrings)

/** The kinds that exist, as they are called where they are switched. */
export const noteKinds = [
  { kind: 'note', label: 'Notes' },
  { kind: 'deploy', label: 'Deploys' },
] as const satisfies { kind: AnnotationKind; label: string }[]

/** Where a chart stands: an insight by its number, perhaps on a dashboard. */
export interface NotePlace {
  insight?: number
  dashboard?: number
}

/** What is noted by a machine, such as a deployment, is no note of a person. */
export const kindOfNote = (annotation: Annotation): AnnotationKind => (annotation.creation_type === 'GIT' ? 'deploy' : 'note')

/** What is to be marked on a chart: what concerns the whole project, the insight, or the dashboard it stands on. */
export function notesAt(all: Annotation[], place: NotePlace, zone: string, hidden: string[]): ChartAnnotation[] {
  return all.flatMap((one) => {
    const kind = kindOfNote(one)
    if (!one.date_marker || !one.content?.trim() || hidden.includes(kind) || !concerns(one, place)) return []
    return [{ id: String(one.id), at: wallTimeIn(zone, Date.parse(one.date_marker)), text: one.content, kind }]
  })
}

function concerns(one: Annotation, { insight, dashboard }: NotePlace): boolean {
  switch (one.scope) {
    case 'project':
    case 'organization':
      return true
    case 'dashboard_item':
      return insight !== undefined && one.dashboard_item === insight
    case 'dashboard':
      return dashboard !== undefined && one.dashboard_id === dashboard
    case 'recording':
      return false
  }
}
