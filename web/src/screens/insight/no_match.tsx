import { useQueries, useQuery } from '@tanstack/react-query'
import { eventDefinitionsQuery } from '@/api/definitions'
import { trendsQuery } from '@/api/query'
import type { AnyFilter, TrendsQuery } from '@/api/types'
import { questionTitle } from '@/charts/question_words'
import { describeDateRange } from '@/lib/date_range'
import { describeAny } from '@/lib/filters'
import { formatExact } from '@/lib/format'
import { quoted } from '@/lib/names'
import { eventsOf, parseQuestion, turnedInto, withEventFilters, type Question } from '@/lib/question'
import { withPaths } from '@/lib/paths_query'
import { conditionsOf, letters, subjectName, withConditions } from '@/lib/question_parts'
import { asked } from '@/lib/trends_query'
import { formatDay } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/states'

interface NoMatchProps {
  projectId: number
  query: Question
  onChange: (query: Question) => void
}

/** The question without one of the things that narrow it. */
export interface Wider {
  /** What is taken away: "“Browser is Lynx”". */
  without: string
  query: Question
}

const most = 5

/** Every way to take one condition away, and then all of them. */
export function widerQuestions(query: Question): Wider[] {
  const { filters, any, nested } = conditionsOf(query)
  const events = eventsOf(query)
  const less = (list: AnyFilter[], at: number) => list.filter((_, i) => i !== at)
  const ways: Wider[] = filters.map((filter, i) => ({ without: quoted(describeAny(filter)), query: withConditions(query, less(filters, i), any) }))
  if (nested) ways.push({ without: 'the conditions in groups', query: { ...query, properties: undefined } })
  events.forEach((node, i) => {
    node.properties?.forEach((filter, at) => {
      const name = events.length > 1 ? `${quoted(describeAny(filter))} on ${query.kind === 'FunnelsQuery' ? `step ${i + 1}` : letters[i]}` : quoted(describeAny(filter))
      ways.push({ without: name, query: withEventFilters(query, i, less(node.properties ?? [], at)) })
    })
  })
  if (query.filterTestAccounts) ways.push({ without: 'hiding internal and test users', query: { ...query, filterTestAccounts: undefined } })
  if (ways.length < 2) return ways
  const bare: Question = { ...query, properties: undefined, filterTestAccounts: undefined }
  return [...ways.slice(0, most), { without: 'all filters', query: events.reduce<Question>((all, _, i) => withEventFilters(all, i, []), bare) }]
}

/** How many events the question is about, as one number. */
function asTotal(query: Question): TrendsQuery {
  const trend = turnedInto(query, 'TrendsQuery')
  if (trend.kind !== 'TrendsQuery') throw new Error('every question is about events')
  return asked({ ...trend, breakdownFilter: undefined, compareFilter: undefined, trendsFilter: { display: 'ActionsTable' } })
}

/** Says what was looked for, and which condition stands in the way. */
export default function NoMatch({ projectId, query, onChange }: NoMatchProps) {
  const ways = widerQuestions(query)
  const totals = useQueries({ queries: ways.map((way) => ({ ...trendsQuery(projectId, asTotal(way.query)), placeholderData: undefined })) })
  const counted = ways.map((way, i) => ({
    ...way,
    count: totals[i]?.data?.response.results.reduce((sum, row) => sum + (row.aggregated_value ?? 0), 0) ?? 0,
  }))
  // One condition is better than all, and the one that hides most is the likeliest.
  const single = counted.slice(0, ways.length < 2 ? 1 : -1).toSorted((a, b) => b.count - a.count)[0]
  const best = single && single.count > 0 ? single : counted.at(-1)
  const names = eventsOf(query).map((node) => quoted(node.custom_name || subjectName(node)))
  const range = describeDateRange(query.dateRange ?? {})
  const what = query.kind === 'PathsQuery' ? 'paths of two steps' : names.slice(0, 3).join(' or ')
  const title = `No ${what}${ways.length > 0 ? ' with these filters' : ' in this range'}`

  if (query.kind === 'PathsQuery' && (query.pathsFilter.startPoint || query.pathsFilter.endPoint)) {
    return (
      <div className="flex min-h-chart items-center justify-center">
        <Empty
          title={`No ${questionTitle(query).replace(/^P/, 'p')}`}
          action={<Button onClick={() => onChange(withPaths(query, { startPoint: undefined, endPoint: undefined }))}>Start and end anywhere</Button>}
        >
          {range}. Each path is looked at from its first step there on, or up to it.
        </Empty>
      </div>
    )
  }
  return (
    <div className="flex min-h-chart items-center justify-center">
      {best && best.count > 0 ? (
        <Empty title={title} action={<Button onClick={() => onChange(best.query)}>{best.without === 'all filters' ? 'Remove all filters' : 'Remove that filter'}</Button>}>
          {range}. {formatExact(best.count)} without {best.without}.
        </Empty>
      ) : (
        <Unseen projectId={projectId} query={query} title={title} range={range} onChange={onChange} looking={totals.some((total) => total.isFetching)} />
      )}
    </div>
  )
}

interface UnseenProps extends NoMatchProps {
  title: string
  range: string
  looking: boolean
}

/** There is nothing in the range at all: says when the event was seen last. */
function Unseen({ projectId, query, title, range, onChange, looking }: UnseenProps) {
  const name = eventsOf(query)[0]?.event ?? ''
  const { data } = useQuery({ ...eventDefinitionsQuery(projectId, name), enabled: name !== '' })
  const seen = Date.parse(data?.results.find((definition) => definition.name === name)?.last_seen_at ?? '')
  const all = query.dateRange?.date_from === 'all'
  const longer = query.dateRange?.date_from === '-90d' ? 'all' : '-90d'
  return (
    <Empty
      title={title}
      action={
        !all && (
          <Button onClick={() => onChange(parseQuestion({ ...query, dateRange: { date_from: longer }, interval: longer === 'all' ? 'week' : 'day' }) ?? query)}>
            {longer === 'all' ? 'Show all time' : 'Show the last 90 days'}
          </Button>
        )
      }
    >
      {looking ? `${range}. Looking for what stands in the way…` : Number.isNaN(seen) ? `${range}.` : `${range}. It was last seen on ${formatDay(seen)}.`}
    </Empty>
  )
}
