import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { cohortsQuery } from '@/api/cohorts'
import { groupTypesQuery, nameOfType } from '@/api/groups'
import type { BreakdownFilter } from '@/api/types'
import type { CohortNames } from '@/charts/trends_data'
import { groupWords, isByCohort, people, type ActorWords, type WordsOf } from '@/lib/question_parts'

/* What the project calls what a question names by numbers: cohorts and types of groups. */

/** What the cohorts of a question are called; undefined until that is known, or where no cohort is asked for. */
export function useCohortNames(projectId: number, question: { breakdownFilter?: BreakdownFilter }, signedIn: boolean): CohortNames | undefined {
  const { data } = useQuery({ ...cohortsQuery(projectId), enabled: signedIn && isByCohort(question) })
  return useMemo(() => data && new Map(data.results.map(({ id, name }) => [String(id), name])), [data])
}

/** The words for groups of a type, as the project calls them, once they are `wanted`. */
export function useGroupWords(projectId: number, wanted: boolean): WordsOf {
  const { data } = useQuery({ ...groupTypesQuery(projectId), enabled: wanted })
  return useCallback(
    (group) => {
      const type = data?.find((one) => one.group_type_index === group)
      return type ? { one: nameOfType(type).toLowerCase(), many: nameOfType(type, true).toLowerCase(), group } : groupWords(group)
    },
    [data],
  )
}

/** Those of a question that counts one type of group, or people where no type is given. */
export function useActorWords(projectId: number, group: number | undefined, signedIn: boolean): ActorWords {
  const wordsOf = useGroupWords(projectId, signedIn && group !== undefined)
  return useMemo(() => (group === undefined ? people : wordsOf(group)), [wordsOf, group])
}
