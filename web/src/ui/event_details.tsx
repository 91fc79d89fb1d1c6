import { Search } from 'lucide-react'
import { useState } from 'react'
import type { CapturedEvent } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { propertyLabel, rawNote } from '@/lib/taxonomy'
import { CopyButton } from './code'
import { Input } from './field'

/** Everything an event carries, searchable. */
export function EventDetails({ event }: { event: CapturedEvent }) {
  const [search, setSearch] = useState('')
  const keys = Object.keys(event.properties).toSorted((a, b) => propertyLabel(a).localeCompare(propertyLabel(b)))
  const shown = rankBy(keys, search, (key) => [key, propertyLabel(key), printValue(event.properties[key])])
  const facts: [string, string][] = [
    ['Time', event.timestamp],
    ['Distinct ID', event.distinct_id],
    ['Event ID', event.uuid],
  ]
  if (event.person_id) facts.push(['Person ID', event.person_id])
  return (
    <div className="pb-5">
      <dl className="m-0 border-b border-line px-5 py-3">
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      <div className="relative px-5 pt-4 pb-2">
        <Search size={15} strokeWidth={1.75} className="absolute top-6 left-7.5 text-fg-3" aria-hidden />
        <Input
          aria-label="Find a property"
          placeholder={`Find among ${keys.length} properties`}
          className="pl-8"
          value={search}
          onChange={(change) => setSearch(change.target.value)}
        />
      </div>
      <dl className="m-0 px-5">
        {shown.map((key) => (
          <Fact key={key} name={propertyLabel(key)} note={rawNote(propertyLabel(key), key)} value={printValue(event.properties[key])} />
        ))}
      </dl>
      {shown.length === 0 && (
        <p className="px-5 py-4 text-fg-3">{keys.length === 0 ? 'This event has no properties.' : 'No property matches.'}</p>
      )}
    </div>
  )
}

function Fact({ name, note, value }: { name: string; note?: string; value: string }) {
  return (
    <div className="group grid min-h-row grid-cols-[minmax(7rem,38%)_1fr_28px] items-start gap-x-3 border-b border-line py-1 last:border-0">
      <dt className="min-w-0 py-1 break-words">
        {name}
        {note && <span className="block text-small text-fg-3">{note}</span>}
      </dt>
      <dd className="m-0 min-w-0 py-1 break-words whitespace-pre-wrap text-fg-2">{value}</dd>
      <dd className="m-0 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <CopyButton text={value} label={`Copy ${name}`} />
      </dd>
    </div>
  )
}

function printValue(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value)
}
