import { useQueries, useQuery } from '@tanstack/react-query'
import { eventDefinitionsQuery } from '@/api/definitions'
import { trendsQuery } from '@/api/query'
import type { AnyFilter, TrendsQuery } from '@/api/types'
import { seriesName } from '@/charts/trends_data'
import { describeDateRange } from '@/lib/date_range'
import { describeAny } from '@/lib/filters'
import { formatExact } from '@/lib/format'
import { asked, conditionsOf, letters, withConditions } from '@/lib/trends_query'
import { formatDay } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/states'

interface NoMatchProps {
  projectId: number
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
}

/** The question without one of the things that narrow it. */
export interface Wider {
  /** What is taken away: "“Browser is Lynx”". */
  without: string
  query: TrendsQuery
}

const most = 5

/** Every way to take one condition away, and then all of them. */
export function widerQuestions(query: TrendsQuery): Wider[] {
  const { filters, any, nested } = conditionsOf(query)
  const less = (list: AnyFilter[], at: number) => list.filter((_, i) => i !== at)
  const ways: Wider[] = filters.map((filter, i) => ({ without: `“${describeAny(filter)}”`, query: withConditions(query, less(filters, i), any) }))
  if (nested) ways.push({ without: 'the conditions in groups', query: { ...query, properties: undefined } })
  query.series.forEach((node, i) => {
    node.properties?.forEach((filter, at) => {
      const name = query.series.length > 1 ? `“${describeAny(filter)}” on ${letters[i]}` : `“${describeAny(filter)}”`
      const series = query.series.map((one, j) => (j === i ? { ...one, properties: less(one.properties ?? [], at) } : one))
      ways.push({ without: name, query: { ...query, series } })
    })
  })
  if (query.filterTestAccounts) ways.push({ without: 'hiding internal and test users', query: { ...query, filterTestAccounts: undefined } })
  if (ways.length < 2) return ways
  const all: TrendsQuery = {
    ...query,
    properties: undefined,
    filterTestAccounts: undefined,
    series: query.series.map((node) => ({ ...node, properties: undefined })),
  }
  return [...ways.slice(0, most), { without: 'all filters', query: all }]
}

/** The same question as one number. */
const asTotal = (query: TrendsQuery): TrendsQuery =>
  asked({ ...query, breakdownFilter: undefined, compareFilter: undefined, trendsFilter: { display: 'ActionsTable' } })

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
  const names = query.series.map((node) => `“${seriesName(node)}”`)
  const range = describeDateRange(query.dateRange ?? {})
  const title = `No ${names.slice(0, 3).join(' or ')}${ways.length > 0 ? ' with these filters' : ' in this range'}`

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
  const name = query.series[0]?.event ?? ''
  const { data } = useQuery({ ...eventDefinitionsQuery(projectId, name), enabled: name !== '' })
  const seen = Date.parse(data?.results.find((definition) => definition.name === name)?.last_seen_at ?? '')
  const all = query.dateRange?.date_from === 'all'
  const longer = query.dateRange?.date_from === '-90d' ? 'all' : '-90d'
  return (
    <Empty
      title={title}
      action={
        !all && (
          <Button onClick={() => onChange({ ...query, dateRange: { date_from: longer }, interval: longer === 'all' ? 'week' : 'day' })}>
            {longer === 'all' ? 'Show all time' : 'Show the last 90 days'}
          </Button>
        )
      }
    >
      {looking ? `${range}. Looking for what stands in the way…` : Number.isNaN(seen) ? `${range}.` : `${range}. It was last seen on ${formatDay(seen)}.`}
    </Empty>
  )
}
