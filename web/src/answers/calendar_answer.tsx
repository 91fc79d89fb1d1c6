import { useQuery } from '@tanstack/react-query'
import { Suspense, useMemo, useRef } from 'react'
import { projectQuery } from '@/api/projects'
import type { TrendsQuery, TrendsResponse } from '@/api/types'
import { busiest, clockOf, csvOfWeek, hoursOfDay, placeName, readWeek, weekdayOf, type WeekPlace } from '@/charts/calendar_data'
import { CalendarTable } from '@/charts/calendar_table'
import { HeatGrid, type HeatCell } from '@/charts/heat_grid'
import { seriesName } from '@/charts/trends_data'
import { formatOf } from '@/charts/trends_words'
import { exactValue } from '@/charts/value_format'
import { useOpened } from '@/drill/use_drill'
import { drillWeek } from '@/drill/week_point'
import { describeDateRange } from '@/lib/date_range'
import { lazy } from '@/lib/parts'
import { useNarrow } from '@/ui/use_media'
import type { AnswerProps } from './answer_props'
import { ExportButton } from './export_button'
import { Facts, type Fact } from './facts'
import { OneSeriesNote } from './one_series_note'
import { SampleNote } from './sample_note'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))

const columns = hoursOfDay.map((hour) => (hour % 3 === 0 ? clockOf(hour) : ''))
/** Hours above the cells and the scale below them. */
const aroundCells = 54

/** When events happen, or people come: the hours of the days of a week. */
export default function CalendarAnswer({ projectId, query, response, name, size, height = 0, opens, nothing }: AnswerProps<TrendsQuery, TrendsResponse>) {
  const project = useQuery(projectQuery(projectId))
  const week = useMemo(() => readWeek(response, project.data?.week_start_day === 0 ? 0 : 1), [response, project.data?.week_start_day])
  const { opened, open, opener, close } = useOpened()
  const picture = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const [first] = query.series
  const all = week.valueAt({})
  const cells = useMemo(
    () =>
      // Down a day after the other, as the arrow keys go.
      hoursOfDay.flatMap((hour) => week.days.map((day, row): HeatCell => ({ row, column: hour, value: week.valueAt({ day, hour }), name: `on ${placeName({ day, hour })}` }))),
    [week],
  )
  if (all === 0 || !first) return nothing
  const format = formatOf(query.trendsFilter)
  const range = describeDateRange(query.dateRange ?? {})
  const pick = opens ? (place: WeekPlace) => open(drillWeek(query, place, { value: week.valueAt(place), name: seriesName(first) })) : undefined
  const grid = (
    <HeatGrid
      label={`${name}, by hour and day of the week, ${range}`}
      rows={week.days.map((day) => weekdayOf(day).slice(0, 3))}
      columns={columns}
      cells={cells}
      format={format}
      tallest={size === 'tile' ? Math.max(11, Math.floor((height - aroundCells) / 7)) : 34}
      onPick={pick && ((cell) => cell.value > 0 && pick({ day: week.days[cell.row], hour: cell.column }))}
    />
  )
  const panel = <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
  if (size === 'tile') {
    return (
      <div className="scroll-thin overflow-x-hidden overflow-y-auto" style={{ height }}>
        {grid}
        {panel}
      </div>
    )
  }
  const most = busiest(week)
  const fact = (label: string, place: WeekPlace): Fact => ({ label, value: exactValue(week.valueAt(place), format), onOpen: pick && (() => pick(place)) })
  return (
    <>
      <Facts
        facts={[
          fact(first.math === 'dau' ? 'Unique people' : 'Total', {}),
          fact(`Most, ${weekdayOf(most.cell.day ?? 1).slice(0, 3)} at ${clockOf(most.cell.hour ?? 0)}`, most.cell),
          fact(`Busiest day, ${placeName(most.day)}`, most.day),
          fact(`Busiest hour, ${placeName(most.hour)}`, most.hour),
        ]}
        end={<ExportButton chart={picture} csv={() => csvOfWeek(week)} query={query} name={name} by="by hour and day of the week" />}
      />
      <div ref={picture} className="px-5 pt-4 pb-2 max-sm:px-3">
        {grid}
      </div>
      <div className="flex flex-col gap-1 px-5 pb-4 max-sm:px-3">
        <p className="text-small text-fg-3">
          Hours of {response.timezone ?? project.data?.timezone ?? 'UTC'}.{first.math === 'dau' && ' People are counted where their sessions begin.'}
        </p>
        <OneSeriesNote query={query} />
        <SampleNote factor={query.samplingFactor} />
      </div>
      <CalendarTable label={`Numbers of ${name}`} week={week} narrow={narrow} onPick={pick} />
      {panel}
    </>
  )
}
