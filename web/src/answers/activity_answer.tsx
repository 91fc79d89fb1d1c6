import { Suspense, useMemo } from 'react'
import type { LifecycleQuery, LifecycleResponse, StickinessQuery, StickinessResponse } from '@/api/types'
import { readLifecycle, readStickiness } from '@/charts/activity_data'
import type { OnPick } from '@/charts/data'
import { drillLifecycle, drillStickiness } from '@/drill/activity_point'
import { useOpened } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import { lazy } from '@/lib/parts'
import { useActorWords } from './names'
import type { AnswerProps } from './answer_props'
import { LineAnswer } from './line_answer'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))

/** Who came, stayed and came back, stacked; who went away, below zero. */
export function LifecycleAnswer({ projectId, query, response, now, name, size, height, opens, nothing }: AnswerProps<LifecycleQuery, LifecycleResponse>) {
  const data = useMemo(() => readLifecycle(query, response, now), [query, response, now])
  const actors = useActorWords(projectId, query.aggregation_group_type_index, opens)
  const { opened, open, opener, close } = useOpened()
  if (data.series.every((one) => one.values.every((value) => !value))) return nothing
  const onPick: OnPick = (point) => {
    const next = drillLifecycle(query, data.axis, point, actors)
    if (next) open(next)
  }
  return (
    <>
      <LineAnswer label={`${name}, ${describeDateRange(query.dateRange ?? {})}`} name={name} data={data} query={query} what="Status" kind="stacked-bars" size={size} height={height} onPick={opens ? onPick : undefined} />
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </>
  )
}

/** How many people were active in one period, in two, in three. */
export function StickinessAnswer({ projectId, query, response, name, size, height, opens, nothing }: AnswerProps<StickinessQuery, StickinessResponse>) {
  const data = useMemo(() => readStickiness(query, response), [query, response])
  const actors = useActorWords(projectId, query.aggregation_group_type_index, opens)
  const { opened, open, opener, close } = useOpened()
  if (data.series.every((one) => one.values.every((value) => !value))) return nothing
  const onPick: OnPick = (point) => {
    const next = drillStickiness(query, data.axis, point, actors)
    if (next) open(next)
  }
  return (
    <>
      <LineAnswer
        label={`${name}, ${describeDateRange(query.dateRange ?? {})}`}
        name={name}
        data={data}
        query={query}
        what="Series"
        kind={query.stickinessFilter?.display === 'ActionsBar' ? 'bars' : 'line'}
        latestLabel={data.axis.kind === 'names' ? `On ${data.axis.names.at(-1) ?? ''}` : undefined}
        averageLabel="Average"
        size={size}
        height={height}
        onPick={opens ? onPick : undefined}
      />
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </>
  )
}
