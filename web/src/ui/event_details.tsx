import { ListFilter } from 'lucide-react'
import { Fragment, useState } from 'react'
import type { CapturedEvent } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { propertyLabel, rawNote } from '@/lib/taxonomy'
import { IconButton } from './button'
import { CopyButton } from './code'
import { formatExactTime } from './event_time'
import { SearchField } from './search_field'

type FactRow = [name: string, value: string, shown?: string]
type Scalar = string | number | boolean

interface EventDetailsProps {
  event: CapturedEvent
  /** Narrows the list the event stands in to those with the same value. */
  onFilter?: (key: string, value: Scalar) => void
}

/** Everything an event carries, searchable. */
export function EventDetails({ event, onFilter }: EventDetailsProps) {
  const facts: FactRow[] = [
    ['Time', event.timestamp, formatExactTime(event.timestamp)],
    ['Distinct ID', event.distinct_id],
    ['Event ID', event.uuid],
  ]
  if (event.person_id) facts.push(['Person ID', event.person_id])
  return <PropertyList properties={event.properties} facts={facts} none="This event has no properties." onFilter={onFilter} />
}

interface PropertyListProps {
  properties: Record<string, unknown>
  /** What is said before the properties. */
  facts: FactRow[]
  /** Said where there are no properties. */
  none?: string
  onFilter?: EventDetailsProps['onFilter']
}

/** Properties by name, searchable, each to be copied. */
export function PropertyList({ properties, facts, none = 'There are no properties.', onFilter }: PropertyListProps) {
  const [search, setSearch] = useState('')
  const keys = Object.keys(properties).toSorted((a, b) => propertyLabel(a).localeCompare(propertyLabel(b)))
  const found = rankBy(keys, search, (key) => [key, propertyLabel(key), printValue(properties[key])])
  return (
    <div className="pb-5">
      <dl className="m-0 border-b border-line px-5 py-3">
        {facts.map(([name, value, shown]) => (
          <Fact key={`${name}/${value}`} name={name} value={value} shown={shown} />
        ))}
      </dl>
      <SearchField label="Find a property" placeholder={`Find among ${keys.length} properties`} size="form" className="mx-5 mt-4 mb-2" value={search} onChange={setSearch} />
      <dl className="m-0 px-5">
        {found.map((key) => (
          <Fact
            key={key}
            name={propertyLabel(key)}
            note={rawNote(propertyLabel(key), key)}
            value={printValue(properties[key])}
            onFilter={filterBy(key, properties[key], onFilter)}
          />
        ))}
      </dl>
      {found.length === 0 && <p className="px-5 py-4 text-fg-3">{keys.length === 0 ? none : 'No property matches.'}</p>}
    </div>
  )
}

/** Lists and objects have no condition that is this value. */
function filterBy(key: string, value: unknown, onFilter: EventDetailsProps['onFilter']) {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return onFilter && isScalar ? () => onFilter(key, value) : undefined
}

interface FactProps {
  name: string
  note?: string
  value: string
  /** How the value is shown, when that is not as it is. */
  shown?: string
  onFilter?: () => void
}

function Fact({ name, note, value, shown, onFilter }: FactProps) {
  return (
    <div className="group grid min-h-row grid-cols-[minmax(7rem,32%)_1fr_auto] items-start gap-x-3 border-b border-line py-1 last:border-0">
      <dt className="min-w-0 py-1 break-words">
        {breakable(name)}
        {note && <span className="block text-small text-fg-3">{note}</span>}
      </dt>
      <dd className="m-0 min-w-0 py-1 break-words whitespace-pre-wrap text-fg-2" title={shown ? value : undefined}>
        {shown ?? value}
      </dd>
      <dd className="m-0 flex min-w-7 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        {onFilter && <IconButton label={`Filter by this ${name}`} icon={<ListFilter size={14} strokeWidth={1.75} aria-hidden />} onClick={onFilter} />}
        <CopyButton text={value} label={`Copy ${name}`} />
      </dd>
    </div>
  )
}

/** Long names break after an underscore or a dot rather than inside a word. */
function breakable(name: string) {
  return name.split(/(?<=[_.])/).map((part, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- pieces of one name, in its order
    <Fragment key={at}>
      {part}
      <wbr />
    </Fragment>
  ))
}

function printValue(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value)
}
