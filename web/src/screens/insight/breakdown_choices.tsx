import type { Cohort } from '@/api/cohorts'
import type { Breakdown, GroupType } from '@/api/types'
import { otherChoices, useOthers } from '@/filters/other_choices'
import type { PickerGroup } from '@/ui/picker'
import type { OtherChoice } from '@/ui/property_picker'

/** Those of sessions that say something in a chart; expressions reach the rest. */
const sessionProperties = [
  '$channel_type',
  '$entry_pathname',
  '$entry_current_url',
  '$entry_hostname',
  '$entry_referring_domain',
  '$entry_utm_source',
  '$entry_utm_medium',
  '$entry_utm_campaign',
  '$end_pathname',
  '$end_current_url',
  '$is_bounce',
  '$pageview_count',
  '$session_duration',
]

/** Session properties that are numbers, and can be put into bins. */
export const isNumberOfSession = (key: string): boolean => key === '$session_duration' || key === '$pageview_count'

interface Offered {
  types: GroupType[]
  /** By the index of the group's type. */
  properties: Record<string, { name: string }[]>
  cohorts: Cohort[]
  /** What the question is broken down by already. */
  chosen: Breakdown[]
  onPick: (item: Breakdown) => void
}

/** What a question can be broken down by besides properties of events and people; cohorts never beside a property. */
export function breakdownChoices({ types, properties, cohorts, chosen, onPick }: Offered, search: string): PickerGroup<OtherChoice>[] {
  const byCohort = chosen.some((one) => one.type === 'cohort')
  const sets = [...(cohorts.length > 0 ? [{ id: 'all' as const, name: 'Everybody' }] : []), ...cohorts].filter(({ id }) => !chosen.some((one) => one.property === String(id)))
  const { ofGroups, ofSessions, ofCohorts } = otherChoices(
    { types, properties, sessions: sessionProperties, cohorts: sets, onPick: ({ name: _name, ...item }) => onPick(item) },
    search,
  )
  return byCohort ? [ofCohorts] : chosen.length > 0 ? [...ofGroups, ofSessions] : [...ofGroups, ofSessions, ofCohorts]
}

/** The same, of the project that is open, once `wanted`. */
export function useBreakdownChoices(chosen: Breakdown[], onPick: (item: Breakdown) => void, wanted: boolean) {
  const byCohort = chosen.some((one) => one.type === 'cohort')
  const { loading, typeName, ...known } = useOthers({ groups: wanted, cohorts: wanted || byCohort })
  return {
    others: {
      of: (search: string) => breakdownChoices({ ...known, chosen, onPick }, search),
      loading: wanted && loading,
      instead: byCohort,
    },
    cohorts: known.cohorts,
    typeName,
  }
}
