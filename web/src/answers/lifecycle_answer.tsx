import { lazy, Suspense, useMemo } from 'react'
import type { LifecycleQuery, LifecycleResponse } from '@/api/types'
import { readLifecycle } from '@/charts/activity_data'
import type { OnPick } from '@/charts/data'
import { drillLifecycle } from '@/drill/activity_point'
import { useOpened } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import type { AnswerProps } from './answer_props'
import { LineAnswer } from './line_answer'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))

/** Who came, stayed and came back, stacked; who went away, below zero. */
export default function LifecycleAnswer({ projectId, query, response, now, name, size, height, nothing }: AnswerProps<LifecycleQuery, LifecycleResponse>) {
  const data = useMemo(() => readLifecycle(query, response, now), [query, response, now])
  const { opened, open, opener, close } = useOpened()
  if (data.series.every((one) => one.values.every((value) => !value))) return nothing
  const onPick: OnPick = (point) => {
    const next = drillLifecycle(query, data.axis, point)
    if (next) open(next)
  }
  return (
    <>
      <LineAnswer label={`${name}, ${describeDateRange(query.dateRange ?? {})}`} name={name} data={data} what="Status" kind="stacked-bars" size={size} height={height} onPick={onPick} />
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </>
  )
}
