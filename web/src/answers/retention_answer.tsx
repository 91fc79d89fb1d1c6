import { Suspense, useMemo, useRef, useState } from 'react'
import type { RetentionQuery, RetentionResponse } from '@/api/types'
import { Chart } from '@/charts/chart'
import { csvOfRetention, readRetention, retentionCurve } from '@/charts/retention_data'
import { RetentionTable } from '@/charts/retention_table'
import { drillBegan, drillRetention } from '@/drill/retention_point'
import { useOpened } from '@/drill/use_drill'
import { capitalized } from '@/lib/question_parts'
import { describeDateRange } from '@/lib/date_range'
import { formatExact, formatPercent } from '@/lib/format'
import { lazy } from '@/lib/parts'
import { Segmented } from '@/ui/segmented'
import { useActorWords, useCohortNames } from './names'
import type { AnswerProps } from './answer_props'
import { ExportButton } from './export_button'
import { Facts } from './facts'
import { SampleNote } from './sample_note'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))

type Shows = 'share' | 'people'

/** Who comes back: the mean course, and every period by itself. */
export default function RetentionAnswer({ projectId, query, response, now, name, size, height = 0, opens, nothing }: AnswerProps<RetentionQuery, RetentionResponse>) {
  const names = useCohortNames(projectId, query, opens)
  const actors = useActorWords(projectId, query.aggregation_group_type_index, opens)
  const data = useMemo(() => ({ ...readRetention(query, response, now, names), actors }), [query, response, now, names, actors])
  const curve = useMemo(() => retentionCurve(data), [data])
  const [shows, setShows] = useState<Shows>('share')
  const picture = useRef<HTMLDivElement>(null)
  const { opened, open, opener, close } = useOpened()
  const began = data.groups.reduce((sum, group) => sum + group.size, 0)
  if (began === 0) return nothing
  const label = `${name}, ${describeDateRange(query.dateRange ?? {})}`
  const table = <RetentionTable label={label} data={data} shows={shows} onPick={opens ? (pick) => open(drillRetention(query, data, pick)) : undefined} onBegan={opens ? (group) => open(drillBegan(query, data, group.size, group)) : undefined} />
  const panel = <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
  if (size === 'tile') {
    return (
      <div className="scroll-thin overflow-y-auto" style={{ height }}>
        {table}
        {panel}
      </div>
    )
  }
  const [only] = data.groups
  return (
    <>
      <Facts
        facts={[
          { label: 'Began', value: formatExact(began), onOpen: opens ? () => open(drillBegan(query, data, began)) : undefined },
          ...(data.groups.length === 1 && only
            ? only.means.slice(1, 4).flatMap((mean, i) => (mean === null ? [] : [{ label: `Back on ${data.columns[i + 1] ?? ''}`, value: formatPercent(mean) }]))
            : []),
        ]}
        end={<ExportButton chart={picture} csv={() => csvOfRetention(data)} query={query} name={name} />}
      />
      <SampleNote factor={query.samplingFactor} hasMargins className="px-5 pt-2 max-sm:px-3" />
      <div ref={picture}>
        <div className="px-5 pt-4 max-sm:px-3">
          <Chart kind="line" label={`${label}, mean`} data={curve} height={220} />
        </div>
        <div className="px-5 pt-3 pb-5 max-sm:px-3">
          <div className="mb-2 flex justify-end" data-no-picture>
            <Segmented<Shows>
              label="Cells show"
              value={shows}
              options={[
                { value: 'share', label: '%' },
                { value: 'people', label: capitalized(actors.many) },
              ]}
              onChange={setShows}
            />
          </div>
          {table}
        </div>
      </div>
      {panel}
    </>
  )
}
