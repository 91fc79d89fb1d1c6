import { Suspense } from 'react'
import type { TrendsQuery } from '@/api/types'
import { lazy } from '@/lib/parts'
import { eventNamesOf } from '@/lib/question'
import { letters, maxBreakdowns } from '@/lib/question_parts'
import { Breakdowns } from './breakdowns'
import type { BuilderProps } from './builder'
import { EventList } from './event_list'
import { FiltersSection } from './filters_section'
import { Counting } from './counting'
import { Formulas } from './formulas'

// Stands last, below what is changed most.
const DisplayOptions = lazy(() => import('./display_options').then((part) => ({ default: part.DisplayOptions })))

/** What is counted, under which conditions, split by what, and how it is shown. */
export function TrendsBuilder({ query, onChange, open, onOpen }: BuilderProps<TrendsQuery>) {
  const eventNames = eventNamesOf(query)
  return (
    <>
      <EventList
        title="Events"
        what="series"
        nodes={query.series}
        onChange={(series) => onChange({ ...query, series })}
        markOf={(at) => letters[at] ?? ''}
        open={open}
        onOpen={onOpen}
        renderCounting={(node, at, change) => <Counting letter={letters[at] ?? ''} node={node} onChange={change} />}
      >
        <Formulas query={query} onChange={onChange} />
      </EventList>
      <FiltersSection query={query} onChange={onChange} eventNames={eventNames} open={open === 'filter'} onOpenChange={(next) => onOpen(next ? 'filter' : null)} />
      <Breakdowns query={query} onChange={onChange} open={open} onOpen={onOpen} eventNames={eventNames} most={maxBreakdowns} />
      <Suspense fallback={null}>
        <DisplayOptions query={query} onChange={onChange} />
      </Suspense>
    </>
  )
}
