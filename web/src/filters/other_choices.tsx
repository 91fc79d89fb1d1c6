import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Building2, Timer, Users } from 'lucide-react'
import { cohortsQuery, type Cohort } from '@/api/cohorts'
import { groupPropertiesQuery, groupTypesQuery, nameOfType } from '@/api/groups'
import type { GroupType } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { propertyLabel, rawNote, sessionLabel } from '@/lib/taxonomy'
import type { PickerGroup } from '@/ui/picker'
import type { OtherChoice } from '@/ui/property_picker'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Something to narrow or split by that no event and no person carries. */
export interface OtherSubject {
  type: 'group' | 'session' | 'cohort'
  /** Of a cohort: its id. */
  property: string
  /** Of a group's property: the index of its type. */
  group_type_index?: number
  /** What it is called. */
  name: string
}

interface Offered {
  types: GroupType[]
  /** By the index of the group's type. */
  properties: Record<string, { name: string }[]>
  sessions: readonly string[]
  cohorts: { id: Cohort['id'] | 'all'; name: string }[]
  onPick: (subject: OtherSubject) => void
}

/** The properties of groups and of sessions, and cohorts, each kind under its name; those that match, the best first. */
export function otherChoices({ types, properties, sessions, cohorts, onPick }: Offered, search: string) {
  const choice = (subject: OtherSubject, more: Partial<OtherChoice>): OtherChoice => ({
    ...more,
    id: `${subject.type}:${subject.group_type_index ?? ''}:${subject.property}`,
    label: subject.name,
    note: rawNote(subject.name, subject.type === 'cohort' ? null : subject.property),
    onPick: () => onPick(subject),
  })
  const ranked = (group: PickerGroup<OtherChoice>) => ({ ...group, items: rankBy(group.items, search, (item) => (item.note ? [item.label, item.note] : [item.label])) })
  return {
    ofGroups: types.map((type) =>
      ranked({
        label: `${nameOfType(type)} properties`,
        items: (properties[type.group_type_index] ?? []).map(({ name }) =>
          choice(
            { property: name, type: 'group', group_type_index: type.group_type_index, name: propertyLabel(name) },
            { icon: <Building2 {...icon} />, aside: search ? nameOfType(type) : undefined },
          ),
        ),
      }),
    ),
    ofSessions: ranked({
      label: 'Session properties',
      items: sessions.map((property) => choice({ property, type: 'session', name: sessionLabel(property) }, { icon: <Timer {...icon} />, aside: search ? 'Session' : undefined })),
    }),
    ofCohorts: ranked({
      label: 'Cohorts',
      items: cohorts.map(({ id, name }) => choice({ property: String(id), type: 'cohort', name }, { icon: <Users {...icon} />, aside: search ? 'Cohort' : undefined })),
    }),
  }
}

/** What the project that is open has of them, once it is `wanted`. */
export function useOthers({ groups, cohorts: ofCohorts }: { groups: boolean; cohorts: boolean }) {
  const projectId = Number(useParams({ strict: false }).projectId)
  const types = useQuery({ ...groupTypesQuery(projectId), enabled: groups })
  const properties = useQuery({ ...groupPropertiesQuery(projectId), enabled: groups && (types.data?.length ?? 0) > 0 })
  const cohorts = useQuery({ ...cohortsQuery(projectId), enabled: ofCohorts })
  return {
    types: types.data ?? [],
    properties: properties.data ?? {},
    cohorts: cohorts.data?.results ?? [],
    loading: types.isFetching || properties.isFetching || cohorts.isFetching,
    typeName: (index: number) => {
      const type = types.data?.find((one) => one.group_type_index === index)
      return type ? nameOfType(type) : 'Group'
    },
  }
}
