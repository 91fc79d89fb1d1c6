import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { alarmsQuery, ledgerQuery } from '@/api/ingestion'
import { Banner } from '@/ui/banner'
import { formatExactTime, formatTimeShort } from '@/ui/event_time'
import { TextLink } from '@/ui/link'
import { alarmWords } from './alarm_words'
import { hrefOf } from './destinations'

/**
 * Says on every page that ingestion rings an alarm, in words for who reads numbers, until it is over. The page of
 * ingestion itself says more.
 */
export function IngestionAlarm({ projectId }: { projectId: string }) {
  const page = hrefOf(projectId, '/data-management/ingestion')
  const there = useRouterState({ select: ({ location }) => location.pathname === page })
  const { data: alarms = [], isError } = useQuery(alarmsQuery)
  const [first] = alarms
  const rings = first !== undefined && !isError && !there
  const ledger = useQuery({ ...ledgerQuery(Number(projectId), '-24h'), enabled: rings })
  if (!rings) return null
  const { what, from, means, since } = alarmWords(first, ledger.data)
  return (
    <Banner tone="warning">
      {what}
      {since !== null && (
        <>
          {` ${from} `}
          <time dateTime={since} title={formatExactTime(since)}>
            {formatTimeShort(since)}
          </time>
        </>
      )}
      . <span className="max-sm:hidden">{means} </span>
      <TextLink to={page} className="text-current whitespace-nowrap">
        See ingestion
      </TextLink>
    </Banner>
  )
}
