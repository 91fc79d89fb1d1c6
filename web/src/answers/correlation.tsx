import { useQuery } from '@tanstack/react-query'
import { Suspense, useId, useState } from 'react'
import { questionQuery } from '@/api/query'
import type { EventOddsRatio, FunnelCorrelationResponse, FunnelsQuery } from '@/api/types'
import { useOpened } from '@/drill/use_drill'
import { formatExact, plural } from '@/lib/format'
import { askedFunnel } from '@/lib/funnels_query'
import { lazy } from '@/lib/parts'
import { eventLabel, propertyLabel } from '@/lib/taxonomy'
import { Button } from '@/ui/button'
import { Num } from '@/ui/num'
import { Segmented } from '@/ui/segmented'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))

type Kind = 'events' | 'properties'

const questionOf = (query: FunnelsQuery, kind: Kind) => ({
  kind: 'FunnelCorrelationQuery',
  source: { kind: 'FunnelsActorsQuery', source: askedFunnel(query) },
  funnelCorrelationType: kind,
  ...(kind === 'properties' && { funnelCorrelationNames: ['$all'] }),
})

/** What those who got through did or were more often than the others: asked for when somebody wants to know. */
export default function Correlation({ projectId, query }: { projectId: number; query: FunnelsQuery }) {
  const id = useId()
  const [kind, setKind] = useState<Kind | null>(null)
  return (
    <section aria-labelledby={id} className="px-5 py-5 max-sm:px-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id={id} className="text-panel font-semibold">
          What goes with converting
        </h2>
        {kind === null ? (
          <Button onClick={() => setKind('events')}>Find out</Button>
        ) : (
          <Segmented<Kind>
            label="Compared by"
            value={kind}
            options={[
              { value: 'events', label: 'Events' },
              { value: 'properties', label: 'Properties of people' },
            ]}
            onChange={setKind}
          />
        )}
      </div>
      {kind === null ? (
        <p className="mt-1 text-fg-2">Compares what people did between the steps, and who they are, with whether they got through.</p>
      ) : (
        <Rows key={kind} projectId={projectId} query={query} kind={kind} />
      )}
    </section>
  )
}

function Rows({ projectId, query, kind }: { projectId: number; query: FunnelsQuery; kind: Kind }) {
  const question = questionOf(query, kind)
  const { data, error, refetch, isFetching } = useQuery({ ...questionQuery<FunnelCorrelationResponse>(projectId, question), placeholderData: undefined })
  const { opened, open, opener, close } = useOpened()
  if (error) return <ErrorBox title="This could not be compared" message={error.message} onRetry={() => void refetch()} details={error.message} />
  if (!data) {
    return (
      <div aria-busy={isFetching} className="grid gap-4 py-4">
        {['w-2/3', 'w-1/2', 'w-3/5'].map((width) => (
          <Skeleton key={width} className={`h-4 ${width}`} />
        ))}
      </div>
    )
  }
  const { events, skewed } = data.response.results
  if (events.length === 0) return <Empty title="Nothing stands out">Too few people got through, or nobody left: there is nothing to compare.</Empty>
  const drill = (row: EventOddsRatio, converted: boolean) => {
    const [key = '', ...rest] = row.event.event.split('::')
    const count = converted ? row.success_count : row.failure_count
    const source = {
      kind: 'FunnelCorrelationActorsQuery' as const,
      source: question,
      funnelCorrelationPersonConverted: converted,
      ...(kind === 'events'
        ? { funnelCorrelationPersonEntity: { kind: 'EventsNode', event: row.event.event } }
        : { funnelCorrelationPropertyValues: [{ type: 'person', key, value: rest.join('::'), operator: 'exact' }] }),
    }
    open({
      key: JSON.stringify(source),
      source,
      hasEvents: false,
      ofEvents: false,
      title: `${plural(count, 'person', 'people')} with ${nameOf(row, kind)}`,
      subtitle: converted ? 'Got through the funnel' : 'Did not get through the funnel',
    })
  }
  return (
    <>
      {skewed && <p className="mt-2 text-fg-2">Few people are on one side of this funnel: read the ratios with care.</p>}
      <div className="scroll-thin mt-2 overflow-x-auto">
        <table aria-label={kind === 'events' ? 'Events that go with converting' : 'Properties that go with converting'} className="w-full border-collapse">
          <thead>
            <tr className="border-y border-line text-small text-fg-2">
              <th scope="col" className="h-row pr-2.5 text-left font-medium">
                {kind === 'events' ? 'Event' : 'Property'}
              </th>
              <th scope="col" className="h-row px-2.5 text-left font-medium">
                Converting is
              </th>
              <th scope="col" className="h-row px-2.5 text-right font-medium">
                Got through
              </th>
              <th scope="col" className="h-row px-2.5 text-right font-medium whitespace-nowrap">
                Did not
              </th>
            </tr>
          </thead>
          <tbody>
            {events.map((row) => {
              const name = nameOf(row, kind)
              const good = row.correlation_type === 'success'
              return (
                <tr key={row.event.event} className="border-b border-line hover:bg-hover">
                  <th scope="row" className="h-row max-w-96 truncate pr-2.5 text-left font-normal" title={name}>
                    {name}
                  </th>
                  <td className={`h-row px-2.5 whitespace-nowrap ${good ? 'text-positive' : 'text-negative'}`}>
                    {formatExact(Math.round((good ? row.odds_ratio : 1 / row.odds_ratio) * 10) / 10)} × {good ? 'more' : 'less'} likely
                  </td>
                  <td className="h-row px-2.5 text-right">
                    <Num value={row.success_count} format={formatExact} label={`${formatExact(row.success_count)} people with ${name} got through`} onOpen={() => drill(row, true)} />
                  </td>
                  <td className="h-row px-2.5 text-right">
                    <Num value={row.failure_count} format={formatExact} label={`${formatExact(row.failure_count)} people with ${name} did not get through`} onOpen={() => drill(row, false)} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </>
  )
}

function nameOf(row: EventOddsRatio, kind: Kind): string {
  if (kind === 'events') return eventLabel(row.event.event)
  const [key = '', ...value] = row.event.event.split('::')
  return `${propertyLabel(key)} is ${value.join('::')}`
}
