import { Plus, X } from 'lucide-react'
import type { FunnelExclusion, FunnelsQuery } from '@/api/types'
import { eventName } from '@/charts/question_words'
import { EventPicker } from '@/filters/pickers'
import { orderOf, withFunnel } from '@/lib/funnels_query'
import { Button, IconButton } from '@/ui/button'
import { Select } from '@/ui/select'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

interface ExclusionsProps {
  query: FunnelsQuery
  onChange: (query: FunnelsQuery) => void
}

/** Events after which somebody is out: what must not happen between two steps. */
export function Exclusions({ query, onChange }: ExclusionsProps) {
  const list = query.funnelsFilter?.exclusions ?? []
  const last = query.series.length - 1
  const set = (exclusions: FunnelExclusion[]) => onChange(withFunnel(query, { exclusions: exclusions.length > 0 ? exclusions : undefined }))
  if (last < 1) return null
  const anywhere = orderOf(query) === 'unordered'
  const steps = query.series.map((_, i) => ({ value: String(i), label: `Step ${i + 1}` }))
  return (
    <div className="flex flex-col gap-2">
      {list.map((one, i) => {
        const change = (edit: Partial<FunnelExclusion>) => set(list.map((other, at) => (at === i ? { ...other, ...edit } : other)))
        const name = eventName(one)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- exclusions have no other identity
          <div key={i} role="group" aria-label={`Without ${name}`} className="rounded-card border border-line bg-surface p-1.5 shadow-1">
            <div className="flex items-center gap-1 pl-1">
              <span className="min-w-0 flex-1 truncate font-medium">Without {name}</span>
              <IconButton label={`Allow ${name} again`} icon={<X {...icon} />} onClick={() => set(list.filter((_, at) => at !== i))} />
            </div>
            {!anywhere && last > 1 && (
              <div className="flex items-center gap-1.5 pl-1 text-fg-2">
                between
                <Select
                  label={`Start of the range without ${name}`}
                  look="ghost"
                  value={String(one.funnelFromStep)}
                  options={steps.slice(0, last)}
                  onChange={(value) => change({ funnelFromStep: Number(value), funnelToStep: Math.max(one.funnelToStep, Number(value) + 1) })}
                />
                and
                <Select label={`End of the range without ${name}`} look="ghost" value={String(one.funnelToStep)} options={steps.slice(one.funnelFromStep + 1)} onChange={(value) => change({ funnelToStep: Number(value) })} />
              </div>
            )}
          </div>
        )
      })}
      <EventPicker
        label="Find an event that must not happen"
        trigger={
          <Button aria-label="Exclude an event" look="ghost" className="-ml-2 self-start" icon={<Plus {...icon} />}>
            Exclude an event
          </Button>
        }
        withActions
        onPick={(subject) => set([...list, { ...subject, funnelFromStep: 0, funnelToStep: last }])}
      />
    </div>
  )
}
