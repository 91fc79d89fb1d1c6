import { Suspense, useMemo, useRef, useState } from 'react'
import type { TrendsQuery } from '@/api/types'
import { useGroupWords } from '@/answers/names'
import { ExportButton } from '@/answers/export_button'
import { NotesButton } from '@/answers/notes_button'
import { SampleNote } from '@/answers/sample_note'
import { useNotes } from '@/answers/use_notes'
import { Chart } from '@/charts/chart'
import { csvOf } from '@/charts/csv'
import { LegendTable } from '@/charts/legend_table'
import { chartKindOf, type TrendsData } from '@/charts/trends_data'
import { formatOf, titleOf } from '@/charts/trends_words'
import { useVisibility } from '@/charts/use_visibility'
import { useDrill } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import { lazy } from '@/lib/parts'
import { breakdownNames, isByCohort } from '@/lib/question_parts'
import { countsGroups, displayOf, intervalOf, isOverTime } from '@/lib/trends_query'
import { averageLabels, headlines, latestLabel, NumberRow } from './number_row'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))

interface AnswerProps {
  projectId: number
  query: TrendsQuery
  result: TrendsData
  name: string
  /** The project's time zone. */
  zone: string
  /** The number of the insight, once it is saved. */
  insight?: number
}

/** The chart with the numbers above and the table below it. */
export function Answer({ projectId, query, result, name, zone, insight }: AnswerProps) {
  const groups = useGroupWords(projectId, countsGroups(query))
  const { opened, onPick, opener, close } = useDrill(query, result.chart.axis, groups)
  const notes = useNotes({ projectId, place: { insight }, zone, enabled: isOverTime(displayOf(query)) })
  const visibility = useVisibility(result.chart.series)
  const [focused, setFocused] = useState<string | null>(null)
  const picture = useRef<HTMLDivElement>(null)
  const display = displayOf(query)
  const interval = intervalOf(query)
  const filter = query.trendsFilter
  const format = useMemo(() => formatOf(filter), [filter])
  const all = useMemo(() => (format ? { ...result.chart, format } : result.chart), [result.chart, format])
  const shown = useMemo(() => ({ ...all, series: visibility.shown }), [all, visibility.shown])
  const goals = useMemo(() => filter?.goalLines?.map(({ value, label }) => ({ value, label })), [filter?.goalLines])
  const oneKind = query.series.length === 1 && !filter?.formulaNodes
  const split = breakdownNames(query)
  const what = split.length > 0 ? split.join(' · ') : 'Series'
  const range = describeDateRange(query.dateRange ?? {})
  const label = `${titleOf(query)}, ${range}`
  const kind = chartKindOf(display)
  const panel = (
    <Suspense fallback={null}>
      {opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}
    </Suspense>
  )
  const exporting = (
    <ExportButton
      chart={picture}
      csv={() => csvOf(isOverTime(display) ? shown : all)}
      series={(isOverTime(display) ? shown : all).series}
      query={query}
      name={name}
      by={isOverTime(display) ? `by ${interval}` : undefined}
    />
  )

  const note = <SampleNote factor={query.samplingFactor} hasMargins={all.series.some((one) => one.margins !== undefined || one.margin !== undefined)} className="px-5 pb-3 max-sm:px-3" />
  if (!isOverTime(display)) {
    return (
      <div className="relative">
        <div className="absolute top-3 right-4 z-10">{exporting}</div>
        <div ref={picture} className={kind === 'number' ? 'flex min-h-80 items-center justify-center px-5 py-10' : 'px-5 py-4 pr-14 max-sm:px-3 max-sm:pr-12'}>
          <Chart kind={kind} label={label} data={all} what={what} size="screen" oneColor={oneKind} onPick={onPick} />
        </div>
        {note}
        {panel}
      </div>
    )
  }
  return (
    <>
      <div className="flex items-start">
        <div className="min-w-0 flex-1">
          <NumberRow numbers={headlines(shown, interval, oneKind && !isByCohort(query))} format={format} onPick={onPick} />
        </div>
        <div className="flex pt-3 pr-4">
          <NotesButton onAdd={() => notes.add()} />
          {exporting}
        </div>
      </div>
      <div ref={picture} className="px-5 pt-2 pb-2 max-sm:px-3">
        <Chart
          kind={kind}
          label={label}
          data={shown}
          focused={focused}
          goals={goals}
          scale={filter?.yAxisScaleType === 'log10' ? 'log' : 'linear'}
          withValues={filter?.showValuesOnSeries}
          fits={filter?.showTrendLines}
          onPick={onPick}
          annotations={notes.shown}
          onAnnotate={notes.add}
          onAnnotation={notes.open}
        />
      </div>
      {note}
      <LegendTable
        data={all}
        what={what}
        isBreakdown={split.length > 0}
        hasOther={result.hasOther}
        averageLabel={averageLabels[interval]}
        latestLabel={latestLabel(all, interval)}
        visibility={visibility}
        onFocus={setFocused}
        onPick={onPick}
        title={name}
      />
      {notes.layer}
      {panel}
    </>
  )
}
