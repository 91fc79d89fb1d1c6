import type { EventsNode, TrendsQuery } from '@/api/types'
import { ProjectPropertyPicker } from '@/filters/pickers'
import { namesIn } from '@/lib/question_parts'
import { displayOf, needsProperty } from '@/lib/trends_query'
import { Button } from '@/ui/button'

interface DisplayProblemProps {
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
}

/** What the first series has to count before it can be drawn so. */
export default function DisplayProblem({ query, onChange }: DisplayProblemProps) {
  const [first, ...rest] = query.series
  if (!first) return null
  const count = (counted: Pick<EventsNode, 'math' | 'math_property' | 'math_property_type'>) => onChange({ ...query, series: [{ ...first, ...counted }, ...rest] })
  if (displayOf(query) === 'CalendarHeatmap') {
    return (
      <span className="flex flex-wrap justify-center gap-2">
        <Button onClick={() => count({ math: 'total' })}>Count events</Button>
        <Button onClick={() => count({ math: 'dau' })}>Count unique people</Button>
      </span>
    )
  }
  return (
    <ProjectPropertyPicker
      label="Find a numeric property"
      numerical
      eventNames={namesIn(first)}
      onPick={({ key, scope }) =>
        count({ math: first.math && needsProperty(first.math) ? first.math : 'avg', math_property: key, math_property_type: scope === 'person' ? 'person_properties' : undefined })
      }
      trigger={<Button aria-label="Choose a property">Choose a property</Button>}
    />
  )
}
