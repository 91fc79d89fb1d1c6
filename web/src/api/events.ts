import type { EventRow } from '@/lib/event_columns'
import { askedColumns, pageQuery, type Cursor, type EventList } from '@/lib/events_query'
import { readEvent, runQuery } from './query'
import type { TableResponse } from './types'

export interface EventsPage {
  rows: EventRow[]
  hasMore: boolean
}

interface PageOptions {
  behind?: Cursor | null
  signal?: AbortSignal
  /** Look again even where the server has a fresh answer. */
  force?: boolean
}

/** One page of a list of events, each with its person and the asked columns. */
export async function readEventsPage(projectId: number, list: EventList, search: string, { behind = null, signal, force }: PageOptions = {}): Promise<EventsPage> {
  const { response } = await runQuery<TableResponse>(projectId, pageQuery(list, search, behind), { signal, force })
  const asked = askedColumns(list)
  const rows: EventRow[] = []
  for (const [star, person, ...cells] of response.results) {
    const event = readEvent(star)
    if (event === null) continue
    const shown = person as { display_name?: unknown; id?: unknown } | null
    rows.push({
      ...event,
      person_id: typeof shown?.id === 'string' ? shown.id : event.person_id,
      person: typeof shown?.display_name === 'string' && shown.display_name !== '' ? shown.display_name : event.distinct_id,
      asked: Object.fromEntries(asked.map((id, at) => [id, cells[at]])),
    })
  }
  return { rows, hasMore: response.hasMore === true }
}
